"""Reading order: a page is cut into bands and columns, again and again.

A recursive XY-cut (Nagy and Seth, Hierarchical representation of optically scanned documents, 1984) with two
changes. A gutter must lead to a left edge at which lines of the page begin, so that a gap within a line does
not cut. Bands are not cut at the widest gap, but where the gutters change: rows are gathered as long as a
gutter runs through all of them. What floats over columns (figures, tables, quotations) is taken out before.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise

from ingest import bylines
from ingest.pdf.types import Rect, Run, around

GUTTER = 0.85  # em
TIGHT = 0.15  # of its height: so much of a run may reach into the next strip
LONG = 6  # characters of a run that tells a left edge
MIN_LINES = 3  # that begin at a left edge
INDENT = 2.8  # em: so far to the right may lines begin
INDENTS = range(3, 6)  # half ems: how much further in first lines begin
LARGE = 1.25  # of the text's size: a title
CENTRED = 1.0  # em
SHORT = 48  # characters of a centred line below a title
APART = 2.5  # em: what is wider apart is no one line
ACROSS = 0.85  # of the width of the text: a rule that long parts what is above from what is below

Gap = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """What the cuts of one page share."""

    em: float
    lefts: tuple[float, ...]  # edges at which lines begin
    floats: tuple[Rect, ...]
    bars: tuple[Rect, ...] = ()  # lying rules that belong to no float


@dataclass(frozen=True, slots=True)
class Strip:
    """Runs whose heights overlap; `wide` if it is to reach over all columns."""

    runs: tuple[Run, ...]
    rect: Rect
    wide: bool = False


def order(runs: list[Run], em: float, floats: list[Rect], rules: Iterable[Rect] = ()) -> list[list[Run]]:
    """The columns of a page in reading order, each a list of runs; a rule across all of them parts two articles."""
    if not runs:
        return []
    bars = [rule for rule in rules if rule.width > rule.height and not any(f.grown(3).overlaps(rule) for f in floats)]
    frame = Frame(em, tuple(sorted(left_edges(runs, em))), tuple(floats), tuple(sorted(bars, key=lambda r: r.top)))
    area = around([run.rect for run in runs])
    return [column for part in _between_bars(runs, area, frame) for column in _cut(part, area, frame)]


def _between_bars(runs: list[Run], area: Rect, frame: Frame) -> list[list[Run]]:
    """The runs parted at the rules that reach over all columns."""
    bars = [bar.middle for bar in frame.bars if bar.width >= ACROSS * area.width]
    parts: list[list[Run]] = [[] for _ in range(len(bars) + 1)]
    for run in runs:
        parts[bisect(bars, run.rect.middle)].append(run)
    return [part for part in parts if part]


def left_edges(runs: list[Run], em: float) -> list[float]:
    """Where several long runs of the text's size begin; where only their first lines do is no edge."""
    votes: Counter[int] = Counter()
    for run in runs:
        if len(run.text) >= LONG and abs(run.style.size - em) <= 0.15 * em:
            votes[round(run.rect.x0 / em * 2)] += 1
    told = {e: n for e, n in votes.items() if n + max(votes[e - 1], votes[e + 1]) >= MIN_LINES}
    return [e * em / 2 for e, n in told.items() if not any(told.get(e - step, 0) > n for step in INDENTS)]


def _cut(runs: list[Run], area: Rect, frame: Frame) -> list[list[Run]]:
    """Cut at titles over all columns, else at gutters, else at titles over some, else where the gutters change."""
    strips = _widened(_chained(runs), area, frame, over_some=False)
    if any(strip.wide for strip in strips):
        return _at_titles(strips, area, frame)
    gutters = _gutters(runs, frame)
    if gutters:
        return [column for part, place in _columns(runs, gutters, area) for column in _cut(part, place, frame)]
    strips = _widened(_strips(runs, frame), area, frame, over_some=True)
    if any(strip.wide for strip in strips):
        return _at_titles(strips, area, frame)
    bands = _bands(strips, frame)
    if len(bands) == 1:
        return [runs]
    return [column for band in bands for column in _cut(_runs(band), area, frame)]


def _at_titles(strips: list[Strip], area: Rect, frame: Frame) -> list[list[Run]]:
    """What stands above and below the strips that reach over all columns, and these as they are."""
    parts = [(wide, _runs(list(group))) for wide, group in groupby(strips, key=lambda strip: strip.wide)]
    return [column for wide, part in parts for column in ([part] if wide else _cut(part, area, frame))]


def _gutters(runs: list[Run], frame: Frame) -> list[Gap]:
    """Free intervals between runs that lead to a left edge."""
    return [gap for gap in gaps([run.rect for run in runs]) if _is_gutter(gap, frame)]


def gaps(rects: list[Rect]) -> list[Gap]:
    """The intervals of x that no rectangle covers, between the first and the last."""
    free: list[Gap] = []
    reach = float("-inf")
    for rect in sorted(rects, key=lambda r: r.x0):
        if rect.x0 > reach > float("-inf"):
            free.append((reach, rect.x0))
        reach = max(reach, rect.x1)
    return free


def _is_gutter(gap: Gap, frame: Frame) -> bool:
    if gap[1] - gap[0] < GUTTER * frame.em:
        return False
    return any(gap[0] - 0.5 < left and -0.5 <= (gap[1] - left) / frame.em <= INDENT for left in frame.lefts)


def _columns(runs: list[Run], gutters: list[Gap], area: Rect) -> list[tuple[list[Run], Rect]]:
    edges = [area.x0, *((a + b) / 2 for a, b in gutters), area.x1]
    parts = []
    for left, right in pairwise(edges):
        part = [run for run in runs if left <= run.rect.centre < right or (right == area.x1 == run.rect.centre)]
        if part:
            parts.append((part, Rect(left, area.top, right, area.bottom)))
    return parts


def _runs(band: list[Strip]) -> list[Run]:
    return [run for strip in band for run in strip.runs]


def _bands(strips: list[Strip], frame: Frame) -> list[list[Strip]]:
    """Strips gathered from the top down while a gutter runs through all of them, or through none."""
    bands: list[list[Strip]] = []
    for strip in strips:
        if bands and _goes_on(bands[-1], strip, frame):
            bands[-1].append(strip)
        else:
            bands.append([strip])
    return bands


def _goes_on(band: list[Strip], strip: Strip, frame: Frame) -> bool:
    before = _runs(band)
    if _gutters([*before, *strip.runs], frame):
        return True
    return not _gutters(before, frame) and not _gutters(list(strip.runs), frame)


def _strips(runs: list[Run], frame: Frame) -> list[Strip]:
    """Runs whose heights overlap; a title over several columns is a strip of its own."""
    spanning = sorted((run for run in runs if _spans(run, frame)), key=lambda r: r.rect.middle)
    levels = [run.rect.middle for run in spanning]
    between: list[list[Run]] = [[] for _ in range(len(spanning) + 1)]
    for run in runs:
        if not any(run is other for other in spanning):
            between[bisect(levels, run.rect.middle)].append(run)
    parts = [between[0], *(part for run, rest in zip(spanning, between[1:], strict=True) for part in ([run], rest))]
    return [strip for part in parts for strip in _chained(part)]


def _spans(run: Run, frame: Frame) -> bool:
    large = run.style.size >= LARGE * frame.em
    first, last = run.rect.x0 + (INDENT + 1) * frame.em, run.rect.x1 - frame.em
    return large and any(first < left < last for left in frame.lefts)


def _chained(runs: list[Run]) -> list[Strip]:
    strips: list[list[Run]] = []
    bottom = float("-inf")
    for run in sorted(runs, key=lambda r: r.rect.top):
        slack = TIGHT * run.rect.height
        if strips and run.rect.top + slack < bottom:
            strips[-1].append(run)
        else:
            strips.append([run])
            bottom = float("-inf")
        bottom = max(bottom, run.rect.bottom - slack)
    return [Strip(tuple(strip), around([run.rect for run in strip])) for strip in strips]


def _widened(strips: list[Strip], area: Rect, frame: Frame, over_some: bool) -> list[Strip]:
    """Titles, and bylines below them, that stand alone reach over all columns; `over_some`: also if only over some."""
    widened: list[Strip] = []
    for index, strip in enumerate(strips):
        above = widened[-1] if widened else None
        opens = _is_large(strip, frame) and _opens_columns(strips[index + 1 :], strip, frame)
        opens = opens and (all(s.wide for s in widened) or _lies_across(strip, area, frame, over_some))
        wide = opens and not _stands_beside_float(strip, area, frame)
        if above is not None and not wide and (above.wide or (over_some and _is_large(above, frame))):
            wide = _belongs_to_title(strip, area, frame)
        widened.append(Strip(strip.runs, strip.rect, wide))
    return widened


def _is_large(strip: Strip, frame: Frame) -> bool:
    sizes = [run.style.size for run in strip.runs]
    if min(sizes) < LARGE * frame.em or max(sizes) > LARGE * min(sizes):
        return False
    together = all(b - a <= APART * max(sizes) for a, b in gaps([run.rect for run in strip.runs]))
    return together and sum(len(run.text) for run in strip.runs) > 1


def _lies_across(strip: Strip, area: Rect, frame: Frame, over_some: bool) -> bool:
    """Whether a strip is centred over the whole area, or reaches over a left edge."""
    across = over_some and any(_spans(run, frame) for run in strip.runs)
    return across or abs(strip.rect.centre - area.centre) <= CENTRED * frame.em


def _stands_beside_float(strip: Strip, area: Rect, frame: Frame) -> bool:
    band = Rect(area.x0, strip.rect.top, area.x1, strip.rect.bottom)
    return any(band.overlaps(rect) for rect in frame.floats)


def _opens_columns(below: list[Strip], strip: Strip, frame: Frame) -> bool:
    """Whether text stands below in columns beside the strip's own."""
    runs = [run for other in below for run in other.runs]
    outside = [run for run in runs if run.rect.x0 > strip.rect.x1 or run.rect.x1 < strip.rect.x0]
    return bool(_gutters(runs, frame)) or len(outside) >= MIN_LINES


def _belongs_to_title(strip: Strip, area: Rect, frame: Frame) -> bool:
    """Whether a strip below a title is its byline, subtitle or the like: one line, named so or centred."""
    text = " ".join(run.text for run in sorted(strip.runs, key=lambda r: r.rect.x0))
    if any(b - a > APART * frame.em for a, b in gaps([run.rect for run in strip.runs])):
        return False
    if bylines.read(text) is not None:
        return True
    centred = abs(strip.rect.centre - area.centre) <= CENTRED * frame.em and len(text) <= SHORT
    return not _gutters(list(strip.runs), frame) and (centred or text.startswith(("（", "(", "——", "—")))
