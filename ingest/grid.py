"""The grid of a table whose rows and columns are known."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.types import Line


@dataclass(frozen=True, slots=True)
class Grid:
    """Caption lines, rows of cells (a text and its lines), how many rows are heads, lines of the notes."""

    caption: list[Line]
    rows: list[list[tuple[str, list[Line]]]]
    heads: int
    notes: list[Line]
