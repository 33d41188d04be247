"""`eval --plot`: the curves as a picture."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from PIL import Image

from ingest.errors import QuestionError
from qa.calibration import Judged
from ui import charts

JUDGED = [Judged(0.9, True), Judged(0.7, True), Judged(0.4, False), Judged(0.1, None)]
RECORDS: list[dict[str, Any]] = [
    {"question": "潮汐钟楼高多少米？", "answers": ["27.4米"], "evidence": ["建于1911年，高27.4米"], "kind": "number"},
    {"question": "秦始皇在位多少年？", "answers": [], "evidence": [], "kind": "unanswerable"},
]


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS), "utf-8")
    return path


def test_both_curves_are_drawn(tmp_path: Path) -> None:
    charts.draw(JUDGED, str(tmp_path / "curves.png"))
    with Image.open(tmp_path / "curves.png") as picture:
        assert picture.format == "PNG"
        wide, high = picture.size
        assert wide > 2 * high > 1000
        for half in ((0, 0, wide // 2, high), (wide // 2, 0, wide, high)):
            assert len(picture.convert("RGB").crop(half).getcolors(1 << 20) or []) > 10


def test_the_figures_are_told_and_the_picture_written(run: Run, records: Path, tmp_path: Path) -> None:
    done = run("eval", records, "--plot", tmp_path / "curves.png")
    assert done.status == 0
    told = done.object["all"]
    assert (told["answer"], told["wrong"], told["cited"], told["refused"]) == (1, 0, 1, 1)
    assert told["aurc"] == 0
    assert 0 < told["ece"] < 1
    assert (tmp_path / "curves.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_that_cannot_be_written_loses_no_figure(run: Run, records: Path, tmp_path: Path) -> None:
    done = run("eval", records, "--plot", tmp_path / "nowhere" / "curves.png")
    assert done.status == 1
    assert done.object["all"]["n"] == 2
    assert done.err.count("\n") == 1
    assert "nowhere" in done.err


def test_without_matplotlib_one_line_says_so(
    run: Run, records: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    done = run("eval", records, "--plot", tmp_path / "curves.png")
    assert (done.status, done.err.count("\n")) == (1, 1)
    assert "pip install matplotlib" in done.err


def test_nothing_answered_is_nothing_to_draw(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="leave --plot out"):
        charts.draw([Judged(0.2, None)], str(tmp_path / "curves.png"))
