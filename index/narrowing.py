"""Filters applied to articles: which are searched, and which of them weigh less."""

from __future__ import annotations

import re
import unicodedata

from index.types import ArticleRow, Filters, IssueRow

OTHERS = 0.5  # weight of a passage by someone else, where an author is favoured


def weight(row: IssueRow, article: ArticleRow, filters: Filters, issue: IssueRow | None) -> float:
    """0 for an article that the filters keep out, 1 for one let through, less for one by another than is favoured."""
    if not _passes(row, article, filters, issue):
        return 0.0
    return 1.0 if filters.favoured is None or filters.favoured in article.authors else OTHERS


def _passes(row: IssueRow, article: ArticleRow, filters: Filters, issue: IssueRow | None) -> bool:
    if issue is not None and row.issue_id != issue.issue_id:
        return False
    year = row.year or 0
    late_enough = filters.year_from is None or year >= filters.year_from
    early_enough = filters.year_to is None or 0 < year <= filters.year_to
    by_author = filters.author is None or any(bare(filters.author) in bare(name) for name in article.authors)
    titled = filters.article is None or filters.article == article.title
    under = filters.section is None or bare(filters.section) == bare(article.section or "")
    return late_enough and early_enough and by_author and titled and under


def bare(text: str) -> str:
    """A name without white space, width and case."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).casefold()
