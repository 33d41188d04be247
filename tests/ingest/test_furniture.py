from __future__ import annotations

import pytest
from torn import FERRY, GARDEN, LIBRARY, leaves, page, wrap

from ingest.identity import identify
from ingest.text import furniture
from ingest.text.furniture import page_label
from ingest.text.lines import split

TEXTS = [wrap(text) for text in (GARDEN, LIBRARY, FERRY) * 2]


def found(*heads: str, foot: bool = False) -> dict[str, int | None]:
    """The furniture of an issue of one head a page, by text."""
    pages = [page(text, head) if foot else page(head, text) for head, text in zip(heads, TEXTS, strict=False)]
    lines = split(leaves(*pages))
    heads_found = furniture.find(lines, identify(lines, "x.txt"))
    return {line.text: heads_found.labels[line.number] for line in lines if line in heads_found}


@pytest.mark.parametrize(
    ("heads", "pages"),
    [
        (
            [
                "12 河港月刊 2024年第3期",
                "河港月刊 2024年第3期 专题 13",
                "14 河港月刊 2024年第3期",
                "河港月刊 2024年第3期 专题 15",
            ],
            [12, 13, 14, 15],
        ),
        (
            [
                "30 RIVERPORT REVIEW 2024.03",
                "· 河港月刊 · 2024.03 随笔 31",
                "32 RIVERPORT REVIEW 2024.03",
                "· 河港月刊 · 2024.03 随笔 33",
                "34 RIVERPORT REVIEW 2024.03",
                "· 河港月刊 · 2024.03 随笔 35",
            ],
            [30, 31, 32, 33, 34, 35],
        ),
        (
            [
                "河港月刊 ｜ 2024年第3期 ｜ 快讯 ｜ 06",
                "河港月刊 ｜ 2024年第3期 ｜ 快讯 ｜ 07",
                "河港月刊 ｜ 2024年第3期 ｜ 快讯 ｜ 08",
                "河港月刊 ｜ 2024年第3期 ｜ 快讯 ｜ 09",
            ],
            [6, 7, 8, 9],
        ),
    ],
)
@pytest.mark.parametrize("foot", [False, True])
def test_running_heads_with_their_pages(heads: list[str], pages: list[int], foot: bool) -> None:
    assert found(*heads, foot=foot) == dict(zip(heads, pages, strict=True))


def test_heads_that_open_with_the_number_tell_no_page() -> None:
    heads = ["河港论坛 2024年", "第3期 陈默：渡轮的电池", "河港论坛 2024年", "第3期 林川：会找书的车"]
    assert found(*heads) == dict.fromkeys(heads)


def test_recurring_section_heads_with_rising_pages() -> None:
    assert found("41 工艺与装备", "42 工艺与装备", "43 工艺与装备", "44 工艺与装备") == {
        "41 工艺与装备": 41,
        "42 工艺与装备": 42,
        "43 工艺与装备": 43,
        "44 工艺与装备": 44,
    }


def test_recurring_words_whose_numbers_do_not_rise_are_content() -> None:
    assert found("第2组 对照试验", "第2组 对照试验", "第1组 对照试验", "第2组 对照试验") == {}


@pytest.mark.parametrize("shape", ["{}", "· {} ·", "- {} -", "—{}—", "第{}页"])
def test_bare_folios(shape: str) -> None:
    folios = [shape.format(number) for number in (7, 8, 9, 10)]
    assert found(*folios, foot=True) == dict(zip(folios, (7, 8, 9, 10), strict=True))


def test_a_figure_amid_a_page_is_no_folio() -> None:
    pages = [page(text[:2], str(number), text[2:]) for number, text in zip((7, 8, 9, 10), TEXTS, strict=False)]
    lines = split(leaves(*pages))
    assert furniture.find(lines, identify(lines, "x.txt")).labels == {}


def test_a_sentence_that_names_the_issue_is_content() -> None:
    sentence = "本刊即河港月刊2024年第3期刊登全文。"
    heads = ["12 河港月刊 2024年第3期", sentence, "14 河港月刊 2024年第3期", "15 河港月刊 2024年第3期"]
    assert sentence not in found(*heads)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("22 专 家 河港月刊 2024年第3期", 22),
        ("河港月刊 2024年第3期（总第215期） 专题 7", 7),
        ("· 河港月刊 · 2024.03 专题 41", 41),
        ("河港月刊 2024年第3期", None),
        ("2024年", None),
        ("第3期 陈默：渡轮的电池", None),
        ("河港月刊 2024年第3期 | 006", 6),
    ],
)
def test_page_label(text: str, label: int | None) -> None:
    assert page_label(text) == label
