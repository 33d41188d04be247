"""What BM25 goes by, over several segments: how many documents there are, how long, and how rare their words are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import okapi
from index.okapi import Doubles
from index.postings import Hashes, Longs

Counted = tuple[Hashes, NDArray[Any]]  # the words of a segment, and in how many of its documents each stands


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of a library's documents: how many, their mean length in words, the mean idf of all different words."""

    size: int
    mean_length: float
    mean_idf: float

    def idf(self, counts: NDArray[Any]) -> Doubles:
        """The idf of words in so many documents, with the floor of BM25Okapi for common ones."""
        plain = okapi.idf(self.size, counts)
        return np.where(plain < 0, okapi.rule().epsilon * self.mean_idf, plain)

    def once(self, lengths: NDArray[Any]) -> Doubles:
        """What a word tells, per idf, of documents of such lengths that hold it once."""
        return okapi.told(1.0, okapi.norms(lengths, self.mean_length or 1.0))


def statistics(counted: Sequence[Counted], lengths: Sequence[NDArray[np.int32]]) -> Statistics:
    """Of several segments, each with its words and the lengths of its documents."""
    size = sum(map(len, lengths))
    words = sum(int(each.sum(dtype=np.int64)) for each in lengths)
    return Statistics(size, words / size if size else 0.0, mean_idf(size, counted))


def mean_idf(size: int, counted: Sequence[Counted]) -> float:
    """The mean idf over the different words of several segments."""
    held = np.bincount(summed(counted))  # how many words stand in so many documents
    different = np.flatnonzero(held)
    return float(held[different] @ okapi.idf(size, different) / max(held.sum(), 1))


def summed(counted: Sequence[Counted]) -> Longs:
    """Of each different word of all segments in how many documents it stands.

    The largest segment has most of the words: those of the others are looked up there, and only what it lacks is
    sorted.
    """
    if not counted:
        return np.zeros(0, np.int64)
    (most, told), *others = sorted(counted, key=lambda each: -len(each[0]))
    counts, lacking = told.astype(np.int64), [(most[:0], told[:0].astype(np.int64))]
    for hashes, more in others:
        found = np.minimum(most.searchsorted(hashes), len(most) - 1) if len(most) else np.zeros(0, np.int64)
        here = most[found] == hashes if len(most) else np.zeros(len(hashes), bool)
        counts[found[here]] += more[here]
        lacking.append((hashes[~here], more[~here].astype(np.int64)))
    rest, place = np.unique(np.concatenate([hashes for hashes, _ in lacking]), return_inverse=True)
    beside = np.bincount(place, np.concatenate([more for _, more in lacking]), len(rest)).astype(np.int64)
    return np.concatenate([counts, beside])
