"""Follow-ups on the command line and in the app."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from program import Done

from index.library import Library
from ui import cli, show
from ui.desk import Desk
from ui.tabs.dialogue import converse as turns_of
from ui.texts import EN, ZH

Run = Callable[..., Done]
FIRST = "青鹭湖浮标观测网由多少个浮标组成？"


@pytest.fixture
def dialogue(run: Run, tmp_path: Path) -> Path:
    """A file with the answer to a first question."""
    path = tmp_path / "dialogue.jsonl"
    path.write_text(run("ask", FIRST).out, "utf-8")
    return path


def test_a_follow_up_is_completed_and_answered(run: Run, dialogue: Path) -> None:
    answer = run("ask", "总投入是多少？", "--history", dialogue).object
    assert answer["question"] == "总投入是多少？"
    assert answer["asked"] == "青鹭湖浮标观测网的总投入是多少？"
    assert "4800万元" in answer["answer"]


def test_without_a_dialogue_both_forms_are_the_same(run: Run) -> None:
    answer = run("ask", FIRST).object
    assert answer["question"] == answer["asked"] == FIRST


def test_the_completed_question_is_shown(run: Run, dialogue: Path) -> None:
    answer = run("ask", "总投入是多少？", "--history", dialogue).object
    assert show.answer(answer).startswith("（理解为：青鹭湖浮标观测网的总投入是多少？）\n")
    assert "理解为" not in show.answer(answer | {"question": answer["asked"]})
    assert show.answer(answer | {"language": "en"}).startswith("(understood as: ")


def test_a_dialogue_that_cannot_be_read_is_told_in_one_line(run: Run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{", "utf-8")
    done = run("ask", "那萧山呢", "--history", bad)
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("hangke: ")
    assert done.err.count("\n") == 1


def test_a_batch_has_no_dialogue(dialogue: Path, tmp_path: Path) -> None:
    assert cli.main(["ask", "--batch", str(dialogue), "--history", str(dialogue), "--home", str(tmp_path)]) == 2


def test_the_questions_of_a_batch_stand_alone(run: Run, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n".join(json.dumps({"question": text}) for text in (FIRST, "总投入呢？")), "utf-8")
    assert [answer["asked"] for answer in run("ask", "--batch", batch).objects] == [FIRST, "总投入呢？"]


@pytest.mark.parametrize(("texts", "said"), [(ZH, "（理解为：青鹭湖"), (EN, "(understood as: 青鹭湖")])
def test_the_app_keeps_the_dialogue_of_a_visitor(home: Path, texts: Any, said: str) -> None:
    desk = Desk(Library(home))
    *_, turns = converse(desk, FIRST, (), texts)
    told, turns = converse(desk, "总投入是多少？", turns, texts)
    assert told.startswith(said)
    assert [turn.question for turn in turns] == [FIRST, "总投入是多少？"]
    assert turns[-1].answer.asked == "青鹭湖浮标观测网的总投入是多少？"


def converse(desk: Desk, question: str, turns: Any, texts: Any) -> tuple[str, Any]:
    """What the chat ends with, and the turns that are kept."""
    updates = list(turns_of(desk, question, turns, (None,) * 6, texts))
    return updates[-1][0][-1]["content"], next(
        kept for kept in (each[3] for each in reversed(updates)) if isinstance(kept, tuple)
    )
