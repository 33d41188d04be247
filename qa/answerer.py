"""The way of a question: understand, search, weigh, compose."""

from __future__ import annotations

import time
from dataclasses import replace

from index.library import Library
from index.types import Filters
from qa import compose, evidence
from qa.question import understand
from qa.types import Answer

SHOWN = 10  # passages that an answer carries
WEIGHED = 10  # passages whose sentences are weighed


class Answerer:
    """Answers questions from a library, extractively."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def ask(self, text: str, filters: Filters = Filters(), shown: int = SHOWN) -> Answer:
        """Answer a question: an Answer with status not_found where the evidence is too weak."""
        began = time.perf_counter()
        question = understand(text)
        form = evidence.form_of(question, self.library)
        query = self.library.query(text)
        found = self.library.find_evidence(query, max(shown, WEIGHED), filters, form)
        weighed = evidence.weigh(question, query, found, self.library, WEIGHED)
        answer = compose.compose(question, weighed, found.hits[:shown], self.library)
        return replace(answer, elapsed_ms=(time.perf_counter() - began) * 1000)
