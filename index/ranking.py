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

NEAREST = 256  # passages whose vectors are compared with the question's where not all can be


@dataclass(frozen=True, slots=True)
class Legs:
    """Scores of every passage by leg."""

    keyword: Floats
    character: Floats
    dense: Floats
    likeness: Floats  # the same in spreads above the library's mean
    fused: Floats


def legs(
    arrays: Derived,
    query: Query,
    vector: Floats,
    allowed: Floats | None,
    parts: Parts,
    weights: Mapping[str, float],
) -> Legs:
    """Score every passage by words, by characters and by vector, and fuse with a weight for each leg."""
    keyword = arrays.passages.scores(query.weighted if parts.keyword else [])
    character = arrays.characters.scores(query.characters.items() if parts.character else [])
    by_words = fusion.linear([(keyword, weights["keyword"]), (character, weights["character"])])
    dense, likeness = _dense(arrays, vector, by_words, allowed) if parts.dense else (np.zeros_like(by_words),) * 2
    fused = np.asarray(by_words + np.float32(weights["dense"]) * likeness, np.float32)
    found = Legs(keyword, character, dense, likeness, fused)
    return found if allowed is None else _within(found, allowed)


def _dense(arrays: Derived, vector: Floats, by_words: Floats, allowed: Floats | None) -> tuple[Floats, Floats]:
    """Scores by vector, and the same in spreads above the mean.

    In a large library they are those of the nearest passages and of the best by words: no other can be among the best
    of both.
    """
    if arrays.dense.all_exact:
        also = np.zeros(0, np.int64)
    else:
        also = fusion.top(by_words if allowed is None else np.where(allowed > 0, by_words, -np.inf), NEAREST)
    scores, mean, spread = arrays.dense.leg(vector, also, NEAREST, None if allowed is None else allowed > 0)
    return scores, fusion.standard(scores, mean, spread)


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
