"""Filters as people write them: an author, an article, a section in part."""

from __future__ import annotations

from dataclasses import replace

from index.library import Library
from index.narrowing import one_of
from index.types import Filters
from qa import authors


def narrowed(filters: Filters, library: Library) -> Filters:
    """The filters with author, title and section as the library writes them.

    Raises UnknownAuthor or UnknownArticle where it has none such.
    """
    filters = authors.narrowed(filters, library)
    if (filters.article, filters.section) == (None, None) or not library.titles():
        return filters
    article = filters.article and one_of(_titles(filters, library), filters.article, "article")
    section = filters.section and one_of(library.sections(), filters.section, "section")
    return replace(filters, article=article, section=section)


def _titles(filters: Filters, library: Library) -> list[str]:
    """The titles of the issue that the filters name, else of all that are searched."""
    return [article.title for article in library.articles(filters.issue)] if filters.issue else library.titles()
