"""Postings of a run of documents: which hold a word and how often, in arrays that are mapped and never changed.

The postings of a word lie in two layers: documents that hold it once, which are most and need no frequencies, and those
that hold it more often (Kane and Tompa, Split-Lists and Initial Thresholds for WAND-based Search, SIGIR 2018).
Words are found by a digest of theirs, so that opening a library makes no table of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import blake2b
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Mask = NDArray[np.bool_]
CHUNK = 1 << 22  # postings that are moved at a time
Lists = tuple[Longs, Ints, NDArray[Any]]  # starts, documents and frequencies of a layer


@dataclass(frozen=True, slots=True)
class Layer:
    """Postings of all words, word after word in the order of their hashes, documents ascending."""

    starts: Longs  # word i has the postings [starts[i], starts[i + 1])
    documents: Ints
    frequencies: NDArray[Any]  # of the postings, in the smallest type that holds them; empty where each is 1

    def of(self, place: int) -> tuple[Ints, NDArray[Any]]:
        """The documents of a word, and its frequencies there; none where each is 1."""
        span = slice(*self.starts[place : place + 2].tolist())
        return self.documents[span], self.frequencies[span]


@dataclass(frozen=True, slots=True)
class Postings:
    """What documents hold: T words, n documents."""

    hashes: Hashes  # of the words, ascending: uint64[T]
    lengths: Ints  # words in each document: int32[n]
    letters: NDArray[np.uint8]  # the words themselves in UTF-8, in the order of their hashes
    spelt: Longs  # word i has the letters [spelt[i], spelt[i + 1])
    once: Layer
    more: Layer

    @property
    def size(self) -> int:
        """How many documents there are."""
        return len(self.lengths)

    @property
    def counts(self) -> Longs:
        """In how many documents each word stands: int64[T]."""
        return np.diff(self.once.starts) + np.diff(self.more.starts)

    def counts_of(self, places: Longs) -> Longs:
        """In how many documents some words stand."""
        once, more = self.once.starts, self.more.starts
        return once[places + 1] - once[places] + more[places + 1] - more[places]

    def find(self, hashes: Hashes) -> tuple[Longs, Mask]:
        """The places of words by their hashes, and which of them are there."""
        if not len(self.hashes):
            return np.zeros(len(hashes), np.int64), np.zeros(len(hashes), np.bool_)
        places = np.minimum(self.hashes.searchsorted(hashes), len(self.hashes) - 1)
        return places, self.hashes[places] == hashes

    def terms(self) -> Iterator[str]:
        """The words, in the order of their hashes."""
        letters, ends = self.letters.tobytes(), self.spelt.tolist()
        return (letters[a:b].decode() for a, b in pairwise(ends))


@lru_cache(1 << 16)
def term_hash(word: str) -> int:
    """A digest of a word in 64 bits."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def term_hashes(words: Collection[str]) -> Hashes:
    """Digests of words: uint64, one for each."""
    return np.fromiter(map(term_hash, words), np.uint64, len(words))


def build(documents: Sequence[Sequence[str]]) -> Postings:
    """The postings of documents, each a list of words."""
    numbers: dict[str, int] = {}
    lengths = np.fromiter(map(len, documents), np.int32, len(documents))
    words = (numbers.setdefault(word, len(numbers)) for word in chain.from_iterable(documents))
    return build_from_ids(np.fromiter(words, np.int32, int(lengths.sum())), lengths, list(numbers))


def build_from_ids(ids: Ints, lengths: Ints, terms: Sequence[str]) -> Postings:
    """The postings of documents that follow each other in `ids`, a word being its place in `terms` (all different)."""
    there = np.flatnonzero(np.bincount(ids, minlength=len(terms)))
    words_there = [terms[i] for i in there.tolist()]
    digests = np.fromiter(map(term_hash.__wrapped__, words_there), np.uint64, len(there))
    order = np.argsort(digests)
    places = np.zeros(len(terms), np.int64)
    places[there[order]] = np.arange(len(there))
    cells = places[ids] * max(len(lengths), 1)
    cells += np.repeat(np.arange(len(lengths)), lengths)
    cells.sort()
    firsts = np.flatnonzero(np.concatenate([[True], cells[1:] != cells[:-1]])[: len(cells)])
    frequencies = np.diff(firsts, append=len(cells))
    words, documents = np.divmod(cells[firsts], max(len(lengths), 1))
    spelt = [words_there[i].encode("utf-8", "surrogatepass") for i in order.tolist()]
    letters = np.frombuffer(b"".join(spelt), np.uint8)
    once = frequencies == 1
    narrow = frequencies.astype(np.min_scalar_type(frequencies.max(initial=0)))
    layers = [
        Layer(_ends(np.bincount(words[part], minlength=len(there)), len(there)), documents[part].astype(np.int32), told)
        for part, told in ((once, narrow[:0]), (~once, narrow[~once]))
    ]
    return Postings(digests[order], lengths, letters, _ends(map(len, spelt), len(spelt)), *layers)


def _ends(counts: Iterable[int], size: int) -> Longs:
    """Where each of several ranges begins, and the last one ends."""
    return np.concatenate([[0], np.cumsum(np.fromiter(counts, np.int64, size))])


# -- merging


def merge(parts: Sequence[Postings], keep: Sequence[Mask | None]) -> Postings:
    """One in place of several: the documents of all in order, without those that are not to be kept."""
    hashes, where = np.unique(_joined([part.hashes for part in parts], np.uint64), return_inverse=True)
    places = np.split(where, np.cumsum([len(part.hashes) for part in parts])[:-1]) if parts else []
    layers = [
        _merged([getattr(p, name) for p in parts], places, _renumbered(parts, keep), len(hashes))
        for name in ("once", "more")
    ]
    held = np.flatnonzero(sum(np.diff(starts) for starts, *_ in layers))  # the others are in no document any more
    letters, spelt = _spelt(parts, places, held, len(hashes))
    lengths = [part.lengths if mask is None else part.lengths[mask] for part, mask in zip(parts, keep, strict=True)]
    only = [Layer(np.append(starts[held], starts[-1]), *rest) for starts, *rest in layers]
    return Postings(hashes[held], _joined(lengths, np.int32), letters, spelt, *only)


def _joined(arrays: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, kind), *arrays])


def _renumbered(parts: Sequence[Postings], keep: Sequence[Mask | None]) -> list[Ints]:
    """The numbers that the documents of each part get in the whole; -1 of those that are not kept."""
    numbers, base = [], 0
    for part, mask in zip(parts, keep, strict=True):
        kept = np.ones(part.size, np.bool_) if mask is None else mask
        numbers.append(np.where(kept, np.cumsum(kept) - 1 + base, -1).astype(np.int32))
        base += int(kept.sum())
    return numbers


def _merged(layers: Sequence[Layer], places: Sequence[Longs], numbers: Sequence[Ints], size: int) -> Lists:
    """The layers of several parts as one; `places` are the numbers of each part's words in the whole."""
    counts = np.zeros((len(layers) + 1, size), np.int64)
    for i, (layer, place, number) in enumerate(zip(layers, places, numbers, strict=True), 1):
        for words, span in _chunks(layer.starts):
            kept = np.append(0, np.cumsum(number[layer.documents[span]] >= 0))
            counts[i, place[words]] = np.diff(kept[layer.starts[words.start : words.stop + 1] - span.start])
    starts = _ends(counts.sum(0), size)
    begins = starts[:-1] + np.cumsum(counts, 0)[:-1]  # of each part's postings of each word
    documents = np.zeros(starts[-1], np.int32)
    frequencies = np.zeros(starts[-1] * any(len(layer.frequencies) for layer in layers), _widest(layers))
    for layer, place, number, begin, count in zip(layers, places, numbers, begins, counts[1:], strict=True):
        for words, span in _chunks(layer.starts):
            new = number[layer.documents[span]]
            kept = np.flatnonzero(new >= 0)
            target = ranges(begin[place[words]], count[place[words]])
            documents[target] = new[kept]
            if len(frequencies):
                frequencies[target] = layer.frequencies[span][kept]
    return starts, documents, frequencies


def _chunks(starts: Longs) -> Iterator[tuple[slice, slice]]:
    """Words that follow each other, and their postings, which are about so many that they fit in memory easily."""
    edges = np.unique(np.append(starts.searchsorted(np.arange(0, starts[-1], CHUNK)), len(starts) - 1)).tolist()
    for first, last in pairwise([0, *edges]):
        if first < last:
            yield slice(first, last), slice(int(starts[first]), int(starts[last]))


def _widest(layers: Sequence[Layer]) -> np.dtype[Any]:
    return np.result_type(np.uint8, *(layer.frequencies.dtype for layer in layers))


def ranges(starts: Longs, counts: Longs) -> Longs:
    """The numbers of several ranges, one range after the other."""
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + counts, counts)


def _spelt(
    parts: Sequence[Postings], places: Sequence[Longs], held: Longs, size: int
) -> tuple[NDArray[np.uint8], Longs]:
    """The letters of the words that are held, each from a part that has it."""
    letters = _joined([part.letters for part in parts], np.uint8)
    starts, counts = np.zeros((2, size), np.int64)
    base = 0
    for part, place in zip(parts, places, strict=True):
        starts[place], counts[place] = part.spelt[:-1] + base, np.diff(part.spelt)
        base += len(part.letters)
    return letters[ranges(starts[held], counts[held])], _ends(counts[held], len(held))


# -- keeping


def save(postings: Postings, folder: Path, name: str) -> None:
    """Write the arrays as .npy files."""
    for part, array in arrays(postings):
        np.save(folder / f"{name}.{part}.npy", array)


def load(folder: Path, name: str) -> Postings:
    """Map the arrays, so that only what a query touches is read."""

    def mapped(part: str) -> NDArray[Any]:
        return np.asarray(np.load(folder / f"{name}.{part}.npy", mmap_mode="r"))

    parts: dict[str, Any] = {field.name: mapped(field.name) for field in fields(Postings)[:-2]}
    layers = {name: Layer(*(mapped(f"{name}.{field.name}") for field in fields(Layer))) for name in ("once", "more")}
    return Postings(**parts | layers)


def arrays(postings: Postings) -> Iterator[tuple[str, NDArray[Any]]]:
    """The arrays by name."""
    for field in fields(postings):
        value = getattr(postings, field.name)
        if isinstance(value, Layer):
            yield from ((f"{field.name}.{part.name}", getattr(value, part.name)) for part in fields(value))
        else:
            yield field.name, value
