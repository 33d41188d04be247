"""What stands in a column, measured in lines of the grid: text, headings, and floats (tables, figures, boxes)."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from tests.typeset.digests.letters import Line, Set, draw


@dataclass(frozen=True)
class Part(ABC):
    """A part of a column, so many lines of the grid high."""

    floats = False
    keeps = 0  # lines that must follow in the same column

    @abstractmethod
    def lines(self, leading: float, top: bool) -> int:
        """How many lines it takes, at the top of a column or below."""

    @abstractmethod
    def paint(self, canvas: Canvas, x: float, y: float, leading: float, top: bool) -> None:
        """Paint it below a place."""

    def split(self, room: int) -> tuple[Part, Part] | None:
        """The part that fits in so many lines, and the rest."""
        return None


@dataclass(frozen=True)
class Prose(Part):
    """Lines of text."""

    said: tuple[Line, ...]
    how: Set

    def lines(self, leading: float, top: bool) -> int:
        return len(self.said)

    def split(self, room: int) -> tuple[Part, Part] | None:
        if room < 1 or (len(self.said) - room == 1 and len(self.said[-1].text) < 4):
            return None
        return Prose(self.said[:room], self.how), Prose(self.said[room:], self.how)

    def paint(self, canvas: Canvas, x: float, y: float, leading: float, top: bool) -> None:
        for i, line in enumerate(self.said):
            draw(canvas, line, x, y - i * leading - self.how.size, self.how)


@dataclass(frozen=True)
class Heading(Part):
    """A heading: two lines of the grid, one at the top of a column."""

    keeps = 2
    text: str
    how: Set

    def lines(self, leading: float, top: bool) -> int:
        return 1 if top else 2

    def paint(self, canvas: Canvas, x: float, y: float, leading: float, top: bool) -> None:
        base = y - self.how.size - (0 if top else 0.75 * leading)
        draw(canvas, Line(self.text, 0.0, 0.0), x, base, self.how)


@dataclass(frozen=True)
class Float(Part):
    """A table, a figure or a box: it waits for the next column where it does not fit."""

    floats = True
    space = 7.0  # above and below

    @property
    @abstractmethod
    def height(self) -> float:
        """How high it is in points."""

    @abstractmethod
    def show(self, canvas: Canvas, x: float, y: float) -> None:
        """Paint it below a place."""

    def lines(self, leading: float, top: bool) -> int:
        return math.ceil((self.height + self.space * (1 if top else 2)) / leading)

    def paint(self, canvas: Canvas, x: float, y: float, leading: float, top: bool) -> None:
        free = self.lines(leading, top) * leading - self.height
        self.show(canvas, x, y - (0 if top else free / 2 - 2))


@dataclass(frozen=True)
class Tinted(Float):
    """Text in a box with a tint; `rule` is the colour of its upper edge."""

    said: tuple[Line, ...]
    how: Set
    wide: float
    tint: Color
    rule: Color
    step = 1.5  # leading in sizes
    pad = 9.0

    @property
    def height(self) -> float:
        return len(self.said) * self.step * self.how.size + 2 * self.pad - (self.step - 1) * self.how.size

    def show(self, canvas: Canvas, x: float, y: float) -> None:
        canvas.setFillColor(self.tint)
        canvas.rect(x, y - self.height, self.wide, self.height, stroke=0, fill=1)
        canvas.setFillColor(self.rule)
        canvas.rect(x, y - 1.6, self.wide, 1.6, stroke=0, fill=1)
        for i, line in enumerate(self.said):
            base = y - self.pad - self.how.size * (0.92 + i * self.step)
            draw(canvas, line, x + self.pad, base, self.how)
