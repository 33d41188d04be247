"""Glyphs become runs: characters on one baseline without a wide gap, or a rule, between them."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, takewhile
from statistics import median

from ingest.chars import is_han, normalise
from ingest.pdf.glyphs import Glyph
from ingest.pdf.types import Rect, Run, Style, around

GAP = 0.75  # of the size: a wider gap parts two runs
LETTER_GAP = 2.2  # of the size: characters of a letter-spaced word stand no further apart
BACK = 0.6  # of the size: so far may a glyph reach back into the one before
RAISED = 0.6  # of the size: a smaller glyph on the line may stand so far off its baseline
SWAY = 0.2  # of the size: baselines of one line differ by no more
WORD_GAP, HAN_GAP = 0.18, 0.2  # of the size, beyond the usual gap of the run: a space between words
BUCKET = 6.0  # points
MAX_TEXT = 4000  # characters of a run


def build(glyphs: list[Glyph], rules: list[Rect]) -> list[Run]:
    """Join glyphs to runs, from left to right; each glyph goes to the run whose end it follows most closely."""
    standing = sorted((rule for rule in rules if rule.height > rule.width), key=_centre)
    open_runs: dict[int, list[list[Glyph]]] = {}
    done: list[list[Glyph]] = []
    spaced: set[int] = set()  # runs after which a space was set
    for glyph in sorted(glyphs, key=lambda g: (g.rect.x0, g.rect.x1)):
        bucket = int(glyph.base / BUCKET)
        found = _follows(
            glyph, [run for b in (bucket - 1, bucket, bucket + 1) for run in open_runs.get(b, ())], standing
        )
        if glyph.blank:
            spaced |= {id(found)}
        elif found is None:
            run = [glyph]
            done.append(run)
            open_runs.setdefault(bucket, []).append(run)
        else:
            found.append(replace(glyph, spaced=True) if id(found) in spaced else glyph)
            spaced.discard(id(found))
    return _closed_up([run for parts in done for run in _finished(parts)], standing)


def _follows(glyph: Glyph, runs: list[list[Glyph]], standing: list[Rect]) -> list[Glyph] | None:
    best, least = None, 1.0
    for run in runs:
        last = run[-1]
        size = max(last.style.size, glyph.style.size)
        gap = glyph.rect.x0 - last.rect.x1
        if not -BACK * size <= gap <= GAP * min(size, 1.6 * min(last.style.size, glyph.style.size)):
            continue
        off = _off(run[0], last, glyph)
        if off < least and not (standing and _parted(last.rect, glyph.rect, standing)):
            best, least = run, off
    return best


def _off(first: Glyph, last: Glyph, glyph: Glyph) -> float:
    """How far a glyph is off the line, below 1 where it may belong to it; a small one may be raised."""
    small, large = sorted((last.style.size, glyph.style.size))
    sway = min(abs(glyph.base - last.base), abs(glyph.base - first.base))
    if small < 0.85 * large:
        inside = min(last.rect.bottom, glyph.rect.bottom) - max(last.rect.top, glyph.rect.top)
        return sway / (RAISED * large) if inside > 0.5 * small and small > 0.45 * large else 2.0
    return sway / (SWAY * large)


def _parted(one: Rect, other: Rect, standing: list[Rect]) -> bool:
    """Whether a standing rule parts two glyphs; the rules are in order of their x."""
    first = bisect(standing, one.centre, key=_centre)
    if first == len(standing) or standing[first].centre >= other.centre:
        return False
    middle = (one.middle + other.middle) / 2
    between = takewhile(lambda rule: rule.centre < other.centre, standing[first:])
    return any(rule.top - 1 <= middle <= rule.bottom + 1 for rule in between)


def _centre(rect: Rect) -> float:
    return rect.centre


def _closed_up(found: list[Run], standing: list[Rect]) -> list[Run]:
    """Join single characters set apart on one line to one run, spaces between: 启 示."""
    single = sorted((run for run in found if len(run.text) == 1 and is_han(run.text)), key=_along)
    joined: list[list[Run]] = []
    for run in single:
        last = joined[-1][-1] if joined else None
        spaced = last is not None and last.style == run.style and _spaced_out(last.rect, run.rect, run.style.size)
        if last is not None and spaced and not _parted(last.rect, run.rect, standing):
            joined[-1].append(run)
        else:
            joined.append([run])
    words = [group for group in joined if len(group) > 1]
    taken = {id(run) for group in words for run in group}
    made = [Run(" ".join(r.text for r in group), around([r.rect for r in group]), group[0].style) for group in words]
    return [run for run in found if id(run) not in taken] + made


def _along(run: Run) -> tuple[float, float]:
    return round(run.rect.bottom / 2), run.rect.x0


def _spaced_out(one: Rect, other: Rect, size: float) -> bool:
    return 0 < other.x0 - one.x1 <= LETTER_GAP * size and abs(one.bottom - other.bottom) <= SWAY * size


def _finished(glyphs: list[Glyph]) -> Iterator[Run]:
    text = normalise(_spaced(glyphs))
    if text:
        yield Run(text, around([glyph.rect for glyph in glyphs]), _style(glyphs))


def _spaced(glyphs: list[Glyph]) -> str:
    """The text of a run, with a space where characters stand further apart than the run's others."""
    gaps = [b.rect.x0 - a.rect.x1 for a, b in pairwise(glyphs)]
    usual = max(0.0, median(gaps)) if len(gaps) > 2 else 0.0
    parts = [glyphs[0].text]
    for gap, before, glyph in zip(gaps, glyphs, glyphs[1:], strict=False):
        latin = not is_han(before.text[0]) and not is_han(glyph.text[0])
        wide = gap > usual + (WORD_GAP if latin else HAN_GAP) * min(before.style.size, glyph.style.size)
        parts += [" ", glyph.text] if wide or glyph.spaced else [glyph.text]
    return "".join(parts)[:MAX_TEXT]


def _style(glyphs: list[Glyph]) -> Style:
    return Counter(glyph.style for glyph in glyphs).most_common(1)[0][0]
