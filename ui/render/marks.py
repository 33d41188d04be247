"""A passage with a quotation marked in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.types import Passage, Span
from qa.types import INTERRUPTED
from ui.render.text import esc


def highlight(passage: Passage, quote: str) -> str:
    """The passage as HTML with the pieces of a quotation marked where they stand."""
    out, position = [], 0
    for start, end in marks(passage, quote):
        out.append(f"{esc(passage.text[position:start])}<mark>{esc(passage.text[start:end])}</mark>")
        position = end
    return "".join([*out, esc(passage.text[position:])])


def marks(passage: Passage, quote: str) -> list[Span]:
    """Where the pieces of a quotation stand in the passage, white space aside.

    A sentence that holds them all goes first: cells of a table are short, and stand in many rows.
    """
    pieces = [squeezed for piece in quote.split(INTERRUPTED) if (squeezed := "".join(piece.split()))]
    for window in passage.sentences:
        found = _find(passage.text, window, pieces)
        if len(found) == len(pieces):
            return _joined(passage.text, found)
    return _joined(passage.text, _find(passage.text, (0, len(passage.text)), pieces))


def _find(text: str, window: Span, pieces: Sequence[str]) -> list[Span]:
    """Ranges of the pieces in a window of the text; the longest choose first, and none lie on another."""
    at = [i for i in range(*window) if not text[i].isspace()]
    free = "".join(text[i] for i in at)
    found = []
    for piece in sorted(pieces, key=len, reverse=True):
        start = free.find(piece)
        if start >= 0:
            end = start + len(piece)
            found.append((at[start], at[end - 1] + 1))
            free = free[:start] + "\0" * len(piece) + free[end:]
    return found


def _joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """The ranges in order; those with nothing but white space between them become one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
