"""The values of a text: number with scale, unit and qualifier, and the interval that such words leave open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from index.numbers import SCALED, figures, whole

WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；：！？（）"}
MONEY = ("元", "美元", "欧元", "日元", "港元", "英镑", "韩元")
COUNTS = (  # classifiers that count the same things
    "家个户所间", "件项个份条", "人名位个", "座个处", "起次笔宗件例个单", "台套辆部个架艘只支", "张份个",
    "篇部本册个", "场次期届个", "种类个款项", "条个", "门个", "床张个", "支只个", "栋幢座个", "根只个", "批次个",
    "站座个", "颗枚粒片块个", "棵株个", "列节辆个", "盒瓶箱桶袋", "幅块个",
)  # fmt: skip
SIZES: dict[str, tuple[str, int | Fraction]] = {  # units of one measure, and how much of its base each is
    "米": ("米", 1), "公里": ("米", 1000), "千米": ("米", 1000), "毫米": ("米", Fraction(1, 1000)),
    "平方米": ("平方米", 1), "平方公里": ("平方米", 10**6), "公顷": ("平方米", 10**4),
    "亩": ("平方米", Fraction(2000, 3)),
    "吨": ("千克", 1000), "千克": ("千克", 1), "公斤": ("千克", 1), "克": ("千克", Fraction(1, 1000)),
    "千瓦": ("千瓦", 1), "兆瓦": ("千瓦", 1000), "千瓦时": ("千瓦时", 1), "度": ("千瓦时", 1),
    "分钟": ("分钟", 1), "小时": ("分钟", 60), "秒": ("分钟", Fraction(1, 60)),
}  # fmt: skip
PLAIN = (
    "人次 人民币 户次 车次 班次 架次 件次 标准箱 立方米 摄氏度 赫兹 纳米 微米 厘米 倍 年 个月 天 日 周 岁 分 百分点"
    " 个百分点 元"
)
CLASSIFIERS = "".join(dict.fromkeys("".join(COUNTS)))
UNITS = sorted({*MONEY, *SIZES, *PLAIN.split(), *CLASSIFIERS}, key=len, reverse=True)
UNIT = "|".join(UNITS)
NOT_UNIT = (  # a unit that begins another word
    r"(?!(?<=元)[素宇])(?!(?<=门)[店类])(?!(?<=部)[门委分长署])(?!(?<=本)[科次地市届身])(?!(?<=分)[别之成布])(?!(?<=位)[列居于])"
    r"(?!(?<=名)列)(?!(?<=人)[工均才口民大文体])(?!(?<=条)[例件])(?!(?<=次)[新性于])(?!(?<=件)套)(?!(?<=项)[目的])(?!(?<=台)[式湾])"
    r"(?!(?<=所)[有在以述需])(?!(?<=日)[常均])(?!(?<=周)岁)(?!(?<=场)[景地馆])(?!(?<=间)[隔接])(?!(?<=单)[位一])(?!(?<=站)[点])"
    r"(?!(?<=支)[持撑付])(?!(?<=度)假)(?!(?<=天)[然气])(?!(?<=期)间)(?!(?<=处)[理于])(?!(?<=张)[江家])(?!(?<=只)[是有])"
)
DIGITS = r"\d{1,24}(?:,\d{3}){0,8}(?:\.\d{1,24})?"  # of more digits no figure is made
HAN = "[一二两三四五六七八九十百千万亿零〇]"
LONG = "{1,24}"  # of a number in Chinese numerals: without an end, hostile text would make it try all ways
SCALE = r"万亿|[十百千]?亿|[十百千]?万|千(?![克米瓦])|百"
BEFORE = r"(?<![\d.,A-Za-z第〔\[№/-])(?<![图表]\s)(?<![图表])"
VALUE = re.compile(
    rf"{BEFORE}(?:(?P<low>{DIGITS})(?P<lowscale>{SCALE})?%?\s?[-–—~～至到]\s?)?"
    rf"(?:(?P<number>{DIGITS})\s?(?P<few>[多余几])?(?P<scale>{SCALE})?|(?P<han>{HAN}{LONG}(?:点{HAN}{LONG})?)(?P<hanfew>[多余几])?"
    rf"(?P<hanscale>[万亿]{{1,3}})?)"
    rf"(?P<more>[多余])?\s?(?P<unit>(?:百万)?(?:{UNIT})|%|‰){NOT_UNIT}(?P<after>以上|及以上|以下|以内|左右|上下|不到|之多)?"
)
BARE = re.compile(
    rf"(?<=[近超过破逾达上])(?P<han>[百千万亿]{{1,4}})(?P<more>[多余])?(?P<unit>{UNIT}){NOT_UNIT}(?P<after>左右)?"
)
PART = re.compile(
    rf"(?P<share>(?:百|千|万|{HAN}{LONG}|\d{{1,24}})分之(?:{HAN}{LONG}(?:点{HAN}{LONG})?|{DIGITS})|(?<!\d)[1-9]/\d{{1,2}}(?![\d/])|(?<!{HAN})[一二三四五六七八九]"
    r"成(?:半|五)?(?![立为果员本功就熟交长品效都型分才群套])|一半|半数|对半)(?P<after>以上|左右|以下|多)?"
)
UNITLESS = re.compile(rf"(?<=[为是达至到约升降在出的])(?P<number>{DIGITS})(?=$|[，。；、,;）)]|\s*(?:和|与|及))")
QUALIFIER = re.compile(
    r"(?P<word>将近|接近|逼近|不到|不足|近|超过|超出|超|逾|突破|破|高于|多于|大于|约为|大约|约|至少|不少于|不低于|至多|最多|不超过|不高于|"
    r"低于|少于|上|过|达到?近)(?:了|达|有|为|到)?$"
)
UNDER = ("将近", "接近", "逼近", "不到", "不足", "近", "达近", "达到近")
OVER = ("超过", "超出", "超", "逾", "突破", "破", "高于", "多于", "大于", "上", "过")
LEAST = ("至少", "不少于", "不低于", "以上", "及以上")
MOST = ("至多", "最多", "不超过", "不高于", "低于", "少于", "以下", "以内")
ABOUT = ("约", "大约", "约为", "左右", "上下")
NEARLY, ROUGHLY, WELL_OVER = Fraction(15, 100), Fraction(8, 100), 2  # how much such words may leave open
ROUNDED = Fraction(4, 100)  # of a value, within which a coarser print of it is taken for a rounding
TENTHS = "成"
COUNTED = frozenset(CLASSIFIERS)


@dataclass(frozen=True, slots=True)
class Value:
    """A value at [start, end) of a text: exact, or anywhere in [low, high]; `step` is one of its last digit.

    `high` is None where there is no bound.
    """

    start: int
    end: int
    number: Fraction
    unit: str
    qualifier: str | None
    low: Fraction
    high: Fraction | None
    step: Fraction


def flat(text: str) -> str:
    """A text with digits, letters and signs of full width in ASCII, each character in its place."""
    return text.translate(WIDE)


def values(text: str) -> list[Value]:
    """The values of a flat text, in order, none inside another."""
    found: list[Value] = []
    for pattern, reader in ((PART, _part), (VALUE, _value), (BARE, _value), (UNITLESS, _value)):
        for match in pattern.finditer(text):
            if all(match.end() <= other.start or other.end <= match.start() for other in found):
                value = reader(match, text)
                found += [value] if value else []
    return sorted(found, key=lambda value: value.start)


def _part(match: re.Match[str], text: str) -> Value | None:
    """三成, 三分之一, 1/3, 一半: shares in percent."""
    told = match["share"]
    if "/" in told:
        above, below = map(int, told.split("/"))
        number = Fraction(above, below) if below else Fraction(0)
    else:
        read = figures(told)
        number = read[0].value if read else Fraction(1, 2)
    step = Fraction(10) if told.endswith(TENTHS) else Fraction(1)
    return _made(match, text, number * 100, step, "%", None)


def _value(match: re.Match[str], text: str) -> Value | None:
    groups = match.groupdict()
    unit = groups.get("unit") or ""
    if _is_date(match, text, unit):
        return None
    if groups.get("han"):
        told = SCALED.get(match["han"]) if match.re is BARE else whole(match["han"] + (groups["hanscale"] or ""))
        if told is None or told < 2 or _vague(match, text, told, unit):
            return None
        number, step = Fraction(told), _han_step(told)
        few = "余" if groups.get("hanfew") or groups.get("more") else None
        return _made(match, text, number, step, unit, few)
    return _arabic(match, text, unit)


def _vague(match: re.Match[str], text: str, told: int, unit: str) -> bool:
    """两个, 三项: few things written out are seldom counted, unless a verb says that they are there."""
    if match.re is BARE:
        return False
    if match["han"][0] in "百千万亿" or text[max(0, match.start() - 1) : match.start()] in (
        "前",
        "头",
        "第",
        "每",
        "几",
        "数",
    ):
        return True
    return told <= 10 and (unit in ("个", "种", "类", "项", "次", "年", "天", "期", "条", "处", "场") or unit == "")


def _arabic(match: re.Match[str], text: str, unit: str) -> Value | None:
    groups = match.groupdict()
    scale = Fraction(SCALED.get(groups.get("scale") or "", 1))
    if unit.startswith("百万"):
        unit, scale = unit.removeprefix("百万"), scale * 10**6
    digits = match["number"].replace(",", "")
    number = Fraction(digits) * scale
    step = scale / 10 ** len(digits.partition(".")[2])
    few = "余" if groups.get("few") or groups.get("more") else None
    if groups.get("low"):
        lower = Fraction(groups["low"].replace(",", "")) * SCALED.get(groups["lowscale"] or "", 1)
        lower = lower if groups["lowscale"] or unit == "%" or scale == 1 else lower * scale
        return Value(match.start(), match.end(), number, unit, "区间", min(lower, number), max(lower, number), step)
    return _made(match, text, number, step, unit, few)


def _is_date(match: re.Match[str], text: str, unit: str) -> bool:
    """Whether a number of years, months or days is a date, or only tells when."""
    if unit not in ("年", "日", "天", "周", "个月", "分", "期", "届"):
        return False
    if unit in ("日", "期", "届") or (unit == "年" and re.search(r"\d{4}年|^(?:[0-2]\d|9\d)年", match[0])):
        return True
    if unit == "分":
        return text[max(0, match.start() - 1) : match.start()] not in ("得", "达", "为", "分")
    return re.match(r"[来前后内间里底末初中代级度以时]|\d", text[match.end() : match.end() + 1]) is not None


def _han_step(number: int) -> Fraction:
    """One of the last figure that is told: 1000 of 三千."""
    step = 1
    while number % (step * 10) == 0 and step < number:
        step *= 10
    return Fraction(step)


def _made(match: re.Match[str], text: str, number: Fraction, step: Fraction, unit: str, few: str | None) -> Value:
    before = QUALIFIER.search(text, max(0, match.start() - 6), match.start())
    after = match.groupdict().get("after")
    word = after or few or (before["word"] if before else None)
    if word == "上" and match.re is not BARE:
        word = None
    low, high = _bounds(number, step, word)
    start = match.start() - (len(before[0]) if before and word == before["word"] else 0)
    return Value(start, match.end(), number, unit, word, low, high, step)


def _bounds(number: Fraction, step: Fraction, word: str | None) -> tuple[Fraction, Fraction | None]:
    tiny = number / 10**9
    if word in UNDER:
        return number * (1 - NEARLY), number - tiny
    if word in OVER or (word in ("多", "之多") and step > 1):
        return number + tiny, number * WELL_OVER
    if word == "余":
        return number, number + _leading(number) - tiny
    if word in LEAST:
        return number, None
    if word in MOST:
        return Fraction(0), number
    if word in ABOUT:
        return number * (1 - ROUGHLY), number * (1 + ROUGHLY)
    if step > 1 and number < 100 and step == 10:  # 三成
        return number - 5, number + 5
    return number, number


def _leading(number: Fraction) -> Fraction:
    """How far 余 reaches: 30余 below 40, 1500余 below 1600, 2.3万余 below 2.4万."""
    step = 1
    while number >= 10 and number % (step * 10) == 0:
        step *= 10
    return Fraction(max(step, 1))


def measure(unit: str) -> tuple[str, Fraction]:
    """What a unit measures, and how much of its base it is; classifiers count."""
    if unit in SIZES:
        base, times = SIZES[unit]
        return base, Fraction(times)
    if unit in ("百分点", "个百分点"):
        return "百分点", Fraction(1)
    return ("个" if unit in COUNTED else unit), Fraction(1)


def same_units(one: str, other: str) -> bool:
    """Whether values in these units can be of the same things."""
    if one in COUNTED and other in COUNTED:
        return one == other or any(one in group and other in group for group in COUNTS)
    return measure(one)[0] == measure(other)[0]
