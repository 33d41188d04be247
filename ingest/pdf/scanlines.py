"""Lines that OCR read on a page become runs, as if they had been set: turned level, parted at gutters, with sizes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.chars import is_han, normalise
from ingest.pdf.types import Rect, Run, Style

Point = tuple[float, float]

BROAD = 4.0  # times as wide as high is a line whose tilt is measured
TALL = 1.5  # times as high as wide is a line of vertical text
HEIGHT = 0.74  # of a line's box, which is drawn wide around its characters: their size
GUTTER = 0.9  # of the size: a gap so much wider than the line's others parts two runs
SNAP = 0.14  # of the size of most text: sizes that differ less from it are taken for it
STEP = 0.5  # points: other sizes are rounded to
MIN_PAIRS = 3  # of neighbouring Chinese characters, whose distance tells the size
NARROW = 0.55  # of the size: the width of a Latin character
FONT, BLACK = "OCR", "[0]"
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


def runs(lines: list[Line], centre: Point) -> tuple[Run, ...]:
    """The runs of a page; a page that lay askew is turned back about its centre."""
    angle = -common_tilt(lines)
    level = [turned(line, angle, centre) for line in lines if line.height < TALL * line.width or len(line.text) == 1]
    parts = [part for line in level for part in split(line)]
    body = _body(parts)
    return tuple(run for part in parts for run in _run(part, body))


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
        text = "".join(" " * mark.spaced + mark.text for mark in marks)
        start, end = marks[0].x - _width(marks[0], size) / 2, marks[-1].x + _width(marks[-1], size) / 2
        yield Part(text, max(x0, start), min(x1, end), middle, size)


def _parted(marks: tuple[Mark, ...], size: float) -> list[list[Mark]]:
    gaps = [b.x - a.x - (_width(a, size) + _width(b, size)) / 2 for a, b in pairwise(marks)]
    wide = GUTTER * size + max(0.0, median(gaps) if gaps else 0.0)
    parts = [[marks[0]]]
    for gap, mark in zip(gaps, marks[1:], strict=True):
        if gap > wide:
            parts.append([])
        parts[-1].append(mark)
    return parts


def _width(mark: Mark, size: float) -> float:
    return size if mark.text > "\u2000" else NARROW * size


def size_of(line: Line) -> float:
    """The size of a line's characters: the distance of Chinese ones, if they aren't set wide, or by its height."""
    pairs = pairwise(line.marks)
    steps = [b.x - a.x for a, b in pairs if is_han(a.text) and is_han(b.text)]
    by_height = HEIGHT * line.height
    if len(steps) < MIN_PAIRS:
        return by_height
    return min(max(median(steps), 0.8 * by_height), 1.15 * by_height)


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
    same = abs(part.size - body) < SNAP * body
    size = body if same else round(part.size / STEP) * STEP
    half = part.size / 2
    if text:
        rect = Rect(part.x0, part.middle - half, part.x1, part.middle + half)
        yield Run(text, rect, Style(round(size, 1), FONT, BLACK))
