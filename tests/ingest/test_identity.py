from __future__ import annotations

import pytest
from torn import FERRY, GARDEN, LIBRARY, leaves, page, wrap

from ingest.identity import digest_of, identify
from ingest.options import Overrides
from ingest.reader import read_text
from ingest.text.lines import split
from ingest.types import Identity

BODY = page(wrap(GARDEN))


def told(text: str, name: str = "x.txt") -> Identity:
    return identify(split(text), name)


@pytest.mark.parametrize(
    "head",
    [
        "河港月刊 2024年第3期 专题 12",
        "河港月刊 · 2024.03 · 12",
        "12 河港月刊 2024 年 第 3 期",
        "河港月刊 ｜ 2024年第3期 ｜ 12",
    ],
)
def test_running_heads(head: str) -> None:
    pages = [page(head.replace("12", str(number)), wrap(text)) for number, text in ((12, GARDEN), (13, LIBRARY))]
    assert told(leaves(*pages)) == Identity("河港月刊", 2024, 3)


def test_year_and_number_on_heads_of_facing_pages() -> None:
    heads = ["河港论坛 2024年", "第3期 陈默：渡轮的电池", "河港论坛 2024年", "第3期 林川：会找书的车"]
    pages = [page(head, wrap(text)) for head, text in zip(heads, (GARDEN, LIBRARY, FERRY, GARDEN), strict=True)]
    assert told(leaves(*pages)) == Identity("河港论坛", 2024, 3)


def test_a_section_beside_a_few_dates_is_not_the_magazine() -> None:
    heads = ["专题研究 2024年第3期", "2024年第3期", "2024年第3期", "2024年第3期"]
    pages = [page(head, wrap(text)) for head, text in zip(heads, (GARDEN, LIBRARY, FERRY, GARDEN), strict=True)]
    assert told(leaves(*pages), "river.txt") == Identity("river", 2024, 3)


def test_masthead_with_the_name_in_brackets() -> None:
    assert told(page("《河港月刊》2024年第11期（总第88期）") + "\n" + BODY) == Identity("河港月刊", 2024, 11, 88)


@pytest.mark.parametrize(
    ("name", "magazine", "year", "number"),
    [
        ("river-2024-03.txt", "river", 2024, 3),
        ("河港2024年第11期.txt", "河港", 2024, 11),
        ("issue_2019.5.txt", "issue", 2019, 5),
        ("2024-03.txt", "2024-03", 2024, 3),
        ("notes.txt", "notes", None, None),
    ],
)
def test_file_name(name: str, magazine: str, year: int | None, number: int | None) -> None:
    identity = told(BODY, name)
    assert (identity.magazine, identity.year, identity.number) == (magazine, year, number)


def test_heads_outweigh_the_file_name() -> None:
    assert told(page("12 河港月刊 2024年第3期", wrap(GARDEN)), "river-2020-09.txt") == Identity("河港月刊", 2024, 3)


def test_years_in_the_text_are_no_identity() -> None:
    assert told(page(wrap("城南植物园在2019年第2期工程里种下一批树苗，到2021年第4期工程完工时都已长成。"))).year is None


def test_overrides() -> None:
    text = page("12 河港月刊 2024年第3期", wrap(GARDEN))
    assert read_text(text, "x.txt", Overrides("海港月刊", 2025, 1)).identity == Identity("海港月刊", 2025, 1)
    assert read_text(text, "x.txt", Overrides(number=4)).identity == Identity("河港月刊", 2024, 4)


def test_identity_in_words() -> None:
    assert str(Identity("河港月刊", 2024, 3)) == "河港月刊 2024年第3期"
    assert str(Identity("河港月刊")) == "河港月刊"
    assert str(Identity("河港月刊", None, 3)) == "河港月刊 第3期"


def test_a_digest_names_what_it_digests() -> None:
    closing = "摘编自《河港月刊》2024年第3期《{}》，由编者转述。\n"
    assert digest_of(closing.format("甲") * 3) == Identity("河港月刊", 2024, 3)
    assert digest_of(closing.format("甲") * 2) is None
    assert digest_of("摘编\n自《河港月刊》\n2024年第3期" * 3) == Identity("河港月刊", 2024, 3)
    assert digest_of(GARDEN) is None
