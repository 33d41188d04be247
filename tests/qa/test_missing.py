"""What an answer leaves open is said, and no number of the question is repeated as if it were told."""

from __future__ import annotations

import re

import pytest

from qa import missing
from qa.answerer import Answerer
from qa.evidence import Evidence
from qa.question import understand
from qa.types import Status

LACKING = [
    ("成都的浮标观测网由多少个浮标组成？", "成都"),
    ("2019年青鹭湖浮标观测网由多少个浮标组成？", "2019年"),
    ("“蜂鸟”浮标由谁设计？", "“蜂鸟”"),
]


@pytest.mark.parametrize(("question", "named"), LACKING)
def test_what_the_question_names_and_the_library_has_not_is_named(answerer: Answerer, question, named: str) -> None:
    told = answerer.ask(question)
    assert told.status is not Status.ANSWERED
    assert told.missing is not None
    assert named in told.missing


def test_an_answer_without_reserve_misses_nothing(answerer: Answerer) -> None:
    told = answerer.ask("潮汐钟楼什么时候重新报时？")
    assert (told.status, told.missing) == (Status.ANSWERED, None)


@pytest.mark.parametrize(
    ("question", "lacking", "said"),
    [
        ("2019年有多少浮标？", "2019年", "所问的年份"),
        ("有多少浮标？", "成都、2019年、第三届", "成都、所问的年份、第三届"),
        ("How many buoys in 2019?", "2019", "the year asked for"),
        ("有多少浮标？", "成都、第12届、“5g浮标”", "成都、问题里点名的那一项、问题里点名的那一项"),
        ("各有多少？", "2016年浮标各有多少", "所问的年份浮标各有多少"),
        ("How many buoys?", "“5g buoys”, 厦门", "what the question names, 厦门"),
        ("有多少浮标？", "所问的数字", "所问的数字"),
    ],
)
def test_numbers_of_the_question_are_not_repeated(question: str, lacking: str, said: str) -> None:
    assert missing.in_words(understand(question), lacking) == said


@pytest.mark.parametrize("question", [q for q, _ in LACKING] + ["浮标与气球哪个贵？", "How many balloons in 2019?"])
def test_a_partial_answer_closes_with_what_is_missing(answerer: Answerer, question: str) -> None:
    told = answerer.ask(question)
    assert (told.status is Status.ANSWERED) == (told.missing is None) or told.status is Status.NOT_FOUND
    if told.status is Status.PARTIAL:
        note = told.answer.rstrip("\n").split("\n")[-1]
        assert told.citations
        assert not re.search(r"\d", note.split("Terms")[0])


def test_of_no_sentences_nothing_can_be_told() -> None:
    assert missing.of_library(understand("有多少浮标？"), Evidence(())) is None
