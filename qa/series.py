"""Figures over time: values of one indicator, of one area and in one unit, for different years."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qa.ledger import Told

WHOLE_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Series:
    """Figures by year, all of one thing; a year has several where the sources differ."""

    figures: tuple[Told, ...]

    @property
    def of(self) -> Told:
        """The first figure, which names the indicator, area and unit of all."""
        return self.figures[0]

    @property
    def points(self) -> list[tuple[int, float]]:
        """Year and number, in units of `entry.unit`."""
        return [(int(told.entry.period or 0), told.entry.number) for told in self.figures]


def series(found: Iterable[Told]) -> list[Series]:
    """The figures of whole years that have at least two of them, the longest first."""
    alike: dict[tuple[str, ...], dict[tuple[str, float], Told]] = {}
    for told in found:
        entry = told.entry
        if entry.period and WHOLE_YEAR.fullmatch(entry.period) and entry.stat != "ratio":
            thing = (entry.core, entry.area or "", entry.unit, entry.stat, entry.mode, entry.flow)
            alike.setdefault(thing, {}).setdefault((entry.period, entry.number), told)
    long = [same for same in alike.values() if len({year for year, _ in same}) > 1]
    made = [Series(tuple(told for _, told in sorted(same.items(), key=lambda item: item[0]))) for same in long]
    return sorted(made, key=lambda each: -len(each.figures))
