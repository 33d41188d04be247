"""Tables without standing lines: their heads, some of them over several columns, above their rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.pdf import bare
from ingest.pdf.bare import Cells, Grid, Line, Span, column_of, levels, middle
from ingest.pdf.types import Rect, Run, around

LEFT_OUT = 0.5  # of the size: the price of a column that no common head covers
ALONE = 2.0  # of the size: the price of a head outside them that covers none
OFF = 1.5  # of the size: a common head stands no further off the middle of its columns
STRAY = 6.0  # of the size: a head further from any column has one of its own
ONE_HEAD = 0.3  # of the narrower: lines of a head overlap by so much
MAX_CELL_LINES = 4  # lines of a row between two rules
MAX_RUNS = 1_500  # of a table
MAX_HEADS = 600  # common heads times those below
NONE = float("inf")


@dataclass(frozen=True, slots=True)
class Marks:
    """What the lines of a table tell: where its head ends, where rows end, what a head stands over."""

    below_head: float | None = None
    breaks: tuple[float, ...] = ()
    over: tuple[Rect, ...] = ()


@dataclass(slots=True)
class Head:
    """The head of one column, and whether it stands below a common one."""

    runs: list[Run]
    below: bool = False
    column: int = -1

    @property
    def rect(self) -> Rect:
        """Around its lines."""
        return around([run.rect for run in self.runs])

    def has(self, runs: list[Run]) -> bool:
        """Whether one of these runs is in it."""
        return any(run is mine for run in runs for mine in self.runs)


@dataclass(slots=True)
class Heads:
    """The heads of columns from left to right, and the common heads with the ones below them."""

    single: list[Head] = field(default_factory=list)
    common: list[tuple[Run, list[Head]]] = field(default_factory=list)


def solve(runs: list[Run], marks: Marks) -> Grid | None:
    """The cells of runs that stand between two lines or below a caption; None if there is but one column."""
    if len(runs) > MAX_RUNS:
        return None
    lines = levels(runs)
    end = _head_end(lines) if marks.below_head is None else marks.below_head
    top = [line for line in lines if middle(line) < end]
    rest = lines[len(top) :]
    heads = _heads(top, marks.over)
    spans = _placed(heads.single, _as_many(bare.columns(rest), len(heads.single), rest))
    if len(spans) < 2:
        return None
    rows = _head_rows(heads, len(spans)) if top else []
    count = len(rows)
    rows += _body(rest, spans, marks.breaks)
    return Grid(around([run.rect for run in runs]), rows, count)


# ---- rows


def _body(lines: list[Line], spans: list[Span], breaks: tuple[float, ...]) -> Cells:
    near = bare.reach(lines, spans)
    rows: Cells = []
    for above, below in pairwise((-NONE, *breaks, NONE)):
        part = [run for line in lines for run in line if above <= run.rect.middle < below]
        if part:
            rows += bare.body(part, spans, NONE if breaks and _is_row(part, spans) else near)
    return rows


def _is_row(runs: list[Run], spans: list[Span]) -> bool:
    """Whether what stands between two rules is one row: one label, few lines."""
    labels = levels([run for run in runs if column_of(run, spans) == 0])
    return len(labels) <= 1 and len(levels(runs)) <= MAX_CELL_LINES


def _head_end(lines: list[Line]) -> float:
    """The height between the head and the rows of a table without a rule there."""
    count = next((i + 1 for i in (1, 2) if i + 1 < len(lines) and _shared(lines[0], lines[i])), 0)
    if not count:
        near = bare.reach(lines, bare.columns(lines[1:]))
        count = len(bare.clusters(lines, near)[0])
    return (middle(lines[count - 1]) + middle(lines[count])) / 2 if count < len(lines) else -NONE


# ---- heads


def _heads(lines: list[Line], over: tuple[Rect, ...]) -> Heads:
    """Heads of columns and common heads; a head of several lines is one."""
    if not lines:
        return Heads()
    last = max(range(len(lines)), key=lambda i: (len(lines[i]), i))
    found = (_ruled(line, lines[last], over) or _shared(line, lines[last]) for line in lines[:last])
    shares = next(filter(None, found), [])
    tops = {id(top) for top, _ in shares}
    below = {id(run) for _, runs in shares for run in runs}
    single = _singles([run for line in lines for run in line if id(run) not in tops], below)
    return Heads(single, [(top, [h for h in single if h.has(runs)]) for top, runs in shares])


def _singles(runs: list[Run], below: set[int]) -> list[Head]:
    found: list[Head] = []
    for run in runs:
        head = next((h for h in found if _one_head(h.rect, run.rect)), None)
        if head is None:
            found.append(Head([run], id(run) in below))
        else:
            head.runs.append(run)
    return sorted(found, key=lambda head: head.rect.x0)


def _one_head(one: Rect, other: Rect) -> bool:
    return one.above(other) > ONE_HEAD * min(one.width, other.width) and one.beside(other) <= 0.5 * other.height


def _ruled(tops: Line, below: Line, over: tuple[Rect, ...]) -> list[tuple[Run, Line]]:
    """Common heads by the short rules below them."""
    shares = []
    for top in tops:
        for rule in over:
            if top.rect.middle < rule.middle < middle(below) and rule.x0 <= top.rect.centre <= rule.x1:
                under = [run for run in below if rule.x0 <= run.rect.centre <= rule.x1]
                shares += [(top, under)] if len(under) > 1 else []
    return shares


def _shared(tops: Line, below: Line) -> list[tuple[Run, Line]]:
    """Each common head stands at the middle, or the left, of what stands below it: the best way to share it out."""
    if len(tops) * len(below) > MAX_HEADS:
        return []
    size = median(run.style.size for run in tops)
    edge = below[0].rect.x0
    best: dict[int, tuple[float, list[Line]]] = {0: (0.0, [])}  # by the number of those below that have a head
    for top in tops:
        best = _with(top, best, below, size, top.rect.x1 < edge)
    total = [(cost + LEFT_OUT * size * (len(below) - used), groups) for used, (cost, groups) in best.items()]
    groups = min(total, key=lambda item: item[0])[1] if total else []
    wide = [(top, group) for top, group in zip(tops, groups, strict=False) if len(group) > 1]
    return wide if all(_off(top, group) <= OFF * size for top, group in wide) else []


def _with(
    top: Run, best: dict[int, tuple[float, list[Line]]], below: Line, size: float, outside: bool
) -> dict[int, tuple[float, list[Line]]]:
    """The best shares of the heads so far, and of one more."""
    after: dict[int, tuple[float, list[Line]]] = {}
    for used, (cost, groups) in best.items():
        ways = [(used, used, ALONE * size)] if outside else []
        ways += [
            (start, end, _off(top, below[start:end]) + LEFT_OUT * size * (start - used))
            for start in range(used, len(below))
            for end in range(start + 1, len(below) + 1)
        ]
        for start, end, price in ways:
            if end not in after or cost + price < after[end][0]:
                after[end] = (cost + price, [*groups, below[start:end]])
    return after


def _off(top: Run, group: Line) -> float:
    left, right = group[0].rect.x0, group[-1].rect.x1
    return min(abs((left + right) / 2 - top.rect.centre), abs(left - top.rect.x0))


def _head_rows(heads: Heads, width: int) -> Cells:
    rows: Cells = [[[] for _ in range(width)] for _ in range(2 if heads.common else 1)]
    for head in heads.single:
        rows[1 if head.below else 0][head.column] += head.runs
    for top, below in heads.common:
        rows[0][below[0].column].insert(0, top)
    return rows


# ---- heads and columns


def _as_many(spans: list[Span], count: int, lines: list[Line]) -> list[Span]:
    """Where there are more columns than heads: those that stand in turn in different rows are one."""
    spans = list(spans)
    while len(spans) > count > 1:
        turns = [i for i in range(len(spans) - 1) if not any(_both(line, spans[i], spans[i + 1]) for line in lines)]
        if not turns:
            break
        i = min(turns, key=lambda i: spans[i + 1][0] - spans[i][1])
        spans[i : i + 2] = [(spans[i][0], spans[i + 1][1])]
    return spans


def _both(line: Line, one: Span, other: Span) -> bool:
    return any(_in(run, one) for run in line) and any(_in(run, other) for run in line)


def _in(run: Run, span: Span) -> bool:
    return span[0] <= run.rect.centre <= span[1]


def _placed(heads: list[Head], spans: list[Span]) -> list[Span]:
    """Give each head its column, in order; a head far from any gets one of its own."""
    size = median(run.style.size for head in heads for run in head.runs) if heads else 0.0
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}  # by the number of columns passed
    for head in heads:
        best = _with_place(head.rect, best, spans, STRAY * size)
    _, places = min(best.values())
    return _widened(heads, places, spans)


def _with_place(
    rect: Rect, best: dict[int, tuple[float, list[int]]], spans: list[Span], stray: float
) -> dict[int, tuple[float, list[int]]]:
    after: dict[int, tuple[float, list[int]]] = {}
    for passed, (cost, at) in best.items():
        ways = [(passed, -1, stray)]
        ways += [(i + 1, i, _away(rect, spans[i])) for i in range(passed, len(spans))]
        for end, i, price in ways:
            if end not in after or cost + price < after[end][0]:
                after[end] = (cost + price, [*at, i])
    return after


def _away(rect: Rect, span: Span) -> float:
    """How far a head stands from a column; of two that it touches, from which middle."""
    return max(0.0, span[0] - rect.x1, rect.x0 - span[1]) + 0.1 * abs(rect.centre - (span[0] + span[1]) / 2)


def _widened(heads: list[Head], places: list[int], spans: list[Span]) -> list[Span]:
    """The columns, with those of heads alone among them."""
    added = [(head.rect.x0, head.rect.x1) for head, place in zip(heads, places, strict=True) if place < 0]
    found = sorted([*spans, *added])
    for head, place in zip(heads, places, strict=True):
        head.column = found.index(spans[place] if place >= 0 else (head.rect.x0, head.rect.x1))
    return found
