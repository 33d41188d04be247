"""The table of contents page: titles, authors and pages to check by; never content."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.chars import HAN
from ingest.pdf import rows
from ingest.pdf.types import Sheet

LEADERS = re.compile(r"(?:[.．·•…‥_\-–—]\s*){3,}")
ENTRY = re.compile(r"^(?P<words>.*\S)\s+(?P<page>\d{1,4})$")
NUMBER_FIRST = re.compile(r"^(?P<page>\d{1,4})\s+(?P<words>\S.*)$")
NAMED = re.compile(r"^(?:本期)?\s*目\s*[录次]|^CONTENTS", re.IGNORECASE)
MIN_ENTRIES, SHARE, NAMED_SHARE = 3, 0.6, 0.25
MIN_MARKS = 4  # commas and full stops that make prose
MIN_ANNOUNCED = 6  # characters of a title on a cover
SOLID = re.compile(rf"[^{HAN}A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a line of the contents says: words without spaces and punctuation (title, perhaps authors), page."""

    words: str
    page: int


def read(sheet: Sheet) -> list[Entry]:
    """The entries of a contents page; empty if the page is none."""
    lines = [row.text for row in rows.build(sheet.runs)]
    found = [entry for line in lines if (entry := _entry(line))]
    named = any(NAMED.match(line) for line in lines[:8])
    share = len(found) / len(lines) if lines else 0.0
    leaders = sum(LEADERS.search(line) is not None for line in lines)
    if named and (found or leaders) and share >= NAMED_SHARE:
        return found
    return found if len(found) >= MIN_ENTRIES and (share >= SHARE or leaders >= SHARE * len(lines)) else []


def covers(sheets: list[Sheet], em: float) -> list[int]:
    """The leaves before the first prose: covers, with the titles that these announce, and title pages."""
    found = []
    for index, sheet in enumerate(sheets):
        if _has_prose(sheet, em):
            break
        found.append(index)
    return found if len(found) < len(sheets) else []


def _has_prose(sheet: Sheet, em: float) -> bool:
    text = "".join(run.text for run in sheet.runs if run.style.size <= 1.15 * em)
    return sum(map(text.count, "。，；")) >= MIN_MARKS


def announced(sheet: Sheet) -> list[Entry]:
    """The lines of a cover: what is a title among them tells no page."""
    return [Entry(solid(row.text), 0) for row in rows.build(sheet.runs) if len(solid(row.text)) >= MIN_ANNOUNCED]


def _entry(line: str) -> Entry | None:
    bare = LEADERS.sub(" ", line).strip()
    match = ENTRY.match(bare) or NUMBER_FIRST.match(bare)
    if not match or not re.search(rf"[{HAN}]{{2}}", match["words"]):
        return None
    return Entry(solid(match["words"]), int(match["page"]))


def solid(text: str) -> str:
    """Words without spaces and punctuation, to be compared."""
    return SOLID.sub("", text)


def page_of(title: str, entries: list[Entry]) -> int | None:
    """The page that the contents give for a title; None where it is not among them."""
    key = solid(title)
    if len(key) < 2:
        return None
    pages = [e.page for e in entries if e.words.startswith(key) or (len(key) >= MIN_ANNOUNCED and key in e.words)]
    return max(pages, default=None)


def is_title(text: str, entries: list[Entry]) -> bool:
    """Whether the contents name a title so, or begin with it: a title's first line."""
    return page_of(text, entries) is not None
