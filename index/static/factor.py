"""Tokens in few dimensions, by what documents say: a truncated SVD of documents by concepts.

A document's concepts are those of its tokens, with the saturation and length normalisation of BM25 (Robertson and
Zaragoza, 2009) and each concept's rarity among the documents; then latent semantic analysis (Deerwester et al., 1990).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from index.static.concepts import unit_rows

K1, B = 1.2, 0.75
HELD = 0.15  # of a concept, from which a document counts as holding it
RARITY = 0.7  # power of the rarity; 1 lets rare words drown the others
SAMPLE = 2000  # documents that the directions are learned from: all are compared with each other

Floats = NDArray[np.float32]
Bags = Sequence[Sequence[int]]  # of each document the numbers of its tokens


def sample(size: int) -> list[int]:
    """Which of so many documents the directions are learned from: all of few, evenly chosen ones of many."""
    return list(range(size)) if size <= SAMPLE else np.linspace(0, size - 1, SAMPLE).astype(int).tolist()


def learn(bags: Bags, concepts: Any, size: int) -> Floats:
    """Vectors of all tokens (tokens x at most `size`) for such documents; `concepts` is tokens by concepts (sparse)."""
    counted = saturated(bags, concepts.shape[0], mean_length(bags)) @ concepts
    rarity = _rarity(counted)
    directions = _directions(unit_rows((counted @ rarity).tocsr()), size)
    return np.asarray((concepts @ rarity) @ directions, np.float32)


def embed(bags: Bags, tokens: Floats, mean: float) -> Floats:
    """Vectors of documents (n x d): sums over their tokens; `mean` is the length that is no long or short one."""
    return np.asarray(saturated(bags, len(tokens), mean) @ tokens, np.float32)


def mean_length(bags: Bags) -> float:
    """Tokens of a document, on the mean; 1 at least."""
    return max(float(np.mean([len(bag) for bag in bags], dtype=np.float32)), 1.0) if len(bags) else 1.0


def saturated(bags: Bags, tokens: int, mean: float) -> Any:
    """How much of each token is in each document (sparse, n x tokens)."""
    from scipy.sparse import csr_matrix

    counts = [Counter(bag) for bag in bags]
    sizes = [len(count) for count in counts]
    rows = np.repeat(np.arange(len(bags)), sizes)
    columns = np.fromiter((token for count in counts for token in count), np.int64, sum(sizes))
    values = np.fromiter((n for count in counts for n in count.values()), np.float32, sum(sizes))
    lengths = np.array([len(bag) for bag in bags], np.float32)
    norm = K1 * (1 - B + B * lengths / mean)
    return csr_matrix((values * (K1 + 1) / (values + norm[rows]), (rows, columns)), shape=(len(bags), tokens))


def _rarity(counted: Any) -> Any:
    """How rare each concept is among the documents, as a diagonal matrix."""
    from scipy.sparse import diags

    size = counted.shape[0]
    held = np.asarray((counted > HELD).sum(axis=0)).ravel()
    return diags((np.log((size - held + 0.5) / (held + 0.5) + 1) ** RARITY).astype(np.float32))


def _directions(matrix: Any, size: int) -> Floats:
    """The strongest right singular vectors, as columns: by the eigenvectors of the rows' products with each other.

    Exact, and always the same.
    """
    with threadpool_limits(1):  # on matrices this small, threads of the linear algebra wait for each other
        values, vectors = np.linalg.eigh((matrix @ matrix.T).toarray().astype(np.float64))
    strong = np.flatnonzero(values > values[-1] * 1e-6)[-size:]
    return np.asarray(matrix.T @ (vectors[:, strong] / np.sqrt(values[strong])), np.float32)
