"""Latent semantic analysis fitted on the library itself (Deerwester et al., 1990): TF-IDF and a truncated SVD."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from index.embedders import BUILT_IN, Vectors, unit

DIMENSIONS = 128
GRAM = 2000  # documents up to which all of them are compared with each other
MIN_DOCUMENTS = 2  # of a word, to be a row of the matrix


class Lsa:
    """Latent semantic analysis of the library's words."""

    name = BUILT_IN
    version = ""  # the library's revision tells its states apart

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._matrix: Vectors = np.zeros((0, 0), np.float32)

    def check(self) -> None:
        """It is always there."""

    def renew(self) -> None:
        """It is fitted anew with every change of the library."""

    def fit(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> Vectors:
        """Fit TF-IDF and truncated SVD; a library of fewer than three passages gets no vectors."""
        from scipy.sparse import csr_matrix

        counts = [Counter(words) for words in tokens]
        frequency = Counter(word for count in counts for word in count)
        known = [word for word, n in frequency.items() if n >= MIN_DOCUMENTS]
        self._rows = {word: row for row, word in enumerate(known)}
        if len(counts) < 3 or len(known) < 3:
            self._rows, self._matrix = {}, np.zeros((0, 0), np.float32)
            return np.zeros((len(counts), 0), np.float32)
        idf = np.log((1 + len(counts)) / (1 + np.array([frequency[word] for word in known]))) + 1
        cells = [(i, self._rows[w], n) for i, count in enumerate(counts) for w, n in count.items() if w in self._rows]
        rows, columns, values = (np.array(part) for part in zip(*cells, strict=True))
        weights = (1 + np.log(values)) * idf[columns]
        matrix = csr_matrix((weights.astype(np.float32), (rows, columns)), shape=(len(counts), len(known)))
        return self._decompose(_normalise_rows(matrix), idf)

    def _decompose(self, matrix: Any, idf: NDArray[np.float64]) -> Vectors:
        size = min(DIMENSIONS, min(matrix.shape) - 1)
        with threadpool_limits(1):  # on vectors this short, threads of the linear algebra wait for each other
            left, values, right = _by_gram(matrix, size) if matrix.shape[0] <= GRAM else _by_arpack(matrix, size)
        self._matrix = np.ascontiguousarray((right * idf[:, None]).astype(np.float32))
        return unit(left * values)

    def query(self, text: str, words: Sequence[str]) -> NDArray[np.float32]:
        """The question's place among the library's subjects; zeros if it shares no word with it."""
        rows = [self._rows[word] for word in words if word in self._rows]
        if not rows:
            return np.zeros(self._matrix.shape[1], np.float32)
        return np.asarray(unit(self._matrix[rows].sum(axis=0)[None, :])[0])

    def save(self, folder: Path) -> None:
        """Write words and matrix."""
        np.save(folder / "lsa.npy", self._matrix)
        (folder / "lsa.terms.txt").write_text("\n".join(self._rows), "utf-8")

    def load(self, folder: Path) -> None:
        """Map the matrix."""
        self._matrix = np.load(folder / "lsa.npy", mmap_mode="r")
        terms = (folder / "lsa.terms.txt").read_text("utf-8")
        self._rows = {word: row for row, word in enumerate(terms.split("\n"))} if terms else {}


Decomposed = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]  # left vectors, values, right vectors as columns


def _by_gram(matrix: Any, size: int) -> Decomposed:
    """Truncated SVD by the eigenvectors of the documents' products with each other: exact, and always the same."""
    values, vectors = np.linalg.eigh((matrix @ matrix.T).toarray().astype(np.float64))
    left, values = vectors[:, -size:], np.sqrt(np.maximum(values[-size:], 1e-12))
    return left, values, (matrix.T @ left) / values


def _by_arpack(matrix: Any, size: int) -> Decomposed:
    """Truncated SVD of a large library, from a fixed start."""
    from scipy.sparse.linalg import svds

    left, values, right = svds(matrix, k=size, v0=np.ones(min(matrix.shape), np.float32))
    return left, values, right.T


def _normalise_rows(matrix: Any) -> Any:
    from scipy.sparse import diags

    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return diags(1 / np.maximum(length, 1e-12)) @ matrix
