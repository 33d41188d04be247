"""A dialogue as a follow-up looks back at it: its turns, and what they name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from index.library import Library
from index.pinyin import Pinyin
from index.places import levels
from index.words import Words
from qa.things import Thing, Type, things, type_of
from qa.types import Answer

MOST = 2000  # characters of an answer that are read for what it names


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer; `asked` is the question as it was completed.

    `quotes` are what the answer cites, `authors` and `article` those of the first citation.
    """

    question: str
    answer: str = ""
    asked: str = ""
    quotes: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    article: str = ""

    @classmethod
    def of(cls, answer: Answer) -> Turn:
        """The turn that ended with an answer."""
        return cls.from_json(answer.as_json())

    @classmethod
    def from_json(cls, item: Mapping[str, Any]) -> Turn:
        """A turn of an Answer object, or of one with some of its keys."""
        cited = item.get("citations") or [{}]
        quotes = tuple(str(citation["quote"]) for citation in cited if citation.get("quote"))
        authors = tuple(map(str, item.get("authors") or cited[0].get("authors") or ()))
        article = str(item.get("article") or cited[0].get("article") or "")
        question, answer, asked = (str(item.get(key) or "") for key in ("question", "answer", "asked"))
        return cls(question, answer, asked, quotes, authors, article)


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
def _spelt() -> Pinyin:
    return Pinyin(list(levels()))
