"""The best documents for a query without a look at those that cannot be among them.

MaxScore (Turtle and Flood, Query Evaluation: Strategies and Optimizations, 1995) term at a time, in arrays: the rare
words are summed, and where all common ones together cannot lift a document that holds none of the rare ones among the
best, these are looked up only in the documents that may still be. A first threshold is had from documents scored in
full (Kane and Tompa, Split-Lists and Initial Thresholds for WAND-based Search, SIGIR 2018).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from index.okapi import Column, Floats, Part
from index.postings import Ints, Longs

SLACK = 1e-5  # of a score: what sums may be off by
BLOCK = 128
Asked = Sequence[tuple[Column, float]]  # words of a part with their weights in the query
Ranked = tuple[Ints | Longs, Floats]  # documents and scores


def scores(part: Part, asked: Asked) -> Floats:
    """The scores of all documents of a part."""
    sums = np.zeros(part.size, part.dtype)
    if rare := [(column, weight) for column, weight in asked if not column.common]:
        np.add.at(sums, *_joined(rare))
    for column, weight in asked:
        if column.common:
            sums += column.row if weight == 1 else column.row * sums.dtype.type(weight)
    return sums


def best(part: Part, asked: Asked, count: int, threshold: float) -> Ranked:
    """Documents of a part, ascending, with the `count` best of those that reach the threshold; and their scores."""
    rare = [(column, weight) for column, weight in asked if not column.common]
    common = [(column, weight) for column, weight in asked if column.common]
    rest = sum(column.highest * weight for column, weight in common)
    if rare and min(column.lowest * weight for column, weight in asked) >= 0:
        found, sums, most = summed(part, rare, count)
        seeds = sums >= most
        threshold = max(threshold, reached(found[seeds], _with(common, found[seeds], sums[seeds]), count))
        least = threshold - SLACK * threshold
        if rest < least:
            there = sums >= least - rest
            found, sums = found[there], _with(common, found[there], sums[there])
            best = np.flatnonzero(sums >= least)
            found, first = np.unique(found[best], return_index=True)
            return found, sums[best[first]]
    return highest(scores(part, asked), count, threshold)


def summed(part: Part, rare: Asked, count: int) -> tuple[Ints, Floats, float]:
    """The documents that hold some of the words, each as often as it holds words; their scores; a high one."""
    documents, weights = _joined(rare)
    zeros = part.zeros()
    np.add.at(zeros, documents, weights)
    sums = zeros[documents]
    np.multiply.at(zeros, documents, zeros.dtype.type(0))
    part.spare.append(zeros)
    many = count * len(rare)  # a document is there at most once for each word
    return documents, sums, np.partition(sums, -many)[-many] if many <= len(sums) else 0.0


def _joined(rare: Asked) -> tuple[Ints, Floats]:
    documents = [column.documents for column, _ in rare]
    weights = [
        column.weights if weight == 1 else column.weights * column.weights.dtype.type(weight) for column, weight in rare
    ]
    return np.concatenate(documents), np.concatenate(weights)


def _with(common: Asked, documents: Ints, sums: Floats) -> Floats:
    """Sums with what common words add."""
    for column, weight in common:
        told = column.row[documents]
        sums = sums + (told if weight == 1 else told * told.dtype.type(weight))
    return sums


def reached(documents: Ints, sums: Floats, count: int) -> float:
    """A score that so many different documents reach."""
    told = sorted(dict(zip(documents.tolist(), sums.tolist(), strict=True)).values())
    return told[-count] if len(told) >= count else 0.0


def highest(scores: Floats, count: int, threshold: float) -> Ranked:
    """The documents with the `count` best scores above 0, and any that are equal to the last of them."""
    whole = len(scores) // BLOCK
    if whole >= count:
        heights = scores[: whole * BLOCK].reshape(BLOCK, whole).max(0)
        threshold = max(threshold, np.partition(heights, -count)[-count])
    found = np.flatnonzero((scores >= threshold) if threshold > 0 else (scores > 0))
    return found, scores[found]
