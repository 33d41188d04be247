"""Reciprocal rank fusion of several rankings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

K = 60  # Cormack, Clarke and Büttcher, Reciprocal Rank Fusion, SIGIR 2009


def reciprocal_rank(legs: Sequence[tuple[NDArray[np.float32], float]], depth: int) -> NDArray[np.float32]:
    """Fuse score arrays of equal length, each with a weight, over the first `depth` of each ranking.

    What a leg scores 0 or less it does not rank. Returns the fused score of every document.
    """
    size = len(legs[0][0])
    fused = np.zeros(size, dtype=np.float32)
    for scores, weight in legs:
        best = top(scores, depth)
        best = best[scores[best] > 0]
        fused[best] += weight / (K + 1 + np.arange(len(best), dtype=np.float32))
    return fused


def top(scores: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """Indices of the highest scores, best first; equal ones in the order of the documents."""
    if count < len(scores):
        edge = np.partition(scores, len(scores) - count)[len(scores) - count]
        chosen = np.flatnonzero(scores >= edge)
    else:
        chosen = np.arange(len(scores))
    return chosen[np.argsort(-scores[chosen], kind="stable")][:count].astype(np.int64)
