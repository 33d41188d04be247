"""What the store in Milvus is made of, without a server."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from index.milvus import numbers, schema, sparse
from index.milvus.client import text, within
from index.milvus.rarity import Rarity
from index.milvus.sketch import Sketch
from index.types import IssueRow
from ingest.errors import LibraryUnwritable

ROW = IssueRow("i", "刊", "刊", 2031, 4, "i.txt", "aa", 1, 1, 1, "2031-01-01")
WORDS = st.lists(
    st.lists(st.sampled_from(["浮标", "纸电池", "钟楼", "苔藓", "海雾", "渡船"]), min_size=1, max_size=9), min_size=3
)


@settings(max_examples=25)
@given(st.text(max_size=60), st.sampled_from([1, 900, 9000]))
def test_a_text_of_any_length_fits_and_comes_back(text: str, times: int) -> None:
    clean = text.encode("utf-8", "replace").decode()
    parts = schema.packed(clean * times)
    assert all(len(part.encode()) <= schema.LONGEST for part in parts)
    assert schema.unpacked(parts) == clean * times


def test_a_text_that_no_compression_helps_is_cut() -> None:
    noise = "".join(map(chr, np.random.default_rng(7).integers(0x4E00, 0x9FFF, 60_000)))
    parts = schema.packed(noise)
    assert len(parts) > 1
    assert schema.unpacked(parts) == noise


def test_numbers_follow_the_catalogue_and_tell_content_from_content() -> None:
    loads = [
        numbers.load(replace(ROW, year=year, number=number), ["x"])
        for year, number in ((1980, 9), (2031, 4), (2031, 5))
    ]
    assert loads == sorted(loads)
    assert numbers.load(ROW, ["x"]) == numbers.load(replace(ROW, added="later"), ["x"])
    others = [numbers.load(row, read) for row, read in ((ROW, ["y"]), (replace(ROW, sha256="bb"), ["x"]))]
    assert len({numbers.load(ROW, ["x"]), *others}) == 3
    taken = numbers.load(ROW, ["x"])
    assert numbers.load(ROW, ["x"], {taken}) != taken


@given(
    st.one_of(st.none(), st.integers(-10, 99_999)),
    st.one_of(st.none(), st.integers(-10, 99_999)),
    st.integers(0, 2**17 - 1),
)
def test_positions_have_63_bits_and_tell_where_they_belong(year: int | None, number: int | None, ordinal: int) -> None:
    load = numbers.load(replace(ROW, year=year, number=number), ["x"])
    position = numbers.position(load, ordinal)
    assert 0 <= position < 2**63
    assert numbers.load_of(position) == load
    assert numbers.number_of(numbers.article(load, ordinal)) == ordinal


def test_an_issue_too_long_is_refused_in_one_line() -> None:
    with pytest.raises(LibraryUnwritable, match="part the file") as caught:
        numbers.position(1, numbers.MOST)
    assert "\n" not in str(caught.value)


@given(WORDS)
def test_the_inner_product_is_bm25_by_a_constant_mean_length(documents: list[list[str]]) -> None:
    okapi = BM25Okapi(documents)
    okapi.avgdl = sparse.MEAN
    question = sorted({word for document in documents for word in document})
    vector = sparse.of_question((word, max(okapi.idf[word], 0.01)) for word in question)
    okapi.idf = {word: max(idf, 0.01) for word, idf in okapi.idf.items()}
    held = [sparse.of_passage([document]) for document in documents]
    scores = [sum(vector.get(number, 0) * weight for number, weight in passage.items()) for passage in held]
    np.testing.assert_allclose(scores, okapi.get_scores(question), rtol=1e-9)


def test_a_passage_without_words_has_a_vector_all_the_same() -> None:
    assert len(sparse.of_passage([[], []])) == 1


@given(st.text(max_size=30))
def test_a_text_in_a_filter_is_one_string(value: str) -> None:
    quoted = text(value)
    assert json.loads(quoted) == value.encode("utf-8", "replace").decode()
    assert "\n" not in quoted
    assert within("kind", [value, "a"]) == f'kind in [{quoted}, "a"]'


def test_the_sketches_of_issues_add_up_to_that_of_all() -> None:
    tokens = [[["浮标", "_浮标"], ["浮标", "上报"], ["标题"]], [["纸电池", "_浮标"], ["标题"]], [["浮标"], []]]
    whole, parts = Sketch.of(tokens), Sketch.sum([Sketch.of(tokens[:1]), Sketch.of(tokens[1:])])
    assert Sketch.load(whole.dump()) == whole
    assert (parts.passages, parts.sentences, parts.words) == (whole.passages, whole.sentences, whole.words) == (3, 4, 9)
    assert whole.in_passages["浮标"] == parts.in_passages["浮标"] == 2
    assert parts == whole
    assert whole.in_sentences["浮标"] == 3
    rarity = Rarity(Sketch.sum([whole, Sketch(passages=40, words=400)]))
    weighed = dict(rarity.weighed([("浮标", 1.0), ("上报", 1.0), ("无", 1.0), ("浮标上报", 0.5)]))
    assert weighed["无"] > weighed["上报"] > weighed["浮标"] > 0
    assert weighed["浮标上报"] == weighed["无"] / 2
