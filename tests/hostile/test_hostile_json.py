"""What programs send and files hold where JSON is wanted: each here once ended in a traceback, or in nothing at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from program import Main, told

from index.corrections import Correction
from index.library import Library
from ingest.errors import QuestionError
from qa import history
from qa.answerer import LONGEST, Answerer
from ui.calls import Calls
from ui.desk import Desk
from ui.tabs.page import _served

DEEP = "[" * 100_000
RECORDS = {
    "deep": DEEP,
    "a number": "7",
    "a text": '"question"',
    "answers that are numbers": '{"question": "q", "answers": [1], "evidence": []}',
    "answers that are a text": '{"question": "q", "answers": "a", "evidence": "b"}',
    "evidence that is an object": '{"question": "q", "answers": [], "evidence": [{}]}',
    "a language that is a list": '{"question": "q", "answers": [], "evidence": [], "lang": []}',
    "lines of one": '{"question": "q", "answers": [], "evidence": [], "lines": [1]}',
    "lines that are texts": '{"question": "q", "answers": [], "evidence": [], "lines": ["1", "2"]}',
    "a number of five thousand digits": '{"question": %s}' % ("9" * 5000),
    "bytes that are no text": b"\xff\xfe\xfd",
}  # fmt: skip


def one_line(err: str) -> str:
    (line,) = err.splitlines()
    assert line.startswith("hangke: ")
    assert len(line) < 600
    return line


@pytest.mark.parametrize("name", RECORDS)
@pytest.mark.parametrize("command", [("eval",), ("ask", "--batch"), ("ask", "钟楼多高？", "--history")])
def test_a_file_that_holds_something_else_is_refused_in_a_line(
    hangke: Main, tmp_path: Path, name: str, command: tuple[str, ...]
) -> None:
    data, path = RECORDS[name], tmp_path / "given.jsonl"
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    before = told(hangke.home)
    done = hangke(*command, path)
    if done.status:
        assert "given.jsonl" in one_line(done.err)
    else:  # a plain line is a question of a batch, and what has a question is a turn
        assert command != ("eval",)
    assert "Traceback" not in done.err
    assert told(hangke.home) == before


def test_a_question_of_ten_megabytes_is_none(hangke: Main, library: Library, tmp_path: Path) -> None:
    path = tmp_path / "questions.txt"
    path.write_text("钟楼高多少米？" * 500_000, "utf-8")
    assert "5,000" in one_line(hangke("ask", "--batch", path).err)
    with pytest.raises(QuestionError, match="no question"):
        Answerer(library).search("钟" * (LONGEST + 1), 3)


def test_of_a_turn_of_ten_megabytes_the_beginning_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "dialogue.json"
    path.write_text(json.dumps([{"question": "钟楼" * 500_000, "answer": "a\u0300\u0323" * 500_000}]), "utf-8")
    (turn,) = history.read(str(path))
    assert max(map(len, (turn.question, turn.answer))) <= 5000


QUESTIONS = [
    "钟楼\ud800高多少米？", "\udcff\udcfe钟楼？", "潮汐钟楼高多少米？<script>alert(1)</script>", "钟楼\x00\x1b[2J高？",
    "1" * 900 + "年的钟楼？", "\u202e？米少多高楼钟", "钟楼" + "\u0301" * 900, "{" * 900, "[1]【3】钟楼？", "%s%n{0}",
]  # fmt: skip


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_hostile_question_has_an_answer_object(library: Library, question: str) -> None:
    answer = Answerer(library).ask(question)
    assert (answer.status.value == "not_found") == (answer.citations == ())
    json.loads(json.dumps(answer.as_json(), ensure_ascii=False, allow_nan=False))


HOSTILE = [None, 0, -1, 10**30, "x", "", [], {}, "\ud800", "../../x", True]


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
def test_what_a_page_asks_for_while_it_is_read_may_be_anything(library: Library, value: object) -> None:
    leaf, neighbour = _served(Desk(library))
    for asked in ({}, value, {"issue": value, "page": value}, {"passage": value, "step": value, "language": value}):
        assert set(leaf(asked)) == {"error"}
        assert isinstance(neighbour(asked), str | dict)


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
def test_a_call_with_anything_is_refused_in_a_line_or_answered(library: Library, value: object) -> None:
    calls = Calls(lambda: Desk(library))
    with pytest.raises(QuestionError, match="history"):
        calls.ask("钟楼？", history=[value])
    with pytest.raises(QuestionError, match="k:"):
        calls.search("钟楼", value)


@pytest.mark.parametrize(
    "correction",
    [
        Correction(title="\x1b\u202e"),
        Correction(title="\ud800"),
        Correction(title="x" * 301),
        Correction(authors=("\x07",)),
        Correction(authors=("张明",) * 101),
        Correction(page_first=10**30, page_last=10**30),
        Correction(order=-1),
    ],
    ids=ascii,
)
def test_a_correction_that_no_article_can_have(hangke: Main, correction: Correction) -> None:
    from ingest.errors import WrongCorrection

    library = Library(hangke.home)
    (row,) = library.issues()
    with pytest.raises(WrongCorrection):
        library.correct(row.issue_id, 0, correction)
    assert library.corrections() == []
    library.store.close()
