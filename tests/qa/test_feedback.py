"""Thumbs become question records that the evaluation takes."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from index import connecting
from index.library import Library
from index.store import SqliteStore
from qa import evaluate, feedback
from qa.answerer import Answerer
from qa.matching import norm

HIGH = "潮汐钟楼高多少米？"
LISTED = "钟楼的三名专职守钟人有哪些？"
COMPARED = "青鹭湖的浮标和潮汐钟楼的齿轮，各有多少个？"
ENGLISH = "How high is the 潮汐钟楼 in metres?"
SILENT = "秦始皇在位多少年？"
CATALOGUE = "有几期？"


@pytest.fixture(scope="module")
def own(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A copy of the library, to be rated."""
    library.store.close()
    return Library(Path(shutil.copytree(library.home, tmp_path_factory.mktemp("rated") / "home")))


@pytest.fixture
def asking(own: Library) -> Iterator[Answerer]:
    """Answers from it; its ratings go again."""
    yield Answerer(own)
    for record in own.store.feedback():
        own.store.drop_feedback(record["id"])


def rate(asking: Answerer, question: str, good: bool) -> dict[str, Any]:
    """The record of a question rated."""
    feedback.keep(asking.library, asking.ask(question), good)
    return feedback.records(asking.library)[-1]


def scored(asking: Answerer, folder: Path) -> dict[str, dict[str, float]]:
    """What the evaluation makes of all records."""
    path = folder / "rated.jsonl"
    lines = [json.dumps(record, ensure_ascii=False) for record in feedback.records(asking.library)]
    path.write_text("\n".join(lines), "utf-8")
    return evaluate.score(asking, path)


def test_a_thumb_up_tells_what_the_citations_prove(asking: Answerer, folder: Path) -> None:
    record = rate(asking, HIGH, True)
    assert (record["question"], record["answers"], record["rating"]) == (HIGH, ["27.4米"], "up")
    assert (record["lang"], record["kind"], record["article"], record["author"]) == (
        "zh", "number", "柳汀镇潮汐钟楼修复记", "张明",
    )  # fmt: skip
    first, last = record["lines"]
    lines = (folder / record["source"]).read_text("utf-8").splitlines()[first - 1 : last]
    assert norm(record["evidence"][0]) in norm("".join(lines))


@pytest.mark.parametrize("question", [HIGH, LISTED, COMPARED, ENGLISH, CATALOGUE, "为什么选苔藓？"])
def test_what_got_a_thumb_up_is_right_when_asked_again(asking: Answerer, tmp_path: Path, question: str) -> None:
    record = rate(asking, question, True)
    assert record["answers"]
    table = scored(asking, tmp_path)
    assert (table["all"]["answer"], table["all"]["wrong"], table["all"]["n"]) == (1.0, 0.0, 1)
    if record["evidence"]:
        assert (table["all"]["cited"], table["all"]["hit@10"]) == (1.0, 1.0)


def test_a_thumb_up_on_a_refusal_is_a_question_without_answer(asking: Answerer, tmp_path: Path) -> None:
    record = rate(asking, SILENT, True)
    assert (record["answers"], record["evidence"], record["kind"]) == ([], [], "unanswerable")
    assert scored(asking, tmp_path)["zh/unanswerable"] == {"refused": 1.0, "n": 1}


def test_a_thumb_down_proves_nothing_and_says_what_was_said(asking: Answerer, tmp_path: Path) -> None:
    answer = asking.ask(HIGH)
    record = rate(asking, HIGH, False)
    assert (record["answers"], record["evidence"], record["rating"]) == ([], [], "down")
    assert (record["said"], record["status"]) == (answer.answer, "answered")
    assert record["cited"] == [citation.quote for citation in answer.citations]
    assert list(scored(asking, tmp_path)) == [evaluate.DISLIKED]


@pytest.mark.parametrize("question", [HIGH, SILENT])
def test_neither_the_same_answer_nor_a_refusal_is_right_after_a_thumb_down(
    asking: Answerer, tmp_path: Path, question: str
) -> None:
    rate(asking, question, False)
    table = scored(asking, tmp_path)[evaluate.DISLIKED]
    assert table["same"] == 1.0
    assert not {"answer", "refused"} & set(table)


def test_what_is_no_longer_said_is_told(asking: Answerer, tmp_path: Path) -> None:
    answer = asking.ask(HIGH)
    feedback.keep(asking.library, replace(answer, answer="钟楼高99米。 [1]"), False)
    assert scored(asking, tmp_path)[evaluate.DISLIKED]["same"] == 0.0


def test_an_answer_written_into_a_complaint_is_scored(asking: Answerer, tmp_path: Path) -> None:
    record = rate(asking, HIGH, False) | {"answers": ["27.4米"]}
    path = tmp_path / "mended.jsonl"
    path.write_text(json.dumps(record), "utf-8")
    assert evaluate.score(asking, path)["all"]["answer"] == 1.0


def test_the_same_question_rated_again_takes_the_place_of_the_first(asking: Answerer) -> None:
    rate(asking, HIGH, True)
    rate(asking, LISTED, True)
    record = rate(asking, f" {HIGH}", False)
    assert [each["rating"] for each in feedback.records(asking.library)] == ["up", "down"]
    assert record["rating"] == "down"


def test_a_thumb_is_taken_back(asking: Answerer) -> None:
    rate(asking, HIGH, True)
    feedback.forget(asking.library, asking.ask(HIGH))
    feedback.forget(asking.library, asking.ask(SILENT))
    assert feedback.records(asking.library) == []


def test_a_follow_up_is_kept_as_it_was_completed(asking: Answerer) -> None:
    answer = replace(asking.ask(HIGH), question="它多高？")
    feedback.keep(asking.library, answer, True)
    assert feedback.records(asking.library)[0]["question"] == HIGH


def test_halves_of_characters_are_kept_too(asking: Answerer) -> None:
    record = rate(asking, f"{HIGH}\ud800", True)
    assert record["rating"] == "up"


def test_ratings_leave_the_revision_and_outlast_the_connection(asking: Answerer) -> None:
    revision = asking.library.store.revision()
    record = rate(asking, HIGH, True)
    assert asking.library.store.revision() == revision
    assert feedback.records(Library(asking.library.home)) == [record]


def test_a_library_without_the_table_has_no_ratings_and_takes_them(
    asking: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking.library.store.close()
    with sqlite3.connect(asking.library.store.path) as connection:
        connection.executescript("DROP TABLE feedback; UPDATE meta SET value = '1' WHERE key = 'format'")
    with monkeypatch.context() as read_only:
        read_only.setattr(connecting, "writable", lambda home: False)
        store = SqliteStore(asking.library.home)
        assert store.feedback() == []
        store.close()
    assert rate(asking, HIGH, True)["answers"] == ["27.4米"]


def test_a_folder_without_library_has_none_and_stays_untouched(tmp_path: Path) -> None:
    assert feedback.records(Library(tmp_path / "none")) == []
    assert not (tmp_path / "none").exists()
