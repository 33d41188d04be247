"""What the re-ranking goes by: named features of the candidates, each an array with a value a passage.

A feature is scaled within the question (as a share of the question or of the highest score, or by the spread of all
scores), so that weights learned on one library hold on another. `index/weights.json` has a weight for each.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.bm25 import Floats
from index.coverage import Candidates, Coverage
from index.derived import Derived
from index.query import Query
from index.ranking import Legs


@dataclass(frozen=True, slots=True)
class View:
    """What a feature may look at."""

    arrays: Derived
    query: Query
    chosen: Candidates
    legs: Legs
    held: Coverage
    formed: NDArray[np.bool_]  # which of the candidates' sentences have the form of an answer

    @property
    def passages(self) -> NDArray[np.int64]:
        """The candidates."""
        return self.chosen.passages


Feature = Callable[[View], Floats]


def keyword(view: View) -> Floats:
    """BM25 of the passage by word."""
    return _relative(view.legs.keyword[view.passages])


def dense(view: View) -> Floats:
    """Likeness of the vectors, in spreads above the library's mean; so scaled, since embedders differ in theirs."""
    return view.legs.likeness[view.passages]


def character(view: View) -> Floats:
    """BM25 of the passage by character."""
    return _relative(view.legs.character[view.passages])


def sentence_character(view: View) -> Floats:
    """BM25 by character of the passage's best sentence."""
    return _relative(view.chosen.most(view.held.characters))


def near(view: View) -> Floats:
    """Share of the question that stands in a sentence and its neighbours, softly."""
    return view.chosen.most(view.held.soft_near)


def whole(view: View) -> Floats:
    """Share of the question that stands in the passage, softly."""
    return view.held.soft_passages


def title(view: View) -> Floats:
    """Share of the question that stands in title, section and authors."""
    return view.held.titles


def figures(view: View) -> Floats:
    """Share of the question's numbers and years that stand in the passage."""
    return view.held.figures


def formed(view: View) -> Floats:
    """Share of the question that stands about a sentence of the form of an answer, softly."""
    return view.chosen.most(np.where(view.formed, view.held.soft_near, np.float32(0)))


FEATURES: dict[str, Feature] = {
    feature.__name__: feature
    for feature in (
        keyword, dense, character, sentence_character, near, whole, title, figures, formed,
    )
}  # fmt: skip


def table(view: View) -> Floats:
    """All features: a row a feature, in the order of FEATURES; a column a candidate."""
    return np.stack([np.asarray(feature(view), np.float32) for feature in FEATURES.values()])


def _relative(scores: Floats) -> Floats:
    """Scores as shares of the highest."""
    return scores / max(float(scores.max(initial=0)), 1e-6)
