"""How far an answer can be trusted: two calibrated probabilities from features that one can name.

`right`: that the best sentence answers; `told`: that the library answers at all. Both are logistic regressions
learned by `benchmarks/learn_answers.py` on our own questions, answerable ones and near misses, with the sign of each
weight held to what the feature means; `qa/weights.json` keeps them.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np

from index import sentences as cutting
from index.bm25 import Floats
from index.words import fold
from qa import attributes
from qa.features import View
from qa.premises import lacking_editions, lacking_names, unmet
from qa.spans import LOOSE, answers
from qa.types import Kind

FILE = "weights.json"
QUESTION_WORD = re.compile(
    r"多少|几(?!乎)|谁|哪|什么|啥|何时|何处|多[大长高宽远久]|为[何啥]|怎[么样]"
    r"|\b(?:how (?:many|much|\w+)|what|which|who(?:se)?|when|where|why)\b"
)
REACH = 12  # characters between a question word and what it asks about
MANY = 12  # concepts of a long question
FEW = 3  # concepts of a short one
# Each feature and the sign of its weight: 1 speaks for an answer, -1 against it, 0 may do either.
SIGNS: dict[str, int] = {
    "sure": 1, "sure_of_two": 1, "own": 1, "soft_near": 1, "passage": 1, "title": 1, "concepts": 1, "asked": 1,
    "asked_letters": 1, "clause": 1, "formed_clause": 1, "formed": 1, "unformed": -1, "formed_elsewhere": -1,
    "absent_place": -1, "far_place": -1, "other_place": -1, "absent_year": -1, "far_year": -1, "other_year": -1,
    "edition": -1, "name": -1, "attribute": -1, "size": 1, "short": 0, "typed": 0, "number": 0, "who": 0, "english": 0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic regression: weights by feature."""

    bias: float
    weights: Mapping[str, float]

    def __call__(self, features: Mapping[str, float]) -> float:
        """The probability, 0 to 1."""
        score = self.bias + sum(weight * features[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(min(score, 30.0), -30.0)))


@dataclass(frozen=True, slots=True)
class Weights:
    """By name: of the sentences' features; of the two probabilities' features; from where each status is given."""

    sentences: dict[str, float]
    right: Logistic
    told: Logistic
    answered: float  # `right` from which an answer is given without reserve
    found: float  # `told` from which there is an answer at all


@lru_cache(maxsize=1)
def learned() -> Weights:
    """The weights that ship."""
    told = json.loads(resources.files("qa").joinpath(FILE).read_text("utf-8"))
    right, answerable = (Logistic(told[name]["bias"], told[name]["weights"]) for name in ("right", "told"))
    return Weights(told["sentences"], right, answerable, told["thresholds"]["answered"], told["thresholds"]["found"])


def features(view: View, scores: Floats) -> dict[str, float]:
    """What speaks for the best sentence's answering and against it; `scores` are the sentences'."""
    best = int(scores.argmax())
    return {**_of_choice(scores, best), **_of_coverage(view, best), **_of_form(view, best), **_of_premises(view, best)}


def _of_choice(scores: Floats, best: int) -> dict[str, float]:
    """How clearly the sentences are told apart: the softmax of the best one and of the best two."""
    likely = np.exp(scores - scores[best])
    shares = np.sort(likely / likely.sum())[::-1]
    return {"sure": float(shares[0]), "sure_of_two": float(shares[:2].sum())}


def _of_coverage(view: View, best: int) -> dict[str, float]:
    """How much of the question stands in the best sentence and about it."""
    held, place, row = view.held, int(view.places[best]), int(view.passages[best])
    near = held.concepts[:, place]
    return {
        "own": float(held.sentences[place]),
        "soft_near": float(held.soft_near[place]),
        "passage": float(held.passages[row]),
        "title": float(held.titles[row]),
        "size": min(len(near), MANY) / MANY,
        "short": float(len(near) <= FEW),
        "concepts": float(near.mean()) if len(near) else 0.0,
        **_asked(view, best),
    }


def _asked(view: View, best: int) -> dict[str, float]:
    """The share of the words about the question word that stand in the best sentence: as words, by their characters."""
    concepts = [view.query.concepts[i] for i in _about_question_word(view)]
    if not concepts:
        return {"asked": 0.5, "asked_letters": 0.5}
    said = fold(view.hits[int(view.owners[best])].passage.sentence(int(view.indices[best])))
    here = [concept.stands_in(said) for concept in concepts]
    letters = [max(_letters(wording, said) for wording in concept.wordings) for concept in concepts]
    return {"asked": sum(here) / len(here), "asked_letters": sum(letters) / len(letters)}


def _letters(wording: tuple[str, ...], said: str) -> float:
    """The share of the characters of some words that a text has."""
    letters = "".join(wording)
    return sum(letter in said for letter in letters) / max(len(letters), 1)


def _about_question_word(view: View) -> list[int]:
    """The concepts right before and behind the question word; of mere key words the last."""
    folded = view.question.folded
    at = {i: folded.find(concept.words[0]) for i, concept in enumerate(view.query.concepts)}
    told = sorted((place, i) for i, place in at.items() if place >= 0)
    found = QUESTION_WORD.search(folded)
    if found is None:
        return [i for _, i in told[-1:]]
    before = [i for place, i in told if place < found.start() and found.start() - place <= REACH]
    behind = [i for place, i in told if place >= found.end() - 1 and place - found.end() <= REACH]
    return (before[-1:] + behind[:1]) if view.question.language == "zh" else behind[:2]


def _of_form(view: View, best: int) -> dict[str, float]:
    """Whether the best sentence has what is asked for: a figure of that unit, a date, a name."""
    question, formed = view.question, bool(view.formed[best])
    typed = question.form is not None and question.kind not in LOOSE and question.kind is not Kind.POLICY
    soft = view.held.soft_near[view.places]
    elsewhere = float(soft.max() - soft.max(where=view.formed, initial=0.0)) if typed else 0.0
    clause, in_clause = _clauses(view, best)
    return {
        "typed": float(typed),
        "formed": float(formed),
        "unformed": float(typed and not formed),
        "formed_elsewhere": elsewhere,
        "clause": clause,
        "formed_clause": in_clause if typed else 0.0,
        "number": float(question.kind is Kind.NUMBER),
        "who": float(question.kind is Kind.WHO),
        "english": float(question.language == "en"),
    }


def _clauses(view: View, best: int) -> tuple[float, float]:
    """The most of the question in a clause with the one before it; and in one that has the form of an answer."""
    text = view.hits[int(view.owners[best])].passage.sentence(int(view.indices[best]))
    folded, found, clauses = fold(text), answers(view.question, text), cutting.clauses(text)
    most = formed = 0.0
    for i, (start, end) in enumerate(clauses):
        about = folded[clauses[max(i - 1, 0)][0] : end] if len(folded) == len(text) else fold(text[:end])
        here = [concept.stands_in(about) for concept in view.query.concepts]
        share = float(view.held.weights @ np.array(here, np.float32)) if here else 0.0
        most = max(most, share)
        if any(start <= at < end for at, _ in found):
            formed = max(formed, share)
    return most, formed


def _of_premises(view: View, best: int) -> dict[str, float]:
    """What the question names that the best sentence has not."""
    passage, index = view.hits[int(view.owners[best])].passage, int(view.indices[best])
    lacking = unmet(view.premises, passage, index)
    names = ("absent_place", "far_place", "other_place", "absent_year", "far_year", "other_year")
    return {
        **{name: float(getattr(lacking, name)) for name in names},
        "attribute": attributes.lacking(view.question.folded, fold(passage.sentence(index))),
        "edition": float(bool(lacking_editions(view.premises, passage, index))),
        "name": float(bool(lacking_names(view.premises, passage))),
    }
