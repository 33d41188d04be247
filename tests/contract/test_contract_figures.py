"""`hangke figures`: the ledger as JSON Lines and as a table."""

from __future__ import annotations

import json

from program import Main

KEYS = {
    "indicator", "value", "number", "unit", "area", "period", "qualifier", "said_by", "sentence", "issue", "issue_id",
    "digest", "article", "authors", "section", "page_first", "page_last", "page_exact", "source_file", "line_first",
    "line_last", "boxes", "doubt",
}  # fmt: skip


def test_figures_of_a_query(reading: Main) -> None:
    told = [json.loads(line) for line in reading("figures", "白沙洲渡船航线", "--json").out.splitlines()]
    assert set(told[0]) >= KEYS
    assert all(figure["value"] in figure["sentence"] for figure in told)
    assert any(figure["value"] == "3.7公里" and figure["number"] == 3.7 and figure["unit"] == "公里" for figure in told)


def test_figures_as_a_table(reading: Main) -> None:
    lines = reading("figures").out.splitlines()
    assert lines[0].split() == ["indicator", "value", "area", "period", "said_by", "place"]
    assert len(lines) > 30


def test_figures_that_contradict_each_other(reading: Main) -> None:
    told = [json.loads(line) for line in reading("figures", "--conflicts", "--json").out.splitlines()]
    for conflict in told:
        assert [value["n"] for value in conflict["values"]] == [cited["n"] for cited in conflict["citations"]]
