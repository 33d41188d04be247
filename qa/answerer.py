"""The way of a question: understand, search, weigh, compose."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from index.library import Found, Library
from index.query import Query
from index.types import Filters, Hit
from ingest.errors import QuestionError
from qa import authors, compose, evidence, holdings, languages, trust
from qa.evidence import WEIGHED, Evidence
from qa.filters import narrowed
from qa.question import Question, understand
from qa.scope import author, scope
from qa.sides import sides
from qa.types import Answer, Kind, Turn

LONGEST = 5000  # characters of a question: more than anybody asks, and what patterns can be tried on
SHOWN = 10  # passages that an answer carries
GIST = 3  # passages whose opening sentences tell what an article says


class Answerer:
    """Answers questions from a library, extractively."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def ask(self, text: str, filters: Filters = Filters(), shown: int = SHOWN, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question, completed from the dialogue before it; status not_found where the evidence is too weak.

        Raises QuestionError for one that is too long to be any.
        """
        demand_short(text)
        began = time.perf_counter()
        self.library.follow()
        filters = narrowed(filters, self.library)
        asked = self._completed(text, history)
        answer = self.library.steady(lambda: self._answer(asked, filters, shown))
        return replace(answer, question=text, asked=asked, elapsed_ms=(time.perf_counter() - began) * 1000)

    def search(self, text: str, count: int, filters: Filters = Filters()) -> list[Hit]:
        """The best passages without an answer; of the one issue that the text names, where the library has it.

        Of an issue named alone, its first. Raises QuestionError for a text that is too long to be any question.
        """
        demand_short(text)
        filters = narrowed(filters, self.library)
        named = scope(text, self.library.issues)
        filters = replace(filters, issue=filters.issue or named.issue)
        if named.issue and not named.text.strip():
            return self.library.opening(filters, count)
        return self.library.steady(lambda: self.library.search(self.library.query(named.text), count, filters))

    def _completed(self, text: str, history: Sequence[Turn]) -> str:
        if not history:
            return text
        from qa.dialogue import complete  # the patterns of follow-ups, for those only

        return complete(text, history, self.library)

    def _answer(self, text: str, filters: Filters, shown: int) -> Answer:
        of_library = (text, self.library, filters, shown)
        if told := languages.refuse(*of_library) or holdings.answer(*of_library):
            return told
        text = authors.in_characters(text, self.library)
        named = scope(text, self.library.issues)
        question = replace(understand(named.text), text=text)
        if named.absent and not filters.issue:
            hits = self.library.search(self.library.query(text), shown, filters)
            return compose.absent(question, named.absent, hits, self.library)
        text, filters = named.text, replace(filters, issue=filters.issue or named.issue)
        title = filters.article or self.library.named(text, anywhere=question.gist)
        said = author(question.folded, lambda: self.library.authors) if title is None else None
        if said is not None and (own := self._by(said, question, text, filters, shown)):
            return own
        if title is not None:
            return self._of_article(title, question, text, filters, shown)
        hits, weighed, of_sides = self._evidence(question, text, filters, shown)
        return compose.compose(question, weighed, hits[:shown], self.library, of_sides)

    def _of_article(self, title: str, question: Question, text: str, filters: Filters, shown: int) -> Answer:
        """The answer of the article that the question names; behind its passages come the library's nearest."""
        within, of_sides = replace(filters, article=title), list[Evidence]()
        if question.gist:
            weighed, hits = self._gist(within, shown)
        else:
            hits, weighed, of_sides = self._evidence(question, text.replace(title, ""), within, shown)
        rest = self.library.search(self.library.query(text), shown, filters) if len(hits) < shown else []
        return compose.compose(question, weighed, _filled(hits, rest)[:shown], self.library, of_sides)

    def _by(self, said: str, question: Question, text: str, filters: Filters, shown: int) -> Answer | None:
        """The answer of an author's own passages; None where they hold none, since others may quote him.

        His name is not looked for in them: it stands above the article, seldom in it.
        """
        query = self.library.query(text.replace(said, " "))
        form = evidence.form_of(question, self.library)
        found = self.library.find_evidence(query, max(shown, WEIGHED), replace(filters, favoured=said), form)
        own = len(list(takewhile(lambda hit: said in hit.passage.authors, found.hits)))
        weighed = evidence.weigh(question, query, found, self.library, own)
        if weighed.told < trust.learned().found:
            return None
        return compose.compose(question, weighed, found.hits[:shown], self.library)

    def _evidence(
        self, question: Question, text: str, filters: Filters, shown: int
    ) -> tuple[list[Hit], Evidence, list[Evidence]]:
        """Search, and weigh the sentences found; of a comparison those for each side too."""
        query = self.library.query(text)
        found = self._found(query, question, filters, shown)
        if question.kind is not Kind.COMPARE or not self.library.parts.sides:
            return found.hits, evidence.weigh(question, query, found, self.library), []
        of_sides = [self._side(side, question, filters) for side in sides(question.folded)]
        found = found.led_by([hit.passage for own, _ in of_sides for hit in own.hits[:1]])
        return found.hits, evidence.weigh(question, query, found, self.library), [weighed for _, weighed in of_sides]

    def _side(self, side: str, whole: Question, filters: Filters) -> tuple[Found, Evidence]:
        """What one side of a comparison, as a question of its own, finds."""
        question, query = replace(understand(side), form=whole.form, kind=whole.kind), self.library.query(side)
        found = self._found(query, question, filters, WEIGHED)
        return found, evidence.weigh(question, query, found, self.library)

    def _found(self, query: Query, question: Question, filters: Filters, shown: int) -> Found:
        return self.library.find_evidence(query, max(shown, WEIGHED), filters, evidence.form_of(question, self.library))

    def _gist(self, filters: Filters, shown: int) -> tuple[Evidence, list[Hit]]:
        """What an article says, in the opening sentences of its first passages."""
        hits = self.library.opening(filters, shown)
        return evidence.leads(hits[:GIST]), hits


def demand_short(text: str) -> None:
    """Raise QuestionError for a text that is too long to be a question."""
    if len(text) > LONGEST:
        raise QuestionError(f"{text[:20]}…: {len(text):,} characters are no question; ask in at most {LONGEST:,}")


def _filled(hits: list[Hit], rest: list[Hit]) -> list[Hit]:
    """Hits with others behind them, whose scores are no higher."""
    have = {hit.passage.passage_id for hit in hits}
    least = min((hit.score for hit in hits), default=1.0)
    others = [hit for hit in rest if hit.passage.passage_id not in have]
    more = [replace(hit, rank=rank, score=min(hit.score, least)) for rank, hit in enumerate(others, len(hits) + 1)]
    return [*hits, *more]
