"""What floats over the columns of a page: figures, tables, captions, boxes, quotations, notes at the foot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

from ingest import bylines, marks
from ingest.chars import HAN, ends_sentence
from ingest.pdf import tables
from ingest.pdf.tables import Table
from ingest.pdf.types import GUESSED, OCR_FONT, Rect, Run, Sheet, Style, around

BACKGROUND = 0.6  # of the page: a larger area lies behind everything
MIN_SIDE = 2.5  # em: a smaller area holds no box
SMALL = 0.94  # of the text's size
LARGE, BAR, TITLE = 1.12, 1.08, 1.6
MIN_SMALL = 0.33  # of the lines of a note that OCR read are seen to be small
CAPTION_GAP = 1.0  # of its height: room within a caption of several lines
CAPTION_LINES = 3
RULE_SWAY = 3.0  # points: rules above and below a quotation begin and end alike
FOOT_MARK = re.compile(r"^(?:[①-⑳]|[*＊※†]|\[\d{1,2}\]|［\d{1,2}］|\d{1,2}\s|注\s*[:：]|注释)")
READ_MARK = re.compile(rf"^\d(?=[{HAN}《“])")  # OCR reads ① as 1
PROSE = re.compile(r"[，。；]")
LATIN_PROSE = re.compile(r"[a-z]{2}[,.] [A-Za-z]")
MIN_PROSE = 18  # characters


class What(Enum):
    """Kinds of floats."""

    FIGURE = "figure"
    TABLE = "table"
    CAPTION = "caption"
    BOX = "box"
    QUOTE = "quote"
    FOOTNOTE = "footnote"


@dataclass(frozen=True, slots=True)
class Float:
    """One of them, with the runs in it."""

    what: What
    rect: Rect
    runs: tuple[Run, ...] = ()
    table: Table | None = None


@dataclass(slots=True)
class Parted:
    """A leaf parted: the runs of its columns, and what floats."""

    runs: list[Run]
    floats: list[Float] = field(default_factory=list)
    rules: tuple[Rect, ...] = ()

    def take(self, what: What, rect: Rect, runs: list[Run]) -> None:
        """Take runs out of the columns into a float."""
        taken = set(map(id, runs))
        self.runs = [run for run in self.runs if id(run) not in taken]
        self.floats.append(Float(what, rect, tuple(runs)))


def part(sheet: Sheet, body: Style) -> Parted:
    """Take out of a leaf what floats; `body` is the style of the text."""
    parted = Parted(list(sheet.runs), rules=sheet.rules)
    _tables(parted, sheet, body.size)
    _areas(parted, sheet, body)
    _quotes(parted, sheet, body)
    _captions(parted, body)
    _footnotes(parted, body)
    return parted


def _tables(parted: Parted, sheet: Sheet, em: float) -> None:
    for table in tables.find(sheet, em):
        taken = {id(run) for row in table.rows for cell in row for run in cell.runs}
        taken |= {id(run) for run in (*table.caption, *table.notes)}
        parted.runs = [run for run in parted.runs if id(run) not in taken]
        parted.floats.append(Float(What.TABLE, table.rect, (), table))


def _areas(parted: Parted, sheet: Sheet, body: Style) -> None:
    """Pictures, drawn figures, tinted or framed boxes."""
    tabled = [f.rect for f in parted.floats]
    pictures = [rect for rect in sheet.pictures if not _lies_behind(rect, sheet)]
    areas = [rect for rect in (*sheet.fills, *_frames(sheet, tabled)) if _is_area(rect, sheet, body.size)]
    areas += _charts(sheet, body)
    for rect in _outermost([*pictures, *areas]):
        if any(rect.overlaps(table) for table in tabled):
            continue
        inside = [run for run in parted.runs if rect.grown(1).holds(run.rect)]
        if rect not in pictures and _is_bar(rect, inside, body):
            continue
        parted.take(_what(rect, inside, pictures, body), rect, inside)


def _charts(sheet: Sheet, body: Style) -> list[Rect]:
    """Bars that begin at one edge and are of one breadth, with the small labels before, behind, above and below."""
    lying = _bars(sheet.fills, lambda bar: (round(bar.x0), round(bar.height)))
    standing = _bars(sheet.fills, lambda bar: (round(bar.bottom), round(bar.width)))
    labels = [run for run in sheet.runs if run.style.size < SMALL * body.size and not PROSE.search(run.text)]
    found = []
    for bars in (*lying, *standing):
        zones = [bar.grown(body.size) for bar in bars]
        beside = [run.rect for run in labels if any(zone.overlaps(run.rect) for zone in zones)]
        if len(beside) >= len(bars) and not any(bar.grown(1).holds(run.rect) for bar in bars for run in sheet.runs):
            found.append(around([*bars, *_levelled(beside, labels, bars)]))
    return found


def _levelled(beside: list[Rect], labels: list[Run], bars: list[Rect]) -> list[Rect]:
    """With the labels of bars too thin to be seen: level with others, and no further off than bar from bar."""
    centres = sorted(bar.centre for bar in bars)
    step = 1.15 * max(b - a for a, b in pairwise(centres))
    found = list(beside)
    for rect in sorted((run.rect for run in labels), key=lambda r: r.centre):
        level = [other for other in found if abs(other.middle - rect.middle) < 1]
        if any(0 < rect.centre - other.centre <= step for other in level):
            found.append(rect)
    return found


def _bars(fills: Iterable[Rect], alike: Callable[[Rect], tuple[int, int]]) -> list[list[Rect]]:
    groups: dict[tuple[int, int], list[Rect]] = {}
    for fill in fills:
        groups.setdefault(alike(fill), []).append(fill)
    return [group for group in groups.values() if len(group) > 1]


def _is_bar(rect: Rect, inside: list[Run], body: Style) -> bool:
    """Whether an area is the ground of a title or heading: little more than its one or two large lines."""
    if _is_title_ground(inside, body):
        return True
    if not 0 < len(inside) <= 2 or min(run.style.size for run in inside) < BAR * body.size or _reads(inside):
        return False
    return rect.height < 3.5 * sum(run.rect.height for run in inside)


def _is_title_ground(inside: list[Run], body: Style) -> bool:
    """Whether an area holds nothing but very large words and a byline."""
    rest = [run for run in inside if run.style.size < TITLE * body.size]
    signed = bylines.parse(" ".join(run.text for run in sorted(rest, key=lambda r: r.rect.x0))) is not None
    return 0 < len(rest) < len(inside) <= len(rest) + 3 and signed


def _lies_behind(rect: Rect, sheet: Sheet) -> bool:
    """Whether a picture is the ground of the page: large, with text over it."""
    if rect.width * rect.height < BACKGROUND * sheet.width * sheet.height:
        return False
    return sum(len(run.text) for run in sheet.runs if rect.holds(run.rect)) > 200


def _is_area(rect: Rect, sheet: Sheet, em: float) -> bool:
    small = min(rect.width, rect.height) < MIN_SIDE * em / 2 or max(rect.width, rect.height) < 2 * MIN_SIDE * em
    return not small and rect.width * rect.height < BACKGROUND * sheet.width * sheet.height


def _frames(sheet: Sheet, tabled: list[Rect]) -> list[Rect]:
    """Rectangles made of four rules, those of tables aside."""
    free = [rule for rule in sheet.rules if not any(table.grown(2).holds(rule) for table in tabled)]
    flat = [rule for rule in free if rule.width > rule.height]
    upright = [rule for rule in free if rule.height > rule.width]
    if len(upright) < 2:
        return []
    found = []
    for top in flat:
        for bottom in flat:
            alike = abs(top.x0 - bottom.x0) <= RULE_SWAY and abs(top.x1 - bottom.x1) <= RULE_SWAY
            if alike and bottom.top > top.bottom + 6 and _sides(top, bottom, upright) == 2:
                found.append(Rect(top.x0, top.top, top.x1, bottom.bottom))
    return found


def _sides(top: Rect, bottom: Rect, upright: list[Rect]) -> int:
    return sum(
        any(
            abs(rule.x0 - x) <= RULE_SWAY and rule.top <= top.top + RULE_SWAY and rule.bottom >= bottom.top - RULE_SWAY
            for rule in upright
        )
        for x in (top.x0, top.x1)
    )


def _outermost(rects: list[Rect]) -> list[Rect]:
    """Those that lie in no larger one."""
    kept: list[Rect] = []
    for rect in sorted(rects, key=lambda r: -r.width * r.height):
        if not any(other.grown(2).holds(rect) for other in kept):
            kept.append(rect)
    return sorted(kept, key=lambda r: (r.top, r.x0))


def _what(rect: Rect, inside: list[Run], pictures: list[Rect], body: Style) -> What:
    text = "".join(run.text for run in inside)
    if rect in pictures or len(text) < MIN_PROSE or not (PROSE.search(text) or LATIN_PROSE.search(text)):
        large = bool(inside) and min(run.style.size for run in inside) >= LARGE * body.size
        return What.QUOTE if large and rect not in pictures and len(text) >= MIN_PROSE / 2 else What.FIGURE
    return What.QUOTE if _looks_quoted(inside, body) else What.BOX


def _looks_quoted(runs: list[Run], body: Style) -> bool:
    return all(run.style.size >= LARGE * body.size for run in runs if len(run.text) > 2)


def _quotes(parted: Parted, sheet: Sheet, body: Style) -> None:
    """Large text between two rules, or large lines that read as prose."""
    flat = sorted((rule for rule in sheet.rules if rule.width > 4 * body.size), key=lambda r: r.top)
    for index, top in enumerate(flat):
        for bottom in flat[index + 1 :]:
            if abs(top.x0 - bottom.x0) > RULE_SWAY or abs(top.x1 - bottom.x1) > RULE_SWAY:
                continue
            rect = Rect(top.x0, top.top, top.x1, bottom.bottom)
            inside = [run for run in parted.runs if rect.grown(2).holds(run.rect)]
            if inside and _looks_quoted(inside, body) and (_reads(inside) or _interrupts(rect, inside, parted.runs)):
                parted.take(What.QUOTE, rect, inside)
            break
    for group in _large_prose(parted.runs, body):
        parted.take(What.QUOTE, around([run.rect for run in group]), group)


def _reads(runs: list[Run]) -> bool:
    return any(PROSE.search(run.text) for run in runs)


def _interrupts(rect: Rect, inside: list[Run], runs: list[Run]) -> bool:
    """Whether text stands right above and right below: a title has none above it, or a wide gap."""
    em = inside[0].style.size
    beside = [run.rect for run in runs if run.rect.above(rect) > 0.5 * run.rect.width and run not in inside]
    above = any(0 <= rect.top - other.bottom <= 2 * em for other in beside)
    return above and any(0 <= other.top - rect.bottom <= 2 * em for other in beside)


def _large_prose(runs: list[Run], body: Style) -> list[list[Run]]:
    """Groups of lines larger than the text that hold clauses: titles hold none, but for one of a question."""
    large = [run for run in runs if LARGE * body.size <= run.style.size <= 2.2 * body.size and len(run.text) > 2]
    groups: list[list[Run]] = []
    for run in sorted(large, key=lambda r: r.rect.top):
        for group in groups:
            last = group[-1]
            near = run.rect.top - last.rect.bottom <= 1.1 * run.style.size
            if near and _looks_alike(run.style, last.style) and run.rect.above(last.rect) > 0:
                group.append(run)
                break
        else:
            groups.append([run])
    prose = [group for group in groups if _reads_on(group) and (len(group) >= 2 or _stands_between(group, runs))]
    return [group for group in prose if not _leads_in(group, runs, body)]


def _looks_alike(one: Style, other: Style) -> bool:
    """Whether two styles are one, but for the size that OCR guesses."""
    guessed = one.font == other.font == OCR_FONT and abs(one.size - other.size) <= GUESSED * other.size
    return one == other or guessed


def _stands_between(group: list[Run], runs: list[Run]) -> bool:
    return _interrupts(around([run.rect for run in group]), group, runs)


def _leads_in(group: list[Run], runs: list[Run], body: Style) -> bool:
    """Whether a group stands below a title, nothing of the text between: it leads into the article."""
    rect = around([run.rect for run in group])
    above = [run for run in runs if run.rect.bottom <= rect.top and run.rect.above(rect) > 0]
    last = max(above, key=lambda run: run.rect.bottom, default=None)
    titles = [run for run in above if run.style.size > LARGE * group[0].style.size]
    near = bool(titles) and rect.top - max(run.rect.bottom for run in titles) < 8 * body.size
    return near and last is not None and (last in titles or bylines.parse(last.text) is not None)


def _reads_on(group: list[Run]) -> bool:
    text = "".join(run.text for run in group)
    return text.count("，") + text.count("。") >= 2 or (
        ends_sentence(text) and "，" in text and not text.endswith("？")
    )


def _captions(parted: Parted, body: Style) -> None:
    """Lines that begin as captions do, or stand small below a figure, with the lines that go on below."""
    for figure in [f.rect for f in parted.floats if f.what is What.FIGURE]:
        under = [run for run in parted.runs if _is_under(run, figure, body)]
        below = list({id(line): line for run in under for line in _caption_lines(run, parted.runs)}.values())
        if below:
            parted.take(What.CAPTION, around([run.rect for run in below]), below)
    for run in list(parted.runs):
        if not marks.is_caption(run.text) and not (marks.is_credit(run.text) and run.style.size < SMALL * body.size):
            continue
        if run.style.size >= SMALL * body.size and not _by_figure(run, parted, body.size):
            continue
        if bylines.parse(run.text) is not None and not _by_figure(run, parted, body.size):
            continue
        if any(run is other for other in parted.runs):
            found = _caption_lines(run, parted.runs)
            parted.take(What.CAPTION, around([r.rect for r in found]), found)


def _is_under(run: Run, figure: Rect, body: Style) -> bool:
    small = run.style.size < SMALL * body.size or run.text[0] in "▲△▼"
    within = figure.x0 - 3 <= run.rect.x0 and run.rect.x1 <= figure.x1 + 3
    return small and within and 0 <= run.rect.top - figure.bottom <= 1.2 * body.size


def _by_figure(run: Run, parted: Parted, em: float) -> bool:
    """Whether a figure stands right above or below."""
    figures = [f.rect for f in parted.floats if f.what is What.FIGURE]
    zone = Rect(run.rect.x0, run.rect.top - 2.5 * em, run.rect.x1, run.rect.bottom + 2.5 * em)
    return any(zone.overlaps(figure) for figure in figures)


def _caption_lines(first: Run, runs: list[Run]) -> list[Run]:
    found = [first]
    same = [r for r in runs if r.style.size == first.style.size and r.style.colour == first.style.colour]
    for run in sorted(same, key=lambda r: (r.rect.top, r.rect.x0)):
        last = found[-1]
        beside = (
            run.rect.beside(last.rect) > 0.5 * run.rect.height and 0 < run.rect.x0 - last.rect.x1 < 3 * first.style.size
        )
        below = 0 <= run.rect.top - last.rect.bottom < CAPTION_GAP * run.rect.height and run.rect.above(first.rect) > 0
        if run is not first and (beside or below) and not marks.is_caption(run.text) and len(found) < CAPTION_LINES:
            if below and first.style.size >= run.style.size and _is_short(last, first):
                break
            found.append(run)
    return found


def _is_short(last: Run, first: Run) -> bool:
    """Whether a line ends well before the widest of its caption: the next one is no part of it."""
    return last is not first and last.rect.x1 < first.rect.x1 - 2 * first.style.size


def _footnotes(parted: Parted, body: Style) -> None:
    """Small lines down to the foot of their column that open with a mark or as a note does."""
    small = [run for run in parted.runs if run.style.size < SMALL * body.size]
    for run in sorted(small, key=lambda r: (r.rect.top, r.rect.x0)):
        if not any(run is other for other in parted.runs) or not _opens_footnote(run) or _reads_on_in(run, small):
            continue
        column = [r for r in parted.runs if r.rect.above(run.rect) > 0 and r.rect.top >= run.rect.top - 1]
        if column and _is_small(column, body):  # a run without any width has none
            parted.take(What.FOOTNOTE, around([r.rect for r in column]), column)


def _reads_on_in(run: Run, runs: list[Run]) -> bool:
    """Whether a line of the same looks stands right above with its sentence open: a figure opens the line by chance."""
    above = [r for r in runs if r.style == run.style and abs(r.rect.x0 - run.rect.x0) < 0.5 * run.style.size]
    near = [r for r in above if 0 < run.rect.top - r.rect.bottom <= 1.2 * run.style.size]
    return any(not ends_sentence(r.text) for r in near)


def _is_small(column: list[Run], body: Style) -> bool:
    """Whether runs are smaller than the text; OCR takes some lines that are set wide for larger than they are."""
    small = sum(run.style.size < SMALL * body.size for run in column)
    return small >= len(column) * (MIN_SMALL if body.font == OCR_FONT else 1.0)


def _opens_footnote(run: Run) -> bool:
    read = run.style.font == OCR_FONT and READ_MARK.match(run.text)
    return bool(read) or FOOT_MARK.match(run.text) is not None or marks.is_note(run.text)
