"""Breaks text into lines: clusters, what may begin and end a line, justification."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .faces import Faces
from .page import Canvas, Ink

CLUSTERS = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,%/+&\-:]*|——|……| +|.", re.DOTALL)
NO_START = set("，。、；：？！）》”’】〕…％%]),.;:·①②③④⑤") | {"——", "……"}
NO_END = set("（《“‘【〔([")
SQUEEZE = 0.05  # how far, in ems per gap, a line may be drawn together
STRETCH = 0.6  # a gap wider than this (in ems) leaves the line ragged


@dataclass(frozen=True)
class Cluster:
    """Characters that are never parted, from start to end, with their width in ems."""

    start: int
    end: int
    text: str
    width: float


@dataclass(frozen=True)
class Line:
    """Characters [start, end) of a text; `text` is what is printed of them."""

    start: int
    end: int
    text: str
    width: float
    last: bool


class Setter:
    """Sets one text in a face and size, line by line."""

    def __init__(self, text: str, faces: Faces, face: str, size: float) -> None:
        self.text, self.size, self.face = text, size, face
        self.clusters = [Cluster(m.start(), m.end(), m[0], faces.width(m[0], face, 1)) for m in CLUSTERS.finditer(text)]

    def line(self, at: int, room: float) -> tuple[Line, int]:
        """The line that begins with cluster `at`, and the cluster after it."""
        at_text = self._skip(at)
        end, used = at_text, 0.0
        while end < len(self.clusters) and used + self.clusters[end].width <= room / self.size + 1e-6:
            used += self.clusters[end].width
            end += 1
        end = self._legal(at_text, max(end, at_text + 1), room)
        return self._make(at, at_text, end), end

    def _skip(self, at: int) -> int:
        while at < len(self.clusters) - 1 and self.clusters[at].text.isspace():
            at += 1
        return at

    def _legal(self, first: int, end: int, room: float) -> int:
        """Moves the break to where a line may end and the next one begin."""
        if end < len(self.clusters) and self.clusters[end].text in NO_START and self._squeezes(first, end + 1, room):
            end += 1
        legal = end
        while first + 1 < legal < len(self.clusters) and not self._breaks(legal):
            legal -= 1
        return legal if self._breaks(legal) else end

    def _breaks(self, at: int) -> bool:
        if at >= len(self.clusters):
            return True
        return self.clusters[at].text not in NO_START and self.clusters[at - 1].text not in NO_END

    def _squeezes(self, first: int, end: int, room: float) -> bool:
        if end < len(self.clusters) and not self._breaks(end):
            return False
        width = sum(c.width for c in self.clusters[first:end])
        return width - room / self.size <= SQUEEZE * (end - first - 1)

    def _make(self, at: int, first: int, end: int) -> Line:
        shown = "".join(c.text for c in self.clusters[first:end]).rstrip()
        width = sum(c.width for c in self.clusters[first:end] if not c.text.isspace() or c.end < len(self.text))
        trail = sum(c.width for c in self.clusters[end - 1 : end] if c.text.isspace())
        start = self.clusters[at].start
        return Line(start, self.clusters[end - 1].end, shown, (width - trail) * self.size, end >= len(self.clusters))

    def lines(self, room: float, first_room: float | None = None) -> list[Line]:
        """All lines, the first in a room of its own."""
        found: list[Line] = []
        at = 0
        while at < len(self.clusters):
            line, at = self.line(at, first_room if first_room is not None and not found else room)
            found.append(line)
        return found


def spacing_of(line: Line, room: float, size: float) -> float:
    """Space between characters that makes the line fill its room; a last line stays as it is."""
    gaps = len(line.text) - 1
    if gaps < 1 or (line.last and line.width <= room):
        return 0
    spacing = (room - line.width) / gaps
    return spacing if spacing <= STRETCH * size else 0


def draw_text(canvas: Canvas, faces: Faces, text: str, x: float, y: float, ink: Ink,
              spacing: float = 0, layer: str = "flow") -> float:  # fmt: skip
    """Draws text in pieces of one face each; returns where it ends."""
    for face, piece in faces.runs(text, ink.face):
        used = Ink(face, ink.size, ink.color, ink.bold, ink.slant)
        canvas.text(piece, x, y, used, spacing, layer)
        x += faces.width(piece, face, ink.size) + spacing * len(piece)
    return x


def draw_aligned(canvas: Canvas, faces: Faces, text: str, x: float, y: float, room: float, ink: Ink,
                 align: str = "left", layer: str = "flow") -> None:  # fmt: skip
    """Draws one line of text at the left, centre or right of a room."""
    slack = room - faces.width(text, ink.face, ink.size)
    draw_text(canvas, faces, text, x + slack * {"left": 0, "center": 0.5, "right": 1}[align], y, ink, 0, layer)


def draw_block(canvas: Canvas, faces: Faces, text: str, x: float, y: float, room: float, ink: Ink,
               step: float, align: str = "left", indent: float = 0) -> int:  # fmt: skip
    """Sets text in lines below one another, first baseline at y; returns the number of lines."""
    lines = Setter(text, faces, ink.face, ink.size).lines(room, room - indent)
    for i, line in enumerate(lines):
        shift = indent if i == 0 else 0
        if align == "left":
            spacing = spacing_of(line, room - shift, ink.size)
            draw_text(canvas, faces, line.text, x + shift, y + i * step, ink, spacing)
        else:
            draw_aligned(canvas, faces, line.text, x, y + i * step, room, ink, align)
    return len(lines)


def count_lines(faces: Faces, text: str, room: float, ink: Ink, indent: float = 0) -> int:
    return len(Setter(text, faces, ink.face, ink.size).lines(room, room - indent))
