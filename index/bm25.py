"""BM25 over the postings of a whole library, which may lie in several parts.

BM25Okapi's score depends on how many documents there are, how many hold a word and how long they are. All this is of
the whole library, so that what a word tells is worked out when it is asked for, and kept for the next time.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from itertools import islice
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import maxscore, okapi, statistics
from index.maxscore import Asked, Ranked
from index.okapi import Column, Doubles, Part
from index.postings import Hashes, Ints, Longs, Postings, build, build_from_ids, load, merge, save, term_hashes

__all__ = [
    "Columns",
    "Floats",
    "Ints",
    "Postings",
    "build",
    "build_from_ids",
    "load",
    "merge",
    "save",
]

KEPT, LEAST = 1 << 9, 1 << 26  # bytes of what words tell, kept between queries: for each document, at the least
WORD = 1 << 10  # bytes of a word, whatever it tells
Floats = NDArray[np.float32]


class Columns:
    """The postings of a library, the documents of all parts one after the other.

    `mean_idf` is that of all different words, where it is known; else it is worked out when first needed.
    """

    def __init__(self, parts: Sequence[Postings], mean_idf: float | None = None) -> None:
        self.parts = tuple(parts)
        self.bases = [0, *np.cumsum([part.size for part in parts]).tolist()]
        self.size = int(self.bases[-1])
        self._told: dict[np.dtype[Any], Told] = {}
        if mean_idf is not None:
            self.__dict__["mean_idf"] = mean_idf

    @cached_property
    def mean_idf(self) -> float:
        """The mean idf over the different words, in proportion to which common words weigh."""
        return statistics.mean_idf(self.size, [(part.hashes, part.counts) for part in self.parts])

    @property
    def among(self) -> int:
        """How many documents words are common or rare among."""
        return self.size

    @cached_property
    def mean_length(self) -> float:
        """Of the documents, in words."""
        words = sum(int(part.lengths.sum(dtype=np.int64)) for part in self.parts)
        return words / self.size if words else 1.0

    def frequencies(self, words: Collection[str]) -> Longs:
        """In how many documents each of some words stands."""
        return self.counts(term_hashes(words))

    def counts(self, hashes: Hashes) -> Longs:
        """The same of words that are told by their hashes."""
        counts = np.zeros(len(hashes), np.int64)
        for part in self.parts:
            places, known = part.find(hashes)
            counts[known] += part.counts_of(places[known])
        return counts

    def scores(self, words: Iterable[tuple[str, float]], dtype: Any = np.float32) -> NDArray[Any]:
        """BM25 of every document for weighted query words; zeros where no word is known."""
        told = [maxscore.scores(part, asked) for part, asked in self._asked(words, dtype)]
        return told[0] if len(told) == 1 else np.concatenate([np.zeros(0, dtype), *told])

    def top(self, words: Iterable[tuple[str, float]], count: int, dtype: Any = np.float32) -> Ranked:
        """The `count` best documents that score more than 0, best first, equal ones in order; and their scores."""
        parts = self._asked(words, dtype)
        if len(parts) == 1 and count > 0:
            return maxscore.best(*parts[0], count, 0.0)
        found: Ranked = np.zeros(0, np.int64), np.zeros(0, dtype)
        by_size = sorted(zip(self.bases, parts, strict=False), key=lambda each: -each[1][0].size)
        for base, (part, asked) in by_size if count > 0 else ():
            threshold = float(found[1][-1]) if len(found[1]) == count else 0.0
            documents, scores = maxscore.best(part, asked, count, threshold)
            found = maxscore.ranked(np.append(found[0], documents + base), np.append(found[1], scores), count)
        return found

    def _asked(self, words: Iterable[tuple[str, float]], dtype: Any) -> list[tuple[Part, Asked]]:
        """Each part, and of the words those that it has, with their weights."""
        kind = np.dtype(dtype)
        if kind not in self._told:
            self._told[kind] = Told(self, kind)
        return self._told[kind].asked(list(words))

    @property
    def held(self) -> int:
        """How many bytes are kept of what words tell."""
        return sum(told.held for told in self._told.values())

    def idf(self, counts: Longs) -> Doubles:
        """The idf of words in so many documents, with the floor of BM25Okapi for common ones."""
        idf = okapi.idf(self.among, counts)
        return np.where(idf < 0, okapi.rule().epsilon * self.mean_idf, idf) if (idf < 0).any() else idf

    def terms(self) -> Collection[str]:
        """All different words."""
        return self._terms

    @cached_property
    def _terms(self) -> Collection[str]:
        return dict.fromkeys(term for part in self.parts for term in part.terms()).keys()


class Told:
    """What words tell of the documents of each part, in one type of number, kept until it is too much."""

    def __init__(self, columns: Columns, dtype: np.dtype[Any]) -> None:
        self.parts = [okapi.part(part, columns.mean_length, dtype) for part in columns.parts]
        self._library = columns
        self._most = max(LEAST, KEPT * columns.size)
        self._table: dict[str, Sequence[Column | None]] = {}
        self.held = 0
        self._changing = Lock()

    def asked(self, words: Sequence[tuple[str, float]]) -> list[tuple[Part, Asked]]:
        """Each part, and of the words those that it has, with their weights."""
        table = self._table
        if not table.keys() >= {word for word, _ in words}:
            table = self._with([word for word, _ in words])
        found = [(table[word], weight) for word, weight in words]
        return [
            (part, [(column, weight) for columns, weight in found if (column := columns[i])])
            for i, part in enumerate(self.parts)
        ]

    def _with(self, words: Sequence[str]) -> dict[str, Sequence[Column | None]]:
        """The table with these words too, or a new one."""
        with self._changing:
            if self.held > self._most:
                self._table = dict(islice(self._table.items(), len(self._table) // 2, None))  # the older half goes
                self.held = sum(map(_bytes, self._table.values()))
            unknown = [word for word in dict.fromkeys(words) if word not in self._table]
            hashes = term_hashes(unknown)
            idf = self._library.idf(self._library.counts(hashes))
            rows = [part.columns(hashes, idf) for part in self.parts]
            for i, word in enumerate(unknown):
                columns = self._table[word] = tuple(row[i] for row in rows)
                self.held += _bytes(columns)
            return self._table


def _bytes(columns: Sequence[Column | None]) -> int:
    return WORD + sum(column.bytes for column in columns if column)
