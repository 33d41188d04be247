"""Locators: what issue and pages a text such as `2020年第3期 第10页` or `杭州科技, 2019(5): 22-24` names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from index import numbers
from index.types import IssueRow
from qa.scope import ORDINALS

WHOLE = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,5})"
YEAR = r"(?<!\d)(?P<year>(?:19|20)\d\d)"
NUMBER = r"(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})(?!\d)"
ENGLISH_NUMBER = rf"(?:issue|no\.?|number)\s*{NUMBER}"
ISSUES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{YEAR}\s*年?\s*[,·]?\s*(?:的\s*)?第\s*{NUMBER}\s*期",
        rf"{YEAR}\s*年?\s*,?\s*\(\s*(?:第\s*)?{NUMBER}\s*期?\s*\)\s*期?",
        rf"{YEAR}\s*年\s*{NUMBER}\s*期",
        rf"{YEAR}\s*[-/]\s*{NUMBER}(?=\s*(?:期|[:,]))\s*期?",
        rf"{ENGLISH_NUMBER}\s*(?:,|of|in|/|\()?\s*{YEAR}\)?",
        rf"{YEAR}\s*,?\s*{ENGLISH_NUMBER}",
        rf"(?:the\s+)?(?P<number>{'|'.join(ORDINALS)})\s+issue\s+(?:of|in)\s+{YEAR}",
        rf"第\s*{NUMBER}\s*期(?:\s*,?\s*{YEAR}\s*年?)?",
        ENGLISH_NUMBER,
    )
)
TO = r"\s*(?:[-–—~～]|至|到|to|and)\s*"
SPAN = rf"(?P<first>{WHOLE})(?:{TO}(?:第|p\.?)?\s*(?P<last>{WHOLE}))?"
PAGES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"第\s*(?P<first>{WHOLE})\s*页{TO}第?\s*(?P<last>{WHOLE})\s*页",
        rf"(?:第\s*|(?=\d)){SPAN}\s*页",
        rf"(?<![a-z])(?:pages?|pp?)\s*\.?\s*{SPAN}(?!\d)",
        rf"页码?\s*:?\s*{SPAN}(?!\d)",
    )
)
AFTER_ISSUE = re.compile(rf"\s*[:,]\s*{SPAN}(?![\d年月])")
MARK = re.compile(r"\[[JMNCDRSP](?:/OL)?\]", re.IGNORECASE)
ASKING = re.compile(
    r"\b(?:the|of|in|on|at|from|magazine|journal|see|vol(?:ume)?|what|is|does|say|says|show|me|please)\b"
    r"|杂志|期刊|参?见|请问|请|告诉我|帮我|给我|查找|查|找|看看|看|一下|载于|刊于|刊登|印刷|有|是|讲|说|写|了|的|上|里|中|在"
    r"|什么|哪些|内容|文章"
)
# What an unknown magazine is told by: 《》, the mark of a reference before it, or how magazines are called.
NAMED = re.compile(
    r"《(?P<quoted>[^《》]{2,30})》\s*[,.:]?\s*$"
    r"|(?P<name>[\u3400-\u9fff]{2,12}(?:科技|技术|科学|研究|学报|杂志|周刊|月刊|导刊|样刊|日报|评论|论坛|通讯))\s*[,.]?\s*$"
)
AFTER_MARK = re.compile(r"\.?\s*(?P<quoted>[^,.《》]{2,40}?)(?P<name>)\s*,?\s*$")
LATIN_NAME = re.compile(r"(?:\b(?:[A-Z][A-Za-z]+|and|of|&)[\s,.]*){1,8}$")
MOST_LEFT = 3  # characters beside an issue and a page that say nothing


@dataclass(frozen=True, slots=True)
class Locator:
    """Any of magazine, year, number and pages; `title`: what stands before `[J]` in a reference; `rest`: all else."""

    magazine: str | None = None
    year: int | None = None
    number: int | None = None
    first: int | None = None
    last: int | None = None
    title: str | None = None
    rest: str = ""

    @property
    def sure(self) -> bool:
        """Whether an issue is named beyond doubt: 第三期 may be a stage of building."""
        return self.number is not None and (self.year is not None or self.magazine is not None)

    @property
    def alone(self) -> bool:
        """Whether the text names a place and nothing else."""
        said = len(re.sub(r"[\W_]+", "", ASKING.sub(" ", self.rest.casefold())))
        if self.title is not None:
            return True
        if self.number is not None or self.magazine is not None:
            return said <= MOST_LEFT and (self.sure or self.first is not None)
        return self.first is not None and not said

    def is_of(self, row: IssueRow) -> bool:
        """Whether an issue is one that it may name."""
        return (
            self.magazine in (None, row.magazine)
            and self.year in (None, row.year)
            and self.number in (None, row.number)
        )

    def __str__(self) -> str:
        year = f" {self.year}年" if self.year else ""
        return f"{self.magazine or ''}{year}{f'第{self.number}期' if self.number else ''}".strip()


def locator(text: str, magazines: Collection[str]) -> Locator:
    """What a text names; a Locator of nothing where it names no issue and no page."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())  # no long white space for patterns to try
    issue = next((found for pattern in ISSUES if (found := pattern.search(plain))), None)
    pages = _pages(plain, issue)
    start, end = _around(issue, pages)
    before, after = plain[:start], plain[end:]
    mark = MARK.search(before)
    magazine = _magazine(before[mark.end() :] if mark else before, after, bool(mark), magazines)
    told = issue.groupdict() if issue else {}
    return Locator(
        magazine,
        int(told["year"]) if told.get("year") else None,
        _whole(told["number"]) if told.get("number") else None,
        _whole(pages["first"]) if pages else None,
        _whole(pages["last"] or pages["first"]) if pages else None,
        _title(before[: mark.start()]) if mark else None,
        _rest(plain, issue, pages, magazine),
    )


def _pages(plain: str, issue: re.Match[str] | None) -> re.Match[str] | None:
    """The pages: right after the issue, or anywhere with the word for page."""
    after = AFTER_ISSUE.match(plain, issue.end()) if issue else None
    return after or next((found for pattern in PAGES if (found := pattern.search(plain))), None)


def _around(issue: re.Match[str] | None, pages: re.Match[str] | None) -> tuple[int, int]:
    found = [match for match in (issue, pages) if match]
    return min((m.start() for m in found), default=0), max((m.end() for m in found), default=0)


def _magazine(before: str, after: str, marked: bool, known: Collection[str]) -> str | None:
    """A magazine of the library that is named before or after the issue, else a name that stands right before it."""
    here = [name for name in known if name in before or name in after]
    if here:
        return max(here, key=len)
    named = (AFTER_MARK if marked else NAMED).search(before)
    return (named["quoted"] or named["name"]).strip() if named else None


def _title(before: str) -> str:
    """What stands before the mark of a reference, `作者甲, 作者乙. 题名`, its number left out."""
    return re.sub(r"^\s*\[\d+\]\s*", "", before).strip()


def _rest(plain: str, issue: re.Match[str] | None, pages: re.Match[str] | None, magazine: str | None) -> str:
    """What a text says beside the place."""
    left = plain
    for match in sorted(filter(None, (issue, pages)), key=lambda m: -m.start()):
        before = left[: match.start()]
        before = LATIN_NAME.sub("", before) if match is issue else before
        left = f"{before} {left[match.end() :]}"
    for name in (f"《{magazine}》", magazine) if magazine else ():
        left = left.replace(name, " ")
    return left.strip(" ,.:;")


def _whole(text: str) -> int | None:
    told = text.casefold()
    return ORDINALS.index(told) + 1 if told in ORDINALS else numbers.whole(told)
