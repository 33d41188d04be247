"""Columns are filled; the leading is the one that fills the pages of an article best."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.typeset.digests.parts import Part

LOOSEST, TIGHTEST, STEP = 1.8, 1.42, 0.01  # leading in sizes


@dataclass(frozen=True)
class Column:
    """Where text may stand on which page of an article."""

    page: int
    x: float
    top: float
    height: float


@dataclass(frozen=True)
class Placed:
    """A part in its place."""

    part: Part
    page: int
    x: float
    y: float
    top: bool


@dataclass(frozen=True)
class Pages:
    """The parts of an article in their places, and how many lines of the columns stay empty."""

    placed: tuple[Placed, ...]
    leading: float
    empty: int


def fit(story: Sequence[Part], columns: Sequence[Column], size: float) -> Pages:
    """The pages of an article, filled as well as can be."""
    steps = round((LOOSEST - TIGHTEST) / STEP)
    tried = (fill(story, columns, size * (TIGHTEST + i * STEP)) for i in range(steps + 1))
    best = min((pages for pages in tried if pages), key=lambda pages: (pages.empty, -pages.leading))
    return _balanced(story, columns, best)


def _balanced(story: Sequence[Part], columns: Sequence[Column], pages: Pages) -> Pages:
    """The same with the columns of the last page cut to one height, as far as they go."""
    last = columns[-1].page
    while pages.empty:
        columns = [replace(each, height=each.height - pages.leading * (each.page == last)) for each in columns]
        shorter = fill(story, columns, pages.leading)
        if shorter is None or columns[-1].height < pages.leading:
            return pages
        pages = shorter
    return pages


def fill(story: Sequence[Part], columns: Sequence[Column], leading: float) -> Pages | None:
    """The parts in the columns one after the other; None where they do not fit."""
    queue, placed, empty = deque(story), list[Placed](), 0
    for column in columns:
        done, left = _column(queue, column, leading)
        placed += done
        empty += left
    return None if queue else Pages(tuple(placed), leading, empty)


def _column(queue: deque[Part], column: Column, leading: float) -> tuple[list[Placed], int]:
    """What stands in one column, taken from the queue; floats that do not fit wait for the next."""
    rows = room = int(column.height / leading + 0.01)
    placed, waiting = list[Placed](), list[Part]()
    while queue and room:
        part = queue.popleft()
        if part.lines(leading, room == rows) + part.keeps > room:
            if part.floats:
                waiting.append(part)
                continue
            halves = part.split(room)
            if halves is None:
                queue.appendleft(part)
                break
            part = halves[0]
            queue.appendleft(halves[1])
        top = room == rows
        placed.append(Placed(part, column.page, column.x, column.top - (rows - room) * leading, top))
        room -= part.lines(leading, top)
    queue.extendleft(reversed(waiting))
    return placed, room
