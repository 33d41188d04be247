"""What holds of every answer, on the invented issues and on the digests that ship."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from invented import normal

from index.library import Library
from ingest import reader
from qa.answerer import Answerer

CORPUS = Path(__file__).parents[2] / "corpus"
MARK = re.compile(r"\[(\d+)\]")
KEYS = {
    "question", "asked", "language", "status", "probability", "missing", "answer", "citations", "conflicts", "claims",
    "passages", "generator", "embedder", "library", "elapsed_ms",
}  # fmt: skip
INVENTED = [
    "浮标由多少个组成？", "东车间和西车间哪个首年产量高？", "三个车间是怎样分工的？", "钟楼2028年重新报时了吗？",
    "为什么浮标改用双锚？", "有哪些苔藓入选？", "哪三名守钟人？",
    "无人渡船与潮汐钟楼各花了多少钱？", "成都的浮标有多少？",
    "What is moss roof in 石榴坪?", "How long is the ferry line?", "航运局局长是谁？", "纸电池是什么意思？",
    "《白沙洲水上交通条例》怎么说？", "沈岚写了什么？", "青鹭湖浮标观测网建成讲了什么？", "渡船 造价",
    "2099年第1期讲了什么？", "每吨水的成本比船运便宜多少？",
]  # fmt: skip
DIGESTS = [
    "杭州有多少家人工智能企业？", "哪些城市的人工智能专利最多？", "数字经济增加值占比是多少？", "什么是城市大脑？",
    "How many companies are there in Hangzhou?", "杭州和深圳哪个更多？", "为什么要发展生物医药？",
    "2018年和2019年各有多少？",
    "第三届创新大赛有谁参加？", "有哪些政策？", "谁写了关于创业的文章？", "火星上有多少人？",
    "What policies are there?",
]  # fmt: skip


@pytest.fixture(scope="module")
def digests(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    library = Library(tmp_path_factory.mktemp("digests"))
    for path in sorted(CORPUS.glob("*.txt")):
        library.add(reader.read(path), path)
    return Answerer(library)


def stands(citation: dict[str, Any], folder: Path) -> bool:
    """Whether each piece of a quotation stands at its lines; hyphens at their ends aside."""
    lines = (folder / citation["source_file"]).read_text("utf-8").splitlines()
    text = normal("".join(lines[citation["line_first"] - 1 : citation["line_last"]]))
    pieces = [normal(piece) for piece in citation["quote"].split(" … ")]
    return all(piece.replace("-", "") in text.replace("-", "") for piece in pieces)


def holds(told: dict[str, Any], folder: Path, passages: int) -> None:
    """What CONTRACT promises of an answer."""
    assert told.keys() == KEYS
    cited = [citation["n"] for citation in told["citations"]]
    assert cited == list(range(1, len(cited) + 1))
    assert {int(n) for n in MARK.findall(told["answer"])} == set(cited)
    assert 0 <= told["probability"] <= 1
    assert told["answer"].strip()
    for citation in told["citations"]:
        assert stands(citation, folder), citation["quote"]
        assert citation["spans"]
        assert all(0 <= start < end <= len(citation["quote"]) for start, end in citation["spans"])
    assert (told["status"] == "not_found") == (not cited)
    assert len(told["passages"]) >= min(10, passages)
    assert [passage["rank"] for passage in told["passages"]] == list(range(1, len(told["passages"]) + 1))
    assert len({passage["passage_id"] for passage in told["passages"]}) == len(told["passages"])
    scores = [passage["score"] for passage in told["passages"]]
    assert scores == sorted(scores, reverse=True)
    if told["status"] == "partial":
        assert told["missing"]
    for conflict in told["conflicts"]:
        numbers = [value["n"] for value in conflict["values"]]
        assert len(numbers) > 1
        assert set(numbers) <= set(cited)
        assert conflict["newer"] in (None, *numbers)
    assert told["claims"]["made"] == told["claims"]["proved"] + told["claims"]["cut"]


@pytest.mark.parametrize("question", INVENTED)
def test_an_answer_from_the_invented_issues(answerer: Answerer, folder: Path, question: str) -> None:
    holds(answerer.ask(question).as_json(), folder, len(answerer.library.passages()))


@pytest.mark.parametrize("question", DIGESTS)
def test_an_answer_from_the_digests(digests: Answerer, question: str) -> None:
    holds(digests.ask(question).as_json(), CORPUS, len(digests.library.passages()))


@pytest.mark.parametrize("question", ["", "？？", "的"])
def test_what_asks_nothing_is_not_found(answerer: Answerer, question: str) -> None:
    told = answerer.ask(question).as_json()
    assert told["status"] == "not_found"
    assert told["citations"] == []
    assert "[" not in told["answer"]
