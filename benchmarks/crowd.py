"""Invented passages in any number: our own sentences put together anew, most of their words taken from a dictionary.

Sentences of the digests and the training texts follow each other as there or at random, until a passage has its
200 characters. Of the words of two characters and more, seven in ten are replaced by words of jieba's dictionary, drawn
as often as it counts them, so that frequencies fall as in real text (Zipf) and the vocabulary grows with the passages.
Questions are the training questions, whose words stand in the sentences that they were asked of.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from common import ROOT
from numpy.typing import NDArray

from index.postings import ranges

CHARACTERS = 200
REPLACED = 0.7
REPEATED = 0.2  # of these a word said shortly before
NEAR = 12  # so many words before, at the most
FOLLOWS = 0.5  # sentences that follow the one before them in their text as well
MOST = 16  # sentences that are put together before they are cut to length
CHUNK = 100_000  # passages made at a time
SENTENCE = re.compile(r"[^。！？\n]{6,}")
Ints = NDArray[np.int32]


def cut(text: str) -> list[str]:
    """The words of a text by jieba, without punctuation."""
    import jieba

    return [word for word in jieba.lcut(text.lower()) if word.isalnum()]


@dataclass(frozen=True)
class Invented:
    """Texts of a size, the same for the same seed."""

    size: int
    seed: int = 7

    @cached_property
    def _rows(self) -> list[dict[str, object]]:
        files = sorted(Path(ROOT, "index/training").glob("*.jsonl"))
        return [json.loads(line) for path in files for line in path.read_text("utf-8").splitlines()]

    @cached_property
    def questions(self) -> list[list[str]]:
        """The words of the Chinese training questions, in an order of the seed."""
        asked = [q["q"] for row in self._rows for q in row["questions"] if q["lang"] == "zh"]  # type: ignore[attr-defined]
        random.Random(self.seed).shuffle(asked)
        return [cut(question) for question in asked]

    @cached_property
    def _sentences(self) -> list[list[str]]:
        digests = ["".join(path.read_text("utf-8").split("\n")) for path in sorted(Path(ROOT, "corpus").glob("*.txt"))]
        texts = [*digests, *(str(row["text"]) for row in self._rows)]
        found = (cut(sentence) for text in texts for sentence in SENTENCE.findall(text))
        return [words for words in found if words]

    @cached_property
    def _dictionary(self) -> dict[str, int]:
        import jieba

        jieba.initialize()
        return {word: n for word, n in jieba.dt.FREQ.items() if n and len(word) > 1 and word.isalnum()}

    @cached_property
    def terms(self) -> list[str]:
        """All words that can occur."""
        return list(dict.fromkeys([*self._dictionary, *(word for sentence in self._sentences for word in sentence)]))

    def chunks(self) -> Iterator[tuple[Ints, Ints]]:
        """Words as places in `terms`, passage after passage, and how many each passage has."""
        random_ = np.random.default_rng(self.seed)
        for start in range(0, self.size, CHUNK):
            yield self._chunk(random_, min(CHUNK, self.size - start))

    def passages(self) -> Iterator[list[str]]:
        """The words of each passage."""
        terms = np.array(self.terms, dtype=object)
        for ids, lengths in self.chunks():
            yield from _split(terms[ids], lengths)

    def shared(self, ids: Ints, lengths: Ints) -> Iterator[list[int]]:
        """The places of each passage's words as numbers, one object for equal ones, which saves memory."""
        yield from _split(self._numbers[ids], lengths)

    @cached_property
    def _numbers(self) -> NDArray[np.object_]:
        return np.array(range(len(self.terms)), dtype=object)

    def _chunk(self, random_: np.random.Generator, count: int) -> tuple[Ints, Ints]:
        picked = random_.integers(len(self._sentences), size=(count, MOST))
        follows = random_.random((count, MOST)) < FOLLOWS
        for i in range(1, MOST):
            picked[:, i] = np.where(follows[:, i], (picked[:, i - 1] + 1) % len(self._sentences), picked[:, i])
        words, counts = self._flat
        ends = np.cumsum(counts)
        chosen = picked.ravel()
        told = words[ranges((ends - counts)[chosen], counts[chosen])]
        swap = (self._letters[told] > 1) & (random_.random(len(told)) < REPLACED)
        told[swap] = self._drawn(random_, int(swap.sum()))
        owner = np.repeat(np.repeat(np.arange(count), MOST), counts[chosen])
        letters = np.cumsum(self._letters[told])
        first = np.searchsorted(owner, np.arange(count))
        keep = letters - np.append(0, letters)[first][owner] <= CHARACTERS
        return told[keep].astype(np.int32), np.bincount(owner[keep], minlength=count).astype(np.int32)

    def _drawn(self, random_: np.random.Generator, count: int) -> NDArray[np.int64]:
        """Words of the dictionary, some of which have just been said: a text repeats what it is about."""
        words = np.searchsorted(self._share, random_.random(count))
        again = np.flatnonzero(random_.random(count) < REPEATED)
        words[again] = words[np.maximum(again - random_.integers(1, NEAR, size=len(again)), 0)]
        return words

    @cached_property
    def _flat(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        place = {term: i for i, term in enumerate(self.terms)}
        words = [place[word] for sentence in self._sentences for word in sentence]
        return np.array(words), np.array([len(sentence) for sentence in self._sentences])

    @cached_property
    def _letters(self) -> NDArray[np.int64]:
        return np.fromiter(map(len, self.terms), np.int64, len(self.terms))

    @cached_property
    def _share(self) -> NDArray[np.float64]:
        counts = np.cumsum(np.fromiter(self._dictionary.values(), np.float64, len(self._dictionary)))
        return np.asarray(counts / counts[-1])


def _split(words: NDArray[np.object_], lengths: Ints) -> Iterator[list[Any]]:
    ends = np.cumsum(lengths).tolist()
    for start, end in pairwise([0, *ends]):
        yield words[start:end].tolist()
