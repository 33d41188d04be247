"""From sheets to articles: paragraphs, titles, bylines, doubt."""

from __future__ import annotations

import paper
import pytest

from ingest import reader
from ingest.pdf.types import OCR_FONT, Rect, Run, Sheet, Style
from ingest.types import Issue, Kind

LEFT, RIGHT, TOP = 50.0, 255.0, 160.0
SUBTITLE = Style(14.0, "Hei", "[0]", True)


def title(text: str, byline: str, top: float = 60.0) -> list[Run]:
    return [paper.run(text, 120, top, paper.TITLE), paper.run(byline, 190, top + 40)]


def prose(word: str, x0: float, top: float, lines: int = 12, end: str = "。") -> list[Run]:
    """One indented paragraph."""
    full = (word * 18)[:18]
    texts = [full[:16], *[full] * (lines - 2), f"{word}收尾{end}"]
    return [paper.run(text, x0 + (20 if i == 0 else 0), top + i * paper.LEADING) for i, text in enumerate(texts)]


def read(*sheets: Sheet) -> Issue:
    return reader.read_sheets(list(sheets), "海湾科技2031-4.pdf")


def texts(issue: Issue, article: int = 0, kind: Kind = Kind.TEXT) -> list[str]:
    return [block.text for block in issue.articles[article].blocks if block.kind is kind]


def test_a_title_with_byline_opens_an_article() -> None:
    issue = read(paper.sheet([*title("浮标与海湾", "文/张三"), *prose("甲", LEFT, TOP), *prose("乙", RIGHT, TOP)]))
    assert [(a.title, a.authors) for a in issue.articles] == [("浮标与海湾", ("张三",))]
    assert [text[0] for text in texts(issue)] == ["甲", "乙"]


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("□文/李 四 王五", ("李四", "王五")),
        ("张三（海湾大学） 李四（海湾研究院）", ("张三", "李四")),
        ("■ 王五 海湾研究院", ("王五",)),
        ("本刊记者 张三", ("张三",)),
        ("文/张三 图/李四", ("张三",)),
    ],
)
def test_bylines_in_many_forms(byline: str, authors: tuple[str, ...]) -> None:
    issue = read(paper.sheet([*title("浮标与海湾", byline), *prose("甲", LEFT, TOP), *prose("乙", RIGHT, TOP)]))
    assert issue.articles[0].authors == authors


def test_a_byline_that_breaks_off_within_its_brackets_is_read_whole() -> None:
    head = [paper.run("浮标与海湾", 120, 60, paper.TITLE), paper.run("文/张三（海湾市海洋与", 60, 100)]
    head += [paper.run("渔业研究院）", 90, 114)]
    issue = read(paper.sheet([*head, *prose("甲", LEFT, 128), *prose("乙", RIGHT, TOP)]))
    assert [(a.title, a.authors, a.affiliations) for a in issue.articles] == [
        ("浮标与海湾", ("张三",), ("海湾市海洋与渔业研究院",))
    ]


def test_a_byline_that_breaks_off_within_a_name_is_read_whole() -> None:
    head = [paper.run("浮标与海湾", 120, 60, paper.TITLE), paper.run("张三（海湾大学） 李四（海湾研究院） 王", 30, 100)]
    head += [paper.run("五（渡口大学）", 100, 114)]
    issue = read(paper.sheet([*head, *prose("甲", LEFT, TOP), *prose("乙", RIGHT, TOP)]))
    assert issue.articles[0].authors == ("张三", "李四", "王五")


OCR = Style(10.0, OCR_FONT, "[0]")


def ocr_prose(word: str, x0: float, top: float) -> list[Run]:
    return [Run(run.text, run.rect, OCR) for run in prose(word, x0, top)]


def test_a_note_at_the_foot_that_was_read_by_ocr_does_not_interrupt() -> None:
    """Its mark was read as a figure, and a line that is set wide as one of the text's size."""
    left = ocr_prose("甲", LEFT, 60)
    left[-1] = Run("甲" * 18, left[-1].rect, OCR)
    small = Style(8.5, OCR_FONT, "[0]")
    note = [paper.run("1据海湾市统计，浮标有三十", LEFT, 250, small), paper.run("个，多数在渡口，", LEFT, 262, OCR)]
    note.append(paper.run("其余在外海。", LEFT, 274, small))
    issue = read(paper.sheet([*left, *note, *ocr_prose("乙", RIGHT, 60)]))
    assert not any("据海湾市统计" in text for text in texts(issue))
    assert "据海湾市统计" in "".join(block.text for block in issue.articles[0].blocks)


def test_a_quotation_whose_lines_ocr_guesses_differently_is_taken_out_whole() -> None:
    left = ocr_prose("甲", LEFT, 60)[:-1]
    sizes = (13.0, 13.5, 14.0)
    said = [("慢工出细活，关键在于夜里", 0), ("有人值班，浮标就不会漂走，", 1), ("到七成。", 2)]
    quote = [paper.run(text, RIGHT, 60 + 18 * n, Style(sizes[n], OCR_FONT, "[0]")) for text, n in said]
    issue = read(paper.sheet([*left, *quote, *ocr_prose("乙", RIGHT, 150)]))
    assert "到七成" not in "".join(texts(issue))
    assert "甲乙" in "".join(texts(issue))


def test_a_subtitle_is_part_of_the_title_and_an_english_one_is_not() -> None:
    head = [paper.run("浮标与海湾", 120, 60, paper.TITLE), paper.run("——来自渔村的报告", 130, 90, SUBTITLE)]
    head += [paper.run("Buoys of the Bay", 130, 110, SUBTITLE), paper.run("文/张三", 190, 135)]
    issue = read(paper.sheet([*head, *prose("甲", LEFT, TOP), *prose("乙", RIGHT, TOP)]))
    assert issue.articles[0].title == "浮标与海湾——来自渔村的报告"
    assert issue.articles[0].authors == ("张三",)


def test_a_sentence_runs_on_over_the_column_and_the_page() -> None:
    first = [*title("浮标与海湾", "文/张三"), *prose("甲", LEFT, TOP, 12), *open_end("乙", RIGHT, TOP)]
    second = paper.column(["接着说完这一句话。"], LEFT, 60) + prose("丙", LEFT, 75) + prose("丁", RIGHT, 60)
    issue = read(paper.sheet(first, 1), paper.sheet(second, 2))
    assert any(text.endswith("乙乙接着说完这一句话。") for text in texts(issue))


def open_end(word: str, x0: float, top: float) -> list[Run]:
    full = (word * 18)[:18]
    return [paper.run(full[:16], x0 + 20, top), *paper.column([full] * 9, x0, top + paper.LEADING)]


def test_a_caption_does_not_interrupt_the_sentence() -> None:
    small = Style(8.0, "Song", "[0]")
    left = [*open_end("甲", LEFT, TOP), paper.run("图1 海湾里的浮标", LEFT, 480, small)]
    left += paper.column(["接着说完这一句话。"], LEFT, 510)
    sheet = paper.sheet([*title("浮标与海湾", "文/张三"), *left, *prose("乙", RIGHT, TOP, 24)])
    framed = Sheet(**{f: getattr(sheet, f) for f in sheet.__slots__} | {"pictures": (Rect(LEFT, 330, 230, 470),)})
    issue = read(framed)
    assert any(text.endswith("甲甲接着说完这一句话。") for text in texts(issue))
    assert texts(issue, kind=Kind.CAPTION) == ["图1海湾里的浮标"]


def test_every_line_has_its_box() -> None:
    issue = read(paper.sheet([*title("浮标与海湾", "文/张三"), *prose("甲", LEFT, TOP), *prose("乙", RIGHT, TOP)], 7))
    boxes = [piece.box for block in issue.articles[0].blocks for piece in block.pieces]
    assert all(box is not None and box.pdf_page == 7 for box in boxes)


def test_pages_without_text_are_told(caplog: pytest.LogCaptureFixture) -> None:
    blank = Sheet(2, 595, 842, printed=(595.0, 842.0), notes=("needs OCR",))
    issue = read(
        paper.sheet([*title("浮标与海湾", "文/张三"), *prose("甲", LEFT, TOP), *prose("乙", RIGHT, TOP)]), blank
    )
    assert issue.notes == ("海湾科技2031-4.pdf: page 2: needs OCR; install it with: pip install 'hangke[ocr]'",)


def test_a_garbled_page_is_doubted_and_a_clean_one_is_not() -> None:
    clean = paper.sheet([*title("浮标与海湾", "文/张三"), *prose("甲", LEFT, TOP), *prose("乙", RIGHT, TOP)], 1)
    cut = [run for i in range(4) for run in open_end("丙", LEFT, 60 + 170 * i)]
    over = [paper.run("丁丁丁丁丁丁丁丁丁丁丁丁", 150, 66 + 15 * i) for i in range(40)]
    issue = read(clean, paper.sheet([*cut, *over], 2))
    assert list(issue.doubtful) == [2]
