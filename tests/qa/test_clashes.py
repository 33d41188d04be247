"""Contradicting figures are shown together, each with its sentence."""

from __future__ import annotations

import re
from typing import Any

import invented
import pytest
from invented import Piece

from index.library import Library
from ingest import reader
from qa.answerer import Answerer
from qa.compose import SEVERAL

BYLINE = "□ 文 ／ 沈 岚 湖畔大学"
FIRST = Piece(
    "青鹭湖浮标观测网建成",
    BYLINE,
    (
        "青鹭湖浮标观测网由32个浮标组成，覆盖湖面156平方公里。观测网总投入为4800万元。",
        "湖区过去靠人工划船取样，一周两次。",
    ),
)
AGAIN = Piece(
    "青鹭湖浮标观测网回访",
    BYLINE,
    ("青鹭湖浮标观测网由45个浮标组成，覆盖湖面156平方公里。观测网总投入为5300万元。", "管理站的人说，这里的风很大。"),
)
ASKED = [
    ("青鹭湖浮标观测网由多少个浮标组成？", "32个", "45个"),
    ("青鹭湖浮标观测网总投入多少元？", "4800万元", "5300万元"),
]


@pytest.fixture(scope="module")
def contradicting(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """Two issues whose first articles give other figures for the same things."""
    folder = tmp_path_factory.mktemp("clashes")
    library = Library(folder / "home")
    for year, article in ((2031, FIRST), (2032, AGAIN)):
        text = invented.issue((article, *invented.ARTICLES[1:3]) if year == 2031 else (article, *invented.LATER), year)
        library.add(reader.read(invented.write(folder, text, f"{year}.txt")))
    return Answerer(library)


@pytest.mark.parametrize(("question", "older", "newer"), ASKED)
def test_both_figures_are_said_and_the_newer_is_named(contradicting, question: str, older: str, newer: str) -> None:
    told = contradicting.ask(question).as_json()
    assert told["status"] == "answered"
    about = told["conflicts"][0]["about"]
    assert told["answer"].startswith(SEVERAL["zh"].format(count=2, about=about) + "\n")
    (conflict,) = told["conflicts"]
    numbers = {value["value"]: value["n"] for value in conflict["values"]}
    assert set(numbers) == {older, newer}
    assert conflict["newer"] == numbers[newer]
    for value, n in numbers.items():
        cited = told["citations"][n - 1]
        assert cited["n"] == n
        assert value in cited["quote"]
        assert re.search(rf"{value}[^\n]*\[{n}\]", told["answer"])


@pytest.mark.parametrize(("question", "older", "newer"), ASKED)
def test_a_conflict_is_as_the_contract_has_it(contradicting, question: str, older: str, newer: str) -> None:
    told: dict[str, Any] = contradicting.ask(question).as_json()
    (conflict,) = told["conflicts"]
    assert set(conflict) == {"about", "values", "newer"}
    assert conflict["about"]
    cited = {citation["n"] for citation in told["citations"]}
    assert {int(n) for n in re.findall(r"\[(\d+)\]", told["answer"])} == cited
    for value in conflict["values"]:
        assert set(value) == {"value", "n", "scope"}
        assert value["n"] in cited
        assert "海湾科技 203" in value["scope"], "the issue tells apart what stands in several"


def test_an_english_question_is_told_of_them_in_english(contradicting) -> None:
    told = contradicting.ask("How many 浮标 in total does the 青鹭湖 network have?")
    assert told.language == "en"
    assert told.conflicts
    assert told.answer.startswith("2 different figures are given (")
    assert "[1]" in told.answer
    assert "[2]" in told.answer


@pytest.mark.parametrize(
    "question", ["谁设计了青鹭湖浮标观测网？", "纸电池作坊的创始人是谁？", "火星基地的氧气从哪里来？"]
)
def test_where_no_such_figure_is_asked_for_none_is_shown(contradicting, question: str) -> None:
    told = contradicting.ask(question)
    assert told.conflicts == ()
    assert "不同的数" not in told.answer


@pytest.mark.parametrize("question", ["青鹭湖观测网覆盖湖面多少平方公里？", "纸电池作坊有多少员工？"])
def test_figures_that_agree_or_stand_alone_are_no_conflict(contradicting, question: str) -> None:
    assert contradicting.ask(question).conflicts == ()
