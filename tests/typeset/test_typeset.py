"""The typesetter itself: its truth adds up, its text fits, a seed always gives the same issue."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("pymupdf")
pytest.importorskip("PIL")

from .check import ideal, misplaced
from .design import KIND_CYCLE, KINDS, make_design
from .fit import faults
from .hostile import MAKERS
from .issue import truth_of, typeset
from .makeup import Issue


@pytest.mark.parametrize("kind", KINDS)
def test_truth_adds_up_and_text_fits(kind: str) -> None:
    issue = Issue(make_design(3, kind)).make()
    truth = truth_of(issue, kind)
    assert not misplaced(truth)
    assert [fault for page in issue.pages for fault in faults(page, issue.faces)] == []
    assert len(ideal(truth)) > 20


def test_a_seed_gives_the_same_files(tmp_path: Path) -> None:
    names = [typeset(make_design(4), tmp_path / run) for run in ("a", "b")]
    one, two = (tmp_path / run / "truth" / f"{name}.json" for run, name in zip("ab", names, strict=True))
    assert json.loads(one.read_text("utf-8")) == json.loads(two.read_text("utf-8"))


def test_seeds_run_through_all_kinds() -> None:
    assert {make_design(seed).kind for seed in range(len(KIND_CYCLE))} == set(KINDS)


def test_hostile_files_differ() -> None:
    import random

    small = [name for name in MAKERS if "bomb" not in name and "many" not in name]
    assert len({MAKERS[name](random.Random(0)) for name in small}) == len(small)
