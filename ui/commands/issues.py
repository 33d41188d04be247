"""Issues in, issues out, and what stands in them."""

from __future__ import annotations

import argparse
import threading

from index.types import passage_json
from ingest.errors import SourceError
from ingest.options import Overrides, Reading
from ui import compose, show, told
from ui.commands import common
from ui.compose import say
from ui.settings import limits


def add(options: argparse.Namespace) -> int:
    """Add files; the bad ones are reported, the others go on."""
    library = common.library(options, seed=False)
    overrides = Overrides(options.title, options.year, options.number)
    bounds = limits()
    failed = False
    paths = list(compose.sources(options.path))
    if not paths:
        raise SourceError(
            f"{' '.join(options.path)}: no text file or PDF (.txt, .pdf) in it; name the files themselves"
        )
    warming = threading.Thread(target=library.words.warm, daemon=True)
    if any(path.suffix.lower() == ".pdf" for path in paths):
        warming.start()  # the dictionary is loaded while other processes read
    for path in paths:
        with common.Bar(path.name) as progress, common.Bar(path.name, "page") as paging:
            reading = Reading(options.password or "", options.jobs, bounds, paging)
            report = compose.add(library, path, overrides, options.replace, progress, reading)
        failed |= report["status"] == "failed"
        for note in report.pop("notes"):
            say(note)
        if report["error"]:
            say(f"hangke: {report['error']}")
        common.emit(options, [report], show.report)
    if any(row for row in library.issues()):
        _ = library.arrays  # built now, so that the first question need not wait
    return 1 if failed else 0


def list_issues(options: argparse.Namespace) -> int:
    """The catalogue."""
    rows = common.library(options).issues()
    if not rows:
        say("the library is empty; `hangke add PATH...` adds issues")
    common.emit(options, map(told.issue, rows), show.issue)
    return 0


def articles(options: argparse.Namespace) -> int:
    """Tables of contents."""
    common.emit(options, (row.as_json() for row in common.library(options).articles(options.issue)), show.article)
    return 0


def remove(options: argparse.Namespace) -> int:
    """Take an issue out, or put it back."""
    library = common.library(options, seed=False)
    row = library.put_back(options.issue) if options.undo else library.remove(options.issue)
    status = "put back" if options.undo else "removed"
    told = {"issue_id": row.issue_id, "issue": row.issue, "status": status}
    common.emit(options, [told], lambda item: f"{item['status']} {item['issue']}")
    return 0


def passages(options: argparse.Namespace) -> int:
    """Every passage."""
    common.emit(options, map(passage_json, common.library(options).passages(options.issue)), show.passage)
    return 0
