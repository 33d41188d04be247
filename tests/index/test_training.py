"""What weights are learned on, questions and passages: their form, and that they leave the magazine alone."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any

import pytest

PAIRS = 1500
LENGTH = (120, 300)  # characters of a passage
HANGZHOU = re.compile(r"杭州|余杭|钱塘|萧山|西湖区|Hangzhou", re.IGNORECASE)
HAN = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def records() -> list[dict[str, Any]]:
    folder = resources.files("index").joinpath("training")
    files = sorted(file.name for file in folder.iterdir() if file.name.endswith(".jsonl"))
    return [json.loads(line) for name in files for line in folder.joinpath(name).read_text("utf-8").splitlines()]


def test_there_are_enough_questions_in_both_languages(records: list[dict[str, Any]]) -> None:
    languages = [question["lang"] for record in records for question in record["questions"]]
    assert len(languages) >= PAIRS
    assert min(languages.count("zh"), languages.count("en")) >= PAIRS / 2


def test_each_question_is_in_its_language_and_asked_once(records: list[dict[str, Any]]) -> None:
    questions = [(q["q"], q["lang"]) for record in records for q in record["questions"]]
    assert len({text for text, _ in questions}) == len(questions)
    assert [text for text, language in questions if (HAN.search(text) is not None) != (language == "zh")] == []


def test_passages_are_of_passage_length_and_have_ids_of_their_own(records: list[dict[str, Any]]) -> None:
    assert len({record["id"] for record in records}) == len({record["text"] for record in records}) == len(records)
    assert [r["id"] for r in records if not LENGTH[0] <= len(r["text"]) <= LENGTH[1]] == []


def test_none_speaks_of_the_city_that_is_measured_on(records: list[dict[str, Any]]) -> None:
    assert [r["id"] for r in records if HANGZHOU.search(json.dumps(r, ensure_ascii=False))] == []
