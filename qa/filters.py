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
    if filters.article is not None and (titles := _titles(filters, library)):
        filters = replace(filters, article=one_of(titles, filters.article, "article"))
    if filters.section is not None and (sections := library.sections()):
        filters = replace(filters, section=one_of(sections, filters.section, "section"))
    return filters


def _titles(filters: Filters, library: Library) -> list[str]:
    """The titles of the issue that the filters name, else of all that are searched."""
    return [article.title for article in library.articles(filters.issue)] if filters.issue else library.titles()
