"""Authors as people name them: in part, in pinyin, misspelt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from index.library import Library
from index.narrowing import bare
from index.pinyin import Names, spelling
from index.types import Filters
from ingest.errors import UnknownAuthor

TOLD, LIKE = 3, 50.0  # authors told where another is asked for; their likeness, of 100
WORD = re.compile(r"[A-Za-zÜü]+(?:[-'’][A-Za-zÜü]+)*")
LETTERS = re.compile(r"[^a-z]")
LED = re.compile(r"\b(?:does|did|has|by|author)\s+$", re.IGNORECASE)  # what a name in small letters stands behind


def narrowed(filters: Filters, library: Library) -> Filters:
    """The filters with an author in pinyin written in characters. Raises UnknownAuthor where the library has none."""
    asked = filters.author
    if asked is None or not library.authors or any(bare(asked) in bare(name) for name in library.authors.values()):
        return filters
    found = spelt(asked, library)
    if len(found) == 1:
        return replace(filters, author=found[0])
    if found:
        raise UnknownAuthor(f"{asked}: several authors are spelt so, {'、'.join(found)}; write the one you mean")
    near = nearest(asked, library)
    told = f"the nearest names are {'、'.join(near)}" if near else "`hangke articles` lists the authors"
    raise UnknownAuthor(f"{asked}: no article of the library is by an author of that name; {told}")


def named(asked: str, library: Library) -> list[str]:
    """The authors of exactly that name, in characters or pinyin."""
    exact = [name for name in library.authors.values() if bare(name) == bare(asked)]
    return exact or spelt(asked, library)


def spelt(asked: str, library: Library) -> list[str]:
    """The authors whose names a text spells in pinyin, surname first or last: Wu Fei, Fei Wu, wufei."""
    words = WORD.findall(asked)
    if not words or WORD.sub("", asked).strip(" ,."):
        return []
    table, known = _spellings(tuple(library.authors)), library.authors
    orders = dict.fromkeys(_letters("".join(order)) for order in (words, [words[-1], *words[:-1]]))
    return list(dict.fromkeys(known[term] for letters in orders for term in table.find(letters)))


@lru_cache(maxsize=4)
def _spellings(names: tuple[str, ...]) -> Names:
    """The names by their spelling; kept, since its table is made once."""
    return Names(names)


def nearest(asked: str, library: Library) -> list[str]:
    """The authors nearest in spelling, in characters or in pinyin, the nearest first."""
    letters = _letters(spelling(bare(asked)))
    likeness = {
        name: max(fuzz.ratio(bare(asked), bare(name)), fuzz.ratio(letters, _letters(spelling(bare(name)))))
        for name in library.authors.values()
    }
    return sorted((name for name, like in likeness.items() if like >= LIKE), key=lambda name: -likeness[name])[:TOLD]


def in_characters(text: str, library: Library) -> str:
    """A text with the authors that it names in pinyin written in characters.

    Capitals tell a name (Wu Fei), or the word before it does (by wu fei); else you can would be 尤灿.
    """
    pieces, done = [], 0
    for first, last in _names(text):
        if first >= done and len(found := spelt(text[first:last], library)) == 1:
            pieces += [text[done:first], found[0]]
            done = last
    return "".join([*pieces, text[done:]])


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Where three or two words stand that may be a name, from the left."""
    words = list(WORD.finditer(text))
    for i in range(len(words)):
        for size in (3, 2):
            run = words[i : i + size]
            joined = all(text[a.end() : b.start()].isspace() for a, b in pairwise(run))
            capital = all(word[0][0].isupper() for word in run)
            if len(run) == size and joined and (capital or LED.search(text[: run[0].start()])):
                yield run[0].start(), run[-1].end()


def _letters(text: str) -> str:
    """Lower case Latin letters alone; ü is v."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    return LETTERS.sub("", plain)
