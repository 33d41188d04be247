"""Passages and hits, and who hears of long work. A leaf of this package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from ingest.types import Box, PageSpan, Piece

Span = tuple[int, int]
Progress = Callable[[int, int], None]  # steps done, of steps in all
Notify = Callable[[str], None]  # a note for people, a line


def unheard(*_: object) -> None:
    """Where nobody listens."""


@dataclass(frozen=True, slots=True)
class Reporter:
    """Who hears of long work: its notes, and its steps."""

    note: Notify = unheard
    step: Progress = unheard


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one article, about 150 to 400 characters, tied to their source lines.

    `sentences` are character ranges of `text`; `pieces` tie ranges of `text` to source lines.
    """

    passage_id: str
    issue_id: str
    issue: str
    digest: bool
    article: str
    article_no: int
    authors: tuple[str, ...]
    section: str | None
    kind: str
    text: str
    sentences: tuple[Span, ...]
    pieces: tuple[Piece, ...]
    pages: PageSpan
    source_file: str
    is_text_source: bool = True
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    doubt: float = 0.0
    opens: bool = True  # it begins with a paragraph, a heading, a table; else it goes on with one

    def __hash__(self) -> int:
        return hash(self.passage_id)

    @property
    def line_first(self) -> int | None:
        """First source line, from 1; None for a PDF."""
        return min(piece.line for piece in self.pieces) if self.is_text_source else None

    @property
    def line_last(self) -> int | None:
        """Last source line, from 1; None for a PDF."""
        return max(piece.line for piece in self.pieces) if self.is_text_source else None

    @property
    def boxes(self) -> list[Box]:
        """Rectangles on the pages of a PDF, one a line."""
        return [piece.box for piece in self.pieces if piece.box is not None]

    def sentence(self, index: int) -> str:
        """The text of one sentence."""
        start, end = self.sentences[index]
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a passage tells, found at indexing time: a record of JSON values, and the keys that find it."""

    kind: str
    record: dict[str, Any]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """What each leg of the search gave a passage; None where a leg did not rank it."""

    bm25: float | None = None
    dense: float | None = None
    fused: float | None = None
    rerank: float | None = None

    def as_json(self) -> dict[str, float | None]:
        """The scores by name."""
        return {
            "bm25": _rounded(self.bm25),
            "dense": _rounded(self.dense),
            "fused": _rounded(self.fused),
            "rerank": _rounded(self.rerank),
        }


def _rounded(score: float | None) -> float | None:
    return None if score is None else round(score, 6)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage in a ranking, `rank` from 1."""

    passage: Passage
    rank: int
    score: float
    scores: Scores


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a search; None: not narrowed."""

    issue: str | None = None
    year_from: int | None = None
    year_to: int | None = None
    author: str | None = None
    article: str | None = None  # a title, in full
    section: str | None = None  # of the magazine, in full
    favoured: str | None = None  # an author, in full: others may speak of him, so theirs weigh less and stay

    @property
    def any(self) -> bool:
        """Whether anything is narrowed at all."""
        return self != Filters()


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue as the catalogue lists it."""

    issue_id: str
    issue: str
    magazine: str
    year: int | None
    number: int | None
    source_file: str
    sha256: str
    pages: int
    articles: int
    passages: int
    added: str
    digest: bool = False
    digest_of: str | None = None
    hidden: bool = False
    doubts: tuple[tuple[int, float], ...] = ()  # PDF pages whose layout is in doubt, the score of each


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article as the table of contents lists it."""

    issue_id: str
    title: str
    authors: tuple[str, ...]
    affiliations: tuple[str, ...]
    section: str | None
    page_first: int | None
    page_last: int | None
    page_exact: bool
    line_first: int | None
    line_last: int | None
    article_no: int = 0  # its place in the table of contents, from 0

    def as_json(self) -> dict[str, Any]:
        """The object that `hangke articles --json` prints."""
        told = asdict(self) | {"authors": list(self.authors), "affiliations": list(self.affiliations)}
        del told["article_no"]
        return told


def passage_json(passage: Passage, hit: Hit | None = None) -> dict[str, Any]:
    """The Passage object of CONTRACT: ranked if a hit is given, else with rank and scores null."""
    return {
        "passage_id": passage.passage_id,
        "rank": hit.rank if hit else None,
        "score": round(hit.score, 6) if hit else None,
        "scores": hit.scores.as_json() if hit else None,
        **_content(passage),
    }


@lru_cache(maxsize=4096)
def _content(passage: Passage) -> dict[str, Any]:
    return {"text": passage.text, "kind": passage.kind, "tables": passage.tables, **_place(passage)}


@lru_cache(maxsize=4096)
def _place(passage: Passage) -> dict[str, Any]:
    return {
        "issue": passage.issue,
        "issue_id": passage.issue_id,
        "digest": passage.digest,
        "article": passage.article,
        "authors": list(passage.authors),
        "section": passage.section,
        "page_first": passage.pages.first,
        "page_last": passage.pages.last,
        "page_exact": passage.pages.exact,
        "doubt": passage.doubt,
        "source_file": passage.source_file,
        "line_first": passage.line_first,
        "line_last": passage.line_last,
        "boxes": [{"pdf_page": box.pdf_page, "box": list(box.box)} for box in passage.boxes],
    }


def place_json(passage: Passage) -> dict[str, Any]:
    """Where a passage stands: the part that passages and citations share."""
    return dict(_place(passage))
