"""Embedders: text becomes vectors of unit length."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
BUILT_IN = "lsa"


class Embedder(Protocol):
    """Texts to vectors, one row a text, of unit length (or zero for a text without known words)."""

    name: str

    def fit(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> Vectors:
        """Fit on a library's passages, where there is something to fit, and embed them."""

    def query(self, text: str, words: Sequence[str]) -> NDArray[np.float32]:
        """Embed a question."""

    def save(self, folder: Path) -> None:
        """Write what `load` needs."""

    def load(self, folder: Path) -> None:
        """Read what `save` wrote."""


def make(name: str) -> Embedder:
    """The embedder of that name: `lsa`, or any sentence-transformers model or folder."""
    if name == BUILT_IN:
        from index.lsa import Lsa  # late: each of them imports the helpers above

        return Lsa()
    from index.hub import HubModel

    return HubModel(name)


def unit(vectors: NDArray[np.floating[Any]]) -> Vectors:
    """Rows of length 1; rows of zeros stay."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-12), np.float32)
