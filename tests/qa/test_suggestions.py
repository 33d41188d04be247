"""Questions that a library suggests: made from its own articles, and answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import invented
import pytest

from index.library import Library
from ingest import reader
from ingest.errors import LibraryUnwritable
from qa import ideas, suggestions
from qa.answerer import Answerer
from qa.ideas import Ideas
from qa.matching import norm
from qa.question import understand
from qa.types import Answer, Status, Turn

HIGH, SILENT, GIST = "潮汐钟楼高多少米？", "秦始皇在位多少年？", "《柳汀镇潮汐钟楼修复记》主要讲了什么？"
RULES = invented.Piece(
    "盐场灯塔管理规定出台",
    "□ 文 ／ 岑 远 海湾出版社",
    (
        "2034年3月，海湾航运局发布《盐场灯塔管理规定》，要求灯塔每年检修两次。盐场现有灯塔19座，其中木塔7座。",
        "《盐场灯塔管理规定》提出，守塔人须轮班值守，每班不超过六小时。盐场灯塔的年度经费为860万元。",
    ),
)


@pytest.fixture(scope="module")
def ruled(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Library:
    """A library of one article that names a document."""
    made = Library(tmp_path_factory.mktemp("ruled"))
    made.words = library.words
    path = invented.write(tmp_path_factory.mktemp("file"), invented.issue([RULES], 2034, 2), "ruled.txt")
    made.add(reader.read(path), path)
    return made


def answers(answerer: Answerer, questions: Sequence[str]) -> list[Answer]:
    """What is answered to questions, all of which are."""
    told = [answerer.ask(question) for question in questions]
    assert [answer.status for answer in told] == [Status.ANSWERED] * len(questions)
    assert all(answer.citations for answer in told)
    return told


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("count", [1, 5])
def test_examples_are_answered_questions_of_a_language(answerer: Answerer, language: str, count: int) -> None:
    made = suggestions.examples(answerer.library, count, language)
    assert len(made) == len(set(made)) == count
    assert {answer.language for answer in answers(answerer, made)} == {language}


def test_examples_are_spread_over_issues_articles_and_kinds(answerer: Answerer) -> None:
    made = suggestions.examples(answerer.library, 6, "zh")
    cited = [answer.citations[0].passage for answer in answers(answerer, made)]
    assert {passage.issue for passage in cited} == {row.issue for row in answerer.library.issues()}
    assert len({passage.article for passage in cited}) >= 5
    assert any("多少" in question for question in made)
    assert any("讲了什么" in question for question in made)


def test_examples_are_of_the_library_and_the_same_each_time(answerer: Answerer, ruled: Library) -> None:
    here, there = (suggestions.examples(library, 4, "zh") for library in (answerer.library, ruled))
    assert here == suggestions.examples(answerer.library, 4, "zh")
    assert not set(here) & set(there)


def test_documents_and_authors_are_asked_about(ruled: Library) -> None:
    made = suggestions.examples(ruled, 8, "zh")
    assert {"《盐场灯塔管理规定》提出了什么？", "岑远写了哪些文章？", "盐场灯塔的年度经费为多少万元？"} <= set(made)
    assert "Which articles are by Cen Yuan?" in suggestions.examples(ruled, 8, "en")


@pytest.mark.parametrize(
    ("language", "asked"), [("zh", "哪些文章讲传感器？"), ("en", "Which articles are about sensor?")]
)
def test_subjects_are_terms_of_the_title_that_the_lexicon_knows(answerer: Answerer, language: str, asked: str) -> None:
    first = next(p for p in answerer.library.passages() if p.article == "枫溪镇木构廊桥的传感器")
    (idea,) = Ideas(answerer.library, language).subjects([first])
    assert idea.text == asked
    assert first.article in {hit.passage.article for hit in answerer.ask(asked).hits[:1]}


def test_an_empty_library_suggests_nothing(tmp_path: Path) -> None:
    assert suggestions.examples(Library(tmp_path), 5, "zh") == []


def test_hidden_issues_are_not_asked_about(answerer: Answerer, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [replace(row, hidden=row.issue != "海湾科技 2032年第1期") for row in answerer.library.issues()]
    monkeypatch.setattr(answerer.library.store, "issues", lambda: rows)
    answerer.library.refresh()
    articles = {row.title for row in answerer.library.articles()}
    made = suggestions.examples(answerer.library, 4, "zh")
    cited = [answer.citations[0].passage.article for answer in answers(answerer, made)]
    monkeypatch.undo()
    answerer.library.refresh()
    assert set(cited) <= articles
    assert len(articles) == 2


@pytest.mark.parametrize("question", [HIGH, SILENT, GIST, "How high is the 潮汐钟楼 in metres?", "有几期？"])
def test_followups_are_answered_in_the_language_and_new(answerer: Answerer, question: str) -> None:
    answer = answerer.ask(question)
    made = suggestions.followups(answerer.library, answer)
    assert len(made) == len(set(made)) == 3
    assert question not in made
    for told in answers(answerer, made):
        assert understand(told.question).language == answer.language
        assert norm(told.citations[0].quote) not in {norm(citation.quote) for citation in answer.citations}


def test_followups_begin_with_what_was_cited(answerer: Answerer) -> None:
    first = suggestions.followups(answerer.library, answerer.ask(HIGH))[0]
    assert "柳汀镇潮汐钟楼修复记" in {c.passage.article for c in answerer.ask(first).citations}


def test_after_a_refusal_they_are_from_the_nearest_passages(answerer: Answerer) -> None:
    answer = answerer.ask(SILENT)
    near = {hit.passage.article for hit in answer.hits}
    for told in answers(answerer, suggestions.followups(answerer.library, answer)):
        assert {citation.passage.article for citation in told.citations} & near


def test_nothing_is_suggested_twice_in_a_dialogue(answerer: Answerer) -> None:
    turns: list[Turn] = []
    asked: list[str] = []
    answer = answerer.ask(HIGH)
    for _ in range(4):
        made = suggestions.followups(answerer.library, answer, turns)
        assert not {norm(text) for text in made} & {norm(text) for text in [*asked, answer.question]}
        asked.append(answer.question)
        turns.append(Turn.of(answer))
        if not made:
            break
        answer = answerer.ask(made[0], history=turns)
        assert answer.asked == made[0]
    assert len(asked) > 2


def test_a_gist_that_was_told_is_not_asked_for_again(answerer: Answerer) -> None:
    answer = answerer.ask("《柳汀镇潮汐钟楼修复记》讲了什么？")
    assert GIST not in suggestions.followups(answerer.library, answer, count=6)


def test_where_facts_cannot_be_kept_other_questions_are_made(
    answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(library: Library) -> None:
        raise LibraryUnwritable("read-only")

    monkeypatch.setattr(ideas, "Ledger", refused)
    made = suggestions.examples(answerer.library, 3, "zh")
    assert len(made) == 3
    assert not any("多少" in question for question in made)


def test_a_title_that_would_break_a_question_is_left_out(answerer: Answerer) -> None:
    passage = answerer.library.passages()[0]
    for title in ("《夹书名》的题", "两行\n题名", "为什么？", "，半句", "短", "长" * 40):
        assert list(Ideas(answerer.library, "zh").about([replace(passage, article=title)])) == []
