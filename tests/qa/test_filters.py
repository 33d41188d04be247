"""Filters by article and by section of the magazine, as people write them."""

from __future__ import annotations

from pathlib import Path

import invented
import pytest

from index.library import Library
from index.types import Filters
from ingest import reader
from ingest.errors import UnknownArticle
from qa.answerer import Answerer
from qa.filters import narrowed

CLOCK, FULL = "柳汀镇潮汐钟楼修复记", "海湾科技 2031年第4期"
SECTIONS = {3: "水面观察", 4: "水面观察", 5: "老物新修", 6: "老物新修", 7: "远岸来信", 8: "远岸来信"}


@pytest.fixture(scope="module")
def sectioned(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """A library of the invented issue, its running heads with the names of sections."""
    text, folder = invented.full(), tmp_path_factory.mktemp("sections")
    for page, section in SECTIONS.items():
        text = text.replace(f"专题 {page}\n", f"{section} {page}\n")
    library = Library(folder / "home")
    for path in (invented.write(folder, text, "full.txt"), invented.write(folder, invented.later(), "later.txt")):
        library.add(reader.read(path), path)
    return Answerer(library)


@pytest.mark.parametrize("asked", [CLOCK, "潮汐钟楼", "柳汀镇 潮汐"])
def test_an_article_is_named_in_full_or_by_a_part_of_its_title(answerer: Answerer, asked: str) -> None:
    for text in ("齿轮有多少个齿", "浮标 渡船"):
        hits = answerer.search(text, 10, Filters(article=asked))
        assert {hit.passage.article for hit in hits} <= {CLOCK}
    assert answerer.search("齿轮有多少个齿", 10, Filters(article=asked))


def test_an_answer_stays_within_the_article_of_the_filter(answerer: Answerer) -> None:
    told = answerer.ask("《青鹭湖浮标观测网建成》的总投入是多少？", Filters(article=CLOCK))
    assert {hit.passage.article for hit in told.hits} == {CLOCK}
    told = answerer.ask("齿轮共有多少个齿？", Filters(article=CLOCK))
    assert "214" in told.answer
    assert answerer.ask("这篇文章讲了什么？", Filters(article=CLOCK)).citations


@pytest.mark.parametrize(("asked", "said"), [("潮汐火车", CLOCK), ("镇", "several"), ("qqq", "hangke articles")])
def test_an_article_that_is_not_told_is_refused_in_one_line(answerer: Answerer, asked: str, said: str) -> None:
    for call in (lambda f: answerer.search("齿轮", 3, f), lambda f: answerer.ask("齿轮有几个？", f)):
        with pytest.raises(UnknownArticle, match=said) as caught:
            call(Filters(article=asked))
        assert "\n" not in str(caught.value)


def test_a_title_is_looked_for_in_the_issue_of_the_filter(answerer: Answerer) -> None:
    with pytest.raises(UnknownArticle):
        narrowed(Filters(issue="海湾科技 2032年第1期", article=CLOCK), answerer.library)
    assert narrowed(Filters(issue=FULL, article="钟楼"), answerer.library).article == CLOCK


def test_the_sections_are_those_of_the_articles(sectioned: Answerer) -> None:
    assert sectioned.library.sections() == ["水面观察", "老物新修", "远岸来信", "专题"]
    assert sectioned.library.titles() == [piece.title for piece in (*invented.ARTICLES, *invented.LATER)]


@pytest.mark.parametrize("asked", ["老物新修", "新修", "老物 新修"])
def test_a_section_narrows_search_and_answer(sectioned: Answerer, asked: str) -> None:
    hits = sectioned.search("沈岚 浮标 渡船 钟楼 屋顶", 10, Filters(section=asked))
    assert {hit.passage.article for hit in hits} == {CLOCK, invented.MOSS.title}
    assert "214" in sectioned.ask("齿轮共有多少个齿？", Filters(section=asked)).answer
    assert sectioned.ask("浮标网由多少个浮标组成？", Filters(section=asked)).status == "not_found"


def test_a_section_that_is_not_there_is_refused(sectioned: Answerer, answerer: Answerer) -> None:
    for asker in (sectioned, answerer):
        with pytest.raises(UnknownArticle, match="section"):
            asker.search("浮标", 3, Filters(section="无此栏目"))


def test_a_library_without_issues_finds_nothing(tmp_path: Path) -> None:
    assert Answerer(Library(tmp_path)).search("浮标", 3, Filters(article="钟楼", section="无")) == []
