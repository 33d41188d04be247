"""The built-in embedder as it ships: for a library to which many add at once, none of whom sees all of it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedders import BUILT_IN, Vectors, unit
from index.static import model
from index.static.model import Model


class Shipped:
    """The direction of a text is the sum of the vectors of its different tokens, as they were trained."""

    name = BUILT_IN

    def __init__(self, shipped: Model | None = None) -> None:
        self._model = shipped or model.shipped()

    @cached_property
    def version(self) -> str:
        """Of the model that ships; fitted on a library it is another."""
        return f"{self._model.version} as shipped"

    def check(self) -> None:
        """It is always there."""

    def renew(self) -> None:
        """It has one state only."""

    def sample(self, size: int) -> list[int]:
        """None: nothing is fitted."""
        return []

    def outgrown(self, then: int, now: int) -> bool:
        """Never."""
        return False

    def fit(self, texts: Sequence[str]) -> None:
        """Nothing is fitted."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages."""
        return np.stack([self._embedded(bag) for bag in self._model.bags(texts)]) if texts else self._none

    def keep(self, texts: Sequence[str]) -> None:
        """Nothing: it takes no time."""

    def query(self, text: str) -> NDArray[np.float32]:
        """Embed a question; zeros if none of its tokens is known."""
        return self._embedded(self._model.bag(text))

    def save(self, folder: Path) -> None:
        """Nothing to keep."""

    def load(self, folder: Path) -> None:
        """Nothing to read."""

    @property
    def _none(self) -> Vectors:
        return np.zeros((0, self._model.matrix.shape[1]), np.float32)

    def _embedded(self, bag: Sequence[int]) -> NDArray[np.float32]:
        tokens = list(dict.fromkeys(bag))
        return np.asarray(unit(self._model.matrix[tokens].astype(np.float32).sum(axis=0, keepdims=True))[0])
