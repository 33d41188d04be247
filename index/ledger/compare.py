"""Whether two figures tell of the same thing, and whether they can both be right."""

from __future__ import annotations

from index.ledger.entry import Entry
from index.ledger.told import years
from index.ledger.values import ROUNDED, measure, same_units

TITLE_ONLY = 2  # terms that figures of two articles must share beside what a title says


def same_thing(one: Entry, other: Entry) -> bool:
    """Whether the figures are of one thing: each term of either stands in what is said about the other."""
    return (
        one.stat == other.stat or {one.stat, other.stat} == {"", "share"}
    ) and one.mode == other.mode and same_units(one.unit, other.unit) and _told(one, other) and _told(other, one)


def _told(one: Entry, other: Entry) -> bool:
    own = "".join(other.terms)
    return all(term in own or term in other.around for term in one.terms)


def same_scope(one: Entry, other: Entry, now: int | None, then: int | None) -> bool:
    """Whether area, period and what is counted, new or all, can be the same; `now`, `then`: years of their issues."""
    flows = {one.flow, other.flow}
    if flows == {"new", "all"} or ("new" in flows and len(flows) > 1 and one.period != other.period):
        return False
    return one.area == other.area and _periods(one.period, other.period, now, then)


def _periods(one: str | None, other: str | None, now: int | None, then: int | None) -> bool:
    """The same; none on both sides; or none on one, in an issue of that year or the year after."""
    if one == other:
        return True
    if one and other:
        return ("/" in one) != ("/" in other) and _end(one) == _end(other)
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
