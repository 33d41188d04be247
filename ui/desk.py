"""The library as the app's threads share it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.library import Library
from index.types import ArticleRow, Filters, IssueRow, Passage, Progress
from ingest.pdf.limits import Limits
from ingest.reader import Overrides, Reading
from qa import conflicts, references, register
from qa.answerer import Answerer
from qa.conflicts import Conflict
from qa.context import Turn
from qa.generators import Extractive, Generator
from qa.ledger import Ledger, Told
from qa.lookup import Lookup, lookup
from qa.types import Answer
from ui import compose
from ui.accounts import Accounts, may_edit


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures with what contradicts each, and how many there are in all."""

    rows: Sequence[tuple[Told, Conflict | None]]
    all: int


class Desk:
    """The library for many visitors: one request at a time, for it keeps one connection and one cache."""

    def __init__(
        self,
        library: Library,
        limits: Limits = Limits(),
        generator: Generator = Extractive(),
        accounts: Accounts | None = None,
    ) -> None:
        self._library = library
        self._limits = limits
        self._answerer = Answerer(library)
        self._generator = generator
        self._accounts = accounts
        self._lock = threading.RLock()

    def may_edit(self, request: Any) -> bool:
        """Whether the visitor of a gr.Request may change the library; whatever changes it asks this first."""
        return may_edit(self._accounts, request)

    def ask(self, question: str, filters: Filters = Filters(), before: Sequence[Turn] = ()) -> Answer:
        """Answer a question, completed from the dialogue before it; a model words the answer while others ask."""
        with self._lock:
            answer = self._answerer.ask(question, filters, history=before)
        return self._generator.improve(answer)

    def figures(self, query: str) -> list[Told]:
        """Figures that a query asks for, or all."""
        with self._lock:
            ledger = Ledger(self._library)
            return ledger.find(query) if query.strip() else ledger.all()

    def compared(self, query: str, only_conflicts: bool, most: int) -> Figures:
        """The first of these figures, each with what contradicts it; or the values of the conflicts among them."""
        told = self.figures(query)
        if only_conflicts:
            rows = [(value, each) for each in self.conflicts(told) for value in each.values]
            return Figures(rows[:most], len(rows))
        with self._lock:
            return Figures(conflicts.among(Ledger(self._library), told[:most]), len(told))

    def conflicts(self, told: Sequence[Told]) -> list[Conflict]:
        """The conflicts that figures are part of."""
        with self._lock:
            return conflicts.distinct(conflicts.among(Ledger(self._library), told))

    def policies(self, query: str) -> list[register.Entry]:
        """The documents that a query asks for, or all, by date."""
        with self._lock:
            return register.entries(self._library, query)

    def cite(self, text: str) -> Lookup:
        """Where a quotation or a locator stands; raises QuestionError for a text that cannot be looked up."""
        with self._lock:
            return lookup(self._library, text)

    def references(self, passages: Sequence[Passage], style: str) -> tuple[str, list[int]]:
        """The references of passages as one document, each once, and for each passage the number of its own."""
        with self._lock:
            printed, own = references.printable(self._library, passages, style)
        return printed, [keys["reference_number"] for keys in own]

    def issues(self) -> list[IssueRow]:
        """The catalogue."""
        with self._lock:
            return self._library.issues()

    def articles(self, issue_id: str | None = None) -> list[ArticleRow]:
        """The table of contents of one issue, or of all."""
        with self._lock:
            return self._library.articles(issue_id)

    def add(self, path: Path, replace: bool, password: str, steps: Progress, pages: Progress) -> dict[str, Any]:
        """Add a file and report on it; `pages` hears of each page read, `steps` of each passage indexed."""
        reading = Reading(password, limits=self._limits, progress=pages)
        return compose.add(self._library, path, Overrides(), replace, steps, reading, self._lock)
