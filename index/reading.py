"""An article as it is read, from its passages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from index.types import Passage


def in_order(passages: Sequence[Passage]) -> list[Passage]:
    """The passages of an article as they are read: each table, list and caption behind the paragraph it stands at.

    `passages` are in the order of the store, the prose first. No paragraph is interrupted.
    """
    prose = [passage for passage in passages if passage.kind == "text"]
    behind: dict[int, list[Passage]] = defaultdict(list)
    for aside in sorted((passage for passage in passages if passage.kind != "text"), key=_begin):
        behind[_place(aside, prose)].append(aside)
    return [*behind[-1], *(read for number, passage in enumerate(prose) for read in (passage, *behind[number]))]


def _place(aside: Passage, prose: Sequence[Passage]) -> int:
    """Behind which passage of the prose something set apart stands, -1: before all."""
    before = [number for number, passage in enumerate(prose) if _begin(passage) < _begin(aside)]
    place = max(before, key=lambda number: _begin(prose[number]), default=-1)
    while 0 <= place < len(prose) - 1 and not prose[place + 1].opens:
        place += 1
    return place


def _begin(passage: Passage) -> int:
    return min(piece.order for piece in passage.pieces)


def whole(passages: Iterable[Passage]) -> str:
    """The text of passages that follow each other, a paragraph, heading or row a line."""
    text = ""
    for passage in passages:
        text += _glue(text, passage) + passage.text
    return text


def _glue(text: str, passage: Passage) -> str:
    """Nothing, a line feed before what opens, a blank within a paragraph of words in Latin letters."""
    if not text:
        return ""
    if passage.opens:
        return "\n"
    return " " if text[-1].isascii() and passage.text[0].isascii() else ""


def pdf_pages(passages: Iterable[Passage]) -> list[int]:
    """The pages of the PDF that passages stand on, from 1; none of a text."""
    return sorted({box.pdf_page for passage in passages for box in passage.boxes})
