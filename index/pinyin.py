"""Names in pinyin: which words of a library a word in Latin letters may spell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import islice, product

from index.words import HAN_RUN, PAIR

LONGEST = 4  # characters of a name
READINGS = 4  # of a name at the most, where its characters have several
SHORTEST = 4  # letters: fewer spell too many words
Holds = Callable[[Sequence[str]], Collection[bool]]  # which of some terms the library has


class Pinyin:
    """The words and pairs of characters of a library by their spelling, without tones and spaces.

    No table of all words is made: the characters of each syllable are put together, as far as the library has pairs
    of them. `characters` tells those that it has at all.
    """

    def __init__(self, characters: Callable[[], Iterable[str]] = tuple, holds: Holds = lambda terms: ()) -> None:
        self._characters, self._holds = characters, holds

    def find(self, word: str) -> tuple[str, ...]:
        """The terms that a word may spell."""
        if len(word) < SHORTEST or not word.isalpha():
            return ()
        return tuple(dict.fromkeys(term for split in self._splits(word) for term in self._terms(split)))

    def _splits(self, word: str, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
        """The ways to read a word as two to four syllables."""
        if not word and len(before) > 1:
            yield before
        if not word or len(before) == LONGEST:
            return
        for size in range(1, min(len(word), self._longest) + 1):
            if word[:size] in self._spelt:
                yield from self._splits(word[size:], (*before, word[:size]))

    def _terms(self, syllables: tuple[str, ...]) -> list[str]:
        """The terms of so many characters; each two of them stand beside each other somewhere."""
        found = self._spelt[syllables[0]]
        for syllable in syllables[1:]:
            pairs = {last: [last + c for c in self._spelt[syllable]] for last in {text[-1] for text in found}}
            here = set(self._held([PAIR + pair for both in pairs.values() for pair in both]))
            found = [text + pair[1] for text in found for pair in pairs[text[-1]] if PAIR + pair in here]
        return self._held([*found, *(PAIR + text for text in found if len(text) == 2)])

    def _held(self, terms: list[str]) -> list[str]:
        return [term for term, there in zip(terms, self._holds(terms), strict=True) if there] if terms else []

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self._spelt), default=0)

    @cached_property
    def _spelt(self) -> dict[str, list[str]]:
        """The characters of the library by their readings."""
        table: dict[str, list[str]] = {}
        for char in self._characters():
            if len(char) == 1 and HAN_RUN.fullmatch(char):
                for reading in _readings(char):
                    table.setdefault(reading, []).append(char)
        return table


class Names:
    """The same of a list of names, by a table of all their spellings."""

    def __init__(self, names: Iterable[str]) -> None:
        self._table: dict[str, list[str]] = {}
        for name in names:
            if 2 <= len(name) <= LONGEST and HAN_RUN.fullmatch(name):
                for told in islice(product(*map(_readings, name)), READINGS):
                    self._table.setdefault("".join(told), []).append(name)

    def find(self, word: str) -> tuple[str, ...]:
        """The names that a word may spell."""
        return tuple(self._table.get(word, ())) if len(word) >= SHORTEST else ()


@lru_cache(1 << 14)
def _readings(char: str) -> tuple[str, ...]:
    from pypinyin import Style, pinyin

    found: list[str] = pinyin(char, style=Style.NORMAL, heteronym=True)[0]
    return tuple(dict.fromkeys(reading.replace("ü", "v") for reading in found))


def spelling(name: str) -> str:
    """A name in Latin letters, each character by its first reading, without tones and spaces; others stay."""
    return "".join(_readings(char)[0] for char in name)
