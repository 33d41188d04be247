"""Figures: one normal form for what writers put in digits, characters and English words."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.numbers import Figure, figures
from index.query import Understanding
from index.words import Words, fold

SIGNS = "零一二三四五六七八九"
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
ONES += " seventeen eighteen nineteen"
TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety"


def normals(text: str) -> list[str]:
    return [figure.normal for figure in figures(fold(text))]


def chinese(value: int) -> str:
    """A whole number in Chinese characters, as a schoolbook spells it."""
    for unit, sign in ((10**8, "亿"), (10**4, "万")):
        if value >= unit:
            many, rest = divmod(value, unit)
            zero = "零" if rest and rest < unit // 10 else ""
            return chinese(many) + sign + zero + (chinese(rest) if rest else "")
    said, zero = "", False
    for place, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            said += ("零" if zero and said else "") + SIGNS[digit] + sign
        zero = not digit
    return said


def english(value: int) -> str:
    """A whole number in English words."""
    for unit, word in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if value >= unit:
            many, rest = divmod(value, unit)
            return f"{english(many)} {word}" + (f" {'and ' if rest < 100 else ''}{english(rest)}" if rest else "")
    if value < 20:
        return ONES.split()[value]
    return TENS.split()[value // 10] + (f"-{ONES.split()[value % 10]}" if value % 10 else "")


@given(st.one_of(st.integers(13, 9999), st.integers(10**4, 10**12)))
def test_a_number_in_characters_is_read_back(value: int) -> None:
    assert normals(f"共{chinese(value)}家") == [str(value)]


@given(st.one_of(st.integers(13, 9999), st.integers(10**4, 10**12 - 1)))
def test_a_number_in_english_words_is_read_back(value: int) -> None:
    assert normals(f"some {english(value)} buoys") == [str(value)]


@given(st.integers(1000, 10**12))
def test_thousands_set_apart_are_read_as_one_number(value: int) -> None:
    assert normals(f"共{value:,}家") == [str(value)]


@given(
    st.integers(1, 9999), st.sampled_from([("万", "thousand", 10_000, 10), ("亿", "billion", 10**8, Fraction(1, 10))])
)
def test_units_of_both_languages_agree(tenths: int, units: tuple[str, str, int, int]) -> None:
    sign, word, size, times = units
    value = Fraction(tenths, 10)
    put = f"{float(value * times):.10g}"
    assert (
        normals(f"投入{tenths / 10}{sign}元")
        == normals(f"spent {put} {word} yuan")
        == [Figure(0, 0, value * size).normal]
    )


@given(st.integers(1, 99))
def test_a_share_is_read_back_however_it_is_put(value: int) -> None:
    forms = [
        f"百分之{chinese(value)}",
        f"{value} %",
        f"{value} percent",
        f"{english(value)} per cent",
        f"百分之{value}",
    ]
    assert [normals(form) for form in forms] == [[f"{value}%"]] * len(forms)


@given(st.text(alphabet="零〇一二两三四五六七八九十百千万亿点分之成半多余1,. %", max_size=12))
def test_any_mix_of_signs_is_read_without_a_fault(text: str) -> None:
    spans = [(figure.start, figure.end) for figure in figures(text)]
    assert all(one[1] <= two[0] for one, two in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("一半以上的浮标", "50%"),
        ("half of the buoys", "50%"),
        ("近三成", "30%"),
        ("三成五的水面", "35%"),
        ("three quarters of the lake", "75%"),
        ("one-third of it", "1/3"),
        ("三分之一", "1/3"),
        ("千分之三", "0.3%"),
        ("3.5万人次", "35000"),
        ("1000多万元", "10000000"),
        ("六百余亿", "60000000000"),
        ("一百二", "120"),
        ("两万五", "25000"),
        ("二点四亿", "240000000"),
        ("half a million", "500000"),
        ("$3.5bn", "3500000000"),
        ("二〇一九年", "2019"),
        ("第三十五届", "35"),
        ("兩億元", "200000000"),
        ("过百家企业", "100"),
        ("近千亿元", "100000000000"),
    ],
)
def test_a_form_and_its_figure(text: str, normal: str) -> None:
    assert normals(text) == [normal]


@pytest.mark.parametrize(
    "text",
    ["2019年", "65个", "37.5%", "三个", "十三五", "两三百", "几十万", "数十亿", "上百万", "五六十", "一成立", "三成员",
     "一半导体", "3千米", "过半年", "九年级", "a third party", "the first half of 2031", "half a year", "5G",
     "百家争鸣", "one of them", "the twenty-first", "十堰", "二十几"],
)  # fmt: skip
def test_what_is_no_figure_or_is_in_normal_form_already(text: str) -> None:
    assert normals(text) == []


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("谁投了十亿元？", "基金规模为10亿元。"),
        ("Who spent 48 million yuan?", "总投入为4800万元。"),
        ("哪种锚占一半？", "双锚占50%。"),
        ("who covers a fifth of the lake", "覆盖湖面的两成。"),
        ("1,350间在哪里", "共一千三百五十间。"),
    ],
)
def test_a_figure_of_a_question_is_a_word_of_the_text(words: Words, question: str, text: str) -> None:
    figure = normals(question)[0] if normals(question) else "50%"
    concept = next(c for c in Understanding(words).query(question).concepts if figure in c.words)
    assert figure in words.tokens(text)
    assert concept.others == ()


def test_the_parts_of_a_figure_are_not_looked_for_by_themselves(words: Words) -> None:
    query = Understanding(words).query("投入3.5万元的10亿基金")
    assert {"3.5", "10"}.isdisjoint(query.words)


@pytest.mark.parametrize("text", ["9" * 5000 + "亿个", "九" + "亿" * 5000, "1" * 5000 + "分之1", "two hundred " * 3000])
def test_a_run_longer_than_any_figure_is_none_that_takes_long_or_fails(text: str) -> None:
    assert all(len(figure.normal) < 300 for figure in figures(text))
