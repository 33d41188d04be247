"""BM25 over the postings of a whole library, which may lie in several parts.

rank-bm25's BM25Okapi defines the score and gives the constants; what it depends on (how many documents there are, how
many hold a word, how long they are) is of all parts, so a weight is worked out when it is asked for.
Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import fusion
from index.postings import Hashes, Ints, Longs, Postings, build, build_from_ids, load, merge, save, term_hashes

__all__ = [
    "Columns",
    "Floats",
    "Ints",
    "Postings",
    "Weighed",
    "build",
    "build_from_ids",
    "load",
    "merge",
    "save",
    "weigh",
]

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Ranked = tuple[Longs, NDArray[Any]]


@cache
def okapi() -> Any:
    """A BM25Okapi, for its constants."""
    from rank_bm25 import BM25Okapi

    return BM25Okapi([["a"]])


def _idf(size: int, counts: Longs) -> NDArray[np.float64]:
    """The rarity of words that so many of all documents hold, negative beyond half of them."""
    return np.asarray(np.log(size - counts + 0.5) - np.log(counts + 0.5))


class Columns:
    """The postings of a library, the documents of all parts one after the other.

    `mean_idf` is that of all different words, where it is known; else it is worked out when first needed.
    """

    def __init__(self, parts: Sequence[Postings], mean_idf: float | None = None) -> None:
        self.parts = tuple(parts)
        self.bases = [0, *np.cumsum([part.size for part in parts]).tolist()]
        self.size = int(self.bases[-1])
        self._by_length: dict[np.dtype[Any], tuple[NDArray[Any], NDArray[Any]]] = {}
        if mean_idf is not None:
            self.__dict__["mean_idf"] = mean_idf

    @cached_property
    def mean_idf(self) -> float:
        """The mean idf over the different words, in proportion to which common words weigh."""
        if not self.parts:
            return 0.0
        largest = max(self.parts, key=lambda part: len(part.hashes))
        others = [part for part in self.parts if part is not largest]
        hashes, where = np.unique(
            np.concatenate([largest.hashes[:0], *(p.hashes for p in others)]), return_inverse=True
        )
        beside = np.bincount(where, np.concatenate([[], *(p.counts for p in others)]), len(hashes)).astype(np.int64)
        counts = largest.counts
        places, known = largest.find(hashes)
        counts[places[known]] += beside[known]
        held = np.bincount(np.concatenate([counts, beside[~known]]))  # how many words stand in so many documents
        different = np.flatnonzero(held)
        return float(held[different] @ _idf(self.size, different) / max(held.sum(), 1))

    def _lengths(self, dtype: np.dtype[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """Of each document k1 (1 - b + b length / mean), and the weight per idf of a word that it holds once."""
        if dtype not in self._by_length:
            rule = okapi()
            lengths = np.concatenate([np.zeros(0, np.int32), *(part.lengths for part in self.parts)])
            norms = rule.k1 * (1 - rule.b + rule.b * lengths / self._mean_length())
            self._by_length[dtype] = norms.astype(dtype), ((rule.k1 + 1) / (1 + norms)).astype(dtype)
        return self._by_length[dtype]

    def _among(self) -> int:
        """How many documents words are common or rare among."""
        return self.size

    def _mean_length(self) -> float:
        lengths = np.concatenate([np.zeros(0, np.int32), *(part.lengths for part in self.parts)])
        return float(lengths.mean()) if lengths.any() else 1.0

    def frequencies(self, words: Collection[str]) -> Longs:
        """In how many documents each of some words stands."""
        return self._counts(term_hashes(words))

    def _counts(self, hashes: Hashes) -> Longs:
        counts = np.zeros(len(hashes), np.int64)
        for part in self.parts:
            places, known = part.find(hashes)
            counts[known] += part.counts_of(places[known])
        return counts

    def idf(self, counts: Longs) -> Doubles:
        """The idf of words in so many documents, with the floor of BM25Okapi for common ones; 0 of a word in none."""
        idf = np.where(counts > 0, _idf(self._among(), counts), 0)
        if (idf < 0).any():
            idf[idf < 0] = okapi().epsilon * self.mean_idf
        return idf

    def scores(self, words: Iterable[tuple[str, float]], dtype: Any = np.float32) -> NDArray[Any]:
        """BM25 of every document for weighted query words; zeros where no word is known."""
        asked = list(words)
        total = np.zeros(self.size, dtype)
        hashes = term_hashes([word for word, _ in asked])
        weights = (self.idf(self._counts(hashes)) * [weight for _, weight in asked]).astype(dtype)
        norms, scale = self._lengths(np.dtype(dtype))
        for part, base in zip(self.parts, self.bases, strict=False):
            places, known = part.find(hashes)
            if known.any():
                span = slice(base, base + part.size)
                _add(total[span], norms[span], part, places[known], weights[known])
        total *= scale
        return total

    def top(self, words: Iterable[tuple[str, float]], count: int, dtype: Any = np.float32) -> Ranked:
        """The `count` best documents that score more than 0, best first, equal ones in order; and their scores."""
        scores = self.scores(words, dtype)
        best = fusion.top(scores, count)
        best = best[scores[best] > 0]
        return best, scores[best]

    def terms(self) -> Collection[str]:
        """All different words."""
        return self._terms

    @cached_property
    def _terms(self) -> Collection[str]:
        return dict.fromkeys(term for part in self.parts for term in part.terms()).keys()


def _add(total: NDArray[Any], norms: NDArray[Any], part: Postings, places: Longs, weights: NDArray[Any]) -> None:
    """Add what words tell of each document, in units of what one that stands there once tells per idf."""
    spans, counts = part.once.spans(places)
    np.add.at(total, _taken(part.once.documents, spans), np.repeat(weights, counts))
    spans, counts = part.more.spans(places)
    if counts.any():
        documents, frequencies = _taken(part.more.documents, spans), _taken(part.more.frequencies, spans)
        np.add.at(total, documents, np.repeat(weights, counts) * _gain(frequencies, norms[documents]))


def _gain(frequencies: NDArray[Any], norms: NDArray[Any]) -> NDArray[Any]:
    """How much more a word weighs in a document that holds it so often, against once."""
    frequencies = frequencies.astype(norms.dtype)
    gain: NDArray[Any] = frequencies * (norms + 1) / (frequencies + norms)
    return gain


def _taken(array: NDArray[Any], spans: Sequence[slice]) -> NDArray[Any]:
    return np.concatenate([array[span] for span in spans])


@dataclass(frozen=True, slots=True)
class Weighed:
    """The different words of documents with their BM25 weights there, document after document."""

    terms: dict[str, int]
    documents: Ints
    columns: Ints
    weights: Floats


def weigh(documents: Sequence[Sequence[str]]) -> Weighed:
    """Weigh the words of each document as BM25Okapi does (k1 1.5, b 0.75, floor 0.25 of the mean idf)."""
    if not any(documents):
        return Weighed({}, np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32))
    from rank_bm25 import BM25Okapi

    okapi = BM25Okapi(documents)
    terms = {term: column for column, term in enumerate(okapi.idf)}
    counts = [len(frequencies) for frequencies in okapi.doc_freqs]
    columns = np.fromiter((terms[w] for f in okapi.doc_freqs for w in f), np.int32, sum(counts))
    frequency = np.fromiter((n for f in okapi.doc_freqs for n in f.values()), np.float64, sum(counts))
    rows = np.repeat(np.arange(len(documents), dtype=np.int32), counts)
    idf = np.fromiter(okapi.idf.values(), np.float64, len(terms))
    lengths = np.asarray(okapi.doc_len, dtype=np.float64) / okapi.avgdl
    norm = okapi.k1 * (1 - okapi.b + okapi.b * lengths[rows])
    weights = (idf[columns] * frequency * (okapi.k1 + 1) / (frequency + norm)).astype(np.float32)
    return Weighed(terms, rows, columns, weights)
