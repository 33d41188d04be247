"""Questions in a language that is not understood."""

from __future__ import annotations

import pytest

from qa.answerer import Answerer
from qa.languages import UNKNOWN, foreign


@pytest.mark.parametrize(
    "text",
    ["ブイはいくつありますか", "浮標は何個?", "부표는 몇 개입니까?", "Сколько буёв в озере?", "كم عدد العوامات؟",
     "มีทุ่นกี่ลูก", "पानी में कितने", "כמה מצופים יש"],
)  # fmt: skip
def test_another_language_is_told(answerer: Answerer, text: str) -> None:
    answer = answerer.ask(text)
    assert foreign(text)
    assert (answer.status.value, answer.answer, answer.language, answer.citations) == ("not_found", UNKNOWN, "en", ())
    assert answer.question == text


@pytest.mark.parametrize(
    "text",
    ["浮标有多少个", "How many buoys?", "α粒子和β射线是什么", "“となりのトトロ”在杭州上映了吗", "優の良品有几家店",
     "ソニー公司在杭州有什么投资项目和研发中心", "café 在哪里", "ㄅㄆㄇ", "", "？！", "1 + 1", "浮標有多少個"],
)  # fmt: skip
def test_chinese_and_english_are_understood(text: str) -> None:
    assert not foreign(text)
