"""Articles become passages: whole sentences, never across two articles."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from index import sentences
from index.types import Passage
from ingest import pages
from ingest.types import Article, Block, Issue, Kind, Piece

LOW, AIM, HIGH = 150, 260, 400  # characters of a passage
CUTTING = "sentences-150-400/2"  # named in the library's manifest: passages cut otherwise need a rebuild
REST = 60  # characters of a table's last line or note that no passage is opened for
PULLED = 10  # characters of a sentence that the article must repeat
PROSE = (Kind.TEXT, Kind.NOTE, Kind.HEADING)


@dataclass(slots=True)
class _Draft:
    """A passage in the making."""

    kind: str = "text"
    section: str | None = None
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)
    tables: list[tuple[tuple[str, ...], ...]] = field(default_factory=list)
    fresh: bool = True  # it begins with a paragraph or heading

    def join(self, other: _Draft) -> None:
        """Append a whole passage."""
        self.text += "\n" if other.fresh else ""
        shift = len(self.text)
        self.text += other.text
        moved = (Piece(p.start + shift, p.end + shift, p.line, p.order, p.leaf, p.box) for p in other.pieces)
        self.pieces.extend(moved)

    def add(self, block: Block, start: int, end: int, glue: str) -> None:
        """Append a range of a block."""
        self.text += glue if self.text else ""
        shift = len(self.text) - start
        self.text += block.text[start:end]
        for piece in _within(block.pieces, start, end):
            first, last = max(piece.start, start), min(piece.end, end)
            self.pieces.append(Piece(first + shift, last + shift, piece.line, piece.order, piece.leaf, piece.box))


def _within(pieces: Sequence[Piece], start: int, end: int) -> Sequence[Piece]:
    """The pieces, which stand in the order of the text, that reach into a range of it."""
    return pieces[
        bisect_right(pieces, start, key=attrgetter("end")) : bisect_left(pieces, end, key=attrgetter("start"))
    ]


def cut(issue: Issue, issue_id: str) -> Iterator[Passage]:
    """The passages of an issue: of each article its prose, then its tables, lists and captions."""
    for number, article in enumerate(issue.articles):
        drafts = [*_merged(_prose(article)), *_asides(article)]
        for index, draft in enumerate(draft for draft in drafts if draft.pieces):
            yield _passage(issue, issue_id, number, index, draft)


def _prose(article: Article) -> Iterator[_Draft]:
    """Sentences gathered up to the aimed length; a heading opens a passage once the one before is long enough."""
    draft = _Draft()
    section: str | None = None
    for block in article.blocks:
        if block.kind not in PROSE:
            continue
        if block.kind is Kind.HEADING:
            section = block.text
            if len(draft.text) >= LOW:
                yield draft
                draft = _Draft(section=section)
        spans = sentences.split(block.text)
        for index, (start, end) in enumerate(spans):
            if draft.text and _full(draft, end - start, index == 0 and block.kind is not Kind.HEADING):
                yield draft
                draft = _Draft(section=section, fresh=index == 0)
            draft.section = draft.section if draft.text else section
            draft.add(block, start, end, "\n" if index == 0 else block.text[spans[index - 1][1] : start])
    if draft.text:
        yield draft


def _merged(drafts: Iterable[_Draft]) -> list[_Draft]:
    """A passage too short to stand alone joins the one before, or the one after, where both fit."""
    merged: list[_Draft] = []
    for draft in drafts:
        if merged and _fit(merged[-1], draft):
            merged[-1].join(draft)
        else:
            merged.append(draft)
    return merged


def _fit(one: _Draft, other: _Draft) -> bool:
    short = min(len(one.text), len(other.text)) < LOW
    return short and len(one.text) + len(other.text) + 1 <= HIGH


def _full(draft: _Draft, more: int, new_paragraph: bool) -> bool:
    """Whether the next sentence opens a passage: a new paragraph may do so sooner."""
    if draft.text.endswith(draft.section or "\0"):
        return False
    aim = LOW + 50 if new_paragraph else AIM
    return len(draft.text) >= aim or len(draft.text) + more > HIGH


def _asides(article: Article) -> Iterator[_Draft]:
    """Tables and lists by their lines, captions a page at a time; a quotation pulled from the article is left out."""
    prose = _squeezed("".join(block.text for block in article.blocks if block.kind in PROSE))
    captions = _Draft("caption")
    for block in article.blocks:
        if block.kind is Kind.TABLE:
            yield from _by_lines(block, "table", head=True)
        elif block.kind is Kind.LIST:
            yield from _by_lines(block, "list", head=False)
        elif block.kind is Kind.CAPTION and not _pulled(block.text, prose):
            if captions.text and (len(captions.text) + len(block.text) > HIGH or _leaf(captions) != _leaf(block)):
                yield captions
                captions = _Draft("caption")
            captions.add(block, 0, len(block.text), "\n")
    if captions.text:
        yield captions


def _pulled(text: str, prose: str) -> bool:
    """Whether a text set apart repeats a sentence of the article."""
    words = _squeezed(text).strip('“”"「」').rstrip("。！？…")
    return len(words) >= PULLED and words in prose


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _leaf(part: _Draft | Block) -> int:
    return part.pieces[-1].leaf if part.pieces else -1


def _by_lines(block: Block, kind: str, head: bool) -> Iterator[_Draft]:
    """Rows gathered up to the limit; each part of a table begins with its caption."""
    rows = _lines(block.text)
    draft = _Draft(kind)
    for index, (start, end) in enumerate(rows):
        rest = len(block.text) - start
        if len(draft.text) >= LOW and len(draft.text) + end - start > HIGH and rest > REST:
            yield draft
            draft = _Draft(kind)
            if head:
                draft.add(block, *rows[0], "")
        draft.add(block, start, end, "\n")
        if index == 0 and block.grid:
            draft.tables.append(block.grid)
    if draft.text:
        yield draft


def _lines(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.split("\n"):
        spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _passage(issue: Issue, issue_id: str, number: int, index: int, draft: _Draft) -> Passage:
    article = issue.articles[number]
    key = f"{issue_id}\n{number}\n{index}\n{draft.text}".encode()
    leaves = sorted({piece.leaf for piece in draft.pieces})
    return Passage(
        passage_id=hashlib.sha256(key).hexdigest()[:16],
        issue_id=issue_id,
        issue=str(issue.identity),
        digest=issue.digest_of is not None,
        article=article.title,
        article_no=number,
        authors=article.authors,
        section=draft.section,
        kind=draft.kind,
        text=draft.text,
        sentences=sentences.split(draft.text),
        pieces=tuple(draft.pieces),
        pages=pages.over(issue.leaf_pages[leaf] for leaf in leaves),
        source_file=issue.source_file,
        is_text_source=not issue.is_pdf,
        tables=tuple(draft.tables),
        doubt=max((issue.leaf_doubts[leaf] for leaf in leaves), default=0.0) if issue.leaf_doubts else 0.0,
        opens=draft.fresh,
    )
