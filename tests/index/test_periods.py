"""Periods: a year told by relation and the year itself, as seen from an issue."""

from __future__ import annotations

import numpy as np
import pytest

from index import periods
from index.library import Library
from index.query import Understanding
from index.words import Words

ISSUE = "海湾科技 2031年第4期"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("去年夏天装了浮标", "2030"),
        ("前年减少", "2029"),
        ("截至上年末共有32个", "2030"),
        ("今年以来", "2031"),
        ("本年度预算", "2031"),
        ("明年将增加", "2032"),
        ("last year the lake froze", "2030"),
    ],
)
def test_a_relative_year_gives_the_year(text: str, year: str) -> None:
    assert year in periods.words(text, ISSUE)


@pytest.mark.parametrize(
    ("text", "name"), [("2030年建成", "去年"), ("2031 年", "今年"), ("2032年增加", "明年"), ("2029年底", "前年")]
)
def test_a_year_gives_its_name_as_seen_from_the_issue(text: str, name: str) -> None:
    assert periods.words(text, ISSUE) == [name]


@pytest.mark.parametrize(
    "text",
    ["比去年减少", "较上年增长", "去年同期", "三年前年均", "以上年龄", "过去年份", "当今年轻人", "两年后年产", "1895年",
     "编号2030", "", "the year before"],
)  # fmt: skip
def test_what_tells_no_year(text: str) -> None:
    assert periods.words(text, ISSUE) == []


def test_the_year_before_a_named_year_is_not_that_before_the_issue() -> None:
    assert periods.years("2028年完成，上年只有一半", 2031) == set()


def test_an_issue_without_a_year_resolves_nothing() -> None:
    assert periods.words("去年与2030年", "海湾科技") == []


@pytest.mark.parametrize(
    "asked", ["截至去年底有多少浮标", "去年年底有多少浮标", "上年末有多少浮标", "上年末有多少浮標"]
)
def test_the_end_of_last_year_is_last_year_and_its_end(words: Words, asked: str) -> None:
    told = dict(Understanding(words).query(asked).weighted)
    assert {"去年", "年底"} <= set(told)


def test_a_question_with_a_year_finds_what_is_told_by_relation(library: Library) -> None:
    hit = library.search(library.query("2030年的蓝藻面积减少了多少"), 1)[0]
    assert "去年夏天蓝藻面积" in hit.passage.text
    sentences = library.arrays.sentences
    assert sentences.among(sentences.asked(["2030"]), np.arange(sentences.size, dtype=np.int32))[0].any()


@pytest.mark.parametrize(
    ("text", "full"), [("30年底", "2030年底"), ("98年3月", "1998年3月"), ("29年上半年", "2029年上半年")]
)
def test_a_year_of_two_digits_is_told_in_full(text: str, full: str) -> None:
    assert periods.in_full(text) == full


@pytest.mark.parametrize("text", ["建了15年", "15年的数据", "2030年底", "第12年", "130年底"])
def test_a_count_of_years_is_no_year(text: str) -> None:
    assert periods.in_full(text) == text
