"""What a question asks: its language, its kind, the form that an answer takes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index import places
from index.words import fold
from qa import forms
from qa.types import Kind

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"\b[a-z]{2,}\b")
TITLED = re.compile(r"《[^《》]{1,100}》")
GRAMMAR = re.compile(
    r"\b(?:the|of|in|on|at|by|for|to|from|is|are|was|were|do|does|did|has|have|had|can|what|which|who|whose|when|where|why"
    r"|how|and|an?)\b"
)
MIN_LATIN, MAX_HAN = 3, 12  # words and characters of an English question that quotes a Chinese name
KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        Kind.COMPARE,
        re.compile(
            r"各(?![省市区县地类种个界国级项行家位])[\u3400-\u9fff]{0,4}?(?:多少|多大|几|什么|哪一?[年月天])|各占|分别"
            r"|对不上|对得上|哪(?:个|边|家)?.{0,8}(?:多|早|高|大|快|低|少|晚)"
            r"|谁(?:的|更)?.{0,6}(?:大|高|多|早|少|低)|相比|悬殊|compare|respectively|\bvs\b"
            r"|which .{0,200}?(?:more|higher|larger|earlier)"
        ),
    ),
    (
        Kind.LIST,
        re.compile(
            r"哪(?:些|几|[二两三四五六七八九十]|\d)|有谁|名单|列出|列举|(?:分别|都)是谁|包括什么|什么样的?几"
            r"|[二两三四五六七八九十]\s*(?:个|大|条|家|项|类|种|位|套|块|样|所)[^多少]{0,14}(?:是什么|是啥|什么|哪)"
            r"|\b(?:list|name the|what (?:are|were) the (?:two|three|four|five|six|seven|eight)\b"
            r"|which (?:companies|firms|cities|universities|districts|areas"
            r"|fields|two|three|four|five|six|seven|eight))\b"
        ),
    ),
    (
        Kind.REASON,
        re.compile(r"为什么|为何|为啥|凭什么|原因|怎么会|咋会|缘故|\bwhy\b|reason"),
    ),
    (
        Kind.DATE,
        re.compile(
            r"什么时候|何时|哪(?:一)?[年天月日]|几[年月日号]|哪会儿|多久|啥时候|从哪天|时间|日期"
            r"|\bwhen\b|(?:what|which) (?:year|date|month|day)"
        ),
    ),
    (
        Kind.NUMBER,
        re.compile(
            r"多少|几(?!乎|何)|多大|多高|多长|多宽|多远|占比|比例|比重|数量|规模|总额|金额|增速|增长率"
            r"|百分|面积|均值|指数"
            r"|how (?:many|much|large|big|long|far|high|often)|what (?:percentage|share|proportion"
            r"|fraction|portion|number|size)"
            r"|percent|\b(?:cost|price|pay|salary|revenue|amount|average|total|how old)\b"
        ),
    ),
    (
        Kind.WHO,
        re.compile(
            r"谁|哪一?(?:位|家|个人|所|座|间|支)|什么人"
            r"|\bwho\b|\bwhose\b|\bwhich (?:company|firm|city|university|person)"
        ),
    ),
    (Kind.WHERE, re.compile(r"哪里|哪儿|在哪|何处|什么地方|哪个(?:地方|城市|区|县|省|国家)|\bwhere\b")),
    (Kind.POLICY, re.compile(r"政策|文件|通知|意见|方案|条例|规划|办法|policy|document|regulation")),
    (
        Kind.DEFINITION,
        re.compile(r"是什么|什么是|什么意思|是啥|指的?是|定义|含义|叫什么|叫啥|概念|what is|what are|define|meaning"),
    ),
)

SINGLE = (Kind.NUMBER, Kind.DATE, Kind.WHO)
YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?=\s*年)|(?<=\bin )(?:19|20)\d\d|(?<=\band )(?:19|20)\d\d")
SPELL = re.compile(r"(?:19|20)\d\d\s*年?\s*(?:-|—|–|~|到|至)\s*(?:19|20)\d\d\s*年?")  # 2015年到2018年 is one time
COUPLED = re.compile(r"[、和与跟同及]|\b(?:and|or|than|versus)\b")

ASKING = re.compile(
    r"(?P<before>[\u3400-\u9fff]{0,4}?)(?:是|为|有|在|从|了|着|的|到|能|最多|大约|到底|究竟|一共|总共|分别){0,3}"
    r"(?:多少|几(?!乎|何|十年)|谁|哪一?(?:天|年|月|位|家|个|所|座)|何时|什么时候|多[大长高宽久])"
    r"(?:[十百千万亿]*[个座家所名位项条件人次起张台元名种]?(?:的)?)(?P<after>[\u3400-\u9fff]{0,7})"
)


GIST = re.compile(
    r"[讲说写谈](?:的|了|些)*(?:是|什么|啥)|主要内容|大意|概括|概述|摘要|介绍了什么|\babout\b|\bsa(?:y|id)\b|summar|gist"
)
ASKING_ENGLISH = re.compile(
    r"\b(?:how (?:many|much|large|big|long|far|high)|what (?:percentage|share|portion|proportion|fraction|number) of"
    r"|what (?:is|was|are|were) the(?: \w+(?= \w+ \w+))?|who(?:se)?|which|when did|where)\s+((?:[\w&'-]+\s*){1,3})"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood."""

    text: str
    folded: str
    language: str
    kind: Kind
    form: re.Pattern[str] | None  # what a sentence that answers holds
    gist: bool  # it asks what a whole article says
    asked: str  # the words about the question word: what is counted, who is named


def understand(text: str) -> Question:
    """Tell the language and the kind of a question."""
    folded = fold(text)
    kind = next((kind for kind, pattern in KINDS if pattern.search(folded)), Kind.OTHER)
    if kind in SINGLE and _of_several(folded):
        kind = Kind.COMPARE
    return Question(
        text, folded, _language(folded), kind, forms.expected(kind, folded), bool(GIST.search(folded)), _asked(folded)
    )


def _of_several(folded: str) -> bool:
    """Whether one thing is asked of several places or years, which are then told side by side."""
    levels = [places.levels()[name] for name in places.named(folded)]
    years = set(YEARS.findall(SPELL.sub(" ", folded)))
    return len(years) > 1 or (len(set(levels)) < len(levels) and COUPLED.search(folded) is not None)


def _language(folded: str) -> str:
    """English by its words of grammar: names and abbreviations in Latin letters stand in Chinese questions too.

    What stands in 《》 is a name, however long.
    """
    own = TITLED.sub(" ", folded)
    told = own if LATIN.search(own) or HAN.search(own) else folded
    latin, han = len(LATIN.findall(told)), len(HAN.findall(told))
    if not han:
        return "en" if latin > 1 else "zh"
    return "en" if latin >= MIN_LATIN and han < MAX_HAN and GRAMMAR.search(told) else "zh"


def _asked(folded: str) -> str:
    """The words right before and after the question word."""
    if english := ASKING_ENGLISH.search(folded):
        return str(english[1])
    match = ASKING.search(folded)
    return f"{match['before']} {match['after']}".strip() if match else ""
