"""Follow-up questions, completed from the dialogue before them: 那萧山呢？ after 2018年杭州有多少家企业？

A question that stands on its own is left as it is. What a follow-up names takes the place of what is of its type in the
question before (a place of a place, a year of a year); a pronoun becomes what was spoken of last; a question without a
subject is given the last one. The way is that of rewriting by rules (ellipsis, then anaphora), not by a model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from index.library import Library
from index.words import Words
from qa import dialogue_en
from qa.things import ASKS, HAN, MARKS, Thing, Type, asking, parted, place_kind, subject, tagged, things, topic, type_of
from qa.types import Answer

LAST = 12  # turns that are looked back at
LONGEST = 20  # characters of what 那……呢 names
ABOUT = re.compile(
    r"^(?P<mark>(?:那么|那|还有|至于|换成|换做|改成|如果是|到了|到|对于|而|再看|说说)*)(?P<named>[^，,。？?！]{1,24}?)"
    r"(?P<end>呢|怎么样|怎样|如何|又如何|又怎样|又是多少)?[？?。！!\s]*$"
)
MORE = re.compile(
    r"^(?:那|那么)?(?:除此之外|此外|除了这些)?[，,]?(?:还有|其他|其它|别的|另外)(?:的|哪些|什么|别的|其他的?|吗|么|呢|没有)*[？?。\s]*$"
)
AFTER = re.compile(  # what is asked of the whole question before
    r"^(?:这|那)?(?:又)?(?:是)?(?:(?:为什么|为何|为啥|凭什么)(?:会?这样|这么做|这么说)?|原因(?:是什么|呢)?|谁(?:说|讲|提出|认为|写)的?"
    r"|(?:这)?是谁(?:说|讲|提出|写)的|出处(?:呢|在哪里?|是什么)?|(?:有)?依据(?:呢|是什么)?|具体(?:呢|说说|讲讲)|真的吗|确定吗)(?:呢|啊)?[？?。\s]*$"
)
MEASURE = r"(?:家|所|个|位|名|项|种|套|款|条|座|篇|份|部|本|次|届|件|片|只|些|一)?"
THIS = rf"(?:(?:这|那)(?:一)?{MEASURE}|该|上述)"
REFERRING: tuple[tuple[Type, re.Pattern[str]], ...] = (
    (Type.PERSON, re.compile(r"(?<![其吉])(?:他们|她们|他|她)(?![人国乡山])|" + THIS + r"(?:专家|教授|院士|博士|先生|女士|学者|研究员|站长|人)|"
     r"(?:(?:这篇|那篇|该|本)?(?:文章|文|报道)的?)?(?:作者|笔者)")),
    (Type.BODY, re.compile(THIS + r"(?:公司|企业|集团|大学|学校|高校|机构|研究院|研究所|实验室|协会|医院|银行|单位|部门)")),
    (Type.TITLE, re.compile(THIS + r"(?:文章|报道|论文|文件|政策|条例|规划|办法|通知|意见|报告|计划|方案|法规|白皮书|文)")),
    (Type.PLACE, re.compile(r"那里|那儿|那边|当地|该市|该区|该县|该省|该镇|" + THIS + r"(?:城市|地方|区|市|省|县|镇|小镇|地区)")),
    (Type.YEAR, re.compile(r"当年|同年|那一?年|当时")),
    (Type.THING, re.compile(r"它们|它|(?<![在尤极与])其(?![他它她中实余次间])|" + THIS + r"(?:概念|试验|项目|系统|平台|技术|产品|工程|活动|大会|会议|园区|行业|产业"
     r"|领域|设备|指数|榜单|奖|基金|制度|模式|做法|方法|数字|数据|问题|网|东西|事情|事)|(?:这|那)个(?=的|是|有)")),
)  # fmt: skip
BARE = re.compile(r"^(?:那么?|又|还|都|一共|总共|大概|现在|目前|最后|后来)*(?:什么时候|何时|在哪|哪里|哪儿|哪年|哪天|谁|由谁|被谁|怎么|怎样|如何|多少|多[大高长宽久远快重]|有多|几|是否|是不是|为什么|为何)")
DEFINITE = (Type.YEAR, Type.PERIOD, Type.PLACE, Type.BODY, Type.PERSON, Type.TITLE)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer; `asked` is the question as it was completed, `quotes`, `authors` and `article` are cited."""

    question: str
    answer: str = ""
    asked: str = ""
    quotes: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    article: str = ""

    @classmethod
    def of(cls, answer: Answer) -> Turn:
        """The turn that ended with an answer."""
        return cls.from_json(answer.as_json())

    @classmethod
    def from_json(cls, item: Mapping[str, Any]) -> Turn:
        """A turn of an Answer object, or of one with some of its keys."""
        cited = item.get("citations") or [{}]
        first = cited[0]
        authors, article = item.get("authors") or first.get("authors") or (), item.get("article") or first.get("article")
        quotes = tuple(str(citation["quote"]) for citation in cited if citation.get("quote"))
        told = (item["question"], item.get("answer") or "", item.get("asked") or "")
        return cls(*map(str, told), quotes, tuple(map(str, authors)), str(article or ""))


@dataclass(frozen=True, slots=True)
class Context:
    """The dialogue before a question, every turn with its question completed, and what the library knows."""

    turns: tuple[Turn, ...]
    library: Library

    @property
    def words(self) -> Words:
        """The tokenizer."""
        return self.library.words

    @property
    def before(self) -> str:
        """The last question, completed."""
        return self.turns[-1].asked

    def things(self, text: str) -> list[Thing]:
        """What a text names."""
        return things(text, self.words, self.library.authors.values())

    def type_of(self, name: str) -> Type:
        """What a name alone is."""
        return type_of(name, self.words, self.library.authors.values())


LATIN = re.compile(r"[A-Za-z]")
NEARBY = re.compile(r"^(?:那么?|而|又|现在|目前)?[，,]?(?:在|到|从|由)?$")
Way = Callable[[str, Context], str | None]


def complete(question: str, history: Sequence[Turn], library: Library) -> str:
    """The question with what it takes from the dialogue before it written out; unchanged where it takes nothing."""
    turns: list[Turn] = []
    for turn in history[-LAST:]:
        asked = turn.asked or (_completed(turn.question, turns, library) if turns else turn.question)
        turns.append(replace(turn, asked=asked))
    return _completed(question, turns, library) if turns else question


def _completed(question: str, turns: Sequence[Turn], library: Library) -> str:
    context, text = Context(tuple(turns), library), question.strip()
    ways = ENGLISH if LATIN.search(text) and not HAN.search(text) else CHINESE
    return next((told for way in ways if (told := way(text, context))), question)


# -- what is named takes the place of its like: 那萧山呢


def _about(text: str, context: Context) -> str | None:
    match = ABOUT.match(text)
    if match is None or ASKS.search(match["named"]) or any(p.search(match["named"]) for _, p in REFERRING):
        return None
    named = match["named"].strip()
    type_ = context.type_of(named)
    alone = type_ in DEFINITE
    if not (match["mark"] or match["end"] == "呢" or alone) or (not alone and match["end"] not in ("呢", None)):
        return None
    if match["end"] is None and not (alone and (match["mark"] or text[-1:] in "？?")) or len(named) > LONGEST:
        return None
    return substituted(named, type_, context)


def substituted(named: str, type_: Type, context: Context) -> str:
    """The last question with a name in the place of its like; put before it where it has none."""
    before = context.before
    if not HAN.search(before):
        return dialogue_en.substituted(named, type_, before, _rendered(context))
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
    if same or type_ in (Type.YEAR, Type.PERIOD, Type.PLACE):
        return same[-1] if same else None
    whole = subject(before, context.words)
    return _alike(named, whole, context) if whole else None


def _alike(named: str, whole: Thing, context: Context) -> Thing:
    """The part of a subject that ends as the name does, without the place before it; else all but its attribute."""
    of = parted(whole.text)[0]
    start = max((t.end - whole.start for t in context.things(whole.text) if t.type is Type.PLACE and t.start == 0), default=0)
    start += 1 if of[start : start + 1] == "的" else 0
    ends = (of.rfind(named[-size:]) + size for size in (2, 1) if named[-size:] in of)
    end = next((end for end in ends if start < end), len(of))
    start = start if end < len(of) or named[-1:] == of[-1:] else 0
    return Thing(whole.start + start, whole.start + end, of[start:end], Type.THING)


def _of_topic(attribute: str, context: Context) -> str:
    """An attribute of what was spoken of: 白沙洲渡船的造价是多少."""
    time = "".join(thing.text for thing in context.things(context.before) if thing.type in (Type.YEAR, Type.PERIOD))
    about = topic(context.before, context.words) or context.before.rstrip(MARKS)
    return f"{time}{about}的{attribute}{asking(attribute)}？"


# -- pronouns: 他还说了什么


def _referred(text: str, context: Context) -> str | None:
    for type_, pattern in REFERRING:
        match = pattern.search(text)
        if match and _looks_back(type_, match, context) and (found := next(_antecedents(type_, match[0], context), None)):
            return _finished(_put(text, match, found))
    return None


def _looks_back(type_: Type, match: re.Match[str], context: Context) -> bool:
    """Whether a pronoun stands for something outside its question, which is whole in itself if it names things."""
    before, text = match.string[: match.start()], match.string
    if type_ is Type.PLACE:
        return NEARBY.match(before) is not None
    if type_ is Type.YEAR and (len(text) > LONGEST or context.things(text)):
        return False
    return _opens(before, context.words)


def _opens(before: str, words: Words) -> bool:
    """Whether nothing before a pronoun can be what it stands for: only what asks, links or tells the time."""
    asked = False
    for word in tagged(before, words):
        if word.tag[0] == "n" or word.tag in ("j", "l", "eng", "vn"):
            if not asked:
                return False
        asked = bool(ASKS.search(word.text)) or (asked and word.tag[0] in "qm")
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


def _antecedents(type_: Type, pronoun: str, context: Context) -> Iterator[str]:
    """What a pronoun may stand for, the likeliest first: from the last turn back."""
    for turn in reversed(context.turns):
        if type_ is Type.THING:
            yield from _subjects(turn, context)
        elif type_ is Type.PERSON and re.search("作者|笔者", pronoun):
            yield from turn.authors[:1]
        elif type_ is Type.TITLE and re.search("文$|文章|报道|论文", pronoun):
            yield from ([f"《{turn.article}》"] if turn.article else [])
        else:
            yield from _named(type_, turn, context)
    if type_ is Type.PERSON:
        yield from (author for turn in reversed(context.turns) for author in turn.authors[:1])


def _named(type_: Type, turn: Turn, context: Context) -> Iterator[str]:
    """Things of a type in a turn: in its question, its answer, what is cited; who was asked for, in the answer first."""
    texts = [turn.asked, turn.answer, *turn.quotes]
    if type_ in (Type.PERSON, Type.BODY) and turn.answer and WHO.search(turn.asked):
        texts = [turn.answer, *turn.quotes, turn.asked]
    for text in texts:
        found = [thing.text for thing in context.things(text) if thing.type is type_]
        if type_ in (Type.PERSON, Type.BODY) and not HAN.search(text):
            found += dialogue_en.names(text, type_)
        yield from found


def _subjects(turn: Turn, context: Context) -> Iterator[str]:
    """The subject of a question; where that is what it asks for, the body that the answer names."""
    if not HAN.search(turn.asked):
        yield from filter(None, [dialogue_en.topic(turn.asked)])
        return
    if about := topic(turn.asked, context.words):
        yield about
    yield from _named(Type.BODY, turn, context)


# -- what is left out: 为什么？ 还有哪些？ 什么时候建的？


def _after(text: str, context: Context) -> str | None:
    """The question before, and what is asked of it."""
    return f"{context.before.rstrip(MARKS)}？{text}" if AFTER.match(text) else None


def _more(text: str, context: Context) -> str | None:
    """有哪些 as 还有哪些."""
    if not MORE.match(text):
        return None
    before = context.before.rstrip(MARKS)
    verb = re.search(r"(?P<verb>有|包括|[\u4e00-\u9fff]{2}了|[\u4e00-\u9fff]了|是)(?=哪|什么)", before)
    return f"{before[: verb.start()]}还{before[verb.start() :]}？" if verb else f"{before}？还有哪些？"


def _bare(text: str, context: Context) -> str | None:
    """A question without a subject, of the last one."""
    if len(text) > LONGEST or not HAN.search(context.before) or context.things(text):
        return None
    whole = subject(context.before, context.words)
    if whole is None:
        return None
    if (asked := ATTRIBUTED.match(text)) and context.type_of(asked["attribute"]) is Type.ATTRIBUTE:
        return f"{parted(whole.text)[0]}的{text}"
    bare = BARE.match(text)
    return f"{whole.text}{text}" if bare and not _names(text[bare.end() :], context) else None


def _names(text: str, context: Context) -> bool:
    """Whether a text holds a noun that is no attribute."""
    nouns = (word.text for word in tagged(text, context.words) if word.tag[0] == "n")
    return any(context.type_of(noun) is not Type.ATTRIBUTE for noun in nouns)


WHO = re.compile(r"谁|哪一?(?:位|家|个|所)|什么人|\b(?:who|which|whose)\b", re.IGNORECASE)
ATTRIBUTED = re.compile(
    r"^(?:那么?)?(?P<attribute>[\u4e00-\u9fff]{2,8}?)(?:又|大概|一共)?(?:是|有|为|在|达)?(?:什么|谁|哪|多|几|怎)"
)


# -- English


def _rendered(context: Context) -> Callable[[str], str | None]:
    """What an English name is in Chinese, by the lexicon."""

    def render(name: str) -> str | None:
        concepts = context.library.query(f"what about {name}").concepts
        found = [concept for concept in concepts if concept.others and concept.words[0] in name.casefold()]
        return "".join(found[0].others[0][:1]) if len(found) == 1 else None

    return render


def _english(text: str, context: Context) -> str | None:
    render, before = _rendered(context), context.before
    if named := dialogue_en.named(text):
        if not HAN.search(before):
            return dialogue_en.substituted(named, dialogue_en.type_of(named, render), before, render)
        name = render(named) or named
        return substituted(f"{name}年" if name.isdecimal() else name, context.type_of(f"{name}年" if name.isdecimal() else name), context)
    if dialogue_en.is_after(text):
        return dialogue_en.after(text, before)
    for type_, match in dialogue_en.pronouns(text):
        pronoun = "作者" if "author" in match[0].casefold() else match[0]
        if name := next(_antecedents(type_, pronoun, context), None):
            return dialogue_en.put(text, match, name)
    return None


CHINESE: tuple[Way, ...] = (_more, _after, _about, _referred, _bare)
ENGLISH: tuple[Way, ...] = (_english,)
