"""Ruled grids: the cells between lines, merged where the line between two is missing."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

from ingest.pdf import bare
from ingest.pdf.bare import Cells, Grid
from ingest.pdf.types import Rect, Run

NEAR = 0.4  # of the body size: lines that near are one, ends that near touch
SEPARATES = 0.6  # of a cell's side: a line along so much of it parts two cells
MIN_FILLED = 4  # cells with text
PROSE_LINES = 6  # lines of a cell that is no cell
FEW_ROWS = 3  # rows between lines, that may be heads above rows without lines
MAX_CROSSINGS = 60_000  # of the lines of a page: drawings have more
MAX_CELLS = 2_500
MIN_ROWS = 3  # lines of text between two lines, that may be rows

Bounds = tuple[float, float, float]  # where a line stands, and from where to where it goes


@dataclass(frozen=True, slots=True)
class Lattice:
    """The lines of a grid, and where they run from cell to cell."""

    xs: list[float]
    ys: list[float]
    lying: list[Rect]
    standing: list[Rect]
    near: float

    @property
    def rect(self) -> Rect:
        """From the first line to the last."""
        return Rect(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def size(self) -> int:
        """How many cells there are between its lines."""
        return (len(self.xs) - 1) * (len(self.ys) - 1)

    def parted_across(self, row: int, column: int) -> bool:
        """Whether a line stands between a cell and the next one in its row."""
        at = self.xs[column + 1]
        here = [(rule.top, rule.bottom) for rule in self.standing if abs(rule.x0 - at) <= self.near]
        return _separates(here, self.ys[row], self.ys[row + 1])

    def parted_below(self, row: int, column: int) -> bool:
        """Whether a line lies between a cell and the one below."""
        at = self.ys[row + 1]
        here = [(rule.x0, rule.x1) for rule in self.lying if abs(rule.top - at) <= self.near]
        return _separates(here, self.xs[column], self.xs[column + 1])


def _separates(spans: list[tuple[float, float]], start: float, end: float) -> bool:
    return sum(max(0.0, min(b, end) - max(a, start)) for a, b in spans) >= SEPARATES * (end - start)


# ---- lines


def straighten(rules: Iterable[Rect], em: float) -> tuple[list[Rect], list[Rect]]:
    """Lying and standing lines, each in one piece: segments joined, doubled ones made one."""
    rules = list(rules)
    lying = [(r.middle, r.x0, r.x1) for r in rules if r.width >= r.height]
    standing = [(r.centre, r.top, r.bottom) for r in rules if r.width < r.height]
    return (
        [Rect(a, at, b, at) for at, a, b in _whole(lying, NEAR * em)],
        [Rect(at, a, at, b) for at, a, b in _whole(standing, NEAR * em)],
    )


def _whole(lines: list[Bounds], near: float) -> list[Bounds]:
    """Segments that follow each other, or lie side by side, as one."""
    groups: list[list[Bounds]] = []
    for line in sorted(lines):
        if groups and line[0] - groups[-1][0][0] <= near:
            groups[-1].append(line)
        else:
            groups.append([line])
    return [line for group in groups for line in _pieces(group, near)]


def _pieces(group: list[Bounds], near: float) -> list[Bounds]:
    parts: list[list[Bounds]] = []
    reach = float("-inf")
    for line in sorted(group, key=lambda line: line[1]):
        if line[1] <= reach + near:
            parts[-1].append(line)
        else:
            parts.append([line])
        reach = max(reach, line[2])
    return [(fmean(p[0] for p in part), part[0][1], max(p[2] for p in part)) for part in parts]


def lattices(lying: list[Rect], standing: list[Rect], em: float) -> list[Lattice]:
    """Lines that touch each other, where they part two columns and two rows at least."""
    near = NEAR * em
    groups: list[list[Rect]] = []
    if len(lying) * len(standing) <= MAX_CROSSINGS:
        groups = _touching(lying, standing, near / 2)
    found = [_lattice(group, near) for group in groups]
    return [lattice for lattice in found if len(lattice.xs) > 2 < len(lattice.ys) and lattice.size <= MAX_CELLS]


def _touching(lying: list[Rect], standing: list[Rect], reach: float) -> list[list[Rect]]:
    """Lying lines with the standing ones that they touch, and so on."""
    groups = [[rule] for rule in lying]
    for rule in standing:
        grown = rule.grown(reach)
        met = [group for group in groups if any(_meet(grown, other, reach) for other in group)]
        if met:
            groups = [group for group in groups if not any(group is other for other in met)]
            groups.append([rule, *(other for group in met for other in group)])
    return groups


def _meet(grown: Rect, lying: Rect, reach: float) -> bool:
    if lying.width <= lying.height:
        return False
    return (
        grown.x0 <= lying.x1 + reach
        and lying.x0 - reach <= grown.x1
        and grown.top - reach <= lying.top <= grown.bottom + reach
    )


def _lattice(group: list[Rect], near: float) -> Lattice:
    lying = [rule for rule in group if rule.width > rule.height]
    standing = [rule for rule in group if rule.width <= rule.height]
    xs = [r.x0 for r in standing] + [at for r in lying for at in (r.x0, r.x1)] if standing else []
    ys = [r.top for r in lying] + [at for r in standing for at in (r.top, r.bottom)] if lying else []
    at_x, at_y = {rule.x0 for rule in standing}, {rule.top for rule in lying}
    return Lattice(_ends(xs, at_x, near), _ends(ys, at_y, near), lying, standing, near)


def _ends(values: list[float], lines: set[float], near: float) -> list[float]:
    """Where lines stand, and the first and last end of others."""
    if not values:
        return []
    found: list[float] = []
    for value in sorted([*lines, min(values), max(values)]):
        if not found or value - found[-1] > near:
            found.append(value)
    return found


# ---- cells


def fill(lattice: Lattice, runs: list[Run]) -> Grid | None:
    """The cells of a lattice; None where too few have text, or prose stands between its lines."""
    inside = [run for run in runs if lattice.rect.holds(run.rect)]
    home = _homes(lattice)
    count, width = len(lattice.ys) - 1, len(lattice.xs) - 1
    rows: Cells = [[[] for _ in range(width)] for _ in range(count)]
    for line in bare.levels(inside):
        for run in line:
            at = (bisect(lattice.ys, run.rect.middle) - 1, bisect(lattice.xs, run.rect.centre) - 1)
            row, column = home.get(at, (0, 0))
            rows[row][column].append(run)
    if not _is_table(rows):
        return None
    heads = _heads(home, count, width)
    rows, heads = _trimmed(rows, heads)
    return Grid(lattice.rect, rows, min(heads, len(rows)))


def _homes(lattice: Lattice) -> dict[tuple[int, int], tuple[int, int]]:
    """The top left of the merged cell to which each cell belongs."""
    home = {(r, c): (r, c) for r in range(len(lattice.ys) - 1) for c in range(len(lattice.xs) - 1)}
    for row, column in list(home):
        if (row, column + 1) in home and not lattice.parted_across(row, column):
            _merge(home, (row, column), (row, column + 1))
        if (row + 1, column) in home and not lattice.parted_below(row, column):
            _merge(home, (row, column), (row + 1, column))
    return home


def _merge(home: dict[tuple[int, int], tuple[int, int]], one: tuple[int, int], other: tuple[int, int]) -> None:
    a, b = home[one], home[other]
    first = (min(a[0], b[0]), min(a[1], b[1]))
    for cell, at in home.items():
        if at in (a, b):
            home[cell] = first


def _is_table(rows: Cells) -> bool:
    filled = [cell for row in rows for cell in row if cell]
    if len(filled) < MIN_FILLED or sum(sum(bool(cell) for cell in row) > 1 for row in rows) < 2:
        return False
    prose = [cell for cell in filled if len(cell) >= PROSE_LINES and bare.is_prose(cell)]
    return sum(map(len, prose)) <= sum(map(len, filled)) / 2


def _heads(home: dict[tuple[int, int], tuple[int, int]], rows: int, columns: int) -> int:
    """How many rows the cells of the first one cover; one more below cells over several columns."""
    title = all(home[0, c] == (0, 0) for c in range(columns))
    top = 1 if title and rows > 2 else 0
    first = {c: home[top, c] for c in range(columns)}
    deep = max(sum(home[r, c] == at for r in range(rows)) for c, at in first.items())
    wide = len(set(first.values())) < columns and rows > top + 2
    return top + max(2 if wide else 1, deep if deep < rows - top else 1)


def _trimmed(rows: Cells, heads: int) -> tuple[Cells, int]:
    """Without rows and columns between lines that lie close, in which nothing stands; open rows told apart."""
    keep = [r for r, row in enumerate(rows) if any(row)]
    rows = [rows[r] for r in keep]
    heads = sum(r < heads for r in keep)
    if len(rows) <= FEW_ROWS:
        rows = rows[:-1] + _opened(rows[-1])
    used = [c for c in range(len(rows[0])) if any(row[c] for row in rows)]
    return [[row[c] for c in used] for row in rows], heads


def _opened(row: list[list[Run]]) -> Cells:
    """Rows without a line between them: each of their lines has a label and most cells."""
    lines = bare.levels([run for cell in row for run in cell])
    full = sum(len(line) >= max(2, len(row) - 1) for line in lines)
    if len(lines) < MIN_ROWS or full < 2 * len(lines) / 3:
        return [row]
    of = {id(run): c for c, cell in enumerate(row) for run in cell}
    return [[[run for run in line if of[id(run)] == c] for c in range(len(row))] for line in lines]
