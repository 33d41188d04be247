"""Columns and rows without lines: columns from the white gaps common to rows, rows from the pitch of lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

from ingest.pdf.types import Rect, Run

LEVEL = 0.35  # of the size: middles of runs on one line differ by no more
INSIDE = 0.4  # of the size: so far does a run reach beyond both sides of a gap that it bridges
TOUCH = 0.2  # of the size: columns whose widest cells overlap by no more are two
TIGHTER = 0.87  # of the pitch of rows: lines nearer than that belong to one row
JUMP = 1.12  # the pitch of rows over that of the lines in a cell, at least
MAX_LINE = 1.9  # of the size: the pitch of lines in one cell
GROUP_SWAY = 0.3  # of a row's pitch: how far off the middle of its rows a common label may stand
FULL = 0.8  # of the widest cell of a column: a cell so wide may go on below
PROSE_CHARS = 8  # of a line of prose, at least
STOP = re.compile(r"[，。；！？]")
MIN_STOPPED = 0.3  # of the lines of prose have points and commas
MIN_SHARE = 0.4  # of the lines have the usual number of cells

Line = list[Run]
Span = tuple[float, float]
Cells = list[list[list[Run]]]  # rows of columns of runs


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells, and how many of them are heads."""

    rect: Rect
    rows: Cells
    heads: int


def levels(runs: list[Run]) -> list[Line]:
    """Runs by the line they stand on, from the top; each line from left to right."""
    lines: list[Line] = []
    for run in sorted(runs, key=lambda run: run.rect.middle):
        if lines and run.rect.middle - lines[-1][0].rect.middle <= LEVEL * run.style.size:
            lines[-1].append(run)
        else:
            lines.append([run])
    for line in lines:
        line.sort(key=lambda run: run.rect.x0)
    return lines


def middle(line: Line) -> float:
    """The height of a line on the page."""
    return fmean(run.rect.middle for run in line)


# ---- columns


def columns(lines: list[Line]) -> list[Span]:
    """The columns that most lines show: runs that reach over the gaps of others make none."""
    gaps = [_gaps(line) for line in lines]
    plain = [[run for run in line if not _bridges(run, gaps, lines)] for line in lines]
    touch = TOUCH * median([run.style.size for line in lines for run in line] or [0.0])
    found = _joined(sorted((run.rect.x0, run.rect.x1) for line in plain for run in line), touch)
    found = [span for i, span in enumerate(found) if not _floats(found, i, plain)]
    return _by_count(lines, found)


def _gaps(line: Line) -> list[Span]:
    return [(a.rect.x1, b.rect.x0) for a, b in pairwise(line) if b.rect.x0 > a.rect.x1]


def _bridges(run: Run, gaps: list[list[Span]], lines: list[Line]) -> bool:
    """Whether a run reaches over a gap that more lines keep than fill."""
    slack = INSIDE * run.style.size
    for gap in {g for line in gaps for g in line if g[0] - run.rect.x0 >= slack and run.rect.x1 - g[1] >= slack}:
        at = sum(gap) / 2
        kept = sum(any(a < at < b for a, b in line) for line in gaps)
        filled = sum(any(other.rect.x0 < at < other.rect.x1 for other in line) for line in lines)
        if kept > filled:
            return True
    return False


def _joined(spans: list[Span], touch: float) -> list[Span]:
    """Spans that overlap by more than a touch as one."""
    found: list[Span] = []
    for a, b in spans:
        if found and a < found[-1][1] - touch:
            found[-1] = (found[-1][0], max(found[-1][1], b))
        else:
            found.append((a, b))
    return found


def _floats(found: list[Span], i: int, lines: list[Line]) -> bool:
    """Whether a column holds no more than a head that stands above the columns on both its sides."""
    if not 0 < i < len(found) - 1:
        return False
    mine = [n for n, line in enumerate(lines) if _in(line, found[i])]
    if len(mine) != 1 or mine[0] > 2 or mine[0] == len(lines) - 1:
        return False
    sides = (found[i - 1], found[i + 1])
    return not any(_in(lines[mine[0]], side) for side in sides) and all(
        sum(_in(line, side) for line in lines) > 1 for side in sides
    )


def _in(line: Line, span: Span) -> bool:
    return any(span[0] <= run.rect.centre <= span[1] for run in line)


def _by_count(lines: list[Line], found: list[Span]) -> list[Span]:
    """Where most lines have more cells than there are columns, the columns of those lines."""
    counts = [len(line) for line in lines]
    most = max(counts, default=0)
    full = [line for line in lines if len(line) == most]
    if most <= len(found) or len(full) < max(2, MIN_SHARE * len(lines)):
        return found
    spans = [(median(line[i].rect.x0 for line in full), median(line[i].rect.x1 for line in full)) for i in range(most)]
    return spans if all(a[1] < b[0] for a, b in pairwise(spans)) else found


def column_of(run: Run, spans: list[Span]) -> int:
    """The column in which a run stands."""
    edges = [(a[1] + b[0]) / 2 for a, b in pairwise(spans)]
    return sum(run.rect.centre > edge for edge in edges)


# ---- rows


def reach(lines: list[Line], spans: list[Span]) -> float:
    """Lines no further apart than this belong to one row; 0 where each is a row."""
    others = [cells for line in lines if (cells := [run for run in line if column_of(run, spans)])]
    if len(others) < 2 or _even(_pitches(others)):
        return 0.0
    size = median(run.style.size for line in lines for run in line)
    pitches = _pitches(lines)
    for near in [0.0, *_jumps(sorted(pitches), MAX_LINE * size)]:
        if all(_has_label(row, spans) for row in clusters(lines, near)):
            return near
    full = [_full(line, spans) for line in lines]
    sure = [pitch for pitch, a, b in zip(pitches, full[:-1], full[1:], strict=True) if a and b]
    return min(TIGHTER * median(sure), MAX_LINE * size) if sure else _jump(sorted(pitches), MAX_LINE * size)


def _pitches(lines: list[Line]) -> list[float]:
    return [middle(b) - middle(a) for a, b in pairwise(lines)]


def _even(pitches: list[float]) -> bool:
    return max(pitches) < JUMP * min(pitches)


def _has_label(row: list[Line], spans: list[Span]) -> bool:
    """Whether a row has a first cell and others."""
    filled = {column_of(run, spans) for line in row for run in line}
    return 0 in filled and len(filled) > 1


def _full(line: Line, spans: list[Span]) -> bool:
    """Whether a line has a label and most of the cells of a row."""
    filled = {column_of(run, spans) for run in line}
    return 0 in filled and len(filled) >= max(2, len(spans) / 2)


def _jumps(pitches: list[float], most: float) -> list[float]:
    """Between pitches that differ: all that may part the lines in a cell from rows."""
    return [(a + b) / 2 for a, b in pairwise(pitches) if 0 < a <= most and b >= JUMP * a]


def _jump(pitches: list[float], most: float) -> float:
    """Between the two pitches that differ most."""
    steps = [(b / a, (a + b) / 2) for a, b in pairwise(pitches) if 0 < a <= most and b >= JUMP * a]
    return max(steps)[1] if steps else 0.0


def clusters(lines: list[Line], near: float) -> list[list[Line]]:
    """Lines in rows."""
    rows: list[list[Line]] = []
    for line in lines:
        if rows and middle(line) - middle(rows[-1][-1]) <= near:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def body(runs: list[Run], spans: list[Span], near: float) -> Cells:
    """The rows below the heads; labels that stand at the middle of several rows go to the first of them."""
    first = [run for run in runs if column_of(run, spans) == 0]
    others = clusters(levels([run for run in runs if column_of(run, spans)]), near)
    labels = _labels(levels(first), near)
    starts = _groups([_centre(label) for label in labels], [_centre(row) for row in others])
    if not starts:
        return _continued([_row(row, spans) for row in clusters(levels(runs), near)], spans)
    cells = [_row(row, spans) for row in others]
    for label, start in zip(labels, starts, strict=True):
        cells[start][0] = [run for line in label for run in line]
    return cells


def _labels(lines: list[Line], near: float) -> list[list[Line]]:
    """Labels, some of several lines."""
    size = median(run.style.size for line in lines for run in line) if lines else 0.0
    return clusters(lines, near or _jump(sorted(_pitches(lines)), MAX_LINE * size))


def _centre(row: list[Line]) -> float:
    return (middle(row[0]) + middle(row[-1])) / 2


def _row(lines: list[Line], spans: list[Span]) -> list[list[Run]]:
    cells: list[list[Run]] = [[] for _ in spans]
    for line in lines:
        for run in line:
            cells[column_of(run, spans)].append(run)
    return cells


def _groups(labels: list[float], rows: list[float]) -> list[int]:
    """The first row of each label, where each stands at the middle of its own rows, one of them of several."""
    if not 0 < len(labels) < len(rows):
        return []
    sway = GROUP_SWAY * median(b - a for a, b in pairwise(rows))
    starts, start = [], 0
    for label in labels:
        ends = [end for end in range(start, len(rows)) if abs((rows[start] + rows[end]) / 2 - label) <= sway]
        if not ends:
            return []
        starts.append(start)
        start = ends[0] + 1
    return starts if start == len(rows) else []


def _continued(rows: Cells, spans: list[Span]) -> Cells:
    """A row of one full cell's second line goes to the row above."""
    widest = [max((run.rect.width for row in rows for run in row[i]), default=0.0) for i in range(len(spans))]
    kept: Cells = []
    for row in rows:
        filled = [i for i, cell in enumerate(row) if cell]
        at = filled[0] if kept and len(spans) > 2 and len(filled) == 1 else 0
        if at and _goes_on(kept[-1][at], row[at], widest[at]):
            kept[-1][at] += row[at]
        else:
            kept.append(row)
    return kept


def _goes_on(above: list[Run], below: list[Run], widest: float) -> bool:
    if not above or above[-1].rect.width < FULL * widest:
        return False
    return abs(above[-1].rect.x0 - below[0].rect.x0) < above[-1].style.size


# ---- prose


def is_prose(runs: list[Run]) -> bool:
    """Whether the leftmost runs are lines of running text: long ones, with points and commas."""
    left = min(run.rect.x0 for run in runs)
    lines = [run for run in runs if run.rect.x0 <= left + 2.5 * run.style.size]
    long = [run for run in lines if len(run.text) >= PROSE_CHARS]
    stopped = sum(STOP.search(run.text) is not None for run in long)
    return len(long) >= max(2, len(lines) / 2) and stopped >= MIN_STOPPED * len(long)
