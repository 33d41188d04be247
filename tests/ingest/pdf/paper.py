"""Pages made by hand: runs, columns of lines, sheets."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.pdf.glyphs import Glyph
from ingest.pdf.types import Rect, Run, Sheet, Style, Turn

EM = 10.0
BODY = Style(EM, "Song", "[0]")
TITLE = Style(24.0, "Hei", "[0]", True)
LEADING = 15.0


def run(text: str, x0: float, top: float, style: Style = BODY) -> Run:
    return Run(text, Rect(x0, top, x0 + len(text) * style.size, top + style.size), style)


def column(texts: Sequence[str], x0: float, top: float, style: Style = BODY) -> list[Run]:
    return [run(text, x0, top + i * LEADING, style) for i, text in enumerate(texts)]


def glyphs(text: str, x0: float, base: float, size: float = EM, step: float = 1.0, down: bool = False) -> list[Glyph]:
    made = []
    for i, char in enumerate(text):
        x, y = (x0, base + i * step * size) if down else (x0 + i * step * size, base)
        made.append(Glyph(char, Rect(x, y - size, x + size, y), y, Style(size, "Song", "[0]"), Turn.NONE))
    return made


def sheet(runs: Sequence[Run], page: int = 1, width: float = 595.0, height: float = 842.0) -> Sheet:
    return Sheet(page, width, height, tuple(runs), printed=(width, height))


def prose(word: str, lines: int, length: int = 18) -> list[str]:
    """Lines of one paragraph: all but the last are full."""
    return [(word * length)[:length]] * (lines - 1) + [f"{word}。"]
