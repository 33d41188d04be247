"""What a word tells of a document by rank-bm25's BM25Okapi, from which the constants are taken.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.postings import Hashes, Ints, Longs, Postings

Doubles = NDArray[np.float64]
Floats = NDArray[Any]
COMMON = 16  # a word that one in so many documents holds is common,
ROWS_FROM = 1 << 14  # where there are so many documents


@cache
def rule() -> Any:
    """A BM25Okapi, for its constants."""
    from rank_bm25 import BM25Okapi

    return BM25Okapi([["a"]])


def idf(size: int, counts: Longs) -> Doubles:
    """The rarity of words that so many of all documents hold, negative beyond half of them."""
    return np.asarray(np.log(size - counts + 0.5) - np.log(counts + 0.5))


def norms(lengths: Ints, mean: float) -> Doubles:
    """What the length of documents makes of a word in them: k1 (1 - b + b length / mean)."""
    return np.asarray(rule().k1 * (1 - rule().b + rule().b * lengths / mean))


def told(frequencies: NDArray[Any] | float, norms: Floats) -> Floats:
    """What a word tells of documents that hold it so often, per idf."""
    return np.asarray(frequencies * (rule().k1 + 1) / (frequencies + norms))


def part(postings: Postings, mean: float, dtype: np.dtype[Any]) -> Part:
    """A part of a library whose documents have so many words in the mean."""
    exact = norms(postings.lengths, mean)
    return Part(postings, exact.astype(dtype), told(1.0, exact).astype(dtype), dtype)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a library: its postings, and what the length of its documents makes of a word."""

    postings: Postings
    norms: Floats
    once: Floats  # what a word tells of each document, per idf, that holds it once
    dtype: np.dtype[Any]
    spare: list[Floats] = field(default_factory=list)  # zeros, one for each document, that no search uses

    @property
    def size(self) -> int:
        """How many documents there are."""
        return self.postings.size

    def columns(self, hashes: Hashes, idf: Doubles) -> list[Column | None]:
        """What words with these hashes tell; none for a word that is not here."""
        places, known = (found.tolist() for found in self.postings.find(hashes))
        each = zip(known, places, idf.tolist(), strict=True)
        return [Column(self, place, idf) if there else None for there, place, idf in each]

    def zeros(self) -> Floats:
        """Zeros for a search, to be given back to `spare` as zeros."""
        try:
            return self.spare.pop()
        except IndexError:
            return np.zeros(self.size, self.dtype)


class Column:
    """What a word tells of the documents of a part: by document where they are few, else of all in a row."""

    def __init__(self, part: Part, place: int, idf: float) -> None:
        (once, _), (more, frequencies) = part.postings.once.of(place), part.postings.more.of(place)
        weights = np.empty(len(once) + len(more), part.dtype)
        np.multiply(part.once.take(once), idf, out=weights[: len(once)])
        if len(more):
            np.multiply(told(frequencies, part.norms.take(more)), idf, out=weights[len(once) :], casting="same_kind")
        self.idf, self.highest = idf, float(weights.max())
        self.common = len(weights) * COMMON > max(part.size, ROWS_FROM)
        if self.common:
            self.row = np.zeros(part.size, part.dtype)
            self.row[once], self.row[more] = weights[: len(once)], weights[len(once) :]
            self.bytes = self.row.nbytes
        else:
            self.documents, self.weights = np.concatenate((once, more)), weights
            self.bytes = 2 * (self.documents.nbytes + weights.nbytes)  # it may be sorted as well

    def among(self, documents: NDArray[Any]) -> Floats:
        """What it tells of some documents."""
        if self.common:
            return self.row.take(documents)
        held, weights = self._sorted
        places = held.searchsorted(documents)
        return np.asarray(weights.take(places, mode="clip") * (held.take(places, mode="clip") == documents))

    @cached_property
    def _sorted(self) -> tuple[Ints, Floats]:
        order = np.argsort(self.documents, kind="stable")
        return self.documents[order], self.weights[order]
