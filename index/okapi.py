"""What rank-bm25's BM25Okapi goes by, as figures of the library: from these every weight follows at query time.

Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.postings import Hashes

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Constants:
    """BM25Okapi's own."""

    k1: float
    b: float
    epsilon: float


@lru_cache(maxsize=1)
def constants() -> Constants:
    """As rank-bm25 has them."""
    from rank_bm25 import BM25Okapi

    okapi = BM25Okapi([["a"]])
    return Constants(okapi.k1, okapi.b, okapi.epsilon)


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of a library's documents: how many, their mean length in words, the mean idf of all its words."""

    size: int
    mean_length: float
    mean_idf: float

    def idf(self, counts: NDArray[np.number]) -> Doubles:
        """The weight of words that so many documents hold; common ones have a floor."""
        plain = _idf(self.size, np.asarray(counts, np.float64))
        return np.where(plain < 0, constants().epsilon * self.mean_idf, plain)

    def saturation(self, lengths: NDArray[np.number]) -> Doubles:
        """Of documents with so many words: what a word that stands there once is multiplied with."""
        norm = self.norm(lengths)
        return (constants().k1 + 1) / (1 + norm)

    def norm(self, lengths: NDArray[np.number]) -> Doubles:
        """Of documents with so many words: what BM25 adds to a word's frequency below the line."""
        told = constants()
        return told.k1 * (1 - told.b + told.b * np.asarray(lengths, np.float64) / (self.mean_length or 1.0))


def statistics(counted: Sequence[tuple[Hashes, Ints]], lengths: Sequence[Ints]) -> Statistics:
    """Of several segments: the words of each with the documents that hold them, and the documents' lengths."""
    size = sum(map(len, lengths))
    words = sum(int(each.sum(dtype=np.int64)) for each in lengths)
    counts = summed(counted)
    mean_idf = float(_idf(size, counts).mean()) if len(counts) else 0.0
    return Statistics(size, words / size if size else 0.0, mean_idf)


def summed(counted: Sequence[tuple[Hashes, Ints]]) -> Doubles:
    """Of each different word of all segments the documents that hold it.

    The largest segment has most of the words: those of the others are looked up there, and only what it lacks is
    sorted.
    """
    if not counted:
        return np.zeros(0)
    (most, told), *others = sorted(counted, key=lambda each: -len(each[0]))
    counts, lacking = told.astype(np.float64), []
    for hashes, more in others:
        found = np.minimum(np.searchsorted(most, hashes), max(len(most) - 1, 0))
        here = most[found] == hashes if len(most) else np.zeros(len(hashes), bool)
        counts[found[here]] += more[here]
        lacking.append((hashes[~here], more[~here]))
    if not lacking:
        return counts
    rest, place = np.unique(np.concatenate([hashes for hashes, _ in lacking]), return_inverse=True)
    return np.concatenate([counts, np.bincount(place, np.concatenate([more for _, more in lacking]), len(rest))])


def _idf(size: int, counts: Doubles) -> Doubles:
    return np.log(size - counts + 0.5) - np.log(counts + 0.5)
