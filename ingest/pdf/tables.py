"""Tables of a page: ruled, with rules above and below, or bare below a caption; their captions and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.chars import is_han
from ingest.pdf import announced, bare, grids, heads
from ingest.pdf.bare import Grid, Line
from ingest.pdf.heads import Marks
from ingest.pdf.types import Rect, Run, Sheet, around

NUMBER = re.compile(r"(?:表|Table)\s*([\d一二三四五六七八九十]+(?:[-.．—]\d+)?)")

SAME_EXTENT = 1.0  # em: ends of the rules of one table differ by no more
MIN_WIDTH = 6.0  # em: of a table
CAPTION_GAP = 2.6  # em: between a caption and its table
NOTE_GAP = 1.8  # em: between a table and its note
FULL = 0.85  # of the table's width: a line so long may go on
EMPTY_BARS = 3  # filled areas without text that end at one height: a chart
MAX_CAPTIONS = 20  # of a page
MAX_RULES = 400  # of a page that may be those of tables with rules above and below
COVERED = 0.3  # of a table by a picture: it is none
SAME_WIDTH = 0.03  # of the width: parts of one table on two pages differ by no more


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, with the lines joined, its runs in reading order, and how many leaves after the first."""

    text: str
    runs: tuple[Run, ...]
    later: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equal length; a merged cell stands at its top left, the cells it covers are empty."""

    rect: Rect
    rows: tuple[tuple[Cell, ...], ...]
    header_rows: int
    caption: tuple[Run, ...] = ()
    notes: tuple[Run, ...] = ()
    continued: bool = False
    notes_later: int = 0  # leaves after the first


def find(sheet: Sheet, em: float) -> list[Table]:
    """The tables of a page, from the top."""
    captions = [run for run in sheet.runs if announced.announces(run.text)]
    if not captions and len(sheet.rules) < 2:
        return []
    lying, standing = grids.straighten(sheet.rules, em)
    found = [grid for lattice in grids.lattices(lying, standing, em) if (grid := _ruled(lattice, sheet, em))]
    found += _half_ruled(sheet, [r for r in lying if not _inside(r, found, em)], em)
    tables = [_dressed(grid, sheet, em) for grid in found]
    tables += _bare(captions[:MAX_CAPTIONS], tables, sheet, em)
    return sorted(tables, key=lambda table: (table.rect.top, table.rect.x0))


def _bare(captions: list[Run], tables: list[Table], sheet: Sheet, em: float) -> list[Table]:
    """Tables without rules, below the captions that announce no other."""
    rects = [table.rect for table in tables]
    free = [run for run in captions if not any(rect.grown(0.5 * em).holds(run.rect) for rect in rects)]
    prose = announced.prose_of(list(sheet.runs), em) if free else []
    found: list[Table] = []
    for caption in free:
        grid = announced.below(caption, sheet, prose, [*rects, *(table.rect for table in found)], em)
        if grid and not _drawn_over(grid.rect, sheet):
            found.append(_dressed(grid, sheet, em, caption))
    return found


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
    wide = [rule for rule in lying if rule.width >= MIN_WIDTH * em]
    for rules in _stacks(wide[:MAX_RULES], em):
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
    if len(runs) < 2 or any(announced.announces(run.text) for run in runs):
        return False
    return any(len(line) > 1 for line in bare.levels(runs)) and not bare.is_prose(runs)


def _between(chain: list[Rect], sheet: Sheet, lying: list[Rect], em: float) -> Grid | None:
    if len(chain) < 2 or _drawn_over(around(chain), sheet):
        return None
    runs = _runs_between(chain[0], chain[-1], sheet)
    over = tuple(r for r in lying if r.width < 0.9 * chain[0].width and chain[0].top < r.top < chain[-1].top)
    inner = [rule.top for rule in chain[1:-1]]
    grid = heads.solve(runs, Marks(inner[0] if inner else None, tuple(inner[1:]), over))
    if grid is None or not announced.is_tabular(grid):
        return None
    return replace(grid, rect=around([grid.rect, chain[0], chain[-1]]))


# ---- captions and notes


def _dressed(grid: Grid, sheet: Sheet, em: float, caption: Run | None = None) -> Table:
    """A table with its caption and notes."""
    above = _caption(grid.rect, sheet, em, caption)
    notes = _notes(grid.rect, sheet, em)
    rows = tuple(tuple(Cell(_text(cell), tuple(cell)) for cell in row) for row in grid.rows)
    rect = around([grid.rect, *(run.rect for run in [*above, *notes])])
    return Table(
        rect, rows, grid.heads, tuple(above), tuple(notes), any(announced.CONTINUED.match(r.text) for r in above)
    )


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
        if (
            top - max(run.rect.bottom for run in line) > (announced.LINE_GAP if kept else CAPTION_GAP) * em
            or len(kept) > 2
        ):
            break
        kept.insert(0, line)
        top = min(run.rect.top for run in line)
        if any(announced.announces(run.text) for run in line):
            return [run for line in kept for run in line]
    units = [run for line in kept[-1:] for run in line if announced.UNIT.match(run.text)]
    return units or ([caption] if caption else []) or _caption_below(rect, sheet, em)


def _caption_below(rect: Rect, sheet: Sheet, em: float) -> list[Run]:
    """A caption right below a table, when no other table follows it."""
    room = Rect(rect.x0 - em, rect.bottom - 0.3 * em, rect.x1 + em, rect.bottom + NOTE_GAP * em)
    found = [run for run in sheet.runs if room.holds(run.rect) and announced.announces(run.text)]
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
        opens = announced.NOTE.match(first.text) is not None
        if first.rect.top - bottom > gap or not (opens or (notes and _goes_on(notes[-1], first, rect))):
            break
        notes += line
        bottom, gap = max(run.rect.bottom for run in line), announced.LINE_GAP * first.style.size
    return notes


def _goes_on(above: Run, run: Run, rect: Rect) -> bool:
    """Whether a line goes on with the note above it: that was full, and both are of one size."""
    full = above.rect.x1 - rect.x0 >= FULL * rect.width
    return full and abs(above.style.size - run.style.size) <= announced.SAME_SIZE * run.style.size


# ---- over a page break


def join(before: Table, after: Table, later: int) -> Table | None:
    """One table that goes on so many leaves later, without the heads said again; None where they are two."""
    if len(before.rows[0]) != len(after.rows[0]) or not (after.continued or _fits(before, after)):
        return None
    if after.continued and len({_number(before), _number(after)} - {""}) > 1:
        return None
    more = after.rows[_said_again(before, after) :]
    moved = tuple(tuple(replace(cell, later=later) for cell in row) for row in more)
    notes = replace(before, notes=after.notes, notes_later=later) if after.notes else before
    return replace(notes, rows=before.rows + moved)


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
