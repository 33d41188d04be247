"""CSV: read back as it was written, and nothing in it runs."""

from __future__ import annotations

import csv
import io

import pytest

from ui.sheets import sheet


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_heads_then_rows_with_the_mark_of_utf_8() -> None:
    data = sheet([{"文件": '灯塔"办法",一', "页": 7}, {"文件": "两\n行", "页": None}])
    assert data.startswith(b"\xef\xbb\xbf")
    assert read(data) == [["文件", "页"], ['灯塔"办法",一', "7"], ["两\n行", ""]]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", "－2%", "\n-1"])
def test_what_would_be_a_formula_is_text(text: str) -> None:
    assert read(sheet([{"a": text}]))[1] == [f"'{text}"]


@pytest.mark.parametrize("value", [-1.5, 0, 12, "A=1", "2019-05", "’tis"])
def test_numbers_and_other_text_stay(value: object) -> None:
    assert read(sheet([{"a": value}]))[1] == [str(value)]
