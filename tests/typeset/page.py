"""A page as a list of drawing operations, and a canvas that maps the make-up to it, upright or for vertical text."""

from __future__ import annotations

from dataclasses import dataclass, field

Color = tuple[float, float, float]
BLACK: Color = (0, 0, 0)
GREY: Color = (0.45, 0.45, 0.45)


@dataclass(frozen=True)
class Ink:
    """How text is printed: face, size, colour, bold (`double`, `stroke` or none), slanted."""

    face: str = "body"
    size: float = 10
    color: Color = BLACK
    bold: str = ""
    slant: bool = False


@dataclass(frozen=True)
class TextOp:
    """A run of one face on a baseline; `turn`: h, v (upright below one another) or r (turned clockwise)."""

    text: str
    x: float
    y: float
    ink: Ink
    spacing: float = 0
    turn: str = "h"
    layer: str = "flow"


@dataclass(frozen=True)
class ShapeOp:
    """A rectangle (fill, stroke or both) or a line from corner to corner."""

    kind: str
    x0: float
    y0: float
    x1: float
    y1: float
    fill: Color | None = None
    stroke: Color | None = None
    weight: float = 0.5


@dataclass
class Page:
    """One printed page: its size, its operations and what the truth says of it."""

    width: float
    height: float
    pdf_page: int
    half: str | None = None
    printed: int | None = None
    shown: bool = False
    section: str = ""
    sideways: int = 0  # 90 or 270: the content is drawn turned
    texts: list[TextOp] = field(default_factory=list)
    shapes: list[ShapeOp] = field(default_factory=list)


class Canvas:
    """Draws in the make-up's coordinates (x along the line, y from line to line)."""

    def __init__(self, page: Page, *, tall: bool = False) -> None:
        self.page, self.tall = page, tall

    @property
    def width(self) -> float:
        return self.page.height if self.tall else self.page.width

    @property
    def height(self) -> float:
        return self.page.width if self.tall else self.page.height

    def text(self, text: str, x: float, y: float, ink: Ink, spacing: float = 0, layer: str = "flow") -> None:
        """Puts a run on the baseline y."""
        if not text.strip():
            return
        if not self.tall:
            self.page.texts.append(TextOp(text, x, y, ink, spacing, "h", layer))
        elif text < "\x7f":
            self.page.texts.append(TextOp(text, self.page.width - y + 0.05 * ink.size, x, ink, spacing, "r", layer))
        else:
            center = self.page.width - y + 0.38 * ink.size
            self.page.texts.append(TextOp(text, center, x, ink, spacing, "v", layer))

    def upright(self, box: tuple[float, float, float, float]) -> tuple[Canvas, tuple[float, float, float, float]]:
        """A canvas that draws level on this page, and where it has the box."""
        return Canvas(self.page), self._box(box)

    def rect(
        self,
        box: tuple[float, float, float, float],
        fill: Color | None = None,
        stroke: Color | None = None,
        weight: float = 0.5,
    ) -> None:
        """A rectangle from (x0, y0) to (x1, y1)."""
        self.page.shapes.append(ShapeOp("rect", *self._box(box), fill, stroke, weight))

    def line(self, x0: float, y0: float, x1: float, y1: float, weight: float = 0.5, color: Color = BLACK) -> None:
        self.page.shapes.append(ShapeOp("line", *self._box((x0, y0, x1, y1)), None, color, weight))

    def photo(self, box: tuple[float, float, float, float]) -> None:
        self.page.shapes.append(ShapeOp("photo", *self._box(box)))

    def _box(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        x0, y0, x1, y1 = box
        if not self.tall:
            return box
        return self.page.width - y1, x0, self.page.width - y0, x1
