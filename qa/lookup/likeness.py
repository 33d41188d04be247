"""How much a stretch of text is like a quotation from memory.

Texts are compared as tokens: Chinese characters, Latin words, figures in normal form (三成 is 30%), so that
punctuation, width, traditional characters and the way of writing a figure do not count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from index.numbers import figures
from index.words import fold

Tokens = tuple[str, ...]
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U000323af]")
TOKEN = re.compile(rf"{HAN.pattern}|[a-z]+|\d+(?:\.\d+)?%?")
CLAUSE = re.compile(r"[，。；：、！？,;:!?“”\"（）()《》…—\n]+|\.(?!\d)")
SHORT, TINY = 5, 3  # tokens of a clause that is taken together with its neighbour


@dataclass(frozen=True, slots=True)
class Likeness:
    """Shares from 0 to 1 of a quotation and a stretch of text that match.

    `order`: in the order of the text, or each clause for itself; `sound`: the same by pinyin, since people who write
    from memory take one homophone for another; `pairs`: tokens of the quotation that stand there beside the same
    neighbour, in whatever order.
    """

    order: float
    sound: float
    pairs: float

    @property
    def total(self) -> float:
        """One figure to order by."""
        return (self.order + self.sound + self.pairs) / 3


@dataclass(frozen=True)
class Quotation:
    """What is looked for."""

    text: str

    @cached_property
    def tokens(self) -> Tokens:
        """Its tokens."""
        return tokens(self.text)

    @cached_property
    def _clauses(self) -> list[Tokens]:
        """The tokens of its clauses, short ones together with the one before."""
        found: list[Tokens] = []
        for clause in filter(None, map(tokens, CLAUSE.split(self.text))):
            if found and (len(found[-1]) < SHORT or len(clause) < TINY):
                found[-1] += clause
            else:
                found.append(clause)
        return found

    @cached_property
    def _sounds(self) -> tuple[Tokens, list[Tokens]]:
        return sounds(self.tokens), [sounds(clause) for clause in self._clauses]

    def pairs_in(self, there: Tokens) -> float:
        """The share of its tokens that stand beside the same neighbour in some tokens; of a lone one, if it does."""
        if len(self.tokens) < 2:
            return float(self.tokens[:1] in {(token,) for token in there})
        known = set(pairwise(there))
        held = [pair in known for pair in pairwise(self.tokens)]
        beside = zip([False, *held], [*held, False], strict=True)
        return sum(before or after for before, after in beside) / len(self.tokens)

    def likeness(self, there: Tokens) -> Likeness:
        """How much some tokens are like it."""
        heard, clauses = self._sounds
        return Likeness(
            _in_order(self.tokens, self._clauses, there),
            _in_order(heard, clauses, sounds(there)),
            self.pairs_in(there),
        )

    def stands_in(self, there: Tokens) -> bool:
        """Whether it stands in some tokens as it is."""
        size = len(self.tokens)
        return any(there[i : i + size] == self.tokens for i in range(len(there) - size + 1))


@lru_cache(maxsize=16384)
def tokens(text: str) -> Tokens:
    """The tokens of a text."""
    folded = fold(text)
    for figure in reversed(figures(folded)):
        folded = f"{folded[: figure.start]} {figure.normal} {folded[figure.end :]}"
    return tuple(TOKEN.findall(folded))


def sounds(told: Tokens) -> Tokens:
    """Tokens with Chinese characters as pinyin without tones."""
    return tuple(_sound(token) if token >= "\u3400" else token for token in told)


@lru_cache(maxsize=1 << 14)
def _sound(char: str) -> str:
    from pypinyin import lazy_pinyin

    return str(lazy_pinyin(char)[0])


def same(one: Tokens, other: Tokens) -> float:
    """The share of two texts that is common to both, in order."""
    from rapidfuzz.distance import LCSseq

    return 2 * LCSseq.similarity(one, other) / ((len(one) + len(other)) or 1)


def _in_order(quoted: Tokens, clauses: list[Tokens], there: Tokens) -> float:
    """The likeness of the whole, or that of its clauses one by one where that is more."""
    whole = _aligned(quoted, there)
    apart = sum(_aligned(clause, there) * len(clause) for clause in clauses) / (len(quoted) or 1)
    return max(whole, apart) if len(clauses) > 1 else whole


def _aligned(quoted: Tokens, there: Tokens) -> float:
    """The likeness of a quotation to the stretch that it fits best; of a shorter text to the whole quotation."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import LCSseq

    if not quoted or not there:
        return 0.0
    if len(quoted) >= len(there):
        return same(quoted, there)
    found = fuzz.partial_ratio_alignment(quoted, there)
    if found is None:
        return 0.0
    room = len(quoted) // 2  # the stretch is longer than the quotation where words were left out
    stretch = there[max(0, found.dest_start - room) : found.dest_end + room]
    equal = [part for part in LCSseq.opcodes(quoted, stretch) if part.tag == "equal"]
    if not equal:
        return 0.0
    common = sum(part.src_end - part.src_start for part in equal)
    return max(found.score / 100, 2 * common / (len(quoted) + equal[-1].dest_end - equal[0].dest_start))
