"""Questions, answers, citations and turns of a dialogue, as the rest of the world sees them. A leaf of this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from index.types import Hit, Passage, Span, passage_json, place_json
from ingest.types import Piece

INTERRUPTED = " … "
LONGEST = 5000  # characters of a turn that are remembered


class Status(StrEnum):
    """Whether the library answers."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    NOT_FOUND = "not_found"


class Kind(StrEnum):
    """What a question asks for."""

    NUMBER = "number"
    DATE = "date"
    WHO = "who"
    WHERE = "where"
    LIST = "list"
    DEFINITION = "definition"
    REASON = "reason"
    POLICY = "policy"
    COMPARE = "compare"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Citation:
    """A quotation, word for word, and where it stands; `spans` are ranges of `quote` that answer."""

    n: int
    passage: Passage
    quote: str
    spans: tuple[Span, ...]
    pieces: tuple[Piece, ...]

    def as_json(self) -> dict[str, Any]:
        """The citation object of CONTRACT."""
        lines = [piece.line for piece in self.pieces]
        boxes = [{"pdf_page": p.box.pdf_page, "box": list(p.box.box)} for p in self.pieces if p.box is not None]
        told = self.passage.is_text_source
        return {
            "n": self.n,
            "passage_id": self.passage.passage_id,
            "quote": self.quote,
            "spans": [list(span) for span in self.spans],
            **place_json(self.passage),
            "line_first": min(lines) if told else None,
            "line_last": max(lines) if told else None,
            "boxes": boxes,
        }


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with its proof."""

    question: str
    asked: str
    language: str
    status: Status
    probability: float
    answer: str
    citations: tuple[Citation, ...]
    hits: tuple[Hit, ...]
    embedder: str
    library: str
    missing: str | None = None
    conflicts: tuple[dict[str, Any], ...] = ()
    claims: dict[str, int] = field(default_factory=lambda: {"made": 0, "proved": 0, "cut": 0})
    generator: str = "extractive"
    elapsed_ms: float = 0.0
    settled: bool = False  # told from the catalogue: no model words it anew

    def as_json(self) -> dict[str, Any]:
        """The Answer object of CONTRACT."""
        return {
            "question": self.question,
            "asked": self.asked,
            "language": self.language,
            "status": self.status.value,
            "probability": round(self.probability, 4),
            "missing": self.missing,
            "answer": self.answer,
            "citations": [citation.as_json() for citation in self.citations],
            "conflicts": list(self.conflicts),
            "claims": self.claims,
            "passages": [passage_json(hit.passage, hit) for hit in self.hits],
            "generator": self.generator,
            "embedder": self.embedder,
            "library": self.library,
            "elapsed_ms": round(self.elapsed_ms, 2),
        }


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
        question, answer, asked = (str(item.get(key) or "")[:LONGEST] for key in ("question", "answer", "asked"))
        return cls(question, answer, asked, quotes, authors, article)
