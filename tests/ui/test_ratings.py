"""`hangke feedback` and `hangke eval` in one process."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.library import Library
from qa import feedback
from qa.answerer import Answerer
from ui import cli

QUESTION, SILENT = "潮汐钟楼高多少米？", "秦始皇在位多少年？"


def test_the_output_of_feedback_is_the_input_of_eval(home: Path, run, tmp_path: Path) -> None:
    asking = Answerer(Library(home))
    feedback.keep(asking.library, asking.ask(QUESTION), True)
    feedback.keep(asking.library, asking.ask(SILENT), False)
    told = run("feedback")
    assert [(record["question"], record["rating"]) for record in told.objects] == [(QUESTION, "up"), (SILENT, "down")]
    path = tmp_path / "rated.jsonl"
    path.write_text(told.out, "utf-8")
    table = run("eval", path).object
    assert (table["all"]["answer"], table["all"]["n"], table["disliked"]["same"]) == (1.0, 1, 1.0)


def test_people_read_a_line_each(home: Path, run, capfd: pytest.CaptureFixture[str]) -> None:
    asking = Answerer(Library(home))
    feedback.keep(asking.library, asking.ask(QUESTION), True)
    assert cli.main(["feedback", "--home", str(home)]) == 0
    (line,) = capfd.readouterr().out.splitlines()
    thumb, _, question, told = line.split("\t")
    assert (thumb, question, told) == ("👍", QUESTION, "27.4米")


def test_that_nothing_is_rated_is_told(run) -> None:
    told = run("feedback")
    assert (told.status, told.out) == (0, "")
    assert "no answer has been rated" in told.err
