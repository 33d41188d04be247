"""Questions that are hardly any, and libraries that hold nothing."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from program import Hangke

LONG = "潮汐钟楼在停摆以前每天怎样报时，修复以后又怎样？" * 220


@pytest.mark.parametrize(
    "question", ["钟", "a", "?", "😀🎉🚀", "", "   ", "\n", "[1]", "%", "'; DROP TABLE issues; --", "\x00"]
)
def test_an_odd_question_has_an_answer_object(run, filled: Path, tmp_path: Path, question: str) -> None:
    (tmp_path / "questions.jsonl").write_text(json.dumps({"question": question}), "utf-8")
    done = run("ask", "--batch", tmp_path / "questions.jsonl")
    assert (done.status, done.err) == (0, "")
    answer = done.object
    assert answer["question"] == question
    assert (answer["status"] == "not_found") == (answer["citations"] == [])


@pytest.mark.parametrize("question", ["😀🎉🚀", "", "   ", "\n", "？！", "%"])
def test_what_asks_nothing_is_told_so(run, home: Path, question: str) -> None:
    done = run("ask", question)
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert "ask something" in done.err
    assert not home.exists()


def test_a_question_of_five_thousand_characters(run, filled: Path) -> None:
    began = time.process_time()
    done = run("ask", LONG[:5000])
    assert done.status == 0
    assert time.process_time() - began < 5
    assert done.object["passages"][0]["article"] == "柳汀镇潮汐钟楼修复记"


@pytest.mark.parametrize("command", [["search", "😀"], ["search", ""], ["search", "无此词语鲲鹭舸"]])
def test_a_search_that_finds_nothing_says_so(run, filled: Path, command: list[str]) -> None:
    done = run(*command)
    assert (done.status, done.out) == (0, "")
    assert done.err.count("\n") == 1


def test_an_emptied_library(run, filled: Path) -> None:
    assert run("remove", "海湾科技 2031年第4期").status == 0
    assert (run("list").out, run("articles").out, run("passages").out) == ("", "", "")
    done = run("ask", "潮汐钟楼高多少米？")
    assert done.status == 0
    assert (done.object["status"], done.object["citations"], done.object["passages"]) == ("not_found", [], [])
    assert run("search", "钟楼").status == 0
    assert run("ask", "钟楼", "--author", "张明", "--year-from", "2000").status == 0


@pytest.mark.parametrize("command", [["articles"], ["list"]])
def test_no_library_at_all(run, home: Path, command: list[str]) -> None:
    done = run(*command)
    assert done.status == 0, done.err
    assert not home.exists()


@pytest.mark.parametrize("command", [["passages"], ["ask", "钟楼"], ["search", "钟楼"]])
def test_no_library_at_all_to_read_from(run, home: Path, command: list[str]) -> None:
    done = run(*command)
    assert done.status == 0, done.err
    assert not home.exists()


def test_lone_surrogates_in_a_batch(process: Hangke, filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text('{"question": "\\ud800 潮汐钟楼高多少米？"}\n{"question": "潮汐钟楼高多少米？\\u0000"}\n', "utf-8")
    done = process("ask", "--batch", path, "--json")
    assert "Traceback" not in done.err
    assert done.status == 0
    assert len(done.objects) == 2
    assert all("27.4米" in answer["answer"] for answer in done.objects)


def test_bytes_that_are_no_text_in_a_question(process: Hangke, filled: Path) -> None:
    done = process("ask", b"\xff\xfe".decode("utf-8", "surrogateescape"), "--json", PYTHONUTF8="1")
    assert "Traceback" not in done.err
    assert done.status in (0, 1)


def test_a_line_separator_inside_a_question_of_a_batch(run, filled: Path, tmp_path: Path) -> None:
    question = "潮汐钟楼\u2028高多少米？"
    path = tmp_path / "questions.jsonl"
    path.write_text(json.dumps({"question": question}, ensure_ascii=False) + "\n", "utf-8")
    done = run("ask", "--batch", path)
    assert done.status == 0, done.err
    assert done.object["question"] == question


@pytest.mark.parametrize("line", ['{"question": 5}', '{"question": null}', '{"question": ["钟楼"]}'])
def test_a_question_that_is_no_text_in_a_batch(run, filled: Path, tmp_path: Path, line: str) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_text(line + "\n", "utf-8")
    done = run("ask", "--batch", path)
    assert (done.status, done.out) == (1, "")
    assert "line 1" in done.err


def test_a_batch_that_is_no_text(run, filled: Path, tmp_path: Path) -> None:
    path = tmp_path / "questions.txt"
    path.write_bytes(b"\xff\xfe\x00\x01\x80")
    done = run("ask", "--batch", path)
    assert (done.status, done.out) == (1, "")
    assert done.err.count("\n") == 1
