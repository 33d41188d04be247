"""Issues named in a question: searched alone, dropped from the words, or told to be absent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from index.library import Library
from index.types import Filters, IssueRow
from index.words import fold
from qa.answerer import Answerer
from qa.scope import author, scope

Ask = Callable[[str], dict[str, Any]]


def row(
    year: int, number: int, magazine: str = "海湾科技", digests: str | None = None, hidden: bool = False
) -> IssueRow:
    name = f"{magazine} {year}年第{number}期"
    return IssueRow(
        f"{magazine}-{year}-{number}", name, magazine, year, number, "a.txt", "", 1, 1, 1, "",
        digest=digests is not None, digest_of=digests, hidden=hidden,
    )  # fmt: skip


ISSUES = [row(2031, 4), row(2033, 2), row(2040, 1, "海湾样刊", "海湾科技 2032年第1期")]


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("2031年第4期里浮标有多少个？", "浮标有多少个?"),
        ("《海湾科技》2031年第４期，浮标有多少个", "浮标有多少个"),
        ("海湾科技2031(4)的浮标", "浮标"),
        ("2031年第四期的《海湾科技》里浮标有多少", "浮标有多少"),
        ("第4期里浮标有多少个", "浮标有多少个"),
        ("在《海湾科技》第4期里浮标有多少个", "在 浮标有多少个"),
        ("How many buoys are there in issue 4 of 2031?", "How many buoys are there  ?"),
        ("How many buoys in the fourth issue of 2031", "How many buoys"),
    ],
)
def test_an_issue_of_the_library_narrows_and_leaves_the_words(question: str, rest: str) -> None:
    told = scope(question, lambda: ISSUES)
    assert (told.issue, told.text, told.absent) == ("海湾科技-2031-4", rest, None)


def test_the_issue_that_a_digest_digests_is_the_digest() -> None:
    assert scope("2032年第1期里的浮标", lambda: ISSUES).issue == "海湾样刊-2040-1"


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("2030年第2期的文章里浮标有多少", "2030年第2期"),
        ("《海湾科技》2030年第2期浮标有多少", "海湾科技2030年第2期"),
        ("2030年第2期，浮标有多少", "2030年第2期"),
        ("2030年第2期浮标有多少", "2030年第2期"),
        ("2030年第2期的浮标", "2030年第2期"),
        ("海湾科技第9期里的浮标", "海湾科技第9期"),
        ("《湖泊》2031年第4期的论文", "《湖泊》2031年第4期"),
        ("《Lakes and Rivers Today》2031年第4期讲了什么", "《Lakes and Rivers Today》2031年第4期"),
        ("What does issue 2 of 2030 say about buoys?", "issue 2 of 2030"),
    ],
)
def test_an_issue_that_is_not_here_is_named(question: str, named: str) -> None:
    told = scope(question, lambda: ISSUES)
    assert (told.issue, told.absent, told.text) == (None, named, question)


@pytest.mark.parametrize(
    "question",
    ["2030年第2期培训班有多少人", "2030年第1期专项债规模多大", "去年2030年第2期浮标有多少",
     "2031年第4期和2033年第2期的浮标哪个多", "《湖泊保护与观测工作三年行动计划》2031年第4期的论文",
     "二期工程何时完工",
     "第9期里的浮标", "班上第4期里的浮标", "2031年浮标有多少", "The issue of buoys in 2031", ""],
)  # fmt: skip
def test_what_names_no_issue_or_several_is_left_alone(question: str) -> None:
    told = scope(question, lambda: ISSUES)
    assert (told.text, told.issue, told.absent) == (question, None, None)


def test_a_hidden_issue_is_not_meant() -> None:
    assert scope("第4期里的浮标", lambda: [row(2031, 4, hidden=True)]).issue is None


def test_the_catalogue_is_not_read_for_a_question_that_names_no_issue() -> None:
    assert scope("浮标有多少个？", lambda: pytest.fail("read")).text == "浮标有多少个？"


def test_an_answer_comes_from_the_issue_named(ask: Ask) -> None:
    answer = ask("2031年第4期里，观测网由多少个浮标组成？")
    assert answer["status"] == "answered"
    assert {citation["issue"] for citation in answer["citations"]} == {"海湾科技 2031年第4期"}
    assert answer["question"] == "2031年第4期里，观测网由多少个浮标组成？"


@pytest.mark.parametrize(
    ("question", "word"),
    [("2030年第2期里浮标有多少个？", "现有"), ("How many buoys are there in issue 2 of 2030?", "holds")],
)
def test_a_question_for_an_issue_that_is_not_here_is_told_so(ask: Ask, question: str, word: str) -> None:
    answer = ask(question)
    assert answer["status"] == "not_found"
    assert "2030" in answer["missing"]
    assert word in answer["answer"]
    assert "海湾科技 2031年第4期" in answer["answer"]
    assert answer["citations"] == []


@pytest.mark.parametrize(
    "question",
    ["沈岚认为最难的部分是什么", "沈岚教授怎么看浮标", "作者沈岚讲了浮标的什么", "沈岚那篇文章里的浮标",
     "沈嵐說浮標有多少", "what does 沈岚 say about buoys", "buoys, according to 沈岚"],
)  # fmt: skip
def test_the_author_whose_words_are_asked_for(question: str) -> None:
    assert author(fold(question), lambda: {"程远舟": "程远舟", "沈岚": "沈岚"}) == "沈岚"


@pytest.mark.parametrize("question", ["沈岚有多少个浮标", "谁认为浮标难", "周岚说浮标有多少", "沈岚，浮标的电池，讲讲"])
def test_a_name_without_saying_is_a_word_like_others(question: str) -> None:
    assert author(fold(question), lambda: {"程远舟": "程远舟", "沈岚": "沈岚"}) is None


def test_the_authors_own_passages_come_first(library: Library) -> None:
    names = sorted(library.authors.values())
    for name in names[:4]:
        own = library.find_evidence(library.query(f"{name}的文章"), 10, Filters(favoured=name)).hits
        anyone = library.find_evidence(library.query(f"{name}的文章"), 10).hits
        assert name in own[0].passage.authors
        assert len(own) == len(anyone)


def test_an_author_is_answered_from_his_own_words(ask: Ask) -> None:
    answer = ask("沈岚认为，最难的部分是什么？")
    assert answer["status"] == "answered"
    assert all("沈岚" in "".join(citation["authors"]).replace(" ", "") for citation in answer["citations"])
    assert len(answer["passages"]) >= 3


def test_what_an_author_does_not_say_is_looked_for_elsewhere(ask: Ask) -> None:
    anyone = ask("观测网由多少个浮标组成？")
    assert anyone["status"] == "answered"
    assert ask("沈岚说观测网由多少个浮标组成？")["status"] == "answered"


@pytest.mark.parametrize(
    "question", ["2030年夏天蓝藻面积减少了多少？", "去年夏天蓝藻面积减少了多少？", "30年底蓝藻面积减少了多少？"]
)
def test_a_year_told_by_relation_counts_as_the_year_asked_for(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer["status"] == "answered"
    assert "37.5%" in answer["answer"]


def test_another_year_than_the_one_told_is_refused(ask: Ask) -> None:
    assert ask("2024年夏天蓝藻面积减少了多少？")["status"] == "not_found"


@pytest.mark.parametrize("named_alone", [True, False])
def test_a_search_is_narrowed_to_the_issue_named(library: Library, named_alone: bool) -> None:
    row = library.issues()[-1]
    words = "" if named_alone else library.passages(row.issue_id)[-1].article
    hits = Answerer(library).search(f"{row.year}年第{row.number}期{words}", 5)
    assert {hit.passage.issue_id for hit in hits} == {row.issue_id}
