"""English for the terms of a Chinese quotation, from the lexicon."""

from __future__ import annotations

from functools import lru_cache

from index.query import ENGLISH
from index.words import Words, fold, lexicon

MOST = 4  # terms of a quotation
LEAST = 2  # characters of a term
LONGEST = 3  # words of an English entry that is a gloss rather than a phrase


@lru_cache(maxsize=1)
def _english() -> dict[str, str]:
    """Each Chinese term with the English entry that names it first."""
    found: dict[str, str] = {}
    for line in lexicon(ENGLISH):
        entry, renderings = line.split("\t")[:2]
        for rendering in renderings.split()[:1]:
            if len(entry.split()) <= LONGEST:
                found.setdefault(fold(rendering), entry)
    return found


def gloss(text: str, words: Words) -> dict[str, str]:
    """The terms of a text that the lexicon knows, longest first, each with its English."""
    english = _english()
    terms = [word for word in dict.fromkeys(words.cut(fold(text))) if len(word) >= LEAST and word in english]
    chosen: list[str] = []
    for term in sorted(terms, key=len, reverse=True):
        if not term.isascii() and not any(term in longer for longer in chosen):
            chosen.append(term)
    return {term: english[term] for term in chosen[:MOST]}
