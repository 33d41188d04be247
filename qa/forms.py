"""The form of an answer: what a sentence that answers such a question must hold."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from ingest.surnames import SURNAMES
from qa.types import Kind

HAN = "\u4e00-\u9fff"
# Numerals are bounded, what stands behind them is possessive: else a sentence of nothing but digits costs minutes.
DIGITS = r"(?:\d[\d,，]{0,20}+(?:\.\d{1,20}+)?+|\.\d{1,20}+|[一二两三四五六七八九十百千]{1,12})"
ABOUT = r"\s*+(?:余|多)?+\s*+"
FIGURE = rf"{DIGITS}{ABOUT}[十百千万亿]{{0,4}}\s*+(?:多|余)?+\s*+"
COUNT = (
    "个座家所名位处种类项条支款件人次起笔张台批只本篇场届套部间户辆册"
    "卷匹株棵头颗粒双袋箱桶瓶幅栋幢层排列艘架枚门句字页期课任级段站轮步"
)
MONEY = re.compile(rf"{FIGURE}(?:元|美元|欧元|美金|英镑|日元)")
COUNTED = re.compile(rf"{FIGURE}[{COUNT}]")
SHARE = re.compile(
    rf"{DIGITS}\s*+(?:%|％|个百分点|成|倍)|[一二三四五六七八九十百\d]{{1,12}}分之[一二三四五六七八九十\d]{{1,12}}|一半|过半|半数"
)
ANY_NUMBER = re.compile(rf"\d|{DIGITS}\s*+(?:余|多)?+[{COUNT}年月天元倍成]")
DATE = re.compile(
    r"(?:1\d|20)\d\d\s*年|\d{1,2}\s*月\s*\d{1,2}\s*日|(?:1\d|20)\d\d[.\-/]\d{1,2}|[近前]日|[今去前]年"
    r"|[一二三四五六七八九十]{1,4}年前"
)
DAY = re.compile(r"\d{1,2}\s*月\s*\d{1,2}\s*日|(?:1\d|20)\d\d[.\-/]\d{1,2}[.\-/]\d{1,2}")
BOOK = re.compile(r"《[^《》]+》|〔\d{4}〕")
ROLE = (
    r"(?:院士|教授|主任|院长|校长|总裁|所长|局长|主席|理事长|会长|秘书长|总监|博士|总经理|执行官|书记"
    r"|市长|省长|区长|部长|总理"
    r"|专家|创始人|研究员|工程师|架构师|董事长|负责人|获得者|作者|先生|女士|发起人|掌门人|技术官)"
)
SURNAME = f"[{''.join(sorted(SURNAMES))}]"
GIVEN = rf"{SURNAME}[{HAN}]{{1,2}}"
SAID_OF = (  # what is said of a person right behind the name
    "说|认为|表示|指出|提出|强调|介绍|坦言|回忆|透露|分析|带领|率领|牵头|创办|创立|领衔|主持|发明|发现|研制|团队|课题组|等人"
    "|担任|出任|当选|告诉|写道|主张|建议|估算|提醒|警告|断言|呼吁|承认|比喻|总结|解释|补充"
)
PERSON = (
    rf"{ROLE}\s*{SURNAME}[{HAN}·]{{1,5}}|{GIVEN}\s*{ROLE}|[{HAN}]{{2,6}}·[{HAN}]{{2,8}}"
    rf"|(?<![{HAN}]){GIVEN}(?={SAID_OF}|、{GIVEN}[、等和])|、{GIVEN}(?=[、等和，。（(])"
    rf"|(?:[名叫是由为]|长|员|家|者|人|师|士|手|生){GIVEN}(?={SAID_OF}|[在从把将曾则就于用以和与、，。])"
)
BODY = (
    rf"[{HAN}A-Za-z]{{2,14}}(?:公司|集团|大学|学院|研究院|实验室|中心|科技|协会|委员会|局|医院|资本"
    rf"|联盟|研究所|生物|股份|银行|医药|智能|小镇|区|市|省|国)"
)
LISTED = re.compile(r"[^，。；、]{1,20}、[^，。；、]{1,20}|一是.{0,400}?二是|分别")
REASONED = re.compile(
    r"因为|由于|因此|所以|为了|原因|从而|以便|导致|使得|考虑到|造成|以满足|不宜|需要|在于|才能|难以|可以|帮助"
)
DEFINED = re.compile(r"是指|指的是|即|是一种|是一个|被称为|又称|叫做|称为|是全国|是国内|本质|，是|就是|指|的")
UNITS = (
    "平方米|平方公里|公顷|亩|公里|千米|厘米|纳米|微米|米|吨|公斤|克|特斯拉|千瓦|兆瓦|小时|分钟|秒"
    "|摄氏度|度|岁|周|天|年|个月|届|分"
)
ALIKE = (  # measure words that stand for each other
    "家个所户", "件项个", "名位个人", "座个处", "起次笔宗件", "条个项", "种类个款", "张份个", "台套部架", "场次届",
)  # fmt: skip
DURATION = re.compile(
    rf"(?:{DIGITS}|半|数){ABOUT}个?+\s*+半?+\s*+(?:世纪|年|季度|月|周|星期|天|日|昼夜|小时|钟头|分钟|秒|毫秒)"
)


@cache
def person() -> re.Pattern[str]:
    """The form of a person's name, compiled when first asked for: its many surnames take long."""
    return re.compile(PERSON)


@cache
def name() -> re.Pattern[str]:
    """The form of the name of a person or a body, as late."""
    return re.compile(f"{PERSON}|{BODY}")


@lru_cache(maxsize=256)
def _with_unit(unit: str) -> re.Pattern[str]:
    return re.compile(rf"{FIGURE}(?:{unit})")


def _like(measure: str) -> str:
    """The measure words that stand for one."""
    return f"[{''.join(sorted({measure, *''.join(alike for alike in ALIKE if measure in alike)}))}]"


ASKED_UNIT = re.compile(rf"(?:多少|几)\s*(?:个|万|亿)?\s*({UNITS})")
ASKED_COUNT = re.compile(rf"(?:多少|几)\s*(?:[十百千万亿]+)?\s*([{COUNT}])(?![公分])")
# What a question measures, whatever its question word, and the form of such a figure; the first that fits holds.
CHANGED = re.compile(r"(?:增[长加速幅多]|减少|下降|提[高升]|上升|降低|缩短|扩大|多了|少了)了?(?:多少|几|多大)")
MEASURES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (CHANGED, ANY_NUMBER),
    (
        re.compile(
            r"占比|比例|比重|百分|几成|增速|增幅|增长率|[^效频速功税汇利]率(?:是|为|有|达|$)|利率|占.{0,6}多少|多大比|份额"
            r"|percent|proportion|share\b|fraction|portion|\brate\b"
        ),
        SHARE,
    ),
    (
        re.compile(
            r"多久|多长时间|时长|期限|几(?:个)?(?:年|月|天|周|小时|分钟)(?:时间|才|内|左右)?"
            r"|how (?:long|soon|many (?:years|months|weeks|days|hours|minutes|seconds))"
        ),
        DURATION,
    ),
    (
        re.compile(
            r"多少(?:万|亿)?(?:元|钱|资金|美元|补助|补贴|投入|投资)|几百?[万亿]元|多少[亿万](?![人名家件个平吨])|金额|花.{0,4}钱|盘子|卖多少"
            r"|(?:营收|收入|产值|增加值|利润|总?投资额?|融资额?|造价|总价|单价|售价|价格|[年月]?薪|工资|租金|预算|资金|拨款|募|补助|补贴|奖励"
            r"|赔偿|封顶|估值|市值|[费花]用)(?!企业|项目|事件|机构|人).{0,6}(?:多少|几[^个家年次]|多大|多高|$)"
            r"|多少.{0,3}(?:营收|收入|产值|利润|投资|融资|补助|补贴|奖励|资金|拨款|费用)"
            r"|how much (?:money|funding|does|do|did|is|was|will|would|has|have|revenue|investment)"
            r"|\b(?:valuation|worth)\b|dollars|yuan|\b(?:cost|price|pay|salary|salaries|wages?|revenue|budget|fee|funding|subsid\w+)\b"
        ),
        MONEY,
    ),
    (re.compile(r"面积|占地|\barea\b"), _with_unit("平方米|平方公里|公顷|亩")),
    (re.compile(r"得分|[几多]少?分(?:$|[,，?？])|评分|\bscore\b"), _with_unit("分")),
    (
        re.compile(r"多[长高宽远深厚]|[长高宽]度|距离|里程|航程|how (?:far|tall|wide|deep)"),
        _with_unit(r"\w{0,2}米|公里|\w?里"),
    ),
    (re.compile(r"多重|重量|载重|how heavy"), _with_unit("吨|公斤|千克|克|斤")),
    (
        re.compile(
            r"人数|员工"
            r"|how many (?:people|\w* ?employees|workers|staff|residents|visitors|students|researchers|experts"
            r"|participants)"
        ),
        _with_unit(_like("人")),
    ),
    (
        re.compile(r"how many (?:\w+ ){0,3}(?:compan|firm|enterpris|start-?up|universit|institut|hospital)"),
        _with_unit(_like("家")),
    ),
    (re.compile(r"how many (?:\w+ ){0,3}(?:patent|project|polic|invention)"), _with_unit(_like("件"))),
    (re.compile(r"how many (?:\w+ ){0,2}(?:cit(?:y|ies)|station|tower|lab)"), _with_unit(_like("座"))),
    (re.compile(rf"(?:多少|几)\s*[{COUNT}]|有多少|数量|总数|how many|number of"), COUNTED),
)
NUMBERED = re.compile(r"文号|发文字号|document number")
WHO_IS = re.compile(
    rf"^(?:(?P<one>{GIVEN}|[{HAN}]{{2,6}}·[{HAN}]{{2,6}})(?:又|到底|究竟)?是(?:谁|什么人|哪位|何许人)"
    rf"|谁是(?P<other>{GIVEN}|[{HAN}]{{2,6}}·[{HAN}]{{2,6}}))[?？。]?$"
)
DEFINED_SUBJECT = re.compile(
    r"^(?:请?问?(?:到底|究竟)?(?:什么|啥)(?:是|叫做?)[“「『《]?(?P<one>[^“”，,?？]{2,16}?)[”」』》]?[?？。]?$"
    r"|[“「『《]?(?P<other>[^“”，,?？的]{2,16}?)[”」』》]?(?:到底|究竟|具体)?(?:是|指)(?:的是)?(?:什么|啥)(?:意思)?[?？。]?$)"
)
ASKS_DAY = re.compile(r"哪(?:一)?天|几号|哪日|what day")
ASKS_PERSON = re.compile(
    rf"谁.{{0,12}}(?:说|讲|认为|提出|创办|创立|发明|发现|研制|带领|率领|牵头|带头|主持|担任|写|著|演讲|致辞)"
    rf"|(?:{ROLE}|带头人|掌门人|领队|队长|船长|起草人|团长)(?:叫|姓|又|都|分别|各|现在|目前)?(?:是|由|为)?(?:谁|哪位|哪一位|什么|啥)"
    rf"|哪一?位|\bwho(?:se)?\b.{{0,30}}\b(?:founded|founder|chairs?|chairman|president|chief|ceo|director|head|leads?|led|said"
    rf"|says|argue[sd]?|wrote|invented|discovered|architect|scientist|secretary|professor|mayor|researchers?)\b"
)
SCHOOLED = re.compile(r"(?:毕业|求学|就读|念书|graduate)")
SCHOOL = re.compile(rf"[{HAN}]{{2,12}}(?:大学|学院|学校|中学)")
ISSUED = re.compile(r"[〔\[(（]\d{4}[〕\])）]\s*\d+\s*号")
NAMED: tuple[tuple[re.Pattern[str], Callable[[], re.Pattern[str]]], ...] = (
    (NUMBERED, lambda: ISSUED), (SCHOOLED, lambda: SCHOOL), (ASKS_PERSON, person),
)  # fmt: skip


def expected(kind: Kind, folded: str) -> re.Pattern[str] | None:
    """What a sentence must hold to answer a question of this kind and wording; None: nothing particular."""
    if kind in (Kind.NUMBER, Kind.COMPARE):
        return _figure(folded) or ANY_NUMBER
    if kind is Kind.DATE:
        return DURATION if DURATION_ASKED.search(folded) else DAY if ASKS_DAY.search(folded) else DATE
    if who := WHO_IS.search(folded):
        return _described(who["one"] or who["other"])
    if kind is Kind.DEFINITION and (subject := DEFINED_SUBJECT.search(folded)):
        return _defined(subject["one"] or subject["other"])
    if kind in (Kind.WHO, Kind.OTHER, Kind.DEFINITION, Kind.WHERE):
        told = next((form() for asked, form in NAMED if asked.search(folded)), None)
        measured = _figure(folded) if kind is Kind.OTHER and len(folded) <= KEYWORDS else None
        if told or measured:
            return told or measured
    return name() if kind is Kind.WHO else FORMS.get(kind)


@lru_cache(maxsize=256)
def _described(name: str) -> re.Pattern[str]:
    """A name with a role before or behind it."""
    name = re.escape(name)
    return re.compile(
        rf"{ROLE}[^，。；]{{0,3}}{name}|{name}\s*(?:[（(，,是为任]|{ROLE})[^。；]{{0,14}}{ROLE}?", re.IGNORECASE
    )


@lru_cache(maxsize=256)
def _defined(subject: str) -> re.Pattern[str]:
    """The subject of a sentence that says what it is."""
    return re.compile(
        rf"{re.escape(subject)}[”」』》]?(?:[(（][^()（）]*[)）])?[^，。；]{{0,6}}(?:是|指|即|由|为|叫|，(?:是|指|由|即|也?就是))"
        rf"|(?:所谓|称为|叫做?|即)[“「『《]?{re.escape(subject)}",
        re.IGNORECASE,
    )


def _figure(folded: str) -> re.Pattern[str] | None:
    """The form of the figure that a question asks for: of its unit, its measure word, or what it measures."""
    if NUMBERED.search(folded):
        return ISSUED
    if unit := ASKED_UNIT.search(folded):
        return _with_unit(unit[1])
    if counted := ASKED_COUNT.search(folded):
        return _with_unit(_like(counted[1]))
    return next((form for asked, form in MEASURES if asked.search(folded)), None)


DURATION_ASKED = MEASURES[2][0]
KEYWORDS = 30  # characters: a question this short without a question word may be the name of a figure


FORMS: dict[Kind, re.Pattern[str]] = {
    Kind.DATE: DATE,
    Kind.POLICY: BOOK,
    Kind.LIST: LISTED,
    Kind.REASON: REASONED,
    Kind.DEFINITION: DEFINED,
}
