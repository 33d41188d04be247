"""The form of an answer: what a sentence that answers such a question must hold."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.bylines import SURNAMES
from qa.types import Kind

HAN = "\u4e00-\u9fff"
DIGITS = r"(?:\d[\d,，]*(?:\.\d+)?|\.\d+|[一二两三四五六七八九十百千]+)"
COUNT = (
    "个座家所名位处种类项条支款件人次起笔张台批只本篇场届套部间户辆册"
    "卷匹株棵头颗粒双袋箱桶瓶幅栋幢层排列艘架枚门句字页期课任级段站轮步"
)
MONEY = re.compile(rf"{DIGITS}\s*(?:余|多)?\s*[十百千万亿]*\s*(?:多|余)?\s*(?:元|美元|欧元|美金|英镑|日元)")
COUNTED = re.compile(rf"{DIGITS}\s*(?:余|多)?\s*[十百千万亿]*\s*(?:多|余)?\s*[{COUNT}]")
SHARE = re.compile(
    rf"{DIGITS}\s*(?:%|％|个百分点|成|倍)|[一二三四五六七八九十百\d]+分之[一二三四五六七八九十\d]+|一半|过半|半数"
)
ANY_NUMBER = re.compile(rf"\d|{DIGITS}\s*(?:余|多)?[{COUNT}年月天元倍成]")
DATE = re.compile(
    r"(?:1\d|20)\d\d\s*年|\d{1,2}\s*月\s*\d{1,2}\s*日|(?:1\d|20)\d\d[.\-/]\d{1,2}|[近前]日|[今去前]年"
    r"|[一二三四五六七八九十]+年前"
)
DAY = re.compile(r"\d{1,2}\s*月\s*\d{1,2}\s*日|(?:1\d|20)\d\d[.\-/]\d{1,2}[.\-/]\d{1,2}")
BOOK = re.compile(r"《[^《》]+》|〔\d{4}〕")
ROLE = (
    r"(?:院士|教授|主任|院长|校长|总裁|所长|局长|主席|理事长|会长|秘书长|总监|博士|总经理|执行官|书记"
    r"|市长|省长|区长|部长|总理"
    r"|专家|创始人|研究员|工程师|架构师|董事长|负责人|获得者|作者|先生|女士|发起人|掌门人|技术官)"
)
PERSON = re.compile(
    rf"{ROLE}\s*[{''.join(sorted(SURNAMES))}][{HAN}·]{{1,5}}|[{''.join(sorted(SURNAMES))}][{HAN}]{{1,2}}\s*{ROLE}"
)
BODY = re.compile(
    rf"[{HAN}A-Za-z]{{2,14}}(?:公司|集团|大学|学院|研究院|实验室|中心|科技|协会|委员会|局|医院|资本"
    rf"|联盟|研究所|生物|股份|银行|医药|智能|小镇|区|市|省|国)"
)
NAME = re.compile(rf"{PERSON.pattern}|{BODY.pattern}")
LISTED = re.compile(r"[^，。；、]{1,20}、[^，。；、]{1,20}|一是.*二是|分别")
REASONED = re.compile(
    r"因为|由于|因此|所以|为了|原因|从而|以便|导致|使得|考虑到|造成|以满足|不宜|需要|在于|才能|难以|可以|帮助"
)
DEFINED = re.compile(r"是指|指的是|即|是一种|是一个|被称为|又称|叫做|称为|是全国|是国内|本质|，是|就是|指|的")
UNITS = (
    "平方米|平方公里|公顷|亩|公里|千米|厘米|纳米|微米|米|吨|公斤|克|特斯拉|千瓦|兆瓦|小时|分钟|秒"
    "|摄氏度|度|岁|周|天|年|个月|届|分"
)
ASKED_UNIT = re.compile(rf"(?:多少|几)\s*(?:个|万|亿)?\s*({UNITS})")
ASKS_MONEY = re.compile(
    r"多少(?:万|亿)?(?:元|钱|资金|美元|补助|补贴|投入)|几百?[万亿]元|多少[亿万]|金额|花.{0,4}钱|盘子"
    r"|how much (?:money|funding)|dollars|yuan|\bcost\b"
)
ASKS_SHARE = re.compile(
    r"占比|比例|比重|百分|几成|增速|增幅|增长率|渗透率|percent|proportion|share|fraction|portion|占.{0,6}多少|多大比"
)
ASKS_COUNT = re.compile(rf"(?:多少|几)\s*[{COUNT}]|有多少|数量|总数|how many|number of")
ASKS_DAY = re.compile(r"哪(?:一)?天|几号|哪日|what day")


@lru_cache(maxsize=256)
def _with_unit(unit: str) -> re.Pattern[str]:
    return re.compile(rf"{DIGITS}\s*(?:余|多)?\s*[十百千万亿]*\s*(?:多|余)?\s*{unit}")


def expected(kind: Kind, folded: str) -> re.Pattern[str] | None:
    """What a sentence must hold to answer a question of this kind and wording; None: nothing particular."""
    if kind in (Kind.NUMBER, Kind.COMPARE):
        return _figure(folded)
    if kind is Kind.DATE and ASKS_DAY.search(folded):
        return DAY
    return FORMS.get(kind)


def _figure(folded: str) -> re.Pattern[str]:
    unit = ASKED_UNIT.search(folded)
    if unit:
        return _with_unit(unit[1])
    for asked, pattern in ((ASKS_MONEY, MONEY), (ASKS_SHARE, SHARE)):
        if asked.search(folded):
            return pattern
    return COUNTED if ASKS_COUNT.search(folded) else ANY_NUMBER


FORMS: dict[Kind, re.Pattern[str]] = {
    Kind.DATE: DATE,
    Kind.WHO: NAME,
    Kind.POLICY: BOOK,
    Kind.LIST: LISTED,
    Kind.REASON: REASONED,
    Kind.DEFINITION: DEFINED,
}
