"""The first stage: three legs score every passage and are fused, and the best are chosen for a second look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from index import fusion
from index.bm25 import Floats
from index.derived import Derived
from index.parts import Parts
from index.query import Query


@dataclass(frozen=True, slots=True)
class Legs:
    """Scores of every passage by leg."""

    keyword: Floats
    character: Floats
    dense: Floats
    fused: Floats


def legs(
    arrays: Derived, query: Query, dense: Floats, allowed: Floats | None, parts: Parts, weights: Mapping[str, float]
) -> Legs:
    """Score every passage by words, by characters and by vector, and fuse with a weight for each leg."""
    scores = {
        "keyword": arrays.passages.scores(query.weighted if parts.keyword else []),
        "character": arrays.characters.scores(query.characters.items() if parts.character else []),
        "dense": dense if parts.dense else np.zeros_like(dense),
    }
    fused = fusion.linear([(leg, weights[name]) for name, leg in scores.items()])
    found = Legs(**scores, fused=fused)
    return found if allowed is None else _within(found, allowed)


def _within(legs: Legs, allowed: Floats) -> Legs:
    """Scores of what the filters let through; the rest ranks last."""
    fused = np.where(allowed > 0, legs.fused, legs.fused.min(initial=0) - 1).astype(np.float32)
    return replace(
        legs,
        keyword=legs.keyword * allowed,
        character=legs.character * allowed,
        dense=legs.dense * allowed,
        fused=fused,
    )


def choose(legs: Legs, size: int, allowed: Floats | None) -> NDArray[np.int64]:
    """The passages worth a second look: the best of the fused ranking, or all of a handful.

    In a handful BM25 tells nothing: a word that half of them hold weighs nothing.
    """
    if len(legs.fused) <= size:
        return np.arange(len(legs.fused)) if allowed is None else np.flatnonzero(allowed)
    if allowed is None:
        return fusion.top(legs.fused, size)
    within = np.flatnonzero(allowed)
    return within[fusion.top(legs.fused[within], size)]
