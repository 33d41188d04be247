"""The library as the app's threads share it."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.library import Library
from index.types import ArticleRow, Filters, IssueRow, Progress
from ingest.pdf.limits import Limits
from ingest.reader import Overrides, Reading
from qa.answerer import Answerer
from qa.context import Turn
from qa.generators import Extractive, Generator
from qa.types import Answer
from ui import compose


class Desk:
    """The library for many visitors: one request at a time, for it keeps one connection and one cache."""

    def __init__(self, library: Library, limits: Limits = Limits(), generator: Generator = Extractive()) -> None:
        self._library = library
        self._limits = limits
        self._answerer = Answerer(library)
        self._generator = generator
        self._lock = threading.RLock()

    def ask(self, question: str, filters: Filters = Filters(), before: Sequence[Turn] = ()) -> Answer:
        """Answer a question, completed from the dialogue before it; a model words the answer while others ask."""
        with self._lock:
            answer = self._answerer.ask(question, filters, history=before)
        return self._generator.improve(answer)

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
