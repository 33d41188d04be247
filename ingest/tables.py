"""Tables flattened column by column, put together again where counts and types tell how.

A table block's text begins with its caption. Each row is a line, `ROW HEAD：COLUMN HEAD（UNIT） VALUE；…`;
the words between the cells are ours, the cells are pieces. Where it cannot be told which cell belongs to
which row, the cells stay as they came, a line each, and `grid` is empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.chars import ends_sentence, width
from ingest.drafts import Draft
from ingest.grid import Grid as Known
from ingest.join import Joiner, clean, line_breaks
from ingest.marks import CREDIT, NOTE, PUNCTUATED, TABLE_CAPTION
from ingest.types import Block, Kind, Line

UNIT = re.compile(r"[（(]?\s*单位\s*[:：]\s*([^（）()]{1,8})[)）]?")
PAREN_UNIT = re.compile(r"[（(]([^（）()\d]{1,4})[)）]$")
NUMBER = re.compile(r"^[-+<>≥≤]?\.?\d[\d,，.\s]*(?:%|％|万|亿|倍)?$|^[—–-]+$")
OPEN_END = tuple("和与及或、的之（(")
MIN_ROWS = 2
MAX_TERM = 8  # a longer cell of words may be one line of several


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its lines and their text."""

    lines: tuple[Line, ...]
    text: str

    @property
    def is_number(self) -> bool:
        """Whether it holds a figure."""
        return NUMBER.match(self.text) is not None


Grid = list[list[Cell]]  # rows, the first of them the heads


def build(draft: Draft, mark: str | None) -> Block:
    """Make the block of a table from the lines of its caption and cells."""
    if draft.grid is not None:
        return _build_known(draft.grid, draft, mark)
    caption, cells, notes = _split(draft, mark)
    unit = _unit(caption)
    grid = solve(cells)
    joiner = Joiner()
    for line in caption:
        joiner.add(line, clean(line.text, mark))
    for row in _rows(grid) if grid else ():
        _say_row(joiner, grid[0], row, unit)
    _add_lines(joiner, [] if grid else [cell.lines[0] for cell in cells], mark)
    _add_lines(joiner, notes, mark)
    texts = tuple(tuple(cell.text for cell in row) for row in grid)
    return Block(Kind.TABLE, joiner.text, tuple(joiner.pieces), draft.lines[0].leaf, texts)


def _build_known(known: Known, draft: Draft, mark: str | None) -> Block:
    """Make the block of a table whose rows and columns the page showed."""
    joiner = Joiner()
    for line in known.caption:
        joiner.add(line, clean(line.text, mark))
    rows = [[Cell(tuple(lines), text) for text, lines in row] for row in known.rows]
    heads = _heads(rows[: known.heads])
    labels = ""
    for row in rows[known.heads :]:
        labels = row[0].text or labels
        _say_known(joiner, heads, row, labels, _unit(known.caption))
    _add_lines(joiner, known.notes, mark)
    texts = tuple(tuple(cell.text for cell in row) for row in rows)
    return Block(Kind.TABLE, joiner.text, tuple(joiner.pieces), draft.lines[0].leaf, texts)


def _heads(rows: Grid) -> list[str]:
    """What each column is called, heads over several columns before their own."""
    if not rows:
        return []
    names = [""] * len(rows[0])
    for depth, row in enumerate(rows):
        spanning = ""
        for index, cell in enumerate(row):
            over = depth < len(rows) - 1 and index > 0
            spanning = cell.text or (spanning if over else "")
            names[index] += spanning
    return names


def _say_known(joiner: Joiner, heads: list[str], row: list[Cell], label: str, unit: str) -> None:
    """`ROW HEAD：COLUMN HEAD（UNIT） VALUE；…`, cells as pieces; a head over several rows is said again."""
    if row[0].text:
        _add_cell(joiner, row[0], "\n")
    else:
        joiner.say("\n" + label)
    said = [(i, cell) for i, cell in enumerate(row) if i and cell.text]
    for order, (index, cell) in enumerate(said):
        joiner.say("；" if order else "：")
        joiner.say(heads[index] if heads else "")
        joiner.say(f"（{unit}） " if unit and cell.is_number else " ")
        _add_cell(joiner, cell, "")


def solve(cells: list[Cell]) -> Grid:
    """Find the rows of a table whose cells came column by column, or row by row; empty if none can be told."""
    return _by_columns(cells) or _by_serial(cells)


def _split(draft: Draft, mark: str | None) -> tuple[list[Line], list[Cell], list[Line]]:
    """Caption lines (with the unit), cells, and the notes below."""
    lines = [line for line in draft.lines if clean(line.text, mark)]
    head = 1
    while head < len(lines) and (CREDIT.match(lines[head].text) or PAREN_UNIT.fullmatch(lines[head].text)):
        head += 1
    foot = next((i for i in range(head, len(lines)) if NOTE.match(lines[i].text) or _is_source(lines[i])), len(lines))
    if head and not TABLE_CAPTION.match(lines[0].text):
        head = 0
    cells = [Cell((line,), clean(line.text, mark)) for line in lines[head:foot]]
    return lines[:head], _unfold(cells), lines[foot:]


def _is_source(line: Line) -> bool:
    return re.match(r"(?:数据|资料)?来源", line.text) is not None


def _unfold(cells: list[Cell]) -> list[Cell]:
    """A line of several figures is a row of cells."""
    unfolded: list[Cell] = []
    for cell in cells:
        words = cell.lines[0].text.split()
        if len(words) > 1 and sum(NUMBER.match(word) is not None for word in words) >= len(words) - 1:
            unfolded += [Cell(cell.lines, word) for word in words]
        else:
            unfolded.append(cell)
    return unfolded


def _unit(caption: list[Line]) -> str:
    text = "".join(line.text for line in caption)
    match = UNIT.search(text) or PAREN_UNIT.search(text)
    return match[1].strip() if match else ""


def _runs(cells: list[Cell]) -> list[tuple[bool, list[Cell]]]:
    """Cells in runs of figures and runs of words."""
    runs: list[tuple[bool, list[Cell]]] = []
    for cell in cells:
        if runs and runs[-1][0] == cell.is_number:
            runs[-1][1].append(cell)
        else:
            runs.append((cell.is_number, [cell]))
    return runs


def _by_columns(cells: list[Cell]) -> Grid:
    """Columns of figures of one length, each below its head; before them the labels of the rows."""
    runs = _runs(cells)
    if not runs or runs[0][0]:
        return []
    lengths = [len(run) for is_number, run in runs if is_number]
    rows = lengths[0] if lengths else 0
    if rows < MIN_ROWS or any(length != rows for length in lengths[:-1]) or lengths[-1] > rows:
        return []
    if len(lengths) < 2 and lengths[-1] != rows:
        return []
    labels = _labels(runs[0][1], rows)
    if not labels:
        return []
    corner, names, head = labels
    columns = _columns(runs[1:], head, rows)
    top = [corner, *(column[0] for column in columns)]
    return [top] + [[names[i], *(column[1][i] for column in columns)] for i in range(rows)]


def _columns(runs: list[tuple[bool, list[Cell]]], head: Cell, rows: int) -> list[tuple[Cell, list[Cell]]]:
    columns: list[tuple[Cell, list[Cell]]] = []
    for is_number, run in runs:
        if not is_number:
            head = merge(run)
        elif len(run) == rows:
            columns.append((head, run))
    return columns


def _labels(run: list[Cell], rows: int) -> tuple[Cell, list[Cell], Cell] | None:
    """Part the words before the first figures into corner, row labels and the first column's head."""
    spare = len(run) - rows
    empty = Cell((), "")
    if spare == 1:
        return empty, run[:rows], run[-1]
    if spare >= 2 and spare <= 4:
        folded = _fold(run[:-1], rows) if _wrapped(run) else None
        if folded is not None:
            return empty, folded, run[-1]
        return run[0], run[1 : rows + 1], merge(run[rows + 1 :])
    return None


def _wrapped(run: list[Cell]) -> bool:
    return any(cell.text.endswith(OPEN_END) for cell in run[:-1])


def _fold(cells: list[Cell], rows: int) -> list[Cell] | None:
    """Join labels that were broken over lines, told by how their first line ends."""
    folded: list[Cell] = []
    for cell in cells:
        if folded and folded[-1].text.endswith(OPEN_END):
            folded[-1] = merge([folded[-1], cell])
        else:
            folded.append(cell)
    return folded if len(folded) == rows else None


def _by_serial(cells: list[Cell]) -> Grid:
    """A table whose first column counts 1, 2, 3 … n: every further column must part into n cells."""
    start = next((i for i, cell in enumerate(cells) if cell.text == "1"), None)
    if start is None or start > 2:
        return []
    rows = 0
    while start + rows < len(cells) and cells[start + rows].text == str(rows + 1):
        rows += 1
    if rows < MIN_ROWS:
        return []
    columns = _parted(cells[start + rows :], rows)
    if not columns:
        return []
    corner = merge(cells[:start]) if start else Cell((), "")
    top = [corner, *(head for head, _ in columns)]
    return [top] + [[cells[start + i], *(column[i] for _, column in columns)] for i in range(rows)]


def _parted(cells: list[Cell], rows: int) -> list[tuple[Cell, list[Cell]]]:
    """Part what follows into columns: a head, then lines that make exactly `rows` cells."""
    columns: list[tuple[Cell, list[Cell]]] = []
    while cells:
        found = _next_column(cells[1:], rows)
        if found is None:
            return []
        taken, column = found
        columns.append((cells[0], column))
        cells = cells[1 + taken :]
    return columns


def _next_column(lines: list[Cell], rows: int) -> tuple[int, list[Cell]] | None:
    """The shortest run of lines that makes `rows` cells and after which a head or the end follows."""
    for each in (1, 2, 3):
        taken = each * rows
        if taken <= len(lines) and _alike(lines[:taken], each) and _may_follow(lines, taken):
            return taken, [merge(lines[i : i + each]) for i in range(0, taken, each)]
    folded: list[Cell] = []
    open_cell: list[Cell] = []
    for taken, line in enumerate(lines, 1):
        open_cell.append(line)
        if ends_sentence(line.text):
            folded.append(merge(open_cell))
            open_cell = []
        if len(folded) == rows:
            return (taken, folded) if _may_follow(lines, taken) else None
    return None


def _alike(lines: list[Cell], each: int) -> bool:
    """Lines that can be cells of `each` lines: all figures, or each cell's first line the fullest."""
    if each == 1:
        return all(line.is_number for line in lines) or all(_is_term(line) for line in lines)
    full = max(width(line.text) for line in lines)
    firsts = [width(line.text) for i, line in enumerate(lines) if i % each != each - 1]
    return min(firsts) >= full - 1.5 and not any(ends_sentence(line.text) for line in lines)


def _is_term(line: Cell) -> bool:
    return not (line.is_number or PUNCTUATED.search(line.text)) and width(line.text) <= MAX_TERM


def _may_follow(lines: list[Cell], taken: int) -> bool:
    return taken == len(lines) or (width(lines[taken].text) <= 10 and not lines[taken].is_number)


def merge(cells: list[Cell]) -> Cell:
    """One cell from several."""
    if len(cells) == 1:
        return cells[0]
    return Cell(tuple(line for cell in cells for line in cell.lines), "".join(cell.text for cell in cells))


def _rows(grid: Grid) -> Grid:
    return grid[1:]


def _say_row(joiner: Joiner, heads: list[Cell], row: list[Cell], unit: str) -> None:
    """`ROW HEAD：COLUMN HEAD（UNIT） VALUE；…`, cells as pieces."""
    first, *rest = row
    heading = heads[0].text
    if heading and first.text.isdigit() and rest:
        joiner.say("\n" + heading + " ")
        _add_cell(joiner, first, "")
        joiner.say(" ")
        first, rest, heads = rest[0], rest[1:], heads[1:]
        _add_cell(joiner, first, "")
    else:
        _add_cell(joiner, first, "\n")
    joiner.say("：")
    for index, (head, cell) in enumerate(zip(heads[1:], rest, strict=True)):
        joiner.say("；" if index else "")
        _add_cell(joiner, head, "")
        joiner.say(f"（{unit}） " if unit and cell.is_number else " ")
        _add_cell(joiner, cell, "")


def _add_lines(joiner: Joiner, lines: list[Line], mark: str | None) -> None:
    """Lines as they came, those that only go on joined to the one before."""
    breaks = line_breaks(lines) | {line.number for line in lines[:1]}
    for line in lines:
        joiner.add(line, clean(line.text, mark), "\n" if line.number in breaks else None)


def _add_cell(joiner: Joiner, cell: Cell, glue: str) -> None:
    if len(cell.lines) <= 1 or len({line.number for line in cell.lines}) == 1:
        for line in cell.lines[:1]:
            joiner.add(line, cell.text, glue)
        return
    rest = cell.text
    for index, line in enumerate(cell.lines):
        text = _take(line, rest)
        joiner.add(line, text, glue if index == 0 else "")
        rest = rest[len(text) :]


def _take(line: Line, rest: str) -> str:
    """The part of a merged cell's text that this line gave."""
    text = clean(line.text, None)
    return text if rest.startswith(text) else rest
