"""Names in a claim, Chinese and in Latin letters: persons, bodies, places, documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.words import Words
from ingest.surnames import DOUBLE_SURNAMES, SURNAMES

HAN = re.compile(r"[\u3400-\u9fff]")
BOOK = re.compile(r"《[^《》]{1,80}》")
NUMBERED = re.compile(r"[\u4e00-\u9fff]{1,8}[〔\[(【]\d{4}[〕\])】]\s?第?\d{1,5}号")
BODY = re.compile(
    r"(?:公司|集团|大学|学院|研究院|研究所|实验室|中心|协会|学会|委员会|办公室|基金会|联盟|厅|局|部|委|所|院|医院|银行|出版社|中学|小学)$"
)
PLACES, PERSONS, OTHERS = ("ns", "nt"), ("nr", "nrfg"), ("nrt", "nz")  # tags of jieba
PROPER = (*PLACES, *PERSONS, *OTHERS)
NOUNS = ("n", "j", "l", "b")
ADMINISTRATIVE = "省市区县镇乡村"
LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9&'’.+-]*[A-Za-z0-9+]|[A-Za-z]")
LETTERED = re.compile(r"[A-Za-z]")
OPENING = re.compile(r"(?:^|[.!?:;\n\"“(])\s*$")
CONNECTING = ("of", "the", "and", "for", "in", "on", "at", "de")
UNITS = frozenset(
    re.findall(r"\w+", "km m cm mm nm kg g mg t ml l kw mw gw kwh mwh gwh gb tb mb hz mhz ghz ha rmb cny usd am pm")
)


@dataclass(frozen=True, slots=True)
class Latin:
    """A name in Latin letters, its words; `opens` that its first stands where any word is capital."""

    words: tuple[str, ...]
    opens: bool = False


def documents(text: str) -> list[str]:
    """Titles in 《》, and numbers of documents (杭政〔2017〕66号)."""
    return [*BOOK.findall(text), *(match[0] for match in NUMBERED.finditer(text))]


def chinese(text: str, words: Words) -> Iterator[str]:
    """Persons, places, bodies and proper names of a folded text by the tags of its words, and members of its lists."""
    tagged = [*words.tagged(text), ("", "x")]
    for (word, tag), (_, after) in pairwise(tagged):
        if name := _name(word, tag, after):
            yield name
    for before, run, after in _nouns(tagged):
        if BODY.search(run[-1]) and (len(run) > 1 or len(run[0]) > 3):
            yield "".join(run[-2:])
        if before == "、" and after in ("、", "等"):
            yield "".join(run)


def _nouns(tagged: Sequence[tuple[str, str]]) -> Iterator[tuple[str, list[str], str]]:
    """The runs of nouns, each with the word before it and the word after it."""
    before, run = "", list[str]()
    for word, tag in tagged:
        if tag.startswith(NOUNS) and HAN.match(word):
            run.append(word)
            continue
        if run:
            yield before, run, word
        before, run = word, []


def _name(word: str, tag: str, after: str) -> str | None:
    """A word that is a name by its tag; a person also by the surname, unless a figure follows (高达5亿)."""
    if len(word) < 2 or not HAN.match(word):
        return None
    if tag in PLACES:
        return word if len(word) < 3 else word.rstrip(ADMINISTRATIVE)
    return word if tag in OTHERS or (tag in PERSONS and _surnamed(word) and after != "m") else None


def _surnamed(word: str) -> bool:
    return word[0] in SURNAMES or word[:2] in DOUBLE_SURNAMES


def latin(text: str) -> list[Latin]:
    """Names in Latin letters of a text as written: among Chinese every such word, in English the capital ones."""
    among_chinese = bool(HAN.search(text))
    found: list[Latin] = []
    run: list[re.Match[str]] = []
    for match in LATIN.finditer(text):
        named = _is_name(text, match, among_chinese)
        joined = bool(run) and not text[run[-1].end() : match.start()].strip()
        if run and not (joined and (named or match[0] in CONNECTING)):
            found.append(_latin(text, run))
            run = []
        if named or run:
            run.append(match)
    return [*found, _latin(text, run)] if run else found


def _is_name(text: str, match: re.Match[str], among_chinese: bool) -> bool:
    word = match[0]
    if not LETTERED.search(word) or (word.casefold() in UNITS and text[: match.start()].rstrip()[-1:].isdigit()):
        return False
    if re.fullmatch(r"\d+(?:st|nd|rd|th|s|%)|I", word):
        return False
    return among_chinese or not word.islower()


def _latin(text: str, run: list[re.Match[str]]) -> Latin:
    words = [match[0].removesuffix("'s").removesuffix("’s") for match in run]
    while len(words) > 1 and words[-1] in CONNECTING:
        words.pop()
    opens = words[0][1:].islower() and not HAN.search(text) and OPENING.search(text[: run[0].start()])
    return Latin(tuple(words), bool(opens))
