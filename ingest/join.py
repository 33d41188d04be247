"""Lines joined into running text, each character range tied to its source line."""

from __future__ import annotations

import re

from ingest.chars import GLYPH, close_up, is_han, unspace
from ingest.columns import Fill, column_widths, fill
from ingest.marks import strip_end
from ingest.types import Line, Piece

HYPHENS = "-‐\u2010\u2011"
BROKEN_WORD = re.compile(rf"[A-Za-z]{{2,}}[{HYPHENS}]$")
BULLETS = re.compile(rf"^[{GLYPH}\s]+|[{GLYPH}]")


class Joiner:
    """Collects text and pieces."""

    def __init__(self) -> None:
        self.text = ""
        self.pieces: list[Piece] = []

    def add(self, line: Line, text: str, glue: str | None = None) -> None:
        """Append what one line holds; `glue` None means: as running text joins."""
        if not text:
            return
        if self.text and glue is None:
            glue = self._glue(text)
        self.text += glue or ""
        start = len(self.text)
        self.text += text
        self.pieces.append(Piece(start, len(self.text), line.number, line.order, line.leaf, line.box))

    def say(self, text: str) -> None:
        """Append words of ours, which no piece covers."""
        self.text += text

    def _glue(self, text: str) -> str:
        if BROKEN_WORD.search(self.text[-3:]) and text[:1].islower() and text[:1].isascii():
            self._drop_hyphen()
            return ""
        before, after = self.text[-1], text[0]
        latin = before.isascii() and after.isascii()
        bound = before in HYPHENS + "(/“‘[" or after in HYPHENS + ")/,.;:%]"
        return " " if latin and not bound else ""

    def _drop_hyphen(self) -> None:
        self.text = self.text[:-1]
        last = self.pieces.pop()
        self.pieces.append(Piece(last.start, last.end - 1, last.line, last.order, last.leaf, last.box))


def clean(text: str, mark: str | None, spaced: bool = False) -> str:
    """Take end marks and decoration off a line; spaces beside Chinese go unless they part names."""
    bare = BULLETS.sub("", strip_end(text, mark)[0])
    return unspace(bare).strip() if spaced else close_up(bare).strip()


def line_breaks(lines: list[Line]) -> set[int]:
    """Numbers of the lines that start anew in a list or in a figure: those after a line that is not full."""
    columns = column_widths(lines)
    fills = [fill(line.text, column) for line, column in zip(lines, columns, strict=True)]
    runs_on = [
        fills[i - 1] is Fill.FULL and columns[i] >= 8 and is_han(lines[i].text[:1]) and " " not in lines[i - 1].text
        for i in range(1, len(lines))
    ]
    return {line.number for line, on in zip(lines[1:], runs_on, strict=True) if not on}
