"""Records as the store keeps them: JSON in, records out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, fields
from functools import lru_cache
from typing import Any

from index.corrections import Correction
from index.types import ArticleRow, IssueRow, Passage
from ingest.types import Box, PageSpan, Piece

Tokens = list[list[str]]  # of each sentence of a passage


def dump(value: Any) -> str:
    """JSON without spaces, characters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=8192)
def record(text: str) -> dict[str, Any]:
    """The record of a fact; not to be changed, since the next reader gets the same."""
    found: dict[str, Any] = json.loads(text)
    return found


def joined(tokens: Tokens) -> str:
    """Words parted by spaces, sentences by line feeds."""
    return "\n".join(" ".join(sentence) for sentence in tokens)


def parted(tokens: str) -> Tokens:
    """What `joined` joined."""
    return [line.split(" ") if line else [] for line in tokens.split("\n")]


def issue(text: str) -> IssueRow:
    """A row of the catalogue."""
    row = json.loads(text)
    return IssueRow(**row | {"doubts": tuple((page, doubt) for page, doubt in row.get("doubts", ()))})


def of_article(article: ArticleRow) -> str:
    """A row of a table of contents; its number is a column of its own."""
    row = asdict(article)
    del row["article_no"]
    return dump(row)


def article(text: str, number: int) -> ArticleRow:
    """The row of a table of contents with that number."""
    row = json.loads(text)
    told = {"authors": tuple(row["authors"]), "affiliations": tuple(row["affiliations"]), "article_no": number}
    return ArticleRow(**row | told)


def contents(found: Iterable[tuple[str, int, str]]) -> dict[str, list[ArticleRow]]:
    """Tables of contents by issue, of rows with their issues and numbers."""
    told: dict[str, list[ArticleRow]] = defaultdict(list)
    for issue_id, number, text in found:
        told[issue_id].append(article(text, number))
    return told


def correction(text: str) -> Correction:
    """What was corrected by hand."""
    row = json.loads(text)
    return Correction(**row | {"authors": None if row["authors"] is None else tuple(row["authors"])})


def of_passage(passage: Passage) -> str:
    """A passage without its words."""
    row = {field.name: getattr(passage, field.name) for field in fields(passage)}
    row["pieces"] = [(p.start, p.end, p.line, p.order, p.leaf, _box(p.box)) for p in passage.pieces]
    row["pages"] = (passage.pages.first, passage.pages.last, passage.pages.exact)
    return dump(row)


def passage(text: str) -> Passage:
    """A passage."""
    row = json.loads(text)
    row["pieces"] = tuple(
        Piece(start, end, line, order, leaf, Box(box[0], tuple(box[1])) if box else None)
        for start, end, line, order, leaf, box in row["pieces"]
    )
    row["pages"] = PageSpan(*row["pages"])
    row["sentences"] = tuple((start, end) for start, end in row["sentences"])
    row["authors"] = tuple(row["authors"])
    row["tables"] = tuple(tuple(tuple(cells) for cells in table) for table in row["tables"])
    return Passage(**row)


def _box(box: Box | None) -> tuple[int, tuple[float, ...]] | None:
    return (box.pdf_page, box.box) if box else None
