"""Embedders: the built-in one, and a real model of sentence-transformers made here."""

from __future__ import annotations

from pathlib import Path

import models
import numpy as np
import pytest

from index import choice, derived, embedders
from index.library import Library
from index.static.embedder import Static
from index.words import Words
from ingest.errors import LibraryError
from ingest.types import Issue

TEXTS = [
    "湖心的浮标测得水温，读数每小时传回一次",
    "浮标的电池快要用完，读数断了两天",
    "钟楼的齿轮随潮水转动，走时准确",
    "钟楼换了新的弹簧，仍靠潮水上弦",
    "浮标在湖面上漂着，测量水温和风速",
    "钟楼的铜齿轮由老匠人重新铸成",
]


def fitted(texts: list[str], static: Static | None = None) -> tuple[Static, np.ndarray]:
    """The built-in embedder, fitted on texts, and their vectors."""
    static = static or Static()
    static.fit(texts)
    return static, static.embed(texts)


def test_the_built_in_one_finds_the_subject() -> None:
    static, vectors = fitted(TEXTS)
    near = vectors @ static.query("湖水的温度是用什么测的？")
    assert set(np.argsort(-near)[:2].tolist()) <= {0, 1, 4}


def test_the_built_in_one_finds_chinese_text_for_english_questions() -> None:
    static, vectors = fitted(TEXTS)
    near = vectors @ static.query("Which gears turn with the tide?")
    assert int(np.argmax(near)) in (2, 5)


def test_vectors_of_passages_are_of_length_one_on_the_mean() -> None:
    _, vectors = fitted(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), len(TEXTS)), "no more dimensions than passages"
    assert float(np.linalg.norm(vectors, axis=1).mean()) == pytest.approx(1, rel=1e-4)


def test_vectors_of_a_library_built_twice_are_the_same(library: Library) -> None:
    one, other = (derived.build(library.store, Static()).vectors for _ in range(2))
    np.testing.assert_array_equal(one, other)


def test_a_question_that_shares_nothing_has_no_direction() -> None:
    static, vectors = fitted(TEXTS)
    asked = static.query("？！")
    assert asked.shape == (vectors.shape[1],)
    assert not asked.any()


def test_saved_and_loaded_it_asks_the_same(tmp_path: Path) -> None:
    static, again = Static(), Static()
    static.fit(TEXTS)
    static.save(tmp_path)
    again.load(tmp_path)
    np.testing.assert_array_equal(static.query("钟楼 潮水"), again.query("钟楼 潮水"))
    np.testing.assert_allclose(static.embed(TEXTS[:2]), again.embed(TEXTS[:2]), atol=2e-3)  # half precision is kept


def test_texts_embedded_later_are_embedded_as_the_first_were() -> None:
    static, vectors = fitted(TEXTS)
    np.testing.assert_allclose(static.embed(TEXTS[2:3])[0], vectors[2], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("then", "now", "outgrown"),
    [
        (3, 4, True),
        (1999, 2000, True),
        (2000, 2001, False),
        (2000, 3999, False),
        (2000, 4000, True),
        (9000, 4500, True),
    ],
)
def test_a_small_library_is_fitted_at_each_change_a_large_one_when_it_has_doubled(
    then: int, now: int, outgrown: bool
) -> None:
    assert Static().outgrown(then, now) == outgrown
    assert not Static().outgrown(now, now)


@pytest.mark.parametrize("texts", [[], ["浮标"], ["浮标"] * 2, ["甲", "乙", "丙"], ["", "", "", ""], ["浮标"] * 5])
def test_a_tiny_library_does_not_fail(tmp_path: Path, texts: list[str]) -> None:
    (static, vectors), again = fitted(texts), Static()
    assert len(vectors) == len(texts)
    assert np.isfinite(vectors).all()
    static.save(tmp_path)
    again.load(tmp_path)
    assert (vectors @ again.query("浮标")).shape == (len(texts),)


def test_a_refit_on_less_forgets_what_was() -> None:
    static, vectors = fitted(TEXTS[:1], fitted(TEXTS)[0])
    assert (vectors @ static.query("浮标")).tolist() == [0.0]


def test_a_library_that_named_the_former_one_gets_the_built_in_one() -> None:
    assert choice.make(embedders.FORMER).name == embedders.BUILT_IN


def test_an_unknown_model_is_refused_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    embedder = choice.make("hangke-tests/no-such-model")
    with pytest.raises(LibraryError) as caught:
        embedder.query("浮标")
    message = str(caught.value)
    assert "hangke-tests/no-such-model" in message
    assert "--embedder static" in message
    assert "\n" not in message


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A model that knows a few characters, saved in a folder."""
    return models.static(tmp_path_factory.mktemp("model"))


def test_a_model_from_a_folder_embeds_passages_and_questions(model: str, tmp_path: Path) -> None:
    embedder = choice.make(model)
    vectors = embedder.embed(["浮标浮标", "钟楼", "渡船"])
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-4)
    assert int(np.argmax(vectors @ embedder.query("钟楼"))) == 1


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
    assert again.embedder.name == embedders.BUILT_IN, "asked for in one call only, the model is not the library's own"


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
