"""Coverage: how much of a question the candidates and their sentences hold.

It is the share of the question's concepts, each weighted by how rare it is, that stand in a sentence, in it and
its neighbours, and in the whole passage with its title and section. Held softly, a concept counts in part where
only characters of its words stand there: 试验区 is half a 试点, 立法 a third of 法规.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.bm25 import Columns, Floats, Ints
from index.derived import Derived
from index.query import Concept, Query
from index.words import characters

SOFT = 0.6  # of a concept whose characters all stand there, but not its word
WORDINGS = 6  # of a concept, that are looked for by character
Wordings = tuple[tuple[str, ...], ...]  # words for one thing: the question's own, then others


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages chosen for a second look, and their sentences, all by their index in the arrays."""

    passages: NDArray[np.int64]
    sentences: Ints
    starts: NDArray[np.int64]  # passage i has the sentences [starts[i], starts[i + 1]) of `sentences`
    grid: NDArray[np.int64]  # a row a passage: the places of its sentences, the last repeated to fill the row

    def range(self, i: int) -> range:
        """The places of a candidate's sentences in `sentences`."""
        return range(self.starts[i], self.starts[i + 1])

    def most(self, told: Floats) -> Floats:
        """Of what is told of each sentence (first axis) the most in each passage."""
        return np.asarray(told[self.grid].max(axis=1), np.float32)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Shares of the question, 0 to 1."""

    sentences: Floats  # of each sentence of the candidates
    near: Floats  # of each sentence with its neighbours
    passages: Floats  # of each candidate, with its title and section
    soft_near: Floats  # of each sentence with its neighbours, softly
    soft_passages: Floats  # of each candidate without its title, softly
    titles: Floats  # of each candidate's title and section
    figures: Floats  # of the question's numbers: the share that each candidate holds
    characters: Floats  # no share: BM25 of each sentence by character
    concepts: Floats  # the share of each concept (column) that each sentence and its neighbours hold (row)
    weights: Floats  # of the concepts
    known: float  # share of the question whose words the library has anywhere

    def of(self, chosen: list[int], sentence: int) -> float:
        """Share of some of the concepts that a sentence and its neighbours hold."""
        total = float(self.weights[chosen].sum())
        return float(self.weights[chosen] @ self.concepts[sentence, chosen]) / total if total else 0.0


def candidates(arrays: Derived, best: NDArray[np.int64]) -> Candidates:
    """The sentences of passages."""
    first = arrays.first_sentence[best]
    counts = arrays.first_sentence[best + 1] - first
    starts = np.concatenate([[0], np.cumsum(counts)])
    sentences = np.arange(starts[-1]) + np.repeat(first - starts[:-1], counts)
    return Candidates(best, sentences.astype(np.int32), starts, _grid(counts))


def _grid(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of things that come in groups: a row a group, its last number repeated to fill the row.

    The most in each group is then the maximum over a row, many times faster than `np.maximum.reduceat`.
    """
    first = np.cumsum(counts) - counts
    steps = np.arange(counts.max(initial=1))
    return np.asarray(first[:, None] + np.minimum(steps, np.maximum(counts, 1)[:, None] - 1), np.int64)


def coverage(arrays: Derived, query: Query, chosen: Candidates, contexts: list[str]) -> Coverage:
    """How much of the question each candidate and each of its sentences holds.

    `contexts` are the folded titles and sections of the candidates, which count for the passage as a whole.
    """
    concepts: list[Wordings] = [(concept.words, *concept.others) for concept in query.concepts]
    weights = np.array([_rarity(arrays.sentences, concept) for concept in query.concepts], np.float32)
    weights /= weights.sum() or 1.0
    letters = _Letters(arrays.sentence_characters, query, concepts, chosen.sentences)
    own = _held(arrays.sentences, concepts, chosen.sentences)
    held = np.stack([own, np.maximum(own, SOFT * letters.held)], axis=1)  # as words, and softly
    near, bodies, titled = _widened(held, chosen), chosen.most(held), _in_contexts(concepts, contexts)
    return Coverage(
        sentences=own @ weights,
        near=near[:, 0] @ weights,
        passages=np.maximum(bodies[:, 0], titled) @ weights,
        soft_near=near[:, 1] @ weights,
        soft_passages=bodies[:, 1] @ weights,
        titles=titled @ weights,
        figures=chosen.most(letters.figures),
        characters=letters.scores,
        concepts=near[:, 0],
        weights=weights,
        known=_known(arrays, concepts, weights),
    )


class _Letters:
    """What sentences hold of a question's characters, letters and numbers.

    `scores`: BM25 of each sentence; `figures`: the share of the question's numbers; `held`: of each concept (column)
    the share of its characters, by rarity.
    """

    def __init__(self, columns: Columns, query: Query, concepts: list[Wordings], sentences: Ints) -> None:
        asked = query.characters
        first = [wordings[:WORDINGS] for wordings in concepts]
        made = [[c for word in words for c in characters(word)] or [""] for wordings in first for words in wordings]
        row = {c: i for i, c in enumerate(dict.fromkeys([*asked, *(c for parts in made for c in parts)]))}
        here, weights = columns.among(list(row), sentences)
        rarity = np.array([columns.idf(c) for c in row], np.float32)
        numbers = [row[c] for c in query.own_characters if c[0].isdigit()]
        self.scores = np.fromiter(asked.values(), np.float32, len(asked)) @ weights[: len(asked)]
        self.figures = here[numbers].mean(axis=0) if numbers else np.zeros(len(sentences), np.float32)
        parts = [[row[c] for c in wording] for wording in made]
        self.held = _shares(here, rarity, parts, first).T


def _known(arrays: Derived, concepts: list[Wordings], weights: Floats) -> float:
    terms = arrays.sentences.terms
    here = [any(all(word in terms for word in words) for words in wordings) for wordings in concepts]
    return float(weights[here].sum()) if here else 0.0


def _rarity(columns: Columns, concept: Concept) -> float:
    """Of the rarest of a concept's words; where the library has none of them, of the first other word that it has.

    A word that the library lacks counts as the rarest.
    """
    for words in (concept.words, *concept.others):
        if any(word in columns.terms for word in words):
            return max(columns.idf(word) for word in words)
    return max(columns.idf(word) for word in concept.words)


def _held(columns: Columns, concepts: list[Wordings], documents: Ints) -> Floats:
    """For each document (row) and concept: the share of its words that the document holds, 0 to 1."""
    made = [words for wordings in concepts for words in wordings]
    row = {word: i for i, word in enumerate(dict.fromkeys(word for words in made for word in words))}
    here, _ = columns.among(list(row), documents)
    parts = [[row[word] for word in words] for words in made]
    return _shares(here, np.ones(len(row), np.float32), parts, concepts).T


def _shares(here: Floats, weights: Floats, made: list[list[int]], concepts: Sequence[Wordings]) -> Floats:
    """For each concept (row) and document: of the wording that it holds best, the weighted share of its parts.

    `here` tells of each part (row) whether a document holds it; `made` lists the parts of all wordings in turn.
    """
    if not concepts:
        return np.zeros((0, here.shape[1]), np.float32)
    flat, wording = [part for parts in made for part in parts], np.repeat(np.arange(len(made)), [*map(len, made)])
    size = len(made) * len(here)
    share = np.bincount(wording * len(here) + flat, weights[flat], size).reshape(len(made), len(here))
    share = share / np.maximum(share.sum(axis=1, keepdims=True), 1e-9)
    held = np.asarray(share, np.float32) @ here
    return held if len(made) == len(concepts) else held[_grid(np.array([*map(len, concepts)]))].max(axis=1)


def _in_contexts(concepts: list[Wordings], contexts: list[str]) -> Floats:
    """For each context (row) and concept 1 where all words for it stand there; passages of one section share theirs."""
    different = list(dict.fromkeys(contexts))
    everything = "\n".join(different)
    held = np.zeros((len(concepts), len(different)), bool)
    for row, wordings in zip(held, concepts, strict=True):
        for words in wordings:
            if words[0] in everything:
                row |= np.all([[word in text for text in different] for word in words], axis=0)
    place = {text: i for i, text in enumerate(different)}
    return held.T[[place[text] for text in contexts]].astype(np.float32)


def _widened(held: Floats, chosen: Candidates) -> Floats:
    """What sentences (first axis) and their neighbours in the passage hold."""
    near = held.copy()
    inner = np.ones((len(held), 1, 1), np.float32)
    inner[chosen.starts[:-1]] = 0  # first of its passage
    np.maximum(near[1:], held[:-1] * inner[1:], out=near[1:])
    np.maximum(near[:-1], held[1:] * inner[1:], out=near[:-1])
    return near
