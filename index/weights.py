"""Weights of the ranking, learned by `benchmarks/learn.py` and kept as readable JSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

FILE = "weights.json"


@dataclass(frozen=True, slots=True)
class Weights:
    """By name: of the legs in the fusion, of the features in the re-ranking."""

    fusion: dict[str, float]
    rerank: dict[str, float]


@lru_cache(maxsize=1)
def learned() -> Weights:
    """The weights that ship."""
    told = json.loads(resources.files("index").joinpath(FILE).read_text("utf-8"))
    return Weights(told["fusion"], told["rerank"])
