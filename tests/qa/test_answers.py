"""Answers: each claim with its proof, or a plain refusal."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from invented import normal

from index.library import Library
from index.types import Filters
from qa.answerer import Answerer

Ask = Callable[[str], dict[str, Any]]
MARK = re.compile(r"\[(\d+)\]")
NUMBER = re.compile(r"\d[\d,]*\.\d+%?|\d+%|\d[\d,]{2,}")
ANSWERED = [
    ("青鹭湖浮标观测网由多少个浮标组成？", "32个"),
    ("浮标观测网的总投入是多少？", "4800万元"),
    ("蓝藻面积比前年减少了多少？", "37.5%"),
    ("纸电池作坊的创始人是谁？", "乔松年"),
    ("什么是纸电池？", "芦苇浆"),
    ("潮汐钟楼是哪一年停摆的？", "1962年"),
    ("潮汐钟楼什么时候重新报时？", "2029年9月3日"),
    ("为什么选择苔藓？", "没有根系"),
    ("苔藓屋顶能截留多少雨水？", "68%"),
    ("每吨海雾淡水的成本是多少？", "6.4元"),
    ("无人渡船的票价是多少？", "3元"),
    ("钟楼的三名专职守钟人是谁？", "贺兰、邱平和韦大川"),
    ("哪份文件规定钟楼每五年检修一次？", "柳汀镇文物保护办法"),
    ("枫溪镇廊桥装了多少个应变传感器？", "76个"),
    ("冰窖书库的改建费用是多少？", "2700万元"),
    ("冰窖書庫的改建費用是多少？", "2700万元"),
]
OFF_TOPIC = [
    "火星基地的氧气从哪里来？",
    "秦始皇在位多少年？",
    "How many moons does Jupiter have?",
    "量子引力的实验结果是什么？",
]

BITS = ("浮标", "钟楼", "多少", "谁", "为什么", "什么时候", "纸电池", "产量", "渡船")
BITS += ("AI", "how many", "《", "？", "[9]", "3.2元", "和")


@pytest.mark.parametrize(("question", "wanted"), ANSWERED)
def test_a_question_is_answered_with_proof(ask: Ask, question: str, wanted: str) -> None:
    answer = ask(question)
    assert answer["status"] == "answered"
    assert wanted in answer["answer"]
    assert any(wanted in citation["quote"] for citation in answer["citations"])


def test_a_count_in_a_rarer_measure_word_is_answered(ask: Ask) -> None:
    assert "8300册" in ask("冰窖书库藏有多少册古籍？")["answer"]


@pytest.mark.parametrize("question", [q for q, _ in ANSWERED] + OFF_TOPIC)
def test_marks_and_citations_match(ask: Ask, question: str) -> None:
    answer = ask(question)
    numbers = [citation["n"] for citation in answer["citations"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {int(n) for n in MARK.findall(answer["answer"])} == set(numbers)


@pytest.mark.parametrize("question", [q for q, _ in ANSWERED])
def test_quotes_stand_word_for_word_in_the_source(ask: Ask, verbatim, question: str) -> None:
    for citation in ask(question)["citations"]:
        assert verbatim(citation), citation
        assert citation["spans"]
        for start, end in citation["spans"]:
            assert 0 <= start < end <= len(citation["quote"])


@pytest.mark.parametrize("question", [q for q, _ in ANSWERED])
def test_what_is_said_is_what_the_spans_quote(ask: Ask, question: str) -> None:
    answer = ask(question)
    for line, citation in zip(answer["answer"].split("\n"), answer["citations"], strict=True):
        said = normal(MARK.sub("", line))
        quoted = normal("".join(citation["quote"][a:b] for a, b in citation["spans"]))
        assert said.replace("……", "").strip("，,；;：:、") in quoted or said in quoted


@pytest.mark.parametrize("question", [q for q, _ in ANSWERED])
def test_numbers_in_an_answer_stand_in_a_quote(ask: Ask, question: str) -> None:
    answer = ask(question)
    quotes = normal("\n".join(citation["quote"] for citation in answer["citations"]))
    assert all(number in quotes for number in NUMBER.findall(normal(MARK.sub("", answer["answer"]))))


@pytest.mark.parametrize("question", OFF_TOPIC)
def test_what_the_library_does_not_tell_is_refused_in_the_questions_language(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer["status"] == "not_found"
    assert answer["citations"] == []
    assert answer["claims"] == {"made": 0, "proved": 0, "cut": 0}
    if re.search("[\u4e00-\u9fff]", question):
        assert (answer["language"], "没有找到" in answer["answer"]) == ("zh", True)
    else:
        assert (answer["language"], answer["answer"].isascii()) == ("en", True)


@pytest.mark.parametrize("question", [q for q, _ in ANSWERED[:6]] + OFF_TOPIC + ["浮标"])
def test_the_nearest_passages_come_along_at_least_ten(ask: Ask, library: Library, question: str) -> None:
    passages = ask(question)["passages"]
    assert len(passages) >= min(10, len(library.passages()))
    assert [p["rank"] for p in passages] == list(range(1, len(passages) + 1))
    assert len({p["passage_id"] for p in passages}) == len(passages)


@pytest.mark.parametrize(
    ("question", "wanted", "other"),
    [("西车间的次年产量是多少片？", "2607", "2418"), ("东车间首年产量是多少？", "1260", "984")],
)
def test_an_answer_in_a_table_row(ask: Ask, verbatim, question: str, wanted: str, other: str) -> None:
    answer = ask(question)
    first = answer["citations"][0]
    assert wanted in first["quote"]
    assert wanted in answer["answer"]
    assert other not in answer["answer"].split("[1]")[0]
    assert " … " in first["quote"], "its cells stand in columns of the source"
    assert verbatim(first)


def test_a_citation_tells_the_place(ask: Ask) -> None:
    citation = ask("潮汐钟楼什么时候重新报时？")["citations"][0]
    assert citation["issue"] == "海湾科技 2031年第4期"
    assert citation["article"] == "柳汀镇潮汐钟楼修复记"
    assert citation["authors"] == ["张明"]
    assert (citation["page_first"], citation["page_last"], citation["page_exact"]) == (5, 5, True)
    assert citation["source_file"] == "full.txt"


def test_the_lines_of_a_citation_are_those_of_the_quote_not_of_the_passage(ask: Ask) -> None:
    answer = ask("潮汐钟楼什么时候重新报时？")
    citation = answer["citations"][0]
    passage = next(p for p in answer["passages"] if p["passage_id"] == citation["passage_id"])
    assert passage["line_first"] <= citation["line_first"] <= citation["line_last"] <= passage["line_last"]
    assert citation["line_last"] - citation["line_first"] < passage["line_last"] - passage["line_first"]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [("How many buoys does the lake network have?", "32"), ("What is moss roof in 石榴坪?", "moss roof")],
)
def test_an_english_question_is_told_in_english(ask: Ask, question: str, wanted: str) -> None:
    answer = ask(question)
    assert answer["language"] == "en"
    if answer["citations"]:
        assert answer["answer"].startswith("The text says: “")
    else:
        assert answer["answer"].startswith("The issues in this library do not answer")


def test_english_words_in_the_text_answer(ask: Ask) -> None:
    assert "moss roof" in ask("moss roof是什么？")["answer"]


def test_filters_narrow_an_answer(answerer: Answerer) -> None:
    told = answerer.ask("沈岚写的传感器或浮标有多少个？", Filters(issue="海湾科技 2032年第1期"))
    assert {hit.passage.issue for hit in told.hits} == {"海湾科技 2032年第1期"}
    told = answerer.ask("浮标有多少个？", Filters(author="顾明"))
    assert {hit.passage.authors for hit in told.hits} == {("顾明",)}


def test_the_same_question_has_the_same_answer(ask: Ask) -> None:
    one, other = ask("无人渡船的票价是多少？"), ask("无人渡船的票价是多少？")
    assert {**one, "elapsed_ms": 0} == {**other, "elapsed_ms": 0}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(BITS), max_size=9))
def test_whatever_is_asked_what_is_said_is_proved(ask: Ask, verbatim, words: list[str]) -> None:
    answer = ask("".join(words))
    assert {int(n) for n in MARK.findall(answer["answer"])} == {c["n"] for c in answer["citations"]}
    assert all(verbatim(citation) for citation in answer["citations"])
    assert (answer["status"] == "not_found") == (not answer["citations"])
    assert 0 <= answer["probability"] <= 1
