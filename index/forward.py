"""The forward index of sentences: what each holds, laid out sentence by sentence.

The inverted columns of `bm25` answer which documents hold a word; the second look asks the opposite of a few sentences,
and here one gather serves all its words and characters, however large the library.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import bm25
from index.bm25 import Floats, Ints

LETTER = "·"  # before a character, which may be a word as well
PARTS = ("counts", "starts", "held", "weights")


@dataclass(frozen=True, slots=True)
class Forward:
    """For each sentence the terms that it holds: words, and the characters of words with their BM25 weights there."""

    terms: dict[str, int]
    counts: NDArray[np.float64]  # of the sentences that hold each term; last ½, for a term in none
    starts: NDArray[np.int64]  # sentence i holds the terms [starts[i], starts[i + 1]) of `held`
    held: Ints
    weights: Floats  # of words 0: they are only looked for

    @property
    def size(self) -> int:
        """How many sentences there are."""
        return len(self.starts) - 1

    def numbers(self, terms: Iterable[str]) -> NDArray[np.int64]:
        """The numbers of some terms; -1 for one in none of the sentences."""
        return np.array([self.terms.get(term, -1) for term in terms], np.int64)

    def idf(self, numbers: NDArray[np.int64]) -> Floats:
        """How rare terms are: log of the sentences over those that hold it; one in none counts as in half a one."""
        return np.log(1 + self.size / self.counts[numbers]).astype(np.float32)

    def among(self, numbers: NDArray[np.int64], sentences: Ints) -> tuple[Floats, Floats]:
        """Of each of some terms (row) in each of some sentences (column): 1 if it is there; its weight."""
        row = np.full(len(self.terms) + 1, -1, np.int16)  # of each term; the last is that of unknown ones
        row[numbers] = np.arange(len(numbers), dtype=np.int16)
        row[-1] = -1
        first, last = self.starts[sentences], self.starts[sentences + 1]
        rows = row.take(np.concatenate([self.held[span] for span in _runs(first, last)]))
        asked = np.flatnonzero(rows >= 0)
        ends = np.cumsum(last - first)
        column = np.searchsorted(ends, asked, side="right")
        cells = rows[asked].astype(np.int64) * len(sentences) + column
        told = np.zeros((2, len(numbers) * len(sentences)), np.float32)
        told[0, cells] = 1
        told[1, cells] = self.weights[asked + (last - ends)[column]]
        here, weights = told.reshape(2, len(numbers), len(sentences))
        return here, weights


def _runs(first: NDArray[np.int64], last: NDArray[np.int64]) -> list[slice]:
    """Ranges that follow each other taken together: the sentences of a passage are one."""
    breaks = np.flatnonzero(first[1:] != last[:-1])
    begins, ends = first[breaks + 1].tolist(), last[breaks].tolist()
    return [*map(slice, [*first[:1].tolist(), *begins], [*ends, *last[-1:].tolist()])] or [slice(0)]


def build(words: Sequence[Sequence[str]], characters: Sequence[Sequence[str]]) -> Forward:
    """Lay out the words and the characters of each sentence."""
    letters = bm25.weigh(characters)
    different = [dict.fromkeys(sentence) for sentence in words]
    terms = {word: i for i, word in enumerate(dict.fromkeys(word for sentence in different for word in sentence))}
    held = np.fromiter((terms[w] for s in different for w in s), np.int32, sum(map(len, different)))
    rows = np.repeat(np.arange(len(words), dtype=np.int32), [len(sentence) for sentence in different])
    order = np.argsort(np.concatenate([rows, letters.documents]), kind="stable")
    joined = np.concatenate([held, letters.columns + np.int32(len(terms))])[order]
    weights = np.concatenate([np.zeros(len(held), np.float32), letters.weights])[order]
    counts = np.bincount(rows, minlength=len(words)) + np.bincount(letters.documents, minlength=len(words))
    terms |= {LETTER + character: len(terms) + i for i, character in enumerate(letters.terms)}
    holding = np.append(np.bincount(joined, minlength=len(terms)), 0.5)
    return Forward(terms, holding, np.concatenate([[0], np.cumsum(counts)]), joined, weights)


def save(forward: Forward, folder: Path, name: str) -> None:
    """Write the arrays as .npy files and the terms as a text file."""
    for part in PARTS:
        np.save(folder / f"{name}.{part}.npy", getattr(forward, part))
    (folder / f"{name}.terms.txt").write_text("\n".join(forward.terms), "utf-8")


def load(folder: Path, name: str) -> Forward:
    """Map the arrays, so that only what a query touches is read."""
    text = (folder / f"{name}.terms.txt").read_text("utf-8")
    terms = text.split("\n") if text else []
    arrays = [np.asarray(np.load(folder / f"{name}.{part}.npy", mmap_mode="r")) for part in PARTS]
    return Forward({term: i for i, term in enumerate(terms)}, *arrays)
