"""Whole issues of typeset pages with known truth: the bars, on few seeds; benchmarks/pdf.py takes many."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from statistics import mean
from types import ModuleType
from typing import Any

import pytest

from index import passages
from index.types import passage_json
from ingest import reader
from ingest.pdf import opening

ROOT = Path(__file__).parents[3]
SCORER = ROOT.parent / "shared/evals/score_pdf.py"
COLUMNS = ("one", "two", "three")
TURNED = ("vertical", "rotated", "spread")
BARS = {
    "coverage": 0.995,
    "sentences": 0.985,
    "whole": 0.985,
    "order_all": 0.985,
    "column_joins": 0.95,
    "page_joins": 0.90,
    "title": 0.97,
    "authors": 0.97,
    "cells": 0.95,
    "captions": 0.97,
    "headings": 0.97,
}

pytest.importorskip("pymupdf", reason="typesets the pages; it comes with the extra `dev`")


@pytest.fixture(scope="module")
def scorer() -> ModuleType:
    if not SCORER.exists():
        pytest.skip(f"no {SCORER.name} beside the repository")
    sys.path.insert(0, str(ROOT))
    from tests.typeset.check import load_score

    return load_score(SCORER)


@pytest.fixture(scope="module")
def scores(scorer: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    from tests.typeset.design import make_design
    from tests.typeset.issue import typeset

    folder = tmp_path_factory.mktemp("typeset")
    found: dict[str, list[dict[str, Any]]] = {}
    for number, kind in enumerate((*COLUMNS, *COLUMNS, *TURNED)):
        path = folder / f"{typeset(make_design(200 + number, kind, None), folder)}.pdf"
        read = reader.read_sheets(opening.sheets(path), path.name)
        made = [passage_json(passage) for passage in passages.cut(read, "x")]
        truth = json.loads((folder / "truth" / f"{path.stem}.json").read_text("utf-8"))
        found.setdefault(kind, []).append(scorer.score(truth, made, []) | {"whole": whole(truth, made, scorer)})
    return found


def whole(truth: dict[str, Any], made: list[dict[str, Any]], scorer: ModuleType) -> float:
    """Share of the sentences that stand on one line of a passage."""
    lines = "\n".join(scorer.norm(line) for passage in made for line in passage["text"].split("\n"))
    wanted = [s for a in truth["articles"] for text in a["paragraphs"] for s in scorer.sentences(text)]
    return mean(scorer.norm(sentence) in lines for sentence in wanted)


def average(scores: dict[str, list[dict[str, Any]]], kinds: tuple[str, ...], measure: str) -> float:
    return mean(s[measure] for kind in kinds for s in scores[kind] if s.get(measure) is not None)


@pytest.mark.parametrize("measure", BARS)
def test_issues_of_one_to_three_columns_reach_the_bar(scores: dict[str, list[dict[str, Any]]], measure: str) -> None:
    assert average(scores, COLUMNS, measure) >= BARS[measure]


@pytest.mark.parametrize("kind", TURNED)
def test_turned_pages_are_read_in_order(scores: dict[str, list[dict[str, Any]]], kind: str) -> None:
    assert average(scores, (kind,), "order_all") >= 0.97


def test_no_running_head_reaches_a_passage(scores: dict[str, list[dict[str, Any]]]) -> None:
    assert average(scores, COLUMNS, "furniture") == 0
