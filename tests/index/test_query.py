"""Queries: what is looked for beside the question's own words."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.query import PAIR_WEIGHT, SYNONYM_WEIGHT, Concept, Query, Understanding, stems
from index.words import Words


@pytest.fixture(scope="module")
def plain(words: Words) -> Understanding:
    return Understanding(words)


def others(query: Query, word: str) -> set[str]:
    concept = next(c for c in query.concepts if word in c.words)
    return {tokens[0] for tokens in concept.others}


def test_a_concept_stands_where_one_of_its_wordings_is_whole() -> None:
    concept = Concept(("moss", "barge"), (("苔藓", "船"),))
    assert concept.wordings == (("moss", "barge"), ("苔藓", "船"))
    assert concept.stands_in("a barge of moss")
    assert concept.stands_in("苔藓做的船")
    assert not concept.stands_in("a moss 船")


def test_the_others_of_a_query_are_the_words_of_all_other_wordings() -> None:
    assert Query("", (Concept(("a",), (("b", "c"), ("d",))), Concept(("e",))), ()).others == ("b", "c", "d")


def test_a_synonym_of_the_lexicon_stands_beside_the_word(plain: Understanding) -> None:
    assert "人工智能" in others(plain.query("AI有哪些应用"), "ai")
    assert "ai" in others(plain.query("人工智能有哪些应用"), "人工智能")


def test_the_users_synonyms_are_read(words: Words, tmp_path: Path) -> None:
    own = tmp_path / "synonyms.txt"
    own.write_text("# ours\n\n浮标 水鬼子\n", "utf-8")
    told = Understanding(words, tmp_path).query("浮标多少个").weighted
    assert "浮标" in dict(told)
    cut = words.cut("水鬼子")
    assert set(cut) <= set(dict(told))
    assert not set(cut) & set(dict(Understanding(words).query("浮标多少个").weighted))


def test_a_set_of_three_gives_two_others(words: Words, tmp_path: Path) -> None:
    own = tmp_path / "synonyms.txt"
    own.write_text("ＱＸＺ 浮標 苔藓\n", "utf-8")
    assert others(Understanding(words, tmp_path).query("qxz在哪里"), "qxz") == {"浮标", "苔藓"}


def test_the_users_renderings_are_read(words: Words, tmp_path: Path) -> None:
    (tmp_path / "en-zh.tsv").write_text("# ours\nMoss Barge\t苔藓船 苔船\n", "utf-8")
    told = dict(Understanding(words, tmp_path).query("How long is the moss barge?").weighted)
    assert set(words.cut("苔藓船")) <= set(told)


@pytest.mark.parametrize("question", ["emails怎么发", "maintain是什么", "OpenAIX的模型", "2ai3的结果"])
def test_latin_entries_are_found_as_whole_words_only(plain: Understanding, question: str) -> None:
    assert "人工智能" not in dict(plain.query(question).weighted)


@pytest.mark.parametrize("question", ["AI芯片", "谈谈ai", "用AI，画图", "(AI)"])
def test_latin_entries_beside_chinese_are_whole_words(plain: Understanding, question: str) -> None:
    assert "人工智能" in dict(plain.query(question).weighted)


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("utilisation", "utilization"),
        ("kilometres", "kilometer"),
        ("safer", "safe"),
        ("busiest", "busy"),
        ("neighbour", "neighbor"),
    ],
)
def test_british_spellings_and_degrees_lead_to_the_entry(word: str, stem: str) -> None:
    assert stem in stems(word)


def test_english_phrases_are_longer_than_their_words(plain: Understanding) -> None:
    told = plain.query("How much did artificial intelligence grow in Hangzhou?")
    concept = next(c for c in told.concepts if "artificial" in c.words)
    assert set(concept.words) == {"artificial", "intelligence"}
    assert "人工智能" in others(told, "artificial")
    assert "杭州" in others(told, "hangzhou")


@pytest.mark.parametrize(
    ("word", "stem"),
    [("cities", "city"), ("batteries", "battery"), ("planned", "plan"), ("based", "base"), ("making", "make"),
     ("city's", "city"), ("boxes", "box"), ("running", "run")],
)  # fmt: skip
def test_endings_are_taken_off(word: str, stem: str) -> None:
    assert stem in list(stems(word))


def test_stems_begin_with_the_word_itself() -> None:
    assert next(iter(stems("is"))) == "is"


def test_the_questions_words_weigh_one_pairs_and_others_less(plain: Understanding) -> None:
    told = dict(plain.query("浮标读数与人工智能").weighted)
    assert told["人工智能"] == 1
    assert told["_标读"] == PAIR_WEIGHT
    assert told["ai"] == pytest.approx(SYNONYM_WEIGHT)


def test_pairs_inside_a_word_are_not_asked_for_again(plain: Understanding) -> None:
    assert plain.query("人工智能").pairs == ()


def test_a_words_own_weight_is_not_lowered_by_a_synonym(plain: Understanding) -> None:
    told = dict(plain.query("人工智能就是AI吗").weighted)
    assert told["ai"] == told["人工智能"] == 1


def test_no_word_is_in_two_concepts(plain: Understanding) -> None:
    query = plain.query("杭州人工智能产业与AI企业的数据、大数据、数字经济各有多少？ how many AI companies in Hangzhou")
    assert len(query.words) == len(set(query.words))


@pytest.mark.parametrize("text", ["", "？", "😀", "的", "a"])
def test_a_question_without_words_has_no_concepts_or_harmless_ones(plain: Understanding, text: str) -> None:
    query = plain.query(text)
    assert query.text == text
    assert all(isinstance(c, Concept) and c.words for c in query.concepts)


@pytest.mark.parametrize(
    "question",
    ["请你帮我查一下浮标", "麻烦您告诉我到底有哪些浮标", "我想知道浮标", "请问浮标究竟有多少个", "請問浮標大概有多少個",
     "文章里说浮标有多少个", "有没有提到浮标", "跟我说说浮标", "帮忙看看杂志上有没有说浮标"],
)  # fmt: skip
def test_what_is_said_to_the_one_asked_is_not_looked_for(plain: Understanding, question: str) -> None:
    assert plain.query(question).words == ("浮标",)


@pytest.mark.parametrize(
    "question",
    ["According to the article, how many buoys?", "Could you please tell me how many buoys there are?",
     "I'd like to know what kind of buoys", "does the article say which buoys"],
)  # fmt: skip
def test_english_phrases_about_the_asking_are_not_looked_for(plain: Understanding, question: str) -> None:
    assert plain.query(question).words == ("buoys",)


@pytest.mark.parametrize(("question", "word"), [("帮扶企业", "帮扶"), ("给我国企业", "我国"), ("根据地", "根据地")])
def test_words_that_begin_like_an_address_stay(plain: Understanding, question: str, word: str) -> None:
    assert word in plain.query(question).words


def test_hyphens_do_not_hide_an_entry(plain: Understanding) -> None:
    told = plain.query("Which high-tech enterprises count the buoys?")
    assert "高新技术企业" in others(told, "high")
