"""Evidence: which sentences of the passages found answer the question, and how well."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import periods
from index.bm25 import Ints
from index.library import Found, Library
from index.matches import Form
from index.query import Query
from index.types import Hit, Passage, Span
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
    return library.matches.of(question.form) if question.form is not None else None


def weigh(question: Question, query: Query, found: Found, library: Library, depth: int) -> Evidence:
    """Score the sentences of the first hits: the question's words in and near them, their form, their passage."""
    places, owners = _places(found, depth)
    if not len(places):
        return Evidence(())
    own, near = found.coverage.sentences[places], found.coverage.near[places]
    numbers = found.candidates.sentences[places]
    form = form_of(question, library)
    formed = np.zeros(len(places), bool) if form is None else form(numbers)
    score = (
        own
        + NEAR * near
        + PASSAGE * _lead(found.hits[:depth])[owners]
        + FORM * formed
        - _malus(question, numbers, library)
    )
    best = [
        Sentence(
            found.hits[owners[i]],
            int(places[i] - found.candidates.starts[found.order[owners[i]]]),
            int(places[i]),
            float(score[i]),
            float(own[i]),
            float(near[i]),
            bool(formed[i]),
        )
        for i in np.argsort(-score, kind="stable")[:KEPT].tolist()
    ]
    return Evidence(
        tuple(best),
        float(found.coverage.passages[found.order[:depth]].max()),
        float(np.max(FORMED_OWN * own + (1 - FORMED_OWN) * near, where=formed, initial=0.0)),
        _asked(question, query, best[0].place, found),
        question.kind in TYPED,
        len(query.concepts) <= SHORT_QUESTION,
        found.coverage.known,
        _dated(question, best[0].hit),
    )


def _lead(hits: list[Hit]) -> NDArray[np.float32]:
    """Scores as shares of the best, none below 0."""
    scores = np.array([hit.score for hit in hits], np.float32)
    return np.clip(scores / scores[0], 0, 1) if scores[0] > 0 else np.ones_like(scores)


def _dated(question: Question, hit: Hit) -> bool:
    """Whether one of the years asked for stands in the passage, by name or by relation, or is its issue's."""
    years = YEAR.findall(question.folded)
    return not years or any(_tells(hit.passage, year) for year in years)


def _tells(passage: Passage, year: str) -> bool:
    now = periods.seen_from(passage.issue)
    named = year in passage.text or year in passage.issue
    return named or (now is not None and int(year) in periods.years(passage.text, now))


def _asked(question: Question, query: Query, place: int, found: Found) -> float:
    """Share of the words about the question word that stand in a sentence or next to it."""
    chosen = [i for i, concept in enumerate(query.concepts) if any(word in question.asked for word in concept.words)]
    return found.coverage.of(chosen, place) if chosen else UNASKED


def _places(found: Found, depth: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places of the sentences of the first hits among those of the candidates, and whose they are."""
    starts, order = found.candidates.starts, np.array(found.order[:depth], np.int64)
    counts = starts[order + 1] - starts[order]
    owners = np.repeat(np.arange(len(order)), counts)
    return np.arange(len(owners)) + (starts[order] - np.cumsum(counts) + counts)[owners], owners


def _malus(question: Question, numbers: Ints, library: Library) -> NDArray[np.float32]:
    """Headings and labels answer nothing; how many is not answered without a figure."""
    malus = np.zeros(len(numbers), np.float32)
    if question.kind is Kind.NUMBER:
        malus[~library.matches.of(DIGIT)(numbers)] = FORM
    malus[library.matches.test("label", _is_label)(numbers)] = LABEL_MALUS
    return malus


def _is_label(passage: Passage, index: int) -> bool:
    text = passage.sentence(index)
    return len(text) < SHORT or text == passage.section or text.endswith(("？", "?"))
