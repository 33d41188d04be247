"""Passages: whole sentences of one article, tied word for word to their lines."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import invented
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import passages, sentences
from index.types import Passage
from ingest import reader
from ingest.types import Article, Block, Identity, Issue, Kind, PageSpan, Piece

SENTENCE = st.integers(4, 130).map(lambda n: ("湖面浮标每日上报读数与水温" * 12)[:n] + "。")


def normal(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def cut(text: str, name: str = "haiwan.txt") -> tuple[Issue, list[Passage]]:
    issue = reader.read_text(text, name, sha256="0" * 64)
    return issue, list(passages.cut(issue, "haiwan"))


@pytest.fixture(scope="module")
def full() -> tuple[Issue, list[Passage]]:
    return cut(invented.full())


def test_every_sentence_of_the_text_is_in_a_passage(full: tuple[Issue, list[Passage]]) -> None:
    _, found = full
    for number, article in enumerate(invented.ARTICLES):
        held = normal("\n".join(p.text for p in found if p.article_no == number))
        for part in article.parts:
            for said in [part] if isinstance(part, str) else part:
                assert normal(said) in held


def test_prose_is_cut_between_sentences(full: tuple[Issue, list[Passage]]) -> None:
    for passage in full[1]:
        if passage.kind == "text":
            assert passage.text[-1] in "。！？”" or passage.text.splitlines()[-1] == passage.section


def test_no_passage_crosses_articles(full: tuple[Issue, list[Passage]]) -> None:
    issue, found = full
    for passage in found:
        article = issue.articles[passage.article_no]
        assert passage.article == article.title
        assert passage.authors == article.authors
        for piece in passage.pieces:
            assert article.line_first <= piece.line <= article.line_last


def test_a_heading_is_a_line_of_its_own(full: tuple[Issue, list[Passage]]) -> None:
    for heading in ("读数怎样使用", "三个车间的分工", "机芯的难题", "票价与班次"):
        holders = [p for p in full[1] if heading in p.text.splitlines()]
        assert len(holders) == 1
        last = holders[0].text.splitlines()[-1]
        assert last != heading, "a heading stands before what it heads"


def test_the_section_is_the_heading_that_the_passage_opens_under(full: tuple[Issue, list[Passage]]) -> None:
    for passage in full[1]:
        if passage.kind == "text" and passage.section:
            article = full[0].articles[passage.article_no]
            assert passage.section in {block.text for block in article.blocks}


def test_pieces_stand_word_for_word_in_their_lines(full: tuple[Issue, list[Passage]]) -> None:
    lines = invented.full().splitlines()
    for passage in full[1]:
        assert passage.pieces
        for piece in passage.pieces:
            assert normal(passage.text[piece.start : piece.end]) in normal(lines[piece.line - 1])


def test_pieces_cover_all_but_what_a_table_adds(full: tuple[Issue, list[Passage]]) -> None:
    for passage in full[1]:
        covered = {i for piece in passage.pieces for i in range(piece.start, piece.end)}
        free = {char for i, char in enumerate(passage.text) if i not in covered and not char.isspace()}
        assert free <= (set("：；（）片") if passage.kind == "table" else set())


def test_the_table_is_a_passage_with_its_cells(full: tuple[Issue, list[Passage]]) -> None:
    table = next(p for p in full[1] if p.kind == "table")
    assert "西车间：首年产量（片） 1355；次年产量（片） 2607" in table.text.splitlines()
    assert table.tables[0][0][1:] == ("首年产量", "次年产量")
    assert table.article == "云杉谷纸电池作坊的三年"


def test_lines_and_pages_are_told(full: tuple[Issue, list[Passage]]) -> None:
    lines = invented.full().splitlines()
    for passage in full[1]:
        assert passage.line_first is not None
        assert passage.line_last is not None
        held = normal("".join(lines[passage.line_first - 1 : passage.line_last]))
        assert normal(passage.sentence(0))[:12] in held
        assert (passage.pages.first, passage.pages.exact) == (3 + passage.article_no, True)


def test_ids_are_stable_and_differ(full: tuple[Issue, list[Passage]]) -> None:
    again = [p.passage_id for p in cut(invented.full())[1]]
    assert again == [p.passage_id for p in full[1]]
    assert len(set(again)) == len(again)


def test_ids_of_other_articles_outlive_a_change_of_one(full: tuple[Issue, list[Passage]]) -> None:
    changed = cut(invented.full().replace("镍铝青铜", "高强青铜").replace("镍\n\n铝青铜", "高\n\n强青铜"))[1]
    kept = {p.passage_id for p in changed} & {p.passage_id for p in full[1]}
    touched = {p.passage_id for p in full[1] if p.article_no == 2}
    assert {p.passage_id for p in full[1]} - kept <= touched


def test_the_same_words_in_two_articles_make_two_passages() -> None:
    twin = invented.Piece("海湾的另一座钟楼", invented.CLOCK.byline, invented.CLOCK.parts)
    found = cut(invented.issue([invented.CLOCK, twin, invented.FOG]))[1]
    assert len({p.passage_id for p in found}) == len(found)


@settings(max_examples=60)
@given(st.lists(st.lists(SENTENCE, min_size=1, max_size=6).map("".join), min_size=1, max_size=6))
def test_prose_of_any_shape_is_cut_whole_and_not_too_long(paragraphs: list[str]) -> None:
    found = _cut(paragraphs)
    told = normal("".join(p.text for p in found))
    assert told == normal("".join(paragraphs))
    for passage in found:
        assert len(passage.text) <= passages.HIGH
        assert len(passage.sentences) == passage.text.count("。")


def _cut(paragraphs: list[str]) -> list[Passage]:
    """The passages of an article of these paragraphs, each a source line."""
    blocks = tuple(
        Block(Kind.TEXT, text, (Piece(0, len(text), number, number),), 0) for number, text in enumerate(paragraphs, 1)
    )
    article = Article("湖面浮标的读数", ("张明",), (), None, blocks, 1, len(blocks))
    return list(passages.cut(Issue(Identity("海湾科技", 2031, 4), "a.txt", (article,), (PageSpan(),)), "haiwan"))


@settings(max_examples=60)
@given(st.lists(st.lists(SENTENCE, min_size=1, max_size=6).map("".join), min_size=1, max_size=6))
def test_no_passage_is_short_that_fits_its_neighbour(paragraphs: list[str]) -> None:
    found = _cut(paragraphs)
    for one, other in pairwise(found):
        short = min(len(one.text), len(other.text)) < passages.LOW
        assert not (short and len(one.text) + len(other.text) + 1 <= passages.HIGH)


def test_a_sentence_longer_than_a_passage_stays_whole() -> None:
    long = "浮标上报读数，" * 80 + "全湖如此。"
    assert [p.text for p in _cut(["浮标上报。", long, "钟楼报时。"])][1] == long


@given(st.text(alphabet="浮标上报。！？”…\n， ", max_size=40))
def test_sentences_cover_the_text_in_order(text: str) -> None:
    spans = sentences.split(text)
    assert "".join(text[a:b] for a, b in spans).replace(" ", "").replace("\n", "") == re.sub(r"\s", "", text)
    assert all(a < b for a, b in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))


@given(st.text(alphabet="浮标，；：、1,。", max_size=40))
def test_clauses_cover_the_sentence_without_gap(text: str) -> None:
    spans = sentences.clauses(text)
    assert "".join(text[a:b] for a, b in spans) == text


def test_a_number_with_a_comma_is_no_clause() -> None:
    text = "全年收集3,150吨，够用四个月。"
    assert [text[a:b] for a, b in sentences.clauses(text)] == ["全年收集3,150吨，", "够用四个月。"]


def test_an_issue_without_sentences_gives_a_passage(tmp_path: Path) -> None:
    path = invented.write(tmp_path, "柳汀镇公告\n\n浮标停航三天\n", "gonggao.txt")
    found = list(passages.cut(reader.read(path), "g"))
    assert [normal(p.text) for p in found] or reader.read(path).articles == ()
