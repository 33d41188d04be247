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
GROWN = 2  # times as many passages as at the last fit, or as few, from which on it is made anew
VECTORS, ROWS, SCALE = "static.vectors.npy", "static.rows.npy", "static.scale.npy"


class Static:
    """Vectors of tokens, learned from what the library's passages say together with our lexica."""

    name = BUILT_IN

    def __init__(self, shipped: Model | None = None) -> None:
        self._model = shipped or model.shipped()
        self._forget()

    def _forget(self) -> None:
        self._rows: NDArray[np.int32] = np.zeros(0, np.int32)  # of each token its row among the vectors, or -1
        self._vectors: NDArray[np.float16] = np.zeros((0, 0), np.float16)
        self._learned: NDArray[np.float32] | None = None  # of each token, in full, where it has just been learned
        self._scale = (1.0, 1.0)  # tokens of a passage of common length; length of the vectors before it is made 1

    @cached_property
    def version(self) -> str:
        """Of the model that ships."""
        return self._model.version

    def check(self) -> None:
        """It is always there."""

    def renew(self) -> None:
        """It has one state only."""

    def sample(self, size: int) -> list[int]:
        """Which of so many passages it is fitted on."""
        return factor.sample(size)

    def outgrown(self, then: int, now: int) -> bool:
        """A small library is fitted at each change, a large one when it has doubled (or halved)."""
        return now != then and (now <= factor.SAMPLE or now >= GROWN * then or now * GROWN <= then)

    def fit(self, texts: Sequence[str]) -> None:
        """Learn the tokens' vectors from passages; from a handful nothing."""
        self._forget()
        if len(texts) < FEWEST:
            return
        bags = self._model.bags(texts)
        learned = factor.learn(bags, self._model.concepts, DIMENSIONS)
        told = np.flatnonzero(np.abs(learned).max(axis=1, initial=0) > 0)
        self._rows = np.full(len(learned), -1, np.int32)
        self._rows[told] = np.arange(len(told))
        self._vectors, self._learned = learned[told].astype(np.float16), learned
        mean = factor.mean_length(bags)
        lengths = np.linalg.norm(factor.embed(bags, learned, mean), axis=1)
        self._scale = mean, float(lengths.mean()) or 1.0

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, by what was learned last; long ones stay longer than short ones, their mean is 1."""
        if not self._vectors.size:
            return np.zeros((len(texts), 0), np.float32)
        mean, length = self._scale
        return factor.embed(self._model.bags(texts), self._in_full(), mean) / np.float32(length)

    def keep(self, texts: Sequence[str]) -> None:
        """Nothing: it takes no time."""

    def _in_full(self) -> NDArray[np.float32]:
        """The vectors of all tokens, zeros of those that the library did not tell."""
        if self._learned is None:
            self._learned = np.zeros((len(self._rows), self._vectors.shape[1]), np.float32)
            self._learned[self._rows >= 0] = self._vectors[self._rows[self._rows >= 0]]
        return self._learned

    def query(self, text: str) -> NDArray[np.float32]:
        """The question's direction: the sum of its tokens at length 1; zeros if it shares nothing with the library."""
        if not self._vectors.size:
            return np.zeros(self._vectors.shape[1], np.float32)
        rows = self._rows[self._model.bag(text)]
        direction = self._vectors[rows[rows >= 0]].astype(np.float32).sum(axis=0)
        length = float(direction @ direction) ** 0.5
        return np.asarray(direction / np.float32(max(length, 1e-12)))

    def save(self, folder: Path) -> None:
        """Write the vectors of tokens, their rows, the scale."""
        np.save(folder / VECTORS, self._vectors)
        np.save(folder / ROWS, self._rows)
        np.save(folder / SCALE, np.array(self._scale))

    def load(self, folder: Path) -> None:
        """Map them; as plain arrays, since each look into a `memmap` costs more than what it finds."""
        self._forget()
        self._vectors = np.asarray(np.load(folder / VECTORS, mmap_mode="r"))
        self._rows = np.asarray(np.load(folder / ROWS, mmap_mode="r"))
        mean, length = np.load(folder / SCALE).tolist()
        self._scale = mean, length
