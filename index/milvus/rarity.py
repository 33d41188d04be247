"""What ranking goes by beside the passages in sight: how common words are in the whole library."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index import okapi
from index.bm25 import Columns
from index.forward import LETTER, Asked, Forward, Sentences
from index.milvus.sketch import Sketch
from index.postings import Hashes, Postings, term_hashes
from index.statistics import Statistics

Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Counts:
    """Of a kind of documents: how many there are, their mean length, and how many hold each word."""

    hashes: Hashes  # of the words, ascending
    counts: Longs
    size: int
    mean_length: float

    def of(self, hashes: Hashes) -> Longs:
        """In how many documents words stand; 0 for one that is not known."""
        if not len(self.hashes):
            return np.zeros(len(hashes), np.int64)
        places = np.minimum(self.hashes.searchsorted(hashes), len(self.hashes) - 1)
        return np.where(self.hashes[places] == hashes, self.counts[places], 0)

    def statistics(self) -> Statistics:
        """What BM25 goes by."""
        idf = okapi.idf(self.size, self.counts)
        return Statistics(self.size, self.mean_length, float(idf.mean()) if len(idf) else 0.0)


class Rarity:
    """How common words and characters are in the passages and in the sentences of a library."""

    def __init__(self, sketch: Sketch) -> None:
        words = {term: n for term, n in sketch.in_passages.items() if term[:1] != LETTER}
        letters = {term[1:]: n for term, n in sketch.in_passages.items() if term[:1] == LETTER}
        said = {term: n for term, n in sketch.in_sentences.items() if term[:1] == LETTER}
        self.terms, self.letters = words.keys(), letters.keys()
        self.words = _counts(words, sketch.passages, sketch.words)
        self.characters = _counts(letters, sketch.passages, sketch.letters)
        self.sentences = _counts(sketch.in_sentences, sketch.sentences, sketch.said)
        self.by_letter = _counts(said, sketch.sentences, sketch.said).statistics()

    def weighed(self, words: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
        """Words with their weights times their rarity; of a word not known as of one in half a passage."""
        asked = list(words)
        counts = np.maximum(self.words.of(term_hashes([word for word, _ in asked])), 0.5)
        idf = self.words.statistics().idf(counts)
        return [(word, weight * each) for (word, weight), each in zip(asked, idf.tolist(), strict=True)]


def _counts(counted: dict[str, int], size: int, length: int) -> Counts:
    hashes = term_hashes(counted.keys())
    order = np.argsort(hashes)
    counts = np.fromiter(counted.values(), np.int64, len(counted))
    return Counts(hashes[order], counts[order], size, length / size if size else 0.0)


class SampledColumns(Columns):
    """Postings of some passages, scored as among all of the library."""

    def __init__(self, parts: Sequence[Postings], counts: Counts, terms: Collection[str] = ()) -> None:
        super().__init__(parts, counts.statistics().mean_idf)
        self._known, self._words = counts, terms

    def counts(self, hashes: Hashes) -> Longs:
        """In how many documents words stand, at least."""
        return np.maximum(super().counts(hashes), self._known.of(hashes))

    @property
    def among(self) -> int:
        """How many documents words are common or rare among."""
        return max(self._known.size, self.size)

    @cached_property
    def mean_length(self) -> float:
        """Of the documents, in words."""
        return self._known.mean_length or 1.0

    def terms(self) -> Collection[str]:
        """All different words of the library, or of a sample of it."""
        return self._words


class SampledSentences(Sentences):
    """Sentences of some passages, scored as among all of the library."""

    def __init__(self, parts: Sequence[Forward], rarity: Rarity) -> None:
        super().__init__(parts, rarity.by_letter)
        self._told = rarity.sentences
        self.size = max(self.size, self._told.size)  # those that rarity is told among

    def asked(self, terms: Iterable[str]) -> Asked:
        """Terms looked up; a character is asked for with LETTER before it."""
        told = list(terms)
        found = super().asked(told)
        return Asked(found.numbers, np.maximum(found.counts, self._told.of(term_hashes(told))), found.letters)
