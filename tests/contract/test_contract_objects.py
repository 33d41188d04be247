"""The JSON that other programs rely on: keys and types as CONTRACT.md says, one object a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from program import Done, Main

Shape = Mapping[str, Any]
TEXT, WHOLE, REAL, YES = (str,), (int,), (int, float), (bool,)
MAYBE = type(None)
PLACE: Shape = {
    "issue": TEXT, "issue_id": TEXT, "digest": YES, "article": TEXT, "authors": [TEXT], "section": (str, MAYBE),
    "page_first": (int, MAYBE), "page_last": (int, MAYBE), "page_exact": YES, "doubt": REAL, "source_file": TEXT,
    "line_first": (int, MAYBE), "line_last": (int, MAYBE), "boxes": [{"pdf_page": WHOLE, "box": [REAL]}],
}  # fmt: skip
PASSAGE: Shape = PLACE | {"passage_id": TEXT, "text": TEXT, "kind": TEXT, "tables": [[[TEXT]]]}
LEG = (float, int, MAYBE)
RANKED = PASSAGE | {"rank": WHOLE, "score": REAL, "scores": {"bm25": LEG, "dense": LEG, "fused": LEG, "rerank": LEG}}
UNRANKED = PASSAGE | {"rank": MAYBE, "score": MAYBE, "scores": MAYBE}
CITATION = PLACE | {"n": WHOLE, "passage_id": TEXT, "quote": TEXT, "spans": [[WHOLE]]}
ANSWER: Shape = {
    "question": TEXT, "asked": TEXT, "language": TEXT, "status": TEXT, "probability": REAL, "missing": (str, MAYBE),
    "answer": TEXT, "citations": [CITATION], "conflicts": [{}], "passages": [RANKED], "generator": TEXT,
    "claims": {"made": WHOLE, "proved": WHOLE, "cut": WHOLE}, "embedder": TEXT, "library": TEXT, "elapsed_ms": REAL,
}  # fmt: skip
ADDED: Shape = {
    "path": TEXT, "status": TEXT, "issue_id": (str, MAYBE), "issue": (str, MAYBE), "pages": WHOLE, "articles": WHOLE,
    "passages": WHOLE, "doubtful_pages": [WHOLE], "error": (str, MAYBE),
}  # fmt: skip
LISTED: Shape = {
    "issue_id": TEXT, "issue": TEXT, "year": (int, MAYBE), "number": (int, MAYBE), "source_file": TEXT, "pages": WHOLE,
    "articles": WHOLE, "passages": WHOLE, "added": TEXT,
}  # fmt: skip
ARTICLE: Shape = {
    "issue_id": TEXT, "title": TEXT, "authors": [TEXT], "affiliations": [TEXT], "section": (str, MAYBE),
    "page_first": (int, MAYBE), "page_last": (int, MAYBE), "page_exact": YES,
    "line_first": (int, MAYBE), "line_last": (int, MAYBE),
}  # fmt: skip
FULL = "海湾科技 2031年第4期"


def fits(value: Any, shape: Any, where: str = "", more: bool = False) -> None:
    """Assert that a value has a shape: types, a list of a shape, a dict with exactly (or at least) these keys."""
    if isinstance(shape, Mapping):
        assert isinstance(value, dict), where
        missing, extra = shape.keys() - value.keys(), value.keys() - shape.keys()
        assert not missing, f"{where}: without {missing}"
        assert more or not extra or not shape, f"{where}: with {extra}"
        for key, inner in shape.items():
            fits(value[key], inner, f"{where}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for index, item in enumerate(value):
            fits(item, shape[0], f"{where}[{index}]")
    else:
        types = shape if isinstance(shape, tuple) else (shape,)
        assert isinstance(value, types), f"{where}: {value!r}"
        assert bool in types or not isinstance(value, bool), f"{where}: {value!r}"


def test_add_reports_each_file(added: tuple[Path, Done], files: dict[str, Path]) -> None:
    done = added[1]
    assert done.status == 0, done.err
    assert [report["path"] for report in done.objects] == [str(files[name]) for name in ("digest", "full", "later")]
    for report in done.objects:
        fits(report, ADDED, "add")
        assert (report["status"], report["error"], report["doubtful_pages"]) == ("added", None, [])
    assert done.objects[1]["issue"] == FULL
    assert (done.objects[1]["pages"], done.objects[1]["articles"]) == (6, 6)


def test_add_tells_on_stderr_that_the_digest_steps_back(added: tuple[Path, Done]) -> None:
    assert "海湾样刊 2040年第1期" in added[1].err
    assert "steps back" in added[1].err


def test_list_has_the_keys_of_the_contract_and_tells_digests(reading: Main) -> None:
    done = reading("list", "--json")
    assert (done.status, done.err) == (0, "")
    for row in done.objects:
        fits(row, LISTED, "list", more=True)
    assert {row["issue"]: row["hidden"] for row in done.objects} == {
        FULL: False, "海湾科技 2032年第1期": False, "海湾样刊 2040年第1期": True
    }  # fmt: skip


def test_articles(reading: Main) -> None:
    one, every = reading("articles", FULL, "--json"), reading("articles", "--json")
    for row in every.objects:
        fits(row, ARTICLE, "articles")
    assert len(one.objects) == 6
    assert one.objects == [row for row in every.objects if row["issue_id"] == one.objects[0]["issue_id"]]
    assert len(every.objects) == 8, "a digest that has stepped back is not told"


def test_ask_answers(reading: Main) -> None:
    done = reading("ask", "潮汐钟楼什么时候重新报时？", "--json")
    assert (done.status, done.err) == (0, "")
    fits(done.object, ANSWER, "ask")
    assert done.object["status"] == "answered"
    assert done.object["missing"] is None
    assert (done.object["generator"], done.object["embedder"]) == ("extractive", "static")
    (citation, *_) = done.object["citations"]
    assert citation["authors"] == ["张明"]
    assert citation["boxes"] == []
    assert isinstance(citation["line_first"], int)


def test_ask_without_an_answer(reading: Main) -> None:
    done = reading("ask", "火星基地的氧气从哪里来？", "--json")
    assert done.status == 0
    fits(done.object, ANSWER, "ask")
    assert (done.object["status"], done.object["citations"], done.object["conflicts"]) == ("not_found", [], [])


def test_search_ranks_as_many_as_asked_for(reading: Main) -> None:
    done = reading("search", "浮标 钟楼 渡船 苔藓 海雾", "-k", "3", "--json")
    assert done.status == 0
    assert [row["rank"] for row in done.objects] == [1, 2, 3]
    for row in done.objects:
        fits(row, RANKED, "search")


def test_passages_are_unranked(reading: Main) -> None:
    done = reading("passages", FULL, "--json")
    assert done.status == 0
    assert {row["kind"] for row in done.objects} == {"text", "table"}
    for row in done.objects:
        fits(row, UNRANKED, "passages")
        assert bool(row["tables"]) == (row["kind"] == "table")


def test_remove(changing: Main) -> None:
    done = changing("remove", FULL, "--json")
    assert done.status == 0
    fits(done.object, {"issue_id": TEXT, "issue": TEXT, "status": TEXT}, "remove")
    rows = changing("list", "--json").objects
    assert FULL not in {row["issue"] for row in rows}
    assert not any(row["hidden"] for row in rows), "the digest is back"


def test_doctor(reading: Main) -> None:
    done = reading("doctor", "--json")
    fits(done.object, {"sound": YES, "findings": [{"what": TEXT, "ok": YES, "found": TEXT}]}, "doctor")
    assert done.status == (0 if done.object["sound"] else 1)
    assert any(finding["what"] == "library" and finding["ok"] for finding in done.object["findings"])


def test_eval(reading: Main, tmp_path: Path) -> None:
    record = {
        "question": "潮汐钟楼高多少米？",
        "answers": ["27.4米"],
        "evidence": ["高27.4米，是沿海唯一"],
        "lang": "zh",
    }
    path = tmp_path / "q.jsonl"
    path.write_text(json.dumps(record, ensure_ascii=False) + "\n", "utf-8")
    done = reading("eval", path, "--json")
    assert done.status == 0
    assert done.object["zh"] == done.object["all"]
    assert (done.object["zh"]["hit@1"], done.object["zh"]["answer"], done.object["zh"]["n"]) == (1.0, 1.0, 1)
    parts = reading("eval", path, "--parts", "--json").object["retrieval"]
    assert parts["fused and re-ranked"]["zh"]["hit@1"] == 1.0


QUESTIONS = ["潮汐钟楼高多少米？", "无人渡船的票价是多少？", "火星基地的氧气从哪里来？", "潮汐钟楼高多少米？"]


@pytest.mark.parametrize("form", ["plain", "mixed"])
def test_batch_keeps_the_order_one_object_a_line(reading: Main, tmp_path: Path, form: str) -> None:
    path = tmp_path / "questions.txt"
    lines = [json.dumps({"question": q, "id": i}, ensure_ascii=False) for i, q in enumerate(QUESTIONS)]
    told = QUESTIONS if form == "plain" else [lines[0], *QUESTIONS[1:3], lines[3]]
    path.write_text("\n".join(told) + "\n", "utf-8-sig" if form == "plain" else "utf-8")
    done = reading("ask", "--batch", path, "--json")
    assert (done.status, done.err) == (0, "")
    assert [answer["question"] for answer in done.objects] == QUESTIONS
    for answer in done.objects:
        fits(answer, ANSWER, "batch")
    assert "27.4米" in done.objects[0]["answer"]
    assert done.objects[2]["status"] == "not_found"


@pytest.mark.parametrize(
    ("text", "told"),
    [('{"question": "钟楼"}\n{"q": "x"}\n', "line 2"), ('{"question": \n', "line 1"), ("", None)],
)
def test_a_batch_that_is_none(reading: Main, tmp_path: Path, text: str, told: str | None) -> None:
    path = tmp_path / "questions.txt"
    path.write_text(text, "utf-8")
    done = reading("ask", "--batch", path, "--json")
    assert done.out == ""
    assert done.status == (1 if told else 0)
    assert (told or "") in done.err
    assert done.err.count("\n") == (1 if told else 0)
