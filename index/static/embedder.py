"""The built-in embedder: the static model's tokens, their vectors refitted on the library."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedders import BUILT_IN, Vectors
from index.static import factor, model
from index.static.model import Model

DIMENSIONS = 256
FEWEST = 3  # passages to fit on
VECTORS, ROWS = "static.vectors.npy", "static.rows.npy"


class Static:
    """Vectors of tokens, learned from what the library's passages say together with our lexica."""

    name = BUILT_IN

    def __init__(self, shipped: Model | None = None) -> None:
        self._model = shipped or model.shipped()
        self._forget()

    def _forget(self) -> None:
        self._rows: NDArray[np.int32] = np.zeros(0, np.int32)  # of each token its row among the vectors, or -1
        self._vectors: NDArray[np.float16] = np.zeros((0, 0), np.float16)

    @cached_property
    def version(self) -> str:
        """Of the model that ships."""
        return self._model.version

    def check(self) -> None:
        """It is always there."""

    def renew(self) -> None:
        """It has one state only."""

    def fit(self, texts: Sequence[str]) -> Vectors:
        """Learn the tokens' vectors from the passages, and embed these; a handful of passages gets no vectors."""
        self._forget()
        if len(texts) < FEWEST:
            return np.zeros((len(texts), 0), np.float32)
        bags = self._model.bags(texts)
        learned = factor.learn(bags, self._model.concepts, DIMENSIONS)
        told = np.flatnonzero(np.abs(learned).max(axis=1, initial=0) > 0)
        self._rows = np.full(len(learned), -1, np.int32)
        self._rows[told] = np.arange(len(told))
        self._vectors = learned[told].astype(np.float16)
        return factor.embed(bags, learned)

    def query(self, text: str) -> NDArray[np.float32]:
        """The question's direction: the sum of its tokens at length 1; zeros if it shares nothing with the library."""
        if not self._vectors.size:
            return np.zeros(self._vectors.shape[1], np.float32)
        rows = self._rows[self._model.bag(text)]
        direction = self._vectors[rows[rows >= 0]].astype(np.float32).sum(axis=0)
        length = float(direction @ direction) ** 0.5
        return np.asarray(direction / np.float32(max(length, 1e-12)))

    def save(self, folder: Path) -> None:
        """Write the vectors of tokens and their rows."""
        np.save(folder / VECTORS, self._vectors)
        np.save(folder / ROWS, self._rows)

    def load(self, folder: Path) -> None:
        """Map them; as plain arrays, since each look into a `memmap` costs more than what it finds."""
        self._vectors = np.asarray(np.load(folder / VECTORS, mmap_mode="r"))
        self._rows = np.asarray(np.load(folder / ROWS, mmap_mode="r"))
