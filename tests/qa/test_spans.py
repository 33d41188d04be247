"""The clauses that are said of a sentence."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import sentences
from index.library import Library
from qa import spans
from qa.question import understand

LONG = (
    "湖畔大学水文系在这片湖面上做了将近十年的调查，浮标观测网由32个浮标组成，每个浮标每隔一刻钟上报读数，"
    "管理站根据读数调整闸门，读数也向全市的中学开放"
)
CLAUSES = (
    "共有32个浮标，",
    "总投入为4800万元，",
    "湖面很大；",
    "沈岚说：",
    "as planned, ",
    "🚢，",
    "İstanbul，",
    "。",
    "ﬁsh",
)
CLAUSES += ("浮标上报读数，", "，", "一个很长很长很长很长很长很长很长很长的小句也没有标点")


def said(library: Library, question: str, text: str, limit: int) -> str:
    start, end = spans.window(understand(question), library.query(question), text, limit)
    return text[start:end]


@pytest.mark.parametrize("limit", [20, 30, 45])
def test_the_clause_with_the_answer_is_said_within_the_limit(library: Library, limit: int) -> None:
    found = said(library, "浮标观测网由多少个浮标组成？", LONG, limit)
    assert "32个浮标" in found
    assert len(found) <= limit + spans.MORE


def test_a_short_sentence_is_said_whole(library: Library) -> None:
    assert said(library, "有多少个浮标？", LONG, len(LONG)) == LONG
    assert said(library, "有多少个浮标？", "", 10) == ""


def test_a_clause_longer_than_the_limit_is_said_whole(library: Library) -> None:
    text = f"{LONG[:22]}，共有浮标{'很' * 40}多达32个"
    assert said(library, "有多少个浮标？", text, 20).endswith("很多达32个")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=9).map("".join), st.integers(1, 60))
def test_a_window_is_a_run_of_clauses_within_the_limit_one_clause_or_what_that_needs(
    library: Library, text: str, limit: int
) -> None:
    question = "有多少个浮标？"
    first, last = spans.window(understand(question), library.query(question), text, limit)
    assert 0 <= first < last <= len(text)
    if len(text) <= limit:
        assert (first, last) == (0, len(text))
        return
    cut = sentences.clauses(text)
    assert first in {start for start, _ in cut}
    assert last in {end for _, end in cut}
    within = [run for run in cut if first <= run[0] and run[1] <= last]
    longest = max(end - start for start, end in within)
    assert last - first <= max(limit, longest) + 2 * spans.MORE


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("按照这份意见的总要求，到2031年，湖区要建成浮标观测网和雷达站并且全部联网运行", "湖区要建成"),
        ("湖区的浮标观测网规模继续扩大，达到32个浮标，居全省各个湖区的前列并且还会增加", "湖区的浮标观测网"),
    ],
)
def test_a_clause_that_says_nothing_alone_takes_its_neighbour(library: Library, text: str, found: str) -> None:
    assert found in said(library, "到2031年达到多少？", text, 14)


@pytest.mark.parametrize(
    ("question", "text", "found"),
    [
        ("有多少个浮标？", "湖里有32个浮标和3座雷达", ["32个", "3座"]),
        ("32个浮标花了多少元？", "32个浮标共4800万元", ["4800万元"]),
        ("4800万元之外还有多少元？", "先是4800万元，再加50万元", ["50万元"]),
        ("为什么选苔藓？", "因为没有根系", []),
        ("谈谈浮标", "共有32个浮标", []),
    ],
)
def test_what_has_the_form_of_an_answer_and_is_not_the_questions_own(question: str, text: str, found: list) -> None:
    assert [text[start:end] for start, end in spans.answers(understand(question), text)] == found
