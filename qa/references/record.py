"""What is cited: an article of an issue, as every style of reference needs it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from index.library import Library
from index.types import ArticleRow, IssueRow, Passage

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
UNSEEN = ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")  # control, format, halves of characters, separators of lines
GAP_IN_NAME = re.compile(rf"(?<={HAN.pattern})\s+(?={HAN.pattern})")
BODY = re.compile(
    r"\b(?:of|the|and|for|universit\w+|institut\w+|academy|bureau|cent(?:er|re)|committee|council|commission|college"
    r"|department|association|organi[sz]ation|foundation|group|laborator\w+|company|inc|ltd|office|school|team)\b|&",
    re.IGNORECASE,
)
LONGEST_NAME = 4  # words of a person's name in Latin letters


@dataclass(frozen=True, slots=True)
class Name:
    """An author: a person in Latin letters by `family` and `given`, anyone else by `literal`."""

    literal: str
    family: str = ""
    given: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """An article to be cited; its pages are the first and last printed ones, or None where they are not known."""

    key: str
    authors: tuple[Name, ...]
    title: str
    magazine: str
    year: int | None
    number: int | None
    pages: tuple[int, int] | None
    digest_of: str | None = None

    @property
    def chinese(self) -> bool:
        """Whether the article is in Chinese."""
        return bool(HAN.search(self.title))

    def page_range(self, dash: str) -> str:
        """`12`, `12-15`, or nothing where the pages are not known."""
        return dash.join(map(str, dict.fromkeys(self.pages))) if self.pages else ""


def references(library: Library, passages: Iterable[Passage]) -> tuple[list[Reference], list[int]]:
    """The references of passages, each once, and for each passage the number of its own, from 1.

    The pages of a reference are those of the article (GB/T 7714—2015, 8.8.2); where these are not all known, the
    page that is cited; never an estimate.
    """
    issues = {row.issue_id: row for row in library.issues()}
    contents: dict[str, list[ArticleRow]] = {}
    found: dict[Reference, int] = {}
    numbers = []
    for passage in passages:
        if passage.issue_id not in contents:
            contents[passage.issue_id] = library.articles(passage.issue_id) if passage.issue_id in issues else []
        row = contents[passage.issue_id][passage.article_no : passage.article_no + 1]
        made = _reference(passage, issues[passage.issue_id], row[0]) if row else _gone(passage)
        numbers.append(found.setdefault(made, len(found) + 1))
    return list(found), numbers


def _reference(passage: Passage, issue: IssueRow, article: ArticleRow) -> Reference:
    pages = _pages(passage, article)
    authors = tuple(name(author) for author in article.authors if clean(author))
    title, magazine = clean(article.title), clean(issue.magazine)
    key = _key(issue, passage, pages)
    return Reference(key, authors, title, magazine, issue.year, issue.number, pages, issue.digest_of)


def _gone(passage: Passage) -> Reference:
    """Of an article that has left the library since it was cited: what the passage tells."""
    told, cited = repr((passage.issue_id, passage.article)), passage.pages
    pages = (cited.first, cited.last) if cited.exact and cited.first and cited.last else None
    authors = tuple(name(author) for author in passage.authors if clean(author))
    return Reference(f"gone-{_hash(told)}", authors, clean(passage.article), clean(passage.issue), None, None, pages)


def _pages(passage: Passage, article: ArticleRow) -> tuple[int, int] | None:
    if article.page_exact and article.page_first and article.page_last:
        return article.page_first, article.page_last
    cited = passage.pages
    return (cited.first, cited.last) if cited.exact and cited.first and cited.last else None


def _key(issue: IssueRow, passage: Passage, pages: tuple[int, int] | None) -> str:
    """`hangzhoukeji2020-1f2e3d4c`: letters and digits only, the same each time, another for another reference."""
    from pypinyin import lazy_pinyin

    spelt = re.sub(r"[^a-z]", "", "".join(lazy_pinyin(issue.magazine.casefold(), errors="ignore"))) or "issue"
    told = repr((issue.issue_id, passage.article_no, passage.article, pages))
    return f"{spelt}{issue.year or ''}-{_hash(told)}"


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:8]


def clean(text: str) -> str:
    """A text as one line without characters that are not seen."""
    spaced = "".join(" " if c.isspace() else c for c in text)
    return " ".join("".join(c for c in spaced if unicodedata.category(c) not in UNSEEN).split())


def name(author: str) -> Name:
    """An author as printed: `沈 岚` is 沈岚; `Jane A. Doe` and `Doe, Jane A.` are Doe and Jane A."""
    told = GAP_IN_NAME.sub("", clean(author))
    family, comma, given = told.partition(",")
    words = told.split(" ")
    if HAN.search(told) or BODY.search(told) or not 1 < len(words) <= LONGEST_NAME:
        return Name(told)
    if not comma:
        family, given = words[-1], " ".join(words[:-1])
    return Name(told, family.strip(), given.strip()) if family.strip() and given.strip() else Name(told)
