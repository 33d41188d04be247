"""Coverage: how much of a question the candidates and their sentences hold.

It is the share of the question's concepts, each weighted by how rare it is, that stand in a sentence, in it and
its neighbours, and in the whole passage with its title and section. Held softly, a concept counts in part where
only characters of its words stand there: 试验区 is half a 试点, 立法 a third of 法规.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.bm25 import Floats, Ints
from index.derived import Derived
from index.forward import LETTER, Sentences
from index.query import Query, Wordings
from index.words import characters

SOFT = 0.6  # of a concept whose characters all stand there, but not its word
WORDINGS = 6  # of a concept, that are looked for by character


@dataclass(frozen=True, slots=True)
class Candidates:
    """Passages chosen for a second look, and their sentences, all by their index in the arrays."""

    passages: NDArray[np.int64]
    sentences: Ints
    starts: NDArray[np.int64]  # passage i has the sentences [starts[i], starts[i + 1]) of `sentences`
    grid: NDArray[np.int64]  # a row a passage: the places of its sentences, the last repeated to fill the row

    def most(self, told: Floats) -> Floats:
        """Of what is told of each sentence (last axis) the most in each passage."""
        return np.asarray(told[..., self.grid].max(axis=-1), np.float32)


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
    concepts: Floats  # the share of each concept (row) that each sentence and its neighbours hold (column)
    weights: Floats  # of the concepts
    known: float  # share of the question whose words the library has anywhere

    def of(self, chosen: list[int], sentence: int) -> float:
        """Share of some of the concepts that a sentence and its neighbours hold."""
        total = float(self.weights[chosen].sum())
        return float(self.weights[chosen] @ self.concepts[chosen, sentence]) / total if total else 0.0


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
    asked = _Asked(arrays.sentences, query)
    here, bm25 = arrays.sentences.among(asked.terms, chosen.sentences)
    weights, held = asked.weights(), asked.held(here)
    near, bodies, titled = _widened(held, chosen), chosen.most(held), _in_contexts(asked.concepts, contexts)
    words_near, soft_near = weights @ near
    return Coverage(
        sentences=weights @ held[0],
        near=words_near,
        passages=weights @ np.maximum(bodies[0], titled),
        soft_near=soft_near,
        soft_passages=weights @ bodies[1],
        titles=weights @ titled,
        figures=chosen.most(asked.figures(here)),
        characters=asked.scores(bm25),
        concepts=near[0],
        weights=weights,
        known=asked.known(weights),
    )


class _Asked:
    """What is looked for, each term once: words of all wordings, then characters of the question and first wordings."""

    def __init__(self, sentences: Sentences, query: Query) -> None:
        self._query = query
        self.concepts = [concept.wordings for concept in query.concepts]
        self._first = [wordings[:WORDINGS] for wordings in self.concepts]
        self._worded = [words for wordings in self.concepts for words in wordings]
        self._spelt = [_letters(words) for wordings in self._first for words in wordings]
        self._words = dict.fromkeys(word for words in self._worded for word in words)
        own = [LETTER + character for character in query.characters]
        terms = [*self._words, *dict.fromkeys([*own, *(c for letters in self._spelt for c in letters)])]
        self._row = {term: row for row, term in enumerate(terms)}
        self.terms = sentences.asked(terms)
        self._idf = sentences.idf(self.terms)
        self._lacking = {terms[row] for row in np.flatnonzero(self.terms.lacking).tolist()}

    def weights(self) -> Floats:
        """Of the concepts, 1 in all, by the rarest word of the first wording of which the library has a word.

        A word that the library lacks counts as the rarest.
        """
        idf = self._idf.tolist()
        had = (
            next((w for w in wordings if not self._lacking.issuperset(w)), wordings[0]) for wordings in self.concepts
        )
        weights = np.array([max(idf[self._row[word]] for word in words) for words in had], np.float32)
        return np.asarray(weights / (weights.sum() or 1.0), np.float32)

    def known(self, weights: Floats) -> float:
        """The share of the question whose words the library has."""
        here = [any(self._lacking.isdisjoint(words) for words in wordings) for wordings in self.concepts]
        return float(weights[here].sum()) if here else 0.0

    def held(self, here: Floats) -> Floats:
        """Of each concept (second axis) the share of its words in each sentence; the same softly (first axis)."""
        made = [[self._row[part] for part in parts] for parts in (*self._worded, *self._spelt)]
        weights = np.concatenate([np.ones(len(self._words), np.float32), self._idf[len(self._words) :]])
        held = _shares(here, weights, made, [*self.concepts, *self._first])
        words, letters = held.reshape(2, len(self.concepts), here.shape[1])
        return np.stack([words, np.maximum(words, SOFT * letters)])

    def scores(self, bm25: Floats) -> Floats:
        """BM25 of each sentence by character."""
        asked, first = self._query.characters, len(self._words)
        return np.fromiter(asked.values(), np.float32, len(asked)) @ bm25[first : first + len(asked)]

    def figures(self, here: Floats) -> Floats:
        """The share of the question's numbers in each sentence."""
        numbers = [self._row[LETTER + c] for c in self._query.own_characters if c[0].isdigit()]
        return np.asarray(here[numbers].mean(axis=0) if numbers else np.zeros(here.shape[1]), np.float32)


@lru_cache(maxsize=8192)
def _letters(words: tuple[str, ...]) -> list[str]:
    """The characters of words, as the index has them; where there are none, one that it has not."""
    return [LETTER + character for word in words for character in characters(word)] or [LETTER]


def _shares(here: Floats, weights: Floats, made: list[list[int]], concepts: Sequence[Wordings]) -> Floats:
    """For each concept (row) and document: of the wording that it holds best, the weighted share of its parts.

    `here` tells of each part (row) whether a document holds it; `made` lists the parts of all wordings in turn.
    """
    if not concepts:
        return np.zeros((0, here.shape[1]), np.float32)
    flat, wording = [part for parts in made for part in parts], np.repeat(np.arange(len(made)), [*map(len, made)])
    told = weights[flat]
    told /= np.maximum(np.bincount(wording, told), 1e-9)[wording]
    share = np.bincount(wording * len(here) + flat, told, len(made) * len(here)).astype(np.float32)
    held = share.reshape(len(made), len(here)) @ here
    return held if len(made) == len(concepts) else held[_grid(np.array([*map(len, concepts)]))].max(axis=1)


def _in_contexts(concepts: list[Wordings], contexts: list[str]) -> Floats:
    """For each concept (row) and context 1 where all words for it stand there; passages of one section share theirs."""
    different = list(dict.fromkeys(contexts))
    everything = "\n".join(different)
    held = np.zeros((len(concepts), len(different)), np.float32)
    for row, wordings in enumerate(concepts):
        for words in wordings:
            if words[0] in everything:
                held[row, [place for place, text in enumerate(different) if all(map(text.__contains__, words))]] = 1
    place = {text: i for i, text in enumerate(different)}
    return np.take(held, [place[text] for text in contexts], axis=1)


def _widened(held: Floats, chosen: Candidates) -> Floats:
    """What sentences (last axis) and their neighbours in the passage hold."""
    near = held.copy()
    inner = np.ones(held.shape[-1], np.float32)
    inner[chosen.starts[:-1]] = 0  # first of its passage
    np.maximum(near[..., 1:], held[..., :-1] * inner[1:], out=near[..., 1:])
    np.maximum(near[..., :-1], held[..., 1:] * inner[1:], out=near[..., :-1])
    return near
