"""Authors in part, in pinyin, misspelt."""

from __future__ import annotations

import pytest

from index.library import Library
from index.types import Filters
from ingest.errors import UnknownAuthor
from qa import authors
from qa.answerer import Answerer


@pytest.mark.parametrize("asked", ["Shen Lan", "shen lan", "Lan Shen", "shenlan", "SHEN LAN"])
def test_a_filter_in_pinyin_is_the_author(library: Library, asked: str) -> None:
    assert authors.narrowed(Filters(author=asked), library) == Filters(author="沈岚")


@pytest.mark.parametrize("asked", ["Ouyang Qing", "Ou Yang Qing", "Qing Ouyang"])
def test_a_surname_of_two_characters(library: Library, asked: str) -> None:
    assert authors.named(asked, library) == ["欧阳青"]


@pytest.mark.parametrize("asked", ["沈岚", "沈", "沈 岚", None])
def test_a_name_of_the_bylines_or_a_part_of_one_stays(library: Library, asked: str | None) -> None:
    assert authors.narrowed(Filters(author=asked), library) == Filters(author=asked)


@pytest.mark.parametrize("asked", ["沈蓝", "申岚", "Shen Lang", "Shan Lan"])
def test_an_unknown_author_is_told_with_the_nearest(library: Library, asked: str) -> None:
    with pytest.raises(UnknownAuthor, match=asked) as caught:
        authors.narrowed(Filters(author=asked), library)
    assert "沈岚" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_names_that_are_spelt_alike_are_all_told(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(library.__dict__, "authors", {"沈岚": "沈岚", "沈兰": "沈兰"})
    with pytest.raises(UnknownAuthor, match="沈岚、沈兰"):
        authors.narrowed(Filters(author="Shen Lan"), library)


def test_the_answerer_refuses_an_unknown_author(answerer: Answerer) -> None:
    for call in (
        lambda: answerer.ask("浮标", Filters(author="无此人")),
        lambda: answerer.search("浮标", 3, Filters(author="无此人")),
    ):
        with pytest.raises(UnknownAuthor, match="无此人"):
            call()


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("What does Shen Lan say about buoys?", "What does 沈岚 say about buoys?"),
        ("articles by shen lan", "articles by 沈岚"),
        ("according to Lan Shen, buoys", "according to 沈岚, buoys"),
        ("Shen Lan and Lu Yao, " * 400, "沈岚 and 陆遥, " * 400),
        ("what is the shen lan project", "what is the shen lan project"),
        ("Which buoys are there", "Which buoys are there"),
    ],
)
def test_names_in_a_question_are_written_in_characters(library: Library, text: str, written: str) -> None:
    assert authors.in_characters(text, library) == written


def test_english_words_that_spell_a_name_are_none(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(library.__dict__, "authors", {"尤灿": "尤灿"})
    assert authors.in_characters("what you can do", library) == "what you can do"
    assert authors.in_characters("What does You Can say?", library) == "What does 尤灿 say?"


def test_an_author_in_pinyin_is_answered_from_his_own_words(answerer: Answerer) -> None:
    told = answerer.ask("What does Shen Lan think is the hardest part?")
    assert told.hits[0].passage.authors == ("沈岚",)
    assert told.asked == "What does Shen Lan think is the hardest part?"
