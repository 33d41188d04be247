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


def test_marks_of_an_answer_are_numbered_as_its_references() -> None:
    place = {
        "issue": "海湾科技 2031年第4期", "digest": False, "article": "钟楼", "authors": [], "page_first": None,
        "page_last": None, "page_exact": False, "line_first": None,
    }  # fmt: skip
    numbers = {1: 1, 2: 1, 3: 2}
    told = show.answer(
        {
            "status": "answered",
            "answer": "甲 [1]\n乙 [2]\n丙 [3]",
            "citations": [place | {"n": n, "quote": f"第{n}句", "reference_number": to} for n, to in numbers.items()],
            "references": "[1] 钟楼[J].\n[2] 渡船[J].",
        }
    )
    assert told.startswith("甲 [1]\n乙 [1]\n丙 [2]\n")
    assert [line[:3] for line in told.splitlines() if "钟楼》" in line] == ["[1]", "[1]", "[2]"]
    assert told.endswith("[1] 钟楼[J].\n[2] 渡船[J].\n")
