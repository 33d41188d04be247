"""Places: their levels, and that the longest name is the one read."""

from __future__ import annotations

import pytest

from index import places


def test_every_place_has_one_of_four_levels() -> None:
    assert set(places.levels().values()) == {"国", "省", "市", "区"}
    assert all(len(name) > 1 for name in places.levels())


@pytest.mark.parametrize(("name", "level"), [("日本", "国"), ("浙江", "省"), ("成都", "市")])
def test_the_level_of_a_place(name: str, level: str) -> None:
    assert places.levels()[name] == level


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("从成都到厦门", {"成都", "厦门"}),
        ("印度尼西亚的湖", {"印度尼西亚"}),
        ("长江经济带", {"长江经济带"}),
        ("青鹭湖", set()),
        ("", set()),
    ],
)
def test_places_named(text: str, found: set[str]) -> None:
    assert places.named(text) == found
