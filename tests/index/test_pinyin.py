"""Names in pinyin."""

from __future__ import annotations

import pytest

from index.pinyin import Pinyin
from index.query import Understanding
from index.words import Words

TERMS = ("青鹭湖", "浮标", "_海瑞", "重庆", "ai", "_瑞在", "绿湖")


@pytest.mark.parametrize(
    ("spelling", "term"),
    [("qingluhu", "青鹭湖"), ("fubiao", "浮标"), ("hairui", "_海瑞"), ("chongqing", "重庆"), ("lvhu", "绿湖")],
)
def test_a_word_is_found_by_its_spelling(spelling: str, term: str) -> None:
    assert Pinyin(TERMS).find(spelling) == (term,)


@pytest.mark.parametrize("word", ["ai", "buoys", "qinglu", "hai", ""])
def test_other_words_spell_nothing(word: str) -> None:
    assert Pinyin(TERMS).find(word) == ()


def test_a_name_that_the_lexicon_lacks_is_looked_for_in_the_library(words: Words) -> None:
    told = Understanding(words, terms=lambda: TERMS).query("How many buoys float on Qingluhu's water?")
    concept = next(c for c in told.concepts if "qingluhu's" in c.words or "qingluhu" in c.words)
    assert concept.others == (("青鹭湖",),)


def test_terms_added_later_are_found(words: Words) -> None:
    held: list[tuple[str, ...]] = [(), TERMS]
    understanding = Understanding(words, terms=lambda: held[-1])
    assert "_海瑞" in dict(understanding.query("Who is Chen Hairui").weighted)
    held.append(("浮标",))
    assert "_海瑞" not in dict(understanding.query("Who is Chen Hairui").weighted)


def test_a_name_of_two_words_is_one_name(words: Words) -> None:
    told = Understanding(words, terms=lambda: ("浮标", "林峤")).query("What does Lin Qiao say of the lake?")
    concept = next(c for c in told.concepts if "lin" in c.words)
    assert set(concept.words) == {"lin", "qiao"}
    assert concept.others == (("林峤",),)
