"""Questions about the library itself: told by their wording, answered from the catalogue."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from index.library import Library
from index.types import Filters
from ingest import reader
from qa import holdings, subjects
from qa.answerer import Answerer
from qa.inquiries import Asks, Wording, read
from qa.types import Answer, Status

Ask = Callable[[str], dict[str, Any]]
ROOT = Path(__file__).parents[2]
TRAINING = [*(ROOT / "qa" / "training").glob("*.jsonl"), *(ROOT / "index" / "training").glob("*.jsonl")]
DEVELOPMENT = ROOT.parent / "shared" / "evals" / "dev.jsonl"
MARK = re.compile(r"\[(\d+)\]")

READ = [
    ("你能做什么？", Asks.ABILITIES, "zh", ""), ("你是谁", Asks.ABILITIES, "zh", ""),
    ("帮助", Asks.ABILITIES, "zh", ""),
    ("这个系统怎么用", Asks.ABILITIES, "zh", ""), ("What can you do?", Asks.ABILITIES, "en", ""),
    ("who are you", Asks.ABILITIES, "en", ""), ("help", Asks.ABILITIES, "en", ""),
    ("有几期？", Asks.HOLDINGS, "zh", ""), ("库里有什么", Asks.HOLDINGS, "zh", ""),
    ("请问现在一共收录了多少期杂志？", Asks.HOLDINGS, "zh", ""),
    ("How many issues are there?", Asks.HOLDINGS, "en", ""),
    ("what is in this library", Asks.HOLDINGS, "en", ""), ("which issues do you have?", Asks.HOLDINGS, "en", ""),
    ("这本杂志是讲什么的", Asks.MAGAZINE, "zh", ""), ("《海湾科技》是本什么样的杂志", Asks.MAGAZINE, "zh", "海湾科技"),
    ("What is this magazine about?", Asks.MAGAZINE, "en", ""),
    ("有哪些文章", Asks.CONTENTS, "zh", ""), ("目录", Asks.CONTENTS, "zh", ""),
    ("list all articles", Asks.CONTENTS, "en", ""),
    ("这篇文章讲了什么", Asks.ARTICLE, "zh", ""), ("what does this article say?", Asks.ARTICLE, "en", ""),
    ("《浮标观测网》这篇文章讲了什么？", Asks.ARTICLE, "zh", "浮标观测网"),
    ("谁写了《浮标观测网》", Asks.WRITER, "zh", "浮标观测网"),
    ("《浮标观测网》的作者是谁", Asks.WRITER, "zh", "浮标观测网"),
    ("沈岚写了哪些文章", Asks.AUTHOR, "zh", "沈岚"), ("哪些文章是沈岚写的", Asks.AUTHOR, "zh", "沈岚"),
    ("沈岚的文章研究什么", Asks.AUTHOR, "zh", "沈岚"), ("沈岚有几篇文章", Asks.AUTHOR, "zh", "沈岚"),
    ("Which articles are by Shen Lan?", Asks.AUTHOR, "en", "Shen Lan"),
    ("what did Shen Lan write", Asks.AUTHOR, "en", "Shen Lan"),
    ("哪些文章讲区块链", Asks.SUBJECT, "zh", "区块链"), ("有没有关于VR的文章？", Asks.SUBJECT, "zh", "VR"),
    ("哪几篇文章和渡船有关", Asks.SUBJECT, "zh", "渡船"), ("Which articles are about AI?", Asks.SUBJECT, "en", "AI"),
    ("Are there any articles on paper batteries?", Asks.SUBJECT, "en", "paper batteries"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "asks", "language", "subject"), READ)
def test_what_is_asked_of_the_library(question: str, asks: Asks, language: str, subject: str) -> None:
    told = [(each.asks, each.language, each.subject) for each in read(Wording.of(question), of_issue=False)]
    assert (asks, language, subject) in told


@pytest.mark.parametrize(
    "question", ["讲了什么", "有哪些文章", "的目录", "主要内容是什么", "", "what is about", "contents"]
)
def test_behind_an_issue_its_contents_are_asked_for(question: str) -> None:
    assert next(read(Wording.of(question), of_issue=True)).asks is Asks.CONTENTS


@pytest.mark.parametrize(
    "question",
    ["作者认为宁波该集中押哪两个方向？", "文章建议免掉哪项考核？", "浮标有多少个", "杭州有什么", "帮助企业的政策有哪些",
     "这期培训班有多少人", "本期债券的利率是多少", "How many buoys are there?", "what can the buoys do",
     "which companies are about to list", "沈岚认为最难的部分是什么", "哪些企业讲诚信", "第二期工程讲什么"],
)  # fmt: skip
def test_a_question_about_the_matter_is_left_alone(library: Library, question: str) -> None:
    assert holdings.answer(question, library) is None


def questions(record: Any) -> Iterator[str]:
    """Every question in a record."""
    if isinstance(record, dict):
        yield from (value for key, value in record.items() if key in ("q", "question") and isinstance(value, str))
        yield from (found for value in record.values() for found in questions(value))
    if isinstance(record, list):
        yield from (found for value in record for found in questions(value))


@pytest.mark.parametrize("path", [*TRAINING, DEVELOPMENT], ids=lambda path: path.name)
def test_no_question_of_ours_is_taken_for_one(library: Library, path: Path) -> None:
    if not path.exists():
        pytest.skip(f"{path} is not here: the development questions are no part of the repository")
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    asked = [question for record in records for question in questions(record)]
    assert asked
    assert [question for question in asked if holdings.answer(question, library)] == []


def sound(answer: dict[str, Any]) -> bool:
    """Whether every mark has a citation, and every citation a mark."""
    return [int(n) for n in MARK.findall(answer["answer"])] == [citation["n"] for citation in answer["citations"]]


def test_the_contents_of_an_issue_are_its_articles(ask: Ask, library: Library, verbatim: Any) -> None:
    answer = ask("2031年第4期有哪些文章？")
    assert (answer["status"], answer["probability"], answer["language"]) == ("answered", 1.0, "zh")
    titles = [row.title for row in library.articles("海湾科技 2031年第4期")]
    assert re.findall(r"《(.+?)》", answer["answer"])[: len(titles)] == titles
    assert sound(answer)
    assert len(answer["citations"]) == len(titles) == answer["claims"]["proved"]
    assert all(map(verbatim, answer["citations"]))
    assert [passage["rank"] for passage in answer["passages"]] == list(range(1, 11))


@pytest.mark.parametrize(
    ("question", "issue"),
    [("这期讲了什么", "2033年第2期"), ("What is in the latest issue?", "2033年第2期"), ("第4期的目录", "2031年第4期"),
     ("第4期目录", "2031年第4期"), ("2032年第1期", "2032年第1期"), ("What is in issue 4 of 2031?", "2031年第4期")],
)  # fmt: skip
def test_the_issue_that_is_meant(ask: Ask, question: str, issue: str) -> None:
    answer = ask(question)
    assert issue in answer["answer"].partition("\n")[0]
    assert {citation["issue"] for citation in answer["citations"]} == {f"海湾科技 {issue}"}


def test_this_issue_is_the_one_that_the_filters_name(answerer: Answerer) -> None:
    assert "2031年第4期" in answerer.ask("这期讲了什么", Filters(issue="海湾科技 2031年第4期")).answer


@pytest.mark.parametrize("question", ["第9期的目录", "第9期有哪些文章"])
def test_an_issue_that_is_not_here(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert (answer["status"], answer["citations"]) == ("not_found", [])
    assert "第9期" in answer["missing"]


@pytest.mark.parametrize(
    "question", ["有几期", "库里有什么", "how many issues are there", "你能做什么", "What can you do?"]
)
def test_the_issues_are_told(ask: Ask, library: Library, question: str) -> None:
    answer = ask(question)
    assert answer["status"] == "answered"
    assert all(row.issue in answer["answer"] for row in library.issues())
    assert answer["citations"] == []


def test_what_the_magazine_is_about(ask: Ask) -> None:
    answer = ask("这本杂志是讲什么的")
    assert "《海湾科技》" in answer["answer"]
    assert "《青鹭湖浮标观测网建成》" in answer["answer"]
    assert ask("《海湾科技》是什么杂志")["answer"] == answer["answer"]


@pytest.mark.parametrize(
    "question", ["《山谷科技》这本杂志是讲什么的", "《山谷科技》有几期", "《山谷科技》2031年第4期讲了什么"]
)
def test_a_magazine_that_is_not_here_is_told(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer["status"] == "not_found"
    assert "山谷科技" in answer["answer"]
    assert "海湾科技 2031年第4期" in answer["answer"]


@pytest.mark.parametrize(
    ("question", "titles"),
    [("沈岚写了哪些文章", 3), ("Which articles are by Shen Lan?", 3), ("沈岚的文章讲什么", 3), ("韩松的文章有哪些", 2),
     ("articles by Han Song", 2), ("2031年第4期里沈岚写了哪些文章", 2)],
)  # fmt: skip
def test_the_articles_of_an_author(ask: Ask, question: str, titles: int) -> None:
    answer = ask(question)
    assert answer["status"] == "answered"
    assert len({citation["article"] for citation in answer["citations"]}) == titles
    assert len({name for c in answer["citations"] for name in c["authors"]}) == 1
    assert sound(answer)


@pytest.mark.parametrize("question", ["沈蓝写了哪些文章", "Which articles are by Shen Lang?"])
def test_an_author_that_is_not_here_and_who_comes_near(ask: Ask, question: str) -> None:
    answer = ask(question)
    assert answer["status"] == "not_found"
    assert "沈岚" in answer["answer"]


@pytest.mark.parametrize(
    ("question", "language"), [("哪些文章讲浮标", "zh"), ("which articles are about moss roof", "en")]
)
def test_the_articles_about_something(ask: Ask, question: str, language: str) -> None:
    answer = ask(question)
    assert (answer["status"], answer["language"]) == ("answered", language)
    title, word = {"zh": ("青鹭湖浮标观测网建成", "浮标"), "en": ("石榴坪苔藓屋顶试验", "roof")}[language]
    assert answer["citations"][0]["article"] == title
    assert word in answer["answer"].splitlines()[1].partition("》")[2]
    assert sound(answer)


def test_an_english_word_that_no_lexicon_knows_is_asked_as_any_question(library: Library) -> None:
    assert holdings.answer("which articles are about zorbs", library) is None


def test_what_is_only_mentioned_is_told_as_such(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subjects, "ABOUT", 2.0)
    answer = ask("哪些文章讲蜗牛")
    assert (answer["status"], answer["missing"]) == ("partial", "蜗牛")
    assert [citation["article"] for citation in answer["citations"]] == ["石榴坪苔藓屋顶试验"]
    assert "蜗牛" in answer["citations"][0]["quote"]


def test_what_no_article_speaks_of(ask: Ask) -> None:
    answer = ask("哪些文章讲元宇宙")
    assert (answer["status"], answer["missing"], answer["citations"]) == ("not_found", "元宇宙", [])
    assert "元宇宙" in answer["answer"]


def test_who_wrote_an_article(ask: Ask) -> None:
    assert "陆遥、欧阳青" in ask("谁写了《云杉谷纸电池作坊的三年》？")["answer"].replace(" ", "")
    assert holdings.answer("谁写了《红楼梦》？", Library(Path("/nowhere"))) is None


def test_an_article_named_in_part(ask: Ask) -> None:
    answer = ask("《浮标观测网》这篇文章讲了什么")
    assert answer["status"] == "answered"
    assert {citation["article"] for citation in answer["citations"]} == {"青鹭湖浮标观测网建成"}


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("这篇文章讲了什么", "哪一篇"),
        ("what does this article say", "which"),
        ("《火星种菜记》这篇文章讲了什么", "火星种菜记"),
    ],
)
def test_an_article_that_is_not_told(ask: Ask, question: str, word: str) -> None:
    answer = ask(question)
    assert answer["status"] == "not_found"
    assert word in answer["answer"]


def test_long_lists_are_told_by_titles_alone(ask: Ask, library: Library) -> None:
    answer = ask("有哪些文章")
    assert len(library.articles()) > holdings.OPENED
    assert answer["answer"].count("《") >= len(library.articles())
    assert answer["citations"] == []


def test_an_empty_library_says_so(tmp_path: Path) -> None:
    told = Answerer(Library(tmp_path)).ask("有几期")
    assert told.answer.startswith("库里还没有期刊")


def test_a_library_of_one_article_tells_what_it_says(tmp_path: Path, folder: Path) -> None:
    text = (folder / "third.txt").read_text("utf-8").split("稻香浦")[0]
    path = tmp_path / "one.txt"
    path.write_text(text, "utf-8")
    library = Library(tmp_path / "home")
    library.add(reader.read(path), path)
    assert [row.title for row in library.articles()] == ["竹影村蜂箱邮局的十年"]
    answer = Answerer(library).ask("What does this article say?")
    assert "2022年" in answer.answer
    assert answer.status is Status.ANSWERED


def test_a_model_words_no_answer_of_the_catalogue(answerer: Answerer) -> None:
    from qa.llm import Model

    class Silent:
        model = "m"

        def complete(self, messages: Any) -> Iterator[str]:
            pytest.fail("asked")

    answer: Answer = answerer.ask("沈岚写了哪些文章")
    assert answer.citations
    assert Model(Silent(), lambda *_: True).improve(answer) is answer  # type: ignore[arg-type]
