"""Figures of rankings."""

from __future__ import annotations

import pytest

from qa import ranks


def test_figures_of_known_ranks() -> None:
    found = ranks.figures([1, 1, 4, 10, 11, 0, 2, 1])
    assert {name: found[name] for name in ("hit@1", "hit@5", "hit@10", "n")} == {
        "hit@1": 0.375, "hit@5": 0.625, "hit@10": 0.75, "n": 8,
    }  # fmt: skip
    assert found["mrr@10"] == pytest.approx((3 + 1 / 4 + 1 / 10 + 1 / 2) / 8, abs=0.001)


@pytest.mark.parametrize(("hits", "expected"), [([True] * 9, [1.0, 1.0]), ([False], [0.0, 0.0]), ([], [0.0, 0.0])])
def test_an_interval_of_what_never_varies_is_a_point(hits: list[bool], expected: list[float]) -> None:
    assert ranks.interval(hits) == expected


def test_an_interval_is_the_same_each_time_and_as_wide_as_the_binomial() -> None:
    hits = [True] * 60 + [False] * 40
    low, high = ranks.interval(hits)
    assert [low, high] == ranks.interval(hits)
    assert low == pytest.approx(0.6 - 1.96 * 0.049, abs=0.02)
    assert high == pytest.approx(0.6 + 1.96 * 0.049, abs=0.02)


def test_no_ranks_are_no_figures_to_fail_on() -> None:
    assert ranks.figures([])["n"] == 0
