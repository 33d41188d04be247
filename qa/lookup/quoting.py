"""Where a quotation from memory stands: runs of sentences by how much they are like it, and how sure that is."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import chain

from index.library import Library
from qa.lookup.likeness import Likeness, Quotation, same
from qa.lookup.runs import Run, candidates, runs

WEIGHTS = "weights.json"
ALIGNED = 2  # runs of a passage that are compared in full
LONGER = 0.02  # of the likeness, that each further sentence of a run must bring
MOST_SENTENCES = 8  # of a run
CHANCE = 0.4  # about the likeness of the best run of an article on the same matter
TWIN = 0.85  # the share in common from which two runs are one text in two places
LEAST_WORDS, MOST_WORDS = 4, 50  # tokens between which a quotation of more words is surer
FOUND = 0.5  # how sure it must be to be told
EXACT = 0.95  # how sure a quotation without a fault is at the least


@dataclass(frozen=True, slots=True)
class Match:
    """A run and how much it is like the quotation; `lead`: over the best run of another article."""

    run: Run
    likeness: Likeness
    exact: bool
    lead: float = 0.0

    @property
    def order(self) -> float:
        """What runs are ordered by: the likeness, a little less for each further sentence."""
        return self.likeness.total - LONGER * len(self.run)

    def twin_of(self, other: Match) -> bool:
        """Whether it holds the same text in another place."""
        return (self.exact and other.exact) or same(self.run.tokens, other.run.tokens) >= TWIN


def matches(library: Library, quotation: Quotation, passes: Callable[[Run], bool] = lambda run: True) -> list[Match]:
    """The best run of each passage, best first, of those that pass."""
    longest = min(MOST_SENTENCES, max(3, 1 + sum(char in "。！？!?" for char in quotation.text)))
    places = candidates(library, quotation.text)
    likely = chain.from_iterable(_likeliest(filter(passes, runs(library, i, longest)), quotation) for i in places)
    found = [Match(run, quotation.likeness(run.tokens), quotation.stands_in(run.tokens)) for run in likely]
    return _led(_best_of_each(sorted(found, key=lambda match: -match.order)))


def _likeliest(found: Iterable[Run], quotation: Quotation) -> list[Run]:
    """Of the runs of a passage those worth comparing in full, by the pairs that they hold."""
    return sorted(found, key=lambda run: LONGER * len(run) - quotation.pairs_in(run.tokens))[:ALIGNED]


def _best_of_each(found: Iterable[Match]) -> list[Match]:
    best: dict[str, Match] = {}
    for match in found:
        best.setdefault(match.run.passage.passage_id, match)
    return list(best.values())


def _led(found: list[Match]) -> list[Match]:
    """The same, the first with its lead; another place of the same text does not lessen it."""
    if not found:
        return []
    first, *rest = found
    others = (m for m in rest if m.run.article != first.run.article and not m.twin_of(first))
    lead = first.order - max((match.order for match in others), default=CHANCE)
    return [Match(first.run, first.likeness, first.exact, lead), *rest]


def features(match: Match, quotation: Quotation) -> dict[str, float]:
    """What speaks for a match, by name."""
    words = min(max(len(quotation.tokens), LEAST_WORDS), MOST_WORDS)
    return {
        "order": match.likeness.order,
        "sound": match.likeness.sound,
        "pairs": match.likeness.pairs,
        "lead": min(max(match.lead, 0.0), 0.5),
        "words": math.log(words),
    }


def confidence(match: Match, quotation: Quotation) -> float:
    """How sure it is that the quotation is from that run, 0 to 1 (logistic, learned by benchmarks/lookup.py)."""
    sure = logistic(learned()["quotation"], features(match, quotation))
    if match.exact and len(quotation.tokens) >= LEAST_WORDS:
        return EXACT + (1 - EXACT) * sure
    return min(sure, EXACT)


def logistic(weights: Mapping[str, float], told: Mapping[str, float]) -> float:
    """The probability of a logistic model whose constant is called `bias`."""
    return 1 / (1 + math.exp(-weights["bias"] - sum(weights[name] * value for name, value in told.items())))


@lru_cache(maxsize=1)
def learned() -> dict[str, dict[str, float]]:
    """The weights that ship, by what is looked for."""
    told: dict[str, dict[str, float]] = json.loads(resources.files("qa.lookup").joinpath(WEIGHTS).read_text("utf-8"))
    return told
