"""Filters applied to articles: which are searched, and which of them weigh less."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from index.types import ArticleRow, Filters, IssueRow
from ingest.errors import UnknownArticle

TOLD, LONG = 3, 100  # names told where the one asked for is not clear; characters of it that are compared
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


def one_of(names: Iterable[str], asked: str, what: str) -> str:
    """The name that is asked for in full, or by a part that no other has; raises UnknownArticle. `what` they name."""
    known = list(dict.fromkeys(names))
    exact = [name for name in known if bare(name) == bare(asked)]
    found = exact or [name for name in known if bare(asked) and bare(asked) in bare(name)]
    if len(found) == 1:
        return found[0]
    near = found or _nearest(known, asked)
    told = f"do you mean {' / '.join(near[:TOLD])}" if near else "`hangke articles` lists what there is"
    reason = "several have that in their names" if found else "there is none in the library"
    raise UnknownArticle(f"{asked[:LONG]}: {what}: {reason}; {told}")


def _nearest(names: Sequence[str], asked: str) -> list[str]:
    """The names that share pairs of characters with what is asked for, those with most of them first."""
    wanted = set(pairwise(bare(asked[:LONG])))
    shared = {name: len(wanted & set(pairwise(bare(name)))) for name in names}
    return sorted((name for name in names if shared[name]), key=lambda name: -shared[name])


def article_of(rows: Sequence[ArticleRow], asked: str) -> ArticleRow:
    """The article of a table of contents by its number, from 1, or by its title; raises UnknownArticle."""
    if asked.isdecimal() and len(asked) < LONG:
        numbered = [row for row in rows if row.article_no == int(asked) - 1]
        if not numbered:
            raise UnknownArticle(
                f"article {asked}: the issue has {len(rows)}; give a number from 1 to that, or a title"
            )
        return numbered[0]
    title = one_of((row.title for row in rows), asked, "article")
    found = [row for row in rows if row.title == title]
    if len(found) > 1:
        numbers = ", ".join(str(row.article_no + 1) for row in found)
        raise UnknownArticle(f"{asked}: several articles have that title; give the number of one: {numbers}")
    return found[0]
