"""Words for search: text folded to one form, cut by jieba, with pairs of characters beside.

The pairs find what the dictionary cuts otherwise in question and text; words carry the meaning.
"""

from __future__ import annotations

import gc
import hashlib
import logging
import math
import re
import unicodedata
from collections.abc import Sequence
from functools import cached_property, lru_cache
from importlib import resources
from io import TextIOWrapper
from pathlib import Path
from typing import IO, Any

from index import periods
from index.numbers import figures
from ingest.text.decode import decode

RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+|[a-z0-9]+(?:[.,\-+/&][a-z0-9]+)*[+%]?")
HAN_RUN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]+")
LETTERS = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+")
TERMS = "terms.txt"
PART_COST = 16.0  # about the log of all frequencies: fewer, longer parts win
PAIR = "_"
STOP = "stopwords.txt"
CUTS = 1 << 16  # long words whose parts are remembered


def lexicon(name: str) -> list[str]:
    """The entries of a plain file in index/lexica, comments and blank lines left out."""
    text = resources.files("index").joinpath("lexica", name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def own_entries(path: Path | None) -> list[str]:
    """The entries of a user's own file, in any encoding that sources may have; none where there is no file."""
    if path is None or not path.is_file() or not path.stat().st_size:
        return []
    lines = decode(path.read_bytes(), str(path)).splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


@lru_cache(maxsize=1)
def _to_simplified() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def fold(text: str) -> str:
    """NFKC, lower case, traditional characters to simplified ones; what two writers would type alike."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return text if text.isascii() else _simplify(text)


def _simplify(text: str) -> str:
    try:
        "".join(HAN_RUN.findall(text)).encode("gb2312")  # holds simplified characters only: nothing to convert
    except UnicodeEncodeError:
        return str(_to_simplified().convert(text))
    return text


class Words:
    """A tokenizer with a dictionary of its own; `terms` is a file of further entries (WORD FREQ TAG)."""

    def __init__(self, terms: Path | None = None) -> None:
        self._terms = terms
        self._cuts: dict[str, list[str]] = {}

    @cached_property
    def name(self) -> str:
        """Names dictionary and cutting, for the library's manifest."""
        digest = hashlib.sha256("\n".join([*self._entries(), *lexicon(STOP)]).encode()).hexdigest()[:8]
        return f"jieba-search+pairs+figures+years/3 terms:{digest}"

    def _entries(self) -> list[str]:
        return lexicon(TERMS) + own_entries(self._terms)

    @cached_property
    def _jieba(self) -> Any:
        return _tokenizer(tuple(self._entries()))

    @property
    def counts(self) -> dict[str, int]:
        """How often each word of the dictionary was counted."""
        return {word: count for word, count in self._jieba.FREQ.items() if count > 0}

    def warm(self) -> None:
        """Load the dictionary, in a thread while something else is waited for."""
        _ = self._jieba

    @cached_property
    def stopwords(self) -> frozenset[str]:
        """Function and question words, which tell nothing of a text's subject."""
        return frozenset(lexicon(STOP))

    def cut(self, text: str) -> list[str]:
        """Words of a text, folded, with the words inside long words; punctuation and function words left out."""
        return self._cut(fold(text))

    def _cut(self, folded: str) -> list[str]:
        tokenizer = self._jieba
        stop = self.stopwords
        words: list[str] = []
        for run in RUN.findall(folded):
            if run[0] < "\u3400":
                if run not in stop:
                    words.append(run)
                continue
            for word in tokenizer.cut(run):
                if word in stop:
                    continue
                words.append(word)
                if len(word) > 3:
                    words.extend(self._parts(word))
        return words

    def _parts(self, word: str) -> list[str]:
        """The words that a long word is made of: its likeliest cut into words of two characters or more."""
        known = self._cuts.get(word)
        if known is None:
            if len(self._cuts) >= CUTS:
                self._cuts.clear()
            known = [part for part in _cut_inside(word, self._jieba.FREQ) if part not in self.stopwords]
            self._cuts[word] = known
        return known

    def tagged(self, text: str) -> list[tuple[str, str]]:
        """All words of a text in order, each with its part of speech as jieba tags it (nr a person, ns a place)."""
        return [(pair.word, pair.flag) for pair in self._tagger.cut(text)]

    @cached_property
    def _tagger(self) -> Any:
        return _tagger(self._jieba)

    def tokens(self, text: str, issue: str = "") -> list[str]:
        """Words and pairs of characters as they are indexed, figures in normal form, years as seen from the issue."""
        folded = fold(text)
        amounts = (figure.normal for figure in figures(folded))
        return [*self._cut(periods.parted(folded)), *pairs(folded), *amounts, *periods.words(folded, issue)]


@lru_cache(maxsize=2)
def _tokenizer(entries: tuple[str, ...]) -> Any:
    """jieba with these further entries, not to be changed: it takes a second to load, so all libraries share it."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = frequencies(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for entry in entries:
        word, *rest = entry.split()
        frequency = int(rest[0]) if rest and rest[0].isdecimal() else None
        tokenizer.add_word(fold(word), frequency, rest[-1] if rest else None)
    gc.freeze()  # half a million entries that stay: the collector need not walk them again and again
    return tokenizer


@lru_cache(maxsize=2)
def _tagger(tokenizer: Any) -> Any:
    from jieba.posseg import POSTokenizer

    return POSTokenizer(tokenizer)


def frequencies(dictionary: IO[bytes]) -> tuple[dict[str, int], int]:
    """Of each word of a dictionary (WORD FREQ TAG) its frequency, 0 of what only begins words; and the sum of all.

    As jieba reads it, without jieba's cache: that lies in the temp folder, where others may write, and loads no faster.
    """
    told: dict[str, int] = {}
    total = 0
    with TextIOWrapper(dictionary, "utf-8") as lines:
        for line in lines:
            word, frequency = line.split(" ", 2)[:2]
            told[word] = int(frequency)
            total += told[word]
            for size in range(len(word) - 1, 0, -1):
                if (head := word[:size]) in told:  # so is all that begins it
                    break
                told[head] = 0
    return told, total


def pairs(folded: str) -> list[str]:
    """Pairs of neighbouring Chinese characters, marked so that they do not count as words."""
    return [PAIR + run[i : i + 2] for run in HAN_RUN.findall(folded) for i in range(len(run) - 1)]


def characters(word: str) -> Sequence[str]:
    """The Chinese characters of a word; of any other its runs of letters and its numbers."""
    return word if word[0] >= "\u3400" else LETTERS.findall(word)


def _cut_inside(word: str, frequency: dict[str, int]) -> list[str]:
    """The cut of a word into known words of 2 to 4 characters with the highest product of frequencies; else none."""
    best: list[tuple[float, list[str]] | None] = [(0.0, []), *([None] * len(word))]
    for end in range(2, len(word) + 1):
        for start in range(max(0, end - 4), end - 1):
            part, before = word[start:end], best[start]
            if before is None or part == word or not frequency.get(part):
                continue
            score = before[0] + math.log(frequency[part]) - PART_COST
            if best[end] is None or score > best[end][0]:  # type: ignore[index]
                best[end] = (score, [*before[1], part])
    found = best[len(word)]
    return found[1] if found else []
