"""What a text states that can be checked: figures and dates, in normal form.

A claim is read strictly (`claimed`), its source generously (`told`): each numeral of the source counts, however it is
put, the years that 去年 and the like stand for, and the figures of a table in the unit of its head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from index import numbers, periods

HAN_DIGITS = numbers.HAN + "两"
SMALL = "一二两三四五六七八九十百千"
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
MONTH = "(?P<month>" + "|".join(rf"{name[:3]}(?:{name[3:]}|t)?\b\.?" for name in MONTHS) + ")"
YEAR = r"(?P<year>(?:1[5-9]|20)\d\d)"
DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
DATES = (
    re.compile(
        rf"(?:(?<!\d){YEAR}\s?年\s?)?(?<!\d)(?P<month>\d{{1,2}})\s?月(?!球|亮)(?:份|\s?(?P<day>\d{{1,2}})\s?[日号])?"
    ),
    re.compile(
        rf"(?<![\d.]){YEAR}(?P<sep>[-./])(?P<month>0?[1-9]|1[0-2])(?:(?P=sep)(?P<day>\d{{1,2}}))?(?![\d万亿%.])"
    ),
    re.compile(rf"\b{MONTH}\s?{DAY}\b(?:,?\s{YEAR}\b)?"),
    re.compile(rf"\b{DAY}\s(?:of\s)?{MONTH}(?:,?\s{YEAR}\b)?"),
    re.compile(rf"\b{MONTH},?\s(?:of\s)?{YEAR}\b"),
    re.compile("\\b(?P<month>" + "|".join(name for name in MONTHS if name not in ("march", "may")) + ")\\b"),
)
HAN_YEAR = re.compile(r"(?<![一二三四五六七八九〇零十百千])[一二][一二三四五六七八九〇零]{3}(?=\s?年)")
HAN_PART = re.compile(r"(?<![一二三四五六七八九十百千])[一二三]?十?[一二三四五六七八九十](?=\s?[月日号])")
DIGITS = re.compile(r"\d{1,40}(?:,\d{3}(?!\d))*(?:\.\d+)?\s?%?")
NUMERAL = re.compile(rf"[{HAN_DIGITS}]+")
COUNT = "个家名位项人件次座所种台套亩吨米条款支类处级批期间届岁天年月周倍篇本部门章步层组辆站镇县区市省国员"
COUNTED = re.compile(rf"(?<![{HAN_DIGITS}])(?P<count>[{SMALL}]+)(?=[多余]?[{COUNT}])|第(?P<place>[{SMALL}]+)")
WORD = re.compile("\\b(?:" + "|".join([*numbers.ONES.split()[1:], "ten", "eleven", "twelve"]) + ")\\b")
IN_UNITS = re.compile(r"[(（](?:单位[:：])?[^()（）\d]{0,8}?(万亿|[百千]万|[百千]?亿|万)")
LONGEST = 8  # characters of a numeral that is taken apart


@dataclass(frozen=True, slots=True)
class Date:
    """A day, or as much of it as is told."""

    year: int | None
    month: int
    day: int | None

    def within(self, other: Date, years: set[str]) -> bool:
        """Whether another date, with the years told beside it, tells all of this one."""
        same_year = self.year in (None, other.year) or (other.year is None and str(self.year) in years)
        return same_year and self.month == other.month and self.day in (None, other.day)


@dataclass(frozen=True, slots=True)
class Values:
    """Figures in normal form, and dates."""

    figures: frozenset[str]
    dates: tuple[Date, ...]

    def within(self, told: Values) -> bool:
        """Whether others tell all of these."""
        years = set(told.figures)
        dated = all(any(date.within(other, years) for other in told.dates) for date in self.dates)
        return self.figures <= told.figures and dated


def claimed(folded: str) -> Values:
    """What a folded text states: its dates, then the figures outside them; an indefinite 一个 is none."""
    text, dates = _dated(folded)
    found = numbers.figures(text)
    rest = _without(text, ((figure.start, figure.end) for figure in found))
    plain = (_plain(match[0]) for match in DIGITS.finditer(rest))
    return Values(frozenset([*(figure.normal for figure in found), *plain, *_small(rest)]), tuple(dates))


def told(folded: str, now: int | None) -> Values:
    """What a folded source may be said to state, read in the year `now`."""
    own = claimed(folded)
    loose = [str(value) for match in NUMERAL.finditer(folded) for value in _taken_apart(match[0])]
    loose += [_plain(match[0]) for match in DIGITS.finditer(_without(folded, _spans(folded)))]
    parts = [str(part) for date in own.dates for part in (date.year, date.month, date.day) if part is not None]
    years = [str(year) for year in _years(folded, now)] if now is not None else []
    scaled = [_scaled(figure, unit) for unit in IN_UNITS.findall(folded) for figure in own.figures]
    return Values(own.figures | {*loose, *parts, *years, *filter(None, scaled)}, own.dates)


def _years(folded: str, now: int) -> set[int]:
    """Years that a source names by their relation to `now`, also those that it only compares with."""
    return periods.years(folded, now) | {now + shift for word, shift in periods.SHIFTS.items() if word in folded}


def _spans(folded: str) -> Iterator[tuple[int, int]]:
    return ((figure.start, figure.end) for figure in numbers.figures(folded))


def _without(text: str, spans: Iterator[tuple[int, int]]) -> str:
    """The text with blanks in the place of some ranges."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _dated(folded: str) -> tuple[str, list[Date]]:
    """The text with its dates blanked out, and these."""
    text = HAN_PART.sub(lambda part: str(numbers.whole(part[0]) or part[0]), periods.in_full(folded))
    text = HAN_YEAR.sub(lambda year: "".join(str(numbers.DIGITS[char]) for char in year[0]), text)
    dates = []
    for pattern in DATES:
        for match in pattern.finditer(text):
            told = match.groupdict()
            dates.append(Date(_int(told.get("year")), _month(told["month"]), _int(told.get("day"))))
        text = pattern.sub(lambda match: " " * len(match[0]), text)
    return text, dates


def _int(text: str | None) -> int | None:
    return int(text) if text else None


def _month(text: str) -> int:
    if text.isdecimal():
        return int(text)
    return next(number for number, name in enumerate(MONTHS, 1) if text.startswith(name[:3]))


def _plain(digits: str) -> str:
    """1,200.50 as 1200.5, a percent sign kept."""
    share = digits.endswith("%")
    value = Fraction(digits.rstrip("% ").replace(",", "")) / (100 if share else 1)
    return numbers.Figure(0, 0, value, share).normal


def _small(text: str) -> Iterator[str]:
    """Small counts that are written out: 三名, 第三, `three`; never one, which also means any."""
    for match in COUNTED.finditer(text):
        value = numbers.whole(match["count"] or match["place"])
        if value is not None and (value > 1 or match["place"]):
            yield str(value)
    for match in WORD.finditer(text):
        yield str(numbers.SPELT[match[0]])


def _taken_apart(numeral: str) -> Iterator[int]:
    """The value of a numeral, or those of its parts where it is none (十三五)."""
    if len(numeral) > LONGEST:
        return
    if (value := numbers.whole(numeral)) is not None:
        yield value
        return
    size = len(numeral)
    parts = (numbers.whole(numeral[i:j]) for i in range(size) for j in range(i + 1, size + 1))
    yield from (part for part in parts if part is not None)


def _scaled(figure: str, unit: str) -> str | None:
    """A figure of a table whose head says 万元."""
    if "%" in figure or "/" in figure:
        return None
    return numbers.Figure(0, 0, Fraction(figure) * numbers.SCALED[unit]).normal
