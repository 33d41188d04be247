"""Ranking: two legs fused, then the best passages ordered anew by how much of the question they hold.

Coverage is the share of the question's concepts, each weighted by how rare it is, that stand in a
sentence, in it and its neighbours, and in the whole passage with its title and section.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from index import fusion
from index.bm25 import Columns, Ints
from index.derived import Derived
from index.parts import Parts
from index.query import Concept, Query

Floats = NDArray[np.float32]
Form = Callable[[Ints], NDArray[np.bool_]]  # which of the sentences of those indexes have the form of an answer
DEPTH = 100  # of each leg's ranking that is fused
RERANKED = 20
DENSE_WEIGHT = 0.1  # in the fusion, which only chooses what is re-ranked
# Weights of the features of the re-ranking, chosen on the development questions (docs/decisions.md).
KEYWORD, DENSE, NEAR, WHOLE, FORMED = 0.5, 0.2, 0.6, 0.6, 0.9


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages chosen for a second look, and their sentences, all by their index in the arrays."""

    passages: NDArray[np.int64]
    sentences: Ints
    starts: tuple[int, ...]  # passage i has the sentences [starts[i], starts[i + 1]) of `sentences`

    def range(self, i: int) -> range:
        """The places of a candidate's sentences in `sentences`."""
        return range(self.starts[i], self.starts[i + 1])


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of the question (0 to 1): of each sentence, of it with its neighbours, of each passage."""

    sentences: Floats
    near: Floats
    passages: Floats
    concepts: Floats  # a row a concept of the query: the share of it that each sentence and its neighbours hold
    weights: Floats  # of the concepts
    known: float  # share of the question whose words the library has anywhere

    def of(self, chosen: list[int], sentence: int) -> float:
        """Share of some of the concepts that a sentence and its neighbours hold."""
        total = float(self.weights[chosen].sum())
        return float(self.weights[chosen] @ self.concepts[chosen, sentence]) / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Legs:
    """Scores of every passage by leg."""

    keyword: Floats
    dense: Floats
    fused: Floats


def legs(arrays: Derived, query: Query, dense: Floats, allowed: Floats | None, parts: Parts) -> Legs:
    """Score every passage by keyword and vector, and fuse: keyword scores lead, ranks of both add."""
    keyword = arrays.passages.scores(query.weighted if parts.keyword else [])
    dense = dense if parts.dense else np.zeros_like(dense)
    if allowed is not None:
        keyword, dense = keyword * allowed, dense * allowed
    ranks = fusion.reciprocal_rank([(keyword, 1.0), (dense, DENSE_WEIGHT)], DEPTH)
    return Legs(keyword, dense, ranks)


def choose(legs: Legs, count: int, allowed: Floats | None) -> NDArray[np.int64]:
    """The passages worth a second look: the best of the fused ranking, or all of a handful.

    In a handful BM25 tells nothing: a word that half of them hold weighs nothing.
    """
    size = max(count, RERANKED)
    if len(legs.fused) <= size:
        return np.arange(len(legs.fused)) if allowed is None else np.flatnonzero(allowed)
    if allowed is None:
        return fusion.top(legs.fused, size)
    within = np.flatnonzero(allowed)
    return within[fusion.top(legs.fused[within], size)]


def candidates(arrays: Derived, best: NDArray[np.int64]) -> Candidates:
    """The sentences of passages."""
    spans = [(int(arrays.first_sentence[i]), int(arrays.first_sentence[i + 1])) for i in best]
    sentences = [np.arange(first, last, dtype=np.int32) for first, last in spans]
    starts = (0, *accumulate(last - first for first, last in spans))
    return Candidates(best, np.concatenate(sentences) if sentences else np.zeros(0, np.int32), starts)


def coverage(arrays: Derived, query: Query, chosen: Candidates, contexts: list[str]) -> Coverage:
    """How much of the question each candidate and each of its sentences holds.

    `contexts` are the folded titles and sections of the candidates, which count for the passage as a whole.
    """
    weighted = _weights(arrays.sentences, query)
    weights = np.array([weight for _, weight in weighted], np.float32)
    weights /= weights.sum() or 1.0
    own = _held(arrays.sentences, [groups for groups, _ in weighted], chosen.sentences)
    near = _widened(own, chosen)
    whole = np.maximum(_by_passage(own, chosen), _in_contexts([groups for groups, _ in weighted], contexts))
    return Coverage(weights @ own, weights @ near, weights @ whole, near, weights, _known(arrays, weighted, weights))


def _known(arrays: Derived, weighted: list[tuple[Groups, float]], weights: Floats) -> float:
    terms = arrays.sentences.terms
    here = [any(all(word in terms for word in group) for group in groups) for groups, _ in weighted]
    return float(weights[here].sum()) if here else 0.0


Groups = tuple[tuple[str, ...], ...]  # words for one thing: the question's own, then others


def _weights(columns: Columns, query: Query) -> list[tuple[Groups, float]]:
    """Concepts with the rarity of their words; a word that the library lacks counts as the rarest."""
    return [((c.words, *c.others), _rarity(columns, c)) for c in query.concepts]


def _rarity(columns: Columns, concept: Concept) -> float:
    """Of the rarest of a concept's words; where the library has none of them, of the first other word that it has."""
    for group in (concept.words, *concept.others):
        if any(word in columns.terms for word in group):
            return max(columns.idf(word) for word in group)
    return max(columns.idf(word) for word in concept.words)


def _held(columns: Columns, concepts: list[Groups], documents: Ints) -> Floats:
    """For each concept (row) and document: the share of its words that the document holds, 0 to 1."""
    held = np.zeros((len(concepts), len(documents)), np.float32)
    for row, groups in zip(held, concepts, strict=True):
        for group in groups:
            if any(word in columns.terms for word in group):
                np.maximum(row, _share(columns, group, documents), out=row)
    return held


def _share(columns: Columns, words: tuple[str, ...], documents: Ints) -> Floats:
    if len(words) == 1:
        return columns.among(words[0], documents)
    total = columns.among(words[0], documents)
    for word in words[1:]:
        total += columns.among(word, documents)
    return total / np.float32(len(words))


def _by_passage(held: Floats, chosen: Candidates) -> Floats:
    """What the sentences of each passage hold together."""
    if not held.size:
        return np.zeros((held.shape[0], len(chosen.passages)), np.float32)
    return np.asarray(np.maximum.reduceat(held, chosen.starts[:-1], axis=1), np.float32)


def _in_contexts(concepts: list[Groups], contexts: list[str]) -> Floats:
    """1 where all words for a concept stand in a context; passages of one section share theirs."""
    different = list(dict.fromkeys(contexts))
    everything = " ".join(different)
    held = np.zeros((len(concepts), len(different)), np.float32)
    for row, groups in zip(held, concepts, strict=True):
        for words in groups:
            if words[0] in everything:
                row[[i for i, text in enumerate(different) if all(word in text for word in words)]] = 1
    place = {text: i for i, text in enumerate(different)}
    return held[:, [place[text] for text in contexts]]


def _widened(held: Floats, chosen: Candidates) -> Floats:
    """What sentences and their neighbours in the passage hold."""
    near = held.copy()
    inner = np.ones(held.shape[1], bool)
    inner[[start for start in chosen.starts if start < held.shape[1]]] = False  # first of its passage
    if held.shape[1] > 1:
        near[:, 1:] = np.maximum(near[:, 1:], held[:, :-1] * inner[1:])
        near[:, :-1] = np.maximum(near[:, :-1], held[:, 1:] * inner[1:])
    return near


def rerank(chosen: Candidates, legs: Legs, held: Coverage, form: Form | None) -> Floats:
    """Scores of the candidates: the two legs, coverage near and whole, and the form of an answer."""
    best = chosen.passages
    keyword, dense = _relative(legs.keyword[best]), _relative(legs.dense[best])
    near = _by_passage(held.near[None, :], chosen)[0]
    formed = np.zeros(len(best), np.float32)
    if form is not None:
        shaped = np.where(form(chosen.sentences), held.near + held.sentences / 3, 0)
        formed = _by_passage(shaped[None, :], chosen)[0]
    scores = KEYWORD * keyword + DENSE * dense + NEAR * near + WHOLE * held.passages + FORMED * formed
    return np.asarray(scores, np.float32)


def _relative(scores: Floats) -> Floats:
    """Scores as shares of the highest."""
    return scores / max(float(scores.max(initial=0)), 1e-6)
