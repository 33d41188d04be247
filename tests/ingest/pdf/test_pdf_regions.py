"""Reading order."""

from __future__ import annotations

import paper

from ingest.pdf import regions
from ingest.pdf.types import Rect, Run

LEFT, RIGHT = 50.0, 255.0


def order(runs: list[Run], floats: list[Rect] | None = None, rules: list[Rect] | None = None) -> str:
    columns = regions.order(runs, paper.EM, floats or [], rules or [])
    return "".join(dict.fromkeys(run.text[0] for column in columns for run in sorted(column, key=lambda r: r.rect.top)))


def columns(left: str, right: str, top: float, lines: int = 6) -> list[Run]:
    return [*paper.column(paper.prose(left, lines), LEFT, top), *paper.column(paper.prose(right, lines), RIGHT, top)]


def test_columns_are_read_one_after_the_other() -> None:
    assert order(columns("甲", "乙", 100)) == "甲乙"


def test_the_order_of_painting_does_not_matter() -> None:
    assert order(columns("甲", "乙", 100)[::-1]) == "甲乙"


def test_lines_of_two_columns_need_not_stand_level() -> None:
    runs = [*paper.column(paper.prose("甲", 8), LEFT, 100), *paper.column(paper.prose("乙", 8), RIGHT, 106)]
    assert order(runs) == "甲乙"


def test_a_title_over_two_columns_parts_what_is_above_from_what_is_below() -> None:
    title = paper.run("丙题目横跨两栏", 120, 220, paper.TITLE)
    assert order([*columns("甲", "乙", 100), title, *columns("丁", "戊", 260)]) == "甲乙丙丁戊"


def test_a_title_in_one_column_leaves_the_other_whole() -> None:
    left = [*paper.column(paper.prose("甲", 4), LEFT, 100), paper.run("丙题目", LEFT, 175, paper.TITLE)]
    left += paper.column(paper.prose("丁", 6), LEFT, 215)
    assert order([*left, *paper.column(paper.prose("乙", 14), RIGHT, 100)]) == "甲丙丁乙"


def test_a_rule_across_the_page_parts_two_articles() -> None:
    below = [paper.run("丙题", LEFT, 215, paper.TITLE), *paper.column(paper.prose("丁", 6), LEFT, 250)]
    below += paper.column(paper.prose("戊", 8), RIGHT, 215)
    rule = Rect(LEFT, 205, 435, 205)
    assert order([*columns("甲", "乙", 100), *below], rules=[rule]) == "甲乙丙丁戊"


def test_a_figure_in_the_middle_does_not_stop_the_column() -> None:
    runs = [*columns("甲", "乙", 100), *columns("丙", "丁", 300)]
    assert order(runs, [Rect(LEFT, 195, 435, 290)]) == "甲丙乙丁"


def test_a_gap_within_a_line_is_no_gutter() -> None:
    line = [paper.run("丙一", LEFT, 195), paper.run("面向未来的展望", 95, 195)]
    columns = regions.order([*paper.column(paper.prose("甲", 6, 30), LEFT, 100), *line], paper.EM, [])
    assert any({"丙一", "面向未来的展望"} <= {run.text for run in column} for column in columns)


def test_an_empty_page_has_no_columns() -> None:
    assert regions.order([], paper.EM, []) == []
