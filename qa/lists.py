"""Lists in running text: where their items stand, and how far a list goes on over the sentences of a passage."""

from __future__ import annotations

import re

from index import numbers
from index.types import Passage, Span
from index.words import fold

MOST = 10  # sentences that a list goes on over
COUNTERS = "个大条家项类种位套块样所方点座处步名部道重"
ORDINAL = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,2}(?:是|、|，|要)|第[一二三四五六七八九十]{1,2}[，、类种个项步是]?|[（(][一二三四五六七八九十\d]{1,2}[)）]"
    r"|\d{1,2}[.．、]|首先|其次|再次|再者|最后|此外|另外|同时|[①-⑳])"
)
MARKS = re.compile(
    r"(?:^|[，,；;：:。])\s*(?:[一二三四五六七八九]是|第[一二三四五六七八九]|首先|其次|最后|[（(][一二三四五六七八九\d][)）])"
)
TELLS = re.compile(rf"有(?:以下|如下)?(?P<n>[两二三四五六])[{COUNTERS}][^，；]{{0,8}}[。：]$")
SHORT = 40  # characters of a sentence that only announces
ANNOUNCES = re.compile(r"(?:[：:]|如下[：:。]?|以下.{0,12}[：:。]|包括[：:]?)$")
RUN = re.compile(
    r"[^，。；：！？、（）()]{1,28}(?:、[^，。；：！？、]{1,28})+(?:(?:和|及|以及|与)[^，。；：！？、]{1,28})?"
)
COUNT = re.compile(  # no ordinal (第三方), no part of a longer number
    rf"(?<![第\d.一二三四五六七八九十百千])(?P<n>[两二三四五六七八九十]{{1,3}}|\d{{1,2}})\s*[{COUNTERS}]"
)
ENGLISH = {word: n for n, word in enumerate("two three four five six seven eight nine ten".split(), 2)}  # noqa: SIM905


def wanted(folded: str) -> int | None:
    """How many things a folded question says that it wants, or None."""
    if found := COUNT.search(folded):
        return numbers.whole(found["n"])
    return next((n for word, n in ENGLISH.items() if re.search(rf"\b{word}\b", folded)), None)


def runs(text: str) -> list[Span]:
    """Ranges of enumerations (甲、乙和丙) in a text."""
    return [found.span() for found in RUN.finditer(text)]


def items(text: str) -> int:
    """How many items a text enumerates at the most: by ordinal marks, or in one run."""
    marked = max(len(MARKS.findall(text)), len(re.findall(r"；.", text)) + 1)
    longest = max((len(re.split(r"、|和|及|以及|与", text[a:b])) for a, b in runs(text)), default=0)
    return max(marked, longest)


def extent(passage: Passage, index: int) -> int:
    """The last sentence of the list that a sentence opens: what follows while it begins with ordinal marks."""
    last, count = index, len(passage.sentences)
    if index + 1 >= count or not _opens(passage.sentence(index), passage.sentence(index + 1)):
        return announced(passage, index)
    while last + 1 < min(count, index + MOST) and ORDINAL.match(passage.sentence(last + 1)):
        last += 1
    return last


def announced(passage: Passage, index: int) -> int:
    """The last of so many sentences as one says will come (难点主要有三个。); itself where it says none."""
    return min(index + _announced(passage.sentence(index)), len(passage.sentences) - 1)


def _announced(text: str) -> int:
    """How many sentences to come a short one announces (难点主要有三个。), 0 if it enumerates them itself or none."""
    found = TELLS.search(text)
    return (numbers.whole(found["n"]) or 0) if found and len(text) <= SHORT and not runs(text) else 0


def _opens(text: str, following: str) -> bool:
    """Whether a sentence announces a list, or is itself its first item, and the next goes on."""
    opened = ANNOUNCES.search(text) or ORDINAL.match(text) or MARKS.search(text) or COUNT.search(fold(text))
    return bool(opened and ORDINAL.match(following))
