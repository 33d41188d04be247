"""Vectors on disk, kept by how many they are, and the dense leg over several such segments.

A few are a mapped matrix of which every row is scored (`Flat`). Many are mapped in half precision and scanned, very
many are searched by a graph over that (`Quantised`); faiss, which does both, is imported where they are.
Malkov and Yashunin, Efficient and Robust Approximate Nearest Neighbor Search Using HNSW Graphs, TPAMI 2020.
"""

from __future__ import annotations

import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index import fusion
from index.types import Progress, unheard

FLAT = 32_768  # vectors up to which all are scored in full precision
SCANNED = 524_288  # vectors up to which all are scored in half precision: above, a graph, which takes minutes to build
NEIGHBOURS = 32  # of a vector in the graph (M)
BUILD_BREADTH = 80  # efConstruction
RECALL, RECALL_AT, SAMPLE = 0.985, 10, 512  # what the breadth of a search is chosen for, on vectors of its own
BREADTHS = range(32, 513, 8)  # efSearch
SELECTIVE = 0.2  # share of vectors let through up to which they are scanned: a graph would lead past them
BLOCK = 16_384  # vectors at a time where memory must be bounded
MATRIX, INDEX, MOMENTS = "vectors.npy", "vectors.faiss", "moments.npy"

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Known:
    """The scores that a segment knows, and of all its scores the sum and the sum of squares."""

    rows: Ints | slice
    scores: Floats
    total: float
    squares: float


class Vectors(Protocol):
    """A segment of n vectors of d numbers; the score of one is its inner product with the query (float32 [d])."""

    size: int
    dimensions: int

    def top(self, query: Floats, count: int, allowed: Mask | None = None) -> tuple[Ints, Floats]:
        """Rows and scores of the best `count` of those allowed, best first."""

    def of(self, rows: Ints, query: Floats) -> Floats:
        """The scores of these rows."""

    def rows(self, which: slice | Ints) -> Floats:
        """These vectors."""

    def known(self, query: Floats, also: Ints, count: int, allowed: Mask | None) -> Known:
        """The scores of the best `count` of those allowed and of the rows `also`, at least."""


class Flat:
    """Vectors as a matrix (float32 [n, d]); all of its scores are exact."""

    def __init__(self, matrix: Floats) -> None:
        self.matrix = matrix
        self.size, self.dimensions = matrix.shape

    def scores(self, query: Floats) -> Floats:
        """The score of every row; 0 where vectors are of no dimension."""
        return np.asarray(self.matrix @ query, np.float32) if self.dimensions else np.zeros(self.size, np.float32)

    def top(self, query: Floats, count: int, allowed: Mask | None = None) -> tuple[Ints, Floats]:
        """See `Vectors`."""
        scores = self.scores(query)
        within = np.arange(self.size) if allowed is None else np.flatnonzero(allowed)
        best = within[fusion.top(scores[within], count)]
        return best, scores[best]

    def of(self, rows: Ints, query: Floats) -> Floats:
        """See `Vectors`."""
        return Flat(self.matrix[rows]).scores(query)

    def rows(self, which: slice | Ints) -> Floats:
        """See `Vectors`."""
        return np.asarray(self.matrix[which])

    def known(self, query: Floats, also: Ints, count: int, allowed: Mask | None) -> Known:
        """All of them."""
        scores = self.scores(query)
        exact = scores.astype(np.float64)
        return Known(slice(None), scores, float(exact.sum()), float(exact @ exact))


class Quantised:
    """Vectors in half precision in an index of faiss: a scalar quantiser, or a graph over one."""

    def __init__(self, index: Any, moments: Doubles) -> None:
        import faiss

        self.index, self.moments = index, moments
        self.graph = isinstance(index, faiss.IndexHNSW)
        self.storage = faiss.downcast_index(index.storage) if self.graph else index
        self.size, self.dimensions = int(index.ntotal), int(index.d)
        codes = faiss.rev_swig_ptr(self.storage.codes.data(), self.size * self.storage.code_size)
        self.codes = codes.view(np.float16).reshape(self.size, self.dimensions)

    def top(self, query: Floats, count: int, allowed: Mask | None = None) -> tuple[Ints, Floats]:
        """See `Vectors`; where there is a graph, some of the best may be missing (see `RECALL`)."""
        import faiss

        faiss.omp_set_num_threads(1)  # of this thread's: a team would wait for its slowest, for the work of one
        count = min(count, self.size)
        chosen = None if allowed is None else faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
        if self.graph and (allowed is None or np.count_nonzero(allowed) > SELECTIVE * self.size):
            breadth = max(self.index.hnsw.efSearch, 2 * count)
            params = faiss.SearchParametersHNSW(efSearch=breadth, sel=chosen)
            scores, rows = self.index.search(query[None], count, params=params)
        else:
            scores, rows = self.storage.search(query[None], count, params=faiss.SearchParameters(sel=chosen))
        found = rows[0] >= 0
        return rows[0][found], scores[0][found]

    def of(self, rows: Ints, query: Floats) -> Floats:
        """See `Vectors`."""
        return np.asarray(self.rows(rows) @ query, np.float32)

    def rows(self, which: slice | Ints) -> Floats:
        """See `Vectors`."""
        return np.asarray(self.codes[which], np.float32)

    def known(self, query: Floats, also: Ints, count: int, allowed: Mask | None) -> Known:
        """The best and those asked for; sums by the moments."""
        best, scores = self.top(query, count, allowed)
        exact = query.astype(np.float64)
        total, squares = self.moments[0] @ exact, exact @ self.moments[1:] @ exact
        known = np.concatenate([self.of(also, query), scores])
        return Known(np.concatenate([also, best]), known, float(total), float(squares))


class Dense:
    """The vectors of a whole library: segments one after the other."""

    def __init__(self, parts: Sequence[Vectors]) -> None:
        self.parts = parts
        self.starts = np.cumsum([0, *(part.size for part in parts)])
        self.size = int(self.starts[-1])

    @property
    def all_exact(self) -> bool:
        """Whether the score of every row is known."""
        return all(isinstance(part, Flat) for part in self.parts)

    def leg(self, query: Floats, also: Ints, count: int, allowed: Mask | None = None) -> tuple[Floats, float, float]:
        """Scores of all rows, their mean and their spread (standard deviation).

        Those of small segments are exact. Of a large one the best `count` of the rows allowed and the rows `also`
        have their scores, the others the mean of all.
        """
        known = [
            part.known(query, also[(also >= start) & (also < end)] - start, count, within)
            for part, start, end, within in self._split(allowed)
        ]
        size = max(self.size, 1)
        mean = sum(part.total for part in known) / size
        spread = max(sum(part.squares for part in known) / size - mean**2, 0.0) ** 0.5
        scores = np.full(self.size, mean, np.float32)
        for part, start, end in zip(known, self.starts, self.starts[1:], strict=False):
            scores[start:end][part.rows] = part.scores
        return scores, mean, spread

    def _split(self, allowed: Mask | None) -> Iterator[tuple[Vectors, int, int, Mask | None]]:
        for part, start, end in zip(self.parts, self.starts, self.starts[1:], strict=False):
            yield part, int(start), int(end), None if allowed is None else allowed[start:end]


def save(vectors: Floats, folder: Path, step: Progress = unheard) -> None:
    """Write the vectors of a segment (float32 [n, d]) as its size asks for."""
    size, dimensions = vectors.shape
    write((vectors[start : start + BLOCK] for start in range(0, size, BLOCK)), size, dimensions, folder, step)


def write(blocks: Iterable[Floats], size: int, dimensions: int, folder: Path, step: Progress = unheard) -> None:
    """The same for vectors that come block by block; `step` hears of vectors done, which may take minutes."""
    if size <= FLAT:
        matrix = np.concatenate([np.zeros((0, dimensions), np.float32), *blocks])
        np.save(folder / MATRIX, matrix)
    else:
        _quantise(blocks, size, dimensions, folder, step)


def load(folder: Path) -> Vectors:
    """Map the vectors of a segment; ValueError where they are missing or broken."""
    try:
        if (folder / MATRIX).exists():
            return Flat(np.asarray(np.load(folder / MATRIX, mmap_mode="r")))
        return _mapped(folder)
    except (OSError, EOFError, RuntimeError, ValueError) as error:
        raise ValueError(f"{folder}: vectors that cannot be read: {error}") from error


def _mapped(folder: Path) -> Quantised:
    import faiss

    index = faiss.read_index(str(folder / INDEX), faiss.IO_FLAG_MMAP_IFC)
    moments = np.load(folder / MOMENTS)
    if moments.shape != (index.d + 1, index.d):
        raise ValueError(f"{MOMENTS} is of other vectors")
    return Quantised(index, moments)


def _quantise(blocks: Iterable[Floats], size: int, dimensions: int, folder: Path, step: Progress) -> None:
    import faiss

    faiss.omp_set_num_threads(os.cpu_count() or 1)
    kind, metric = faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    if size > SCANNED:
        index: Any = faiss.IndexHNSWSQ(dimensions, kind, NEIGHBOURS, metric)
        index.hnsw.efConstruction = BUILD_BREADTH
    else:
        index = faiss.IndexScalarQuantizer(dimensions, kind, metric)
    moments = np.zeros((dimensions + 1, dimensions))
    for block in blocks:
        step(index.ntotal, size)
        index.add(block)
        exact = block.astype(np.float64)
        moments[0] += exact.sum(axis=0)
        moments[1:] += exact.T @ exact
    step(size, size)
    if size > SCANNED:
        index.hnsw.efSearch = _breadth(index)
    faiss.write_index(index, str(folder / INDEX))
    np.save(folder / MOMENTS, moments)


def _breadth(index: Any) -> int:
    """The least breadth of a search (efSearch) that finds what it should of a sample."""
    import faiss

    storage = faiss.downcast_index(index.storage)
    sample = storage.reconstruct_batch(np.linspace(0, index.ntotal - 1, SAMPLE).astype(np.int64))
    truth = storage.search(sample, RECALL_AT)[0][:, -1:]

    def recall(breadth: int) -> float:
        found = index.search(sample, RECALL_AT, params=faiss.SearchParametersHNSW(efSearch=breadth))[0]
        return float((found >= truth).mean())

    return BREADTHS[min(bisect_left(BREADTHS, RECALL, key=recall), len(BREADTHS) - 1)]
