"""Corrections by hand: what everything shows, what survives, what is refused."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import invented
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import connecting
from index.corrections import NONE, Correction, Layer, within
from index.library import Library
from index.types import ArticleRow, Filters, passage_json
from ingest import reader
from ingest.errors import UnknownArticle, UnknownIssue, WrongCorrection
from ingest.types import PageSpan
from qa.ledger import Ledger
from qa.references import printable

FULL = "海湾科技 2031年第4期"
CLOCK = 2  # 柳汀镇潮汐钟楼修复记
WHOLE = Correction("鲸背岛风车年鉴", ("卜一舟", "Ada Lind"), 41, 44, 5)


def told(library: Library) -> str:
    """All that is printed of articles, passages and figures."""
    return json.dumps(
        [
            [row.as_json() for row in library.articles()],
            [passage_json(passage) for passage in library.passages()],
            [figure.as_json() for figure in Ledger(library).all()],
            library.store.places(),
        ],
        ensure_ascii=False,
    )


def row_of(library: Library, title: str) -> ArticleRow:
    return next(row for row in library.articles(FULL) if row.title == title)


def test_what_is_corrected_is_what_everything_shows(either: Library) -> None:
    read = either.articles(FULL)[CLOCK]
    row = either.correct(FULL, CLOCK, WHOLE)
    assert row == replace(
        read, title=WHOLE.title, authors=WHOLE.authors, page_first=41, page_last=44, page_exact=True, article_no=4
    )
    assert either.articles(FULL)[4] == row
    assert [each.article_no for each in either.articles(FULL)] == list(range(6))
    passages = [p for p in either.passages(FULL) if p.article == WHOLE.title]
    assert {(p.authors, p.article_no) for p in passages} == {(WHOLE.authors, 4)}
    assert [p.article_no for p in either.passages(FULL)] == sorted(p.article_no for p in either.passages(FULL))
    assert "卜一舟" in either.authors.values()
    reference, _ = printable(either, passages[:1], "gbt7714")
    assert all(each in reference for each in ("卜一舟", "鲸背岛风车年鉴", "41-44"))


def test_the_search_finds_the_corrected_title_and_author(either: Library) -> None:
    either.correct(FULL, CLOCK, WHOLE)
    for text, filters in (("鲸背岛风车", Filters()), ("卜一舟", Filters()), ("齿轮", Filters(author="卜一舟"))):
        assert either.search(either.query(text), 5, filters)[0].passage.article == WHOLE.title, text
    assert either.search(either.query("齿轮"), 5, Filters(author="张明")) == []
    assert either.search(either.query("贺兰"), 5, Filters(article=WHOLE.title))


def words(library: Library) -> list[object]:
    return [library.store.words(row.issue_id) for row in library.issues()]


@pytest.mark.parametrize("correction", [WHOLE, Correction(order=1), Correction(authors=()), Correction("另名")])
def test_taken_back_all_is_as_before(either: Library, correction: Correction) -> None:
    before, tokens = told(either), words(either)
    row = either.correct(FULL, CLOCK, correction)
    assert told(either) != before
    either.correct(FULL, row.article_no, NONE)
    assert told(either) == before
    assert words(either) == tokens
    assert either.corrections(FULL) == []


def test_every_correction_makes_a_revision_that_others_see(either: Library, reopen) -> None:
    other, revision = reopen(either), either.store.revision()
    assert other.articles(FULL)[CLOCK].title != WHOLE.title
    either.correct(FULL, CLOCK, WHOLE)
    assert either.store.revision() != revision
    assert other.articles(FULL)[4].title == WHOLE.title


def test_what_was_read_and_what_was_corrected_are_told(either: Library) -> None:
    read = either.articles(FULL)[CLOCK]
    row = either.correct(FULL, CLOCK, WHOLE)
    (corrected,) = either.corrections(FULL)
    assert (corrected.title, corrected.read, corrected.shown) == (read.title, read, row)
    assert corrected.correction == WHOLE
    assert either.corrections() == [corrected]


def test_another_correction_takes_the_place_of_the_first(either: Library) -> None:
    either.correct(FULL, CLOCK, WHOLE)
    row = either.correct(FULL, 4, Correction(authors=("卜一舟",)))
    assert (row.title, row.authors, row.page_first, row.article_no) == ("柳汀镇潮汐钟楼修复记", ("卜一舟",), 5, CLOCK)


def test_texts_are_put_on_one_line_and_each_author_once(copied: Library) -> None:
    row = copied.correct(FULL, 0, Correction("  浮标\n二 ", ("甲 ", "甲", "Ada\tLind")))
    assert (row.title, row.authors) == ("浮标 二", ("甲", "Ada Lind"))


def test_a_correction_survives_rebuilding_removing_and_replacing(either: Library, tmp_path: Path) -> None:
    either.correct(FULL, CLOCK, WHOLE)
    before = told(either)
    either.retokenise()
    assert told(either) == before
    either.remove(FULL)
    either.put_back(FULL)
    assert told(either) == before
    text = invented.full().replace("齿轮共有214个齿", "齿轮共有216个齿")
    path = invented.write(tmp_path, text, "neu.txt")
    either.add(reader.read(path), path, replace_clash=True)
    assert either.articles(FULL)[4].title == WHOLE.title
    hit = either.search(either.query("鲸背岛 216个齿"), 3)[0]
    assert (hit.passage.article, hit.passage.authors) == (WHOLE.title, WHOLE.authors)


def test_a_correction_of_an_article_that_is_no_longer_read_is_told_and_waits(either: Library, tmp_path: Path) -> None:
    either.correct(FULL, CLOCK, WHOLE)
    path = invented.write(tmp_path, invented.full().replace("潮汐钟楼修复记", "潮汐钟楼新记"), "neu.txt")
    either.add(reader.read(path), path, replace_clash=True)
    (waiting,) = either.corrections(FULL)
    assert (waiting.title, waiting.read, waiting.shown) == ("柳汀镇潮汐钟楼修复记", None, None)
    assert either.articles(FULL)[CLOCK].title == "柳汀镇潮汐钟楼新记"
    either.put_back(FULL)
    assert either.articles(FULL)[4].title == WHOLE.title


def test_of_equal_titles_each_has_its_own_correction(open_home, tmp_path: Path) -> None:
    library = open_home(tmp_path / "home")
    twins = [replace(invented.BUOYS, title="刊首寄语"), invented.CLOCK, replace(invented.MOSS, title="刊首寄语")]
    library.add(reader.read(invented.write(tmp_path, invented.issue(twins))))
    library.correct(FULL, 2, Correction(authors=("卜一舟",)))
    assert [row.authors for row in library.articles(FULL)] == [("沈岚",), ("张明",), ("卜一舟",)]


@pytest.mark.parametrize(
    ("correction", "said"),
    [
        (Correction(" \n"), "title"),
        (Correction("长" * 301), "300"),
        (Correction(authors=("甲", "")), "author"),
        (Correction(authors=tuple(map(str, range(101)))), "100"),
        (Correction(page_first=3), r"3-\?"),
        (Correction(page_last=3), r"\?-3"),
        (Correction(page_first=0, page_last=2), "0-2"),
        (Correction(page_first=7, page_last=3), "7-3"),
        (Correction(order=0), "order 0"),
        (Correction(order=7), "6 articles"),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(copied: Library, correction: Correction, said: str) -> None:
    before, revision = told(copied), copied.store.revision()
    with pytest.raises(WrongCorrection, match=said) as caught:
        copied.correct(FULL, CLOCK, correction)
    assert "\n" not in str(caught.value)
    assert "give" in str(caught.value)
    assert (told(copied), copied.store.revision()) == (before, revision)


def test_a_place_in_the_contents_is_given_once(copied: Library) -> None:
    copied.correct(FULL, 5, Correction(order=1))
    with pytest.raises(WrongCorrection, match=f"order 1.*{invented.FERRY.title}"):
        copied.correct(FULL, 3, Correction(order=1))
    copied.correct(FULL, 3, Correction(order=2))
    titles = [invented.FERRY, invented.CLOCK, invented.BUOYS, invented.BATTERIES, invented.MOSS, invented.FOG]
    assert [row.title for row in copied.articles(FULL)] == [article.title for article in titles]


@pytest.mark.parametrize("number", [-1, 6])
def test_an_article_that_is_not_there(copied: Library, number: int) -> None:
    with pytest.raises(UnknownArticle, match="the issue has 6"):
        copied.correct(FULL, number, WHOLE)
    with pytest.raises(UnknownIssue):
        copied.correct("无此刊", 0, WHOLE)


@pytest.mark.parametrize(
    ("read", "pages", "shown"),
    [
        (PageSpan(), (3, 7), PageSpan(3, 7)),  # unknown: somewhere in the article
        (PageSpan(4, 4, True), (3, 7), PageSpan(4, 4, True)),  # its page was told, and fits
        (PageSpan(4, 6), (3, 7), PageSpan(4, 6)),
        (PageSpan(2, 5), (3, 7), PageSpan(3, 5)),
        (PageSpan(2, 5, True), (3, 7), PageSpan(3, 5)),  # what was told is contradicted in part: no longer sure
        (PageSpan(9, 9, True), (3, 7), PageSpan(3, 7)),  # and here wholly
        (PageSpan(), (5, 5), PageSpan(5, 5, True)),  # told of all of it
        (PageSpan(9, 9, True), (5, 5), PageSpan(5, 5, True)),
    ],
)
def test_pages_of_passages_lie_within_those_of_the_article(
    read: PageSpan, pages: tuple[int, int], shown: PageSpan
) -> None:
    assert within(read, *pages) == shown


def test_a_library_from_before_is_opened_also_read_only(
    copied: Library, open_home, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = told(copied)
    copied.store.close()
    with sqlite3.connect(copied.store.path) as connection:
        for table in ("corrections", "trash_articles", "trash_passages", "trash"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'format'")
    with monkeypatch.context() as patched:
        patched.setattr(connecting, "writable", lambda home: False)
        old = open_home(copied.home)
        assert (told(old), old.corrections(), old.removed()) == (before, [], [])
        old.store.close()
    old = open_home(copied.home)
    assert old.correct(FULL, 0, WHOLE).title == WHOLE.title
    assert [old.remove(FULL)] == old.removed()


TITLES = st.lists(st.sampled_from("甲乙丙"), min_size=1, max_size=7)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(titles=TITLES, data=st.data())
def test_each_article_with_an_order_stands_there_and_the_others_as_they_stood(titles: list[str], data) -> None:
    read = [ArticleRow("i", title, (), (), None, None, None, False, 1, n, n) for n, title in enumerate(titles)]
    layer = Layer(read)
    for order in data.draw(st.lists(st.integers(1, len(titles)), unique=True)):
        number = data.draw(st.integers(0, len(titles) - 1))
        layer = layer.with_correction(layer.place(number), Correction(order=order))
    for number, correction in layer._of.items():
        assert layer.place(number) == correction.order - 1
    assert [row.article_no for row in layer.articles] == list(range(len(titles)))
    assert sorted(row.line_last for row in layer.articles) == list(range(len(titles)))
    others = [row.line_last for row in layer.articles if row.line_last not in layer._of]
    assert others == sorted(others)
    for row in list(layer.articles):
        layer = layer.with_correction(layer.place(row.line_last), NONE)
    assert (layer.articles, layer.given) == (read, {})
