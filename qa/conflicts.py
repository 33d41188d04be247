"""Figures of the library that contradict each other: other values of the same thing.

Two figures are of the same thing if every word of what the one measures is said of the other, or stands before it in
its sentence; in the same area and period, by the same kind of unit. They contradict each other if the intervals that
their words leave open (近, 余, 超过, the last digit printed) have nothing in common.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from index import periods
from index.ledger import Entry, compare, places, terms
from index.library import Library
from index.types import Passage
from ingest.errors import LibraryUnwritable
from qa.ledger import Ledger, Place, Told

SHOWN = 4  # values of a conflict
PARALLEL = 2  # values that an article gives for one thing, beyond which they are of several things
LEAST = 0.5  # share of a figure's terms by which others are looked for
ALIKE = 0.5  # share of pairs of characters that neighbouring sentences share where they speak of one thing
FULL = 3  # terms of a figure that says by itself what it is of
MACRO = re.compile(  # what an area has as such, whatever the article speaks of
    r"人口|生产总值|增加值|财政|可支配收入|进出口|用电量|城镇化|研发|面积|里程|空气|绿化|覆盖率|授权"
)
COMMON = re.compile(
    r"产业|发展|现状|对策|建议|研究|报告|分析|探索|展望|创新|建设|打造|未来|企业|公司|城市|科技|20\d\d年?"
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Values of one thing that cannot all be right; `newer` is the place in `values` of the newest that is told."""

    about: str
    values: tuple[Told, ...]
    newer: int | None

    def as_json(self, numbers: Sequence[int]) -> dict[str, Any]:
        """The conflict object of CONTRACT; `numbers` are those of the citations of its values."""
        values = [
            {"value": told.entry.value, "n": n, "scope": _scope(told, self.values)}
            for told, n in zip(self.values, numbers, strict=True)
        ]
        return {
            "about": self.about,
            "values": values,
            "newer": None if self.newer is None else numbers[self.newer],
        }

    def cited(self) -> dict[str, Any]:
        """The conflict object with its citations beside it, numbered from 1."""
        numbers = range(1, len(self.values) + 1)
        citations = [told.cited(n).as_json() for n, told in zip(numbers, self.values, strict=True)]
        return self.as_json(numbers) | {"citations": citations}


def conflicts_of(library: Library, question: str, evidence: Iterable[Place]) -> list[Conflict]:
    """The conflicts of the figures in sentences: (passage, index of a sentence, range of the passage or None).

    The first value of each is that of the evidence, the others are the library's. Those come first whose figure has
    more of the question's words. None where facts must be drawn anew and cannot be kept.
    """
    try:
        ledger = Ledger(library)
    except LibraryUnwritable:
        return []
    found = _unlike(conflict for told in ledger.at(evidence) if (conflict := _conflict(ledger, told)))
    asked = terms.unified(question)
    return sorted(found, key=lambda each: -sum(term in asked for term in each.values[0].entry.terms))


def conflicts(library: Library) -> list[Conflict]:
    """Every conflict of the library's figures; raises LibraryUnwritable as Ledger does."""
    ledger = Ledger(library)
    return _unlike(conflict for told in ledger.all() if (conflict := _conflict(ledger, told)))


def among(ledger: Ledger, found: Iterable[Told]) -> list[tuple[Told, Conflict | None]]:
    """Each figure with what contradicts it."""
    return [(told, _conflict(ledger, told)) for told in found]


def distinct(compared: Iterable[tuple[Told, Conflict | None]]) -> list[Conflict]:
    """The conflicts among figures, each once."""
    return _unlike(conflict for _, conflict in compared if conflict)


def _conflict(ledger: Ledger, told: Told) -> Conflict | None:
    """What contradicts a figure."""
    if not _comparable(told.entry):
        return None
    found = ledger.like(told, LEAST, partial(compare.can_be_same, told.entry))
    same = [other for other in found if _same(told, other)]
    others = [other for other in same if compare.differ(told.entry, other.entry)]
    if not others or _parallel(told, same):
        return None
    values = (told, *_distinct(others)[: SHOWN - 1])
    return Conflict(told.entry.indicator, values, _newest(values))


def _comparable(entry: Entry) -> bool:
    """Whether a figure says what it measures, and not only a ratio to something else."""
    return bool(entry.terms) and entry.stat != "ratio"


def _same(one: Told, other: Told) -> bool:
    """Whether two figures, not of one sentence, are of the same thing."""
    if (one.passage == other.passage and one.entry.sentence == other.entry.sentence) or not _comparable(other.entry):
        return False
    if not _same_area(one, other) or _side_by_side(one, other):
        return False
    together = one.article == other.article
    if not together and not _free_of_article(one, other):
        return False
    first, second = (_title(each, together) for each in (one, other))
    return compare.same_scope(one.entry, other.entry, one.year, other.year) and compare.same_thing(
        one.entry, other.entry, (first, second)
    )


def _side_by_side(one: Told, other: Told) -> bool:
    """Whether neighbouring sentences tell it of two things: what either says before its figure differs."""
    if one.passage != other.passage or abs(one.entry.sentence - other.entry.sentence) > 1 or one.entry.table:
        return False
    first, second = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (one.entry.around, other.entry.around))
    return len(first & second) < ALIKE * min(len(first), len(second))


def _title(told: Told, together: bool) -> str:
    """The title where it may tell whose a figure is: of its own article, or where no area stands with the figure."""
    return terms.unified(told.passage.article) if together or not told.entry.rooted else ""


def _same_area(one: Told, other: Told) -> bool:
    """Whether areas are the same; where one is not told, or is 全市 of we know not where, its title may tell."""
    first, second = one.entry.area, other.entry.area
    if None in (first, second) and not (one.entry.rooted or other.entry.rooted):
        return True
    if first == second:
        return first is None or not places.is_open(first) or one.article == other.article or _near(one, other)
    return (places.is_open(first) and _names(one, second)) or (places.is_open(second) and _names(other, first))


def _near(one: Told, other: Told) -> bool:
    """Whether two articles that say 全市 without a name can mean one city: their titles share a name or subject."""
    return bool(_subjects(one.passage, 2) & _subjects(other.passage, 2))


def _names(told: Told, area: str | None) -> bool:
    return area is not None and (area in told.passage.article or area in told.entry.core)


def _free_of_article(one: Told, other: Told) -> bool:
    """Whether two figures say enough by themselves, or their articles are about one thing, to be compared."""
    if one.entry.rooted and other.entry.rooted:
        return True
    if min(len(one.entry.terms), len(other.entry.terms)) >= FULL or MACRO.search(one.entry.core):
        return True
    return bool(_subjects(one.passage) & _subjects(other.passage))


def _subjects(passage: Passage, size: int = 3) -> set[str]:
    """What an article is about: so many neighbouring characters of its title, places and commonplaces left out."""
    title = COMMON.sub(" ", terms.unified(passage.article))
    for _, _, name in places.places(title):
        title = title.replace(name, " ")
    return {title[i : i + size] for i in range(len(title) - size + 1) if " " not in title[i : i + size]}


def _parallel(told: Told, same: list[Told]) -> bool:
    """Whether an article gives so many values for the thing that they must be of several things."""
    values: dict[tuple[str, int], set[float]] = defaultdict(set)
    for each in (told, *same):
        values[each.article].add(each.entry.number)
    return any(len(found) > PARALLEL for found in values.values())


def _distinct(others: list[Told]) -> list[Told]:
    """One of each value, in the order of the library."""
    return list({(each.entry.number, each.entry.qualifier): each for each in reversed(others)}.values())[::-1]


def _unlike(found: Iterable[Conflict]) -> list[Conflict]:
    """Each set of contradicting values once."""
    seen: set[frozenset[tuple[float, str]]] = set()
    kept = []
    for conflict in found:
        values = frozenset((told.entry.number, told.entry.unit) for told in conflict.values)
        if not any(values <= others or others <= values for others in seen):
            seen.add(values)
            kept.append(conflict)
    return kept


def _newest(values: Sequence[Told]) -> int | None:
    """The place of the one value that is the newest: by its period, else by its issue; None where neither tells."""
    for ages in ([compare.latest(told.entry) for told in values], [_issue_age(told.passage) for told in values]):
        if all(ages) and ages.count(max(ages)) == 1:
            return ages.index(max(ages))
    return None


def _issue_age(passage: Passage) -> tuple[int, ...]:
    found = periods.ISSUE.search(passage.issue)
    number = passage.issue_id.rpartition("-")[2]
    return (int(found[1]), int(number) if number.isdecimal() else 0) if found else ()


def _scope(told: Told, values: Sequence[Told]) -> str | None:
    """The scope of a value; with the issue where the values stand in several."""
    several = len({each.passage.issue_id for each in values}) > 1
    return "；".join(part for part in (told.scope, told.passage.issue if several else None) if part) or None
