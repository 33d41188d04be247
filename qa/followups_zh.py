"""Follow-ups in Chinese: 那萧山呢？ 它的面积呢？ 他还说了什么？ 还有哪些？

Each way takes a follow-up and the dialogue before it, and gives the question in full, or None where it is none of its.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.words import Words
from qa import followups_en
from qa.context import Context
from qa.things import (
    ASKS,
    HAN,
    MARKS,
    Thing,
    Type,
    asking,
    is_attribute,
    opening_place,
    place_kind,
    subject,
    tagged,
    topic,
)
from qa.types import Turn

LONGEST = 20  # characters of a question without a subject
SHORT = 4  # of what is named without a word that says so
ABOUT = re.compile(
    r"^(?P<mark>(?:那么|那|还有|至于|换成|换做|改成|如果是|到了|到|对于|而|再看|说说)*)(?P<named>[^，,。？?！]{1,20}?)"
    r"(?P<end>(?:的(?:数据|情况|数字|水平|结果)?)?呢|怎么样|怎样|如何|又如何|又怎样|又?是多少|有多少|有吗|有没有|有几[个家]|有哪些)?[？?。！!\s]*$"
)
MORE = re.compile(
    r"^(?:那|那么)?(?:除此之外|此外|除了这些)?[，,]?(?:还有|其他|其它|别的|另外)(?:的|哪些|什么|别的|其他的?|吗|么|呢|没有)*"
    r"[？?。\s]*$"
)
LISTING = re.compile(r"(?:有|包括|[\u4e00-\u9fff]{1,2}了|是)(?=哪|什么)")
AFTER = re.compile(  # what is asked of the whole question before
    r"^(?:这|那)?又?是?(?:(?:为什么|为何|为啥|凭什么)(?:会?这样|这么做|这么说|会?[这那]么.{1,2})?|原因(?:是什么|呢)?|谁(?:说|讲|提出|认为|写)的?"
    r"|这?是谁(?:说|讲|提出|写)的|出处(?:呢|在哪里?|是什么)?|有?依据(?:呢|是什么)?|具体(?:呢|说说|讲讲)|真的吗|确定吗)"
    r"[呢啊]?[？?。\s]*$"
)
THIS = r"(?:(?:这|那)一?[家所个位名项种套款条座篇份部本次届件片只些一]?|该|上述)"
DOCUMENTS = "文章|报道|论文|文件|政策|条例|规划|办法|通知|意见|报告|计划|方案|法规|白皮书|文"
BODIES = "公司|企业|集团|大学|学校|高校|机构|研究院|研究所|实验室|协会|医院|银行|单位|部门"
MATTERS = (
    "概念|试验|项目|系统|平台|技术|产品|工程|活动|大会|会议|园区|行业|产业|领域|设备|指数|榜单|奖|基金|制度|模式|做法|方法|数字|数据|问题"
    "|网|东西|事情|事"
)
REFERRING: tuple[tuple[Type, re.Pattern[str]], ...] = tuple(
    (type_, re.compile(pattern))
    for type_, pattern in (
        (
            Type.PERSON,
            rf"(?<![其吉])(?:他们|她们|他|她)(?![人国乡山])|{THIS}(?:专家|教授|院士|博士|先生|女士|学者|研究员|站长|人)",
        ),
        (Type.PERSON, r"(?:[这那]篇|[该本])?(?:文章|文|报道)?的?(?:作者|笔者)"),
        (Type.BODY, rf"{THIS}(?:{BODIES})"),
        (Type.TITLE, rf"{THIS}(?:{DOCUMENTS})"),
        (Type.PLACE, rf"那里|那儿|那边|当地|该[市区县省镇]|{THIS}(?:城市|地方|区|市|省|县|镇|小镇|地区)"),
        (Type.YEAR, r"当年|同年|那一?年|当时"),
        (Type.THING, rf"它们|它|(?<![在尤极与])其(?![他它她中实余次间])|{THIS}(?:{MATTERS})|[这那]个(?=的|是|有)"),
    )
)
NEARBY = re.compile(r"^(?:那么?|而|又|现在|目前)?[，,]?(?:在|到|从|由)?$")
WHO = re.compile(r"谁|哪一?(?:位|家|个|所)|什么人|\b(?:who|which|whose)\b", re.IGNORECASE)
WHICH_BODY = r"哪一?[家个位所座些](?:公司|企业|机构|单位|大学|学校|部门|人|城市|地方)?"
BARE = re.compile(
    r"^(?:那么?|又|还|都|一共|总共|大概|现在|目前|最后|后来|国内|国外|其中)*(?:什么时候|何时|在哪|哪里|哪儿|哪年|哪天|[是由被]?谁|[由被归]?"
    rf"{WHICH_BODY}|怎么|怎样|如何|多少|多[大高长宽久远快重]|有多|有什么|有哪些|几|是否|是不是|为什么|为何)"
)
DONE = re.compile(r"^[\u4e00-\u9fff]{1,3}[的了]?[？?\s]*$")  # what a verb and no noun is left of
DID = re.compile(
    r"^(?![你我您咱本这那大有文杂全书报论刊])(?:一共|总共|又|还)?[\u4e00-\u9fff]{1,3}了(?:多少|几|什么|哪|谁)[^，]{0,3}$"
)
VERBAL = re.compile(
    r"^(?![你我您咱本这那大有是请想能会说讲列查])(?=.{1,8}(?:什么|多少|几|谁|哪|多[大高长久])[^，的]{0,3}[？?\s]*$)"
)
DIGIT = re.compile(r"\d")
MOST = re.compile(r"^其?中?(?:哪.{0,2}最.{1,4}|最.{1,4}的?是?(?:哪.{0,2}|谁|什么))[？?\s]*$")
LISTED = re.compile(r"哪些|哪[几\d一二三四五六七八九十]+[家个座项条种所位]")
ATTRIBUTED = re.compile(
    r"^(?:那么?)?(?P<attribute>[\u4e00-\u9fff]{2,8}?)(?:又|大概|一共)?(?:是|有|为|在|达)?(?:什么|谁|哪|多|几|怎)"
)
DEFINITE = (Type.YEAR, Type.PERIOD, Type.PLACE, Type.BODY, Type.PERSON, Type.TITLE)


# -- what is named takes the place of its like: 那萧山呢


def about(text: str, context: Context) -> str | None:
    """那萧山呢: what is named in the place of its like."""
    match = ABOUT.match(text)
    if match is None or ASKS.search(match["named"]) or any(p.search(match["named"]) for _, p in REFERRING):
        return None
    named, end = match["named"].strip(), match["end"] or ""
    type_ = context.type_of(named)
    if not _names_only(match, type_):
        return None
    if type_ is Type.THING and (end.endswith("是多少") or _of_document(context)):
        return _of_topic(named, context, end.removeprefix("又").removesuffix("呢"))
    return substituted(_headed(named, context) if type_ is Type.THING and end == "的呢" else named, type_, context)


def _names_only(match: re.Match[str], type_: Type) -> bool:
    """Whether a follow-up is but a name: with 那 or 呢 any, else one of a type that is told, or a short one."""
    named, end = match["named"].strip(), match["end"] or ""
    if end.endswith("呢") or type_ in DEFINITE:
        return bool(end or match["mark"]) or match.string.rstrip()[-1:] in "？?"
    return end[:1] in ("有", "是", "又") and type_ is Type.THING and len(named) <= SHORT and "的" not in named


def _of_document(context: Context) -> bool:
    """Whether a document was spoken of last."""
    whole = subject(context.before, context.words) if HAN.search(context.before) else None
    return whole is not None and whole.type is Type.TITLE


def _headed(named: str, context: Context) -> str:
    """进口的 with what it is said of: the last word of what was spoken of."""
    about = topic(context.before, context.words) if HAN.search(context.before) else None
    return f"{named}的{tagged(about, context.words)[-1].text}" if about else named


def substituted(named: str, type_: Type, context: Context) -> str:
    """The last question with a name in the place of its like; put before it where it has none."""
    before = context.before
    if not HAN.search(before):
        return followups_en.substituted(named, type_, before, context.render)
    if type_ is Type.ATTRIBUTE:
        return _of_topic(named, context)
    if slot := _slot(named, type_, context):
        return f"{before[: slot.start]}{named}{before[slot.end :]}"
    if type_ in (Type.YEAR, Type.PERIOD):
        years = [thing for thing in context.things(before) if thing.type is Type.YEAR]
        at = years[-1].end if years and type_ is Type.PERIOD else 0
        return f"{before[:at]}{named}{before[at:]}"
    return f"{named}{before}"


def _slot(named: str, type_: Type, context: Context) -> Thing | None:
    """What in the last question is of that type; of a thing without one the part of the subject that ends alike."""
    before = context.before
    same = [thing for thing in context.things(before) if thing.type is type_]
    if type_ is Type.PLACE and same:
        kind = place_kind(named)
        return next((thing for thing in reversed(same) if place_kind(thing.text) == kind), same[-1])
    if type_ is Type.PLACE and (opening := opening_place(before)):
        return opening
    if same or type_ in (Type.YEAR, Type.PERIOD, Type.PLACE):
        return same[-1] if same else None
    whole = subject(before, context.words)
    return _alike(named, whole, context) if whole else None


def _alike(named: str, whole: Thing, context: Context) -> Thing:
    """The part of a subject that ends as the name does, without the place before it; else all but its attribute."""
    of = topic(context.before, context.words) or whole.text
    apart = opening_place(named) is None
    start = max((t.end for t in context.things(of) if apart and t.type is Type.PLACE and t.start == 0), default=0)
    start += 1 if of[start : start + 1] == "的" else 0
    ends = (of.rfind(named[-size:]) + size for size in (2, 1) if named[-size:] in of)
    end = next((end for end in ends if start < end), len(of))
    start = start if end < len(of) or named[-1:] == of[-1:] else 0
    return Thing(whole.start + start, whole.start + end, of[start:end], Type.THING)


def _of_topic(attribute: str, context: Context, asked: str = "") -> str:
    """An attribute of what was spoken of: 白沙洲渡船的造价是多少."""
    time = "".join(thing.text for thing in context.things(context.before) if thing.type in (Type.YEAR, Type.PERIOD))
    about = topic(context.before, context.words) or context.before.rstrip(MARKS)
    time = "" if time in about else time
    return f"{time}{about}的{attribute}{asked or asking(attribute)}？"


# -- pronouns: 他还说了什么


def referred(text: str, context: Context) -> str | None:
    """他还说了什么: the first pronoun written out that stands for something in the dialogue."""
    for type_, pattern in REFERRING:
        match = pattern.search(text)
        if match is None or not _looks_back(type_, match, context):
            continue
        if found := next(antecedents(type_, match[0], context), None):
            return _finished(_put(text, match, found))
    return None


def _looks_back(type_: Type, match: re.Match[str], context: Context) -> bool:
    """Whether a pronoun stands for something outside its question, which is whole in itself if it names things."""
    before, text = match.string[: match.start()], match.string
    named = context.things(text)
    whole = any(word.end == match.end() for word in tagged(text, context.words))
    if not whole or (type_ is Type.PERSON and any(thing.type is type_ for thing in named)):
        return False
    if type_ is Type.PLACE:
        return NEARBY.match(before) is not None
    return not (type_ is Type.YEAR and (len(text) > LONGEST or named)) and _opens(
        before, text[match.end() :], context.words
    )


def _opens(before: str, after: str, words: Words) -> bool:
    """Whether nothing before a pronoun can be what it stands for: only what asks, links or tells the time.

    What is asked for can be no such thing where the pronoun closes the question: 哪家公司造了它.
    """
    closes, asked = not after.strip(MARKS), False
    for word in tagged(before, words):
        if not asked and (word.tag[0] == "n" or word.tag in ("j", "l", "eng", "vn")):
            return False
        asked = closes and (bool(ASKS.search(word.text)) or (asked and word.tag[0] in "qm"))
    return True


def _put(text: str, match: re.Match[str], found: str) -> str:
    """A text with the pronoun written out; 其 and what is followed by its own noun need 的."""
    after = text[match.end() :]
    of = "的" if match[0] == "其" and not after.startswith("的") and not re.match(r"[是有在由被]|为什么", after) else ""
    return f"{text[: match.start()]}{found}{of}{after}"


def _finished(text: str) -> str:
    """甲的面积呢 as 甲的面积是多少."""
    match = re.match(r"^(?:那么?)?(?P<whole>.+的(?P<attribute>[^的，]{1,8}))呢[？?\s]*$", text)
    return f"{match['whole']}{asking(match['attribute'])}？" if match else text


def antecedents(type_: Type, pronoun: str, context: Context) -> Iterator[str]:
    """What a pronoun may stand for, the likeliest first: from the last turn back."""
    for turn in reversed(context.turns):
        if type_ is Type.THING:
            yield from _ending(pronoun, turn, context)
            yield from _subjects(turn, context)
        elif type_ is Type.PERSON and re.search("作者|笔者", pronoun):
            yield from turn.authors[:1]
        elif type_ is Type.TITLE and re.search("文$|文章|报道|论文", pronoun):
            yield from ([f"《{turn.article}》"] if turn.article else [])
        else:
            yield from _named(type_, turn, context)
            yield from _ending(pronoun, turn, context)
    if type_ is Type.PERSON:
        yield from (author for turn in reversed(context.turns) for author in turn.authors[:1])


def _ending(pronoun: str, turn: Turn, context: Context) -> Iterator[str]:
    """Names in a question that end with the noun of 这个政策, 该试验."""
    noun = re.sub(f"^{THIS}", "", pronoun)
    run = ""
    for word in tagged(turn.asked, context.words) if noun != pronoun and HAN.match(noun) else []:
        run = run + word.text if word.tag[0] in "njlb" or word.tag in ("vn", "eng") else ""
        if run.endswith(noun) and len(run) > len(noun):
            yield run


def _named(type_: Type, turn: Turn, context: Context) -> Iterator[str]:
    """Things of a type in a turn: in its question, its answer, what it cites; who was asked for: the answer first."""
    texts = [turn.asked, turn.answer, *turn.quotes]
    if type_ in (Type.PERSON, Type.BODY) and turn.answer and WHO.search(turn.asked):
        texts = [turn.answer, *turn.quotes, turn.asked]
    for text in texts:
        found = [thing.text for thing in context.things(text) if thing.type is type_]
        if type_ in (Type.PERSON, Type.BODY, Type.PLACE) and not HAN.search(text):
            found += followups_en.names(text, type_)
        yield from found


def _subjects(turn: Turn, context: Context) -> Iterator[str]:
    """The subject of a question; where that is what it asks for, the body that the answer names."""
    if not HAN.search(turn.asked):
        yield from filter(None, [followups_en.topic(turn.asked)])
        return
    if about := topic(turn.asked, context.words):
        yield about
    yield from _named(Type.BODY, turn, context)


# -- what is left out: 为什么？ 还有哪些？ 什么时候建的？


def after(text: str, context: Context) -> str | None:
    """The question before, and what is asked of it."""
    return f"{context.before.rstrip(MARKS)}？{text}" if AFTER.match(text) else None


def more(text: str, context: Context) -> str | None:
    """有哪些 as 还有哪些."""
    if not MORE.match(text):
        return None
    before = context.before.rstrip(MARKS)
    verb = LISTING.search(before)
    return f"{before[: verb.start()]}还{before[verb.start() :]}？" if verb else f"{before}？还有哪些？"


def most(text: str, context: Context) -> str | None:
    """哪个最大, 其中有几家上市: of those that were asked for."""
    before, whole = context.before.rstrip(MARKS), subject(context.before, context.words)
    listed = LISTED.search(before)
    if not (MOST.match(text) or text.startswith("其中")) or whole is None or listed is None:
        return None
    return f"{whole.text}的{before[listed.end() :]}中{text.removeprefix('其中')}"


def _until_asked(text: str) -> str:
    """A question up to its question word, without the rates that it may begin with."""
    asked = ASKS.search(text)
    return re.sub(r"^[同环]比.{0,2}", "", text[: asked.start()]) if asked else text


def bare(text: str, context: Context) -> str | None:
    """A question without a subject, of the last one."""
    if len(text) > LONGEST or DIGIT.search(text) or not HAN.search(context.before) or context.things(text):
        return None
    whole = subject(context.before, context.words)
    if whole is None:
        return None
    if (asked := ATTRIBUTED.match(text)) and is_attribute(asked["attribute"]):
        return f"{topic(context.before, context.words)}的{text}"
    return f"{whole.text}{text}" if _lacks_subject(text, context) else None


def _lacks_subject(text: str, context: Context) -> bool:
    """Whether a question begins with what is asked, or with what was done, and names nothing that does it."""
    if opened := BARE.match(text):
        return not _names(DONE.sub("", text[opened.end() :]), context)
    return bool(DID.match(text) or (VERBAL.match(text) and _opens(_until_asked(text), text, context.words)))


def _names(text: str, context: Context) -> bool:
    """Whether a text names more than an attribute and one short thing: what asks so much may stand on its own."""
    nouns = [word.text for word in tagged(text, context.words) if word.tag[0] == "n"]
    if re.match(r"把|[\u4e00-\u9fff]{1,4}[了过][\u4e00-\u9fff]{2}", text):
        return True
    others = [noun for noun in nouns if context.type_of(noun) is not Type.ATTRIBUTE]
    return len(others) > 1 or any(len(noun) > 2 for noun in others)
