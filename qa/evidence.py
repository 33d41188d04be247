"""Evidence: which sentences of the passages found answer the question, and how far they can be trusted to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.library import Found, Library
from index.matches import Form
from index.query import Query
from index.types import Hit, Span
from ingest.chars import ends_sentence
from qa import features, trust
from qa.features import View
from qa.question import Question

WEIGHED = 10  # passages whose sentences are weighed
KEPT = 12  # sentences that an answer is composed from


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a hit: `score` orders; `chance` is its share, 0 to 1, of the likelihood of answering."""

    hit: Hit
    index: int
    score: float
    chance: float
    formed: bool

    @property
    def span(self) -> Span:
        """Its range in the passage."""
        return self.hit.passage.sentences[self.index]

    @property
    def key(self) -> tuple[str, int]:
        """Tells one sentence from another."""
        return self.hit.passage.passage_id, self.index

    @property
    def text(self) -> str:
        """Its words."""
        return self.hit.passage.sentence(self.index)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sentences, best first; the probability that the best one answers, and that the library answers at all."""

    sentences: tuple[Sentence, ...]
    right: float = 0.0
    told: float = 0.0
    view: View | None = None


def leads(hits: list[Hit]) -> Evidence:
    """The first full sentence of each passage, as evidence of what an article says."""
    found = []
    for hit in hits:
        said = [hit.passage.sentence(i) for i in range(len(hit.passage.sentences))]
        full = [i for i, text in enumerate(said) if len(text) >= features.SHORT and ends_sentence(text)]
        if full and hit.passage.kind == "text":
            found.append(Sentence(hit, full[0], 1.0, 1.0, True))
    return Evidence(tuple(found), 1.0, 1.0)


def form_of(question: Question, library: Library) -> Form | None:
    """Tells for the number of a sentence whether it has the form of an answer."""
    return library.matches.of(question.form) if question.form is not None else None


def weigh(question: Question, query: Query, found: Found, library: Library, depth: int = WEIGHED) -> Evidence:
    """Score the sentences of the first hits, and tell how far the best can be trusted."""
    view = View(question, query, library, found, found.hits[:depth])
    if not len(view.places) or not query.concepts:
        return Evidence(())
    learned = trust.learned()
    scores = np.array([learned.sentences[name] for name in features.NAMES], np.float32) @ features.table(view)
    likely = np.exp(scores - scores.max())
    chances = likely / likely.sum()
    order = np.argsort(-scores, kind="stable")[:KEPT].tolist()
    best = tuple(_sentence(view, i, float(scores[i]), float(chances[i])) for i in order)
    judged = trust.features(view, scores)
    return Evidence(best, learned.right(judged), learned.told(judged), view)


def _sentence(view: View, i: int, score: float, chance: float) -> Sentence:
    hit = view.hits[int(view.owners[i])]
    return Sentence(hit, int(view.indices[i]), score, chance, bool(view.formed[i]))
