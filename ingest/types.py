"""The records that a source file becomes. A leaf: it imports nothing of hangke.

Provenance is carried by `Piece`: a range of a block's text and the one source line it was read from.
Line numbers count from 1 and include blank lines, as an editor shows them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

DOUBTFUL = 0.4  # from here on a page is named to the user


class Kind(StrEnum):
    """What a block of an article is."""

    TEXT = "text"
    HEADING = "heading"
    CAPTION = "caption"  # captions, map and axis labels, credits
    TABLE = "table"
    LIST = "list"  # names by category
    NOTE = "note"  # on the author, the sources; an editor's note, a lead-in


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a PDF page, in points from the top left: x0, top, x1, bottom."""

    pdf_page: int
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One visual line of a source.

    `number` is its line in the file, `order` its rank among the lines that are not blank or furniture's
    own, `leaf` counts the page and frame breaks before it, `tight` says that no blank line parts it from
    the line before although blank lines are the rule.
    """

    number: int
    order: int
    text: str
    leaf: int
    tight: bool = False
    apart: bool = False  # more blank lines before it than is the rule, yet no page break
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters [start, end) of a block's text, read from one source line."""

    start: int
    end: int
    line: int
    order: int
    leaf: int = 0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, caption, table or list; what stands in `text` and no piece covers is ours."""

    kind: Kind
    text: str
    pieces: tuple[Piece, ...]
    leaf: int
    grid: tuple[tuple[str, ...], ...] = ()

    @property
    def line_first(self) -> int:
        """First source line, from 1."""
        return min(piece.line for piece in self.pieces)

    @property
    def line_last(self) -> int:
        """Last source line, from 1."""
        return max(piece.line for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Identity:
    """Which issue of which magazine; parts that the source does not tell are None."""

    magazine: str
    year: int | None = None
    number: int | None = None
    total: int | None = None

    def __str__(self) -> str:
        year = f" {self.year}年" if self.year else ""
        number = f"第{self.number}期" if self.number else ""
        return f"{self.magazine}{year}{number}" if year else f"{self.magazine} {number}".strip()


@dataclass(frozen=True, slots=True)
class Article:
    """An article with its blocks in reading order."""

    title: str
    authors: tuple[str, ...]
    affiliations: tuple[str, ...]
    section: str | None
    blocks: tuple[Block, ...]
    line_first: int
    line_last: int


@dataclass(frozen=True, slots=True)
class PageSpan:
    """Printed pages of a stretch of text; None where the source does not tell; `exact` or estimated."""

    first: int | None = None
    last: int | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Issue:
    """A source file as read: identity, articles, and the printed page of each leaf."""

    identity: Identity
    source_file: str
    articles: tuple[Article, ...]
    leaf_pages: tuple[PageSpan, ...]
    digest_of: Identity | None = None
    sha256: str = ""
    is_pdf: bool = False
    leaf_doubts: tuple[float, ...] = ()  # of a PDF: how far the layout of each leaf can be doubted, 0 to 1
    leaf_sheets: tuple[int, ...] = ()  # of a PDF: on which of its pages, from 1, each leaf stands
    notes: tuple[str, ...] = field(default=())

    @property
    def pages(self) -> int:
        """How many pages the source shows."""
        return len(self.leaf_pages)

    @property
    def doubtful(self) -> dict[int, float]:
        """The PDF pages whose layout is in doubt, with how far."""
        told = sorted(zip(self.leaf_sheets, self.leaf_doubts, strict=True), key=lambda item: item[1])
        return {page: doubt for page, doubt in told if doubt >= DOUBTFUL}
