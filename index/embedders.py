"""Embedders: text becomes vectors."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
BUILT_IN = "static"
FORMER = "lsa"  # what libraries made before named the built-in one


class Embedder(Protocol):
    """Texts to vectors, one row a text, of about unit length (or zero for a text without known words)."""

    name: str

    @property
    def version(self) -> str:
        """Tells one state of the embedder from another whose vectors are no match; LibraryError if it has none."""

    def check(self) -> None:
        """Make ready for questions; LibraryError, with the reason and the remedy, where that cannot be."""

    def renew(self) -> None:
        """Before its first use: take the newest state there is, not the one used before."""

    def sample(self, size: int) -> list[int]:
        """Which of a library's passages it is to be fitted on; none where there is nothing to fit."""

    def outgrown(self, then: int, now: int) -> bool:
        """Whether a library of `now` passages wants another fit than it had with `then`."""

    def fit(self, texts: Sequence[str]) -> None:
        """Fit on those passages."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Vectors of passages, a row each."""

    def keep(self, texts: Sequence[str]) -> None:
        """Where embedding takes long: embed all passages of a library ahead."""

    def query(self, text: str) -> NDArray[np.float32]:
        """Embed a question."""

    def save(self, folder: Path) -> None:
        """Write what `load` needs."""

    def load(self, folder: Path) -> None:
        """Read what `save` wrote."""


def full_name(name: str) -> str:
    """The name as a library keeps it: that of a folder from the root, so that it holds wherever one stands."""
    told = os.path.expanduser(name)  # noqa: PTH111 - a name of a hub must not go through Path
    is_path = told.startswith((".", os.sep)) or Path(told).is_dir()
    return os.path.abspath(told) if is_path and name != BUILT_IN else name  # noqa: PTH100 - takes `..` out


def unit(vectors: NDArray[np.floating[Any]]) -> Vectors:
    """Rows of length 1; rows of zeros stay."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(length, 1e-12), np.float32)
