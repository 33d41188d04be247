"""What a page of a PDF is to the layout: runs of text, rules, filled areas, pictures.

All coordinates are points from the top left of the page as it is read: turned upright where it was turned,
and for vertical text laid down, so that its columns are lines that follow each other downwards. `Turn`
leads back to the page as it is printed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

OCR_FONT = "OCR"  # the font of what OCR read
GUESSED = 0.2  # of a size: so far may OCR err, which tells it by the height of a line

Edges = tuple[float, float, float, float]  # x0, top, x1, bottom


class Turn(Enum):
    """How the page was turned to be read: by quarter turns, or laid down from vertical text."""

    NONE = 0
    LEFT = 1  # text that runs upwards
    OVER = 2  # upside down
    RIGHT = 3  # text that runs downwards
    VERTICAL = 4  # upright characters in columns from right to left


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in points."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The height of its middle on the page."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """The x of its centre."""
        return (self.x0 + self.x1) / 2

    def grown(self, by: float) -> Rect:
        """Larger by so much on each side."""
        return Rect(self.x0 - by, self.top - by, self.x1 + by, self.bottom + by)

    def holds(self, other: Rect) -> bool:
        """Whether the centre of another lies inside."""
        return self.x0 <= other.centre <= self.x1 and self.top <= other.middle <= self.bottom

    def beside(self, other: Rect) -> float:
        """Overlap in height, in points."""
        return min(self.bottom, other.bottom) - max(self.top, other.top)

    def above(self, other: Rect) -> float:
        """Overlap in width, in points."""
        return min(self.x1, other.x1) - max(self.x0, other.x0)

    def overlaps(self, other: Rect) -> bool:
        """Whether two have an area in common."""
        return self.beside(other) > 0 and self.above(other) > 0


def around(rects: list[Rect]) -> Rect:
    """The rectangle around some."""
    return Rect(
        min(r.x0 for r in rects), min(r.top for r in rects), max(r.x1 for r in rects), max(r.bottom for r in rects)
    )


@dataclass(frozen=True, slots=True)
class Style:
    """How characters look: size in points, font without its subset tag, colour, drawn or named bold."""

    size: float
    font: str
    colour: str
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Characters on one baseline without a wide gap between them."""

    text: str
    rect: Rect
    style: Style


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of a PDF, or one half of it where two printed pages stand on it."""

    pdf_page: int  # from 1
    width: float
    height: float
    runs: tuple[Run, ...] = ()
    across: tuple[Run, ...] = ()  # text that runs another way than the page's: in printed coordinates
    rules: tuple[Rect, ...] = ()  # thin lines
    fills: tuple[Rect, ...] = ()  # tinted or framed areas
    pictures: tuple[Rect, ...] = ()
    turn: Turn = Turn.NONE
    printed: tuple[float, float] = (0.0, 0.0)  # width and height of the page as printed
    unknown: float = 0.0  # share of glyphs without a meaning
    scanned: bool = False  # read by OCR
    half: int = 0  # 0 the whole page, 1 its left half, 2 its right half
    notes: tuple[str, ...] = field(default=())

    def box(self, rect: Rect) -> Edges:
        """A rectangle in points of the page as printed."""
        return back(rect, self.turn, *self.printed)

    def but(self, runs: tuple[Run, ...]) -> Sheet:
        """The same page with other runs."""
        return replace(self, runs=runs)


def turned(rect: Rect, turn: Turn, width: float, height: float) -> Rect:
    """A rectangle of the printed page, in points of the page as it is read."""
    x0, top, x1, bottom = rect.x0, rect.top, rect.x1, rect.bottom
    if turn is Turn.LEFT:
        return Rect(height - bottom, x0, height - top, x1)
    if turn is Turn.OVER:
        return Rect(width - x1, height - bottom, width - x0, height - top)
    if turn in (Turn.RIGHT, Turn.VERTICAL):
        return Rect(top, width - x1, bottom, width - x0)
    return rect


def back(rect: Rect, turn: Turn, width: float, height: float) -> Edges:
    """The inverse of `turned`."""
    x0, top, x1, bottom = rect.x0, rect.top, rect.x1, rect.bottom
    if turn is Turn.LEFT:
        return top, height - x1, bottom, height - x0
    if turn is Turn.OVER:
        return width - x1, height - bottom, width - x0, height - top
    if turn in (Turn.RIGHT, Turn.VERTICAL):
        return width - bottom, x0, width - top, x1
    return x0, top, x1, bottom
