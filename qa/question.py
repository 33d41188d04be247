"""What a question asks: its language, its kind, the form that an answer takes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.words import fold
from qa.types import Kind

HAN = re.compile(r"[\u3400-\u9fff]")
KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.COMPARE,
        re.compile(
            r"各(?:是|为|有|占|自)?(?:多少|多大|几|什么)|各多少|各占|分别|对不上|对得上|哪(?:个|边|家)?.{0,8}(?:多|早|高|大|快|低|少|晚)"
            r"|谁(?:的|更)?.{0,6}(?:大|高|多|早|少|低)|相比|悬殊|compare|respectively|\bvs\b|which .*(?:more|higher|larger|earlier)"
        ),
    ),
    (
        Kind.LIST,
        re.compile(
            r"哪(?:些|几|[一二两三四五六七八九十]|\d)|有谁|名单|列出|列举|(?:分别|都)是谁|包括什么|什么样的?几"
            r"|[二两三四五六七八九十]\s*(?:个|大|条|家|项|类|种|位|套|块|样|所)[^多少]{0,14}(?:是什么|是啥|什么|哪)"
            r"|\b(?:list|name the|which (?:companies|firms|cities|universities|districts|areas|fields|three|four|five))\b"
        ),
    ),
    (
        Kind.REASON,
        re.compile(r"为什么|为何|为啥|凭什么|原因|怎么会|咋会|缘故|\bwhy\b|reason"),
    ),
    (
        Kind.DATE,
        re.compile(
            r"什么时候|何时|哪(?:一)?[年天月日]|几[年月日号]|哪会儿|多久|啥时候|从哪天|时间|日期|\bwhen\b|what (?:year|date)"
        ),
    ),
    (
        Kind.NUMBER,
        re.compile(
            r"多少|几(?!乎|何)|多大|多高|多长|多宽|多远|占比|比例|比重|数量|规模|总额|金额|增速|增长率|百分|面积|均值|指数"
            r"|how (?:many|much|large|big|long|far|high|often)|what (?:percentage|share|proportion|fraction|portion|number|size)|percent"
        ),
    ),
    (Kind.WHO, re.compile(r"谁|哪(?:位|家|个人|所|座|间|支)|什么人|\bwho\b|\bwhose\b|\bwhich (?:company|firm|city|university|person)")),
    (Kind.WHERE, re.compile(r"哪里|哪儿|在哪|何处|什么地方|哪个(?:地方|城市|区|县|省|国家)|\bwhere\b")),
    (Kind.POLICY, re.compile(r"政策|文件|通知|意见|方案|条例|规划|办法|policy|document|regulation")),
    (Kind.DEFINITION, re.compile(r"是什么|什么是|什么意思|是啥|指的?是|定义|含义|叫什么|叫啥|概念|what is|what are|define|meaning")),
)
NUMBER = re.compile(
    r"(?:\d[\d,，]*(?:\.\d+)?|[一二两三四五六七八九十百千万亿]+)(?:余|多)?\s*"
    r"(?:%|％|个百分点|[万亿千百]*(?:元|美元|人|家|件|项|个|座|所|名|位|平方米|公顷|亩|公里|米|吨|年|月|天|倍|次|条|张|台|种|只|户|场|分|篇|万|亿|小时|分钟|千瓦|特斯拉|度|辆|套|块|宗|笔))"
)
FIGURE = re.compile(r"\d[\d,，]*(?:\.\d+)?\s*(?:%|％)?|[一二两三四五六七八九十百千]+(?:个|家|项|年|名|位|所|条|种|座|成|分之)")
DATE = re.compile(r"(?:19|20)\d\d\s*年(?:底|末|初|\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日|(?:19|20)\d\d[.\-/]\d{1,2}")
BOOK = re.compile(r"《[^《》]+》")
BODY = re.compile(
    r"[\u4e00-\u9fffA-Za-z]{2,12}(?:公司|集团|大学|学院|研究院|实验室|中心|科技|协会|委员会|局|部|厅|院士|教授|医院|资本|联盟|研究所|生物|股份)"
)
LISTED = re.compile(r"[^，。；、]+(?:、[^，。；、]+){1,}")
REASONED = re.compile(r"因为|由于|因此|所以|为了|原因|从而|以便|导致|使得|考虑到|造成|以满足")
DEFINED = re.compile(r"是指|指的是|即|是一种|是一个|是国内|被称为|又称|叫做|是全国|本质上|，是")
UNIT = re.compile(
    r"多少\s*(?:个|亿|万)?\s*(元|美元|人|家|件|项|座|所|名|位|平方米|公顷|亩|公里|米|吨|年|天|倍|次|条|张|台|种|城市|企业|公司)"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood."""

    text: str
    folded: str
    language: str
    kind: Kind

    @property
    def wants_several(self) -> bool:
        """Whether one sentence may not be enough."""
        return self.kind in (Kind.COMPARE, Kind.LIST)


def understand(text: str) -> Question:
    """Tell the language and the kind of a question."""
    folded = fold(text)
    language = "zh" if HAN.search(folded) else "en"
    kind = next((kind for kind, pattern in KINDS if pattern.search(folded)), Kind.OTHER)
    return Question(text, folded, language, kind)


FORMS: dict[Kind, re.Pattern[str]] = {
    Kind.NUMBER: NUMBER,
    Kind.COMPARE: NUMBER,
    Kind.DATE: DATE,
    Kind.WHO: BODY,
    Kind.POLICY: BOOK,
    Kind.LIST: LISTED,
    Kind.REASON: REASONED,
    Kind.DEFINITION: DEFINED,
}


def form(question: Question) -> re.Pattern[str] | None:
    """What an answer to this kind of question looks like in a sentence; None: nothing particular."""
    return FORMS.get(question.kind)
