"""A dialogue as a follow-up looks back at it: its turns, and what they name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from index.library import Library
from index.pinyin import Names
from index.places import levels
from index.words import Words
from qa.things import Thing, Type, things, type_of
from qa.types import Turn

MOST = 2000  # characters of an answer that are read for what it names


@dataclass(frozen=True, slots=True)
class Context:
    """The dialogue before a question, every turn with its question completed, and what the library knows."""

    turns: tuple[Turn, ...]
    library: Library

    @property
    def words(self) -> Words:
        """The tokenizer."""
        return self.library.words

    @property
    def before(self) -> str:
        """The last question, completed."""
        return self.turns[-1].asked

    def things(self, text: str) -> list[Thing]:
        """What a text names."""
        return things(text[:MOST], self.words, self.library.authors.values())

    def type_of(self, name: str) -> Type:
        """What a name alone is."""
        return type_of(name, self.words, self.library.authors.values())

    def render(self, name: str) -> str | None:
        """What an English name is in Chinese, by the lexicon; None where it knows none, or several words are meant."""
        if known := _spelt().find(name.casefold().replace(" ", "")):
            return known[0]
        concepts = self.library.query(f"what about {name}").concepts
        found = [concept for concept in concepts if concept.others and concept.words[0] in name.casefold()]
        return found[0].others[0][0] if len(found) == 1 else None


@lru_cache(maxsize=1)
def _spelt() -> Names:
    return Names(list(levels()))
