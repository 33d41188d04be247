"""A figure of the ledger. A leaf of this package."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure: what it measures, its value, where, when and by whom it is told.

    `low` and `high` are what the words leave open (`high` None: no bound), `step` one of the last digit printed.
    `core` is the indicator in one form for all synonyms, `terms` its words; `around` is what the sentence or table
    says before it, in the same form. `stat` tells a share or a growth from a level; `mode` a goal from what is; `flow`
    what is new, or of a year, from all there is. `rooted`: its own sentence names the area; `table`: it is a cell.
    `start` and `end` are a range of the passage's text.
    """

    indicator: str
    core: str
    terms: tuple[str, ...]
    around: str
    value: str
    number: float
    low: float
    high: float | None
    step: float
    unit: str
    stat: str
    mode: str
    flow: str
    area: str | None
    period: str | None
    qualifier: str | None
    said_by: str | None
    rooted: bool
    table: bool
    sentence: int
    start: int
    end: int

    @classmethod
    def read(cls, record: dict[str, Any]) -> Entry:
        """An entry from its record."""
        return cls(**record | {"terms": tuple(record["terms"])})

    def as_record(self) -> dict[str, Any]:
        """Its record in the store."""
        return {name: getattr(self, name) for name in NAMES}


NAMES = tuple(field.name for field in fields(Entry))
