"""Characters of a page as pdfplumber gives them become glyphs in reading coordinates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ingest.chars import is_han
from ingest.pdf.types import Rect, Style, Turn, turned

UNKNOWN = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd\x00-\x08\x0e-\x1f]")
TAG = re.compile(r"^[A-Z]{6}\+")
BOLD = re.compile(r"bold|black|heavy|hei", re.IGNORECASE)
DOUBLED = 0.25  # of the size: the same character drawn again that near makes it bold
GRID = 8.0  # points: the cell of the lookup of neighbours
NEAR = (0.8, 1.45)  # of the size: distance to the next character on a line
STRAIGHT = 0.12  # of the size: sway of characters on one line
RATIO = 1.3  # so much more characters have a neighbour below than beside in vertical text
MIN_GLYPHS, SAMPLE = 12, 250  # characters that tell the direction of a page: at least, and about so many


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character: its rectangle, the height of its baseline, how it looks."""

    text: str
    rect: Rect
    base: float
    style: Style
    turn: Turn = Turn.NONE
    spaced: bool = False  # a space stands before it

    @property
    def blank(self) -> bool:
        """Whether it is a space."""
        return self.text.isspace()


def read(chars: Iterable[dict[str, Any]], width: float, height: float) -> list[Glyph]:
    """Glyphs of a page in printed coordinates; those off the page are left out."""
    styles: dict[tuple[Any, ...], Style] = {}
    glyphs = []
    for char in chars:
        text = char["text"]
        x, y = char["x0"] + char["x1"], char["top"] + char["bottom"]
        if text and 0 <= x <= 2 * width and 0 <= y <= 2 * height:
            glyphs.append(_glyph(char, text, height, styles))
    return glyphs


def _glyph(char: dict[str, Any], text: str, height: float, styles: dict[tuple[Any, ...], Style]) -> Glyph:
    a, b, _, _, _, f = char["matrix"]
    upright = abs(a) >= abs(b)
    size = char["bottom"] - char["top"] if upright else char["x1"] - char["x0"]
    key = (round(size, 1), char["fontname"], char["non_stroking_color"])
    if key not in styles:
        styles[key] = Style(key[0], TAG.sub("", str(key[1])), _colour(key[2]), BOLD.search(str(key[1])) is not None)
    turn = Turn.NONE if upright and a >= 0 else _turn(a, b)
    rect = Rect(char["x0"], char["top"], char["x1"], char["bottom"])
    base = height - f if turn is Turn.NONE and rect.top < height - f <= rect.bottom + 1 else rect.bottom
    return Glyph(text, rect, base, styles[key], turn)


def _turn(a: float, b: float) -> Turn:
    if abs(a) >= abs(b):
        return Turn.OVER
    return Turn.LEFT if b > 0 else Turn.RIGHT


def _colour(value: Any) -> str:
    parts = value if isinstance(value, list | tuple) else (value,)
    if not all(isinstance(part, int | float) for part in parts):
        return "pattern"
    numbers = [round(float(part), 2) for part in parts]
    grey = len(numbers) == 3 and max(numbers) - min(numbers) < 0.02
    return str([numbers[0]] if grey else numbers)


def once(glyphs: list[Glyph]) -> list[Glyph]:
    """Characters drawn twice for a bold effect become one that is bold."""
    seen: dict[tuple[str, int, int], list[int]] = {}
    kept: list[Glyph] = []
    for glyph in glyphs:
        reach = max(1.0, DOUBLED * glyph.style.size)
        twin = _twin(glyph, reach, seen, kept)
        if twin is None:
            seen.setdefault((glyph.text, int(glyph.rect.x0 / GRID), int(glyph.rect.top / GRID)), []).append(len(kept))
            kept.append(glyph)
        elif not kept[twin].style.bold:
            style = kept[twin].style
            bold = Style(style.size, style.font, style.colour, True)
            kept[twin] = Glyph(glyph.text, kept[twin].rect, kept[twin].base, bold, glyph.turn)
    return kept


def _twin(glyph: Glyph, reach: float, seen: dict[tuple[str, int, int], list[int]], kept: list[Glyph]) -> int | None:
    rect = glyph.rect
    for x in range(int((rect.x0 - reach) / GRID), int((rect.x0 + reach) / GRID) + 1):
        for y in range(int((rect.top - reach) / GRID), int((rect.top + reach) / GRID) + 1):
            for index in seen.get((glyph.text, x, y), ()):
                if _same_place(kept[index].rect, rect, reach):
                    return index
    return None


def _same_place(one: Rect, other: Rect, reach: float) -> bool:
    return abs(one.x0 - other.x0) <= reach and abs(one.top - other.top) <= reach


def direction(glyphs: list[Glyph]) -> Turn:
    """Which way most of the text of a page runs."""
    turns = Counter(glyph.turn for glyph in glyphs if not glyph.blank)
    most = turns.most_common(1)[0][0] if turns else Turn.NONE
    return Turn.VERTICAL if most is Turn.NONE and is_vertical(glyphs) else most


def is_vertical(glyphs: list[Glyph]) -> bool:
    """Whether upright characters follow each other downwards: told by which neighbour stands nearer."""
    han = [glyph for glyph in glyphs if is_han(glyph.text[0]) and glyph.turn is Turn.NONE]
    if len(han) < MIN_GLYPHS:
        return False
    cells: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in han:
        cells.setdefault((int(glyph.rect.x0 / GRID), int(glyph.rect.top / GRID)), []).append(glyph)
    beside = below = 0
    for glyph in han[:: max(1, len(han) // SAMPLE)]:
        right, down = _nearest(glyph, cells, True), _nearest(glyph, cells, False)
        below += down < right - 0.05
        beside += right < down - 0.05
    return below > RATIO * beside


def _nearest(glyph: Glyph, cells: dict[tuple[int, int], list[Glyph]], to_right: bool) -> float:
    """Distance, in sizes, to the next character in line; infinite where none stands near."""
    size, rect = glyph.style.size, glyph.rect
    x = rect.x0 + (size if to_right else 0)
    y = rect.top + (0 if to_right else size)
    best = float("inf")
    for cx in range(int((x - 0.5 * size) / GRID), int((x + 0.5 * size) / GRID) + 1):
        for cy in range(int((y - 0.5 * size) / GRID), int((y + 0.5 * size) / GRID) + 1):
            for other in cells.get((cx, cy), ()):
                ahead, sway = other.rect.x0 - rect.x0, other.rect.top - rect.top
                if not to_right:
                    ahead, sway = sway, ahead
                if NEAR[0] * size <= ahead <= NEAR[1] * size and abs(sway) <= STRAIGHT * size:
                    best = min(best, ahead / size)
    return best


def lay(glyph: Glyph, turn: Turn, width: float, height: float) -> Glyph:
    """A glyph in reading coordinates."""
    rect = turned(glyph.rect, turn, width, height)
    return Glyph(glyph.text, rect, rect.bottom, glyph.style, glyph.turn)


def share_unknown(glyphs: list[Glyph]) -> float:
    """Share of glyphs without a meaning: no Unicode, private use, replacement characters."""
    return sum(UNKNOWN.match(glyph.text) is not None for glyph in glyphs) / len(glyphs) if glyphs else 0.0
