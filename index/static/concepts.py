"""What tokens mean, as a sparse matrix of tokens by concepts.

A Chinese word is itself, its characters, the English words it renders and the sets of synonyms it is in; an English
word is what its renderings are, and a little itself. Words that share concepts come to lie near each other.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from index.static import vocabulary
from index.static.vocabulary import HAN, SPACE

Cut = Callable[[str], Sequence[int]]
WORD, SINGLE, CHARACTER, GLOSS, SYNONYM, NUMBER = 1.0, 0.5, 0.6, 0.5, 0.8, 0.8
LATIN = 0.8  # of an English word: the word itself, beside what it renders
SINGLE_WEIGHT = 0.4  # of a character that stands alone, against a word


@dataclass
class Entries:
    """Cells of a sparse matrix, as they come; columns are numbered by name."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)

    def add(self, row: int, name: str, value: float) -> None:
        """Put a cell in."""
        self.rows.append(row)
        self.columns.append(self.names.setdefault(name, len(self.names)))
        self.values.append(value)

    def matrix(self, rows: int) -> Any:
        """The cells as compressed sparse rows, float32."""
        from scipy.sparse import csr_matrix

        shape = (rows, len(self.names))
        return csr_matrix((np.array(self.values, np.float32), (self.rows, self.columns)), shape=shape)


def of(tokens: Sequence[str], cut: Cut, stopwords: frozenset[str]) -> Any:
    """Concepts of each token (sparse, tokens by concepts, rows of length 1, or 0 for function words).

    `cut` gives the token numbers of a text.
    """
    number = {token: i for i, token in enumerate(tokens)}
    chinese = Entries()
    for i, token in enumerate(tokens):
        for name, value in spelt(token):
            chinese.add(i, name, value)
    _glossed(chinese, cut)
    _synonymous(chinese, cut)
    base = unit_rows(chinese.matrix(len(tokens)))
    base = _scaled(base, [_prior(token, stopwords) for token in tokens])
    rendered = _rendered(tokens, number, cut, stopwords)
    return unit_rows((base + rendered @ base).tocsr())


def spelt(token: str) -> list[tuple[str, float]]:
    """What a token tells by itself: the word, and its characters."""
    bare = token.lstrip(SPACE)
    if HAN.match(token):
        own = [(token, WORD if len(token) > 1 else SINGLE)]
        return own + [(char, CHARACTER / math.sqrt(len(token))) for char in token if len(token) > 1]
    if bare.isdigit():
        return [(bare, NUMBER)] if len(bare) > 1 else []
    return [(bare, LATIN)] if re.search("[a-z]{2}", bare) and bare not in vocabulary.SUFFIXES else []


def _glossed(entries: Entries, cut: Cut) -> None:
    """The English words that a Chinese one renders; one that renders many is told less by each."""
    english = vocabulary.renderings()
    renders = Counter(chinese for found in english.values() for chinese in found)
    tokens = {chinese: cut(chinese) for chinese in renders}
    for word, found in english.items():
        for chinese in found:
            if len(tokens[chinese]) == 1:
                weight = GLOSS / math.sqrt(renders[chinese] * len(found))
                entries.add(tokens[chinese][0], f"{SPACE}{word}", weight)


def _synonymous(entries: Entries, cut: Cut) -> None:
    for place, words in enumerate(vocabulary.synonyms()):
        for word in words:
            if len(tokens := cut(word)) == 1:
                entries.add(tokens[0], f"={place}", SYNONYM)


def _prior(token: str, stopwords: frozenset[str]) -> float:
    """What a token weighs before a library tells: nothing if it is a function word, less if a single character."""
    if token.strip(SPACE) in stopwords:
        return 0.0
    return SINGLE_WEIGHT if HAN.match(token) and len(token) == 1 else 1.0


def _rendered(tokens: Sequence[str], number: dict[str, int], cut: Cut, stopwords: frozenset[str]) -> Any:
    """English tokens (rows) by the Chinese ones of their renderings, the likeliest first and heaviest."""
    from scipy.sparse import csr_matrix

    cells: list[tuple[int, int, float]] = []
    for token, found in vocabulary.rendered().items():
        if token in number and token.strip(SPACE) not in stopwords:
            cells += _renderings(number[token], found, cut)
    rows, columns, values = zip(*cells, strict=True)
    return csr_matrix((np.array(values, np.float32), (rows, columns)), shape=(len(tokens), len(tokens)))


def _renderings(row: int, found: Sequence[str], cut: Cut) -> list[tuple[int, int, float]]:
    return [(row, column, 1 / (1 + rank / 2)) for rank, chinese in enumerate(found) for column in cut(chinese)]


def _scaled(matrix: Any, factors: Sequence[float]) -> Any:
    from scipy.sparse import diags

    return diags(np.array(factors, np.float32)) @ matrix


def unit_rows(matrix: Any) -> Any:
    """Rows of a sparse matrix at length 1; rows of zeros stay."""
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return _scaled(matrix, 1 / np.maximum(length, 1e-12)).tocsr()
