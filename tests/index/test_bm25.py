"""BM25 by columns against rank-bm25 itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index import bm25

WORD = st.sampled_from(["浮标", "钟楼", "渡船", "苔藓", "海雾", "_浮标", "ai", "37.5%", "读数", "纸电池"])
DOCUMENT = st.lists(WORD, max_size=12)
CORPUS = st.lists(DOCUMENT, min_size=1, max_size=14).filter(any)
SMALL = [["浮标", "读数", "浮标"], [], ["钟楼"], ["渡船", "读数", "海雾"]]


@settings(max_examples=120)
@given(CORPUS, st.lists(WORD, max_size=8), st.lists(st.sampled_from(["没有", "不在"]), max_size=2))
def test_scores_are_those_of_rank_bm25(corpus: list[list[str]], known: list[str], unknown: list[str]) -> None:
    query = known + unknown
    ours = bm25.build(corpus).scores((word, 1.0) for word in query)
    theirs = BM25Okapi(corpus).get_scores(query)
    np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)


@settings(max_examples=60)
@given(CORPUS, WORD, st.floats(0.05, 4))
def test_a_weight_multiplies_a_words_share(corpus: list[list[str]], word: str, weight: float) -> None:
    columns = bm25.build(corpus)
    np.testing.assert_allclose(
        columns.scores([(word, weight)]), weight * columns.scores([(word, 1.0)]), rtol=1e-4, atol=1e-6
    )


@settings(max_examples=40)
@given(CORPUS, WORD)
def test_saved_and_loaded_it_scores_the_same(
    tmp_path_factory: pytest.TempPathFactory, corpus: list[list[str]], word: str
) -> None:
    folder = tmp_path_factory.mktemp("columns")
    columns = bm25.build(corpus)
    bm25.save(columns, folder, "a")
    again = bm25.load(folder, "a")
    assert (again.terms, again.size) == (columns.terms, columns.size)
    np.testing.assert_array_equal(again.scores([(word, 1.0)]), columns.scores([(word, 1.0)]))


@pytest.mark.parametrize("corpus", [[], [[]], [[], [], []]])
def test_a_corpus_without_words_scores_nothing(tmp_path: Path, corpus: list[list[str]]) -> None:
    columns = bm25.build(corpus)
    assert columns.scores([("浮标", 1.0)]).tolist() == [0.0] * len(corpus)
    bm25.save(columns, tmp_path, "a")
    again = bm25.load(tmp_path, "a")
    assert again.size == len(corpus)
    assert again.scores([("浮标", 1.0), ("", 1.0)]).tolist() == [0.0] * len(corpus)


def test_an_empty_document_scores_nothing_and_spoils_nothing() -> None:
    columns = bm25.build(SMALL)
    assert columns.scores([("钟楼", 1.0), ("读数", 1.0)])[1] == 0
    assert columns.size == 4
