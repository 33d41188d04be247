"""BM25 as an inner product: a passage's vector has its part of each word's weight, a question's the rest.

The score of a word is idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / mean)). All behind the idf depends on the
passage alone, once the mean length is a constant, which it nearly is, since passages are cut to one size.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from index.rows import Tokens

K1, B = 1.5, 0.75  # as rank-bm25 has them
MEAN = 280  # words and pairs of a passage with its title and section; about 190 in our digests, 300 in print
SPACE = 2**32 - 2  # numbers of words: the largest that a sparse vector takes
Sparse = dict[int, float]


@lru_cache(maxsize=2**18)
def number(word: str) -> int:
    """The number of a word, from a digest of it: a million words share a hundred of four billion."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "big") % SPACE


def of_passage(tokens: Tokens) -> Sparse:
    """The vector of a passage; one without words has a word of its own, since Milvus takes no empty vector."""
    counted = Counter(word for sentence in tokens for word in sentence)
    norm = K1 * (1 - B + B * counted.total() / MEAN)
    vector = {number(word): count * (K1 + 1) / (count + norm) for word, count in counted.items()}
    return vector or {number(""): 1.0}


def of_question(weighted: Iterable[tuple[str, float]]) -> Sparse:
    """The vector of words with their weights."""
    return {number(word): weight for word, weight in weighted if weight > 0}
