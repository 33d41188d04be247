"""Tables of a page: ruled, with rules above and below, or bare below a caption; their captions and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ingest.chars import is_han, width
from ingest.pdf import bare, grids, heads
from ingest.pdf.bare import Grid, Line
from ingest.pdf.heads import Marks
from ingest.pdf.types import Rect, Run, Sheet, around

ANNOUNCED = re.compile(
    r"^(?:附?表|Table)\s*[\d一二三四五六七八九十]+(?:[-—.．]\d+)?(?![\d%])(?!\s*[)）、，。；])(?![可所中列是为显反说给])"
    r"(?!.*(?:可知|所示|列出了|可以看出))"
)
CONTINUED = re.compile(r"^[（(]?\s*(?:续\s*上?\s*表|(?:附?表)\s*[\d一二三四五六七八九十.．-]+\s*[（(]\s*续|接上表)")
NUMBER = re.compile(r"(?:表|Table)\s*([\d一二三四五六七八九十]+(?:[-.．—]\d+)?)")
UNIT = re.compile(r"^[（(]?\s*(?:计量)?单\s*位\s*[:：]")
NOTE = re.compile(r"^[（(]?\s*(?:注|备\s*注|说\s*明|(?:资料|数据)?来\s*源|Notes?|Sources?)\s*\d?\s*[:：.]|^[*＊※]\s*\S", re.I)

SAME_EXTENT = 1.0  # em: ends of the rules of one table differ by no more
MAX_CAPTION = 48  # characters
MIN_WIDTH = 6.0  # em: of a table
CAPTION_GAP = 2.6  # em: between a caption and its table
NOTE_GAP = 1.8  # em: between a table and its note
LINE_GAP = 0.9  # of the size: between the lines of a caption or note
FULL = 0.85  # of the table's width: a line so long may go on
ROW_GAP = 2.5  # em: a wider gap ends a table without rules
ROW_GAPS = 1.8  # a gap that much wider than those before ends it too
STACK = 4  # lines below each other with the same ends are prose
PROSE_WIDTH = 6.5  # em: of a line of prose
SAME_SIZE = 0.04  # of the size
MIN_FULL = 0.5  # of the rows of a table have two cells or more
EMPTY_BARS = 3  # filled areas without text that end at one height: a chart
COVERED = 0.3  # of a table by a picture: it is none
SAME_WIDTH = 0.03  # of the width: parts of one table on two pages differ by no more


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, with the lines joined, and its runs in reading order."""

    text: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length; a merged cell stands at its top left, the cells it covers are empty."""

    rect: Rect
    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int
    caption: tuple[Run, ...] = ()
    notes: tuple[Run, ...] = ()
    continued: bool = False


def find(sheet: Sheet, em: float) -> list[Table]:
    """The tables of a page, from the top."""
    captions = [run for run in sheet.runs if _announces(run.text)]
    if not captions and len(sheet.rules) < 2:
        return []
    lying, standing = grids.straighten(sheet.rules, em)
    found = [grid for lattice in grids.lattices(lying, standing, em) if (grid := _ruled(lattice, sheet, em))]
    found += _half_ruled(sheet, [r for r in lying if not _inside(r, found, em)], em)
    tables = [_dressed(grid, sheet, em) for grid in found]
    for caption in captions:
        if not any(table.rect.grown(0.5 * em).holds(caption.rect) for table in tables):
            grid = _announced(caption, sheet, [table.rect for table in tables], em)
            tables += [_dressed(grid, sheet, em, caption)] if grid and not _drawn_over(grid.rect, sheet) else []
    return sorted(tables, key=lambda table: (table.rect.top, table.rect.x0))


def _announces(text: str) -> bool:
    """Whether a run opens the caption of a table."""
    if not (ANNOUNCED.match(text) or CONTINUED.match(text)):
        return False
    return width(text) <= MAX_CAPTION and text[-1] not in "。，、"


def _inside(rule: Rect, found: list[Grid], em: float) -> bool:
    return any(grid.rect.grown(0.5 * em).holds(rule) for grid in found)


def _drawn_over(rect: Rect, sheet: Sheet) -> bool:
    """Whether a picture or the bars of a chart stand where a table would."""
    for picture in sheet.pictures:
        if rect.overlaps(picture) and rect.above(picture) * rect.beside(picture) > COVERED * rect.width * rect.height:
            return True
    bars = [f for f in sheet.fills if rect.holds(f) and not any(f.holds(run.rect) for run in sheet.runs)]
    return any(sum(abs(bar.bottom - one.bottom) < 1 for bar in bars) >= EMPTY_BARS for one in bars)


# ---- ruled


def _ruled(lattice: grids.Lattice, sheet: Sheet, em: float) -> Grid | None:
    if lattice.rect.width < MIN_WIDTH * em or _drawn_over(lattice.rect, sheet):
        return None
    return grids.fill(lattice, list(sheet.runs))


# ---- half-ruled


def _half_ruled(sheet: Sheet, lying: list[Rect], em: float) -> list[Grid]:
    """Tables between rules of one extent."""
    found: list[Grid] = []
    for rules in _stacks([rule for rule in lying if rule.width >= MIN_WIDTH * em], em):
        for chain in _chains(rules, sheet):
            grid = _between(chain, sheet, lying, em)
            found += [grid] if grid and not any(grid.rect.overlaps(other.rect) for other in found) else []
    return found


def _stacks(rules: list[Rect], em: float) -> list[list[Rect]]:
    """Rules with the same ends, from the top."""
    stacks: list[list[Rect]] = []
    for rule in sorted(rules, key=lambda rule: rule.top):
        for stack in stacks:
            if abs(stack[0].x0 - rule.x0) <= SAME_EXTENT * em and abs(stack[0].x1 - rule.x1) <= SAME_EXTENT * em:
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    return [stack for stack in stacks if len(stack) > 1]


def _chains(rules: list[Rect], sheet: Sheet) -> Iterator[list[Rect]]:
    """Rules that follow each other with rows of cells between them."""
    chain = rules[:1]
    for above, below in pairwise(rules):
        if _has_rows(_runs_between(above, below, sheet)):
            chain.append(below)
            continue
        yield chain
        chain = [below]
    yield chain


def _runs_between(above: Rect, below: Rect, sheet: Sheet) -> list[Run]:
    room = Rect(above.x0 - 1, above.top, above.x1 + 1, below.top)
    return [run for run in sheet.runs if room.holds(run.rect)]


def _has_rows(runs: list[Run]) -> bool:
    if len(runs) < 2 or any(_announces(run.text) for run in runs):
        return False
    return any(len(line) > 1 for line in bare.levels(runs)) and not bare.is_prose(runs)


def _between(chain: list[Rect], sheet: Sheet, lying: list[Rect], em: float) -> Grid | None:
    if len(chain) < 2 or _drawn_over(around(chain), sheet):
        return None
    runs = _runs_between(chain[0], chain[-1], sheet)
    over = tuple(r for r in lying if r.width < 0.9 * chain[0].width and chain[0].top < r.top < chain[-1].top)
    inner = [rule.top for rule in chain[1:-1]]
    grid = heads.solve(runs, Marks(inner[0] if inner else None, tuple(inner[1:]), over))
    if grid is None or not _tabular(grid):
        return None
    return replace(grid, rect=around([grid.rect, chain[0], chain[-1]]))


def _tabular(grid: Grid) -> bool:
    """Whether most rows have two cells or more."""
    filled = [sum(bool(cell) for cell in row) for row in grid.rows]
    return sum(count > 1 for count in filled) >= max(2, MIN_FULL * len(filled))


# ---- without rules


def _announced(caption: Run, sheet: Sheet, taken: list[Rect], em: float) -> Grid | None:
    """The rows below a caption, as far as they go."""
    prose = _prose(list(sheet.runs), em)
    strip = _strip(caption, sheet, prose, em)
    below = [run for run in sheet.runs if run is not caption and strip.holds(run.rect)]
    below = [run for run in below if not any(rect.holds(run.rect) for rect in taken)]
    rows = _rows(caption, _of_one_size(below, caption), {id(run) for run in prose}, em)
    if len(rows) < 2:
        return None
    grid = heads.solve([run for line in rows for run in line], Marks())
    return grid if grid and _tabular(grid) else None


def _of_one_size(runs: list[Run], caption: Run) -> list[Run]:
    """Runs of the size of those right below a caption: what stands beside in another is no part of the table."""
    near = [run for run in runs if run.rect.above(caption.rect) > 0 and not _is_unit(run, caption)]
    if not near:
        return runs
    size = min(near, key=lambda run: run.rect.top).style.size
    return [run for run in runs if abs(run.style.size - size) <= SAME_SIZE * size or _is_unit(run, caption)]


def _is_unit(run: Run, caption: Run) -> bool:
    return run.rect.middle < caption.rect.bottom or UNIT.match(run.text) is not None


def _prose(runs: list[Run], em: float) -> list[Run]:
    """Lines of running text: so many of one size below each other, with the same ends."""
    wide = sorted((r for r in runs if r.rect.width >= PROSE_WIDTH * em), key=lambda run: run.rect.top)
    stacks: list[list[Run]] = []
    for run in wide:
        stack = next((s for s in stacks if _goes_below(s[-1], run, em)), None)
        if stack is None:
            stacks.append([run])
        else:
            stack.append(run)
    return [run for stack in stacks if len(stack) >= STACK and bare.is_prose(stack) for run in stack]


def _goes_below(above: Run, run: Run, em: float) -> bool:
    one, other = above.rect, run.rect
    pitch = other.middle - one.middle
    return (
        0.8 * em < pitch < 2.2 * run.style.size
        and abs(above.style.size - run.style.size) <= SAME_SIZE * run.style.size
        and abs(one.x1 - other.x1) <= em
        and abs(one.x0 - other.x0) <= 2.5 * em
    )


def _strip(caption: Run, sheet: Sheet, prose: list[Run], em: float) -> Rect:
    """The room below a caption between the prose on both sides."""
    reach = Rect(0, caption.rect.top, sheet.width, caption.rect.bottom + ROW_GAP * em)
    beside = [run.rect for run in prose if run.rect.beside(reach) > 0]
    beside += [rule for rule in sheet.rules if rule.width < rule.height > ROW_GAP * em and rule.beside(reach) > em]
    left = max((r.x1 for r in beside if r.x1 <= caption.rect.x0), default=0.0)
    right = min((r.x0 for r in beside if r.x0 >= caption.rect.x1), default=sheet.width)
    return Rect(left, caption.rect.middle, right, sheet.height)


def _rows(caption: Run, runs: list[Run], prose: set[int], em: float) -> list[Line]:
    """Lines below a caption up to prose, a note, another caption or a wide gap."""
    rows: list[Line] = []
    bottom, widest = caption.rect.bottom, ROW_GAP * em
    for line in bare.levels(runs):
        top = min(run.rect.top for run in line)
        if not rows and _is_caption_line(line, caption, bottom):
            bottom = max(run.rect.bottom for run in line)
            continue
        if top - bottom > widest or any(id(r) in prose or NOTE.match(r.text) or _announces(r.text) for r in line):
            break
        if len(rows) > 2:
            widest = min(widest, max(ROW_GAPS * max(top - bottom, 0.0), em))
        rows.append(line)
        bottom = max(bottom, *(run.rect.bottom for run in line))
    return _ended(rows)


def _is_caption_line(line: Line, caption: Run, bottom: float) -> bool:
    """Whether a line is the unit below a caption, or stands beside it, or is its second line."""
    first = line[0]
    return (
        first.rect.middle < caption.rect.bottom
        or UNIT.match(first.text) is not None
        or (
            len(line) == 1
            and first.style == caption.style
            and first.rect.top - bottom < LINE_GAP * caption.style.size
            and first.rect.width < caption.rect.width
            and caption.rect.holds(replace(first, rect=replace(first.rect, top=caption.rect.top, bottom=caption.rect.bottom)).rect)
            and not _is_short(caption)
        )
    )


def _is_short(caption: Run) -> bool:
    return len(caption.text) < 14


def _ended(rows: list[Line]) -> list[Line]:
    """Without the last lines of one run, but for those of a cell: headings and page numbers stand further off."""
    gaps = [bare.middle(b) - bare.middle(a) for a, b in pairwise(rows)]
    while gaps and len(rows[-1]) == 1 and gaps[-1] > median(gaps):
        rows, gaps = rows[:-1], gaps[:-1]
    return rows


# ---- captions and notes


def _dressed(grid: Grid, sheet: Sheet, em: float, caption: Run | None = None) -> Table:
    """A table with its caption and notes."""
    above = _caption(grid.rect, sheet, em, caption)
    notes = _notes(grid.rect, sheet, em)
    rows = tuple(tuple(Cell(_text(cell), tuple(cell)) for cell in row) for row in grid.rows)
    rect = around([grid.rect, *(run.rect for run in [*above, *notes])])
    return Table(rect, rows, grid.heads, tuple(above), tuple(notes), any(CONTINUED.match(r.text) for r in above))


def _text(runs: list[Run]) -> str:
    text = ""
    for run in runs:
        spaced = text and not (is_han(text[-1]) or is_han(run.text[0])) and text[-1].isalnum() and run.text[0].isalnum()
        text += " " + run.text if spaced else run.text
    return text


def _caption(rect: Rect, sheet: Sheet, em: float, caption: Run | None) -> list[Run]:
    """The lines of a caption above a table, from the one with its number down."""
    room = Rect(rect.x0 - em, rect.top - CAPTION_GAP * 2 * em, rect.x1 + em, rect.top)
    lines = bare.levels([run for run in sheet.runs if room.holds(run.rect) and run.rect.bottom <= rect.top + 0.3 * em])
    kept: list[Line] = []
    top = rect.top
    for line in reversed(lines):
        if top - max(run.rect.bottom for run in line) > (LINE_GAP if kept else CAPTION_GAP) * em or len(kept) > 2:
            break
        kept.insert(0, line)
        top = min(run.rect.top for run in line)
        if any(_announces(run.text) for run in line):
            return [run for line in kept for run in line]
    units = [run for line in kept[-1:] for run in line if UNIT.match(run.text)]
    return units or ([caption] if caption else []) or _caption_below(rect, sheet, em)


def _caption_below(rect: Rect, sheet: Sheet, em: float) -> list[Run]:
    """A caption right below a table, when no other table follows it."""
    room = Rect(rect.x0 - em, rect.bottom - 0.3 * em, rect.x1 + em, rect.bottom + NOTE_GAP * em)
    found = [run for run in sheet.runs if room.holds(run.rect) and _announces(run.text)]
    return found if found and not _goes_on_below(found[0], sheet, em) else []


def _goes_on_below(caption: Run, sheet: Sheet, em: float) -> bool:
    """Whether a table stands below a caption: two runs side by side, or a rule."""
    room = Rect(0, caption.rect.bottom, sheet.width, caption.rect.bottom + CAPTION_GAP * em)
    return any(room.holds(rule) and rule.above(caption.rect) > 0 for rule in sheet.rules)


def _notes(rect: Rect, sheet: Sheet, em: float) -> list[Run]:
    """The notes right below a table, each up to its last line."""
    room = Rect(rect.x0 - em, rect.bottom - 0.3 * em, rect.x1 + em, sheet.height)
    notes: list[Run] = []
    bottom, gap = rect.bottom, NOTE_GAP * em
    for line in bare.levels([run for run in sheet.runs if room.holds(run.rect)]):
        first = line[0]
        opens = NOTE.match(first.text) is not None
        if first.rect.top - bottom > gap or not (opens or (notes and _goes_on(notes[-1], first, rect))):
            break
        notes += line
        bottom, gap = max(run.rect.bottom for run in line), LINE_GAP * first.style.size
    return notes


def _goes_on(above: Run, run: Run, rect: Rect) -> bool:
    """Whether a line goes on with the note above it: that was full, and both are of one size."""
    full = above.rect.x1 - rect.x0 >= FULL * rect.width
    return full and abs(above.style.size - run.style.size) <= SAME_SIZE * run.style.size


# ---- over a page break


def join(before: Table, after: Table) -> Table | None:
    """One table over a page break, without the heads said again; None where they are two."""
    if len(before.rows[0]) != len(after.rows[0]) or not (after.continued or _fits(before, after)):
        return None
    if after.continued and len({_number(before), _number(after)} - {""}) > 1:
        return None
    rows = before.rows + after.rows[_said_again(before, after) :]
    return replace(before, rows=rows, notes=before.notes + after.notes)


def _number(table: Table) -> str:
    found = next((match for run in table.caption if (match := NUMBER.search(run.text))), None)
    return found[1] if found else ""


def _fits(before: Table, after: Table) -> bool:
    """Whether a table without a caption has the width, and the head or the columns, of the one before."""
    if after.caption or before.notes:
        return False
    wide = before.rect.width
    return _said_again(before, after) > 0 or abs(wide - after.rect.width) <= SAME_WIDTH * wide


def _said_again(before: Table, after: Table) -> int:
    """How many of the first rows say the head again."""
    count = 0
    for one, other in zip(before.rows[: before.header_rows], after.rows, strict=False):
        if [cell.text for cell in one] != [cell.text for cell in other]:
            break
        count += 1
    return count
