"""Fusion against a plain reference."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index import fusion

SCORE = st.sampled_from([-1.0, 0.0, 0.25, 0.5, 0.5, 1.0, 2.0, 3.5])


def reference(legs: list[tuple[list[float], float]], depth: int) -> list[float]:
    fused = [0.0] * len(legs[0][0])
    for scores, weight in legs:
        order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))[:depth]
        for rank, i in enumerate(order, 1):
            if scores[i] > 0:
                fused[i] += weight / (fusion.K + rank)
    return fused


@st.composite
def legs(draw: st.DrawFn) -> list[tuple[list[float], float]]:
    size = draw(st.integers(1, 20))
    return draw(
        st.lists(
            st.tuples(st.lists(SCORE, min_size=size, max_size=size), st.sampled_from([0.1, 1.0, 2.0])),
            min_size=1,
            max_size=3,
        )
    )


@given(legs(), st.integers(1, 25))
def test_ranks_are_fused_as_the_paper_says(legs: list[tuple[list[float], float]], depth: int) -> None:
    arrays = [(np.array(scores, np.float32), weight) for scores, weight in legs]
    np.testing.assert_allclose(fusion.reciprocal_rank(arrays, depth), reference(legs, depth), rtol=1e-5)


def test_what_no_leg_ranks_scores_nothing() -> None:
    assert fusion.reciprocal_rank([(np.array([0, -1, 2], np.float32), 1.0)], 3).tolist()[:2] == [0.0, 0.0]


@given(st.lists(SCORE, max_size=40), st.integers(1, 50))
def test_the_top_is_that_of_a_full_sort(scores: list[float], count: int) -> None:
    array = np.array(scores, np.float32)
    assert fusion.top(array, count).tolist() == np.argsort(-array, kind="stable")[:count].tolist()


def test_equal_scores_keep_the_order_of_the_documents() -> None:
    assert fusion.top(np.array([1, 2, 2, 1, 2], np.float32), 4).tolist() == [1, 2, 4, 0]


def test_linear_fusion_sums_standard_scores() -> None:
    first, second = np.array([0, 1, 5], np.float32), np.array([0.9, 0.7, 0.8], np.float32)
    expected = 2 * (first - first.mean()) / first.std() + (second - second.mean()) / second.std()
    np.testing.assert_allclose(fusion.linear([(first, 2.0), (second, 1.0)]), expected, rtol=1e-5)


def test_a_leg_that_tells_nothing_changes_nothing() -> None:
    scores, level = np.array([1, 3, 2], np.float32), np.full(3, 0.4, np.float32)
    assert fusion.linear([(scores, 1.0), (level, 5.0)]).tolist() == fusion.standard(scores).tolist()
    assert fusion.standard(np.zeros(0, np.float32)).tolist() == []
