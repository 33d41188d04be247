"""Figures over time."""

from __future__ import annotations

from typing import Any

import pytest

from index.ledger import Entry
from index.types import Passage
from ingest.types import PageSpan, Piece
from qa.ledger import Told
from qa.series import series

PASSAGE = Passage(
    passage_id="p", issue_id="i", issue="湖畔科技 2021年第3期", digest=False, article="灯塔", article_no=0, authors=(),
    section=None, kind="text", text="灯塔", sentences=((0, 2),), pieces=(Piece(0, 2, 1, 1),),
    pages=PageSpan(None, None, False), source_file="i.txt",
)  # fmt: skip
KNOWN: dict[str, Any] = {
    "indicator": "灯塔", "core": "灯塔", "terms": ("灯塔",), "around": "", "value": "", "low": 0, "high": None,
    "step": 1, "unit": "座", "stat": "", "mode": "", "flow": "", "area": "雾屿镇", "qualifier": None, "said_by": None,
    "rooted": True, "table": False, "sentence": 0, "start": 0, "end": 2,
}  # fmt: skip


def told(period: str | None, number: float, **changes: Any) -> Told:
    return Told(PASSAGE, Entry(**KNOWN | {"period": period, "number": number} | changes))


def test_values_of_one_thing_stand_by_year() -> None:
    (found,) = series([told("2021", 18), told("2019", 12), told("2020", 19), told("2020", 15), told("2019", 12)])
    assert found.points == [(2019, 12), (2020, 15), (2020, 19), (2021, 18)]
    assert found.of.entry.period == "2019"


def test_the_longest_comes_first() -> None:
    ships = {"core": "货轮", "unit": "艘"}
    found = series([told("2019", 1, **ships), told("2020", 2, **ships), *(told(str(y), y) for y in (2019, 2020, 2021))])
    assert [each.of.entry.core for each in found] == ["灯塔", "货轮"]


@pytest.mark.parametrize(
    "other",
    [
        told("2020", 15, area="柳汀镇"),
        told("2020", 15, unit="个"),
        told("2020", 15, stat="growth"),
        told("2020", 15, mode="goal"),
        told("2020", 15, core="货轮"),
        told("2019", 15),
        told("2020上半年", 15),
        told("2016/2020", 15),
        told(None, 15),
    ],
)
def test_what_differs_in_more_than_the_year_is_no_series(other: Told) -> None:
    assert series([told("2019", 12), other]) == []
