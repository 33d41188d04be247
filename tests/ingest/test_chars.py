from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import chars


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("２０２１年Ａ轮", "2021年A轮"),
        ("⼀個⽔泵", "一個水泵"),
        ("ﬁlm ﬂow", "film flow"),
        ("  植物　园 \t手记 ", "植物 园 手记"),
        ("软\u00ad连\u200b字\ufeff", "软连字"),
        ("结尾\ue004", "结尾" + chars.GLYPH),
        ("“标点”，：；（）。", "“标点”，：；（）。"),
        ("plain ascii", "plain ascii"),
    ],
)
def test_normalise(raw: str, folded: str) -> None:
    assert chars.normalise(raw) == folded


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = chars.normalise(text)
    assert chars.normalise(once) == once


@pytest.mark.parametrize(
    ("raw", "joined"),
    [
        ("启 示", "启示"),
        ("海 鲜 冷 链", "海鲜冷链"),
        ("李明 王芳", "李明 王芳"),
        ("A B", "A B"),
    ],
)
def test_unspace_joins_letter_spaced_words_only(raw: str, joined: str) -> None:
    assert chars.unspace(raw) == joined


def test_close_up_leaves_spaces_between_latin_words() -> None:
    assert chars.close_up("共 31 次 two way model ，完成") == "共31次two way model，完成"


def test_width_counts_latin_a_little_over_half() -> None:
    assert chars.width("") == 0
    assert chars.width("灌溉系统。") == 5
    assert chars.width("水AB") == pytest.approx(2.1)
    assert chars.narrow("水AB") == 2


@pytest.mark.parametrize(
    "text", ["结束了。", "真的吗？”", "（见上文。）", "好！", "拖长……", "went home.", "in 2019.", "of the total (15%)."]
)
def test_ends_sentence(text: str) -> None:
    assert chars.ends_sentence(text)


@pytest.mark.parametrize("text", ["没有完，", "标题", "一：", "3.", "（1）", "12-19.", "v2.", "第一，他说“", "1.5"])
def test_ends_no_sentence(text: str) -> None:
    assert not chars.ends_sentence(text)


def test_han_share() -> None:
    assert chars.han_share("") == 0
    assert chars.han_share("水 泵 AB") == 0.5
    assert chars.han_share("，。") == 0
