"""Figures of rankings: how often and how high the right passage ranks, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

HITS = (1, 5, 10)
RESAMPLES = 1000
SEED = 20260101
LEVEL = (2.5, 97.5)  # percentiles

Figures = dict[str, float | list[float]]


def figures(ranks: Sequence[int]) -> Figures:
    """hit@k and MRR@10 of the ranks of right passages, from 1, 0 where there is none; hit@1 with its 95 % interval."""
    last = HITS[-1]
    shares: Figures = {f"hit@{k}": _mean([0 < rank <= k for rank in ranks]) for k in HITS}
    reciprocal = _mean([1 / rank if 0 < rank <= last else 0 for rank in ranks])
    return shares | {f"mrr@{last}": reciprocal, "n": len(ranks), "hit@1 95%": interval([rank == 1 for rank in ranks])}


def interval(hits: Sequence[bool]) -> list[float]:
    """The bootstrap interval of a share: what other questions of the same sort might have given."""
    if not hits:
        return [0.0, 0.0]
    drawn = np.random.default_rng(SEED).integers(0, len(hits), (RESAMPLES, len(hits)))
    low, high = np.percentile(np.array(hits)[drawn].mean(axis=1), LEVEL)
    return [round(float(low), 3), round(float(high), 3)]


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 3) if values else 0.0
