"""Scores on question records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.parts import rows
from ingest.errors import QuestionError
from qa import evaluate
from qa.answerer import Answerer
from qa.matching import norm


def record(question: str, answers: list[str], evidence: list[str], **told: Any) -> dict[str, Any]:
    return {"question": question, "answers": answers, "evidence": evidence, "lang": "zh", "kind": "number"} | told


def write(folder: Path, *records: object) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in records) + "\n\n", "utf-8")
    return path


GOOD = record("潮汐钟楼高多少米？", ["27.4米"], ["柳汀镇的潮汐钟楼建于1911年，高27.4米"])
LOST = record("潮汐钟楼高多少米？", ["99米"], ["这句话哪里都没有，查也查不到"])
SILENT = record("秦始皇在位多少年？", [], [], kind="unanswerable")
ENGLISH = record("潮汐钟楼高多少米？", ["27.4米"], ["高27.4米"], lang="en")


def said(answerer: Answerer) -> str:
    return norm(evaluate.MARK.sub("", answerer.ask(GOOD["question"]).answer))


def test_figures_are_shares_of_the_records_they_apply_to(answerer: Answerer, tmp_path: Path) -> None:
    table = evaluate.score(answerer, write(tmp_path, GOOD, LOST, SILENT))
    zh = table["zh"]
    assert zh == table["all"]
    assert (zh["wrong"], zh["cited"], zh["length"]) == (0.5, 0.5, len(said(answerer)))
    assert table["zh/unanswerable"] == {"refused": 1.0, "n": 1}
    assert (zh["n"], zh["hit@1"], zh["hit@10"], zh["mrr@10"]) == (3, 0.5, 0.5, 0.5)
    assert (zh["answer"], zh["refused"], zh["false_refusal"]) == (0.5, 1.0, 0.0)


def test_languages_are_groups(answerer: Answerer, tmp_path: Path) -> None:
    table = evaluate.score(answerer, write(tmp_path, GOOD, ENGLISH))
    assert {name: row["n"] for name, row in table.items()} == {
        "all": 2, "en": 1, "en/single": 1, "zh": 1, "zh/single": 1,
    }  # fmt: skip


def test_what_is_said_too_late_is_not_right(
    answerer: Answerer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert evaluate.score(answerer, write(tmp_path, GOOD))["all"]["answer"] == 1.0
    monkeypatch.setattr(evaluate, "ROOM", said(answerer).index("27.4米") + 4)
    assert evaluate.score(answerer, write(tmp_path, GOOD))["all"]["answer"] == 0.0


def test_of_a_comparison_all_is_wanted(answerer: Answerer, tmp_path: Path) -> None:
    whole = GOOD | {"kind": "compare", "answers": ["27.4米", "1911年"]}
    half = GOOD | {"kind": "compare", "answers": ["27.4米", "99米"]}
    table = evaluate.score(answerer, write(tmp_path, whole, half))
    assert table["zh/compare"]["answer"] == 0.5
    assert "length" not in table["zh/compare"]


def test_an_answer_to_what_is_not_told_is_wrong_in_the_curves(answerer: Answerer, tmp_path: Path) -> None:
    told, silent = evaluate.rows_of(answerer, write(tmp_path, GOOD | {"answers": [], "evidence": []}, SILENT))
    assert told.judged.right is False
    assert silent.judged.right is None
    assert evaluate.table([told, silent])["all"]["aurc"] == 1.0


def test_a_list_needs_three_quarters(answerer: Answerer, tmp_path: Path) -> None:
    names = ["贺兰", "邱平", "韦大川"]
    evidence = ["镇上为钟楼设了三名专职守钟人，分别是贺兰、邱平和韦大川"]
    asked = "钟楼的三名专职守钟人有哪些？"
    whole = record(asked, names, evidence, kind="list")
    half = record(asked, [*names, "甲某", "乙某"], evidence, kind="list")
    assert evaluate.score(answerer, write(tmp_path, whole))["all"]["answer"] == 1.0
    assert evaluate.score(answerer, write(tmp_path, half))["all"]["answer"] == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[1]",
        '{"question": "q"}',
        '{"question": "q", "answers": "x", "evidence": []}',
        "null",
    ],
)
def test_a_file_of_something_else_is_refused(answerer: Answerer, tmp_path: Path, text: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(text + "\n", "utf-8")
    with pytest.raises(QuestionError) as caught:
        evaluate.score(answerer, path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        '{"question": null}',
        '{"question": "q", "answers": "x", "evidence": "y"}',
        '{"question": 5, "answers": [], "evidence": []}',
        '{"question": "q", "answers": [], "evidence": [], "lines": [1]}',
        '{"question": "q", "answers": [], "evidence": [], "lines": "12"}',
    ],
)
def test_a_bad_record_is_refused(answerer: Answerer, tmp_path: Path, text: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(text + "\n", "utf-8")
    with pytest.raises(QuestionError):
        evaluate.score(answerer, path)


def test_the_line_of_a_bad_record_is_told(answerer: Answerer, tmp_path: Path) -> None:
    path = write(tmp_path, record("浮标有多少个？", ["32个"], []), {"question": "无"})
    with pytest.raises(QuestionError, match=r"questions\.jsonl, line 2: not a question record"):
        evaluate.score(answerer, path)


def test_a_binary_file_is_told_in_short(answerer: Answerer, tmp_path: Path) -> None:
    (tmp_path / "q.bin").write_bytes(bytes(range(256)) * 20)
    with pytest.raises(QuestionError) as caught:
        evaluate.score(answerer, tmp_path / "q.bin")
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("name", ["missing.jsonl", ""])
def test_a_file_that_is_none_is_refused(answerer: Answerer, tmp_path: Path, name: str) -> None:
    with pytest.raises(QuestionError):
        evaluate.score(answerer, tmp_path / name)


def test_an_empty_file_scores_nothing(answerer: Answerer, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text("", "utf-8")
    assert evaluate.score(answerer, tmp_path / "q.jsonl") == {}


def test_a_passage_with_the_lines_and_an_answer_counts_though_it_reads_otherwise(
    answerer: Answerer, tmp_path: Path
) -> None:
    asked = "潮汐钟楼高多少米？"
    passage = answerer.ask(asked).hits[0].passage
    place = {"source": passage.source_file, "lines": [passage.line_first, passage.line_last]}
    torn = record(asked, ["27.4米"], ["表格拆散以后读来就不是这样了"], **place)
    elsewhere = torn | {"source": "other.txt"}
    assert evaluate.score(answerer, write(tmp_path, torn))["all"]["hit@1"] == 1.0
    assert evaluate.score(answerer, write(tmp_path, elsewhere))["all"]["hit@1"] == 0.0


def test_the_search_is_scored_by_its_parts(answerer: Answerer, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = write(tmp_path, GOOD, ENGLISH, SILENT)
    table = evaluate.retrieval(answerer.library, path, lambda done, total: told.append((done, total)))
    assert list(table) == list(rows())
    assert told == [(i, len(table)) for i in range(1, len(table) + 1)]
    assert {name: figures["n"] for name, figures in table["BM25 alone"].items()} == {"en": 1, "zh": 1}
    assert table["fused and re-ranked"]["zh"]["hit@1"] == 1.0
