"""BM25 over the postings of several parts against rank-bm25 itself."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index import bm25, fusion, maxscore, okapi, postings
from index.bm25 import Columns, Postings

WORD = st.sampled_from(["浮标", "钟楼", "渡船", "苔藓", "海雾", "_浮标", "ai", "37.5%", "读数", "纸电池"])
DOCUMENT = st.lists(WORD, max_size=12)
CORPUS = st.lists(DOCUMENT, min_size=1, max_size=14).filter(any)
PARTS = st.lists(st.lists(DOCUMENT, max_size=7), min_size=1, max_size=4).filter(lambda parts: any(map(any, parts)))
QUERY = st.lists(WORD | st.sampled_from(["没有", "不在", ""]), max_size=9)
SMALL = [["浮标", "读数", "浮标"], [], ["钟楼"], ["渡船", "读数", "海雾"]]


def joined(parts: list[list[list[str]]]) -> list[list[str]]:
    return [document for part in parts for document in part]


def asked(words: list[str]) -> list[tuple[str, float]]:
    return [(word, 1.0) for word in words]


def same(one: Postings, other: Postings) -> None:
    for (name, ours), (_, theirs) in zip(postings.arrays(one), postings.arrays(other), strict=True):
        np.testing.assert_array_equal(ours, theirs, name)


@settings(max_examples=150)
@given(PARTS, QUERY)
def test_scores_are_those_of_rank_bm25_however_the_documents_are_parted(
    parts: list[list[list[str]]], query: list[str]
) -> None:
    columns = Columns([bm25.build(part) for part in parts])
    theirs = BM25Okapi(joined(parts)).get_scores(query)
    exact = columns.scores(asked(query), np.float64)
    np.testing.assert_allclose(exact, theirs, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(columns.scores(asked(query)), theirs, rtol=1e-4, atol=1e-6)
    assert (exact.dtype, columns.scores(asked(query)).dtype) == (np.float64, np.float32)


@settings(max_examples=60)
@given(PARTS, st.data())
def test_merged_parts_are_those_of_the_documents_kept(parts: list[list[list[str]]], data: st.DataObject) -> None:
    masks = [data.draw(st.none() | st.lists(st.booleans(), min_size=len(p), max_size=len(p))) for p in parts]
    kept = [
        d
        for part, mask in zip(parts, masks, strict=True)
        for d, k in zip(part, mask or [1] * len(part), strict=True)
        if k
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(postings, "CHUNK", 3)
        keep = [None if mask is None else np.array(mask, bool) for mask in masks]
        same(postings.merge([bm25.build(part) for part in parts], keep), bm25.build(kept))


@settings(max_examples=60)
@given(CORPUS, WORD, st.floats(0.05, 4))
def test_a_weight_multiplies_a_words_share(corpus: list[list[str]], word: str, weight: float) -> None:
    columns = Columns([bm25.build(corpus)])
    np.testing.assert_allclose(
        columns.scores([(word, weight)]), weight * columns.scores([(word, 1.0)]), rtol=1e-4, atol=1e-6
    )


def best_of_all(columns: Columns, query: list[tuple[str, float]], count: int, dtype: type) -> tuple[list[int], Any]:
    scores = columns.scores(query, dtype)
    best = [i for i in fusion.top(scores, count).tolist() if scores[i] > 0]
    return best, scores[best]


def same_ranking(columns: Columns, query: list[tuple[str, float]], count: int, dtype: type) -> None:
    found, worth = columns.top(query, count, dtype)
    best, scores = best_of_all(columns, query, count, dtype)
    assert found.tolist() == best
    np.testing.assert_array_equal(worth, scores)


WEIGHTED = st.lists(st.tuples(WORD, st.sampled_from([1.0, 1.0, 0.6, 0.25, 0.0, -0.5])), max_size=9)


@settings(max_examples=100)
@given(PARTS, WEIGHTED, st.integers(1, 20), st.sampled_from([np.float32, np.float64]))
def test_the_best_are_those_of_all_scores(
    parts: list[list[list[str]]], query: list[tuple[str, float]], count: int, dtype: type
) -> None:
    same_ranking(Columns([bm25.build(part) for part in parts]), query, count, dtype)


LETTERS = [*"abcdefghijklmnopqrstuvwxyz"]


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 1 << 32),
    st.lists(st.sampled_from(LETTERS), min_size=1, max_size=9),
    st.integers(1, 12),
    st.tuples(*map(st.integers, (0, 2, 0, 1, 1), (60, 40, 200, 300, 20))),
    st.sampled_from([0.0, 0.8, 1.0]),
)
def test_what_is_not_looked_at_is_not_among_the_best(
    seed: int, words: list[str], count: int, limits: tuple[int, ...], enough: float
) -> None:
    """Many documents of few words, as rare and as common as in a text; limits that are met by chance."""
    random = np.random.default_rng(seed)
    share = 1 / np.arange(1, 27) ** 1.5
    lengths = random.integers(0, 12, size=300)
    documents = [random.choice(LETTERS, n, p=share / share.sum()).tolist() for n in lengths]
    with pytest.MonkeyPatch.context() as patch:
        for module, name, limit in zip(
            (okapi, okapi, maxscore, maxscore, maxscore),
            ("ROWS_FROM", "COMMON", "FIRST", "SEEN", "FEW"),
            limits,
            strict=True,
        ):
            patch.setattr(module, name, limit)
        patch.setattr(maxscore, "ENOUGH", enough)
        patch.setattr(maxscore, "BLOCK", 4)
        patch.setattr(maxscore, "EXHAUSTIVE", 60)
        for columns in (
            Columns([bm25.build(documents)]),
            Columns([bm25.build(documents[:40]), bm25.build(documents[40:])]),
        ):
            same_ranking(columns, asked(words), count, np.float32)


def test_what_words_tell_is_forgotten_when_it_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bm25, "LEAST", 3000)
    columns, fresh = Columns([bm25.build(SMALL)]), Columns([bm25.build(SMALL)])
    words = ["浮标", "读数", "钟楼", "没有", "渡船", "海雾"]
    for word in words:
        columns.scores(asked([word]))
        assert columns.held <= 3000 + 2 * bm25.WORD
    np.testing.assert_array_equal(columns.scores(asked(words)), fresh.scores(asked(words)))


@settings(max_examples=40)
@given(PARTS, st.lists(WORD, max_size=4))
def test_the_library_tells_its_words_and_how_many_documents_hold_them(
    parts: list[list[list[str]]], words: list[str]
) -> None:
    columns, documents = Columns([bm25.build(part) for part in parts]), joined(parts)
    assert sorted(columns.terms()) == sorted({word for document in documents for word in document})
    assert columns.frequencies(words).tolist() == [sum(word in document for document in documents) for word in words]
    assert columns.mean_idf == pytest.approx(BM25Okapi(documents).average_idf, rel=1e-9, abs=1e-12)


@settings(max_examples=30)
@given(CORPUS, WORD)
def test_saved_and_loaded_it_scores_the_same(
    tmp_path_factory: pytest.TempPathFactory, corpus: list[list[str]], word: str
) -> None:
    folder = tmp_path_factory.mktemp("columns")
    built = bm25.build(corpus)
    bm25.save(built, folder, "a")
    again = bm25.load(folder, "a")
    same(again, built)
    np.testing.assert_array_equal(Columns([again]).scores([(word, 1.0)]), Columns([built]).scores([(word, 1.0)]))


@pytest.mark.parametrize("corpus", [[], [[]], [[], [], []]])
def test_a_corpus_without_words_scores_nothing(tmp_path: Path, corpus: list[list[str]]) -> None:
    columns = Columns([bm25.build(corpus)])
    assert columns.scores([("浮标", 1.0)]).tolist() == [0.0] * len(corpus)
    assert columns.mean_idf == 0
    bm25.save(columns.parts[0], tmp_path, "a")
    again = Columns([bm25.load(tmp_path, "a")])
    assert again.size == len(corpus)
    assert again.scores([("浮标", 1.0), ("", 1.0)]).tolist() == [0.0] * len(corpus)
    assert again.top([("浮标", 1.0)], 3)[0].tolist() == []


def test_a_library_without_parts_scores_nothing() -> None:
    columns = Columns([])
    assert (columns.size, columns.mean_idf, list(columns.terms())) == (0, 0, [])
    assert columns.scores([("浮标", 1.0)]).shape == columns.top([("浮标", 1.0)], 3)[0].shape == (0,)


def test_an_empty_document_scores_nothing_and_spoils_nothing() -> None:
    columns = Columns([bm25.build(SMALL)])
    assert columns.scores([("钟楼", 1.0), ("读数", 1.0)])[1] == 0
    assert columns.size == 4


def test_a_word_may_stand_in_a_document_more_often_than_a_byte_counts() -> None:
    corpus = [["浮标"] * 70_000, ["浮标", "钟楼"], ["渡船"], ["海雾"], ["苔藓"]]
    merged = postings.merge([bm25.build(corpus[:1]), bm25.build(corpus[1:])], [None, None])
    scores = Columns([merged]).scores([("浮标", 1.0)], np.float64)
    np.testing.assert_allclose(scores, BM25Okapi(corpus).get_scores(["浮标"]), rtol=1e-9)


def test_a_known_mean_idf_is_taken() -> None:
    part = bm25.build([["浮标"], ["浮标", "钟楼"]])
    once, twice = (Columns([part], mean).scores([("浮标", 1.0)]) for mean in (1.0, 2.0))
    np.testing.assert_allclose(twice, 2 * once, rtol=1e-6)


def test_none_are_the_best_where_none_are_wanted() -> None:
    assert Columns([bm25.build(SMALL)]).top([("浮标", 1.0)], 0)[0].tolist() == []
