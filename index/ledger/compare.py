"""Whether two figures tell of the same thing, and whether they can both be right."""

from __future__ import annotations

from typing import Any

from index.ledger import places
from index.ledger.entry import Entry
from index.ledger.terms import unified
from index.ledger.told import years
from index.ledger.values import ROUNDED, measure, same_units

PARTLY = 0.5  # share of the pairs of characters of a long word beyond which it is said in other words


def can_be_same(one: Entry, record: dict[str, Any]) -> bool:
    """Whether the record of another figure leaves it open that it is of the same thing in the same period.

    It is what the other tests ask first, told before anything else is read.
    """
    kinds = {one.stat, record["stat"]}
    if record["stat"] == "ratio" or record["mode"] != one.mode or not (len(kinds) == 1 or kinds <= {"", "share"}):
        return False
    if one.period and record["period"] and record["period"] != one.period:
        return False
    return not _elsewhere(one.area, record["area"]) and not _of_others(one, Entry.read(record))


def _elsewhere(one: str | None, other: str | None) -> bool:
    """Whether areas are two, each by its name."""
    return bool(one and other and one != other and not (places.is_open(one) or places.is_open(other)))


def _of_others(one: Entry, other: Entry) -> bool:
    """Whether each says a term that the other does not say."""
    return bool(_unsaid(one, other) and _unsaid(other, one))


def same_thing(one: Entry, other: Entry, titles: tuple[str, str] = ("", "")) -> bool:
    """Whether two figures are of one thing: alike but for words that the one takes from what stands before it.

    `titles`: what the articles of either are called, in the form of terms, where that may tell whose the figure is.
    """
    if not _same_kind(one, other):
        return False
    mine, theirs = _unsaid(one, other), _unsaid(other, one)
    if mine and theirs:
        return False
    lacking, title = (other, titles[1]) if mine else (one, titles[0])
    return all(term in lacking.around or term in title for term in mine or theirs)


def _unsaid(one: Entry, other: Entry) -> list[str]:
    """The terms of one that the other does not say, nor name as its area; a caption need not be said in prose."""
    label = unified(one.indicator) if one.table and not other.table else one.core
    return [term for term in one.terms if term in label and term != other.area and not _said(term, other.core)]


def _said(term: str, text: str) -> bool:
    """Whether a word stands in a text, as a whole, or in other order: most of its pairs of characters."""
    if term in text:
        return True
    parts = [term[i : i + 2] in text for i in range(len(term) - 1)]
    return len(term) > 2 and sum(parts) >= PARTLY * len(parts) + (len(term) > 3) * 0.1


def _same_kind(one: Entry, other: Entry) -> bool:
    shares = {one.stat, other.stat} <= {"", "share"}
    return (one.stat == other.stat or shares) and one.mode == other.mode and same_units(one.unit, other.unit)


def same_scope(one: Entry, other: Entry, now: int | None, then: int | None) -> bool:
    """Whether period and what is counted, new or all, can be the same; `now`, `then`: years of their issues."""
    if one.flow != other.flow and {one.flow, other.flow} != {"", "all"}:
        return one.period is not None and one.period == other.period and "all" not in (one.flow, other.flow)
    return _periods(one.period, other.period, now, then)


def _periods(one: str | None, other: str | None, now: int | None, then: int | None) -> bool:
    """The same; none on both sides; or none on one, in an issue of that year or the year after."""
    if one == other or (one and other):
        return one == other
    told, year = (one, then) if one else (other, now)
    return told is not None and year is not None and _end(told) in (str(year), str(year - 1))


def _end(period: str) -> str:
    return period.rpartition("/")[2]


def differ(one: Entry, other: Entry) -> bool:
    """Whether no value is left that both could mean: intervals apart, and not one the rounding of the other."""
    times, others = float(measure(one.unit)[1]), float(measure(other.unit)[1])
    if _below(one.high, times, other.low * others) or _below(other.high, others, one.low * times):
        return not _rounded(one, other, times, others)
    return False


def _below(high: float | None, times: float, low: float) -> bool:
    return high is not None and high * times < low * (1 - 1e-9)


def _rounded(one: Entry, other: Entry, times: float, others: float) -> bool:
    """Whether the coarser of two exact figures is the finer one rounded."""
    first, second = one.number * times, other.number * others
    coarse, fine, step = (first, second, one.step * times)
    if other.step * others > step:
        coarse, fine, step = second, first, other.step * others
    if one.step * times == other.step * others or not step or abs(coarse - fine) > float(ROUNDED) * abs(fine):
        return False
    if one.qualifier or other.qualifier:
        return False
    return abs(int(fine / step + 0.5) * step - coarse) < step * 1e-6


def latest(entry: Entry) -> tuple[int, ...]:
    """The last year that a figure holds for, empty where it is not told."""
    return years(entry.period)[-1:]
