"""Tables without standing lines: their heads, some of them over several columns, above their rows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.pdf import bare
from ingest.pdf.bare import Cells, Grid, Line, Span, column_of, levels, middle
from ingest.pdf.types import Rect, Run, around

LEFT_OUT = 0.5  # of the size: the price of a column that no common head covers
MAX_CELL_LINES = 4  # lines of a row between two rules
FIRST_LINES = 3  # lines of an unruled table that may hold a common head


@dataclass(frozen=True, slots=True)
class Marks:
    """What the lines of a table tell: where its head ends, where rows end, what a head stands over."""

    below_head: float | None = None
    breaks: tuple[float, ...] = ()
    over: tuple[Rect, ...] = ()


def solve(runs: list[Run], marks: Marks) -> Grid | None:
    """The cells of runs that stand between two lines or below a caption; None if there is but one column."""
    lines = levels(runs)
    spans = bare.columns(lines)
    if len(spans) < 2:
        return None
    end = marks.below_head if marks.below_head is not None else _head_end(lines, spans)
    head = [run for run in runs if run.rect.middle < end]
    top = _head(head, spans, marks.over)
    rest = _body([run for run in runs if run.rect.middle >= end], lines, spans, marks.breaks)
    return Grid(around([run.rect for run in runs]), top + rest, len(top))


def _body(runs: list[Run], lines: list[Line], spans: list[Span], breaks: tuple[float, ...]) -> Cells:
    near = bare.reach(levels(runs), spans)
    rows: Cells = []
    for above, below in pairwise((float("-inf"), *breaks, float("inf"))):
        part = [run for run in runs if above <= run.rect.middle < below]
        if part:
            rows += bare.body(part, spans, float("inf") if breaks and _is_row(part, spans) else near)
    return rows


def _is_row(runs: list[Run], spans: list[Span]) -> bool:
    """Whether what stands between two rules is one row: one label, few lines."""
    labels = levels([run for run in runs if column_of(run, spans) == 0])
    return len(labels) <= 1 and len(levels(runs)) <= MAX_CELL_LINES


# ---- where the head ends


def _head_end(lines: list[Line], spans: list[Span]) -> float:
    """The height between the head and the rows of a table without rules."""
    for i, line in enumerate(lines[:FIRST_LINES]):
        common = [run for run in line if _stands_over(run, spans)]
        below = next((j for j in range(i + 1, len(lines)) if len(lines[j]) > len(common)), None)
        if common and below is not None and below + 1 < len(lines):
            return (middle(lines[below]) + middle(lines[below + 1])) / 2
    rows = bare.clusters(lines, bare.reach(lines, spans))
    return (middle(rows[0][-1]) + middle(rows[1][0])) / 2 if len(rows) > 1 else lines[0][0].rect.top


def _stands_over(run: Run, spans: list[Span]) -> bool:
    """Whether a run reaches over two columns, or stands between two."""
    slack = bare.INSIDE * run.style.size
    met = [s for s in spans if min(run.rect.x1, s[1]) - max(run.rect.x0, s[0]) >= min(slack, (s[1] - s[0]) / 2)]
    return len(met) != 1


# ---- the cells of the head


def _head(runs: list[Run], spans: list[Span], over: tuple[Rect, ...]) -> Cells:
    lines = levels(runs)
    if not lines:
        return []
    shares = _common(lines, spans, over)
    covered = {column for columns in shares.values() for column in columns}
    rows: Cells = [[[] for _ in spans] for _ in range(2 if shares else 1)]
    for line in lines:
        for run in line:
            columns = shares.get(id(run))
            at = columns[0] if columns else column_of(run, spans)
            rows[0 if columns or at not in covered else 1][at].append(run)
    return rows


def _common(lines: list[Line], spans: list[Span], over: tuple[Rect, ...]) -> dict[int, list[int]]:
    """The columns that each common head stands over, by the id of its run."""
    last = max(range(len(lines)), key=lambda i: (len(lines[i]), i))
    below = {column_of(run, spans): run for line in lines[last:] for run in line}
    for line in lines[:last]:
        tops = [run for run in line if column_of(run, spans) in below or _stands_over(run, spans)]
        shares = _ruled(tops, below, over, lines[last]) or _shared(tops, below)
        if shares:
            return shares
    return {}


def _ruled(tops: Line, below: dict[int, Run], over: tuple[Rect, ...], line: Line) -> dict[int, list[int]]:
    """By the short rules below common heads."""
    shares: dict[int, list[int]] = {}
    for top in tops:
        for rule in over:
            if top.rect.middle < rule.middle < middle(line) and rule.x0 <= top.rect.centre <= rule.x1:
                columns = sorted(c for c, run in below.items() if rule.x0 <= run.rect.centre <= rule.x1)
                if len(columns) > 1:
                    shares[id(top)] = columns
    return shares


def _shared(tops: Line, below: dict[int, Run]) -> dict[int, list[int]]:
    """Each common head stands at the middle, or the left, of its columns; most columns have one."""
    if not tops or len(below) < 2 or len(below) <= len(tops):
        return {}
    columns = sorted(below)
    best: dict[int, tuple[float, list[list[int]]]] = {0: (0.0, [])}  # by the number of columns used
    price = LEFT_OUT * median(run.style.size for run in tops)
    for top in tops:
        best = _with(top, best, columns, below, price)
    total, groups = min((cost + price * (len(columns) - used), g) for used, (cost, g) in best.items())
    found = {id(top): group for top, group in zip(tops, groups, strict=True) if len(group) > 1}
    return found if total < float("inf") else {}


def _with(
    top: Run, best: dict[int, tuple[float, list[list[int]]]], columns: list[int], below: dict[int, Run], price: float
) -> dict[int, tuple[float, list[list[int]]]]:
    """The best shares of the heads so far, and one more."""
    after: dict[int, tuple[float, list[list[int]]]] = {}
    for used, (cost, groups) in best.items():
        for start in range(used, len(columns)):
            for end in range(start + 1, len(columns) + 1):
                rect = around([below[c].rect for c in columns[start:end]])
                off = min(abs(rect.centre - top.rect.centre), abs(rect.x0 - top.rect.x0))
                new = cost + off + price * (start - used)
                if end not in after or new < after[end][0]:
                    after[end] = (new, [*groups, columns[start:end]])
    return after
