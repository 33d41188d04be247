"""What a question asks for, in both languages."""

from __future__ import annotations

import pytest

from qa import forms
from qa.question import understand
from qa.types import Kind

KINDS = [
    ("观测网由多少个浮标组成？", Kind.NUMBER), ("雷达的识别距离有多远？", Kind.NUMBER),
    ("空调用电减少了百分之几", Kind.NUMBER),
    ("How many buoys are in the lake?", Kind.NUMBER), ("What percentage of rain is kept by the roof?", Kind.NUMBER),
    ("How much does a ticket cost?", Kind.NUMBER),
    ("钟楼是哪年建的？", Kind.DATE), ("渡船什么时候通航？", Kind.DATE), ("When did the ferry open?", Kind.DATE),
    ("What year was the tower built?", Kind.DATE),
    ("作坊的创始人是谁？", Kind.WHO), ("哪家公司造了渡船？", Kind.WHO), ("Who founded the workshop?", Kind.WHO),
    ("Which company built the ferry?", Kind.WHO),
    ("雷达设在哪里？", Kind.WHERE), ("Where are the radars?", Kind.WHERE),
    ("有哪些苔藓入选？", Kind.LIST), ("三名守钟人分别是谁？", Kind.COMPARE), ("List the three workshops.", Kind.LIST),
    ("为什么选苔藓？", Kind.REASON), ("钟楼停摆是什么原因", Kind.REASON), ("Why was moss chosen?", Kind.REASON),
    ("什么是纸电池？", Kind.DEFINITION), ("What is a paper battery?", Kind.DEFINITION),
    ("检修依据哪份文件？", Kind.POLICY), ("Find the regulation on ferries", Kind.POLICY),
    ("东车间和西车间哪个产量高？", Kind.COMPARE), ("Which workshop makes more?", Kind.COMPARE),
    ("谈谈海雾收集网", Kind.OTHER), ("fog net", Kind.OTHER),
]  # fmt: skip


@pytest.mark.parametrize(("question", "kind"), KINDS)
def test_the_kind_of_a_question(question: str, kind: Kind) -> None:
    assert understand(question).kind is kind


SEVERAL = [
    "2029年和2030年产量是多少？", "2016年、2017年何时检修过？", "In 2015 and 2018, how much was paid?",
    "成都和厦门补贴多少？", "成都、厦门谁是队长？", "浮标和钟楼各花了多少钱？",
    "两位创始人各是哪年生的？", "两队各得几分？",
]  # fmt: skip
ONE = [
    ("2015年到2018年共投入多少？", Kind.NUMBER), ("2015—2018年投入多少？", Kind.NUMBER),
    ("2015年至2018年间谁当过队长？", Kind.WHO), ("浙江杭州投入多少？", Kind.NUMBER), ("成都投入多少？", Kind.NUMBER),
    ("全国各地有多少浮标？", Kind.NUMBER), ("各类浮标一共有多少个？", Kind.NUMBER), ("2018年投入多少？", Kind.NUMBER),
]  # fmt: skip


@pytest.mark.parametrize("question", SEVERAL)
def test_one_thing_of_several_is_a_comparison(question: str) -> None:
    assert understand(question).kind is Kind.COMPARE


@pytest.mark.parametrize(("question", "kind"), ONE)
def test_a_span_of_years_or_a_place_in_another_is_one_thing(question: str, kind: Kind) -> None:
    assert understand(question).kind is kind


@pytest.mark.parametrize(("question", "kind"), [("钟楼是哪一年建的？", Kind.DATE), ("哪一天通航？", Kind.DATE)])
def test_which_one_is_no_list(question: str, kind: Kind) -> None:
    assert understand(question).kind is kind


@pytest.mark.parametrize("question", ["是哪一位工程师说的？", "哪一家造的渡船？"])
def test_which_one_asks_who(question: str) -> None:
    assert understand(question).kind is Kind.WHO


@pytest.mark.parametrize("text", ["建于1898年", "1842年开港"])
def test_older_years_are_dates(text: str) -> None:
    form = understand("什么时候建成？").form
    assert form is not None
    assert form.search(text)


@pytest.mark.parametrize(
    ("question", "language"),
    [("Who issued 《盐场灯塔与航标设施检修和值守管理暂行规定》?", "en"),
     ("《How We Keep the Lights of the Salt Coast》讲了什么", "zh"),
     ("浮标有多少？", "zh"), ("AI芯片有多少？", "zh"), ("How many buoys are there?", "en"),
     ("What is 海雾收集网 made of?", "en"),
     ("GPT、NLP与OCR是什么", "zh"), ("Transformer RNN CNN 区别", "zh"), ("Hangzhou startups", "en"),
     ("", "zh"), ("😀", "zh"), ("浮標有多少？", "zh"), ("3.14", "zh")],
)  # fmt: skip
def test_the_language_of_a_question(question: str, language: str) -> None:
    assert understand(question).language == language


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("总投入是多少钱？", "总投入为4800万元", "共有32个浮标"),
        ("占比是多少？", "截留68%的雨水", "共有32个浮标"),
        ("有多少个浮标？", "由32个浮标组成", "由浮标组成"),
        ("面积是多少平方米？", "合计6400平方米", "一共58间"),
        ("哪天通航？", "1月8日通航", "2031年通航"),
        ("什么时候建成？", "2030年建成", "建成以后"),
        ("创始人是谁？", "乔松年院士", "作坊开工"),
        ("依据哪份文件？", "《柳汀镇文物保护办法》", "镇里的规定"),
    ],
)
def test_the_form_of_an_answer(question: str, holds: str, lacks: str) -> None:
    form = understand(question).form
    assert form is not None
    assert form.search(holds)
    assert not form.search(lacks)


def test_a_question_of_no_kind_expects_no_form() -> None:
    assert understand("谈谈海雾收集网").form is None
    assert forms.expected(Kind.OTHER, "谈谈") is None


def test_what_is_counted_is_told() -> None:
    assert "浮标" in understand("湖里一共有多少个浮标？").asked
    assert "buoys" in understand("How many buoys are in the lake?").asked
