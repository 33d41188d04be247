"""The one font, and text broken into lines: no line begins with a closing mark or ends with an opening one."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from functools import cache

import pymupdf
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT = "DroidSansFallback"
ATOM = re.compile(r"[!-~]+|.")
NO_START, NO_END = "，。、；：？！）》”’〕…·％■", "（《“‘〔"
SQUEEZE = 0.6  # ems that a line may be over, for a mark that may not begin the next
INK = HexColor("#1c1c1c")


@cache
def load() -> None:
    """Make the CJK font that PyMuPDF carries known."""
    pdfmetrics.registerFont(TTFont(FONT, io.BytesIO(pymupdf.Font("cjk").buffer)))


def width(text: str, size: float) -> float:
    """How wide a text is."""
    load()
    return float(pdfmetrics.stringWidth(text, FONT, size))


@dataclass(frozen=True)
class Set:
    """How text is set: its size, how far the first line is in, whether lines are justified, the colour."""

    size: float
    indent: float = 0.0
    justified: bool = True
    colour: Color = INK
    bold: bool = False


@dataclass(frozen=True)
class Line:
    """A line of text: how far it is in, and what each gap between characters gets."""

    text: str
    indent: float
    gap: float


def lines(text: str, room: float, how: Set) -> list[Line]:
    """The lines of a paragraph in a column so wide; the last but one gives to a last one of a single character."""
    made = _lines(text, room, how, {})
    if len(made) > 1 and len(made[-1].text) < 3:
        return _lines(text, room, how, {len(made) - 2: how.size})
    return made


def _lines(text: str, room: float, how: Set, shorter: dict[int, float]) -> list[Line]:
    made: list[Line] = []
    rest = ATOM.findall(text)
    while rest:
        indent = 0.0 if made else how.indent
        end = _end(rest, room - indent - shorter.get(len(made), 0.0), how.size)
        said = "".join(rest[:end]).rstrip()
        rest = rest[end + (rest[end : end + 1] == [" "]) :]
        made.append(Line(said, indent, _gap(said, room - indent, how, last=not rest)))
    return made


def _end(atoms: list[str], room: float, size: float) -> int:
    """How many atoms stand on the line."""
    end, used = 0, 0.0
    while end < len(atoms) and used + width(atoms[end], size) <= room:
        used += width(atoms[end], size)
        end += 1
    if end == len(atoms):
        return end
    if atoms[end] in NO_START and used + width(atoms[end], size) - room <= SQUEEZE * size:
        end += 1
    while end > 1 and end < len(atoms) and (atoms[end] in NO_START or atoms[end - 1] in NO_END):
        end -= 1
    return max(end, 1)


def _gap(said: str, room: float, how: Set, last: bool) -> float:
    over = room - width(said, how.size)
    joints = sum(1 for atom in ATOM.findall(said)) - 1
    if joints < 1 or (over > 0 and (last or not how.justified)):
        return 0.0
    return over / joints


def draw(canvas: Canvas, line: Line, x: float, base: float, how: Set) -> None:
    """Paint a line, each character in its place; Latin words and figures stay tight."""
    load()
    canvas.saveState()
    text = canvas.beginText()
    text.setFont(FONT, how.size)
    text.setFillColor(how.colour)
    if how.bold:
        text.setTextRenderMode(2)
        text.setStrokeColor(how.colour)
        canvas.setLineWidth(how.size / 34)
    at = x + line.indent
    for atom in ATOM.findall(line.text):
        text.setTextOrigin(at, base)
        text.textOut(atom)
        at += width(atom, how.size) + line.gap
    canvas.drawText(text)
    canvas.restoreState()


def put(canvas: Canvas, text: str, x: float, base: float, how: Set, align: str = "left") -> None:
    """Paint one short text from, around or up to a place."""
    shift = {"left": 0.0, "centre": 0.5, "right": 1.0}[align] * width(text, how.size)
    draw(canvas, Line(text, 0.0, 0.0), x - shift, base, how)
