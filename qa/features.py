"""What a sentence is chosen by: named features of the sentences of the passages found, each an array with a value a
sentence. `qa/weights.json` has a weight for each, learned by `benchmarks/learn_answers.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.bm25 import Floats
from index.coverage import Coverage
from index.library import Found, Library
from index.query import Query
from index.types import Hit, Passage
from ingest.chars import ends_sentence
from qa.premises import Premises, premises, unmet
from qa.question import Question

SHORT = 12  # characters: less is a heading or a label
PREMISES = ("far_place", "other_place", "far_year", "other_year")


@dataclass(frozen=True)
class View:
    """The sentences of the first hits, and what a feature may look at."""

    question: Question
    query: Query
    library: Library
    found: Found
    hits: list[Hit]

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        """Of each hit its passage among the candidates."""
        return np.array(self.found.order[: len(self.hits)], np.int64)

    @cached_property
    def _counts(self) -> NDArray[np.int64]:
        """Of each hit the number of its sentences."""
        return np.diff(self.found.candidates.starts)[self._order]

    @cached_property
    def owners(self) -> NDArray[np.int64]:
        """Of each sentence its hit."""
        return np.repeat(np.arange(len(self._order)), self._counts)

    @cached_property
    def indices(self) -> NDArray[np.int64]:
        """Of each sentence its number in its passage."""
        first = np.cumsum(self._counts) - self._counts
        return np.asarray(np.arange(len(self.owners)) - first[self.owners])

    @cached_property
    def passages(self) -> NDArray[np.int64]:
        """Of each sentence its passage among the candidates."""
        return self._order[self.owners]

    @cached_property
    def places(self) -> NDArray[np.int64]:
        """Of each sentence its place among those of all candidates."""
        return np.asarray(self.found.candidates.starts[self.passages] + self.indices)

    @property
    def held(self) -> Coverage:
        """How much of the question the candidates hold."""
        return self.found.coverage

    @cached_property
    def formed(self) -> NDArray[np.bool_]:
        """Which sentences have the form of an answer."""
        if self.question.form is None:
            return np.zeros(len(self.places), bool)
        return self.library.matches.of(self.question.form)(self._numbers)

    @cached_property
    def premises(self) -> Premises:
        """What the question names."""
        return premises(self.question, self.query)

    @cached_property
    def unmet(self) -> Floats:
        """Of each sentence (column) what it lacks of the places and years asked for, in the order of PREMISES."""
        table = np.zeros((len(PREMISES), len(self.places)), np.float32)
        if self.premises.places or self.premises.years:
            for column, (owner, index) in enumerate(zip(self.owners.tolist(), self.indices.tolist(), strict=True)):
                lacking = unmet(self.premises, self.hits[owner].passage, index)
                table[:, column] = [getattr(lacking, name) for name in PREMISES]
        return table

    @property
    def _numbers(self) -> NDArray[np.int32]:
        return self.found.candidates.sentences[self.places]

    def tested(self, name: str, passes: Callable[[Passage, int], bool]) -> NDArray[np.bool_]:
        """Which sentences pass a test, which is remembered by its name."""
        return self.library.matches.test(name, passes)(self._numbers)


Feature = Callable[[View], Floats]


def lead(view: View) -> Floats:
    """Score of the passage as a share of the best one's."""
    scores = np.array([hit.score for hit in view.hits], np.float32)
    shares = np.clip(scores / scores[0], 0, 1) if scores[0] > 0 else np.ones_like(scores)
    return np.asarray(shares[view.owners], np.float32)


def near(view: View) -> Floats:
    """Share of the question in the sentence and its neighbours."""
    return view.held.near[view.places]


def soft_near(view: View) -> Floats:
    """The same, softly."""
    return view.held.soft_near[view.places]


def character(view: View) -> Floats:
    """BM25 by character, as a share of the best sentence's."""
    scores = view.held.characters[view.places]
    return np.asarray(scores / max(float(scores.max(initial=0)), 1e-6), np.float32)


def formed(view: View) -> Floats:
    """Whether it has the form of an answer."""
    return view.formed.astype(np.float32)


def label(view: View) -> Floats:
    """Whether it is a heading or a label, which answer nothing."""
    return view.tested("label", is_label).astype(np.float32)


def colon(view: View) -> Floats:
    """Whether it only announces what follows."""
    return view.tested("colon", lambda passage, i: passage.sentence(i).endswith(("：", ":"))).astype(np.float32)


def opening(view: View) -> Floats:
    """Whether it opens its passage; that often says of what the rest speaks."""
    return np.asarray(view.indices == 0, np.float32)


def asking(view: View) -> Floats:
    """Whether it is itself a question."""
    return view.tested("asking", lambda passage, i: passage.sentence(i).endswith(("？", "?"))).astype(np.float32)


def title(view: View) -> Floats:
    """Share of the question in title, section and authors."""
    return view.held.titles[view.passages]


def passage(view: View) -> Floats:
    """Share of the question in the passage with its title."""
    return view.held.passages[view.passages]


FEATURES: dict[str, Feature] = {
    feature.__name__: feature
    for feature in (lead, near, soft_near, character, formed, label, colon, opening, asking, title, passage)
}
NAMES = (*FEATURES, *PREMISES)


def table(view: View) -> Floats:
    """All features: a row a feature, in the order of NAMES; a column a sentence."""
    return np.concatenate(
        [np.stack([np.asarray(feature(view), np.float32) for feature in FEATURES.values()]), view.unmet]
    )


def is_label(passage: Passage, index: int) -> bool:
    """Whether a sentence is a heading, a label or a question."""
    text = passage.sentence(index)
    return (len(text) < SHORT and not ends_sentence(text)) or text == passage.section
