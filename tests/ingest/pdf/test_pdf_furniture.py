"""Running heads, page numbers, spreads, contents."""

from __future__ import annotations

import paper
import pytest

from ingest.pdf import contents, furniture, spread
from ingest.pdf.types import OCR_FONT, Run, Sheet, Style


def page(number: int, head: str, foot: str, *more: Run) -> Sheet:
    runs = [paper.run(head, 60, 30), *paper.column(paper.prose("文", 30), 60, 80), *more]
    return paper.sheet([*runs, paper.run(foot, 280, 800)] if foot else runs, number)


def read(sheets: list[Sheet]) -> tuple[list[str], list[int | None]]:
    found = furniture.find(sheets)
    kept = furniture.content(sheets, found)
    left = [run.text for sheet in kept for run in sheet.runs if not run.text.startswith("文")]
    return left, [span.first for span in furniture.spans(found.labels, len(sheets))]


@pytest.mark.parametrize("form", ["{}", "· {} ·", "— {} —", "〚{}〛", "第{}页", "P{}", "{} | 海湾科技"])
def test_page_numbers_in_many_forms_are_told_and_taken_out(form: str) -> None:
    assert read([page(i, "海湾科技 2031年第4期", form.format(i + 6)) for i in range(1, 6)]) == ([], [7, 8, 9, 10, 11])


def test_chinese_numerals_count_too() -> None:
    forms = ["九", "十", "十一", "十二", "十三"]
    assert read([page(i, "海湾科技", forms[i]) for i in range(5)])[1] == [9, 10, 11, 12, 13]


@pytest.mark.parametrize(("text", "value"), [("十二", 12), ("二十", 20), ("一百零三", 103), ("一〇三", 103), ("〇", 0)])
def test_chinese_numbers(text: str, value: int) -> None:
    assert furniture.chinese(text) == value


def test_a_short_title_that_two_articles_share_is_no_running_head() -> None:
    large = [paper.run("对话", 60, 60, paper.TITLE)]
    sheets = [page(i, "海湾科技", str(i + 3), *(large if i in (1, 2) else [])) for i in range(5)]
    assert read(sheets)[0] == ["对话", "对话"]


def test_a_page_without_a_number_is_reckoned_only_between_two_that_agree() -> None:
    sheets = [page(i, "海湾科技", "" if i in (0, 2, 5) else str(i + 3)) for i in range(6)]
    found = furniture.find(sheets)
    spans = furniture.spans(found.labels, 6)
    assert [(s.first, s.exact) for s in spans] == [
        (None, False),
        (4, True),
        (5, False),
        (6, True),
        (7, True),
        (None, False),
    ]


def test_numbers_that_do_not_run_on_are_no_pages() -> None:
    sheets = [page(i, "海湾科技", foot) for i, foot in enumerate(["7", "8", "2019", "10", "11"])]
    assert read(sheets)[1] == [7, 8, 9, 10, 11]


def test_a_section_name_beside_the_heads_goes_too() -> None:
    sheets = [
        page(i, "海湾科技 2031年第4期", str(i + 1), paper.run(f"栏目{'甲乙丙丁戊'[i]}", 400, 30)) for i in range(5)
    ]
    assert read(sheets)[0] == []


def test_a_title_near_the_top_stays() -> None:
    sheets = [
        page(i, "海湾科技", str(i + 1), paper.run(f"题目{'甲乙丙丁戊'[i]}", 200, 50, paper.TITLE)) for i in range(5)
    ]
    assert len(read(sheets)[0]) == 5


def test_a_caption_that_stands_at_the_top_again_and_again_stays() -> None:
    sheets = [page(i, "海湾科技", str(i + 1), paper.run("续表1", 200, 55)) for i in range(5)]
    assert read(sheets)[0] == ["续表1"] * 5


def wide(number: int, left: str, right: str) -> Sheet:
    runs = [*paper.column(paper.prose("左", 20), 60, 80), *paper.column(paper.prose("右", 20), 640, 80)]
    runs += [paper.run(left, 60, 800), paper.run(right, 1100, 800)]
    return paper.sheet(runs, number, 1190.0)


def test_two_printed_pages_on_one_become_two_leaves() -> None:
    leaves = spread.split([wide(1, "4", "5"), wide(2, "6", "7")])
    assert [(leaf.pdf_page, leaf.half) for leaf in leaves] == [(1, 1), (1, 2), (2, 1), (2, 2)]
    assert all(run.text[0] != "右" for run in leaves[0].runs)


def test_a_wide_page_with_one_number_stays_whole() -> None:
    sheets = [wide(1, "4", "海湾科技"), wide(2, "5", "海湾科技")]
    assert spread.split(sheets) == sheets


def toc(*lines: str) -> Sheet:
    return paper.sheet([paper.run("目 录", 60, 60, paper.TITLE), *paper.column(lines, 60, 120)])


def test_a_contents_page_is_told_with_titles_and_pages() -> None:
    found = contents.read(toc("海上风电的启示 …… 李四 4", "从浮标看海洋 …… 8", "潮汐钟楼记 …… 王五 12"))
    assert [entry.page for entry in found] == [4, 8, 12]
    assert contents.page_of("海上风电的启示", found) == 4
    assert contents.page_of("没有的题目", found) is None


def test_a_page_of_prose_is_no_contents() -> None:
    assert contents.read(page(1, "海湾科技", "3")) == []


def test_a_dash_beside_a_page_number_may_be_read_as_the_numeral_one() -> None:
    assert furniture.numbers("-4一") == [4]
    assert furniture.numbers("一 12 一") == [12]
    assert furniture.numbers("一") == [1]


def test_a_section_name_goes_whatever_size_ocr_guesses() -> None:
    def leaf(page: int, name: str, size: float) -> Sheet:
        head = paper.run(name, 480, 30, Style(size, OCR_FONT, "[0]"))
        body = [Run(r.text, r.rect, Style(10.0, OCR_FONT, "[0]")) for r in paper.column(paper.prose("甲", 20), 50, 80)]
        return paper.sheet([head, *body], page)

    leaves = [leaf(n, "海湾观察", 8.0 + 0.5 * (n % 2)) for n in range(1, 6)] + [leaf(6, "读书随笔", 9.0)]
    found = furniture.find(leaves)
    assert all(id(sheet.runs[0]) in taken for sheet, taken in zip(leaves, found.runs, strict=True))
