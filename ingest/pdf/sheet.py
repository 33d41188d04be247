"""A page as pdfplumber opens it becomes a sheet: runs of text, rules, areas and pictures in reading order's frame."""

from __future__ import annotations

from typing import Any

from ingest.pdf import glyphs, runs
from ingest.pdf.glyphs import Glyph
from ingest.pdf.types import Rect, Sheet, Turn, turned

THIN = 2.0  # points: a rectangle no wider is a rule
MIN_RULE = 6.0
MIN_AREA = 18.0  # points: a smaller filled area is decoration
WHITE = 0.985
MAX_OBJECTS = 4000  # rules, areas and pictures of a page that are looked at
MARGIN = 0.13  # of the page: a horizontal line of vertical pages stands within
LONE = 1.2  # of the size: free room about such a line


def read(page: Any) -> Sheet:
    """The sheet of one pdfplumber page."""
    width, height = float(page.width), float(page.height)
    found = glyphs.once(glyphs.read(page.chars, width, height))
    turn = glyphs.direction(found)
    main, across = _parted(found, turn, height)
    rules, fills = _drawn(page)
    pictures = [_rect(image) for image in page.images[:MAX_OBJECTS]]
    rules, fills, pictures = ([turned(r, turn, width, height) for r in some] for some in (rules, fills, pictures))
    laid = [glyphs.lay(glyph, turn, width, height) for glyph in main] if turn is not Turn.NONE else main
    sideways = turn not in (Turn.NONE, Turn.OVER)
    return Sheet(
        page.page_number,
        height if sideways else width,
        width if sideways else height,
        tuple(runs.build(laid, rules)),
        tuple(runs.build(across, [])),
        tuple(rules),
        tuple(fills),
        tuple(r for r in pictures if r.width > MIN_AREA and r.height > MIN_AREA),
        turn,
        (width, height),
        glyphs.share_unknown(found),
    )


def _parted(found: list[Glyph], turn: Turn, height: float) -> tuple[list[Glyph], list[Glyph]]:
    """The glyphs of the page's text, and those that run another way: heads above and below vertical text."""
    if turn is not Turn.VERTICAL:
        main = [glyph for glyph in found if glyph.turn is turn]
        upright = [glyph for glyph in found if glyph.turn is not turn and glyph.turn is Turn.NONE]
        return main, upright
    edge = [g for g in found if g.turn is Turn.NONE and not MARGIN * height < g.rect.middle < (1 - MARGIN) * height]
    lines = {id(g) for g in edge if _lone(g, found)}
    return [g for g in found if id(g) not in lines], [g for g in found if id(g) in lines]


def _lone(glyph: Glyph, found: list[Glyph]) -> bool:
    """Whether nothing stands right above or below a glyph."""
    reach = LONE * glyph.style.size
    zone = Rect(glyph.rect.x0 + 0.5, glyph.rect.top - reach, glyph.rect.x1 - 0.5, glyph.rect.bottom + reach)
    return not any(other is not glyph and zone.overlaps(other.rect) for other in found)


def _rect(item: dict[str, Any]) -> Rect:
    return Rect(float(item["x0"]), float(item["top"]), float(item["x1"]), float(item["bottom"]))


def _drawn(page: Any) -> tuple[list[Rect], list[Rect]]:
    """Rules and areas of a page; the frame of a stroked rectangle is four rules."""
    rules: list[Rect] = []
    fills: list[Rect] = []
    for item in (page.lines + page.rects + page.curves)[:MAX_OBJECTS]:
        rect = _rect(item)
        if min(rect.width, rect.height) <= THIN:
            if max(rect.width, rect.height) >= MIN_RULE:
                rules.append(rect)
            continue
        if item["object_type"] == "line" or min(rect.width, rect.height) < MIN_AREA / 3:
            continue
        if item.get("fill") and not _is_white(item.get("non_stroking_color")):
            fills.append(rect)
        elif item.get("stroke") and item["object_type"] == "rect":
            rules += _frame(rect)
    return rules, fills


def _frame(rect: Rect) -> list[Rect]:
    return [
        Rect(rect.x0, rect.top, rect.x1, rect.top),
        Rect(rect.x0, rect.bottom, rect.x1, rect.bottom),
        Rect(rect.x0, rect.top, rect.x0, rect.bottom),
        Rect(rect.x1, rect.top, rect.x1, rect.bottom),
    ]


def _is_white(colour: Any) -> bool:
    parts = colour if isinstance(colour, list | tuple) else (colour,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return False
    return sum(parts) <= 1 - WHITE if len(parts) == 4 else min(parts) >= WHITE
