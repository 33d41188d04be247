"""Forms of answers: what a sentence must hold by what is asked, and that hostile text costs no time."""

from __future__ import annotations

import re
import time

import pytest

from qa import forms, lists, sides
from qa.question import KINDS, understand
from qa.types import Kind

PAIRS = [  # a question, what holds an answer of that form, what does not
    ("总投入是多少钱？", "三千多万美元", "共有32个浮标"),
    ("改建费用是多少？", "4,800.5万元", "改建了45%"),
    ("How much funding did the network get?", "一万余元", "32座"),
    ("准点率是多少？", "98.2％", "11.6万人次"),
    ("苔藓屋顶占多少？", "三分之二", "六个"),
    ("What share of the rain is kept?", "三成", "三个"),
    ("修复用了多久？", "一个半月", "花了三元"),
    ("How long did it take?", "18个月", "300元"),
    ("学徒期是几个月？", "8个月", "8元"),
    ("有多少家企业？", "三百余户", "320吨"),
    ("有几名守钟人？", "三位", "三吨"),
    ("来了多少人？", "86名", "86元"),
    ("装了多少台雷达？", "四套", "四成"),
    ("How many companies joined?", "32家", "32%"),
    ("How many people live there?", "190人", "190元"),
    ("有多少千米？", "两千米", "两千元"),
    ("占地面积多大？", "700亩", "700元"),
    ("屋顶是多少平方米？", "6400平方米", "6400米"),
    ("识别距离有多远？", "2.6公里", "2.6元"),
    ("钟楼多高？", "27.4米", "27.4元"),
    ("得分是多少？", "95分", "95个"),
    ("哪天通航？", "1月8日", "2031年"),
    ("什么时候通航？", "2031年", "试航以后"),
    ("谁创办了作坊？", "乔松年创办", "作坊创办于谷口"),
    ("作坊的创始人是谁？", "创始人乔松年", "作坊开工"),
    ("Who founded the workshop?", "乔松年教授", "the workshop"),
    ("她毕业于哪所学校？", "湖畔大学", "2010年毕业"),
    ("通知的文号是多少？", "海政发〔2030〕12号", "第12号"),
    ("蓝藻减少了多少？", "少了三成", "少了很多"),
    ("产量增长多少？", "翻了两倍", "大幅增长"),
    ("什么是纸电池？", "纸电池（PB）是指用芦苇浆做的电池", "纸电池的产量"),
    ("岸基雷达是什么？", "所谓“岸基雷达”", "两座岸基雷达"),
    ("检修依据哪份文件？", "《柳汀镇文物保护办法》", "镇里的规定"),
]
HOSTILE = ["1", "1,", "一", "十百", "1" + " " * 400, "一是", "分之", "王说、", "教授·", "which ", "甲和", "\n", "几"]
SIZE, SECONDS = 8_000, 2  # of hostile text; what a pattern may take, where one that backtracks takes four times that


@pytest.mark.parametrize(("question", "holds", "lacks"), PAIRS)
def test_the_form_holds_an_answer_and_lacks_another_figure(question: str, holds: str, lacks: str) -> None:
    form = understand(question).form
    assert form is not None
    assert form.search(holds)
    assert not form.search(lacks)


def test_a_form_is_found_whole() -> None:
    money = forms.expected(Kind.NUMBER, "投资多少元")
    assert money is not None
    found = [match[0] for match in money.finditer("投资4,800万元，另有一万余元和.5元")]
    assert found == ["4,800万元", "一万余元", ".5元"]


@pytest.mark.parametrize("measure", ["家", "名", "件", "座"])
def test_measure_words_stand_for_each_other_and_for_themselves(measure: str) -> None:
    form = forms.expected(Kind.NUMBER, f"有多少{measure}")
    assert form is not None
    assert all(form.search(f"32{like}") for group in forms.ALIKE if measure in group for like in group)


def test_key_words_alone_may_name_a_figure_and_a_long_text_does_not() -> None:
    assert forms.expected(Kind.OTHER, "渡船 造价") is forms.MONEY
    assert forms.expected(Kind.OTHER, "渡船造价的事情" + "说来话长" * 10) is None


def test_a_question_with_marks_of_regular_expressions_is_taken_literally() -> None:
    form = understand("什么是c++(14)？").form
    assert form is not None
    assert form.search("c++(14)是一种语言")


def _patterns() -> list[re.Pattern[str]]:
    """Every pattern that questions and sentences are searched with."""
    asked = [pattern for _, pattern in KINDS] + [pattern for pattern, _ in (*forms.MEASURES, *forms.NAMED)]
    told = [form for question, *_ in PAIRS if (form := understand(question).form)]
    others = [value for module in (forms, lists, sides) for value in vars(module).values()]
    found = [*asked, *told, forms.person(), forms.name(), *(value for value in others if isinstance(value, re.Pattern))]
    return list({pattern.pattern: pattern for pattern in found}.values())


@pytest.mark.parametrize("piece", HOSTILE, ids=repr)
def test_hostile_text_is_searched_in_one_go(piece: str) -> None:
    text = (piece * SIZE)[:SIZE]
    for pattern in _patterns():
        began = time.process_time()
        pattern.search(text)
        assert time.process_time() - began < SECONDS, pattern.pattern[:80]
