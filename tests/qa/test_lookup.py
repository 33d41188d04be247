"""Citation lookup: quotations from memory written by hand, things that stand nowhere, locators."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from index.library import Library
from ingest import reader
from ingest.errors import QuestionError
from qa.lookup import Lookup, lookup
from qa.lookup.likeness import Quotation, tokens
from qa.lookup.locator import locator

ROOT = Path(__file__).parents[2]
RECORDS = [json.loads(line) for line in Path(__file__).with_name("quotations.jsonl").read_text("utf-8").splitlines()]
STANDING = [record for record in RECORDS if record["sentences"]]
ABSENT = [record for record in RECORDS if not record["sentences"]]
FOUND_FIRST, FALSE_FINDS = 0.95, 0.10


@pytest.fixture(scope="module")
def digests(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Both digests, from their texts."""
    library = Library(tmp_path_factory.mktemp("digests"))
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        library.add(reader.read(path), path)
    return library


def solid(text: str) -> str:
    return "".join(tokens(text))


def is_right(found: Lookup, record: dict[str, Any]) -> bool:
    """Whether the sentence that was garbled is found first; of two sentences, at least one."""
    if not found.places:
        return False
    quote = solid(found.places[0].quote)
    return any(solid(right) in quote or quote in solid(right) for right in record["sentences"])


def test_there_are_enough_of_each_kind() -> None:
    kinds = Counter(record["kind"] for record in STANDING)
    assert len(STANDING) >= 60
    assert len(ABSENT) >= 25
    assert kinds["English"] >= 12
    assert len(kinds) >= 8


def test_garbled_quotations_are_found_first(digests: Library) -> None:
    wrong = [record["text"] for record in STANDING if not is_right(lookup(digests, record["text"]), record)]
    assert len(wrong) <= (1 - FOUND_FIRST) * len(STANDING), wrong


def test_what_stands_nowhere_is_not_found(digests: Library) -> None:
    found = [record["text"] for record in ABSENT if lookup(digests, record["text"]).places]
    assert len(found) <= FALSE_FINDS * len(ABSENT), found


def test_a_quotation_without_a_fault_is_sure(digests: Library) -> None:
    for passage in digests.passages()[::18]:
        for index, (start, end) in enumerate(passage.sentences):
            if len(tokens(passage.text[start:end])) >= 8:
                found = lookup(digests, passage.sentence(index))
                assert found.confidence >= 0.95, passage.sentence(index)
                assert solid(passage.sentence(index)) in solid(found.places[0].quote)


def test_the_quote_stands_at_its_lines(digests: Library) -> None:
    told = lookup(digests, "产业基金只有10亿，偏小，没实际运作").as_json("[1] …")
    lines = (ROOT / "corpus" / told["source_file"]).read_text("utf-8").split("\n")
    there = "".join(lines[told["line_first"] - 1 : told["line_last"]])
    assert re.sub(r"\s", "", told["quote"]) in re.sub(r"\s", "", there)
    assert told["page_first"] is not None
    assert told["reference"] == "[1] …"


def test_an_absent_sentence_has_a_line_and_nulls(digests: Library) -> None:
    told = lookup(digests, "西湖区在2021年设立了首个元宇宙产业基金").as_json()
    assert told["found"] is False
    assert 0 <= told["confidence"] < 0.5
    assert told["message"]
    assert "\n" not in told["message"]
    keys = ("quote", "reference", "passage_id", "issue", "article", "page_first", "line_first", "boxes")
    assert {told[key] for key in keys} == {None}


def test_a_quotation_across_passages_is_one(digests: Library) -> None:
    passages = digests.passages()
    pairs = [(a, b) for a, b in pairwise(passages) if a.article == b.article]
    first, second = next((a, b) for a, b in pairs if a.kind == b.kind == "text" and a.section == b.section)
    said = first.sentence(len(first.sentences) - 1) + second.sentence(0)
    place = lookup(digests, said).places[0]
    assert solid(place.quote) == solid(said)
    assert place.as_json()["line_last"] >= second.pieces[0].line


def test_the_same_words_in_other_places_are_told_too(digests: Library) -> None:
    found = lookup(digests, "由编写组用自己的话转述")
    assert len(found.places) > 1
    assert len({place.passage.passage_id for place in found.places}) == len(found.places)
    assert all("自己的话转述" in re.sub(r"\s", "", place.quote) for place in found.places)


def test_the_issue_beside_a_quotation_narrows_it(digests: Library) -> None:
    for number in (1, 2):
        found = lookup(digests, f"2026年第{number}期：由编写组用自己的话转述")
        assert found.places[0].passage.issue.endswith(f"第{number}期")


def test_a_title_is_found(digests: Library) -> None:
    found = lookup(digests, "薛其坤谈量子技术的两个时代")
    assert found.articles == ("薛其坤谈量子技术的两个时代",)
    assert found.confidence >= 0.95


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("2020年第3期 第10页", (None, 2020, 3, 10, 10)),
        ("杭州科技 2019(5):22", ("杭州科技", 2019, 5, 22, 22)),
        ("2019(5): 22-24", (None, 2019, 5, 22, 24)),
        ("2020年第3期第10-11页", (None, 2020, 3, 10, 11)),
        ("二〇二〇年不算，2020年第三期第十至十一页", (None, 2020, 3, 10, 11)),
        ("第3期 P10", (None, None, 3, 10, 10)),
        ("杭州科技, 2020(3): 12.", ("杭州科技", 2020, 3, 12, 12)),
        ("《杭州科技》2020年第3期，第12—15页", ("杭州科技", 2020, 3, 12, 15)),
        ("２０２０年第３期第１０页", (None, 2020, 3, 10, 10)),
        ("issue 3 of 2020, page 10", (None, 2020, 3, 10, 10)),
        ("No. 5, 2019, pp. 38-39", (None, 2019, 5, 38, 39)),
        ("the third issue of 2020, p. 4", (None, 2020, 3, 4, 4)),
        ("浙江日报 2019(5): 22", ("浙江日报", 2019, 5, 22, 22)),
        ("Page 38 of issue 5, 2019", (None, 2019, 5, 38, 38)),
    ],
)
def test_locators(text: str, named: tuple[str | None, int | None, int | None, int | None, int | None]) -> None:
    told = locator(text, {"杭州科技"})
    assert (told.magazine, told.year, told.number, told.first, told.last) == named


@pytest.mark.parametrize(
    "text", ["2020年第3期 第10页", "第3期 P10", "issue 3 of 2020, page 10", "杭州科技 2020(3)", "P10"]
)
def test_what_names_a_place_alone_is_a_locator(text: str) -> None:
    assert locator(text, {"杭州科技"}).alone


@pytest.mark.parametrize(
    "text",
    ["翻开了新的一页", "第三期工程", "2019年第5期云栖大会上发布的芯片", "全国共有15个平台", "2019年", "杭州科技"],
)
def test_what_only_looks_like_one_is_none(text: str) -> None:
    assert not locator(text, {"杭州科技"}).alone


@pytest.mark.parametrize("text", ["2026年第1期第12页", "杭科问答样刊, 2026(1): 12.", "issue 1 of 2026, page 12"])
def test_a_page_is_answered_with_what_stands_on_it(digests: Library, text: str) -> None:
    found = lookup(digests, text)
    assert (found.confidence, found.articles) == (1.0, ("杭州生命健康产业的家底与差距",))
    for place in found.places:
        pages = place.passage.pages
        assert pages.first is not None
        assert pages.last is not None
        assert pages.first <= 12 <= pages.last


def test_a_whole_reference_is_answered_with_its_article(digests: Library) -> None:
    pasted = "[3] 杭科问答编写组. 商汤学者谈可持续智能发展[J]. 杭科问答样刊, 2026(2): 14."
    found = lookup(digests, pasted)
    assert (found.confidence, found.articles) == (1.0, ("商汤学者谈可持续智能发展",))
    elsewhere = lookup(digests, pasted.replace(": 14.", ": 40."))
    assert elsewhere.articles == found.articles
    assert elsewhere.confidence < 1
    assert "第40页" in (elsewhere.message or "")
    assert not lookup(digests, pasted.replace("商汤学者谈可持续智能发展", "没有的题名")).places


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026年第1期第90页", "已知页码：5–22"),
        ("2018年第2期第4页", "杭科问答样刊 2026年第1期"),
        ("杭州科技 2019(5): 22", "没有杭州科技 2019年第5期"),
    ],
)
def test_a_page_that_is_not_here_is_told(digests: Library, text: str, told: str) -> None:
    found = lookup(digests, text)
    assert not found.places
    assert told in (found.message or "")


@pytest.mark.parametrize("text", ["", "  ，。", "字" * 2001])
def test_a_text_that_cannot_be_looked_up(digests: Library, text: str) -> None:
    with pytest.raises(QuestionError, match=";"):
        lookup(digests, text)


def test_an_empty_library_has_nothing(tmp_path: Path) -> None:
    for text in ("区块链的特点是去中心化", "2020年第3期第10页", "Blockchain is not central at all"):
        assert not lookup(Library(tmp_path), text).places


@settings(max_examples=40)
@given(text=some.text(min_size=1, max_size=60))
def test_any_text_has_an_answer(digests: Library, text: str) -> None:
    if tokens(text):
        found = lookup(digests, text)
        assert bool(found.places) == (found.confidence >= 0.5)
        assert found.places or found.message


@given(text=some.text(alphabet="杭州市区块链人工智能，。0123456789%ab ", min_size=4, max_size=40))
def test_nothing_is_more_like_a_text_than_itself(text: str) -> None:
    quotation, said = Quotation(text), tokens(text)
    if len(said) > 1:
        assert quotation.likeness(said).total == pytest.approx(1.0)
        assert quotation.stands_in(("x", *said, "y"))
        assert quotation.likeness(tokens("云")).total < 1.0
