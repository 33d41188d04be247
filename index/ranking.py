"""Ranking: two legs fused, then the best passages ordered anew by how much of the question they hold.

Coverage is the share of the question's concepts, each weighted by how rare it is, that stand in a
sentence, in it and its neighbours, and in the whole passage with its title and section.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index import fusion
from index.bm25 import Columns
from index.derived import Derived
from index.query import PAIR_WEIGHT, Query

Floats = NDArray[np.float32]
Form = Callable[[int], bool]  # whether the sentence of that index has the form of an answer
DEPTH = 100  # of each leg's ranking that is fused
RERANKED = 30
DENSE_WEIGHT = 0.1  # in the fusion, which only chooses what is re-ranked
# Weights of the features of the re-ranking, chosen on the development questions (docs/decisions.md).
KEYWORD, DENSE, NEAR, WHOLE, FORMED = 0.3, 0.2, 0.6, 0.3, 0.6


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of the question (0 to 1): of each sentence, of it with its neighbours, of each passage."""

    sentences: Floats
    near: Floats
    passages: Floats
    known: float  # share of the question's weight whose words the library has at all


@dataclass(frozen=True, slots=True)
class Legs:
    """Scores of every passage by leg."""

    keyword: Floats
    dense: Floats
    fused: Floats


def legs(arrays: Derived, query: Query, dense: Floats, allowed: Floats | None) -> Legs:
    """Score every passage by keyword and vector, and fuse: keyword scores lead, ranks of both add."""
    keyword = arrays.passages.scores(query.weighted)
    if allowed is not None:
        keyword, dense = keyword * allowed, dense * allowed
    ranks = fusion.reciprocal_rank([(keyword, 1.0), (dense, DENSE_WEIGHT)], DEPTH)
    return Legs(keyword, dense, ranks)


def coverage(arrays: Derived, query: Query) -> Coverage:
    """How much of the question each sentence and passage holds."""
    size = len(arrays.first_sentence) and int(arrays.first_sentence[-1])
    own, near, whole = (np.zeros(n, np.float32) for n in (size, size, len(arrays.positions)))
    total = known = 0.0
    for words, others, weight in _weights(arrays.sentences, query):
        total += weight
        has_sentence, has_passage = _holders(arrays.sentences, words, others), _holders(arrays.passages, words, others)
        known += weight if len(has_passage[0]) else 0.0
        _add(own, has_sentence, weight)
        _add(near, _widened(has_sentence, size), weight)
        _add(whole, has_passage, weight)
    total = total or 1.0
    return Coverage(own / total, near / total, whole / total, known / total)


Holders = tuple[NDArray[np.int32], Floats]


def _weights(columns: Columns, query: Query) -> list[tuple[tuple[str, ...], tuple[tuple[str, ...], ...], float]]:
    """Concepts with the rarity of their words; a word that the library lacks counts as the rarest."""
    found = [
        (concept.words, concept.others, max(columns.idf(word) for word in concept.words))
        for concept in query.concepts
    ]
    return found + [((pair,), (), PAIR_WEIGHT * columns.idf(pair)) for pair in query.pairs if pair in columns.terms]


def _holders(columns: Columns, words: tuple[str, ...], others: tuple[tuple[str, ...], ...]) -> Holders:
    """Documents that hold a concept, and to what share of its words; another word for it counts whole."""
    if len(words) == 1 and not others:
        documents = columns.holders(words[0])
        return documents, np.ones(len(documents), np.float32)
    share = np.zeros(columns.size, np.float32)
    for group in (words, *others):
        part = np.zeros(columns.size, np.float32)
        for word in group:
            part[columns.holders(word)] += 1 / len(group)
        share = np.maximum(share, part)
    documents = np.flatnonzero(share).astype(np.int32)
    return documents, share[documents]


def _add(scores: Floats, holders: Holders, weight: float) -> None:
    documents, share = holders
    scores[documents] += weight * share


def _widened(holders: Holders, size: int) -> Holders:
    """Sentences that hold a concept, and those next to them."""
    documents, share = holders
    around = np.zeros(size, np.float32)
    for step in (-1, 1, 0):
        shifted = documents + step
        inside = (shifted >= 0) & (shifted < size)
        np.maximum.at(around, shifted[inside], share[inside])
    found = np.flatnonzero(around).astype(np.int32)
    return found, around[found]


def rerank(arrays: Derived, best: NDArray[np.int64], legs: Legs, held: Coverage, form: Form | None) -> Floats:
    """Scores of the passages `best`: the two legs, coverage near and whole, and the form of an answer."""
    keyword, dense = _relative(legs.keyword[best]), _relative(legs.dense[best])
    ranges = [(int(arrays.first_sentence[i]), int(arrays.first_sentence[i + 1])) for i in best]
    near = np.array([held.near[first:last].max(initial=0) for first, last in ranges], np.float32)
    formed = np.array([_formed(held, first, last, form) if form else 0.0 for first, last in ranges], np.float32)
    scores = KEYWORD * keyword + DENSE * dense + NEAR * near + WHOLE * held.passages[best] + FORMED * formed
    return np.asarray(scores, np.float32)


def _relative(scores: Floats) -> Floats:
    """Scores as shares of the highest."""
    return scores / max(float(scores.max(initial=0)), 1e-6)


def _formed(held: Coverage, first: int, last: int, form: Form) -> float:
    """Of the sentences that have the form of an answer, the best coverage: near, and half its own."""
    return max((float(held.near[k] + 0.5 * held.sentences[k]) for k in range(first, last) if form(k)), default=0.0)
