"""How far the probability of an answer can be trusted: risk against coverage, and reliability by bins.

Risk–coverage curve and its area (AURC): Geifman, Uziel, El-Yaniv, Bias-reduced uncertainty estimation for deep neural
classifiers, ICLR 2019. Expected calibration error (ECE), reliability diagram: Guo et al., On calibration of modern
neural networks, ICML 2017.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

BINS = 10  # of equal width, over 0 to 1


@dataclass(frozen=True, slots=True)
class Judged:
    """An answer to a question record: the probability it was given with, whether it is right; None: not answered."""

    probability: float
    right: bool | None


@dataclass(frozen=True, slots=True)
class Point:
    """Of the records the share whose answers are at least this probable, and the share of these that are wrong."""

    coverage: float
    risk: float
    answers: int  # that the threshold of this point takes in beyond those of the point before


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers of like probability: from, to, how many; mean probability and share of right ones, 0 to 1."""

    low: float
    high: float
    answers: int
    probability: float
    right: float


def risk_coverage(judged: Sequence[Judged]) -> list[Point]:
    """The curve as the threshold falls, a point for each probability that occurs; what is refused is never covered."""
    points, taken, wrong = [], 0, 0
    for _, group in groupby(_given(judged), key=lambda each: each.probability):
        tied = list(group)
        taken += len(tied)
        wrong += sum(not each.right for each in tied)
        points.append(Point(taken / len(judged), wrong / taken, len(tied)))
    return points


def area_under_risk_coverage(judged: Sequence[Judged]) -> float | None:
    """The mean risk over the thresholds set by each answer in turn, 0 to 1; None where nothing was answered."""
    points = risk_coverage(judged)
    answers = sum(point.answers for point in points)
    return sum(point.risk * point.answers for point in points) / answers if answers else None


def reliability(judged: Sequence[Judged], bins: int = BINS) -> list[Bin]:
    """The bins that hold an answer, lowest first; one on the border of two belongs to the upper."""
    held = [(min(int(each.probability * bins), bins - 1), each) for each in reversed(_given(judged))]
    found = []
    for place, group in groupby(held, key=lambda pair: pair[0]):
        each = [answer for _, answer in group]
        sure = sum(answer.probability for answer in each) / len(each)
        right = sum(bool(answer.right) for answer in each) / len(each)
        found.append(Bin(place / bins, (place + 1) / bins, len(each), sure, right))
    return found


def expected_calibration_error(judged: Sequence[Judged], bins: int = BINS) -> float | None:
    """The gap between probability and share of right answers, a mean over answers; None where nothing was answered."""
    found = reliability(judged, bins)
    answers = sum(each.answers for each in found)
    return sum(each.answers * abs(each.right - each.probability) for each in found) / answers if answers else None


def _given(judged: Sequence[Judged]) -> list[Judged]:
    """The answers that were given, most probable first."""
    return sorted((each for each in judged if each.right is not None), key=lambda each: -each.probability)
