"""Characters to glyphs and runs."""

from __future__ import annotations

import paper
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pdf import glyphs, runs
from ingest.pdf.types import Rect, Turn, back, turned


def texts(made: list[glyphs.Glyph], rules: list[Rect] | None = None) -> list[str]:
    return sorted(run.text for run in runs.build(made, rules or []))


@pytest.mark.parametrize("text", ["政策", "SaaS", "……"])
def test_text_drawn_twice_is_read_once_and_is_bold(text: str) -> None:
    line = paper.glyphs(text, 50, 100, step=0.5)
    again = [
        glyphs.Glyph(g.text, Rect(g.rect.x0 + 0.3, g.rect.top, g.rect.x1 + 0.3, g.rect.bottom), g.base, g.style)
        for g in line
    ]
    once = glyphs.once([*line, *again])
    assert [g.text for g in once] == list(text)
    assert all(g.style.bold for g in once)


def test_a_word_that_repeats_a_character_keeps_both() -> None:
    assert len(glyphs.once(paper.glyphs("常常的的", 50, 100))) == 4


def test_the_order_of_painting_does_not_matter() -> None:
    line = paper.glyphs("人工智能产业发展", 50, 100)
    assert texts(line[::-1]) == texts(line) == ["人工智能产业发展"]


def test_a_wide_gap_parts_runs() -> None:
    assert texts([*paper.glyphs("左栏", 50, 100), *paper.glyphs("右栏", 90, 100)]) == ["右栏", "左栏"]


def test_a_standing_rule_parts_runs_however_near() -> None:
    line = [*paper.glyphs("甲", 50, 100), *paper.glyphs("乙", 62, 100)]
    assert texts(line) == ["甲乙"]
    assert texts(line, [Rect(61, 80, 61, 120)]) == ["乙", "甲"]


def test_letter_spaced_words_are_one_run() -> None:
    assert texts(paper.glyphs("启示", 50, 100, size=20, step=2.5)) == ["启 示"]


def test_latin_words_keep_their_spaces_and_chinese_lines_get_none() -> None:
    wide = [*paper.glyphs("AI", 50, 100, step=0.5), *paper.glyphs("lab", 63, 100, step=0.5)]
    narrow = [
        glyphs.Glyph(g.text, Rect(g.rect.x0, g.rect.top, g.rect.x0 + 5, g.rect.bottom), g.base, g.style) for g in wide
    ]
    assert texts(narrow) == ["AI lab"]
    assert texts(paper.glyphs("逐字排开", 50, 100, step=1.1)) == ["逐字排开"]


def test_vertical_text_is_told_by_its_nearest_neighbours() -> None:
    vertical = [g for i in range(4) for g in paper.glyphs("竖排的文字", 300 - 18 * i, 100, down=True)]
    level = [g for i in range(4) for g in paper.glyphs("横排的文字", 50, 100 + 18 * i)]
    assert glyphs.direction(vertical) is Turn.VERTICAL
    assert glyphs.direction(level) is Turn.NONE


@pytest.mark.parametrize(("text", "share"), [("清楚", 0.0), ("\ue001\ue002", 1.0), ("半\ufffd", 0.5)])
def test_glyphs_without_meaning_are_counted(text: str, share: float) -> None:
    assert glyphs.share_unknown(paper.glyphs(text, 50, 100)) == share


@given(st.sampled_from(Turn), *[st.floats(0, 500) for _ in range(2)], *[st.floats(1, 90) for _ in range(2)])
def test_what_is_turned_comes_back(turn: Turn, x: float, y: float, w: float, h: float) -> None:
    rect = Rect(x, y, x + w, y + h)
    assert back(turned(rect, turn, 600, 800), turn, 600, 800) == pytest.approx((x, y, x + w, y + h), abs=1e-6)
