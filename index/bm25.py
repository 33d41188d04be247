"""BM25 by columns: rank-bm25's BM25Okapi defines the score, a sparse matrix sums it.

`BM25Okapi` works out document frequencies, idf (with its floor for common words) and lengths; the weight
of each word in each document is then fixed, and a query is the sum of its words' columns.
Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Columns:
    """For each word the documents that hold it and its BM25 weight there (compressed sparse columns)."""

    terms: dict[str, int]
    starts: list[int]  # column i is [starts[i], starts[i + 1])
    documents: Ints
    weights: Floats
    size: int

    def scores(self, words: Iterable[tuple[str, float]]) -> Floats:
        """BM25 of every document for weighted query words; zeros where no word is known."""
        known = [(column, weight) for word, weight in words if (column := self.terms.get(word)) is not None]
        if not known:
            return np.zeros(self.size, np.float32)
        spans = [(slice(self.starts[column], self.starts[column + 1]), weight) for column, weight in known]
        documents = np.concatenate([self.documents[span] for span, _ in spans])
        weights = np.concatenate([self._weighed(span, weight) for span, weight in spans])
        return np.bincount(documents, weights, self.size).astype(np.float32)

    def _weighed(self, span: slice, weight: float) -> Floats:
        found = self.weights[span]
        return found if weight == 1 else found * np.float32(weight)  # most words are the question's own, and weigh 1


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


def build(documents: Sequence[Sequence[str]]) -> Columns:
    """The columns of documents."""
    found = weigh(documents)
    order = np.argsort(found.columns, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(found.columns, minlength=len(found.terms)))])
    return Columns(found.terms, starts.tolist(), found.documents[order], found.weights[order], len(documents))


def save(columns: Columns, folder: Path, name: str) -> None:
    """Write the arrays as .npy files and the words as a text file."""
    for part in ("starts", "documents", "weights"):
        np.save(folder / f"{name}.{part}.npy", getattr(columns, part))
    (folder / f"{name}.terms.txt").write_text("\n".join([str(columns.size), *columns.terms]), "utf-8")


def load(folder: Path, name: str) -> Columns:
    """Map the arrays, so that only what a query touches is read."""
    size, *terms = (folder / f"{name}.terms.txt").read_text("utf-8").split("\n")
    starts = np.load(folder / f"{name}.starts.npy").tolist()
    arrays = [np.asarray(np.load(folder / f"{name}.{part}.npy", mmap_mode="r")) for part in ("documents", "weights")]
    return Columns({term: i for i, term in enumerate(terms)}, starts, arrays[0], arrays[1], int(size))
