"""Evidence: which sentences of the passages found answer the question, and how well."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from index import ranking
from index.library import Found, Library
from index.query import Query
from index.types import Hit, Span
from qa.question import Question
from qa.types import Kind

NEAR, PASSAGE, FORM = 0.4, 0.35, 0.3  # weights beside a sentence's own coverage
OWN, FORMED_OWN, ASKED_FLOOR, UNASKED = 0.6, 0.67, 0.4, 0.6  # of the trust
TYPED = (Kind.NUMBER, Kind.DATE, Kind.WHO, Kind.WHERE)
LABEL_MALUS = 0.5
SHORT = 12  # characters: less is a heading or a label


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a hit: `score` orders, `coverage` is its share of the question, `near` with neighbours."""

    hit: Hit
    index: int
    number: int  # among all sentences of the library
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
    answer; `asked`: share of what is counted or named that stands near the best sentence (1 if not told).
    """

    sentences: tuple[Sentence, ...]
    coverage: float = 0.0
    formed: float = 0.0
    asked: float = 1.0
    typed: bool = False

    @property
    def trust(self) -> float:
        """How far the best sentence can be trusted to answer, 0 to 1.

        A question for a figure, a date or a name is answered only by a sentence of that form that speaks of
        the thing asked for; any other by one that holds enough of the question.
        """
        if not self.sentences:
            return 0.0
        best = self.sentences[0]
        if self.typed:
            return min(0.99, self.formed * (ASKED_FLOOR + (1 - ASKED_FLOOR) * self.asked))
        return min(0.99, OWN * best.coverage + (1 - OWN) * best.near)


def form_of(question: Question, library: Library) -> Callable[[int], bool] | None:
    """Tells for the index of a sentence whether it has the form of an answer."""
    pattern = question.form
    if pattern is None:
        return None
    return lambda index: library.sentence_matches(index, pattern)


def weigh(question: Question, query: Query, found: Found, library: Library, depth: int) -> Evidence:
    """Score the sentences of the first hits: the question's words in and near them, their form, their passage."""
    form = form_of(question, library)
    best = found.hits[0].score if found.hits else 1.0
    sentences = [
        sentence
        for hit, index in zip(found.hits[:depth], found.indices, strict=False)
        for sentence in _sentences(question, hit, library.sentence_range(index), found, form, best)
    ]
    if not sentences:
        return Evidence(())
    sentences.sort(key=lambda sentence: -sentence.score)
    return Evidence(
        tuple(sentences),
        max(float(found.coverage.passages[i]) for i in found.indices[:depth]),
        max((FORMED_OWN * s.coverage + (1 - FORMED_OWN) * s.near for s in sentences if s.formed), default=0.0),
        _asked(question, query, sentences[0].number, library),
        question.kind in TYPED,
    )


def _asked(question: Question, query: Query, number: int, library: Library) -> float:
    """Share of the words about the question word that stand in a sentence or next to it."""
    concepts = tuple(c for c in query.concepts if any(word in question.asked for word in c.words))
    if not concepts:
        return UNASKED
    held = ranking.coverage(library.arrays, Query(question.asked, concepts, ()))
    return float(held.near[number])


def _sentences(
    question: Question, hit: Hit, span: Span, found: Found, form: Callable[[int], bool] | None, best: float
) -> list[Sentence]:
    lead = PASSAGE * hit.score / (best or 1.0)
    made = []
    for index, k in enumerate(range(*span)):
        own, near = float(found.coverage.sentences[k]), float(found.coverage.near[k])
        formed = form is not None and form(k)
        score = own + NEAR * near + lead + (FORM if formed else 0.0) - _malus(question, hit, index)
        made.append(Sentence(hit, index, k, score, own, near, formed))
    return made


def _malus(question: Question, hit: Hit, index: int) -> float:
    """Headings and labels answer nothing; how many is not answered without a figure."""
    start, end = hit.passage.sentences[index]
    text = hit.passage.text[start:end]
    if end - start < SHORT or text == hit.passage.section:
        return LABEL_MALUS
    return FORM if question.kind is Kind.NUMBER and not any(map(str.isdigit, text)) else 0.0
