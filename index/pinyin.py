"""Names in pinyin: which words of a library a word in Latin letters may spell."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property, lru_cache
from itertools import islice, product

from index.words import HAN_RUN, PAIR

LONGEST = 4  # characters of a name
READINGS = 4  # of a word at the most, where its characters have several
SHORTEST = 4  # letters: fewer spell too many words


class Pinyin:
    """The words and pairs of characters of a library by their spelling, without tones and spaces."""

    def __init__(self, terms: Collection[str]) -> None:
        self.terms = terms

    def find(self, word: str) -> tuple[str, ...]:
        """The terms that a word may spell; the table of all is made when the first such word is asked for."""
        return tuple(self._spelt.get(word, ())) if len(word) >= SHORTEST and word.isalpha() else ()

    @cached_property
    def _spelt(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = {}
        for term in self.terms:
            word = term.removeprefix(PAIR)
            if 2 <= len(word) <= LONGEST and HAN_RUN.fullmatch(word):
                for spelling in islice(product(*map(_readings, word)), READINGS):
                    table.setdefault("".join(spelling), []).append(term)
        return table


@lru_cache(1 << 14)
def _readings(char: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    found: list[str] = pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(reading.replace("ü", "v") for reading in found))


def spelling(name: str) -> str:
    """A name in Latin letters, each character by its first reading, without tones and spaces; others stay."""
    return "".join(_readings(char)[0] for char in name)
