from __future__ import annotations

from ingest.text.lines import split
from ingest.types import Line


def leaves(text: str) -> list[int]:
    return [line.leaf for line in split(text)]


def test_numbers_count_blank_lines_as_an_editor_does() -> None:
    found = split("\n甲\n\n乙\n\n\n丙\n")
    assert [(line.number, line.order, line.text) for line in found] == [(2, 0, "甲"), (4, 1, "乙"), (7, 2, "丙")]


def test_a_form_feed_breaks_the_page() -> None:
    assert leaves("甲\n\n乙\n\n\f丙\n\n丁\n") == [0, 0, 1, 1]


def test_a_form_feed_on_a_blank_line_breaks_the_page_too() -> None:
    assert leaves("甲\n乙\n\f\n丙\n") == [0, 0, 1]


def test_a_leading_space_without_the_usual_blank_line_breaks_the_page() -> None:
    assert leaves("甲\n\n乙\n 丙\n\n丁\n") == [0, 0, 1, 1]


def test_a_leading_space_below_a_blank_line_breaks_nothing() -> None:
    assert leaves("甲\n\n乙\n\n 丙\n\n丁\n") == [0, 0, 0, 0]


def test_two_leading_spaces_are_an_indent() -> None:
    assert leaves("甲\n\n乙\n  丙\n\n丁\n\n戊\n") == [0] * 5


def test_a_gap_of_blank_lines_breaks_the_page() -> None:
    assert leaves("甲\n\n乙\n\n\n\n丙\n\n丁\n") == [0, 0, 1, 1]


def test_one_blank_line_more_sets_apart_without_a_break() -> None:
    found = split("甲\n\n乙\n\n\n丙\n\n丁\n\n戊\n")
    assert [line.leaf for line in found] == [0] * 5
    assert [line.apart for line in found] == [False, False, True, False, False]


def test_a_missing_blank_line_makes_lines_tight() -> None:
    found = split("甲\n\n乙\n丙\n\n丁\n\n戊\n")
    assert [line.tight for line in found] == [False, False, True, False, False]


def test_where_no_blank_lines_are_the_rule_nothing_is_tight() -> None:
    assert split("甲\n乙\n丙\n") == [Line(1, 0, "甲", 0), Line(2, 1, "乙", 0), Line(3, 2, "丙", 0)]


def test_a_line_of_marks_that_vanish_is_blank() -> None:
    assert [line.text for line in split("甲\n\u200b\n乙")] == ["甲", "乙"]


def test_no_text_no_lines() -> None:
    assert split("") == split("\n \n\f\n") == []
