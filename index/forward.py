"""The forward index of sentences: what each holds, laid out sentence by sentence.

The inverted postings of `bm25` answer which documents hold a word; the second look asks the opposite of a few
sentences, and here one gather serves all its words and characters, however large the library.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import statistics
from index.bm25 import Floats
from index.postings import Hashes, Ints, term_hashes
from index.statistics import Statistics

LETTER = "·"  # before a character, which may be a word as well
PARTS = ("hashes", "letters", "counts", "starts", "held", "lengths")
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Forward:
    """The sentences of a segment: the terms that each holds, words and the different characters of words."""

    hashes: Hashes  # of the terms, sorted; a term's number is its place here
    letters: Mask  # which of them are characters
    counts: Ints  # of the sentences that hold each term
    starts: NDArray[np.int64]  # sentence i holds the terms [starts[i], starts[i + 1]) of `held`
    held: Ints
    lengths: Ints  # of each sentence: how many different characters it has

    @property
    def size(self) -> int:
        """How many sentences there are."""
        return len(self.lengths)

    def holding(self, numbers: NDArray[np.int64], sentences: Ints) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Which of some terms (their places in `numbers`) stand in which of some sentences: pairs of places."""
        row = np.full(len(self.hashes), -1, np.int16)
        known = np.flatnonzero(numbers >= 0)
        row[numbers[known]] = known
        first, last = self.starts[sentences], self.starts[sentences + 1]
        rows = row.take(np.concatenate([self.held[span] for span in _runs(first, last)]))
        asked = np.flatnonzero(rows >= 0)
        return rows[asked].astype(np.int64), np.searchsorted(np.cumsum(last - first), asked, side="right")


@dataclass(frozen=True, slots=True)
class Asked:
    """Terms looked up in a library's sentences."""

    numbers: list[NDArray[np.int64]]  # in each part the terms' numbers, -1 for one that it lacks
    counts: NDArray[np.float64]  # of the sentences that hold each term
    letters: Mask  # which of the terms are characters

    @property
    def lacking(self) -> Mask:
        """Which of the terms no sentence holds."""
        return np.asarray(self.counts == 0)


class Sentences:
    """The sentences of a library: those of its segments, one after the other."""

    def __init__(self, parts: Sequence[Forward], known: Statistics | None = None) -> None:
        self.parts = parts
        self.statistics = known or of_letters(parts)
        self.size = sum(part.size for part in parts)
        self._first = np.cumsum([0, *(part.size for part in parts)])

    def asked(self, terms: Iterable[str]) -> Asked:
        """Terms looked up; a character is asked for with LETTER before it."""
        told = list(terms)
        hashes = term_hashes(told)
        numbers = [_numbers(hashes, part.hashes) for part in self.parts]
        counts = np.zeros(len(told))
        for part, found in zip(self.parts, numbers, strict=True):
            counts += _counted(part.counts, found)
        return Asked(numbers, counts, np.array([term[:1] == LETTER for term in told], bool))

    def idf(self, asked: Asked) -> Floats:
        """How rare terms are: log of the sentences over those that hold it; one in none counts as in half a one."""
        return np.log(1 + self.size / np.maximum(asked.counts, 0.5)).astype(np.float32)

    def among(self, asked: Asked, sentences: Ints) -> tuple[Floats, Floats]:
        """Of each of some terms (row) in each of some sentences (column): 1 if it is there; BM25 of a character."""
        here = np.zeros((len(asked.counts), len(sentences)), np.float32)
        lengths = np.zeros(len(sentences), np.int64)
        for part, first, numbers in zip(self.parts, self._first.tolist(), asked.numbers, strict=False):
            inside = _within(sentences, first, part.size) if len(self.parts) > 1 else np.arange(len(sentences))
            own = sentences[inside] - np.int32(first)
            rows, columns = part.holding(numbers, own) if len(own) else (own, own)
            here[rows, inside[columns]] = 1
            lengths[inside] = part.lengths[own]
        idf = np.where(asked.letters, self.statistics.idf(asked.counts), 0)
        weights = idf[:, None] * self.statistics.once(lengths)
        return here, np.asarray(here * weights, np.float32)


def of_letters(parts: Sequence[Forward]) -> Statistics:
    """What BM25 by character goes by, with sentences as documents."""
    counted = [(part.hashes[part.letters], part.counts[part.letters]) for part in parts]
    return statistics.statistics(counted, [part.lengths for part in parts])


def _numbers(asked: Hashes, known: Hashes) -> NDArray[np.int64]:
    """The places of hashes among sorted ones, -1 for one that is not there."""
    if not len(known):
        return np.full(len(asked), -1, np.int64)
    found = np.minimum(known.searchsorted(asked), len(known) - 1)
    return np.where(known[found] == asked, found, -1).astype(np.int64)


def _counted(counts: Ints, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.where(numbers >= 0, counts[numbers] if len(counts) else 0, 0).astype(np.float64)


def _within(sentences: Ints, first: int, size: int) -> NDArray[np.int64]:
    return np.flatnonzero((sentences >= first) & (sentences < first + size))


def _runs(first: NDArray[np.int64], last: NDArray[np.int64]) -> list[slice]:
    """Ranges that follow each other taken together: the sentences of a passage are one."""
    breaks = np.flatnonzero(first[1:] != last[:-1])
    begins, ends = first[breaks + 1].tolist(), last[breaks].tolist()
    return [*map(slice, [*first[:1].tolist(), *begins], [*ends, *last[-1:].tolist()])] or [slice(0)]


def build(words: Sequence[Sequence[str]], characters: Sequence[Sequence[str]]) -> Forward:
    """Lay out the words and the characters of each sentence."""
    told = [
        [*dict.fromkeys(said), *(LETTER + c for c in dict.fromkeys(letters))]
        for said, letters in zip(words, characters, strict=True)
    ]
    terms = {term: i for i, term in enumerate(dict.fromkeys(term for sentence in told for term in sentence))}
    hashes = term_hashes(terms)
    order = np.argsort(hashes)
    number = np.empty(len(order), np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    sizes = [len(sentence) for sentence in told]
    held = number[np.fromiter((terms[term] for sentence in told for term in sentence), np.int64, sum(sizes))]
    letters = np.fromiter((term[:1] == LETTER for term in terms), bool, len(terms))[order]
    lengths = np.array([len(set(sentence)) for sentence in characters], np.int32)
    return _forward(hashes[order], letters, held, np.array(sizes, np.int64), lengths)


def merge(parts: Sequence[Forward], keep: Sequence[Mask]) -> Forward:
    """The sentences of several segments that are kept, in order, as one."""
    hashes = np.unique(np.concatenate([part.hashes for part in parts]))
    letters = np.zeros(len(hashes), bool)
    held = []
    for part, kept in zip(parts, keep, strict=True):
        number = np.searchsorted(hashes, part.hashes).astype(np.int32)
        letters[number] = part.letters
        held.append(number[part.held[np.repeat(kept, np.diff(part.starts))]])
    sizes = np.concatenate([np.diff(part.starts)[kept] for part, kept in zip(parts, keep, strict=True)])
    lengths = np.concatenate([part.lengths[kept] for part, kept in zip(parts, keep, strict=True)])
    return _forward(hashes, letters, np.concatenate(held), sizes, lengths)


def _forward(hashes: Hashes, letters: Mask, held: Ints, sizes: NDArray[np.int64], lengths: Ints) -> Forward:
    """With the counts, and without the terms that no sentence holds any more."""
    counts = np.bincount(held, minlength=len(hashes)).astype(np.int32)
    if (used := counts > 0).all():
        used_hashes, number = hashes, held
    else:
        used_hashes, number = hashes[used], (np.cumsum(used) - 1).astype(np.int32)[held]
    starts = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    return Forward(used_hashes, letters[used], counts[used], starts, number, lengths)


def save(forward: Forward, folder: Path, name: str) -> None:
    """Write the arrays as .npy files."""
    for part in PARTS:
        np.save(folder / f"{name}.{part}.npy", getattr(forward, part))


def load(folder: Path, name: str) -> Forward:
    """Map the arrays, so that only what a query touches is read."""
    return Forward(*(np.asarray(np.load(folder / f"{name}.{part}.npy", mmap_mode="r")) for part in PARTS))
