"""Which sentences are weighed, by which features, and which comes first."""

from __future__ import annotations

import numpy as np
import pytest
from paragraph import paragraph

from index.library import Library
from qa import evidence, features
from qa.evidence import Evidence
from qa.features import View
from qa.question import understand


def seen(library: Library, text: str) -> View:
    """The sentences found for a question."""
    question, query = understand(text), library.query(text)
    found = library.find_evidence(query, evidence.WEIGHED, form=evidence.form_of(question, library))
    return View(question, query, library, found, found.hits)


def weighed(library: Library, text: str) -> Evidence:
    view = seen(library, text)
    return evidence.weigh(view.question, view.query, view.found, library)


def texts(view: View) -> list[str]:
    """The sentences in the order of the table's columns."""
    pairs = zip(view.owners.tolist(), view.indices.tolist(), strict=True)
    return [view.hits[owner].passage.sentence(index) for owner, index in pairs]


QUESTION = "青鹭湖浮标观测网的总投入是多少元？"


def test_the_rows_of_the_table_are_the_features_in_the_order_of_their_names(library: Library) -> None:
    view = seen(library, QUESTION)
    table = features.table(view)
    assert table.shape == (len(features.NAMES), len(texts(view)))
    assert np.isfinite(table).all()
    for row, name in zip(table, features.NAMES, strict=False):
        if name in features.FEATURES:
            np.testing.assert_array_equal(row, features.FEATURES[name](view))
    np.testing.assert_array_equal(table[-len(features.PREMISES) :], view.unmet)


@pytest.mark.parametrize("name", features.NAMES)
def test_a_feature_is_a_share(library: Library, name: str) -> None:
    row = features.table(seen(library, QUESTION))[features.NAMES.index(name)]
    assert 0 <= row.min() <= row.max() <= 1.0001


@pytest.mark.parametrize(
    ("name", "highest"),
    [("near", "总投入为4800万元"), ("soft_near", "总投入为4800万元"), ("character", "总投入为4800万元"),
     ("formed", "总投入为4800万元"), ("lead", "青鹭湖"), ("title", "青鹭湖"), ("passage", "青鹭湖")],
)  # fmt: skip
def test_a_feature_is_highest_where_it_should_be(library: Library, name: str, highest: str) -> None:
    view = seen(library, QUESTION)
    row = features.FEATURES[name](view)
    best = [text for text, value in zip(texts(view), row, strict=True) if value == row.max()]
    assert any(highest in text for text in best)


def test_what_has_the_form_of_an_answer_is_told_of_each_sentence(library: Library) -> None:
    view = seen(library, QUESTION)
    form = view.question.form
    assert form is not None
    assert view.formed.tolist() == [form.search(text) is not None for text in texts(view)]
    assert not seen(library, "谈谈浮标").formed.any()


def test_the_opening_sentence_is_the_first_of_its_passage(library: Library) -> None:
    view = seen(library, QUESTION)
    opens = [text == view.hits[owner].passage.sentence(0) for text, owner in zip(texts(view), view.owners, strict=True)]
    assert features.opening(view).astype(bool).tolist() == opens


@pytest.mark.parametrize(
    ("text", "label"),
    [("读数怎样使用", True), ("浮标电池每两年换。", False), ("观测网的数据向全市中学开放并且免费", False)],
)
def test_a_label_is_short_and_ends_no_sentence(text: str, label: bool) -> None:
    assert features.is_label(paragraph(text), 0) is label


def test_sentences_come_best_first_and_their_chances_share_one(library: Library) -> None:
    found = weighed(library, QUESTION)
    scores, chances = ([getattr(each, name) for each in found.sentences] for name in ("score", "chance"))
    assert "4800万元" in found.sentences[0].text
    assert found.sentences[0].formed
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= chance <= 1 for chance in chances)
    assert sum(chances) <= 1.0001
    assert len(found.sentences) <= evidence.KEPT
    assert len({each.key for each in found.sentences}) == len(found.sentences)


@pytest.mark.parametrize("text", ["", "的", "？", "。。。", "什么"])
def test_without_words_there_is_no_evidence(library: Library, text: str) -> None:
    found = weighed(library, text)
    assert 0 <= found.told <= 1
    assert found.sentences == () or found.view is not None


def test_the_leads_of_an_article_are_full_sentences(library: Library) -> None:
    hits = library.search(library.query("潮汐钟楼的机芯"), 5)
    for sentence in evidence.leads(hits).sentences:
        assert sentence.text.endswith("。")
        assert sentence.hit.passage.kind == "text"
