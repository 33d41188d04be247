"""Corrections by hand of what was read."""

from __future__ import annotations

import argparse
from dataclasses import asdict, replace
from typing import Any

from index.corrections import NONE, Corrected, Correction
from index.library import Library
from index.narrowing import article_of
from index.types import ArticleRow
from ui import show
from ui.commands import common
from ui.compose import say


def correct(options: argparse.Namespace) -> int:
    """Correct an article and print it as it is now; without an article list what was corrected of the issue."""
    given = _given(options)
    if options.article is None and not given and not options.undo:
        return _list(options)
    if options.article is None or bool(given) == options.undo:
        say("hangke correct: give an article, and either what is to be corrected or --undo")
        return 2
    library = common.library(options, seed=False)
    row = article_of(library.articles(options.issue), options.article)
    correction = NONE if options.undo else replace(_before(library, row), **given)
    common.emit(options, [library.correct(row.issue_id, row.article_no, correction).as_json()], show.article)
    return 0


def _given(options: argparse.Namespace) -> dict[str, Any]:
    first, last = options.pages or (None, None)
    named = {"title": options.title, "authors": options.authors, "page_first": first, "page_last": last}
    return {key: value for key, value in (named | {"order": options.order}).items() if value is not None}


def _before(library: Library, row: ArticleRow) -> Correction:
    """What was corrected of an article before, for the rest of it stays."""
    return next((each.correction for each in library.corrections(row.issue_id) if each.shown == row), NONE)


def _list(options: argparse.Namespace) -> int:
    library = common.library(options, seed=False)
    found = library.corrections(options.issue)
    if not found:
        say("nothing was corrected of this issue; `hangke correct ISSUE ARTICLE --title T` corrects an article")
    issue_id = library.find(options.issue).issue_id
    common.emit(options, ({"issue_id": issue_id} | _json(each) for each in found), show.correction)
    return 0


def _json(corrected: Corrected) -> dict[str, Any]:
    """`{"title", "read", "shown", "correction"}`: the title as read, the article's object before and after."""
    read, shown = corrected.read, corrected.shown
    return {
        "title": corrected.title,
        "read": read.as_json() if read else None,
        "shown": shown.as_json() if shown else None,
        "correction": asdict(corrected.correction),
    }
