"""Re-rankers: a second look at the best of the fused ranking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np

from index.bm25 import Floats
from index.features import FEATURES, View, table
from index.types import Passage
from ingest.errors import LibraryError

BUILT_IN = "linear"


class Reranker(Protocol):
    """Scores candidates; the highest comes first."""

    name: str
    depth: int  # how many of the fused ranking it looks at

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

    def scores(self, view: View, passages: Sequence[Passage]) -> Floats:
        """A score for each candidate."""
        return np.asarray(self._weights @ table(view), np.float32)


class CrossEncoder:
    """A cross-encoder of sentence-transformers: a model that reads question and passage together."""

    depth = 50

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: Any = None

    def scores(self, view: View, passages: Sequence[Passage]) -> Floats:
        """A score for each candidate."""
        if not passages:
            return np.zeros(0, np.float32)
        pairs = [(view.query.text, f"{passage.article}\n{passage.text}") for passage in passages]
        found = np.asarray(self._loaded().predict(pairs, show_progress_bar=False), np.float32)
        if found.ndim != 1:
            raise self._error(f"it gives {found.shape[-1]} scores for a passage where one is needed")
        return found

    def _loaded(self) -> Any:
        if self._model is None:
            try:
                from sentence_transformers import CrossEncoder as Model

                self._model = Model(self.name)
            except (ImportError, OSError, ValueError, KeyError) as error:
                said = (str(error).splitlines() or [type(error).__name__])[0]
                raise self._error(f"it cannot be loaded ({said})") from error
        return self._model

    def _error(self, said: str) -> LibraryError:
        return LibraryError(
            f"re-ranker {self.name}: {said}; give the name or folder of a cross-encoder such as"
            f" BAAI/bge-reranker-v2-m3, set HF_ENDPOINT to a hub that can be reached, or use --reranker {BUILT_IN}"
        )
