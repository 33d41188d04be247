"""A dialogue exported, and read back by other readers."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from docx import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm
from hypothesis import given
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from index.library import Library
from ingest.types import PageSpan
from qa import export
from qa.answerer import Answerer
from qa.export.markdown import escaped
from qa.types import Answer, Status

HIGH, BUOYS, SILENT = "潮汐钟楼高多少米？", "青鹭湖浮标观测网由多少个浮标组成？", "秦始皇在位多少年？"
REPORTED = "潮汐钟楼每天的误差是多少秒？"  # of the article that HIGH is answered from
WHEN = datetime(2034, 5, 6, 7, 8, tzinfo=UTC)
LIVE = {"link_open", "image", "html_inline", "html_block", "code_inline", "fence", "code_block"}
HOSTILE = (
    "[a](http://evil.example)", "![x](http://evil.example/x.png)", "<script>alert(1)</script>", "<http://evil.example>",
    "[1](javascript:alert)", "[1][2]", "[1]: http://evil.example", "`code`", "**b**", "# h", "> q", "- l", "1. l",
    "---", "===", "| a | b |", "&lt;b&gt;", "\\", "    indented", "~~~", "www.evil.example", "https://evil.example",
    "\x00", "\x0b", "\ud800", "\u202e", "\ufffe", "$x$", "a@evil.example", "<!--", "[^1]", "\r\n\r\n", "\u2028",
)  # fmt: skip
texts = some.lists(some.sampled_from(HOSTILE) | some.text(max_size=4), min_size=1, max_size=5).map("".join)
parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@pytest.fixture(scope="module")
def dialogue(answerer: Answerer) -> list[Answer]:
    return [answerer.ask(text) for text in (HIGH, BUOYS, SILENT, REPORTED)]


def paragraphs(data: bytes) -> list[tuple[str, str]]:
    """The style and text of each paragraph of a Word document."""
    return [(paragraph.style.name, paragraph.text) for paragraph in WordDocument(io.BytesIO(data)).paragraphs]


def tokens(text: str) -> list[Any]:
    blocks = parser.parse(text)
    return [*blocks, *(child for block in blocks for child in block.children or ())]


def shown(text: str) -> str:
    """What a reader of Markdown shows, without white space."""
    return "".join("".join(token.content for token in tokens(text) if token.type == "text").split())


def marks(lines: Sequence[str]) -> list[list[str]]:
    return [re.findall(r"\[\d+\]", line) for line in lines]


def test_the_document_is_made_of_title_questions_answers_and_references(
    library: Library, dialogue: list[Answer]
) -> None:
    told = export.markdown(dialogue, library, "zh", WHEN)
    headings = re.findall(r"^(#+) (.*)$", told, re.MULTILINE)
    asked = [f"{n}. {answer.question}" for n, answer in enumerate(dialogue, 1)]
    assert headings == [("#", "杭科问答：对话记录"), *(("##", text) for text in (*asked, "参考文献与引文"))]
    assert "2034-05-06 07:08" in told
    assert all(row.issue in told for row in library.issues())
    assert "27.4米" in told
    assert "*这几期里没有*" in told


def test_one_source_has_one_number_over_all_answers(library: Library, dialogue: list[Answer]) -> None:
    lines = export.markdown(dialogue, library, "zh", WHEN).splitlines()
    at = [lines.index(f"## {n}. {answer.question}") for n, answer in enumerate(dialogue, 1)]
    answers = [lines[at[0] : at[1]], lines[at[1] : at[2]], lines[at[3] : lines.index("## 参考文献与引文")]]
    first, second, again = ({mark for held in marks(said) for mark in held} for said in answers)
    assert first == again == {"[1]"}
    assert "[1]" not in second
    entries = [line for line in lines if re.match(r"\[\d+\] ", line)]
    assert [line.split(" ")[0] for line in entries] == [f"[{n}]" for n in range(1, len(entries) + 1)]
    assert entries[0] == "[1] 张明. 柳汀镇潮汐钟楼修复记[J]. 海湾科技, 2031(4): 5."


def test_quotations_stand_word_for_word_below_their_reference_with_page_and_question(
    library: Library, dialogue: list[Answer]
) -> None:
    told = paragraphs(export.docx(dialogue, library, "zh", WHEN))
    quotes = [text for style, text in told if style == "Quote"]
    for number, answer in enumerate(dialogue, 1):
        for citation in answer.citations:
            (line,) = [line for line in quotes if f"“{citation.quote}”" in line and f"问{number}" in line]
            assert f"第{citation.passage.pages.first}页" in line


def test_what_is_quoted_twice_stands_once(library: Library, dialogue: list[Answer]) -> None:
    once, twice = (export.markdown(list(said), library, "zh", WHEN) for said in (dialogue[:1], dialogue[:1] * 2))
    assert once.count("> “") == twice.count("> “")
    assert "问1、2" in twice


def test_an_estimated_page_says_so_and_an_unknown_one_is_not_made_up(library: Library, dialogue: list[Answer]) -> None:
    first = dialogue[0].citations[0]
    for span, zh, en in (
        (PageSpan(7, 8, False), "约第7–8页（推算）", "about pp. 7–8 (estimated)"),
        (PageSpan(None, None, False), "页码未知", "page unknown"),
    ):
        cited = replace(first, passage=replace(first.passage, pages=span))
        answer = replace(dialogue[0], citations=(cited,))
        assert zh in export.markdown([answer], library, "zh", WHEN)
        assert en in export.markdown([answer], library, "en", WHEN)


def test_a_follow_up_a_part_and_what_is_missing_are_told_in_the_language_of_the_question(
    library: Library, dialogue: list[Answer]
) -> None:
    part = replace(dialogue[0], question="它多高？", status=Status.PARTIAL, missing="2040年")
    english = replace(part, language="en", missing="2040")
    zh, en = (export.markdown([answer], library, "en", WHEN) for answer in (part, english))
    assert "# hangke: a dialogue" in zh
    for told, notes in (
        (zh, (f"*理解为：{HIGH}*", "*部分回答*", "*没有查到：2040年*")),
        (en, (f"*Understood as: {HIGH}*", "*Partly answered*", "*Not found: 2040*")),
    ):
        assert all(note in told for note in notes)


def test_values_that_differ_stand_side_by_side(library: Library, dialogue: list[Answer]) -> None:
    values = [{"value": "27.4米", "n": 1, "scope": "2029年"}, {"value": "29|米", "n": 1, "scope": None}]
    answer = replace(dialogue[0], conflicts=({"about": "钟楼高度", "values": values, "newer": 1},))
    (table,) = WordDocument(io.BytesIO(export.docx([answer], library, "zh", WHEN))).tables
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows == [
        ["数值", "范围", "出处"], ["27.4米", "2029年", "[1]（较新）"], ["29|米", "–", "[1]（较新）"],
    ]  # fmt: skip
    cells = [t.content for t in tokens(export.markdown([answer], library, "zh", WHEN)) if t.type == "inline"]
    assert {"27.4米", "29|米"} <= {parser.renderInline(cell) for cell in cells}


def test_word_shows_chinese_in_chinese_fonts_on_a4(library: Library, dialogue: list[Answer]) -> None:
    made = WordDocument(io.BytesIO(export.docx(dialogue, library, "zh", WHEN)))
    for name, face in (("Normal", "宋体"), ("Heading 1", "黑体"), ("Title", "黑体")):
        fonts = made.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) == face
        assert fonts.get(qn("w:eastAsiaTheme")) is None
    sheet = made.sections[0]
    assert (round(sheet.page_width / Mm(1)), round(sheet.page_height / Mm(1))) == (210, 297)
    assert sheet.footer._element.xpath(".//w:fldSimple/@w:instr") == ["PAGE"]
    assert (made.core_properties.title, made.core_properties.author) == ("杭科问答：对话记录", "")
    assert [p.text for p in made.paragraphs if p.style.name == "Heading 1"][:2] == [f"1. {HIGH}", f"2. {BUOYS}"]


def test_word_and_markdown_say_the_same(library: Library, dialogue: list[Answer]) -> None:
    texts = [text for _, text in paragraphs(export.docx(dialogue, library, "en", WHEN)) if text]
    assert shown(export.markdown(dialogue, library, "en", WHEN)) == "".join("".join(texts).split())


def test_what_has_left_the_library_since_is_cited_as_it_was(library: Library, dialogue: list[Answer]) -> None:
    first = dialogue[0].citations[0]
    gone = replace(first, passage=replace(first.passage, issue_id="gone", issue="旧刊 2001年第1期"))
    told = export.markdown([replace(dialogue[0], citations=(gone,))], library, "zh", WHEN)
    assert "[1] 张明. 柳汀镇潮汐钟楼修复记[J]. 旧刊 2001年第1期: 5." in told


@given(text=texts)
def test_nothing_in_a_line_of_markdown_comes_alive(text: str) -> None:
    line = " ".join(text.encode("utf-8", "replace").decode().split())
    found = tokens(f"## {escaped(line)}")
    assert [token.type for token in found if token.type in LIVE] == []


@given(words=texts)
def test_hostile_text_stays_text_wherever_it_stands(library: Library, dialogue: list[Answer], words: str) -> None:
    first = dialogue[0].citations[0]
    cited = replace(first, quote=words, passage=replace(first.passage, issue_id="gone", article=words))
    values = [{"value": words, "n": 1, "scope": words}]
    answer = replace(
        dialogue[0], question=words, answer=words, citations=(cited,), missing=words,
        conflicts=({"about": words, "values": values, "newer": None},),
    )  # fmt: skip
    told = export.markdown([answer], library, "zh", WHEN)
    told.encode("utf-8")
    kinds = [token.type for token in tokens(told)]
    assert not LIVE & set(kinds)
    assert (kinds.count("heading_open"), kinds.count("blockquote_open"), kinds.count("table_open")) == (3, 1, 1)
    assert not {"hr", "bullet_list_open", "ordered_list_open"} & set(kinds)


@pytest.mark.parametrize("words", [*HOSTILE, "".join(HOSTILE)])
def test_word_holds_hostile_text(library: Library, dialogue: list[Answer], words: str) -> None:
    data = export.docx([replace(dialogue[2], question=words, answer=words)], library, "zh", WHEN)
    texts = [text for _, text in paragraphs(data)]
    assert [text for text in texts if text.startswith("1.")]
    assert "evil" not in words or any("evil" in text for text in texts)
    assert not WordDocument(io.BytesIO(data)).element.xpath(".//w:hyperlink")


def test_a_dialogue_without_turns_has_no_references(library: Library) -> None:
    assert "参考文献" not in export.markdown([], library, "zh", WHEN)
    assert [style for style, _ in paragraphs(export.docx([], library, "zh", WHEN))] == ["Title", "Normal", "Normal"]
