"""The weights are learned by one command, from the files alone: twice the same, and the right feature wins."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from index.features import FEATURES
from index.words import Words

ROOT = Path(__file__).parents[2]
RECORDS = 24


@pytest.fixture(scope="module")
def learn():
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import learn

        yield learn
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))


@pytest.fixture(scope="module")
def part(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first records of a file of training questions."""
    lines = (ROOT / "index/training/cities.jsonl").read_text("utf-8").splitlines()[:RECORDS]
    path = tmp_path_factory.mktemp("training") / "cities.jsonl"
    path.write_text("\n".join(lines), "utf-8")
    return path


def test_the_same_file_gives_the_same_weights(learn, part: Path, tmp_path: Path, words: Words) -> None:
    first, second = (learn.learn([part], tmp_path / name, words) for name in "ab")
    assert first == second
    assert list(first["rerank"]) == list(FEATURES)
    assert "cities.jsonl" in first["made by"]
    assert min([*first["rerank"].values(), *first["fusion"].values()]) >= 0


def test_what_tells_the_right_passage_gets_the_weight(learn) -> None:
    generator = np.random.default_rng(0)
    rows = []
    for _ in range(60):
        values = generator.random((3, 8))
        right = np.arange(8) == values[1].argmax()
        rows.append(learn.Row(values, right, 0, "zh"))
    weights = learn.fit(rows, np.zeros(3), 0.01)
    assert weights.argmax() == 1
    assert weights[1] > 10 * max(weights[0], weights[2])


def test_drawn_strongly_the_weights_stay_what_they_were(learn) -> None:
    row = learn.Row(np.array([[0.2, 0.8], [0.5, 0.1]]), np.array([True, False]), 0, "zh")
    np.testing.assert_allclose(learn.fit([row], np.array([1.0, 2.0]), 1e6), [1.0, 2.0], atol=1e-3)


def test_the_weights_that_ship_name_how_they_were_made() -> None:
    told = json.loads((ROOT / "index/weights.json").read_text("utf-8"))
    assert told["made by"].startswith("python benchmarks/learn.py: 1900 questions")
