"""Runs of sentences that a quotation may be taken from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from index import fusion
from index.library import Library
from index.types import Passage, Span
from index.words import fold, pairs
from ingest import pages
from ingest.types import Piece
from qa.lookup.likeness import Tokens, tokens

DEPTH = 40  # passages of each search


@dataclass(frozen=True, slots=True)
class Run:
    """Sentences of a passage that follow each other, and their tokens."""

    passage: Passage
    first: int
    last: int
    tokens: Tokens

    @property
    def span(self) -> Span:
        """Its range in the passage."""
        return self.passage.sentences[self.first][0], self.passage.sentences[self.last][1]

    @property
    def article(self) -> tuple[str, int]:
        """Which article it stands in."""
        return self.passage.issue_id, self.passage.article_no

    def __len__(self) -> int:
        return self.last - self.first + 1


def candidates(library: Library, text: str) -> list[int]:
    """Passages that may hold a quotation: by the whole search, and by its pairs of characters.

    The search knows words and what they mean; the pairs find what is left of a text with many a wrong character.
    The passage before each is one too, since a quotation may begin there.
    """
    found = library.find_evidence(library.query(text), DEPTH)
    looked_for = [(pair, 1.0) for pair in dict.fromkeys(pairs(fold(text)))]
    library.reach(looked_for)
    by_pairs = library.arrays.passages.scores(looked_for)
    best = [*found.candidates.passages[found.order].tolist(), *fusion.top(by_pairs, DEPTH).tolist()]
    return list(dict.fromkeys(place for i in best for place in (i, library.beside(i, -1)) if place is not None))


def runs(library: Library, place: int, longest: int) -> Iterator[Run]:
    """The runs of up to so many sentences that begin in a passage, also those that end in the next one."""
    here = [library.at([i])[0] for i in (place, library.beside(place, 1)) if i is not None]
    passage, count = here[0], len(here[0].sentences)
    both = _joined(*here) if len(here) > 1 and _goes_on(*here) else passage
    said = [tokens(both.sentence(i)) for i in range(min(len(both.sentences), count + longest - 1))]
    for first in range(count):
        held: Tokens = ()
        for last in range(first, min(first + longest, len(said))):
            held += said[last]
            yield Run(passage if last < count else both, first, last, held)


def _goes_on(passage: Passage, following: Passage) -> bool:
    same = (following.issue_id, following.article_no, following.kind) == (
        passage.issue_id,
        passage.article_no,
        passage.kind,
    )
    return same and passage.kind == "text"


def _joined(passage: Passage, following: Passage) -> Passage:
    """Two passages as one, under the id of the first."""
    shift = len(passage.text) + 1
    sentences = tuple((start + shift, end + shift) for start, end in following.sentences)
    pieces = tuple(Piece(p.start + shift, p.end + shift, p.line, p.order, p.leaf, p.box) for p in following.pieces)
    return replace(
        passage,
        text=f"{passage.text}\n{following.text}",
        sentences=passage.sentences + sentences,
        pieces=passage.pieces + pieces,
        pages=pages.over([passage.pages, following.pages]),
        doubt=max(passage.doubt, following.doubt),
    )
