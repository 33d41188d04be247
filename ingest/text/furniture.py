"""Running heads and page numbers: found by what they hold and by repetition, kept as page labels."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ingest.chars import CACHED, HAN, ends_sentence, width
from ingest.identity import MAX_WIDTH
from ingest.types import Identity, Line

ISSUE_MARK = re.compile(
    r"(?:(?:19|20)\d\d\s*年\s*)?第\s*[\d一二三四五六七八九十]{1,4}\s*期|(?:19|20)\d\d\s*[.·/-]\s*(?:0?[1-9]|1[0-2])(?!\d)"
)
YEAR = re.compile(r"(?:19|20)\d\d\s*年?")
PAGE = re.compile(r"(?<![\d.年第])(\d{1,4})(?![\d.年期%])")
BARE_NUMBER = re.compile(r"[·•\-–—\s〚〛\[\]【】第]*(\d{1,4})[·•\-–—\s〚〛\[\]【】页]*")
SKELETON = re.compile(rf"[^{HAN}A-Za-z]+")
MIN_REPEATS = 3


@dataclass(frozen=True, slots=True)
class Furniture:
    """The lines that are no content, and the printed page that each of them tells (None: none)."""

    labels: dict[int, int | None]  # line number -> printed page

    def __contains__(self, line: Line) -> bool:
        return line.number in self.labels


def find(lines: list[Line], issue: Identity) -> Furniture:
    """Find running heads: lines that name the issue, lines that recur over pages, bare page numbers."""
    recurring = _recurring(lines)
    magazine = issue.magazine
    numbered = _numbered(issue)
    labels: dict[int, int | None] = {}
    for line in lines:
        if width(line.text) > MAX_WIDTH or ends_sentence(line.text):
            continue
        if numbered.search(line.text) or _names_issue(line.text, magazine) or _skeleton(line.text) in recurring:
            labels[line.number] = page_label(line.text)
    return Furniture(labels | _bare_numbers([line for line in lines if line.number not in labels]))


def _numbered(issue: Identity) -> re.Pattern[str]:
    """Heads that open or close with the number of the issue: `第1期 author：title`."""
    number = issue.number or 0
    return re.compile(rf"^第\s*{number}\s*期\s+\S|\S\s+第\s*{number}\s*期$")


def page_label(text: str) -> int | None:
    """The printed page number in a running head, which stands apart from year and number of the issue."""
    rest = YEAR.sub("年", ISSUE_MARK.sub(lambda match: "期", text))
    rest = re.sub(r"总?第\s*\d+\s*期|总\s*\d+\s*期", "期", rest)
    rest = re.sub(r"[（(][^）)]*[）)]", " ", rest)
    found = [int(number) for number in PAGE.findall(rest)]
    return found[-1] if found and found[-1] > 0 else None


def _names_issue(text: str, magazine: str) -> bool:
    """A running head names the magazine and marks the issue, or is little but the one of them."""
    if magazine not in "".join(text.split()):
        return False
    marked = ISSUE_MARK.search(text) is not None
    rest = SKELETON.sub("", ISSUE_MARK.sub("", text)).replace(magazine, "")
    return (marked and len(rest) <= 14) or (len(rest) <= 4 and any(map(str.isdigit, text)))


@lru_cache(CACHED)
def _skeleton(text: str) -> str:
    return SKELETON.sub("", text).casefold()


def _recurring(lines: list[Line]) -> set[str]:
    """Skeletons of short lines with a page number that recur on leaves far apart, the number rising."""
    seen: dict[str, list[tuple[int, int | None]]] = {}
    for line in lines:
        skeleton = _skeleton(line.text)
        if len(skeleton) >= 3 and width(line.text) <= MAX_WIDTH and any(map(str.isdigit, line.text)):
            seen.setdefault(skeleton, []).append((line.leaf, page_label(line.text)))
    return {skeleton for skeleton, places in seen.items() if _runs_on(places)}


def _runs_on(places: list[tuple[int, int | None]]) -> bool:
    leaves = {leaf for leaf, _ in places}
    pages = [page for _, page in places if page is not None]
    rising = len(pages) == len(places) and all(a < b for a, b in pairwise(pages))
    return len(leaves) >= MIN_REPEATS and len(leaves) == len(places) and rising


def _bare_numbers(lines: list[Line]) -> dict[int, int | None]:
    """Numbers alone at the edge of a leaf, or set off by dots or dashes, that rise with the leaves."""
    edges = {line.number for line in _edges(lines)}
    found = [
        (line.number, line.leaf, int(match[1]))
        for line in lines
        if (match := BARE_NUMBER.fullmatch(line.text))
        and (line.number in edges or (not line.text[0].isdigit() and not line.text[-1].isdigit()))
    ]
    steady = Counter(page - leaf for _, leaf, page in found)
    offset, count = steady.most_common(1)[0] if steady else (0, 0)
    if count < MIN_REPEATS:
        return {}
    return {number: page for number, leaf, page in found if abs(page - leaf - offset) <= 1}


def _edges(lines: list[Line]) -> list[Line]:
    last = len(lines) - 1
    return [
        line
        for index, line in enumerate(lines)
        if index in (0, last) or lines[index - 1].leaf != line.leaf or lines[index + 1].leaf != line.leaf
    ]
