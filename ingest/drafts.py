"""Drafts of blocks: what readers of text and of PDF make, and the segmenter cuts into articles."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.bylines import Byline
from ingest.grid import Grid
from ingest.types import Kind, Line


@dataclass(slots=True)
class Draft:
    """Lines that make one block; `end` after an end mark, `edge` for a heading that ends its leaf."""

    kind: Kind
    lines: list[Line]
    column: float = 0.0
    end: bool = False
    edge: bool = False
    interrupts: bool = False  # stands in the way of an open sentence
    byline: Byline | None = None
    title: bool = False  # known for (part of) a title by its looks
    grid: Grid | None = None  # of a table whose rows and columns are known

    @property
    def text(self) -> str:
        """The lines, joined for a look at them."""
        return "".join(line.text for line in self.lines)
