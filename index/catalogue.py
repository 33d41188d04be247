"""An issue as the catalogue lists it: its id, its row, its table of contents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

from index.types import ArticleRow, IssueRow
from ingest import pages
from ingest.types import Issue


def issue_id_of(issue: Issue) -> str:
    """`magazine-year-number`; an issue without year or number is told by its content too."""
    told = issue.identity
    name = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFKC", told.magazine)).strip("-_").casefold() or "issue"
    if told.year and told.number:
        return f"{name}-{told.year}-{told.number:02d}"
    return f"{name}-{issue.sha256[:8]}"


def issue_row(issue: Issue, issue_id: str, count: int) -> IssueRow:
    """What the catalogue keeps of an issue of so many passages."""
    told = issue.identity
    return IssueRow(
        issue_id, str(told), told.magazine, told.year, told.number, issue.source_file, issue.sha256, issue.pages,
        len(issue.articles), count, datetime.now(UTC).isoformat(timespec="seconds"),
        issue.digest_of is not None, str(issue.digest_of) if issue.digest_of else None,
        doubts=tuple(sorted(issue.doubtful.items())),
    )  # fmt: skip


def contents(issue: Issue, issue_id: str) -> list[ArticleRow]:
    """The table of contents; of a PDF without lines."""
    rows = []
    for number, article in enumerate(issue.articles):
        leaves = {piece.leaf for block in article.blocks for piece in block.pieces}
        span = pages.over(issue.leaf_pages[leaf] for leaf in sorted(leaves))
        row = ArticleRow(
            issue_id, article.title, article.authors, article.affiliations, article.section,
            span.first, span.last, span.exact, article.line_first, article.line_last, number,
        )  # fmt: skip
        rows.append(replace(row, line_first=None, line_last=None) if issue.is_pdf else row)
    return rows
