"""Embedders: the built-in one, and a real model of sentence-transformers made here."""

from __future__ import annotations

from pathlib import Path

import models
import numpy as np
import pytest

from index import derived, embedders
from index.library import Library
from index.lsa import Lsa
from index.words import Words
from ingest.errors import LibraryError
from ingest.types import Issue

TOKENS = [
    ["浮标", "水温", "读数"],
    ["浮标", "电池", "读数"],
    ["钟楼", "齿轮", "潮水"],
    ["钟楼", "弹簧", "潮水"],
    ["浮标", "水温", "湖面"],
    ["钟楼", "齿轮", "铜"],
]
TEXTS = [" ".join(words) for words in TOKENS]


def test_lsa_vectors_have_unit_length() -> None:
    vectors = Lsa().fit(TEXTS, TOKENS)
    assert vectors.shape[0] == len(TOKENS)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-4)


def test_lsa_finds_the_subject() -> None:
    lsa = Lsa()
    near = lsa.fit(TEXTS, TOKENS) @ lsa.query("", ["水温", "浮标"])
    assert set(np.argsort(-near)[:3].tolist()) == {0, 1, 4}


def test_lsa_of_a_library_built_twice_is_the_same(library: Library) -> None:
    one, other = (derived.build(library.store, Lsa()).vectors for _ in range(2))
    np.testing.assert_array_equal(one, other)


def test_lsa_built_twice_is_the_same() -> None:
    one, other = Lsa(), Lsa()
    np.testing.assert_array_equal(one.fit(TEXTS, TOKENS), other.fit(TEXTS, TOKENS))
    np.testing.assert_array_equal(one.query("", ["浮标"]), other.query("", ["浮标"]))


def test_lsa_gives_unknown_words_no_place() -> None:
    lsa = Lsa()
    size = lsa.fit(TEXTS, TOKENS).shape[1]
    asked = lsa.query("渡船", ["渡船", "苔藓"])
    assert asked.shape == (size,)
    assert not asked.any()


def test_lsa_saved_and_loaded_asks_the_same(tmp_path: Path) -> None:
    lsa, again = Lsa(), Lsa()
    lsa.fit(TEXTS, TOKENS)
    lsa.save(tmp_path)
    again.load(tmp_path)
    np.testing.assert_array_equal(lsa.query("", ["钟楼", "潮水"]), again.query("", ["钟楼", "潮水"]))


@pytest.mark.parametrize("tokens", [[], [["浮标"]], [["浮标"], ["浮标"]], [["甲"], ["乙"], ["丙"]], [[], [], [], []]])
def test_lsa_of_a_tiny_library_has_no_vectors_and_does_not_fail(tmp_path: Path, tokens: list[list[str]]) -> None:
    lsa = Lsa()
    assert lsa.fit([""] * len(tokens), tokens).shape == (len(tokens), 0)
    lsa.save(tmp_path)
    again = Lsa()
    again.load(tmp_path)
    assert not again.query("浮标", ["浮标"]).any()


def test_a_refit_on_less_forgets_what_was() -> None:
    lsa = Lsa()
    lsa.fit(TEXTS, TOKENS)
    vectors = lsa.fit(TEXTS[:1], TOKENS[:1])
    assert (vectors @ lsa.query("浮标", ["浮标"])).tolist() == [0.0]


def test_an_unknown_model_is_refused_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    embedder = embedders.make("hangke-tests/no-such-model")
    with pytest.raises(LibraryError) as caught:
        embedder.query("浮标", ["浮标"])
    message = str(caught.value)
    assert "hangke-tests/no-such-model" in message
    assert "--embedder lsa" in message
    assert "\n" not in message


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model that knows a few characters, saved in a folder."""
    return models.static(tmp_path_factory.mktemp("model"))


def test_a_model_from_a_folder_embeds_passages_and_questions(model: str, tmp_path: Path) -> None:
    embedder = embedders.make(model)
    vectors = embedder.fit(["浮标浮标", "钟楼", "渡船"], [[], [], []])
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-4)
    assert int(np.argmax(vectors @ embedder.query("钟楼", []))) == 1


def test_a_library_takes_the_model_and_remembers_it(model: str, copied: Library, words: Words) -> None:
    chosen = Library(copied.home, model)
    chosen.words = words
    assert chosen.arrays.vectors.shape == (len(chosen.passages()), len(models.KNOWN))
    hits = chosen.search(chosen.query("钟楼 建于"), 3)
    assert hits[0].passage.article == "柳汀镇潮汐钟楼修复记"
    assert hits[0].scores.dense is not None
    assert hits[0].scores.dense > 0
    again = Library(copied.home)
    again.words = words
    assert again.arrays.vectors.shape[1] != len(models.KNOWN), (
        "asked for in one call only, the model is not the library's own"
    )


def test_an_issue_added_with_a_model_makes_it_the_librarys_own(
    model: str, tmp_path: Path, issues: dict[str, Issue], words: Words
) -> None:
    first = Library(tmp_path / "home", model)
    first.words = words
    first.add(issues["later"])
    again = Library(tmp_path / "home")
    again.words = words
    assert again.embedder.name == model
    assert again.arrays.vectors.shape[1] == len(models.KNOWN)
