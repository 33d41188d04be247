"""Lines that OCR read on a page become runs, as if they had been set: turned level, parted at gutters, with sizes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from ingest.chars import HAN, is_han, normalise
from ingest.pdf.types import OCR_FONT, Rect, Run, Style

Point = tuple[float, float]

BROAD = 4.0  # times as wide as high is a line whose tilt is measured
TALL = 1.5  # times as high as wide is a line of vertical text
HEIGHT = 0.74  # of a line's box, which is drawn wide around its characters: their size
GUTTER = 0.9  # of the size: a gap so much wider than the line's others parts two runs
SNAP = (0.91, 1.12)  # of the size of most text: sizes between are taken for it; justified lines are set wide
STEP = 0.5  # points: other sizes are rounded to
SPACE = 0.33  # of the size: a gap so much wider between two characters is a space
SLENDER = "1Il"  # characters with much room on both sides
PROSE = re.compile(r"[，。；]")
DASH, LONG_DASH = "—", 2.55  # of the size: between the middles of what stands before and behind a double dash
OPENING_DASH = re.compile(rf"^[—–－-](?=[{HAN}]{{3}})")  # of a subtitle, which opens with a double one
ALONE = 0.93  # of the box of a single character, which is drawn close: its size
MIN_STEPS = 4  # from character to character, whose length tells the size
LEAST_PITCH, MOST_PITCH = 0.8, 1.25  # of the size by height: bounds of the size by pitch
WIDE = "\u2000"  # from here on, characters are as wide as Chinese ones
NARROW = 0.55  # of the size: the width of a Latin character
BLACK = "[0]"
HALF_WIDTH = str.maketrans(",:;?!()", "，：；？！（）")
BESIDE_HAN = re.compile(r"(?<=[\u3400-\u9fff》”])[,:;?!()]|[,:;?!()](?=[\u3400-\u9fff《“])")


@dataclass(frozen=True, slots=True)
class Mark:
    """A character that was recognised, by its centre."""

    text: str
    x: float
    y: float
    spaced: bool = False  # a space stands before it


@dataclass(frozen=True, slots=True)
class Line:
    """A line that was recognised: its corners from the top left clockwise, in points, and its characters."""

    text: str
    corners: list[Point]
    marks: tuple[Mark, ...] = ()

    @property
    def width(self) -> float:
        """Along the text."""
        return math.dist(self.corners[0], self.corners[1])

    @property
    def height(self) -> float:
        """Across the text."""
        return math.dist(self.corners[0], self.corners[3])

    @property
    def rect(self) -> Rect:
        """Around its corners."""
        xs, ys = zip(*self.corners, strict=True)
        return Rect(min(xs), min(ys), max(xs), max(ys))

    @property
    def tilt(self) -> float:
        """The angle of its upper edge."""
        (x0, y0), (x1, y1) = self.corners[:2]
        return math.atan2(y1 - y0, x1 - x0)


@dataclass(frozen=True, slots=True)
class Part:
    """Characters of a level line that stand together."""

    text: str
    x0: float
    x1: float
    middle: float
    size: float


def levelled(lines: list[Line], angle: float, centre: Point) -> list[Line]:
    """The lines that lie, of a page that lay askew by an angle and is turned back about its centre."""
    lying = [line for line in lines if line.height < TALL * line.width or len(line.text) == 1]
    return [turned(line, -angle, centre) for line in lying]


def runs(lines: list[Line]) -> tuple[Run, ...]:
    """The runs of level lines."""
    parts = [part for line in lines for part in split(line)]
    body = _body(parts)
    return tuple(run for part in parts for run in _run(part, body))


def spaced(line: Line, gaps: list[tuple[float, float]]) -> Line:
    """A level line with the spaces that recognition left out: where its ink leaves a gap between two characters.

    Lines of prose have none: there a gap is justification, or stands beside punctuation.
    """
    if PROSE.search(line.text) or len(line.marks) < 2:
        return line
    pitch = size_of(line)
    wide = [(a + b) / 2 for a, b in gaps if b - a > SPACE * pitch]
    marks = [line.marks[0]]
    for before, mark in pairwise(line.marks):
        solid = all(one.isalnum() and one not in SLENDER for one in (before.text, mark.text))
        marks.append(replace(mark, spaced=mark.spaced or (solid and any(before.x < at < mark.x for at in wide))))
    return replace(line, marks=tuple(marks))


def common_tilt(lines: list[Line]) -> float:
    """The angle at which the lines of a page run."""
    broad = [line.tilt for line in lines if line.width > BROAD * line.height]
    return median(broad) if len(broad) > 2 else 0.0


def turned(line: Line, angle: float, centre: Point) -> Line:
    """A line turned about a point."""
    sine, cosine = math.sin(angle), math.cos(angle)

    def turn(x: float, y: float) -> Point:
        dx, dy = x - centre[0], y - centre[1]
        return centre[0] + cosine * dx - sine * dy, centre[1] + sine * dx + cosine * dy

    marks = tuple(Mark(mark.text, *turn(mark.x, mark.y), mark.spaced) for mark in line.marks)
    return Line(line.text, [turn(*corner) for corner in line.corners], marks)


def split(line: Line) -> Iterator[Part]:
    """The parts of a line between wide gaps: the detector takes two columns for one line where they stand close."""
    size = size_of(line)
    middle = sum(y for _, y in line.corners) / 4
    inset = max(0.0, line.height - size) / 2
    edges = [x for x, _ in line.corners]
    x0, x1 = min(edges), max(edges)
    if not line.marks:
        yield Part(line.text, x0 + inset, max(x1 - inset, x0 + inset + 1), middle, size)
        return
    for marks in _parted(line.marks, size):
        start, end = marks[0].x - _width(marks[0], size) / 2, marks[-1].x + _width(marks[-1], size) / 2
        yield Part(_text(marks, size), max(x0, start), min(x1, end), middle, size)


def _text(marks: list[Mark], size: float) -> str:
    """The characters of a part, with spaces; OCR takes a dash as long as two for one."""
    pairs = zip([None, *marks], marks, [*marks[1:], None], strict=False)
    text = "".join(" " * mark.spaced + (DASH * 2 if _is_long(a, mark, b, size) else mark.text) for a, mark, b in pairs)
    return text if PROSE.search(text) else OPENING_DASH.sub(DASH * 2, text)


def _is_long(before: Mark | None, mark: Mark, after: Mark | None, size: float) -> bool:
    """Whether a dash is as long as two, which the distance of what stands beside it tells."""
    if mark.text != DASH or before is None or after is None:
        return False
    return after.x - before.x > LONG_DASH * size


def _parted(marks: tuple[Mark, ...], size: float) -> list[list[Mark]]:
    gaps = [b.x - a.x - (_width(a, size) + _width(b, size)) / 2 for a, b in pairwise(marks)]
    wide = GUTTER * size + max(0.0, median(gaps) if gaps else 0.0)
    parts = [[marks[0]]]
    for gap, before, mark in zip(gaps, marks, marks[1:], strict=False):
        if gap > wide and DASH not in (before.text, mark.text):
            parts.append([])
        parts[-1].append(mark)
    return parts


def _width(mark: Mark, size: float) -> float:
    return size if mark.text > WIDE else NARROW * size


def size_of(line: Line) -> float:
    """The size of a line's characters: the pitch of Chinese ones, if they aren't set wide, or by its height."""
    by_height = (ALONE if len(line.text) == 1 else HEIGHT) * line.height
    steps, length = _longest(line.marks)
    if steps < MIN_STEPS:
        return by_height
    return min(max(length / steps, LEAST_PITCH * by_height), MOST_PITCH * by_height)


def _longest(marks: tuple[Mark, ...]) -> tuple[int, float]:
    """The longest stretch of full-width characters, from a Chinese one to a Chinese one: its steps, its length.

    Recognition tells where a character stands only to a fifth of its width, so one step says little, and many say
    much together.
    """
    best, first = (0, 0.0), None
    for index, mark in enumerate(marks):
        if mark.text < WIDE or mark.spaced:
            first = None
        if is_han(mark.text):
            first = index if first is None else first
            best = max(best, (index - first, mark.x - marks[first].x))
    return best


def _body(parts: list[Part]) -> float:
    """The size of most characters."""
    sizes = sorted((part.size, len(part.text)) for part in parts)
    half = sum(count for _, count in sizes) / 2
    for size, count in sizes:
        half -= count
        if half <= 0:
            return size
    return 0.0


def _run(part: Part, body: float) -> Iterator[Run]:
    text = normalise(BESIDE_HAN.sub(lambda match: match[0].translate(HALF_WIDTH), part.text))
    same = SNAP[0] * body < part.size < SNAP[1] * body
    size = body if same else round(part.size / STEP) * STEP
    half = part.size / 2
    if text:
        rect = Rect(part.x0, part.middle - half, part.x1, part.middle + half)
        yield Run(text, rect, Style(round(size, 1), OCR_FONT, BLACK))
