"""Where a paraphrase in another language stands: sentences that hold its words translated, its figures, its sense."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from index.library import Found, Library
from index.types import Hit
from qa.lookup.likeness import tokens
from qa.lookup.runs import Run

DEPTH = 20  # passages whose sentences are weighed
EMBEDDED = 16  # sentences that are embedded: a large model takes its time for each
SHORTEST = 6  # tokens: less is a heading or a label
DOUBT = 2  # figures whose place the words take, so that a lone figure, often a year, proves little
MOST_HAN = 0.3  # of the tokens of a text that is taken for a paraphrase in another language


@dataclass(frozen=True, slots=True)
class Sense:
    """A sentence against a paraphrase, shares from 0 to 1.

    `words`: of its concepts, by the lexicon; `figures`: of its figures, the fewer the more like `words`; `sense`:
    cosine of the two vectors; `lead`: over the best sentence of another article.
    """

    run: Run
    words: float
    figures: float
    sense: float = 0.0
    lead: float = 0.0

    @property
    def order(self) -> float:
        """What sentences are ordered by."""
        return (self.words + self.figures + self.sense) / 3


def is_foreign(text: str) -> bool:
    """Whether a text is in another language than Chinese."""
    told = tokens(text)
    return bool(told) and sum(token >= "\u3400" for token in told) < MOST_HAN * len(told)


def senses(library: Library, text: str, passes: Callable[[Run], bool] = lambda run: True) -> list[Sense]:
    """The sentences that may be meant, best first, the first with its lead."""
    found = library.find_evidence(library.query(text), DEPTH)
    figures = {token for token in tokens(text) if token[0].isdecimal()}
    held = [sense for sense in _held(found, figures) if passes(sense.run)]
    likely = sorted(held, key=lambda sense: -sense.order)[:EMBEDDED]
    asked = library.embedder.query(text)
    meant = [
        replace(sense, sense=max(0.0, float(asked @ library.embedder.query(_said(sense.run))))) for sense in likely
    ]
    return _led(sorted(meant, key=lambda sense: -sense.order))


def _held(found: Found, figures: set[str]) -> Iterator[Sense]:
    for hit, candidate in zip(found.hits, found.order, strict=True):
        first = int(found.candidates.starts[candidate])
        for run in _sentences(hit):
            words = float(found.coverage.sentences[first + run.first])
            held = len(figures.intersection(run.tokens))
            yield Sense(run, words, (held + DOUBT * words) / (len(figures) + DOUBT))


def _sentences(hit: Hit) -> Iterator[Run]:
    for i in range(len(hit.passage.sentences)):
        told = tokens(hit.passage.sentence(i))
        if len(told) >= SHORTEST:
            yield Run(hit.passage, i, i, told)


def _said(run: Run) -> str:
    return run.passage.sentence(run.first)


def _led(found: list[Sense]) -> list[Sense]:
    if not found:
        return []
    first, *rest = found
    others = max((sense.order for sense in rest if sense.run.article != first.run.article), default=0.0)
    return [replace(first, lead=first.order - others), *rest]


def features(sense: Sense) -> dict[str, float]:
    """What speaks for a sentence, by name."""
    return {"words": sense.words, "figures": sense.figures, "lead": sense.lead}
