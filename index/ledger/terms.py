"""The words of an indicator in one form: synonyms as the first of their set, what tells nothing left out."""

from __future__ import annotations

import re
from functools import lru_cache

from index.query import SYNONYMS
from index.words import Words, fold, lexicon

LONGEST = 12  # characters of a synonym
LIGHT = "light.txt"
COUNT = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:数量|总数|总量|总额|数额|数目|总规模)|(?:(?<=研发)|(?<=r&d))(?:经费支出|经费投入|经费|投入)(?!强度)"
)
LATIN = re.compile("[a-z]")
ALIKE = (
    ("开发", "研发"),
    ("全程", "全长"),
    ("总长", "全长"),
    ("公司", "企业"),
    ("文章", "论文"),
)  # what figures are of, by either word
NUMBER = re.compile(r"[\d.,%+\-—–~/]+")


@lru_cache(maxsize=1)
def _light() -> frozenset[str]:
    return frozenset(lexicon(LIGHT))


@lru_cache(maxsize=1)
def _sets() -> tuple[dict[str, str], dict[str, tuple[int, ...]]]:
    """Each synonym with the shortest Chinese one of its set; for two first characters the lengths, longest first."""
    heads: dict[str, str] = {}
    for line in lexicon(SYNONYMS):
        entries = [fold(entry) for entry in line.split()]
        one = min(entries, key=lambda entry: (LATIN.search(entry) is not None, len(entry)))
        for entry in entries:
            if 1 < len(entry) <= LONGEST:
                heads.setdefault(entry, one)
    lengths: dict[str, set[int]] = {}
    for entry in heads:
        lengths.setdefault(entry[:2], set()).add(len(entry))
    return heads, {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}


@lru_cache(maxsize=16384)
def unified(text: str) -> str:
    """A text folded, white space and words for quantity out, each synonym in the one form of its set."""
    heads, lengths = _sets()
    folded = COUNT.sub("", "".join(fold(text).split()))
    put, at = [], 0
    while at < len(folded):
        for size in lengths.get(folded[at : at + 2], ()):
            first = heads.get(folded[at : at + size])
            if first and at + size <= len(folded) and not _inside(folded, at, size):
                put.append(first)
                at += size
                break
        else:
            put.append(folded[at])
            at += 1
    made = "".join(put)
    for word, one in ALIKE:
        made = made.replace(word, one)
    return made


def _inside(text: str, at: int, size: int) -> bool:
    """Whether a synonym in Latin letters is a part of a longer word."""
    first, last = text[at], text[at + size - 1]
    before, after = text[at - 1 : at], text[at + size : at + size + 1]
    return (first.isascii() and before.isascii() and before.isalnum()) or (
        last.isascii() and after.isascii() and after.isalnum()
    )


def terms(text: str, words: Words) -> tuple[str, ...]:
    """The words of a unified indicator that tell what it measures, each once, in alphabetic order."""
    light = _light()
    told = {word for word in words.cut(text) if word not in light and not NUMBER.fullmatch(word)}
    return tuple(sorted(word for word in told if not any(word != other and word in other for other in told)))
