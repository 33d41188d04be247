"""The text of a digest, taken apart: articles, and in them paragraphs, headings, tables, the abstract, the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

FOOT = re.compile(r"(?:(\d+) (\S+) )?(\S+) (\d{4})年第(\d+)期(?: (\S+) (\d+))?")
TABLE = re.compile(r"表\d+ ")
ABSTRACT, SOURCE = "English abstract:", "摘编自《"
HEADING_EMS, FIRST_LINE_EMS = 17.0, 21.6  # the longest heading; what a first line holds, two ems in
CLOSING = tuple("。！？：”")


class What(StrEnum):
    """What a part of an article is."""

    TEXT = "text"
    HEADING = "heading"
    TABLE = "table"
    ABSTRACT = "abstract"
    SOURCE = "source"


@dataclass(frozen=True)
class Part:
    """A paragraph, a heading, a table with its caption as text."""

    what: What
    text: str
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass
class Article:
    """An article with the section and the printed pages that the feet of its pages tell."""

    title: str
    byline: str
    section: str
    pages: list[int]
    lines: list[str]
    parts: list[Part] = field(default_factory=list)


@dataclass(frozen=True)
class Digest:
    """An issue of the digest."""

    name: str
    year: int
    number: int
    articles: tuple[Article, ...]


def read(path: Path, shapes: Sequence[tuple[int, int]]) -> Digest:
    """A digest from its text; `shapes` tells rows and columns of its tables, whose cells came column by column."""
    lines = [line for line in path.read_text("utf-8").split("\n") if line.strip()]
    articles: list[Article] = []
    page: list[str] = []
    for line in lines:
        foot = FOOT.fullmatch(line)
        if not foot:
            page.append(line.strip())
            continue
        _turn(articles, page, foot)
        name, year, number, page = foot[3], int(foot[4]), int(foot[5]), []
    tables = iter(shapes)
    for article in articles:
        article.parts = list(_parts(article.lines, tables))
    return Digest(name, year, number, tuple(articles))


def _turn(articles: list[Article], page: list[str], foot: re.Match[str]) -> None:
    """One page more: a new article where a byline follows the first line."""
    if page[1].startswith("□"):
        articles.append(Article(page[0], page[1], foot[2] or foot[6], [], []))
        page = page[2:]
    articles[-1].pages.append(int(foot[1] or foot[7]))
    articles[-1].lines += page


def _parts(lines: list[str], shapes: Iterator[tuple[int, int]]) -> Iterator[Part]:
    at = 0
    while at < len(lines):
        if TABLE.match(lines[at]):
            rows, columns = next(shapes)
            cells = lines[at + 1 : at + 1 + rows * columns]
            yield Part(What.TABLE, lines[at], tuple(tuple(cells[row::rows]) for row in range(rows)))
            at += 1 + rows * columns
            continue
        end = _end(lines, at)
        yield _part(lines[at:end])
        at = end


def _part(lines: list[str]) -> Part:
    text = _joined(lines)
    if text.startswith(ABSTRACT):
        return Part(What.ABSTRACT, text)
    if text.startswith(SOURCE):
        return Part(What.SOURCE, text)
    return Part(What.TEXT if text.endswith(CLOSING) else What.HEADING, text)


def _end(lines: list[str], at: int) -> int:
    """Where the part that begins at a line ends."""
    if lines[at].startswith(ABSTRACT):
        return next(i for i in range(at, len(lines)) if lines[i].startswith(SOURCE))
    if lines[at].startswith(SOURCE):
        return len(lines)
    if _ems(lines[at]) <= HEADING_EMS and not lines[at].endswith(CLOSING):
        return at + 1
    return next((i for i in range(at + 1, len(lines)) if _parts_between(lines[i - 1], lines[i])), len(lines))


def _parts_between(before: str, line: str) -> bool:
    """A paragraph ends with a full stop, on a short line or before one that is two ems in or stands alone."""
    if line.startswith((ABSTRACT, SOURCE)) or TABLE.match(line):
        return True
    return before.endswith(CLOSING) and (_ems(before) < FIRST_LINE_EMS or _ems(line) <= FIRST_LINE_EMS)


def _joined(lines: list[str]) -> str:
    return (" " if lines[0].startswith(ABSTRACT) else "").join(lines)


def _ems(text: str) -> float:
    return sum(0.5 if char.isascii() else 1.0 for char in text)
