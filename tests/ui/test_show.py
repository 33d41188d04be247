"""Objects as text at a terminal."""

from __future__ import annotations

from ui import show

FIGURES = {"hit@1": 0.5, "refused": 1.0, "n": 12}
RANKED = {"hit@1": 0.5, "n": 2, "hit@1 95%": [0.0, 1.0]}


def test_scores_stand_in_aligned_columns() -> None:
    assert show.scores({"all": FIGURES, "zh": {"hit@1": 0.5, "n": 2}}).splitlines() == [
        "questions  hit@1  refused   n",
        "all        0.500    1.000  12",
        "zh         0.500        –   2",
    ]


def test_the_search_by_its_parts_has_a_line_a_row_and_language() -> None:
    told = show.scores({"zh": FIGURES, "retrieval": {"BM25 alone": {"en": RANKED, "zh": RANKED}, "fused": {}}})
    assert told.splitlines()[3:] == [
        "search          hit@1  n    hit@1 95%",
        "BM25 alone  en  0.500  2  0.000–1.000",
        "BM25 alone  zh  0.500  2  0.000–1.000",
    ]


def test_no_scores_are_no_lines() -> None:
    assert show.scores({}) == ""
