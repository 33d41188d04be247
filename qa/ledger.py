"""The ledger of figures: those of the library that a query asks for, and where each stands."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from index import facts, periods
from index.ledger import KIND, Entry, keys
from index.library import Library
from index.query import Concept, Query
from index.types import Passage, Span
from index.words import fold
from qa.quotes import locate, quote
from qa.types import Citation

SAID, OWN = 0.3, 1.0  # weights of a word in the sentence or title, and in what a figure says of itself
ENOUGH = 0.6  # of the best figure's score
READ = 2000  # passages whose figures are looked through
NEWEST, LIKEST = 120, 100  # figures with the same terms that are looked at, and that a figure is compared with
STATS = {"": "level"}
Place = tuple[Passage, int, Span | None]


@dataclass(frozen=True)
class Told:
    """A figure and the passage that tells it."""

    passage: Passage
    entry: Entry

    @property
    def year(self) -> int | None:
        """The year of its issue."""
        return periods.seen_from(self.passage.issue)

    @property
    def article(self) -> tuple[str, int]:
        """Its article."""
        return self.passage.issue_id, self.passage.article_no

    @property
    def span(self) -> Span:
        """The range of its passage's text."""
        return self.entry.start, self.entry.end

    @property
    def scope(self) -> str | None:
        """What the text tells of when, where and by whom, in one line."""
        return "，".join(part for part in (self.entry.period, self.entry.area, self.entry.said_by) if part) or None

    def cited(self, n: int) -> Citation:
        """Its sentence as a citation."""
        sentence = self.passage.sentences[self.entry.sentence]
        words, pieces = quote(self.passage, sentence)
        return Citation(n, self.passage, words, locate(self.passage, sentence, self.span), pieces)

    def as_json(self) -> dict[str, Any]:
        """The object that `hangke figures --json` prints."""
        place = self.cited(0).as_json()
        sentence = place.pop("quote")
        del place["n"]
        told = self.entry
        return {
            "indicator": told.indicator,
            "value": told.value,
            "number": told.number,
            "unit": told.unit,
            "area": told.area,
            "period": told.period,
            "qualifier": told.qualifier,
            "said_by": told.said_by,
            "stat": STATS.get(told.stat, told.stat),
            "goal": told.mode == "goal",
            "sentence": sentence,
            **place,
        }

    @cached_property
    def own(self) -> str:
        """What it says of itself: indicator, area, period, unit."""
        parts = (self.entry.indicator, self.entry.core, self.entry.area, self.entry.period, self.entry.unit)
        return fold(" ".join(part for part in parts if part))

    @cached_property
    def said(self) -> str:
        """What its sentence and the title of its article say."""
        return fold(f"{self.passage.article} {self.passage.sentence(self.entry.sentence)}")


class Ledger:
    """The figures of the issues that are searched.

    Facts that an older program drew are drawn anew first; raises LibraryUnwritable where they cannot be kept.
    """

    def __init__(self, library: Library) -> None:
        facts.freshen(library.store, library.words)
        self._library = library
        self._hidden = {row.issue_id for row in library.issues() if row.hidden}

    def all(self) -> list[Told]:
        """All figures, in the order of the library."""
        return self._told(self._library.store.facts(KIND))

    def of(self, passage: Passage) -> list[Told]:
        """The figures of a passage."""
        return self._told(self._library.store.facts_of(KIND, passage.passage_id))

    def at(self, places: Iterable[Place]) -> Iterator[Told]:
        """The figures of sentences, or of ranges of passages in them."""
        for passage, sentence, span in places:
            for told in self.of(passage):
                inside = span is None or (span[0] < told.entry.end and told.entry.start < span[1])
                if told.entry.sentence == sentence and inside:
                    yield told

    def like(self, told: Told, share: float, fits: Callable[[dict[str, Any]], bool]) -> list[Told]:
        """The figures that have such a share of a figure's terms, in units of its kind, and whose record fits.

        Of very many the newest, and of these the likest.
        """
        wanted, terms = keys(told.entry), set(told.entry.terms)
        rows = self._library.store.facts_by_keys(KIND, wanted, max(1, int(len(wanted) * share)), NEWEST)
        found = [row for row in rows if fits(row[1])]
        if len(found) > LIKEST:
            found = sorted(found, key=lambda row: -len(terms.intersection(row[1]["terms"])))[:LIKEST]
        return self._told(sorted(found, key=lambda row: row[0]))

    def find(self, text: str) -> list[Told]:
        """The figures that a query asks for, best first: its words weigh by how few figures have them."""
        query = self._library.query(text)
        told = self._near(query)
        scored = sorted(zip(_scores(query, told), told, strict=True), key=lambda p: (-p[0], len(p[1].entry.terms)))
        least = scored[0][0] * ENOUGH if scored else 0.0
        return [each for score, each in scored if score > 0 and score >= least]

    def _near(self, query: Query) -> list[Told]:
        """The figures among which a query is answered: all; of a large library those of the passages that fit best."""
        if len(self._library.arrays.positions) <= READ:
            return self.all()
        return [told for hit in self._library.search(query, READ) for told in self.of(hit.passage)]

    def _told(self, rows: list[tuple[int, dict[str, Any]]]) -> list[Told]:
        passages = self._library.passages_at({position for position, _ in rows})
        told = (Told(passages[position], Entry.read(record)) for position, record in rows)
        return [each for each in told if each.passage.issue_id not in self._hidden]


def _scores(query: Query, told: list[Told]) -> list[float]:
    held = [
        {i: weight for i, concept in enumerate(query.concepts) if (weight := _held(concept, each))} for each in told
    ]
    counts = Counter(i for each in held for i in each)
    return [sum(weight * math.log(1 + len(told) / counts[i]) for i, weight in each.items()) for each in held]


def _held(concept: Concept, told: Told) -> float:
    """How far a figure is of a concept: its own words, those of its sentence, or none."""
    if concept.stands_in(told.own):
        return OWN
    return SAID if concept.stands_in(told.said) else 0.0
