"""Figures and boxes of figures: floats with a caption, drawn from what the text tells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from reportlab.graphics import renderPDF
from reportlab.graphics.shapes import Circle, Drawing, Line, Rect, String
from reportlab.lib.colors import Color, HexColor, white
from reportlab.pdfgen.canvas import Canvas

from tests.typeset.digests import letters
from tests.typeset.digests.letters import FONT, INK, Set, put, width
from tests.typeset.digests.parts import Float

GREY = HexColor("#8a8f94")
CELL = 8.2
ACROSS = 300.0  # points: a float so wide stands over all columns


@dataclass(frozen=True)
class Look:
    """The colours of an issue: strong, and as a tint."""

    strong: Color
    tint: Color


@dataclass(frozen=True)
class Captioned(Float):
    """A float with a caption above or below."""

    caption: str
    wide: float
    look: Look
    above: ClassVar[bool] = False

    @property
    def inner(self) -> float:
        """The height without the caption."""
        raise NotImplementedError

    @property
    def height(self) -> float:
        return self.inner + self.band

    @property
    def band(self) -> float:
        """The height of the caption."""
        return 6 + 11 * len(self._caption())

    def _caption(self) -> list[letters.Line]:
        return letters.lines(self.caption, self.wide, Set(8.4, justified=False))

    def show(self, canvas: Canvas, x: float, y: float) -> None:
        colour, base = (self.look.strong, y - 9.5) if self.above else (GREY, y - self.inner - 12.5)
        for i, line in enumerate(self._caption()):
            put(canvas, line.text, x + self.wide / 2, base - i * 11, Set(8.4, colour=colour), "centre")
        self.body(canvas, x, y - self.inner - (self.band if self.above else 0))

    def body(self, canvas: Canvas, x: float, y: float) -> None:
        """Paint what stands beside the caption, its lower left corner here."""
        renderPDF.draw(self.drawing(), canvas, x, y)

    def drawing(self) -> Drawing:
        """What is drawn."""
        raise NotImplementedError


@dataclass(frozen=True)
class Told(Captioned):
    """A float that shows data: a label, a value and a text each."""

    data: tuple[tuple[str, float, str], ...] = ()


@dataclass(frozen=True)
class Bars(Told):
    """Bars that lie, a label before and a figure behind each."""

    @property
    def step(self) -> float:
        """From bar to bar."""
        return 21.0 if self.wide > ACROSS else 16.0

    @property
    def inner(self) -> float:
        return self.step * len(self.data) + 6

    def drawing(self) -> Drawing:
        drawn = Drawing(self.wide, self.inner)
        left = max(width(label, CELL) for label, _, _ in self.data) + 8
        right = max(width(said, CELL) for _, _, said in self.data) + 8
        full, most = self.wide - left - right, max(value for _, value, _ in self.data)
        for i, (label, value, said) in enumerate(self.data):
            y = self.inner - (i + 1) * self.step
            drawn.add(_text(left - 6, y + 3, label, "end"))
            long = max(full * value / most, 1.0)
            drawn.add(Rect(left, y, long, 11, fillColor=self.look.strong, strokeColor=None))
            drawn.add(_text(left + long + 4, y + 3, said, "start"))
        drawn.add(Line(left, 0, left, self.inner, strokeColor=GREY, strokeWidth=0.6))
        return drawn


@dataclass(frozen=True)
class Columns(Told):
    """Bars that stand, a figure above and a label below each."""

    @property
    def inner(self) -> float:
        return 138.0 if self.wide > ACROSS else 96.0

    def drawing(self) -> Drawing:
        drawn = Drawing(self.wide, self.inner)
        step, most = self.wide / len(self.data), max(value for _, value, _ in self.data)
        bar = min(step * 0.5, 44)
        for i, (label, value, said) in enumerate(self.data):
            x, tall = (i + 0.5) * step, (self.inner - 30) * value / most
            drawn.add(Rect(x - bar / 2, 16, bar, tall, fillColor=self.look.strong, strokeColor=None))
            drawn.add(_text(x, 20 + tall, said, "middle"))
            drawn.add(_text(x, 4, label, "middle"))
        drawn.add(Line(0, 16, self.wide, 16, strokeColor=GREY, strokeWidth=0.6))
        return drawn


@dataclass(frozen=True)
class Timeline(Told):
    """Years on a line, what happened beside them."""

    step: float = 18.0

    @property
    def inner(self) -> float:
        return self.step * len(self.data) + 4

    def drawing(self) -> Drawing:
        drawn, x = Drawing(self.wide, self.inner), 46.0
        drawn.add(Line(x, 6, x, self.inner - 6, strokeColor=GREY, strokeWidth=0.8))
        for i, (year, _, said) in enumerate(self.data):
            y = self.inner - (i + 0.6) * self.step
            drawn.add(Circle(x, y, 3.2, fillColor=self.look.strong, strokeColor=white, strokeWidth=1))
            drawn.add(_text(x - 10, y - 3, year, "end"))
            drawn.add(_text(x + 10, y - 3, said, "start"))
        return drawn


@dataclass(frozen=True)
class Layers(Told):
    """Layers that lie on each other, each with its name and what it holds."""

    step: float = 27.0

    @property
    def inner(self) -> float:
        return self.step * len(self.data)

    def drawing(self) -> Drawing:
        drawn = Drawing(self.wide, self.inner)
        for i, (name, _, said) in enumerate(self.data):
            y = self.inner - (i + 1) * self.step
            drawn.add(Rect(0, y + 2, self.wide, self.step - 4, fillColor=self.look.tint, strokeColor=None))
            drawn.add(Rect(0, y + 2, 4, self.step - 4, fillColor=self.look.strong, strokeColor=None))
            drawn.add(_text(10, y + self.step / 2 - 3, name, "start", self.look.strong))
            drawn.add(_text(self.wide - 6, y + self.step / 2 - 3, said, "end"))
        return drawn


@dataclass(frozen=True)
class Facts(Told):
    """A box of large figures, each with what it counts."""

    step: float = 30.0
    above: ClassVar[bool] = True

    @property
    def band(self) -> float:
        return 24.0

    @property
    def inner(self) -> float:
        return 54.0 if self.wide > ACROSS else self.step * len(self.data) + 4

    def show(self, canvas: Canvas, x: float, y: float) -> None:
        canvas.setFillColor(self.look.tint)
        canvas.rect(x, y - self.height, self.wide, self.height, stroke=0, fill=1)
        canvas.setFillColor(self.look.strong)
        canvas.rect(x, y - 20, self.wide, 20, stroke=0, fill=1)
        put(canvas, self.caption, x + 9, y - 13.8, Set(9.6, colour=white, bold=True))
        self.body(canvas, x, y - self.height)

    def drawing(self) -> Drawing:
        drawn = Drawing(self.wide, self.inner)
        if self.wide > ACROSS:
            return self._side_by_side(drawn)
        for i, (figure, _, said) in enumerate(self.data):
            y = self.inner - (i + 1) * self.step + 10
            drawn.add(_text(9, y, figure, "start", self.look.strong, 15))
            drawn.add(_text(self.wide - 9, y, said, "end"))
        return drawn

    def _side_by_side(self, drawn: Drawing) -> Drawing:
        step = self.wide / len(self.data)
        for i, (figure, _, said) in enumerate(self.data):
            drawn.add(_text((i + 0.5) * step, 28, figure, "middle", self.look.strong, 18))
            drawn.add(_text((i + 0.5) * step, 11, said, "middle"))
        return drawn


def _text(x: float, y: float, said: str, anchor: str, colour: Color = INK, size: float = CELL) -> String:
    return String(x, y, said, fontName=FONT, fontSize=size, fillColor=colour, textAnchor=anchor)
