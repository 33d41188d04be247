"""Names in pinyin."""

from __future__ import annotations

import pytest

from index.pinyin import Names, Pinyin
from index.query import Understanding
from index.words import Words

TERMS = ("青鹭湖", "浮标", "_海瑞", "重庆", "ai", "_瑞在", "绿湖")


def spelt(*terms: str) -> Pinyin:
    """Of a library with these words, and with the pairs of characters in them."""
    held = {*terms, *("_" + term[i : i + 2] for term in terms if term[0] != "_" for i in range(len(term) - 1))}
    return Pinyin(lambda: sorted(set("".join(terms))), lambda asked: [term in held for term in asked])


@pytest.mark.parametrize(
    ("spelling", "term"),
    [("qingluhu", "青鹭湖"), ("fubiao", "浮标"), ("hairui", "_海瑞"), ("chongqing", "重庆"), ("lvhu", "绿湖")],
)
def test_a_word_is_found_by_its_spelling(spelling: str, term: str) -> None:
    found = spelt(*TERMS).find(spelling)
    assert found[0] == term
    assert set(found) <= {term, "_" + term}, "nothing else is spelt so"


@pytest.mark.parametrize("word", ["ai", "buoys", "luqing", "hai", "", "qingluhuhu"])
def test_other_words_spell_nothing(word: str) -> None:
    assert spelt(*TERMS).find(word) == ()


def test_a_name_that_the_lexicon_lacks_is_looked_for_in_the_library(words: Words) -> None:
    told = Understanding(words, pinyin=lambda: spelt(*TERMS)).query("How many buoys float on Qingluhu's water?")
    concept = next(c for c in told.concepts if "qingluhu's" in c.words or "qingluhu" in c.words)
    assert concept.others == (("青鹭湖",),)


def test_terms_added_later_are_found(words: Words) -> None:
    held: list[tuple[str, ...]] = [(), TERMS]
    understanding = Understanding(words, pinyin=lambda: spelt(*held[-1]))
    assert "_海瑞" in dict(understanding.query("Who is Chen Hairui").weighted)
    held.append(("浮标",))
    assert "_海瑞" not in dict(understanding.query("Who is Chen Hairui").weighted)


def test_a_name_of_two_words_is_one_name(words: Words) -> None:
    told = Understanding(words, pinyin=lambda: spelt("浮标", "林峤")).query("What does Lin Qiao say of the lake?")
    concept = next(c for c in told.concepts if "lin" in c.words)
    assert set(concept.words) == {"lin", "qiao"}
    assert concept.others == (("林峤",), ("_林峤",))


def test_names_of_a_list_are_found_by_all_their_readings() -> None:
    names = Names(["青鹭湖", "重庆", "ai", "长"])
    assert (names.find("qingluhu"), names.find("zhongqing")) == (("青鹭湖",), ("重庆",))
    assert names.find("chang") == names.find("ai") == ()
