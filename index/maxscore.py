"""The best documents for a query without a look at those that cannot be among them.

MaxScore (Turtle and Flood, Query Evaluation: Strategies and Optimizations, 1995) term at a time, in arrays: the rarest
words are summed, until all others together cannot lift a document that holds none of these among the best; the others
are looked up, and only in documents that still can be. The first threshold is had from a few documents scored in full
(Kane and Tompa, Split-Lists and Initial Thresholds for WAND-based Search, SIGIR 2018).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.okapi import Column, Floats, Part

EXHAUSTIVE = 1 << 17  # documents that are all scored as soon as searched
FIRST = 1 << 14  # postings that are summed before there is a threshold
SEEN = 1 << 13  # of these the best are scored in full, for the threshold
ENOUGH = 0.8  # of the threshold: rare words are summed while those left could add more
SURE = 1 - 1e-5  # of the threshold: what is below cannot reach it, though sums in another order may be off
FEW = 1 << 11  # documents that are scored in full without more ado
BLOCK = 128  # documents that are represented by their best
Asked = Sequence[tuple[Column, float]]  # words of a part with their weights in the query
Places = NDArray[Any]  # documents as whole numbers
Ranked = tuple[Places, Floats]  # documents and scores


def best(part: Part, asked: Asked, count: int, threshold: float) -> Ranked:
    """The `count` best documents of a part as far as they reach the threshold, best first, and their scores."""
    some_rare = [column for column, _ in asked if not column.common]
    if part.size <= EXHAUSTIVE or not some_rare or min([column.idf * weight for column, weight in asked]) <= 0:
        return highest(scores(part, asked), count, threshold)
    return Search(part, asked, count, threshold, len(some_rare)).best()


def scores(part: Part, asked: Asked) -> Floats:
    """The scores of all documents of a part."""
    sums = np.zeros(part.size, part.dtype)
    ordered = _ordered(asked)
    if rare := [each for each in ordered if not each[0].common]:
        np.add.at(sums, *_joined(rare))
    for column, weight in ordered[len(rare) :]:
        sums += _times(column.row, weight)
    return sums


class Search:
    """One search in one part; some words are rare, and none tells against a document."""

    def __init__(self, part: Part, asked: Asked, count: int, threshold: float, rare: int) -> None:
        self.part, self.asked, self.count, self.threshold, self.rare = part, _ordered(asked), count, threshold, rare
        bounds = [column.highest * weight for column, weight in reversed(self.asked)]
        self.rest = [*accumulate(bounds, initial=0.0)][::-1]  # what the words from each on add at the most
        self.done = 0  # words that are summed
        self.touched: list[Places] = []  # documents that hold these, each as often as it holds one

    def best(self) -> Ranked:
        """The best documents, and their scores."""
        zeros = self.part.zeros()
        documents, sums = self._sum(zeros, self._first())
        if (needed := self._needed()) > self.done:
            documents, sums = self._sum(zeros, needed)
        zeros[documents] = 0
        self.part.spare.append(zeros)
        if self.rest[self.done] >= self.threshold * SURE:
            return highest(scores(self.part, self.asked), self.count, self.threshold)
        found = _at_least(self.threshold * SURE, *self._whole(*self._candidates(documents, sums)))
        return ranked(*found, self.count)

    def _first(self) -> int:
        """How many words are summed before there is a threshold."""
        lengths = accumulate([len(column.documents) for column, _ in self.asked[: self.rare]])
        return max(1, sum([length <= FIRST for length in lengths]))

    def _needed(self) -> int:
        """How many are summed for the others to add little."""
        enough = self.threshold * ENOUGH
        return next((i for i in range(self.done, self.rare) if self.rest[i] < enough), self.rare)

    def _sum(self, zeros: Floats, number: int) -> Ranked:
        """Sum the words up to this one; the documents that hold one of them, and their sums."""
        documents, weights = _joined(self.asked[self.done : number])
        np.add.at(zeros, documents, weights)
        self.touched.append(documents)
        self.done = number
        documents = np.concatenate(self.touched) if len(self.touched) > 1 else documents
        sums = zeros.take(documents)
        self._raise(documents[:SEEN], sums[:SEEN])
        return documents, sums

    def _raise(self, documents: Places, sums: Floats) -> None:
        """Raise the threshold to a score that as many documents reach as are wanted: those with the highest sums."""
        many = self.count * self.done  # a document is there at most once for each word
        if many < len(sums):
            documents, sums = _at_least(np.partition(sums, -many)[-many], documents, sums)
        _, reached = ranked(*self._whole(documents, sums), self.count)
        if len(reached) == self.count:
            self.threshold = max(self.threshold, float(reached[-1]))

    def _candidates(self, documents: Places, sums: Floats) -> Ranked:
        """Documents that may reach the threshold, and their sums."""
        least, left = self.threshold * SURE, self.rest[self.done]
        documents, sums = _at_least(least - left, documents, sums)
        reach = sums
        for column, weight in [*self.asked[self.rare :], *self.asked[self.done : self.rare]]:
            if len(documents) <= FEW:
                break
            left -= column.highest * weight
            reach = reach + _times(column.among(documents), weight)
            there = np.flatnonzero(reach >= least - left)
            documents, sums, reach = documents.take(there), sums.take(there), reach.take(there)
        return documents, sums

    def _whole(self, documents: Places, sums: Floats) -> Ranked:
        """Documents and their scores by all words."""
        for column, weight in self.asked[self.done :]:
            sums = sums + _times(column.among(documents), weight)
        return documents, sums


def _at_least(least: float, documents: Places, scores: Floats) -> Ranked:
    there = (scores >= least).nonzero()[0]
    return documents.take(there), scores.take(there)


def ranked(documents: Places, scores: Floats, count: int) -> Ranked:
    """The best of documents, each once, best first, equal ones in order; and their scores."""
    order = np.lexsort((documents, -scores))
    documents = documents.take(order)
    first = np.ones(len(order), np.bool_)
    np.not_equal(documents[1:], documents[:-1], out=first[1:])
    kept = first.nonzero()[0][:count]
    return documents.take(kept), scores.take(order.take(kept))


def _ordered(asked: Iterable[tuple[Column, float]]) -> Asked:
    """Rare words first, those that can add most before others."""
    return sorted(asked, key=lambda each: (each[0].common, -each[0].highest * each[1]))


def _joined(rare: Asked) -> Ranked:
    """The documents of words and what these tell of them, word after word."""
    weights = [_times(column.weights, weight) for column, weight in rare]
    documents = np.concatenate([column.documents for column, _ in rare], dtype=np.intp)  # as numpy counts
    return documents, np.concatenate(weights)


def _times(told: Floats, weight: float) -> Floats:
    return told if weight == 1 else told * told.dtype.type(weight)  # most words are the question's own, and weigh 1


def highest(scores: Floats, count: int, threshold: float) -> Ranked:
    """The `count` best scores above 0 as far as they reach the threshold, and their documents."""
    whole = len(scores) // BLOCK * BLOCK
    grid, tail = scores[:whole].reshape(BLOCK, -1), scores[whole:]
    heights = np.concatenate((grid.max(0), tail)) if whole else tail
    if len(heights) >= count:
        threshold = max(threshold, float(np.partition(heights, -count)[-count]))
    least = max(threshold, np.finfo(scores.dtype).tiny)
    columns = (heights[: grid.shape[1]] >= least).nonzero()[0]
    rows, places = (grid.take(columns, axis=1) >= least).nonzero()
    found = np.concatenate((rows * grid.shape[1] + columns.take(places), (tail >= least).nonzero()[0] + whole))
    return ranked(found, scores.take(found), count)
