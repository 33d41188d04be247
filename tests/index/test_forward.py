"""The forward index of sentences against what they hold, and against BM25 by columns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import bm25, forward
from index.bm25 import Columns
from index.forward import LETTER, Forward, Sentences

WORD = st.sampled_from(["浮标", "钟楼", "渡船", "苔藓", "海雾", "_浮标", "ai", "37.5%", "读数", "浮"])
SENTENCES = st.lists(st.lists(WORD, max_size=12), min_size=1, max_size=14)
SMALL = [["浮标", "读数", "浮标"], [], ["钟楼"], ["渡船", "读数", "海雾"]]


def letters(sentence: list[str]) -> list[str]:
    return [*dict.fromkeys("".join(sentence))]


def made(sentences: list[list[str]]) -> Forward:
    return forward.build(sentences, list(map(letters, sentences)))


def in_parts(sentences: list[list[str]], cut: int) -> Sentences:
    return Sentences([made(sentences[:cut]), made(sentences[cut:])])


@settings(max_examples=60)
@given(SENTENCES, st.lists(WORD, max_size=4, unique=True), st.data())
def test_among_tells_who_holds_which_word_and_how_much_each_character_weighs_there(
    sentences: list[list[str]], words: list[str], data: st.DataObject
) -> None:
    asked = data.draw(st.lists(st.integers(0, len(sentences) - 1), max_size=10, unique=True))
    index = in_parts(sentences, data.draw(st.integers(0, len(sentences))))
    columns = Columns([bm25.build(list(map(letters, sentences)))])
    single = letters(words)
    terms = index.asked([*words, "没有", *(LETTER + letter for letter in single)])
    here, weights = index.among(terms, np.array(asked, np.int32))
    assert here[: len(words) + 1].tolist() == [[float(w in sentences[i]) for i in asked] for w in [*words, "没有"]]
    assert not weights[: len(words) + 1].any()
    for letter, row in zip(single, weights[len(words) + 1 :], strict=True):
        np.testing.assert_allclose(row, columns.scores([(letter, 1.0)])[asked], rtol=1e-5)


@settings(max_examples=60)
@given(SENTENCES, st.data())
def test_merged_parts_are_those_of_the_sentences_kept(sentences: list[list[str]], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(sentences)))
    keep = np.array([data.draw(st.booleans()) for _ in sentences], bool)
    merged = forward.merge([made(sentences[:cut]), made(sentences[cut:])], [keep[:cut], keep[cut:]])
    for part in forward.PARTS:
        whole = made([sentence for sentence, kept in zip(sentences, keep, strict=True) if kept])
        np.testing.assert_array_equal(getattr(merged, part), getattr(whole, part), part)


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    index = in_parts(SMALL, 2)
    unknown, rare, common = index.idf(index.asked(["没有", "钟楼", "读数"]))
    assert unknown > rare > common > 0
    assert index.asked(["没有", "钟楼"]).lacking.tolist() == [True, False]


def test_no_sentences_hold_nothing() -> None:
    index = in_parts(SMALL, 1)
    assert index.among(index.asked(["浮标"]), np.zeros(0, np.int32))[0].shape == (1, 0)


@pytest.mark.parametrize("sentences", [[], [[]], SMALL])
def test_saved_and_loaded_it_tells_the_same(tmp_path: Path, sentences: list[list[str]]) -> None:
    built = made(sentences)
    forward.save(built, tmp_path, "a")
    index, again = Sentences([built]), Sentences([forward.load(tmp_path, "a")])
    every = np.arange(index.size, dtype=np.int32)
    terms = ["读数", "没有", LETTER + "读"]
    np.testing.assert_array_equal(again.idf(again.asked(terms)), index.idf(index.asked(terms)))
    np.testing.assert_array_equal(again.among(again.asked(terms), every), index.among(index.asked(terms), every))
