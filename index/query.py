"""What is looked for: concepts, each a word of the question with what else may stand for it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from index.words import Words, fold, lexicon

SYNONYMS = "synonyms.txt"
PAIR_WEIGHT = 0.25  # of a pair of characters against a word
SYNONYM_WEIGHT = 0.6  # of another word for the same thing, in BM25
LONGEST = 10  # characters of an entry that is looked for in a question


@dataclass(frozen=True, slots=True)
class Concept:
    """Words of the question that stand for one thing, and the other words for it, each a list of tokens."""

    words: tuple[str, ...]
    others: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
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
    def weighted(self) -> list[tuple[str, float]]:
        """Tokens with their weights, for BM25."""
        told = dict.fromkeys(self.words, 1.0) | dict.fromkeys(self.pairs, PAIR_WEIGHT)
        for concept in self.concepts:
            for other in concept.others:
                for word in other:
                    told.setdefault(word, SYNONYM_WEIGHT / len(other))
        return list(told.items())


class Understanding:
    """Makes queries: cuts the question, adds synonyms from the lexicon and the user's own file."""

    def __init__(self, words: Words, own: Path | None = None) -> None:
        self._words = words
        self._own = own

    @cached_property
    def _sets(self) -> dict[str, list[str]]:
        """Each entry with its synonyms."""
        own = self._own.read_text("utf-8").splitlines() if self._own and self._own.is_file() else []
        sets: dict[str, list[str]] = {}
        for line in lexicon(SYNONYMS) + [line for line in own if line and not line.startswith("#")]:
            entries = [fold(entry) for entry in line.split()]
            for entry in entries:
                sets.setdefault(entry, []).extend(other for other in entries if other != entry)
        return sets

    def query(self, text: str) -> Query:
        """The concepts and pairs of a question."""
        folded = fold(text)
        words = list(dict.fromkeys(self._words.cut(folded)))
        concepts = []
        for entry in self._found(folded):
            own = tuple(word for word in self._cut(entry) if word in words)
            others = tuple(dict.fromkeys(tokens for other in self._sets[entry] if (tokens := self._cut(other))))
            if own:
                concepts.append(Concept(own, others))
                words = [word for word in words if word not in own]
        concepts += [Concept((word,)) for word in words]
        return Query(text, tuple(concepts), tuple(dict.fromkeys(self._words.pairs(folded))))

    def _found(self, folded: str) -> list[str]:
        """Entries of the lexicon in a question, longest first, none inside another; Latin ones as whole words."""
        found: list[str] = []
        taken = [False] * len(folded)
        starts = [i for i in range(len(folded) - 1) if folded[i : i + 2] in self._heads]
        for size in range(min(LONGEST, len(folded)), 1, -1):
            for start in starts:
                entry = folded[start : start + size]
                if len(entry) == size and entry in self._sets and not any(taken[start : start + size]):
                    if _whole(folded, start, size):
                        taken[start : start + size] = [True] * size
                        found.append(entry)
        return found

    @cached_property
    def _heads(self) -> frozenset[str]:
        """The first two characters of all entries."""
        return frozenset(entry[:2] for entry in self._sets)

    @lru_cache(maxsize=4096)  # noqa: B019 - one object for the life of a process
    def _cut(self, entry: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._words.cut(entry)))


def _whole(text: str, start: int, size: int) -> bool:
    """Whether a stretch of text is no part of a longer Latin word or number."""
    before, after = text[start - 1 : start], text[start + size : start + size + 1]
    return not (_latin(text[start]) and _latin(before)) and not (_latin(text[start + size - 1]) and _latin(after))


def _latin(char: str) -> bool:
    return char.isascii() and (char.isalnum() or char in ".%") and bool(char)
