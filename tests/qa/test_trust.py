"""How far an answer is trusted: the weights that ship, and what each feature may do to the probabilities."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.library import Library
from qa import evidence, features, trust
from qa.features import View
from qa.question import understand
from qa.trust import Logistic

ROOT = Path(__file__).parents[2]
SHIPPED = json.loads((ROOT / "qa/weights.json").read_text("utf-8"))
FEATURES = st.fixed_dictionaries({name: st.floats(0, 1) for name in trust.SIGNS})
SIGNED = [(model, name) for model in ("right", "told") for name, sign in trust.SIGNS.items() if sign]


def judged(library: Library, text: str) -> dict[str, float]:
    """The features of a question's best sentence."""
    question, query = understand(text), library.query(text)
    found = library.find_evidence(query, evidence.WEIGHED, form=evidence.form_of(question, library))
    view = View(question, query, library, found, found.hits)
    scores = np.array([trust.learned().sentences[name] for name in features.NAMES]) @ features.table(view)
    return trust.features(view, scores.astype(np.float32))


def test_the_weights_that_ship_are_of_the_features_there_are() -> None:
    assert tuple(SHIPPED["sentences"]) == features.NAMES
    for model in ("right", "told"):
        assert set(SHIPPED[model]["weights"]) <= set(trust.SIGNS)
    assert set(trust.SIGNS) == set(SHIPPED["right"]["weights"]) | set(SHIPPED["told"]["weights"])
    assert SHIPPED["made by"] == "python benchmarks/learn_answers.py"


@pytest.mark.parametrize(("model", "name"), SIGNED)
def test_a_weight_has_the_sign_of_what_its_feature_means(model: str, name: str) -> None:
    assert SHIPPED[model]["weights"].get(name, 0.0) * trust.SIGNS[name] >= 0


def test_thresholds_are_probabilities() -> None:
    learned = trust.learned()
    assert 0 < learned.answered < 1
    assert 0 < learned.found < 1
    assert learned is trust.learned()


@pytest.mark.parametrize(
    ("bias", "weights", "given", "expected"),
    [
        (0.0, {}, {}, 0.5),
        (-1.0, {"own": 2.0, "edition": -0.5}, {"own": 0.75, "edition": 1.0, "who": 9.0}, 0.5),
        (math.log(3), {}, {}, 0.75),
        (1e6, {}, {}, 1.0),
        (-1e6, {}, {}, 0.0),
    ],
)
def test_a_logistic_regression_by_hand(bias: float, weights: dict, given: dict, expected: float) -> None:
    assert Logistic(bias, weights)(given) == pytest.approx(expected, abs=1e-9)


@given(FEATURES, st.sampled_from(SIGNED), st.floats(0, 1))
def test_what_speaks_for_an_answer_never_lowers_its_probability(values: dict, signed, other: float) -> None:
    model, name = signed
    judge = getattr(trust.learned(), model)
    less, more = sorted((values[name], other))
    change = judge({**values, name: more}) - judge({**values, name: less})
    assert change * trust.SIGNS[name] >= 0
    assert 0 <= judge(values) <= 1


@pytest.mark.parametrize(
    "text",
    ["青鹭湖浮标观测网由多少个浮标组成？", "火星基地的氧气从哪里来？", "How many buoys are in the lake?", "浮标",
     "为什么选苔藓？", "成都2018年第三届划船赛的“木槿”奖给了谁？", "谁"],
)  # fmt: skip
def test_every_feature_is_told_and_is_a_share(library: Library, text: str) -> None:
    told = judged(library, text)
    assert set(told) == set(trust.SIGNS)
    assert all(0 <= value <= 1.0001 for value in told.values())


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("浮标由多少个组成？", "number", 1.0), ("作坊的创始人是谁？", "who", 1.0), ("谈谈海雾收集网", "typed", 0.0),
        ("How many buoys are there?", "english", 1.0), ("2018年的浮标有多少？", "absent_year", 1.0),
        ("成都的浮标有多少？", "absent_place", 1.0), ("第三届浮标展有多少人？", "edition", 1.0),
        ("“蜂鸟”浮标有多少个？", "name", 1.0), ("浮标？", "short", 1.0), ("浮标的总投入是多少元？", "formed", 1.0),
        ("浮标的总投入是多少元？", "unformed", 0.0),
    ],
)  # fmt: skip
def test_a_feature_means_what_its_name_says(library: Library, text: str, name: str, value: float) -> None:
    assert judged(library, text)[name] == value


def test_what_is_told_is_trusted_more_than_its_near_miss(library: Library) -> None:
    near = judged(library, "白鹭湖气球观测网由多少个气球组成？")
    told = judged(library, "青鹭湖浮标观测网由多少个浮标组成？")
    learned = trust.learned()
    assert learned.told(told) > learned.told(near)
    assert learned.right(told) > max(learned.answered, learned.right(near))
    assert learned.told(judged(library, "火星基地的氧气从哪里来？")) < learned.found
