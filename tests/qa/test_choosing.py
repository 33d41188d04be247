"""What an answer says: how many sentences, how much of each, and a sentence for each side."""

from __future__ import annotations

from dataclasses import replace

import pytest
from paragraph import sentence

from index.library import Library
from qa import choosing, evidence
from qa.choosing import Choice, choose
from qa.evidence import Evidence, Sentence
from qa.question import understand

ONE, TWO, THREE = "浮标共有32个。", "雷达共有4座。", "闸门共有3处。"


def said(choices: list[Choice]) -> list[str]:
    return ["".join(choice.passage.text[a:b] for a, b in choice.said) for choice in choices]


def of(*pairs: tuple[str, float], right: float = 1.0) -> Evidence:
    """Sentences of passages of their own, each with its chance."""
    return Evidence(tuple(sentence(text, chance=chance) for text, chance in pairs), right, 1.0)


@pytest.mark.parametrize(
    ("chances", "right", "count"),
    [
        ((0.9, 0.08, 0.02), 1.0, 1),  # sure
        ((0.5, 0.3, 0.2), 1.0, 2),  # two may do
        ((0.5, 0.3, 0.2), 0.1, 3),  # none may do
        ((0.55, 0.05, 0.05), 0.1, 1),  # the others are far behind
    ],
)
def test_a_fact_is_told_in_one_two_or_three_sentences(chances, right: float, count: int) -> None:
    found = choose(understand("有多少个浮标？"), of(*zip((ONE, TWO, THREE), chances, strict=True), right=right))
    assert said(found) == [ONE, TWO, THREE][:count]


def test_the_second_sentence_must_have_room_and_say_something_else() -> None:
    long = of((ONE, 0.5), ("很" * choosing.ROOM + "。", 0.4))
    assert said(choose(understand("有多少个浮标？"), long)) == [ONE]
    assert said(choose(understand("有多少个浮标？"), of((ONE, 0.5), (ONE, 0.4)))) == [ONE]


def test_a_long_first_sentence_is_said_all_the_same() -> None:
    text = "很" * (choosing.WIDE_ROOM * 2) + "。"
    assert said(choose(understand("有多少个浮标？"), of((text, 1.0)))) == [text]


def test_a_sentence_that_announces_is_told_with_what_it_announces() -> None:
    best = sentence("难点主要有三个。齿轮锈了。图纸丢了。潮差太小。钟楼报时。")
    (found,) = choose(understand("难点是什么？"), Evidence((best,), 1.0, 1.0))
    assert said([found]) == ["难点主要有三个。齿轮锈了。图纸丢了。潮差太小。"]
    assert found.quoted == (best.span[0], best.hit.passage.sentences[3][1])
    assert found.length == len(said([found])[0])


def test_the_sentence_that_enumerates_as_many_as_are_asked_for_comes_first() -> None:
    given = of((TWO, 0.5), ("守钟人是贺兰、邱平和韦大川。", 0.4))
    assert said(choose(understand("有哪三名守钟人？"), given))[0] == "守钟人是贺兰、邱平和韦大川。"


@pytest.mark.parametrize(
    "text",
    [
        "修复分以下三步。一是清理。二是铸造。三是校准。",
        "修复分以下三步：一是清理。二是铸造。三是校准。",
        "一是清理。二是铸造。三是校准。",
    ],
)
def test_the_items_of_a_list_are_counted_with_the_one_in_its_opening(text: str) -> None:
    given = Evidence((sentence(TWO, chance=0.5), sentence(text, chance=0.4)), 1.0, 1.0)
    assert said(choose(understand("有哪三个步骤？"), given))[0] == text


def test_the_items_of_a_list_are_shortened_by_clauses_alike() -> None:
    item = "要清理齿轮，" + "还要反复检查，" * 40
    best = sentence(f"分以下三步。一是{item}好。二是{item}好。三是{item}好。")
    (found,) = choose(understand("有哪三个步骤？"), Evidence((best,), 1.0, 1.0))
    assert len(found.said) == 4
    assert all(end - start <= choosing.WIDE_ROOM // 4 for start, end in found.said)


def test_each_side_of_a_comparison_comes_first() -> None:
    whole = of((THREE, 0.6), (ONE, 0.2), (TWO, 0.2))
    sides = (of((ONE, 0.7)), of((TWO, 0.7)))
    assert said(choose(understand("浮标和雷达哪个多？"), whole, sides))[:2] == [ONE, TWO]


def test_a_sentence_that_answers_both_sides_is_said_once() -> None:
    both = "浮标共有32个，雷达共有4座。"
    found = said(choose(understand("浮标和雷达哪个多？"), of((both, 0.9)), (of((both, 0.9)), of((both, 0.9)))))
    assert found == [both]


def test_a_side_without_sentences_is_left_out() -> None:
    found = choose(understand("浮标和雷达哪个多？"), of((ONE, 0.9)), (of((ONE, 0.9)), Evidence(())))
    assert said(found) == [ONE]


def test_a_gist_is_told_by_whole_sentences() -> None:
    question = replace(understand("这篇文章讲了什么？"), gist=True)
    found = choose(question, of((ONE, 1.0), (TWO, 1.0), (THREE, 1.0), ("钟楼报时。", 1.0)))
    assert said(found) == [ONE, TWO, THREE]


@pytest.mark.parametrize(
    ("text", "count", "room"),
    [
        ("青鹭湖浮标观测网的总投入是多少元？", 3, choosing.LONG_ROOM),
        ("钟楼的三名专职守钟人有哪些？", choosing.MOST, choosing.WIDE_ROOM),
        ("青鹭湖的浮标和潮汐钟楼的齿轮，各有多少个？", choosing.MOST, choosing.WIDE_ROOM),
    ],
)
def test_what_is_said_stays_within_its_room(library: Library, text: str, count: int, room: int) -> None:
    question, query = understand(text), library.query(text)
    found = library.find_evidence(query, evidence.WEIGHED, form=evidence.form_of(question, library))
    choices = choose(question, evidence.weigh(question, query, found, library))
    assert 1 <= len(choices) <= count
    assert sum(choice.length for choice in choices) <= room
    for choice in choices:
        assert all(choice.quoted[0] <= start < end <= choice.quoted[1] for start, end in choice.said)


def test_a_sentence_of_the_evidence_knows_its_words() -> None:
    made: Sentence = sentence(ONE + TWO, index=1)
    assert (made.text, made.key[1]) == (TWO, 1)
    assert made.hit.passage.text[slice(*made.span)] == TWO
