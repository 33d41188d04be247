"""The register of documents: what each passage says of a document that it names in 《》 or by its number.

`extract` reads one passage and nothing else; `index.documents` makes one entry of the mentions of one document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from index import issuing, titles
from index.issuing import HAN, Around
from index.types import Fact, Passage, Span
from index.words import Words

OPEN, CLOSE = r"[〔\[［（(【﹝]", r"[〕\]］）)】﹞]"
NUMBER = re.compile(
    rf"(?P<prefix>[{HAN}]{{1,16}})\s*{OPEN}\s*(?P<year>(?:19|20)\d\d)\s*{CLOSE}\s*第?\s*(?P<serial>\d{{1,4}})\s*号"
    r"|(?P<order>(?:国务院|主席|部|厅|局|政府)令)\s*第\s*(?P<no>[\d一二三四五六七八九十百]{1,5})\s*号"
    r"|(?P<standard>(?:GB(?:/[TZ])?|DB\d{2,6}(?:/T)?|T/[A-Z]{2,10}|ISO(?:/IEC)?|IEC|[A-Z]{2}/T)\s?\d+(?:\.\d+)*(?:\s?[—–:-]\s?(?:19|20)\d\d)?)"
)
NOT_PREFIX = re.compile(
    r".*(?:文号[为是]|[根依]据|[按参遵]照|遵循|发布|印发|出台|执行|落实|贯彻|下发|[年月日的和与及由对在以为是即见])(?=.)"
)
BRACKETED = re.compile(r"\s*[（(【]\s*(?P<inside>(?:[^（）()【】]|[（(][^（）()]{1,10}[）)]){2,60})[）)】]")
TOLD_NUMBER = re.compile(r"[，,]?\s*(?:其|该)?(?:文号|编号|发文字号)(?:[为是：:\s]*)$")
SHORT = re.compile(
    r"[（(](?:以下|下文|下)?(?:统称|合称|简称)(?:为)?[：:\s]*[《“\"「]([^《》”\"」]{1,30})[》”\"」]+[）)]"
)
JOINED = re.compile(r"^[、，,\s]*(?:和|与|及|以及|暨|或)?\s*$")
CHAINED = re.compile(rf"^(?:[（(][^（）()]{{0,60}}[）)])?[、，,\s]*(?:和|与|及|以及)?[{HAN}A-Za-z\s]{{0,12}}$")
POLICIES = re.compile(
    r"(?:政策|文件|法规|法律|规划|制度|条例)(?:文件|法规|体系|措施)?[^，。；《》]{0,8}(?:如|包括|有|[:：])?\s*$"
)
WORK_BEFORE = re.compile(
    r"(?:第\s*\d+\s*期|杂志|期刊|学报|周刊|日报|子刊|电影|影片|小说|专著|著作|教材|图书|一书|歌曲|节目|纪录片|电视剧|栏目|课程|论文|文章|题为|作品|短片"
    r"|发表[于在]|刊[于载登]在?|登载于)\s*(?:\S{0,4}的)?$"
)
WORK_AFTER = re.compile(
    r"^\s*(?:杂志|期刊|子刊|学报|一文|一书|的?文章|论文|课程|节目|栏目|电影|纪录片|教材|(?:上|杂志)?(?:刊[出登载]|撰文|刊文|发文)|(?:[（(]书号))"
)
ISSUED_BY = re.compile(
    rf"(?:国务院|政府|办公厅|委员会|[{HAN}](?:部|厅|局|委))[^，。；《》]{{0,10}}(?:印发|出台|颁布|下发|发布)[了的]?$"
)
FAR = 400  # characters before and after a name that are read for its issuing body and date


KIND, VERSION = "document", 1  # of the facts kept beside passages


@dataclass(frozen=True, slots=True)
class Mention:
    """A document named in a passage: `span` are the sentences about it, `named` is where its name or number stands.

    `title` is as printed, on one line, empty where only the number stands; `short` a name that is to stand for it.
    `kind` None: the words do not tell that it is a document at all.
    """

    passage_id: str
    issue_id: str
    article_no: int
    span: Span
    named: Span
    title: str
    number: str | None = None
    issuer: str | None = None
    date: str | None = None
    kind: str | None = None
    short: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The fields by name."""
        return asdict(self) | {"span": list(self.span), "named": list(self.named)}

    @classmethod
    def from_json(cls, item: dict[str, Any]) -> Mention:
        """The mention that gave that object."""
        return cls(**item | {"span": tuple(item["span"]), "named": tuple(item["named"])})


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in 《》 in a passage; `tail` ends the brackets behind it that belong to it."""

    start: int
    end: int
    tail: int
    number: str | None
    short: str | None


def extract(passage: Passage) -> Iterator[Mention]:
    """The documents that a passage names, in order: by name, then those named by number alone."""
    names = [_name(passage.text, span) for span in titles.find(passage.text)]
    kinds = _kinds(passage.text, names)
    for at, name in enumerate(names):
        if not _is_work(passage.text, name):
            yield _mention(passage, names, at, kinds[at])
    yield from _numbered(passage, names)


def _name(text: str, span: Span) -> _Name:
    """A name with the number and the short name behind it, mostly in brackets."""
    tail, number, short = span[1], None, None
    if bare := NUMBER.match(text, tail, tail + 40):
        tail, number = bare.end(), _normal(bare)
    while bracket := BRACKETED.match(text, tail, tail + 80):
        told = SHORT.match(bracket[0].strip())
        inside = None if told else number_of(bracket["inside"])
        if not told and not inside:
            break
        short, number, tail = (told[1] if told else short), number or inside, bracket.end()
    return _Name(*span, tail, number, short)


def number_of(text: str) -> str | None:
    """The first document number in a text, in its one form: 某政〔2017〕66号."""
    found = NUMBER.search(text)
    return _normal(found) if found else None


def _normal(found: re.Match[str]) -> str:
    if found["standard"]:
        return re.sub(r"\s*[—–:-]\s*(?=\d{4}$)", "—", unicodedata.normalize("NFKC", found["standard"]))
    if found["order"]:
        return f"{found['order']}第{found['no']}号"
    return f"{_prefix(found)}〔{int(found['year'])}〕{int(found['serial'])}号"


def _prefix(found: re.Match[str]) -> str:
    return NOT_PREFIX.sub("", found["prefix"])


def _is_work(text: str, name: _Name) -> bool:
    """Whether it is an article, a book, a journal or a film by the words right around it."""
    before = text[max(0, name.start - 16) : name.start]
    return bool(WORK_BEFORE.search(before) or WORK_AFTER.match(text[name.end : name.end + 12]))


def _kinds(text: str, names: list[_Name]) -> list[str | None]:
    """The kind of each, by its own last words, its number, who issued it, or the documents that it is listed with."""
    kinds = [_kind(text, name) for name in names]
    pairs = list(zip(range(len(names) - 1), range(1, len(names)), strict=True))
    for told, other in [*pairs, *((right, left) for left, right in reversed(pairs))]:
        between = text[names[min(told, other)].tail : names[max(told, other)].start]
        if kinds[other] is None and kinds[told] not in (None, "report") and CHAINED.match(between):
            kinds[other] = "other"
    return kinds


def _kind(text: str, name: _Name) -> str | None:
    if name.number and name.number[0].isascii():
        return "standard"
    before = text[max(0, name.start - 30) : name.start]
    shown = name.number or ISSUED_BY.search(before) or POLICIES.search(before)
    return titles.kind_of(text[name.start + 1 : name.end - 1]) or ("other" if shown else None)


def _mention(passage: Passage, names: list[_Name], at: int, kind: str | None) -> Mention:
    name, text = names[at], passage.text
    start, end = _sentences(passage, name.start, name.end)
    around = _around(passage, names, at, start, end)
    title = titles.clean(text[name.start + 1 : name.end - 1])
    number = name.number or _told_number(text[name.tail : _next(names, at, end)])
    return Mention(
        passage.passage_id,
        passage.issue_id,
        passage.article_no,
        (start, end),
        (name.start, name.tail),
        title,
        number,
        titles.issuer_in(title) or issuing.issuer(around, kind == "report"),
        issuing.date(around),
        kind,
        name.short,
    )


def _told_number(after: str) -> str | None:
    """A number that the sentence goes on to tell: ……，文号为某政〔2017〕66号."""
    found = NUMBER.search(after)
    return _normal(found) if found and re.search(r"文号|字号|编号", after[: found.end()]) else None


def _sentences(passage: Passage, start: int, end: int) -> Span:
    """The range of the sentences that hold a range."""
    held = [span for span in passage.sentences if span[0] < end and span[1] > start]
    return (held[0][0], held[-1][1]) if held else (start, end)


def _next(names: list[_Name], at: int, end: int) -> int:
    return min(names[at + 1].start, end) if at + 1 < len(names) else end


def _around(passage: Passage, names: list[_Name], at: int, start: int, end: int) -> Around:
    """The words around a name, or around the list of names that it stands in."""
    text, first, last = passage.text, at, at
    while first and JOINED.match(text[names[first - 1].tail : names[first].start]) and names[first].start > start:
        first -= 1
    while last + 1 < len(names) and JOINED.match(text[names[last].tail : names[last + 1].start]):
        last += 1
    since = max(start, names[first - 1].tail) if first else start
    opening = names[first].start
    return Around(
        text[max(since, opening - FAR) : opening],
        text[names[last].tail : _next(names, last, end)][:FAR],
        _named_less(text[max(start, opening - FAR) : opening]),
        text[:start],
        passage.issue,
    )


def _named_less(words: str) -> str:
    """Words without the names in them, which may hold commas."""
    return titles.BOOK.sub("《》", words)


def _numbered(passage: Passage, names: list[_Name]) -> Iterator[Mention]:
    """Documents that are named by their number alone."""
    text = passage.text
    for found in NUMBER.finditer(text):
        at = found.end("prefix") - len(_prefix(found)) if found["prefix"] else found.start()
        if found["standard"] or any(name.start <= at < name.tail for name in names):
            continue
        start, end = _sentences(passage, *found.span())
        near = text[max(start, at - FAR) : at]
        before = TOLD_NUMBER.sub("", near)
        if before != near and any(start <= name.start < at for name in names):
            continue  # told already as the number of the name before it
        around = Around(before, text[found.end() : end][:FAR], _named_less(before), text[:start], passage.issue)
        where = passage.passage_id, passage.issue_id, passage.article_no, (start, end), (at, found.end())
        yield Mention(*where, "", _normal(found), issuing.issuer(around, False), issuing.date(around), "other")


def draw(passage: Passage, words: Words) -> Iterator[Fact]:
    """The documents of a passage as facts; the words of a library play no part."""
    return (Fact(KIND, mention.as_json()) for mention in extract(passage))
