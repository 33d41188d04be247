"""What is looked for: concepts, each a word of the question with what else may stand for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from index import periods
from index.numbers import figures
from index.parts import ALL, Parts
from index.pinyin import Pinyin
from index.words import PAIR, Words, characters, fold, lexicon, own_entries, pairs

SYNONYMS = "synonyms.txt"
ENGLISH = "en-zh.tsv"
PHRASE = 8  # words of an English entry at the most
HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
# What is said to the one asked, and of the asking, not of the matter.
ADDRESS = re.compile(
    r"(?:请|麻烦|劳驾)?(?:你|您|大家)?(?:能不能|能否|可否|可不可以)?(?:再)?"
    r"(?:帮我|帮忙|替我|告诉我|(?:给我|跟我|和我|为我|帮)(?=[查找看搜说讲列]|介绍|总结|解释))"
    r"(?:[查找看搜问说讲列]{1,2}|介绍|解释|总结)?(?:一下|下|出来)?"
    r"|请问|请教|我?想(?:要)?(?:知道|了解|问|查|请教)(?:一下|下)?"
    r"|有没有(?:提到|提及|提过|说到|讲到|谈到|讲过|写到)|(?:这|那)(?:篇)?(?:文章|报道)(?:里面|里|中)?"
    r"|(?:根据|按照?|据)(?:杂志|文章|本刊|刊物|文中|这一?期)(?:里面|里|中|上)?(?:的)?(?:说法|报道|介绍|内容)?"
    r"|(?:杂志|文章|刊物|文中)(?:里面|里|中|上)(?:有没有)?(?:说|讲|写|提到|提及|谈到)?"
    r"|\baccording to (?:the|this|your) (?:article|text|passage|magazine|issue|journal)s?\b"
    r"|\b(?:in|does) the (?:article|text|passage|magazine)\b(?: (?:say|mention|tell))?"
    r"|\b(?:can|could|would) you (?:please )?(?:tell|show|give|explain to|find) (?:me|us)\b"
    r"|\bi(?:'d| would| want| need) (?:like )?to (?:know|learn|find out|ask)\b|\bdo you (?:happen to )?know\b"
)
LATIN_WORD = re.compile(r"[a-z0-9][a-z0-9'&.\-]*[a-z0-9]|[a-z0-9]")
PAIR_WEIGHT = 0.25  # of a pair of characters against a word
SYNONYM_WEIGHT = 0.6  # of another word for the same thing, in BM25
FEW = 2  # other words for a thing, beyond which each tells less
OTHER_CHARACTER = (0.5, 0.3)  # weight of a character of a few other words for the same thing, of many
BRITISH = (("isation", "ization"), ("ise", "ize"), ("ising", "izing"), ("our", "or"), ("tre", "ter"), ("ould", "old"))
ENDINGS = (  # what is taken off a word, and what is put in its place
    ("", ""), ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
    ("er", ""), ("er", "e"), ("ier", "y"), ("est", ""), ("est", "e"), ("iest", "y"),
)  # fmt: skip
LONGEST = 10  # characters of an entry that is looked for in a question
Wordings = tuple[tuple[str, ...], ...]  # ways to say one thing, each a list of tokens


@dataclass(frozen=True, slots=True)
class Concept:
    """Words of the question that stand for one thing, and the other words for it."""

    words: tuple[str, ...]
    others: Wordings = ()

    @property
    def wordings(self) -> Wordings:
        """The question's own words for it, then others."""
        return self.words, *self.others

    def stands_in(self, text: str) -> bool:
        """Whether a folded text holds all words of one of its wordings."""
        return any(all(word in text for word in wording) for wording in self.wordings)


@dataclass(frozen=True)
class Query:
    """A question as the index sees it."""

    text: str
    concepts: tuple[Concept, ...]
    pairs: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The question's own words."""
        return tuple(word for concept in self.concepts for word in concept.words)

    @property
    def others(self) -> tuple[str, ...]:
        """The words of other wordings."""
        return tuple(word for concept in self.concepts for other in concept.others for word in other)

    @property
    def weighted(self) -> list[tuple[str, float]]:
        """Tokens with their weights, for BM25."""
        told = dict.fromkeys(self.words, 1.0) | dict.fromkeys(self.pairs, PAIR_WEIGHT)
        for concept in self.concepts:
            for other in concept.others:
                for word in other:
                    told.setdefault(word, SYNONYM_WEIGHT / len(other))
        return list(told.items())

    @cached_property
    def own_characters(self) -> tuple[str, ...]:
        """The characters, runs of letters and numbers of the question's own words."""
        return tuple(character for word in self.words for character in characters(word))

    @cached_property
    def characters(self) -> dict[str, float]:
        """Characters with their weights, for BM25 by character: the question's own, then those of other words."""
        told = dict.fromkeys(self.own_characters, 1.0)
        for weight, few in zip(OTHER_CHARACTER, (True, False), strict=True):
            concepts = [concept for concept in self.concepts if (len(concept.others) <= FEW) is few]
            others = {word for concept in concepts for other in concept.others for word in other}
            for character in sorted({character for word in others for character in characters(word)}):
                told.setdefault(character, weight)
        return told


class Understanding:
    """Makes queries: cuts the question, adds synonyms and renderings from the lexica and the user's own files.

    `own` is the folder of those (`synonyms.txt`, `en-zh.tsv`). `pinyin` tells which words the library that is there at
    the time has for a name.
    """

    def __init__(
        self,
        words: Words,
        own: Path | None = None,
        pinyin: Callable[[], Pinyin] = Pinyin,
        parts: Parts = ALL,
    ) -> None:
        self._words = words
        self._own = own
        self._pinyin = pinyin if parts.pinyin else Pinyin
        self._parts = parts

    @cached_property
    def _sets(self) -> dict[str, list[str]]:
        """Each entry with its synonyms."""
        sets: dict[str, list[str]] = {}
        for line in self._entries(SYNONYMS) if self._parts.synonyms else []:
            entries = [fold(entry) for entry in line.split()]
            for entry in entries:
                sets.setdefault(entry, []).extend(other for other in entries if other != entry)
        return sets

    @cached_property
    def _english(self) -> dict[str, tuple[str, ...]]:
        """English words and phrases with their Chinese renderings, the likeliest first."""
        entries = (line.split("\t") for line in (self._entries(ENGLISH) if self._parts.lexicon else []))
        return {HYPHEN.sub(" ", fold(entry[0])): tuple(entry[1].split()) for entry in entries if len(entry) == 2}

    def _entries(self, name: str) -> list[str]:
        """What ships, then the user's own, which takes its place where both have an entry."""
        return lexicon(name) + own_entries(self._own / name if self._own else None)

    def query(self, text: str) -> Query:
        """The concepts and pairs of a question."""
        folded = _matter(fold(text))
        words = list(dict.fromkeys(self._words.cut(folded)))
        loose = _loose(pairs(folded), words) if self._parts.pairs else ()
        concepts, words = _figured(folded, words) if self._parts.figures else ([], words)
        concepts += self._translated(folded, words)
        words = [word for word in words if not any(word in concept.words for concept in concepts)]
        for entry in self._found(folded):
            own = tuple(word for word in self._cut(entry) if word in words)
            if own:
                concepts.append(Concept(own, self._others(entry)))
                words = [word for word in words if word not in own]
        concepts += [Concept((word,)) for word in words]
        return Query(text, tuple(concepts), loose)

    def alike(self, phrase: str) -> tuple[str, ...]:
        """Other ways to put a folded word or phrase: its synonyms, and the Chinese renderings of an English one."""
        head, _, last = HYPHEN.sub(" ", phrase).rpartition(" ")
        rendered = (self._english.get(f"{head} {stem}".strip(), ()) for stem in stems(last))
        return (*self._sets.get(phrase, ()), *(text for texts in rendered for text in texts))

    def _translated(self, folded: str, words: list[str]) -> Iterator[Concept]:
        """English words and phrases of a question with what they are in Chinese, longest first."""
        latin = LATIN_WORD.findall(folded)
        if len(latin) < 2:
            return
        at = 0
        words = list(words)
        while at < len(latin):
            size, renderings = self._rendered(latin, at)
            others = tuple(map(self._cut, renderings))
            if not others:
                size, others = self._spelt(latin[at : at + 2])
            own = tuple(bare for word in latin[at : at + size] if (bare := word.removesuffix("'s")) in words)
            if others and own:
                words = [word for word in words if word not in own]
                yield Concept(own, tuple(dict.fromkeys(filter(None, others))))
            at += size

    def _spelt(self, latin: list[str]) -> tuple[int, Wordings]:
        """How many words are a name in pinyin, two (Lin Qiao) or the first, and what in the library it may spell."""
        if latin[0] in self._words.stopwords:
            return 1, ()
        for size in range(len(latin), 0, -1):
            found = self._pinyin().find("".join(latin[:size]).removesuffix("'s"))
            if found:
                return size, tuple((term,) for term in found)
        return 1, ()

    def _rendered(self, latin: list[str], at: int) -> tuple[int, tuple[str, ...]]:
        """How many words from here make an entry, and its renderings; (1, ()) where there is none."""
        for size in range(min(PHRASE, len(latin) - at), 0, -1):
            head = " ".join(latin[at : at + size - 1])
            for last in stems(latin[at + size - 1]):
                found = self._english.get(f"{head} {last}".strip())
                if found:
                    return size, found
        return 1, ()

    def _found(self, folded: str) -> list[str]:
        """Entries of the lexicon in a question, longest first, none inside another; Latin ones as whole words."""
        found: list[str] = []
        taken = [False] * len(folded)
        heads = ((start, self._heads.get(folded[start : start + 2], ())) for start in range(len(folded) - 1))
        likely = [(-size, start) for start, sizes in heads for size in sizes if start + size <= len(folded)]
        for less, start in sorted(likely):
            end = start - less
            entry = folded[start:end]
            if entry in self._sets and not any(taken[start:end]) and _whole(folded, start, end - start):
                taken[start:end] = [True] * (end - start)
                found.append(entry)
        return found

    @cached_property
    def _heads(self) -> dict[str, set[int]]:
        """The first two characters of all entries, with the lengths of these."""
        heads: dict[str, set[int]] = {}
        for entry in self._sets:
            if 1 < len(entry) <= LONGEST:
                heads.setdefault(entry[:2], set()).add(len(entry))
        return heads

    @lru_cache(maxsize=4096)  # noqa: B019 - one object for the life of a process
    def _others(self, entry: str) -> Wordings:
        """The words of each synonym of an entry."""
        return tuple(dict.fromkeys(filter(None, map(self._cut, self._sets[entry]))))

    @lru_cache(maxsize=4096)  # noqa: B019 - one object for the life of a process
    def _cut(self, entry: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._words.cut(entry)))


def _matter(folded: str) -> str:
    """A folded question without its address, hyphens parted, 去年底 as 去年年底, 18年底 as 2018年底."""
    return periods.in_full(periods.parted(HYPHEN.sub(" ", ADDRESS.sub(" ", folded))))


def _figured(folded: str, words: list[str]) -> tuple[list[Concept], list[str]]:
    """Figures of a question in their normal form, which texts hold too, and the words beside them.

    The words of a figure are not looked for: of 10 billion a text with 10 holds nothing.
    """
    found = figures(folded)
    put = [folded[figure.start : figure.end] for figure in found]
    normals = dict.fromkeys(figure.normal for figure in found)
    rest = [word for word in words if word not in normals and not any(word in part for part in put)]
    return [Concept((normal,)) for normal in normals], rest


def _loose(found: list[str], words: list[str]) -> tuple[str, ...]:
    """Pairs of characters that no word holds together: names, new words, wrong cuts."""
    inside = {PAIR + word[i : i + 2] for word in words for i in range(len(word) - 1)}
    return tuple(pair for pair in dict.fromkeys(found) if pair not in inside)


@lru_cache(maxsize=4096)
def stems(word: str) -> tuple[str, ...]:
    """A word as it stands, in American spelling, then without the endings of plural, past, progressive and degree."""
    return tuple(dict.fromkeys(_stems(word)))


def _stems(word: str) -> Iterator[str]:
    spellings = (word, *(word.replace(british, american) for british, american in BRITISH if british in word))
    yield from spellings
    for spelling in spellings:
        yield from _bare(spelling.removesuffix("'s"))


def _bare(word: str) -> Iterator[str]:
    for ending, instead in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: len(word) - len(ending)] + instead
            yield stem
            if len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]


def _whole(text: str, start: int, size: int) -> bool:
    """Whether a stretch of text is no part of a longer Latin word or number."""
    before, after = text[start - 1 : start], text[start + size : start + size + 1]
    return not (_latin(text[start]) and _latin(before)) and not (_latin(text[start + size - 1]) and _latin(after))


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".%") and bool(char)
