"""What a question is narrowed to by the issue that it names, and the author whose words it asks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index import numbers
from index.types import IssueRow

HINT = re.compile(r"期|(?:19|20)\d\d\s?年?[(（]|\b(?:issue|no)\b", re.IGNORECASE)
YEAR = r"(?P<year>(?:19|20)\d\d)"
NUMBER = r"(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})"
IN_THE = r"(?:\b(?:in|from|of)\s+)?(?:the\s+)?\b"
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
CHINESE = (
    re.compile(rf"(?<!\d){YEAR}\s*年?\s*[,·]?\s*的?第\s*{NUMBER}\s*期"),
    re.compile(rf"(?<!\d){YEAR}\s*年?\s*\(\s*{NUMBER}\s*\)期?"),
)
ENGLISH = (
    re.compile(rf"{IN_THE}(?:issue|no\.?|number)\s*{NUMBER}\s*(?:,|of|in|/)?\s*{YEAR}\b", re.IGNORECASE),
    re.compile(rf"{IN_THE}{YEAR},?\s*(?:issue|no\.?|number)\s*{NUMBER}\b", re.IGNORECASE),
    re.compile(rf"{IN_THE}(?P<number>{'|'.join(ORDINALS)})\s+issue\s+(?:of|in)\s+{YEAR}\b", re.IGNORECASE),
)
ALONE = re.compile(rf"第\s*{NUMBER}\s*期")
OPENS = re.compile(r"杂志|里|中|上|的|刊|讲|说|提|有|,")  # after a number that a question opens with
AFTER = re.compile(r"(?:这一?期|那一?期)?(?:杂志|期刊)?(?:里面|里|中|上)?的?[,:]?")
OF_A_MAGAZINE = re.compile(r"杂志|期刊|里|中|上|讲|说|刊|登|提|的?文章|[,:]|\s*$")
OF_ELSE = re.compile(r"的?.{0,4}?(?:债|券|班|课程|招标|项目|工程|基金|计划|学员|产品|统计|公报|简报|报告|数据|指数)")
DIGESTED = re.compile(r"(\d{4})年第(\d+)期")
OTHER_BOOK = re.compile(r"《[^《》]*》\s*$")
OTHER_MAGAZINE = re.compile(r"《(?:[^《》]{1,12}|[A-Za-z&,.: -]{1,60})》\s*$")  # what is longer is rather an article
WROTE_BEFORE = re.compile(r"(?:作者|笔者|记者|撰稿人|\bby|\baccording to|\bauthor)(?:是|叫)?\s*$")
WROTE = re.compile(
    r"\s*(?:等人?|教授|博士|老师|院士|研究员|主任|先生|女士|所长|会长)*(?:在|的|那|这)?[^,。?!]{0,6}?"
    r"(?:篇|文章|文中|一文|论文|报告|文里|写|撰|著|说|讲|谈|提到|提出|认为|指出|主张|强调|建议|观点|看法|看待|怎么看|眼里|眼中|口中)"
    r"|(?:'s)?\s+(?:\w+\s+)?(?:says?|said|thinks?|argues?|argued|writes?|wrote|believes?"
    r"|points? out|article|paper|views?)\b"
)
SAYING = re.compile(
    r"作者|笔者|记者|撰|写|著|说|讲|谈|提到|提出|认为|指出|主张|强调|建议|篇|文|观点|看|眼|口中"
    r"|\b(?:by|according|author|sa(?:y|id)|think|argue|wr[io]te|believe|point|article|paper|view)"
)


@dataclass(frozen=True, slots=True)
class Scope:
    """`text`: the question without the issue named; `issue`: its id; `absent`: its name where it is not here."""

    text: str
    issue: str | None = None
    absent: str | None = None


def scope(text: str, issues: Callable[[], Sequence[IssueRow]]) -> Scope:
    """The one issue that a question names by year and number, or by number with its magazine's name or at its opening.

    A question that names several is about all of them. What looks like an issue's name and is none of this
    library's counts as one only if the words around it say so (2031年第2期培训班 is none), or another magazine's name.
    """
    if not HINT.search(text):
        return Scope(text)
    plain = unicodedata.normalize("NFKC", text)
    found = [match for pattern in (*CHINESE, *ENGLISH) for match in pattern.finditer(plain)]
    match = found[0] if len(found) == 1 else None if found else ALONE.search(plain)
    return _narrowed(text, plain, match, [row for row in issues() if not row.hidden]) if match else Scope(text)


def _narrowed(text: str, plain: str, match: re.Match[str], issues: list[IssueRow]) -> Scope:
    start, end, magazine = _around(plain, match, issues)
    rows = [row for row in issues if _is(row, match) and magazine in ("", row.magazine)]
    alone = match.re is ALONE and not magazine and (match.start() > 0 or not OPENS.match(plain, match.end()))
    if not alone and (other := OTHER_MAGAZINE.search(plain[:start])):
        return Scope(text, absent=f"{other[0].strip()}{match[0]}")
    if alone or OTHER_BOOK.search(plain[:start]):
        return Scope(text)
    if len(rows) == 1:
        return Scope(f"{plain[:start]} {plain[end:]}".strip(), rows[0].issue_id)
    opens = match.re is not ALONE and not plain[:start].strip() and not OF_ELSE.match(plain, match.end())
    sure = match.re in ENGLISH or magazine or opens or OF_A_MAGAZINE.match(plain, match.end())
    named = match[0] if match.re in ENGLISH else f"{magazine}{match[0]}"
    return Scope(text, absent=named.strip() if sure and not rows and (magazine or match.re is not ALONE) else None)


def _around(plain: str, match: re.Match[str], issues: list[IssueRow]) -> tuple[int, int, str]:
    """Where the name of an issue starts and ends with the magazine's name beside it, and that name."""
    start, end = match.start(), _end(plain, match.end())
    for magazine in {row.magazine for row in issues}:
        for name in (f"《{magazine}》", magazine):
            if plain[:start].rstrip().endswith(name):
                return len(plain[:start].rstrip()) - len(name), end, magazine
            if plain[end:].startswith(name):
                return start, _end(plain, end + len(name)), magazine
    return start, end, ""


def _end(plain: str, at: int) -> int:
    found = AFTER.match(plain, at)
    return found.end() if found else at


def _is(row: IssueRow, match: re.Match[str]) -> bool:
    """Whether an issue, or the one that it digests, is the one named."""
    told = match["number"].casefold()
    number = ORDINALS.index(told) + 1 if told in ORDINALS else numbers.whole(told)
    if match.re is ALONE:
        return row.number == number
    of = DIGESTED.search(row.digest_of or "")
    dates = [(row.year, row.number)] + ([(int(of[1]), int(of[2]))] if of else [])
    return (int(match["year"]), number) in dates


def author(folded: str, names: Callable[[], Mapping[str, str]]) -> str | None:
    """The author whose words a folded question asks for: a name of the bylines, with a word for saying or writing."""
    if not SAYING.search(folded):
        return None
    known = names()
    found = [name for name in known if (at := folded.find(name)) >= 0 and _says(folded, at, at + len(name))]
    return known[max(found, key=len)] if found else None


def _says(plain: str, start: int, end: int) -> bool:
    return bool(WROTE_BEFORE.search(plain[:start]) or WROTE.match(plain, end))
