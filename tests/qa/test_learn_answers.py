"""What the answers are chosen and trusted by is learned by one command, from the files alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qa import trust

ROOT = Path(__file__).parents[2]
NEEDED = ("benchmarks", "index", "ingest", "qa")
NEAR = 0.02  # what rounding on another machine may change


@pytest.fixture(scope="module")
def script():
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import learn_answers

        yield learn_answers
    finally:
        sys.path.remove(str(ROOT / "benchmarks"))


def numbers(made: dict[str, Any], head: str = "") -> dict[str, float]:
    """Each number of an object by its path."""
    found: dict[str, float] = {}
    for key, value in made.items():
        found |= numbers(value, f"{head}{key}.") if isinstance(value, dict) else {}
        found |= {head + key: value} if isinstance(value, float) else {}
    return found


@pytest.mark.slow
def test_the_weights_that_ship_are_what_the_script_makes(tmp_path: Path) -> None:
    for name in NEEDED:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "qa/weights.json").write_text(json.dumps(_without_weights()), "utf-8")
    command = [sys.executable, "benchmarks/learn_answers.py"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        encoding="utf-8",
        timeout=500,
        check=True,
    )
    assert "said" in done.stdout
    made, shipped = (
        numbers(json.loads((folder / "qa/weights.json").read_text("utf-8"))) for folder in (tmp_path, ROOT)
    )
    assert {name for name, value in made.items() if abs(value) > NEAR} <= shipped.keys()
    for name, value in shipped.items():
        assert made.get(name, 0.0) == pytest.approx(value, abs=NEAR), name


def _without_weights() -> dict[str, Any]:
    """Weights that tell nothing, so that none of the old ones can come back."""
    nothing = {"bias": 0.0, "weights": {}}
    return {"sentences": {}, "right": nothing, "told": nothing, "thresholds": {"answered": 0.5, "found": 0.5}}


def test_a_logistic_regression_finds_what_tells_and_keeps_the_signs(script) -> None:
    generator = np.random.default_rng(0)
    rows = [{name: float(generator.random()) for name in trust.SIGNS} for _ in range(400)]
    right = np.array([row["own"] - row["edition"] + 0.6 * row["sure"] > 0.3 for row in rows])
    learned = script.logistic(rows, right, np.ones(len(rows)), 1e-3)
    assert max(learned.weights, key=learned.weights.__getitem__) == "own"
    assert min(learned.weights, key=learned.weights.__getitem__) == "edition"
    assert all(weight * trust.SIGNS[name] >= 0 for name, weight in learned.weights.items())
    assert np.mean([(learned(row) > 0.5) == good for row, good in zip(rows, right, strict=True)]) > 0.9


def test_a_feature_that_tells_the_contrary_of_its_meaning_is_given_no_weight(script) -> None:
    rows = [dict.fromkeys(trust.SIGNS, 0.0) | {"own": value} for value in (0.0, 0.2, 0.8, 1.0)]
    learned = script.logistic(rows, np.array([True, True, False, False]), np.ones(4), 1e-3)
    assert learned.weights.get("own", 0.0) == 0.0


def test_probabilities_are_calibrated_to_the_counts(script) -> None:
    rows = [dict.fromkeys(trust.SIGNS, 0.0) for _ in range(4)]
    right = np.array([True, True, True, False])
    assert script.logistic(rows, right, np.ones(4), 1e-3)(rows[0]) == pytest.approx(0.75, abs=1e-3)
    assert script.logistic(rows, right, np.array([1.0, 1, 1, 9]), 1e-3)(rows[0]) == pytest.approx(0.25, abs=1e-3)
