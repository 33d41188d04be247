from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from string import ascii_letters

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from torn import FERRY, GARDEN, LIBRARY, wrap

from ingest.chars import DROPPED, GLYPH, PRIVATE
from ingest.errors import SourceError
from ingest.reader import read_text
from ingest.text import furniture
from ingest.text.decode import decode
from ingest.text.lines import split
from ingest.types import Issue

HEADS = ["12 河港月刊 2024年第3期", "河港月刊 2024年第3期 专题 13", "14 河港月刊 2024年第3期", "· 15 ·"]
LINES = [
    *wrap(GARDEN),
    *wrap(LIBRARY, 16),
    *wrap(FERRY, 33),
    *HEADS,
    "一、水",
    "（二）书架",
    "渡口的安静",
    "□ 文 / 陈默",
    "撰文：林 川",
    "图1 白石渡口",
    "表1 渡口的船（单位：艘）",
    "表2 措施",
    "船型",
    "柴油",
    "电池",
    "序号",
    "1",
    "2",
    "3",
    "12 7 30",
    "40%",
    "编者按",
    "参考文献",
    "[1]陈默.渡轮[M].2019.",
    "作者系工程师。",
    "（责任编辑：孙 萍）",
    "■",
    "陈默 林川 周一帆",
    "白石船厂 南湾船厂 青螺船厂",
    "记者：为什么？",
    "the phase change mate-",
    "rial in 2019.",
    "数据来源：年报",
    "\ue001要点",
    "２０２４年　Ａ轮",
    "ﬁlm ⽔",
    "河港大学教授林海涛：",
    "——换船记",
]
SOUP = st.lists(
    st.tuples(st.sampled_from(LINES), st.sampled_from(["\n\n", "\n\n", "\n\n", "\n", "\n ", "\n\n\n\n", "\f\n"])),
    min_size=1,
    max_size=60,
).map(lambda parts: "".join(line + gap for line, gap in parts))
ANYTHING = st.text(
    st.one_of(
        st.sampled_from("一二表图文撰者□■。，：；？、（）《》“”  \n\n\n\f\r\t-·1234567890%年月第期" + ascii_letters),
        st.characters(),
    ),
    max_size=300,
)
QUICK = settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def fold(text: str) -> str:
    """NFKC; white space, hyphens, invisible characters and private glyphs out."""
    return re.sub(rf"[\s\-‐‑{GLYPH}]", "", unicodedata.normalize("NFKC", PRIVATE.sub("", DROPPED.sub("", text))))


def try_reading(text: str) -> Issue | None:
    try:
        return read_text(text, "soup.txt")
    except SourceError:
        return None


def assert_provenance(issue: Issue, text: str) -> None:
    source = [fold(line) for line in text.split("\n")]
    for article in issue.articles:
        for block in article.blocks:
            for piece in block.pieces:
                assert 0 <= piece.start < piece.end <= len(block.text)
                assert fold(block.text[piece.start : piece.end]) in source[piece.line - 1]
                assert article.line_first <= piece.line <= article.line_last


@QUICK
@given(SOUP)
def test_a_piece_stands_in_the_line_it_names(text: str) -> None:
    issue = try_reading(text)
    if issue is not None:
        assert_provenance(issue, text)


@QUICK
@given(SOUP)
def test_no_line_of_furniture_gets_into_a_block(text: str) -> None:
    issue = try_reading(text)
    if issue is None:
        return
    heads = furniture.find(split(text), issue.identity).labels
    used = {piece.line for a in issue.articles for block in a.blocks for piece in block.pieces}
    assert used.isdisjoint(heads)


@QUICK
@given(SOUP)
def test_no_characters_have_two_sources(text: str) -> None:
    issue = try_reading(text)
    if issue is None:
        return
    for article in issue.articles:
        for block in article.blocks:
            spans = sorted((piece.start, piece.end) for piece in block.pieces)
            assert all(a[1] <= b[0] for a, b in pairwise(spans))


@QUICK
@given(ANYTHING)
def test_reading_refuses_with_a_source_error_only(text: str) -> None:
    issue = try_reading(text)
    if issue is not None:
        assert_provenance(issue, text)


@QUICK
@given(st.binary(max_size=300))
def test_decoding_refuses_with_a_source_error_only(data: bytes) -> None:
    try:
        text = decode(data, "a.txt")
    except SourceError:
        return
    assert "\r" not in text


@pytest.mark.parametrize(
    "text", ["", "\n", " \f\n", "\u200b", "12 河港月刊 2024年第3期\n", "（责任编辑：孙 萍）\n", "■"]
)
def test_nothing_to_read(text: str) -> None:
    with pytest.raises(SourceError):
        read_text(text, "soup.txt")
