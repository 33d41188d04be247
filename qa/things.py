"""What a question speaks of: years, places, bodies, persons, documents, each where it stands; and its topic."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.places import levels
from index.words import Words
from ingest.bylines import is_person

HAN = re.compile(r"[\u3400-\u9fff]")
MARKS = "？?。！!，,；; "
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)年?(?!期)|[去前今明]年(?=[^代]|$)")
NOW = re.compile(r"现在|目前|如今|眼下|往年|近几年|这几年")
PERIOD = re.compile(r"[上下]半年|第?[一二三四1-4]季度|(?<!\d)\d{1,2}月份?(?!\d)")
TITLE = re.compile(r"《[^《》]{1,80}》")
BODY_END = re.compile(
    r"(?:公司|集团|大学|学院|研究院|研究所|实验室|协会|学会|委员会|医院|银行|资本|联盟|科技局|管理局|[政经教财科]厅|出版社|管理站|作坊|[^区]中心)$"
)
PLACE_END = re.compile(r"(?:省|市|区|县|镇|乡|村|街道|新城|小镇|州|湖|岛)$")
ATTRIBUTE = re.compile(
    r"(?:面积|造价|票价|价格|单价|房价|成本|费用|人数|员工|职工|人口|高度|长度|宽度|重量|容量|数量|数目|总数|产量|产值|规模|投资|投入|资金|预算|收入|营收|利润"
    r"|时间|日期|地址|地点|位置|总部|原因|理由|创始人|负责人|主持人|作者|院长|校长|主任|会长|站长|目的|目标|作用|意义|优点|缺点|特点|好处|坏处|问题|难点|影响|内容"
    r"|名称|名字|全称|英文名|来源|出处|前景|现状|排名|名次|增速|增幅|增长率|比重|占比|比例|份额|速度|温度|浓度|寿命|周期|班次|误差|精度|准确率|效果|结果|结论"
    r"|总额|金额|均值|平均值|[架设工][构计程]师|发明人|发起人|掌门人|队长|所长|局长|董事长|总裁|总经理"
    r"|[温湿高长宽深速精密浓广难热]度|原理|[水电运学关会]费|(?:(?<=的)[\u4e00-\u9fff]{1,4}|[\u4e00-\u9fff]{2})(?:率|额|量|费|值|(?<!制)度))$"
)
WHO, WHEN, WHERE = (
    re.compile(words)
    for words in (
        r"(?:[^工]人|作者|[院校会站队所局事]长|主任|[^数]师|总裁|总经理)$",
        r"(?:时间|日期)$",
        r"(?:地址|地点|位置|总部)$",
    )
)
WHAT = re.compile(
    r"(?:原因|理由|目的|目标|作用|意义|点|处|问题|影响|内容|名|名称|名字|全称|来源|前景|现状|效果|结果|结论)$"
)
NOUN = re.compile(r"^(?:n|j|l|eng|x$|vn|an|b|i$|m$|q$|f$|t$|a$|uj|c|ng|s|g|k|zg|h)")
OPENING = re.compile(r"^(?:请问|那么|那|谁是|什么是|什么叫|啥是|何谓|为什么|为何|为啥|在|到|截至|据|根据|关于)+")
OPENING_PLACE = re.compile(
    r"(?:(?![是有在的为和])[\u4e00-\u9fff]){1,4}?(?:省|(?<!城)市|区(?!块|域)|县|镇|乡|村|湖|岛|洲)"
)
LOOSE_END = re.compile(r"(?:[的和与每天个 ]|(?:19|20)\d\d年?|[去前今明每]年)+$")
ASKED_OF = re.compile(r"^(?P<of>[^，？?]{2,}?)的[^的，]{1,8}(?:是|为)(?:什么|多少|谁|几.{0,2}|哪.{0,3})[？?。\s]*$")
ACTED = re.compile(r"^(?:是?谁|哪一?[家个位所].{0,3}?)[\u4e00-\u9fff]{1,4}?[了过](?P<object>[^，？?]{2,}?)[？?。\s]*$")
GAP = re.compile(r"[，,\s底末初]")
CLOSING = frozenset("每里中上时后")
VERBS = frozenset(
    [
        "是",
        "有",
        "为",
        "在",
        "叫",
        "占",
        "要",
        "能",
        "会",
        "可以",
        "包括",
        "适合",
        "发布",
        "出台",
        "建成",
        "制造",
        "开展",
        "推动",
        "推进",
        "引进",
        "新增",
    ]
)
ASKS = re.compile(r"谁|什么|啥|哪|多少|几|多[大高长宽久远快重]|为何|为啥|怎|如何|何时|是否|吗|有没有|能不能|是不是")


class Type(StrEnum):
    """What kind of thing is spoken of."""

    YEAR = "year"
    PERIOD = "period"
    PLACE = "place"
    BODY = "body"
    PERSON = "person"
    TITLE = "title"
    ATTRIBUTE = "attribute"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class Thing:
    """Characters [start, end) of a text that name something."""

    start: int
    end: int
    text: str
    type: Type


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text with its tag."""

    start: int
    end: int
    text: str
    tag: str


def place_kind(name: str) -> str | None:
    """The level of a place: by the lexicon, else by its last character; None where it is none."""
    known, bare = levels(), re.sub(r"(?<=..)[省市区县]$", "", name)
    end = PLACE_END.search(name)
    return known.get(name) or known.get(bare) or (end[0] if end else None)


def tagged(text: str, words: Words) -> list[Word]:
    """The words of a text, each where it stands."""
    found, at = [], 0
    for word, tag in words.tagged(text):
        found.append(Word(at, at + len(word), word, tag))
        at += len(word)
    return found


def things(text: str, words: Words, authors: Collection[str] = ()) -> list[Thing]:
    """All that a text names, in order, none inside another."""
    found: list[Thing] = []
    for way in (
        _written(text),
        _opening_place(text),
        _people(text, words, authors),
        _bodies(text, words),
        _places(text, words),
    ):
        found += [t for t in way if all(t.end <= other.start or other.end <= t.start for other in found)]
    return sorted(found, key=lambda thing: thing.start)


def type_of(name: str, words: Words, authors: Collection[str] = ()) -> Type:
    """What a name alone is."""
    if NOW.fullmatch(name):
        return Type.YEAR
    whole = [thing for thing in things(name, words, authors) if thing.end - thing.start == len(name)]
    if whole and whole[0].type in (Type.YEAR, Type.PERIOD, Type.TITLE):
        return whole[0].type
    return Type.ATTRIBUTE if ATTRIBUTE.search(name) else whole[0].type if whole else Type.THING


def _written(text: str) -> Iterator[Thing]:
    for type_, pattern in ((Type.TITLE, TITLE), (Type.YEAR, YEAR), (Type.PERIOD, PERIOD)):
        for match in pattern.finditer(text):
            yield Thing(*match.span(), match[0], type_)


def _people(text: str, words: Words, authors: Collection[str]) -> Iterator[Thing]:
    """Known authors, and names by their tag or before what persons do."""
    for name in authors:
        if (at := text.find(name)) >= 0:
            yield Thing(at, at + len(name), name, Type.PERSON)
    for start, name in _likely(text):
        yield Thing(start, start + len(name), name, Type.PERSON)
    found = tagged(text, words)
    for word, after in zip(found, [*found[1:], None], strict=False):
        alone = after is None or after.tag[0] not in "nk" or PERSON_TITLE.match(after.text)
        if word.tag == "nr" and len(word.text) > 1 and alone and is_person(word.text) and not place_kind(word.text):
            yield Thing(word.start, word.end, word.text, Type.PERSON)


PERSON_TITLE = re.compile(
    r"院士|教授|博士|老师|主任|先生|女士|局长|院长|所长|校长|市长|站长|总裁|书记|研究员|工程师|专家"
)
PERSON_AFTER = re.compile(
    r"(?:教授|院士|站长|主任|局长|院长|所长|工程师|博士|研究员|木匠|专家|作者|记者|总裁|市长|董事长|书记|[师长人者家监理]是|[师长人者家监理]叫)"
    r"(?P<name>[\u4e00-\u9fff]{2,3}?)(?=说|认为|指出|表示|提出|介绍|强调|建议|教授|院士|博士|[，。；、“”\s\[]|是|$)"
)
PERSON_BEFORE = re.compile(
    r"(?:^|(?<=[，。；、“”\s]))(?P<name>[\u4e00-\u9fff]{2,3}?)"
    r"(?=教授|院士|博士|说，|说：|认为|指出|表示|是怎么|是如何)"
)


def _likely(text: str) -> Iterator[tuple[int, str]]:
    for pattern in (PERSON_AFTER, PERSON_BEFORE):
        for match in pattern.finditer(text):
            if is_person(match["name"]):
                yield match.start("name"), match["name"]


def _bodies(text: str, words: Words) -> Iterator[Thing]:
    """Runs of names and nouns that end as the names of bodies do."""
    run: list[Word] = []
    for word in tagged(text, words):
        if word.tag[0] in "njl" or word.tag in ("eng", "vn", "b", "f", "s"):
            run.append(word)
            if BODY_END.search("".join(w.text for w in run)) and (len(run) > 1 or len(word.text) > 2):
                name = "".join(w.text for w in run)
                yield Thing(run[0].start, word.end, name, Type.BODY)
                run = []
        else:
            run = []


def _places(text: str, words: Words) -> Iterator[Thing]:
    """Words that are places by tag or lexicon, with the 市 or 镇 that is cut off."""
    found = tagged(text, words)
    for at, word in enumerate(found):
        after = found[at + 1].text if at + 1 < len(found) else ""
        joined = word.tag[0] in "nr" and 1 < len(word.text) < 4 and PLACE_END.fullmatch(after)
        if joined or (_is_place(word, after) and not BODY_END.search(word.text)):
            end = found[at + 1].end if joined else word.end
            yield Thing(word.start, end, text[word.start : end], Type.PLACE)


def _is_place(word: Word, after: str) -> bool:
    """By the lexicon; by its tag only where its form or what follows says so too: 台风 and 中断 are none."""
    if word.text in levels() or re.sub(r"[省市区县]$", "", word.text) in levels():
        return True
    return word.tag == "ns" and len(word.text) > 1 and (PLACE_END.search(word.text) is not None or after in ("的", ""))


def _opening_place(text: str) -> Iterator[Thing]:
    """A place that a question opens with, by its last character."""
    at = _opened(text)
    if match := OPENING_PLACE.match(text, at):
        yield Thing(*match.span(), match[0], Type.PLACE)


def opening_place(text: str) -> Thing | None:
    """A place that a question opens with, perhaps as part of the name of a body."""
    return next(_opening_place(text), None)


def _opened(text: str) -> int:
    """Where a Chinese question begins to speak of its subject: after 请问, years and the like."""
    opening = OPENING.match(text)
    at = opening.end() if opening else 0
    while time := (YEAR.match(text, at) or PERIOD.match(text, at) or GAP.match(text, at)):
        at = time.end()
    return at


def subject(text: str, words: Words) -> Thing | None:
    """What a Chinese question is about: the noun phrase before its first verb, question word or preposition."""
    if acted := ACTED.match(text):
        return Thing(acted.start("object"), acted.end("object"), acted["object"], Type.THING)
    at = _opened(text)
    if title := TITLE.match(text, at):
        return Thing(*title.span(), title[0], Type.TITLE)
    name = LOOSE_END.sub("", text[at : _phrase(tagged(text, words), text, at)])
    return Thing(at, at + len(name), name, Type.THING) if len(name) > 1 else None


def _phrase(found: Sequence[Word], text: str, at: int) -> int:
    """Where the noun phrase from there ends; years may stand in it."""
    years = [match.span() for match in YEAR.finditer(text)]
    for place, word in enumerate(found):
        if word.start < at:
            continue
        if any(start <= word.start < end for start, end in years):
            continue
        asks = ASKS.search(word.text) or word.text in MARKS or word.text in CLOSING or _is_done(found, place)
        named = NOUN.match(word.tag) or (word.tag == "v" and _in_name(found, place, text[at : word.start]))
        if asks or not named:
            return word.start
    return len(text)


def _is_done(found: Sequence[Word], place: int) -> bool:
    """Whether a word is what was done, though its tag is of a noun: 生产 of 生产了."""
    return place + 1 < len(found) and found[place + 1].text in ("了", "过", "着")


def _in_name(found: Sequence[Word], place: int, before: str) -> bool:
    """Whether a verb is part of a name, as in 海雾收集网: a noun follows, and no body or place acts before it."""
    after = found[place + 1].tag[0] if place + 1 < len(found) else ""
    acts = BODY_END.search(before) or (before and place_kind(before))
    return after == "n" and found[place].text not in VERBS and not acts


def topic(text: str, words: Words) -> str | None:
    """The subject of a Chinese question without the attribute that it asks of it."""
    found = subject(text, words)
    if found is None:
        return None
    asked = ASKED_OF.match(text[found.start :])
    return asked["of"] if asked else parted(found.text)[0]


def parted(name: str) -> tuple[str, str]:
    """A noun phrase as what it is of, and its attribute; the latter empty where there is none."""
    cut = ATTRIBUTE.search(name)
    if cut and cut.start() > 1:
        of = re.sub(r"(?:的|每天的|每年的)?(?:年|总|平均)?$", "", name[: cut.start()])
        return of, name[len(of) :].lstrip("的")
    return name, ""


def is_attribute(name: str) -> bool:
    """Whether a name is an attribute and no more: 总投入, but not 每度电成本."""
    found = ATTRIBUTE.search(name)
    return found is not None and found.start() <= 1


def asking(attribute: str) -> str:
    """How an attribute is asked for."""
    if WHO.search(attribute):
        return "是谁"
    if WHEN.search(attribute):
        return "是什么时候"
    if WHERE.search(attribute):
        return "在哪里"
    return "是什么" if WHAT.search(attribute) or not ATTRIBUTE.search(attribute) else "是多少"
