"""What a lookup answers. A leaf of this package."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from index.types import Passage
from ingest.types import Piece
from qa import quotes
from qa.lookup.runs import Run
from qa.types import Citation

ABSENT = (
    "issue", "issue_id", "digest", "article", "authors", "section", "page_first", "page_last", "page_exact", "doubt",
    "source_file", "line_first", "line_last", "boxes",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a source, where they stand, and how sure it is that they are meant, 0 to 1."""

    passage: Passage
    quote: str
    pieces: tuple[Piece, ...]
    confidence: float

    def as_json(self) -> dict[str, Any]:
        """The quotation and its place, as in a citation."""
        told = Citation(1, self.passage, self.quote, (), self.pieces).as_json()
        return {"confidence": round(self.confidence, 4)} | {key: told[key] for key in told if key not in ("n", "spans")}


@dataclass(frozen=True, slots=True)
class Lookup:
    """The places, best first; where there is none, how sure the best guess was, and a line that says so.

    `articles`: the titles of the articles that stand where a locator points.
    """

    places: tuple[Place, ...]
    confidence: float
    message: str | None = None
    articles: tuple[str, ...] = ()

    def as_json(self, reference: str | None = None) -> dict[str, Any]:
        """The object of CONTRACT, all of the place null where nothing is found."""
        head = {"found": bool(self.places), "confidence": round(self.confidence, 4), "quote": None}
        first = self.places[0].as_json() if self.places else dict.fromkeys(("passage_id", *ABSENT))
        return (
            head
            | {"reference": reference}
            | first
            | {
                "articles": list(self.articles),
                "also": [place.as_json() for place in self.places[1:]],
                "message": self.message,
            }
        )


def place(run: Run, confidence: float) -> Place:
    """The words of a run, word for word, and where they stand."""
    words, pieces = quotes.quote(run.passage, run.span)
    return Place(run.passage, words, pieces, confidence)
