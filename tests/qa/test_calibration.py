"""Risk against coverage and reliability, on numbers worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.calibration import (
    Bin,
    Judged,
    Point,
    area_under_risk_coverage,
    expected_calibration_error,
    reliability,
    risk_coverage,
)

FIVE = [Judged(0.4, False), Judged(0.9, True), Judged(0.1, None), Judged(0.8, True), Judged(0.6, False)]


def test_the_risk_of_each_threshold() -> None:
    assert risk_coverage(FIVE) == [Point(0.2, 0, 1), Point(0.4, 0, 1), Point(0.6, 1 / 3, 1), Point(0.8, 0.5, 1)]
    assert area_under_risk_coverage(FIVE) == pytest.approx((0 + 0 + 1 / 3 + 1 / 2) / 4)


def test_answers_of_one_probability_come_together() -> None:
    tied = [Judged(0.5, True), Judged(0.5, False), Judged(0.5, False), Judged(0.2, True)]
    assert risk_coverage(tied) == [Point(0.75, 2 / 3, 3), Point(1, 0.5, 1)]
    assert area_under_risk_coverage(tied) == pytest.approx((3 * 2 / 3 + 1 / 2) / 4)
    assert risk_coverage(tied[::-1]) == risk_coverage(tied)


def test_bins_hold_answers_only() -> None:
    assert reliability(FIVE, bins=2) == [Bin(0, 0.5, 1, 0.4, 0), Bin(0.5, 1, 3, pytest.approx(2.3 / 3), 2 / 3)]
    assert expected_calibration_error(FIVE, bins=2) == pytest.approx((0.4 + 3 * (2.3 / 3 - 2 / 3)) / 4)


def test_the_ends_and_borders_of_bins() -> None:
    told = reliability([Judged(0.0, False), Judged(0.5, True), Judged(1.0, True)], bins=2)
    assert [(each.low, each.answers) for each in told] == [(0, 1), (0.5, 2)]


@pytest.mark.parametrize("judged", [[], [Judged(0.3, None)]])
def test_nothing_answered_has_no_figure(judged: list[Judged]) -> None:
    assert risk_coverage(judged) == reliability(judged) == []
    assert area_under_risk_coverage(judged) is expected_calibration_error(judged) is None


@given(st.lists(st.builds(Judged, st.floats(0, 1), st.sampled_from([True, False, None])), max_size=40))
def test_curves_end_where_the_answers_do(judged: list[Judged]) -> None:
    answered = [each for each in judged if each.right is not None]
    points = risk_coverage(judged)
    assert sum(point.answers for point in points) == sum(each.answers for each in reliability(judged)) == len(answered)
    if answered:
        assert points[-1].coverage == pytest.approx(len(answered) / len(judged))
        assert points[-1].risk == pytest.approx(sum(not each.right for each in answered) / len(answered))
        assert [p.coverage for p in points] == sorted(p.coverage for p in points)


def test_a_perfect_order_costs_less_than_the_reverse() -> None:
    right = [Judged(0.9, True), Judged(0.8, True), Judged(0.2, False)]
    reversed_ = [Judged(0.2, True), Judged(0.3, True), Judged(0.9, False)]
    assert (area_under_risk_coverage(right) or 0) < (area_under_risk_coverage(reversed_) or 0)
