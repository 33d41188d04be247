"""Names in 《》: where they stand, what kind of document they name, and the one form of a name written many ways."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from index.types import Span

BOOK = re.compile(r"《(?:[^《》]|《[^《》]{0,120}》){1,150}》")
SPACE = re.compile(r"\s+")
BRACKET = re.compile(r"[（(〔\[]([^（）()〔〕\[\]]*)[）)〕\]]")
YEARS = re.compile(r"(?:19|20)\d\d")
VERSION = re.compile(r"试行|暂行|修订|修正|草案|征求意见|送审|稿|版|第.{1,2}批|[上下]册|[一二三四五]期")
CLOSING = re.compile(r"(?:精神|全文|文件)$")
MARKS = re.compile(r"[\s“”\"'‘’「」《》〈〉<>·•,，、。:：;；\-–—~～－]")
WRAPPED = re.compile(r"^(?:印发|转发|发布|公布)(.+?)的?(?:通知|公告|通告)$")
NOTICE_OF = re.compile(r"^[<〈《](.+)[>〉》]的?通知$")
BODY = "(?:国务院|中共中央|政府|办公厅|办公室|委办|[委部局厅署院会组]|银行|中心|大学|公司|法院|检察院)"
OPENS = re.compile(rf"^(?P<issuer>[^关《]{{0,60}}{BODY})?关于")
AREA = re.compile(r"^(?:国家|全国|中国|我国|中华人民共和国|[\u4e00-\u9fff]{2,7}?(?:省|自治区|市|新区|区|县))")

HEADS: tuple[tuple[str, str], ...] = (  # the kind of a document, and the last words of its name
    ("report", r"皮书|报告|年报|年鉴|公报|调查|指数"),
    ("law", r"条例|法案|法典|宪法|修正案|宪章|公约|协定|条约|(?<![办方算语书魔看想做疗说手枪兵用章技玩])法"),
    ("opinion", r"意见|决定|决议|倡议书?|宣言"),
    (
        "plan",
        r"规划|规划纲要|纲要|计划|计划纲要|方案|要点|路线图|战略|预案|年行动|专项行动|(?:规划|计划).{0,3}目标|目标的?建议",
    ),
    ("measures", r"办法|规定|细则|措施|政策|规则|规程|新政|制度|章程|守则|准则|\d+条|[一二三四五六七八九十]+条"),
    ("notice", r"通知|公告|通告|通报|批复|复函|公示|令|(?<![\u4e00-\u9fff])函"),
    ("standard", r"标准|规范|指南|指引|导则|通则|技术要求"),
    ("catalogue", r"目录|清单|分工|责任书|名录|名单"),
)
KINDS = tuple((kind, re.compile(rf"(?:{heads})$")) for kind, heads in HEADS)
GENERIC = re.compile(
    r"^(?:若干|指导|实施|具体|工作|行动|总体|建设|发展|管理|试点|专项|三年|本|该)*"
    r"(?:意见|决定|规划|纲要|计划|方案|要点|战略|办法|规定|细则|措施|政策|条例|通知|公告|标准|规范|指南|指引|导则|目录|清单"
    r"|报告|白皮书|蓝皮书|条)$"
)


def find(text: str) -> Iterator[Span]:
    """Ranges of the names in 《》, the marks included; one inside another is part of it."""
    return (match.span() for match in BOOK.finditer(text))


def clean(name: str) -> str:
    """A name as it would be printed on one line: white space goes, unless it parts Latin words."""
    return SPACE.sub(lambda gap: " " if _latin(name, gap) else "", name.strip())


def _latin(name: str, gap: re.Match[str]) -> bool:
    around = name[gap.start() - 1 : gap.start()] + name[gap.end() : gap.end() + 1]
    return len(around) == 2 and around.isascii()


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str | None:
    """The kind of document that a name in 《》 tells by its last words; None where it tells none."""
    bare = BRACKET.sub("", unicodedata.normalize("NFKC", name))
    plain = without_years(_plain(NOTICE_OF.sub(r"\1", bare)))
    inner = WRAPPED.match(_opened(plain))
    told = inner[1] if inner else plain
    return next((kind for kind, heads in KINDS if heads.search(told)), None)


def issuer_in(name: str) -> str | None:
    """The body before 关于 in a full name: 某市人民政府 of 《某市人民政府关于……的通知》."""
    found = OPENS.match(clean(name))
    told = found["issuer"] if found else None
    return told.replace("中共中央国务院", "中共中央、国务院") if told else None


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """One form for one document: without marks, issuing body, wrapping notice, and brackets that tell no version."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    kept = BRACKET.sub(lambda part: part[1] if YEARS.search(part[1]) or VERSION.search(part[1]) else "", plain)
    kept = NOTICE_OF.sub(r"\1", kept)
    told = _opened(_plain(re.sub(r"(\d{4})年(?=$|\D)", r"\1", kept)))
    inner = WRAPPED.match(told)
    return _opened(inner[1]) if inner else told


def _plain(name: str) -> str:
    return CLOSING.sub("", MARKS.sub("", name))


def _opened(plain: str) -> str:
    found = OPENS.match(plain)
    return plain[found.end() :] if found else plain


def is_generic(told: str) -> bool:
    """Whether a key names a document only to who has read its full name before: 若干意见."""
    return GENERIC.match(told) is not None


def without_area(told: str) -> str:
    """A key without the country, province or city that it begins with."""
    return AREA.sub("", told)


def without_years(told: str) -> str:
    """A key without the years at its end, which tell the version of a plan."""
    return re.sub(r"(?:(?:19|20)\d\d年?){1,2}$", "", told)
