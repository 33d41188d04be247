"""Sentences that tell figures, as questions for them; and those that are left alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from index.ledger import Entry
from index.library import Library
from index.types import Passage
from qa import cloze
from qa.ledger import Told

Asked = Callable[..., str | None]


@pytest.fixture(scope="module")
def passage(library: Library) -> Passage:
    return library.passages()[0]


@pytest.fixture(scope="module")
def asked(passage: Passage) -> Asked:
    """The question that a sentence gives for a value in it."""

    def ask(text: str, value: str, **told: object) -> str | None:
        start = text.index(value)
        known = {
            "indicator": "钟楼", "core": "钟楼", "terms": ["钟楼"], "around": "", "value": value, "number": 1.0,
            "low": 1.0, "high": 1.0, "step": 1.0, "unit": "", "stat": "", "mode": "", "flow": "", "area": None,
            "period": None, "qualifier": None, "said_by": None, "rooted": True, "table": False, "sentence": 0,
            "start": start, "end": start + len(value),
        }  # fmt: skip
        spoken = replace(passage, text=text, sentences=((0, len(text)),), kind="text")
        return cloze.question(Told(spoken, Entry.read(known | told)))

    return ask


@pytest.mark.parametrize(
    ("text", "value", "question"),
    [
        ("青鹭湖观测网由32个浮标组成，覆盖湖面156平方公里。", "32个", "青鹭湖观测网由多少个浮标组成？"),
        ("云杉谷的纸电池作坊现有员工86人。", "86人", "云杉谷的纸电池作坊现有员工多少人？"),
        ("白沙洲的无人渡船超过48艘，航线有三条。", "超过48艘", "白沙洲的无人渡船有多少艘？"),
        ("石榴坪的苔藓屋顶面积约6400平方米。", "约6400平方米", "石榴坪的苔藓屋顶面积有多少平方米？"),
        ("观测网的总投入为4800万元，分三年拨付。", "4800万元", "观测网的总投入为多少万元？"),
        ("2030年，望潮台收集淡水3150吨。", "3150吨", "2030年，望潮台收集淡水有多少吨？"),
        ("白沙洲渡船的准点率达到98.2%。", "98.2%", "白沙洲渡船的准点率是百分之多少？"),
        ("毛竹占白沙洲用材的40%左右。", "40%", "毛竹占白沙洲用材的百分之多少？"),
    ],
)
def test_a_whole_clause_becomes_the_question_for_its_figure(asked: Asked, text: str, value: str, question: str) -> None:
    assert asked(text, value) == question


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("其中浮标有32个，雷达有四座。", "32个"),
        ("该网由32个浮标组成。", "32个"),
        ("他们在青鹭湖放了32个浮标。", "32个"),
        ("全市的潮汐钟楼有12座。", "12座"),
        ("去年柳汀镇的游客有12万人。", "12万人"),
        ("如图3所示钟楼的齿轮有214个。", "214个"),
        ("湖面结了冰，青鹭湖的浮标有32个。", "32个"),
        ("青鹭湖的浮标有32个和雷达四座。", "32个"),
        ("钟楼的误差为3-4秒。", "3-4秒"),
        ("钟楼的三位守钟人都姓贺。", "三位"),
        ("海雾收集网前20名的岛屿。", "20名"),
        ("云杉谷的多数作坊里（共86人。", "86人"),
        ("共有32个浮标。", "32个"),
        ("青鹭湖的浮标有32个", "32个"),
        ("钟楼高27.4米。", "27.4米"),
        ("沈岚摄项目有32项。", "32项"),
        ("青鹭湖的浮标已经建了32个。", "32个"),
        ("2030年，县里拿出32万元。", "32万元"),
        (f"{'很' * 40}的浮标有32个。", "32个"),
        ("青鹭湖观测网的浮标编号为32。", "32"),
    ],
)
def test_what_cannot_stand_alone_gives_none(asked: Asked, text: str, value: str) -> None:
    assert asked(text, value) is None


def test_without_a_place_the_subject_must_tell_enough(asked: Asked) -> None:
    assert asked("装置的总成本为32万元。", "32万元", rooted=False) is None
    assert asked("青鹭湖观测网的总成本为32万元。", "32万元", rooted=False)


@pytest.mark.parametrize("told", [{"table": True}, {"mode": "goal"}])
def test_cells_and_goals_give_none(asked: Asked, told: dict[str, object]) -> None:
    assert asked("白沙洲的无人渡船有48艘。", "48艘")
    assert asked("白沙洲的无人渡船有48艘。", "48艘", **told) is None


@given(before=some.text(max_size=30), after=some.text(max_size=30))
def test_a_question_is_one_line_that_asks(asked: Asked, before: str, after: str) -> None:
    made = asked(f"{before}的浮标有32个{after}。", "32个")
    assert made is None or ("多少" in made and "32" not in made and "\n" not in made and made.endswith("？"))


def test_a_hostile_sentence_takes_no_time(asked: Asked) -> None:
    for part in ("1", "一", "截至", "2019年", "（", "有", " ", "，"):
        asked(f"{part * 20_000}32个。", "32个")
