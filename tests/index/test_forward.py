"""The forward index of sentences against what they hold, and against BM25 by columns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import bm25, forward
from index.bm25 import Columns
from index.forward import LETTER, Forward

WORD = st.sampled_from(["浮标", "钟楼", "渡船", "苔藓", "海雾", "_浮标", "ai", "37.5%", "读数", "浮"])
SENTENCES = st.lists(st.lists(WORD, max_size=12), min_size=1, max_size=14)
SMALL = [["浮标", "读数", "浮标"], [], ["钟楼"], ["渡船", "读数", "海雾"]]


def made(sentences: list[list[str]]) -> Forward:
    return forward.build(sentences, [[*"".join(sentence)] for sentence in sentences])


@settings(max_examples=60)
@given(SENTENCES, st.lists(WORD, max_size=4, unique=True), st.data())
def test_among_tells_who_holds_which_word_and_how_much_each_character_weighs_there(
    sentences: list[list[str]], words: list[str], data: st.DataObject
) -> None:
    asked = data.draw(st.lists(st.integers(0, len(sentences) - 1), max_size=10, unique=True))
    letters = [*dict.fromkeys("".join(words))]
    index, columns = made(sentences), Columns([bm25.build([[*"".join(sentence)] for sentence in sentences])])
    numbers = index.numbers([*words, "没有", *(LETTER + letter for letter in letters)])
    here, weights = index.among(numbers, np.array(asked, np.int32))
    assert here[: len(words) + 1].tolist() == [[float(w in sentences[i]) for i in asked] for w in [*words, "没有"]]
    for letter, row in zip(letters, weights[len(words) + 1 :], strict=True):
        np.testing.assert_allclose(row, columns.scores([(letter, 1.0)])[asked], rtol=1e-5)


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    index = made(SMALL)
    unknown, rare, common = index.idf(index.numbers(["没有", "钟楼", "读数"]))
    assert unknown > rare > common > 0


def test_no_sentences_hold_nothing() -> None:
    index = made(SMALL)
    assert index.among(index.numbers(["浮标"]), np.zeros(0, np.int32))[0].shape == (1, 0)


@pytest.mark.parametrize("sentences", [[], [[]], SMALL])
def test_saved_and_loaded_it_tells_the_same(tmp_path: Path, sentences: list[list[str]]) -> None:
    index = made(sentences)
    forward.save(index, tmp_path, "a")
    again = forward.load(tmp_path, "a")
    assert (again.terms, again.size) == (index.terms, index.size)
    every = np.arange(index.size, dtype=np.int32)
    numbers = index.numbers(["读数", "没有", LETTER + "读"])
    np.testing.assert_array_equal(again.idf(numbers), index.idf(numbers))
    np.testing.assert_array_equal(again.among(numbers, every), index.among(numbers, every))
