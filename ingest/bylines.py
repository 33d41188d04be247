"""Bylines in their many forms, and the names in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.chars import CACHED, HAN, unspace, width
from ingest.marks import PUNCTUATED, SYMBOLS
from ingest.surnames import DOUBLE_SURNAMES, SURNAMES

ROLE = (
    r"(?:本刊|本报|特约|首席|见习|实习|特邀)?(?:全媒体)?"
    r"(?:记者|通讯员|撰稿人?|撰文|作者|执笔人?|编译|整理|口述|采写|采访|供稿|评论员|译者|主笔)"
)
LABEL = rf"(?:(?:图\s*[·•、&/]?\s*)?文(?:字)?(?:\s*[·•、&/]?\s*图)?|{ROLE})"
MARKED = re.compile(rf"^[{SYMBOLS}●\s]*{LABEL}\s*(?:[/／|｜丨:：·•—-]|\s)\s*(?P<names>\S.*)$")
SYMBOL_ONLY = re.compile(rf"^[{SYMBOLS}●]\s*(?P<names>[{HAN}·、，, ()（）]+)$")
ROLES = re.compile(rf"(?:^|(?<=[\s、，,)）])){ROLE}\s*[:：/／|]?\s*")
PICTURES = re.compile(r"[\s、，,]+(?:图|摄影|摄|制图|供图)\s*[/／:：].*$")  # who took the pictures is no author
SEPARATOR = re.compile(r"[\s、，,;；/／|｜丨&]+")
BRACKETED = re.compile(r"[（(\[]([^（）()\[\]]*)[)）\]]")
EDITORS = re.compile(r"(?:编辑部|本刊记者|课题组|编写组|研究组|编委会|综合报道组|调研组|资料室)$")
BODY = re.compile(
    r"(?:大学|学院|研究[院所]|实验室|公司|集团|中心|协会|学会|委员会|[厅局部处会社馆院所系校室]|医院|资本|银行|基金|政府|联盟|股份)$"
)
FOREIGN = re.compile(rf"^[{HAN}]{{1,8}}[·•][{HAN}·•]{{1,12}}$")
LATIN_NAME = re.compile(r"^[A-Z][A-Za-z.\-]+(?: [A-Z][A-Za-z.\-]+){1,3}$")
TITLE_WORD = re.compile(
    r"(?:院士|教授|主任|院长|校长|总裁|所长|局长|主席|理事长|会长|秘书长|总监|博士|经理|执行官|书记|市长|区长|部长|专家|创始人|研究员|总工程师|工程师|博导)$"
)
DASHES = "—－─"  # open a subtitle
MAX_WIDTH = 46
MIN_BODY = 3  # characters of a body behind a name, without brackets
MAX_PLAIN = 4  # names in a byline without a mark


@dataclass(frozen=True, slots=True)
class Byline:
    """Who wrote an article, and where they work, in the order of the byline."""

    authors: tuple[str, ...]
    affiliations: tuple[str, ...]


def read(text: str) -> Byline | None:
    """Read a line below a title as a byline, marked or plain, perhaps behind a dash; None if it is none."""
    return parse(text) or parse_plain(text.lstrip(f"{DASHES} "))


@lru_cache(CACHED)
def parse(text: str) -> Byline | None:
    """Read a line as a byline; None if it is none."""
    if width(text) > MAX_WIDTH or PUNCTUATED.search(text.replace("，", "")):
        return None
    match = MARKED.match(text) or SYMBOL_ONLY.match(text)
    if not match:
        return None
    byline = _split(match["names"])
    return byline if byline.authors else None


def parse_plain(text: str) -> Byline | None:
    """Read a line that is nothing but names, each perhaps with a body in brackets, as it stands below a title."""
    bodies = [body for match in BRACKETED.finditer(text) for body in _bodies_in(match[1])]
    if "（" in text and not bodies:
        return None
    words = [word for word in SEPARATOR.split(_join_spaced(BRACKETED.sub(" ", text)).strip()) if word]
    names = [word for word in words if is_person(word) or (EDITORS.search(word) and word.startswith("本"))]
    if names and not bodies and len(words) == len(names) + 1 and len(words[-1]) > MIN_BODY and BODY.search(words[-1]):
        bodies.append(words.pop())
    if not names or not len(names) == len(words) <= MAX_PLAIN + len(bodies):
        return None
    return Byline(tuple(names), tuple(dict.fromkeys(bodies)))


def _bodies_in(text: str) -> list[str]:
    """The bodies in brackets behind a name; a place and its postcode are left out."""
    parts = [part for part in re.split(r"[，,；;\s]+", text) if part]
    return [part for part in parts if BODY.search(part)]


def is_editors(text: str) -> bool:
    """Whether a line is nothing but names, an editorial office among them."""
    return EDITORS.search(text) is not None and parse_plain(text) is not None


def speaker(text: str) -> str | None:
    """The name of a speaker in a line that ends with a colon: alone, or after office and title."""
    bare = unspace(text).rstrip(":： ")
    if bare == text or PUNCTUATED.search(bare.replace("，", "")):
        return None
    if is_person(bare):
        return bare
    for size in (3, 2, 4):
        if is_person(bare[-size:]) and TITLE_WORD.search(bare[:-size]):
            return bare[-size:]
    return None


def is_person(word: str) -> bool:
    """Whether a word can be a personal name: by surname and length, or by its foreign form."""
    if FOREIGN.match(word) or LATIN_NAME.match(word):
        return True
    if not re.fullmatch(rf"[{HAN}]{{2,4}}", word) or BODY.search(word) or TITLE_WORD.search(word):
        return False
    return word.startswith(DOUBLE_SURNAMES) if len(word) == 4 else word[0] in SURNAMES


def _split(text: str) -> Byline:
    text = PICTURES.sub("", text)
    inside = [part for match in BRACKETED.finditer(text) for part in SEPARATOR.split(match[1]) if part]
    words = [word for word in SEPARATOR.split(ROLES.sub(" ", _join_spaced(BRACKETED.sub(" ", text)))) if word]
    authors = [word for word in words if is_person(word) or EDITORS.search(word)]
    bodies = [word for word in words if word not in authors]
    if not authors and len(words) == 1 and 2 <= len(words[0]) <= 4 and not BODY.search(words[0]):
        return Byline((words[0],), tuple(inside))
    return Byline(tuple(dict.fromkeys(authors)), tuple(dict.fromkeys(bodies + inside)))


def _join_spaced(text: str) -> str:
    """Join names set with a space between two characters: 吴 飞, but not 陈希杨 杭州市."""
    return re.sub(rf"(?<![{HAN}])([{HAN}]) ([{HAN}])(?![{HAN}])", r"\1\2", text)
