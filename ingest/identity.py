"""Which issue a source is: from its running heads, its masthead, its file name, or what the user says."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from ingest.chars import HAN, ends_sentence, width
from ingest.types import Identity, Line

YEAR_ISSUE = re.compile(r"((?:19|20)\d\d)\s*年?\s*[,，·.]?\s*第\s*(\d{1,3})\s*期")
CITES = re.compile(r"摘编|转载|原载|刊[于载]|期《")  # a line that names an issue only to cite it
IN_A_SENTENCE = re.compile(rf"[{HAN}]{YEAR_ISSUE.pattern}[{HAN}]")  # a head parts its words
DOTTED = re.compile(r"((?:19|20)\d\d)\s*[.·/]\s*(0?[1-9]|1[0-2])(?!\d)")
ISSUE_ONLY = re.compile(r"第\s*(\d{1,3})\s*期")
OPENS_WITH_NUMBER = re.compile(r"第\s*(\d{1,3})\s*期\s")
YEAR_ONLY = re.compile(r"((?:19|20)\d\d)\s*年")
YEAR_HEAD = re.compile(rf"\W*[{HAN}]{{3,12}}\s*(?:19|20)\d\d\s*年\W*|\W*(?:19|20)\d\d\s*年\s*[{HAN}]{{3,12}}\W*")
TOTAL = re.compile(r"总\s*第?\s*(\d{1,4})\s*期")
BOOK_NAME = re.compile(r"《([^《》]{2,16})》")
NAME = re.compile(rf"[{HAN}]{{3,16}}")
LATIN = re.compile(r"[A-Za-z]{3}")  # the name in English on the facing page
FILE_NUMBERS = re.compile(r"((?:19|20)\d\d)\D{0,4}?(?:第|[-_. ]|no\.?|issue)?\s*0*(\d{1,2})(?!\d)", re.IGNORECASE)
DIGEST = re.compile(r"摘编自《([^《》]+)》\s*((?:19|20)\d\d)\s*年第\s*(\d{1,3})\s*期")
MAX_WIDTH = 34.0  # of a running head
HEAD_LINES = 12
MIN_DIGEST_LINES = 3
RECURS = 3  # times a name stands by itself, at the least


def identify(lines: list[Line], file_name: str) -> Identity:
    """Tell magazine, year and number; what neither heads, masthead nor file name say stays None."""
    short = [line.text for line in lines if width(line.text) <= MAX_WIDTH and not ends_sentence(line.text)]
    told = [text for text in short if _numbers(text) or YEAR_HEAD.fullmatch(text)]
    heads = [text for text in told if not IN_A_SENTENCE.search(text) and not CITES.search(text)]
    named = [text for text in heads if _name_in(text)]
    year, number = _agree(named)
    number = number or _commonest(Counter(int(m[1]) for text in heads if (m := OPENS_WITH_NUMBER.match(text))))
    file_year, file_number = _from_file(file_name)
    total = next((int(m[1]) for text in heads if (m := TOTAL.search(text))), None)
    dated = [text for text in heads if _tells(text, year, number) and (_name_in(text) or not LATIN.search(text))]
    magazine = _magazine(dated, lines) or _bare_name(file_name)
    return Identity(magazine, year or file_year, number or file_number, total)


def _agree(heads: list[str]) -> tuple[int | None, int | None]:
    """The year and the number that most running heads tell, each for itself."""
    told = [_dates(text) for text in heads]
    years = Counter(year for year, _ in told if year is not None)
    numbers = Counter(number for _, number in told if number is not None)
    return _commonest(years), _commonest(numbers)


def _tells(text: str, year: int | None, number: int | None) -> bool:
    """Whether a head says nothing else of its date."""
    own = _dates(text)
    return own[0] in (year, None) and own[1] in (number, None)


def _dates(text: str) -> tuple[int | None, int | None]:
    return _numbers(text) or (_year(text), None)


def _commonest(votes: Counter[int]) -> int | None:
    return votes.most_common(1)[0][0] if votes else None


def _year(text: str) -> int | None:
    match = YEAR_ONLY.search(text)
    return int(match[1]) if match else None


def digest_of(text: str) -> Identity | None:
    """The issue that a digest digests, where most of its articles close with a line that says so."""
    named = Counter((m[1], int(m[2]), int(m[3])) for m in DIGEST.finditer(re.sub(r"\n+", "", text)))
    if not named:
        return None
    (magazine, year, number), count = named.most_common(1)[0]
    return Identity(magazine, year, number) if count >= MIN_DIGEST_LINES else None


def _numbers(text: str) -> tuple[int | None, int | None] | None:
    match = YEAR_ISSUE.search(text) or DOTTED.search(text)
    if match:
        return int(match[1]), int(match[2])
    number, year = ISSUE_ONLY.search(TOTAL.sub("", text)), YEAR_ONLY.search(text)
    return (int(year[1]) if year else None, int(number[1])) if number else None


def _name_in(text: str) -> list[str]:
    """Words of a short line that may be a magazine's name; sections are parted from it by spaces."""
    if "：" in text or ":" in text:
        return []
    rest = undated(text, " ")
    return NAME.findall(rest) if len(rest) <= 24 else []


def undated(text: str, instead: str) -> str:
    """A running head with something instead of year, number and total."""
    for mark in (YEAR_ISSUE, DOTTED, TOTAL, ISSUE_ONLY, YEAR_ONLY):
        text = mark.sub(instead, text)
    return text


def _magazine(heads: list[str], lines: list[Line]) -> str | None:
    """The name that most running heads hold, or that recurs by itself; a name in 《》 near the top counts too."""
    votes = Counter(name for text in heads for name in set(_name_in(text)))
    for line in lines[:HEAD_LINES]:
        votes.update(name for name in BOOK_NAME.findall(line.text) if _numbers(line.text))
    if not votes:
        return None
    best, count = votes.most_common(1)[0]
    if 2 * count < len(heads):  # sections change from page to page, the name does not
        return _recurring(lines, len(heads))
    shared = [name for name, n in votes.items() if n == count]
    return min(shared, key=lambda name: (abs(len(name) - 4), name)) if len(shared) > 1 else best


def _recurring(lines: list[Line], heads: int) -> str | None:
    """A name that stands by itself for every other head with a date or more."""
    alone = Counter(line.text.strip() for line in lines if NAME.fullmatch(line.text.strip())).most_common(1)
    return alone[0][0] if alone and alone[0][1] >= max(RECURS, heads / 2) else None


def _bare_name(file_name: str) -> str:
    """A file's name without the year and number in it."""
    stem = Path(file_name).stem
    return re.sub(r"[\s_.第期-]*$", "", FILE_NUMBERS.sub("", stem)).strip(" -_.") or stem


def _from_file(file_name: str) -> tuple[int | None, int | None]:
    match = FILE_NUMBERS.search(Path(file_name).stem)
    return (int(match[1]), int(match[2])) if match else (None, None)
