"""Quotations: what a range of a passage says in its source, word for word.

Where the source is interrupted between two pieces (a caption, a running head, a column of a table), the
pieces are joined by ` … `; each piece stands word for word at its lines.
"""

from __future__ import annotations

from functools import lru_cache

from index.types import Passage, Span
from ingest.types import Piece
from qa.types import INTERRUPTED


def quote(passage: Passage, span: Span) -> tuple[str, tuple[Piece, ...]]:
    """The words of the source in a range of a passage, and the pieces they come from (offsets in the quote)."""
    text, made = "", []
    before: Piece | None = None
    for piece in _in_source_order(passage, span):
        words = passage.text[piece.start : piece.end]
        if before is not None:
            text += _between(passage, before, piece)
        start = len(text)
        text += words
        made.append(Piece(start, len(text), piece.line, piece.order, piece.leaf, piece.box))
        before = piece
    return text, tuple(made)


@lru_cache(maxsize=16)  # a citation asks twice: for its words, and for the place of the answer in them
def _in_source_order(passage: Passage, span: Span) -> tuple[Piece, ...]:
    """The pieces in the range, cut to it; of a table each line once, in the order of the source."""
    start, end = span
    cut = tuple(
        Piece(max(p.start, start), min(p.end, end), p.line, p.order, p.leaf, p.box)
        for p in passage.pieces
        if p.start < end and p.end > start
    )
    return cut if passage.kind != "table" else tuple(sorted(cut, key=lambda piece: (piece.order, piece.start)))


def _between(passage: Passage, before: Piece, piece: Piece) -> str:
    """Nothing, or the white space of the passage, between lines that follow each other; else an ellipsis."""
    if before.end <= piece.start:
        gap = passage.text[before.end : piece.start]
        if piece.order - before.order in (0, 1) and not gap.strip():
            return gap
    return INTERRUPTED


def locate(passage: Passage, span: Span, target: Span) -> tuple[Span, ...]:
    """Where ranges of the passage's text lie in the quotation of `span`."""
    found, position = [], 0
    before: Piece | None = None
    for piece in _in_source_order(passage, span):
        if before is not None:
            position += len(_between(passage, before, piece))
        first, last = max(piece.start, target[0]), min(piece.end, target[1])
        if first < last:
            found.append((position + first - piece.start, position + last - piece.start))
        position += piece.end - piece.start
        before = piece
    return _merge(found)


def _merge(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
