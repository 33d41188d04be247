"""What is shown of passages that a search found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from index.library import Library
from index.sentences import split
from index.types import Hit, Passage, Scores
from ingest.types import PageSpan, Piece
from qa.answerer import Answerer
from qa.excerpts import MOST, Excerpt, Terms, excerpt, excerpts

TEXT = "湖区有三十二个浮标。浮標每隔十五分钟上报一次水温。去年建成的闸门共花去1.5亿元，由ＡＩ控制。"
PASSAGE = Passage(
    passage_id="p1", issue_id="hupan-2021-02", issue="湖畔科技 2021年第2期", digest=False, article="浮标网建成",
    article_no=0, authors=(), section=None, kind="text", text=TEXT, sentences=split(TEXT),
    pieces=(Piece(0, len(TEXT), 7, 3),), pages=PageSpan(10, 10, True), source_file="hupan.txt",
)  # fmt: skip


def seen(*things: tuple[tuple[str, ...], ...], text: str = TEXT) -> Excerpt:
    passage = replace(PASSAGE, text=text, sentences=split(text), pieces=(Piece(0, len(text), 7, 3),))
    terms = Terms(tuple((thing, 1.0) for thing in things))
    return excerpt(Hit(passage, 1, 1.0, Scores()), terms)


def marked(found: Excerpt) -> list[str]:
    return [found.hit.passage.text[start:end] for start, end in found.marks]


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        ((("浮标",),), ["浮标", "浮標"]),  # traditional characters too
        ((("buoy",), ("浮标",)), ["浮标", "浮標"]),  # what an English word stands for
        ((("读数",), ("上报", "水温")), ["上报", "水温"]),  # another wording, all of it here
        ((("读数",), ("上报", "气温")), []),  # and not all of it
        ((("150000000",),), ["1.5亿"]),  # a figure in any form
        ((("ai",),), ["ＡＩ"]),
        ((("a",),), []),  # no part of a longer word in Latin letters
        ((("水", "水温"),), ["水温"]),  # one mark, not one within another
        ((("标", "湖区"),), ["湖区"]),  # a character alone is chance
        ((("标",),), ["标", "標"]),  # unless it is all that is looked for
    ],
)
def test_words_are_marked_as_the_query_means_them(thing: tuple[tuple[str, ...], ...], words: list[str]) -> None:
    assert marked(seen(thing)) == words


def test_the_sentence_that_holds_most_is_the_best() -> None:
    found = seen((("浮标",),), (("水温",),))
    assert TEXT[slice(*found.sentence)] == "浮標每隔十五分钟上报一次水温。"
    assert TEXT[slice(*found.shown)].startswith("浮標每隔")
    assert TEXT[slice(*found.shown)].endswith("控制。")  # a short one is filled up with what follows


def test_a_rare_thing_counts_more_than_a_common_one() -> None:
    hit = Hit(PASSAGE, 1, 1.0, Scores())
    found = excerpt(hit, Terms(((((("浮标",),)), 1.0), (((("闸门",),)), 3.0))))
    assert "闸门" in TEXT[slice(*found.sentence)]


def test_a_long_sentence_is_cut_about_its_words() -> None:
    long = "甲" * 400 + "，浮标在此，水温在此，" + "乙" * 400 + "。"
    found = seen((("浮标",),), (("水温",),), text=long)
    shown = long[slice(*found.shown)]
    assert len(shown) <= MOST
    assert "浮标在此，水温在此" in shown


def test_nothing_marked_shows_the_beginning() -> None:
    found = seen((("火山",),))
    assert found.marks == ()
    assert found.shown[0] == 0


def test_an_english_query_marks_the_chinese_words(library: Library, answerer: Answerer) -> None:
    asked = "typhoon of 2030"
    found = excerpts(library, asked, answerer.search(asked, 3))
    assert {"台风", "2030"} <= set(marked(found[0]))
    assert "台风" in found[0].hit.passage.text[slice(*found[0].shown)]


def test_an_issue_named_is_not_marked(library: Library, answerer: Answerer) -> None:
    asked = "2031年第4期的浮标"
    found = excerpts(library, asked, answerer.search(asked, 3))
    assert "浮标" in marked(found[0])
    assert not {"第4期", "2031年", "2031"} & {word for each in found for word in marked(each)}
