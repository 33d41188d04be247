"""Fusion of several rankings: by rank (RRF), or by scores brought to one scale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

K = 60  # Cormack, Clarke and Büttcher, Reciprocal Rank Fusion, SIGIR 2009
Floats = NDArray[np.float32]


def reciprocal_rank(legs: Sequence[tuple[Floats, float]], depth: int) -> Floats:
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


def linear(legs: Sequence[tuple[Floats, float]]) -> Floats:
    """Fuse score arrays of equal length: the weighted sum of their standard scores."""
    return np.asarray(sum(np.float32(weight) * standard(scores) for scores, weight in legs), np.float32)


def standard(scores: Floats, mean: float | None = None, spread: float | None = None) -> Floats:
    """Standard scores: in spreads (standard deviations) above the mean; all 0 where all are equal.

    Mean and spread are those of the scores, where they are not told.
    """
    if not len(scores):
        return scores
    off = scores - np.float32(scores.sum() / len(scores) if mean is None else mean)
    spread = float(off @ off / len(off)) ** 0.5 if spread is None else spread
    return np.asarray(off / np.float32(spread) if spread > 1e-6 else np.zeros_like(off), np.float32)


def top(scores: Floats, count: int) -> NDArray[np.int64]:
    """Indices of the highest scores, best first; equal ones in the order of the documents."""
    if count < len(scores):
        edge = np.partition(scores, len(scores) - count)[len(scores) - count]
        chosen = np.flatnonzero(scores >= edge)
    else:
        chosen = np.arange(len(scores))
    return chosen[np.argsort(-scores[chosen], kind="stable")][:count].astype(np.int64)
