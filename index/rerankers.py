"""Re-rankers: a second look at the best of the fused ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, Protocol

import numpy as np

from index import embedders, snapshots
from index.bm25 import Floats
from index.features import FEATURES, View, table
from index.snapshots import RERANKER
from index.types import Passage
from ingest.errors import LibraryError

BUILT_IN = RERANKER.built_in


class Reranker(Protocol):
    """Scores candidates; the highest comes first."""

    name: str
    depth: int  # how many of the fused ranking it looks at

    def check(self) -> None:
        """Make ready; LibraryError, with the reason and the remedy, where that cannot be."""

    def scores(self, view: View, passages: Sequence[Passage]) -> Floats:
        """A score for each of the candidates, which are those `passages`."""


def make(name: str | None, weights: Mapping[str, float]) -> Reranker:
    """The re-ranker of that name: `linear`, or any cross-encoder of sentence-transformers, by name or folder."""
    return Linear(weights) if name in (None, BUILT_IN) else CrossEncoder(str(name))


class Linear:
    """The weighted sum of the named features."""

    name = BUILT_IN
    depth = 20  # 30 or 50 find no more (docs/decisions.md)

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = np.array([weights.get(name, 0.0) for name in FEATURES], np.float32)

    def check(self) -> None:
        """It is always there."""

    def scores(self, view: View, passages: Sequence[Passage]) -> Floats:
        """A score for each candidate."""
        return np.asarray(self._weights @ table(view), np.float32)


class CrossEncoder:
    """A cross-encoder of sentence-transformers: a model that reads question and passage together."""

    depth = 50

    def __init__(self, name: str) -> None:
        self.name = embedders.full_name(name)

    def scores(self, view: View, passages: Sequence[Passage]) -> Floats:
        """A score for each candidate."""
        if not passages:
            return np.zeros(0, np.float32)
        pairs = [(view.query.text, f"{passage.article}\n{passage.text}") for passage in passages]
        found = np.asarray(self._model.predict(pairs, show_progress_bar=False), np.float32)
        if found.ndim != 1:
            raise LibraryError(
                f"re-ranker {self.name}: it gives {found.shape[-1]} scores for a passage where one is needed; give a"
                f" cross-encoder with one, such as BAAI/bge-reranker-v2-m3, or use --reranker {BUILT_IN}"
            )
        return found

    def check(self) -> None:
        """Load the model."""
        _ = self._model

    @cached_property
    def _model(self) -> Any:
        return snapshots.load(self.name, snapshots.find(self.name, role=RERANKER), RERANKER)
