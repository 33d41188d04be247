"""Tests of sentences are remembered, and no more of them than a few."""

from __future__ import annotations

import re

import numpy as np
import pytest

from index.library import Library
from index.matches import KEPT, Matches
from index.types import Passage


@pytest.fixture
def matches(library: Library) -> Matches:
    """Those of a library, with nothing remembered yet."""
    counts = [len(passage.sentences) for passage in library.passages()]
    return Matches(np.cumsum([0, *counts]), library.at)


def test_a_pattern_is_looked_for_in_each_sentence(matches: Matches, library: Library) -> None:
    texts = [passage.sentence(i) for passage in library.passages() for i in range(len(passage.sentences))]
    found = matches.of(re.compile(r"\d+个"))(np.arange(len(texts), dtype=np.int32))
    assert found.tolist() == [re.search(r"\d+个", text) is not None for text in texts]
    assert found.any()


def test_a_sentence_is_tested_once(matches: Matches) -> None:
    tested = []

    def passes(passage: Passage, index: int) -> bool:
        tested.append((passage.passage_id, index))
        return True

    for numbers in ([0, 1], [1, 2], [0, 2]):
        assert matches.test("all", passes)(np.array(numbers, np.int32)).all()
    assert len(tested) == len(set(tested)) == 3


def test_so_many_tests_are_remembered_the_latest_ones(matches: Matches) -> None:
    asked = []

    def passes(passage: Passage, index: int) -> bool:
        asked.append(passage.passage_id)
        return False

    first = np.array([0], np.int32)
    for n in range(KEPT):
        matches.test(str(n), passes)(first)
    matches.test("0", passes)(first)
    assert len(asked) == KEPT
    matches.test("one more", passes)(first)
    matches.test("0", passes)(first)
    assert len(asked) == KEPT + 1
    matches.test("1", passes)(first)
    assert len(asked) == KEPT + 2
