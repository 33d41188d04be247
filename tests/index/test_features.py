"""Each feature of the re-ranking, on passages invented for it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from index import coverage, features, rerankers, weights
from index.features import FEATURES, View
from index.library import Library
from index.words import Words
from ingest.types import Article, Block, Identity, Issue, Kind, PageSpan, Piece

PASSAGES = {
    "浮标": "青鹭湖浮标观测网于2030年建成，由32个浮标组成。每个浮标每隔15分钟上报水温。",
    "渡船": "白沙洲无人渡船可载48人，票价3元。渡船靠激光雷达避碰，遇到大雾自动减速。",
    "电台": "稻香浦陶瓷电台恢复播音，发射塔由陶瓷环叠成。听众多半是渔民和茶农。",
    "书库": "银杏岭冰窖书库藏有古籍8300册。书库终年保持在零下6度，由采石场改建。",
}
FIGURE = re.compile(r"\d")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, words: Words) -> Library:
    """A passage an article, named as in PASSAGES, each filled up to passage length."""
    articles = tuple(
        Article(f"{title}的故事", (), (), None, (_block(text + "其余从略。" * 30, line),), line, line)
        for line, (title, text) in enumerate(PASSAGES.items(), 1)
    )
    library = Library(tmp_path_factory.mktemp("features"))
    library.words = words
    library.add(Issue(Identity("海湾科技", 2031, 4), "a.txt", articles, (PageSpan(),), sha256="a"))
    return library


def _block(text: str, line: int) -> Block:
    return Block(Kind.TEXT, text, (Piece(0, len(text), line, line, 0),), 0)


def view(library: Library, question: str) -> View:
    return library.view(library.query(question), 10, form=library.matches.of(FIGURE))


def told(library: Library, name: str, question: str) -> dict[str, float]:
    """What a feature tells of each passage."""
    seen = view(library, question)
    titles = [passage.article[:2] for passage in library.at(seen.passages.tolist())]
    return dict(zip(titles, FEATURES[name](seen).tolist(), strict=True))


@pytest.mark.parametrize(
    ("name", "question", "first"),
    [
        ("keyword", "无人渡船的票价", "渡船"),
        ("character", "观察水的温度", "浮标"),
        ("sentence_character", "观察水的温度", "浮标"),
        ("near", "陶瓷电台的听众", "电台"),
        ("whole", "冰窖书库由什么改建，藏有多少古籍", "书库"),
        ("title", "书库的故事", "书库"),
        ("figures", "哪件事与2030有关", "浮标"),
        ("formed", "渡船票价多少", "渡船"),
    ],
)
def test_the_passage_asked_for_has_most_of_it(library: Library, name: str, question: str, first: str) -> None:
    values = told(library, name, question)
    assert max(values, key=values.__getitem__) == first
    assert sorted(values.values())[-2] < values[first]


def test_likeness_of_vectors_is_told_in_spreads(library: Library) -> None:
    seen = view(library, "渡船")
    values = features.dense(seen)
    np.testing.assert_array_equal(np.argsort(values), np.argsort(seen.legs.dense[seen.passages]))
    assert values.mean() == pytest.approx(0, abs=1e-5)
    assert values.std() == pytest.approx(1, abs=1e-4)


def test_a_sentence_without_the_form_of_an_answer_is_not_formed(library: Library) -> None:
    assert told(library, "formed", "电台的听众是渔民")["电台"] == 0


def test_softly_a_word_counts_in_part_where_its_characters_stand(library: Library) -> None:
    held = view(library, "观察").held
    assert held.passages.max() == 0
    assert 0 < held.soft_passages.max() < coverage.SOFT


@pytest.mark.parametrize("question", ["", "？", "qqqq", "渡船", "Where does the ferry go?"])
def test_all_features_are_finite_whatever_is_asked(library: Library, question: str) -> None:
    found = features.table(view(library, question))
    assert found.shape == (len(FEATURES), len(PASSAGES))
    assert np.isfinite(found).all()


def test_an_empty_library_has_no_candidates(tmp_path: Path, words: Words) -> None:
    library = Library(tmp_path)
    library.words = words
    assert library.search(library.query("渡船"), 3) == []


def test_each_feature_has_a_weight_and_each_weight_a_feature() -> None:
    told = weights.learned()
    assert list(told.rerank) == list(FEATURES)
    assert list(told.fusion) == ["keyword", "character", "dense"]
    assert min([*told.rerank.values(), *told.fusion.values()]) >= 0


def test_the_linear_score_is_the_weighted_sum(library: Library) -> None:
    seen = view(library, "渡船票价")
    weighed = {name: float(i) for i, name in enumerate(FEATURES)}
    expected = sum(weighed[name] * FEATURES[name](seen) for name in FEATURES)
    np.testing.assert_allclose(rerankers.Linear(weighed).scores(seen, []), expected, rtol=1e-5)
