"""What a list of passages shows of each: where the words looked for stand in it, and the part that holds most.

Words are those of the query as the index understands it: an English query marks the Chinese words it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.library import Library
from index.numbers import figures
from index.query import Query
from index.types import Hit, Passage, Span
from index.words import fold
from qa.scope import scope

LEAST, MOST = 60, 160  # characters of an excerpt: short sentences are filled up, long ones cut
BEFORE = 20  # characters shown before the first word of a long sentence
LATIN = re.compile(r"[a-z0-9]")
Wordings = tuple[tuple[str, ...], ...]  # words for one thing: the query's own, then others


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A hit with the ranges of its text to mark, its best sentence, and the range to show before all of it is."""

    hit: Hit
    marks: tuple[Span, ...]
    sentence: Span
    shown: Span


@dataclass(frozen=True, slots=True)
class Terms:
    """The things looked for, each with its wordings and with how rare it is."""

    things: tuple[tuple[Wordings, float], ...] = ()

    @property
    def alone(self) -> bool:
        """Whether single characters are all that is looked for; else one that stands alone is chance."""
        return not any(len(word) > 1 for wordings, _ in self.things for words in wordings for word in words)


def excerpts(library: Library, asked: str, hits: Sequence[Hit]) -> list[Excerpt]:
    """The excerpts of hits that a query found."""
    terms = _terms(library, library.query(scope(asked, library.issues).text))
    return [excerpt(hit, terms) for hit in hits]


def _terms(library: Library, query: Query) -> Terms:
    sentences = library.arrays.sentences

    def rarity(words: Iterable[str]) -> float:
        return float(sentences.idf(sentences.asked(words)).max())

    things = [(concept.words, *concept.others) for concept in query.concepts]
    return Terms(tuple((wordings, min(map(rarity, wordings))) for wordings in things))


def excerpt(hit: Hit, terms: Terms) -> Excerpt:
    """What to show of a passage."""
    passage = hit.passage
    found = _Text(passage.text).held(terms)
    marks = _joined(passage.text, (span for spans, _ in found for span in spans), terms.alone)
    best = max(passage.sentences, key=lambda sentence: _worth(sentence, found), default=(0, len(passage.text)))
    return Excerpt(hit, marks, best, _window(passage, best, marks))


def _worth(sentence: Span, found: Sequence[tuple[list[Span], float]]) -> float:
    """How rare the things are that a sentence names."""
    return sum(rare for spans, rare in found if any(_inside(span, sentence) for span in spans))


def _window(passage: Passage, best: Span, marks: Sequence[Span]) -> Span:
    """The sentence, filled up with those behind it if it is short, cut about its words if it is long."""
    start, end = best
    if end - start > MOST:
        within = [mark for mark in marks if _inside(mark, best)]
        first = max((a for a, _ in within), key=lambda a: sum(a <= b < a + MOST for b, _ in within), default=start)
        start = max(start, first - BEFORE)
        return start, min(end, start + MOST)
    for after, until in passage.sentences:
        if after >= end and end - start < LEAST and until - start <= MOST:
            end = until
    return start, end


def _inside(span: Span, around: Span) -> bool:
    return around[0] <= span[0] and span[1] <= around[1]


def _joined(text: str, spans: Iterable[Span], alone: bool) -> tuple[Span, ...]:
    """The ranges in order, those that touch as one; without single characters that stand alone."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(span for span in joined if alone or span[1] - span[0] > 1 or text[span[0]].isascii())


class _Text:
    """A text as it is searched, folded, with the place of each folded character."""

    def __init__(self, text: str) -> None:
        parts = [_folded(char) for char in text]
        self._folded = "".join(parts)
        self._at = [place for place, part in enumerate(parts) for _ in part]
        self._figures = figures(self._folded)

    def held(self, terms: Terms) -> list[tuple[list[Span], float]]:
        """Where each thing stands, and how rare it is: its own words each, another wording where all of it stands."""
        return [([*self._spans(wordings)], rare) for wordings, rare in terms.things]

    def _spans(self, wordings: Wordings) -> Iterator[Span]:
        own, *others = wordings
        for word in own:
            yield from self._find(word)
        for words in others:
            found = [[*self._find(word)] for word in words]
            if all(found):
                yield from (span for spans in found for span in spans)

    def _find(self, word: str) -> Iterator[Span]:
        """Where a word stands, Latin letters and digits as a whole word; a figure in any form."""
        bare = re.escape(word)
        head, tail = (rf"(?<!{LATIN.pattern})" * bool(LATIN.match(word)), rf"(?!{LATIN.pattern})" * word[-1].isascii())
        yield from (self._span(*match.span()) for match in re.finditer(f"{head}{bare}{tail}", self._folded))
        yield from (self._span(figure.start, figure.end) for figure in self._figures if figure.normal == word)

    def _span(self, start: int, end: int) -> Span:
        return self._at[start], self._at[end - 1] + 1


@lru_cache(maxsize=8192)
def _folded(char: str) -> str:
    return fold(char)
