"""Things that text flows around: figures with captions, and pull quotes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from .design import Design
from .flow import SMALL, Type
from .lines import count_lines, draw_aligned, draw_block
from .page import GREY, Canvas, Color, Ink
from .truth import ArticleTruth, where

Rect = tuple[float, float, float, float]
TINT: Color = (0.9, 0.93, 0.95)
ACCENT: Color = (0.75, 0.15, 0.15)


class Block(Protocol):
    """What can stand in a page's text: it knows its height in a width, draws itself and tells the truth of itself."""

    def height(self, look: Look, width: float) -> float: ...

    def draw(self, look: Look, canvas: Canvas, x: float, y: float, width: float) -> None: ...

    def record(self, truth: ArticleTruth, canvas: Canvas) -> None: ...


@dataclass(frozen=True)
class Look:
    """Type and design, for those that draw."""

    type: Type
    design: Design

    @property
    def small(self) -> Ink:
        return Ink("body", round(self.design.body * SMALL, 1))


@dataclass(frozen=True)
class Figure:
    """A photograph or a bar chart with labels, its caption below."""

    caption: str
    labels: tuple[str, ...]
    values: tuple[float, ...]
    ratio: float

    def height(self, look: Look, width: float) -> float:
        lines = count_lines(look.type.faces, self.caption, width, look.small) if self.caption else 0
        return width * self.ratio + lines * look.small.size * 1.4 + 8

    def draw(self, look: Look, canvas: Canvas, x: float, y: float, width: float) -> None:
        bottom = y + width * self.ratio
        if self.labels:
            self._chart(look, *canvas.upright((x, y, x + width, bottom)))
        else:
            canvas.photo((x, y, x + width, bottom))
        if self.caption:
            size = look.small.size
            align = look.design.caption_align
            draw_block(
                canvas, look.type.faces, self.caption, x, bottom + size * 1.5, width, look.small, size * 1.4, align
            )

    def _chart(self, look: Look, canvas: Canvas, box: Rect) -> None:
        x0, y0, x1, y1 = box
        canvas.rect(box, (0.95, 0.95, 0.95), GREY, 0.4)
        pitch, ink = (x1 - x0) / len(self.labels), Ink("head", round(look.small.size * 0.9, 1))
        floor = y1 - ink.size * 2
        for i, (label, value) in enumerate(zip(self.labels, self.values, strict=True)):
            left = x0 + i * pitch
            canvas.rect(
                (left + pitch * 0.25, floor - value * (floor - y0 - 8), left + pitch * 0.75, floor), (0.5, 0.6, 0.75)
            )
            draw_aligned(canvas, look.type.faces, label, left, y1 - ink.size * 0.6, pitch, ink, "center")
        canvas.line(x0 + 4, floor, x1 - 4, floor, 0.6)

    def record(self, truth: ArticleTruth, canvas: Canvas) -> None:
        truth.figure_text.extend(self.labels)
        if self.caption:
            truth.captions.append({"text": self.caption, **where(canvas.page)})


@dataclass(frozen=True)
class Quote:
    """A pull quote, bigger and coloured: between rules, in a box, or bare."""

    text: str
    style: str

    def ink(self, look: Look) -> Ink:
        return Ink("head", round(look.design.body * 1.35, 1), ACCENT, "")

    def height(self, look: Look, width: float) -> float:
        ink = self.ink(look)
        return count_lines(look.type.faces, self.text, width - 16, ink) * ink.size * 1.4 + 16

    def draw(self, look: Look, canvas: Canvas, x: float, y: float, width: float) -> None:
        ink, height = self.ink(look), self.height(look, width)
        if self.style == "box":
            canvas.rect((x, y, x + width, y + height), TINT)
        elif self.style == "rules":
            canvas.line(x, y, x + width, y, 1, ACCENT)
            canvas.line(x, y + height, x + width, y + height, 1, ACCENT)
        draw_block(
            canvas, look.type.faces, self.text, x + 8, y + 8 + ink.size, width - 16, ink, ink.size * 1.4, "center"
        )

    def record(self, truth: ArticleTruth, canvas: Canvas) -> None:
        truth.pull_quotes.append({"text": self.text, **where(canvas.page)})


@dataclass(frozen=True)
class Float:
    """A block with the columns it spans (0: all) and where it stands: top, bottom, middle, or astride the gutter."""

    block: Block
    span: int
    place: str
