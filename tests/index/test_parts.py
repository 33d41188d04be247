"""Parts of retrieval switched off: each changes what it should and nothing else."""

from __future__ import annotations

from dataclasses import asdict, replace

import invented
import pytest

from index.library import Library
from index.parts import ALL, EXPANSION, rows
from index.types import Hit

ASKED = "潮汐钟楼建于哪一年，有多高？"


def found(library: Library, **off: bool) -> list[Hit]:
    view = library.only(replace(ALL, **off))
    return view.find_evidence(view.query(ASKED), 10).hits


def test_each_row_without_a_part_is_without_that_alone() -> None:
    names = set(asdict(ALL)) - {"rerank"}
    without = {name: parts for name, parts in rows().items() if name.startswith("without ")}
    assert {name.removeprefix("without ") for name in without} == names
    for name, parts in without.items():
        assert [part for part, on in asdict(parts).items() if not on] == [name.removeprefix("without ")]


def test_a_leg_switched_off_scores_nothing(library: Library) -> None:
    assert {hit.scores.bm25 for hit in found(library, keyword=False)} == {0}
    assert {hit.scores.dense for hit in found(library, dense=False)} == {0}
    assert all(hit.scores.bm25 and hit.scores.dense for hit in found(library)[:1])


def test_without_the_second_look_the_fused_ranking_stands(library: Library) -> None:
    hits = found(library, rerank=False)
    assert [hit.score for hit in hits] == sorted((hit.scores.fused for hit in hits), reverse=True)


def test_without_expansion_a_query_is_its_words(library: Library) -> None:
    bare = library.only(replace(ALL, **dict.fromkeys(EXPANSION, False)))
    for text in (ASKED, "How many companies work on AI?", "人工智能在Chaoxi的应用"):
        query = bare.query(text)
        assert query.pairs == ()
        assert not any(concept.others for concept in query.concepts)
    assert library.query(ASKED).pairs


@pytest.mark.parametrize(("text", "part"), [("How tall is the clock tower?", "lexicon"), ("人工智能", "synonyms")])
def test_a_lexicon_switched_off_adds_nothing(library: Library, text: str, part: str) -> None:
    assert any(concept.others for concept in library.query(text).concepts)
    without = library.only(replace(ALL, **{part: False})).query(text)
    assert not any(concept.others for concept in without.concepts)


def test_a_title_named_narrows_nothing_where_titles_are_off(library: Library) -> None:
    title = invented.ARTICLES[0].title
    assert library.named(f"《{title}》讲了什么？") == title
    assert library.only(replace(ALL, titles=False)).named(f"《{title}》讲了什么？") is None


def test_the_library_itself_stays_whole(library: Library) -> None:
    before = found(library)
    library.only(rows()["BM25 alone"]).query(ASKED)
    assert library.parts == ALL
    assert found(library) == before
