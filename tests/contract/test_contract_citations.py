"""`cite`, and references of answers and hits: keys and statuses as CONTRACT.md says."""

from __future__ import annotations

import json

import pytest
from program import Main
from test_contract_objects import ANSWER, CITATION, FULL, MAYBE, PLACE, RANKED, REAL, TEXT, WHOLE, YES, fits

from qa.references import STYLES
from ui import cli

HELD = PLACE | {"passage_id": TEXT}
CITED = HELD | {
    "found": YES, "confidence": REAL, "quote": TEXT, "reference": TEXT, "articles": [TEXT], "message": (str, MAYBE),
    "also": [HELD | {"confidence": REAL, "quote": TEXT}],
}  # fmt: skip
REFERENCE = {"reference": TEXT, "reference_number": WHOLE}
GARBLED = "观测网鱼2030年6月建成，32个浮标，湖面156平方"


def test_a_garbled_quotation_is_found(reading: Main) -> None:
    done = reading("cite", GARBLED, "--json")
    assert (done.status, done.err) == (0, "")
    fits(done.object, CITED, "cite")
    assert done.object["found"] is True
    assert 0.5 <= done.object["confidence"] <= 1
    assert done.object["quote"].startswith("青鹭湖浮标观测网于2030年6月18日建成")
    assert done.object["reference"] == "[1] 沈岚. 青鹭湖浮标观测网建成[J]. 海湾科技, 2031(4): 3."
    assert (done.object["issue"], done.object["page_first"]) == (FULL, 3)


def test_what_stands_nowhere_is_an_answer_too(reading: Main) -> None:
    done = reading("cite", "火星基地的氧气由苔藓温室供应", "--json")
    assert (done.status, done.err) == (0, "")
    assert done.object.keys() == CITED.keys()
    assert done.object["found"] is False
    assert done.object["message"]
    nulls = CITED.keys() - {"found", "confidence", "articles", "also", "message"}
    assert {done.object[key] for key in nulls} == {None}
    plain = reading("cite", "火星基地的氧气由苔藓温室供应")
    assert (plain.status, plain.out) == (0, done.object["message"] + "\n")


def test_a_locator_is_answered_with_its_page(reading: Main) -> None:
    for text in ("2031年第4期 第3页", "海湾科技 2031(4): 3", "issue 4 of 2031, page 3"):
        done = reading("cite", text, "--json")
        fits(done.object, CITED, text)
        assert (done.object["article"], done.object["confidence"]) == ("青鹭湖浮标观测网建成", 1.0)


def test_a_page_that_is_not_here_is_told(reading: Main) -> None:
    done = reading("cite", "2031年第4期 第99页", "--json")
    assert done.status == 0
    assert done.object["found"] is False
    assert "3–8" in done.object["message"]


@pytest.mark.parametrize("style", cli.STYLES)
def test_every_style_prints(reading: Main, style: str) -> None:
    marks = {"gbt7714": "[J]", "bibtex": "@article{", "ris": "TY  - JOUR\n", "csl-json": '"article-journal"'}
    done = reading("cite", GARBLED, "--style", style)
    assert done.status == 0
    assert marks[style] in done.out


def test_the_parser_knows_the_styles_without_importing_them() -> None:
    assert set(cli.STYLES) == set(STYLES)


def test_a_text_without_words_fails_with_one_line(reading: Main) -> None:
    done = reading("cite", "，。", "--json")
    assert (done.status, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert reading("cite").status == 2
    assert reading("cite", "钟楼", "--style", "mla").status == 2


def test_answers_have_references_when_asked_for(reading: Main) -> None:
    done = reading("ask", "潮汐钟楼什么时候重新报时？", "--style", "csl-json", "--json")
    fits(done.object, ANSWER | {"citations": [CITATION | REFERENCE], "references": TEXT}, "ask --style")
    (citation, *_) = done.object["citations"]
    (item,) = json.loads(citation["reference"])
    assert item["author"] == [{"literal": "张明"}]
    assert item in json.loads(done.object["references"])
    assert len(json.loads(done.object["references"])) == max(c["reference_number"] for c in done.object["citations"])


def test_references_stand_below_the_answer(reading: Main) -> None:
    done = reading("ask", "潮汐钟楼什么时候重新报时？", "--style", "gbt7714")
    assert done.out.rstrip().splitlines()[-1].startswith("[1] 张明. ")
    unanswered = reading("ask", "火星基地的氧气从哪里来？", "--style", "gbt7714")
    assert unanswered.status == 0
    assert "[J]" not in unanswered.out


def test_hits_have_references_when_asked_for(reading: Main) -> None:
    done = reading("search", "浮标 钟楼", "-k", "3", "--style", "ris", "--json")
    for row in done.objects:
        fits(row, RANKED | REFERENCE, "search --style")
        assert row["reference"].endswith("ER  - ")
    plain = reading("search", "浮标 钟楼", "-k", "3", "--style", "ris")
    works = {row["reference"] for row in done.objects}
    assert plain.out.count("TY  - JOUR") == len(works)
