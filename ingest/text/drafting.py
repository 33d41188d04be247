"""The state of the pass over the lines of a text that drafts its blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.drafts import Draft
from ingest.text.layout import Layout
from ingest.types import Kind, Line


@dataclass(slots=True)
class Drafting:
    """One pass over the lines of an issue: how far it is, what it has made, which sentence is open."""

    layout: Layout
    at: int = 0
    drafts: list[Draft] = field(default_factory=list)
    open: Draft | None = None  # a paragraph whose last sentence goes on
    table: Draft | None = None  # a table whose caption has been read
    prose_column: float = 0.0

    @property
    def line(self) -> Line:
        """The line to draft next."""
        return self.layout.lines[self.at]

    @property
    def last(self) -> Draft | None:
        """The draft made last."""
        return self.drafts[-1] if self.drafts else None

    @property
    def open_column(self) -> float | None:
        """Column width of the open paragraph."""
        return None if self.open is None else self.open.column

    @property
    def open_here(self) -> Draft | None:
        """The open paragraph if the line before, on the same leaf, may belong to it."""
        return None if self.layout.opens_leaf(self.at) else self.open

    def add(self, kind: Kind, run: Sequence[int]) -> Draft:
        """Make a draft of the lines from here to the end of a run."""
        lines = [self.layout.lines[index] for index in run]
        draft = Draft(kind, lines, self.layout.columns[self.at], interrupts=self.open is not None)
        self.drafts.append(draft)
        self.at += len(run)
        return draft

    def add_line(self, kind: Kind) -> Draft:
        """Make a draft of the line here."""
        return self.add(kind, range(self.at, self.at + 1))
