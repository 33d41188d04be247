"""Evidence: which sentences of the passages found answer the question, and how well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest

from index.library import Found, Library
from index.query import Query
from index.ranking import Form
from index.types import Hit, Span
from ingest.chars import ends_sentence
from qa.question import Question
from qa.types import Kind

NEAR, PASSAGE, FORM = 0.4, 0.35, 0.3  # weights beside a sentence's own coverage
OWN, FORMED_OWN, ASKED_FLOOR, UNASKED = 0.6, 0.67, 0.4, 0.6  # of the trust
SHORT_QUESTION = 3  # concepts, of which a share must stand together
SHORT_COVERAGE = {True: 0.6, False: 0.5}  # for a figure, date or name; for anything else
MIN_KNOWN = 0.32
TYPED = (Kind.NUMBER, Kind.DATE, Kind.WHO, Kind.WHERE)
LABEL_MALUS = 0.5
YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?=年|$|[^\d.])")
DIGIT = re.compile(r"\d")
KEPT = 8  # sentences that an answer is composed from
SHORT = 12  # characters: less is a heading or a label


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a hit: `score` orders, `coverage` is its share of the question, `near` with neighbours."""

    hit: Hit
    index: int
    place: int  # among the sentences of the candidates
    score: float
    coverage: float
    near: float
    formed: bool

    @property
    def span(self) -> Span:
        """Its range in the passage."""
        return self.hit.passage.sentences[self.index]

    @property
    def text(self) -> str:
        """Its words."""
        return self.hit.passage.sentence(self.index)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sentences, best first, and what speaks for their answering.

    `coverage`: of the question by the best passage; `formed`: by the best sentence that has the form of an
    answer; `asked`: share of what is counted or named that stands near the best sentence (1 if not told);
    `typed`: the question is for a figure, a date or a name; `short`: it is of so few words that each counts;
    `known`: share of its words that the library has at all; `dated`: a year asked for stands in the passage.
    """

    sentences: tuple[Sentence, ...]
    coverage: float = 0.0
    formed: float = 0.0
    asked: float = 1.0
    typed: bool = False
    short: bool = False
    known: float = 1.0
    dated: bool = True

    @property
    def trust(self) -> float:
        """How far the best sentence can be trusted to answer, 0 to 1.

        A question for a figure, a date or a name is answered only by a sentence of that form that speaks of
        the thing asked for; any other by one that holds enough of the question.
        """
        if not self.sentences:
            return 0.0
        best = self.sentences[0]
        if self.known < MIN_KNOWN or (self.short and best.near < SHORT_COVERAGE[self.typed]):
            return 0.0
        if self.typed and not self.dated:
            return 0.0
        if self.typed:
            return min(0.99, self.formed * (ASKED_FLOOR + (1 - ASKED_FLOOR) * self.asked))
        return min(0.99, OWN * best.coverage + (1 - OWN) * best.near)


def leads(hits: list[Hit]) -> Evidence:
    """The first full sentence of each passage, as evidence of what an article says."""
    found = []
    for hit in hits:
        said = [hit.passage.sentence(i) for i in range(len(hit.passage.sentences))]
        full = [i for i, text in enumerate(said) if len(text) >= SHORT and ends_sentence(text)]
        index = full[0] if full and hit.passage.kind == "text" else None
        if index is not None:
            found.append(Sentence(hit, index, 0, 1.0, 1.0, 1.0, True))
    return Evidence(tuple(found), 1.0, 1.0)


def form_of(question: Question, library: Library) -> Form | None:
    """Tells for the number of a sentence whether it has the form of an answer."""
    return library.matcher(question.form) if question.form is not None else None


def weigh(question: Question, query: Query, found: Found, library: Library, depth: int) -> Evidence:
    """Score the sentences of the first hits: the question's words in and near them, their form, their passage."""
    form = form_of(question, library)
    rows = [
        row
        for hit, place in zip(found.hits[:depth], found.order, strict=False)
        for row in _scored(question, hit, place, found, form, library)
    ]
    if not rows:
        return Evidence(())
    best = [
        Sentence(hit, index, place, -score, own, near, formed)
        for score, place, hit, index, own, near, formed in nsmallest(KEPT, rows)
    ]
    return Evidence(
        tuple(best),
        max(float(found.coverage.passages[place]) for place in found.order[:depth]),
        max((FORMED_OWN * row[4] + (1 - FORMED_OWN) * row[5] for row in rows if row[6]), default=0.0),
        _asked(question, query, best[0].place, found),
        question.kind in TYPED,
        len(query.concepts) <= SHORT_QUESTION,
        found.coverage.known,
        _dated(question, best[0].hit),
    )


def _dated(question: Question, hit: Hit) -> bool:
    """Whether one of the years asked for stands in the passage, or is the year of its issue."""
    years = YEAR.findall(question.folded)
    return not years or any(year in hit.passage.text or year in hit.passage.issue for year in years)


def _asked(question: Question, query: Query, place: int, found: Found) -> float:
    """Share of the words about the question word that stand in a sentence or next to it."""
    chosen = [i for i, concept in enumerate(query.concepts) if any(word in question.asked for word in concept.words)]
    return found.coverage.of(chosen, place) if chosen else UNASKED


Scored = tuple[
    float, int, Hit, int, float, float, bool
]  # of a Sentence, the score negated so that the best sorts first


def _scored(
    question: Question, hit: Hit, place: int, found: Found, form: Form | None, library: Library
) -> Iterator[Scored]:
    lead = PASSAGE * hit.score / (found.hits[0].score or 1.0)
    span = found.candidates.range(place)
    numbers = found.candidates.sentences[span.start : span.stop].tolist()
    own = found.coverage.sentences[span.start : span.stop].tolist()
    near = found.coverage.near[span.start : span.stop].tolist()
    has_digit = library.matcher(DIGIT)
    for index, k in enumerate(span):
        formed = form is not None and form(numbers[index])
        malus = _malus(question, hit, index, has_digit(numbers[index]))
        score = own[index] + NEAR * near[index] + lead + (FORM if formed else 0.0) - malus
        yield -score, k, hit, index, own[index], near[index], formed


def _malus(question: Question, hit: Hit, index: int, has_digit: bool) -> float:
    """Headings and labels answer nothing; how many is not answered without a figure."""
    start, end = hit.passage.sentences[index]
    text = hit.passage.text[start:end]
    if end - start < SHORT or text == hit.passage.section or text.endswith(("？", "?")):
        return LABEL_MALUS
    return FORM if question.kind is Kind.NUMBER and not has_digit else 0.0
