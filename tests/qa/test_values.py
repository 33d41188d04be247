"""Figures and dates in normal form: what a claim states, what a source tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.words import fold
from qa.values import Date, claimed, told

SAME = [
    ("15000万元", "1.5亿元"),
    ("150 million yuan", "1.5亿元"),
    ("30%", "三成"),
    ("30 percent", "百分之三十"),
    ("one third of the firms", "三分之一的企业"),
    ("2019-12-03", "2019年12月3日"),
    ("Dec 3, 2019", "2019年12月3日"),
    ("3rd December 2019", "二〇一九年十二月三日"),
    ("December 2019", "2019年12月3日"),
    ("2019年12月", "2019.12.03"),
    ("2019年12月3日", "2019年发布，12月3日施行"),
    ("in 2018", "去年"),
    ("2017年", "比前年"),
    ("2018年", "18年底"),
    ("三名", "3名"),
    ("three keepers", "三名守钟人"),
    ("the 13th plan", "十三五规划"),
    ("第2期", "第二期"),
    ("1,200 people", "1200人"),
    ("1260万元", "产值（万元） 1260"),
    ("37.50%", "37.5%"),
    ("It may rise in April", "4月上升"),
]
OTHER = [
    ("1.5元", "1.5亿元"),
    ("30", "三成"),
    ("21%", "21个百分点"),
    ("2019-12-04", "2019年12月3日"),
    ("2020年12月3日", "2019年12月3日"),
    ("December 2018", "2019年12月3日"),
    ("in 2016", "去年"),
    ("五名", "3名"),
    ("第3期", "第二期"),
    ("five keepers", "三名守钟人"),
    ("200", "1200人"),
    ("1260亿元", "产值（万元） 1260"),
]
BITS = (
    "32个",
    "1.5亿元",
    "3，",
    "234",
    "2019年",
    "12月3日",
    "三成",
    "十三五",
    "去年",
    "2019-12",
    "May 3",
    " ",
    "第二",
    "1/3",
    "％",
)


@pytest.mark.parametrize(("claim", "source"), SAME)
def test_the_same_in_another_form(claim: str, source: str) -> None:
    stated = claimed(fold(claim))
    assert stated.figures or stated.dates
    assert stated.within(told(fold(source), 2019))


@pytest.mark.parametrize(("claim", "source"), OTHER)
def test_another_figure_or_date(claim: str, source: str) -> None:
    assert not claimed(fold(claim)).within(told(fold(source), 2019))


def test_dates_are_no_figures() -> None:
    assert claimed("2019年12月3日有5,300.50元").figures == {"5300.5"}
    assert claimed("2019年12月3日").dates == (Date(2019, 12, 3),)
    assert claimed("it may rise; march on").dates == ()
    assert claimed("一个、一种").figures == frozenset()


@given(st.lists(st.sampled_from(BITS), max_size=10).map("".join))
def test_a_text_tells_what_it_claims(text: str) -> None:
    assert claimed(fold(text)).within(told(fold(text), None))


@given(st.text("0123456789,.%年月日-/ 万亿一二十百个第(（", max_size=60))
def test_any_text_has_values(text: str) -> None:
    assert claimed(fold(text)).within(told(fold(text), 2019))
