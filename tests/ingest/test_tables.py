from __future__ import annotations

import pytest
from torn import GARDEN, LIBRARY, page, read, wrap

from ingest.types import Block, Kind

BASIN = [
    ["船型", "数量（艘）", "载客（人）", "噪声（分贝）"],
    ["柴油", "12", "160", "78"],
    ["电池", "7", "180", "51"],
    ["人力", "30", "4", "40"],
]
WORK = [["序号", "措施", "期限"], ["1", "换掉烟囱", "三个月"], ["2", "装上电池", "六个月"], ["3", "修好码头", "一年"]]


def table(*cells: str, caption: str = "表1 渡口的船") -> Block:
    text = page(wrap(LIBRARY), caption, list(cells), wrap(GARDEN))
    (article,) = read(text).articles
    assert [block.text for block in article.blocks if block.kind is Kind.TEXT] == [LIBRARY, GARDEN]
    (found,) = [block for block in article.blocks if block.kind is Kind.TABLE]
    assert_pieces(found, text)
    return found


def assert_pieces(block: Block, text: str) -> None:
    source = text.split("\n")
    for piece in block.pieces:
        assert block.text[piece.start : piece.end] in source[piece.line - 1].replace(" ", "")


def by_columns(rows: list[list[str]]) -> list[str]:
    return [cell for column in zip(*rows, strict=True) for cell in column]


def cut(rows: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, rows))


def test_columns_of_figures() -> None:
    found = table(*by_columns(BASIN))
    assert found.grid[1:] == cut(BASIN)[1:]
    assert found.grid[0][1:] == cut(BASIN)[0][1:]
    assert "电池：数量（艘） 7；载客（人） 180；噪声（分贝） 51" in found.text


def test_every_cell_is_a_piece_of_its_line() -> None:
    found = table(*by_columns(BASIN))
    pieces = {found.text[piece.start : piece.end] for piece in found.pieces}
    assert {cell for row in BASIN[1:] for cell in row} <= pieces


def test_labels_wrapped_over_two_lines() -> None:
    cells = ["船舶动力和", "辅助设备", "码头充电", "2022年", "31", "17", "2023年", "45", "28"]
    found = table(*cells)
    assert found.grid[1:] == (("船舶动力和辅助设备", "31", "45"), ("码头充电", "17", "28"))


def test_the_unit_of_the_caption_is_said_with_each_figure() -> None:
    found = table(
        *by_columns([["船型", "上半年", "下半年"], ["柴油", "12", "11"], ["电池", "7", "9"]]),
        caption="表2 船数（单位：艘）",
    )
    assert "电池：上半年（艘） 7；下半年（艘） 9" in found.text


def test_serial_numbers() -> None:
    found = table(*by_columns(WORK))
    assert found.grid == cut(WORK)
    assert "序号 2 装上电池：期限 六个月" in found.text


def test_serial_numbers_with_cells_of_several_lines() -> None:
    tasks = [
        "把船头的烟囱拆",
        "掉，换上电池。",
        "在岸边修一座充",
        "电站，夜里充满。",
        "给船工上三天课",
        "，学会看电池。",
    ]
    found = table("序号", "1", "2", "3", "要做的事", *tasks)
    assert len(found.grid) == 4
    assert [row[1] for row in found.grid[1:]] == ["".join(tasks[i : i + 2]) for i in (0, 2, 4)]


@pytest.mark.parametrize(
    "cells",
    [
        ["船型", "柴油", "电池", "数量", "12", "载客", "160", "180"],
        ["船型", "去向", "柴油", "北岸", "电池", "南岸", "人力"],
        ["12", "7", "30"],
    ],
    ids=["columns of unlike length", "words only", "no words"],
)
def test_what_cannot_be_decided_stays_one_block_without_rows(cells: list[str]) -> None:
    found = table(*cells)
    assert found.grid == ()
    covered = sum(piece.end - piece.start for piece in found.pieces)
    assert covered == len(found.text.replace("\n", ""))
    assert all(cell in found.text for cell in cells)


def test_a_table_ends_where_english_prose_begins() -> None:
    english = ["English abstract: The ferry at Baishi has run", "on batteries since last year."]
    (article,) = read(page(wrap(LIBRARY), "表1 渡口的船", by_columns(WORK), english)).articles
    assert article.blocks[-1].text == " ".join(english)
