"""An article read whole, and the passages beside one."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import invented
import pytest

from index import reading
from index.corrections import Correction
from index.library import Library
from index.types import Passage
from ingest import reader
from ingest.errors import UnknownArticle, UnknownIssue
from ingest.types import Box, Issue, Kind, PageSpan, Piece

FULL = "海湾科技 2031年第4期"
BATTERIES = 1  # its number
PROSE = (Kind.TEXT, Kind.NOTE, Kind.HEADING)


def squeezed(text: str) -> str:
    return re.sub(r"[ 　]+", "", text)


def prose(issue: Issue, number: int) -> str:
    """The paragraphs and headings of an article as read, a line each."""
    return "\n".join(block.text for block in issue.articles[number].blocks if block.kind in PROSE)


@pytest.mark.parametrize("number", range(6))
def test_its_passages_read_as_the_article(library: Library, issues: dict[str, Issue], number: int) -> None:
    passages = library.article(FULL, number)
    assert {passage.article for passage in passages} == {invented.ARTICLES[number].title}
    told = reading.whole(passage for passage in passages if passage.kind == "text")
    assert squeezed(told) == squeezed(prose(issues["full"], number))


def test_a_long_paragraph_is_read_on_without_a_break(open_home, tmp_path: Path) -> None:
    paragraph = "".join(f"第{n}只纸鸢在第{n}座塔上被风刮断了线，守塔人把它挂在第{n}扇窗外晾干。" for n in range(1, 40))
    text = invented.issue(
        [invented.Piece("纸鸢塔的守夜人", "□ 文 ／ 沈 岚 湖畔大学", (paragraph, "后来的事", "风停了。" * 9))]
    )
    issue = reader.read(invented.write(tmp_path, text))
    library = open_home(tmp_path / "home")
    library.add(issue)
    passages = library.article(FULL, 0)
    assert [passage.opens for passage in passages].count(False) >= 2
    assert passages[0].opens
    assert reading.whole(passages) == prose(issue, 0)
    assert "\n后来的事\n" in reading.whole(passages)


def test_a_table_stands_behind_the_paragraph_before_it(open_home, tmp_path: Path) -> None:
    before, after = (*invented.CLOCK.parts, *invented.FERRY.parts[:1]), (*invented.MOSS.parts, *invented.FOG.parts)
    parts = (*before, invented.BATTERIES.parts[3], *after)
    text = invented.issue([invented.Piece("三地工程记", "□ 文 ／ 沈 岚 湖畔大学", parts)])
    library = open_home(tmp_path / "home")
    library.add(reader.read(invented.write(tmp_path, text)))
    passages = library.article(FULL, 0)
    assert 0 < [passage.kind for passage in passages].index("table") < len(passages) - 1
    assert [passage.kind for passage in library.passages()][-1] == "table", "in the store it stands last"
    whole = reading.whole(passages)
    assert whole.index("守钟人") < whole.index("南车间：") < whole.index("海雾收集网")


def passage(name: str, order: int, kind: str = "text", opens: bool = True, text: str = "浮标。") -> Passage:
    piece = Piece(0, len(text), order, order, 0, Box(order, (0, 0, 1, 1)))
    return Passage(
        name, "i", "期", False, "题", 0, (), None, kind, text, ((0, len(text)),), (piece,), PageSpan(), "a.pdf", False,
        opens=opens,
    )  # fmt: skip


def test_what_stands_apart_interrupts_no_paragraph() -> None:
    stored = [
        passage("a", 10), passage("b", 20, opens=False), passage("c", 30), passage("table", 15, "table"),
        passage("caption", 5, "caption"), passage("list", 40, "list"),
    ]  # fmt: skip
    assert [each.passage_id for each in reading.in_order(stored)] == ["caption", "a", "b", "table", "c", "list"]


def test_prose_stays_in_its_order_though_its_lines_jump() -> None:
    stored = [passage("a", 30), passage("b", 10), passage("table", 20, "table"), passage("late", 35, "table")]
    assert [each.passage_id for each in reading.in_order(stored)] == ["a", "late", "b", "table"]


def test_of_tables_alone_the_order_is_that_of_their_lines() -> None:
    assert [each.passage_id for each in reading.in_order([passage("b", 2, "table"), passage("a", 1, "list")])] == [
        "a",
        "b",
    ]
    assert reading.in_order([]) == []


def test_words_in_latin_letters_are_parted_where_a_paragraph_goes_on() -> None:
    passages = [passage("a", 1, text="One."), passage("b", 2, opens=False, text="Two."), passage("c", 3, text="三。")]
    assert reading.whole(passages) == "One. Two.\n三。"
    assert reading.whole([]) == ""


def test_the_pages_of_a_pdf(library: Library) -> None:
    assert reading.pdf_pages([passage("a", 7), passage("b", 3), passage("c", 7)]) == [3, 7]
    assert reading.pdf_pages(library.article(FULL, 0)) == []


def test_an_article_that_is_not_there(library: Library) -> None:
    with pytest.raises(UnknownArticle, match="the issue has 6"):
        library.article(FULL, 6)
    with pytest.raises(UnknownIssue):
        library.article("无此刊", 0)


@pytest.mark.parametrize("number", range(6))
def test_neighbours_lead_through_the_article(library: Library, number: int) -> None:
    passages = library.article(FULL, number)
    found = [library.neighbours(passage.passage_id) for passage in passages]
    assert found == list(zip([None, *passages[:-1]], [*passages[1:], None], strict=True))


def test_neighbours_of_nothing(library: Library) -> None:
    with pytest.raises(UnknownArticle, match="hangke passages"):
        library.neighbours("no such id")


def test_with_another_order_an_article_is_read_by_its_new_number(copied: Library) -> None:
    read = copied.article(FULL, BATTERIES)
    copied.correct(FULL, BATTERIES, Correction(order=5))
    shown = copied.article(FULL, 4)
    assert shown == [replace(passage, article_no=4) for passage in read]
    assert copied.neighbours(shown[0].passage_id) == (None, shown[1])
    assert copied.article(FULL, 0)[0].article == invented.BUOYS.title
