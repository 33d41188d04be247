"""Issues in, issues out, and what stands in them."""

from __future__ import annotations

import argparse
import dataclasses
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.library import Library
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
    paths = list(compose.sources(options.path))
    if not paths:
        raise SourceError(
            f"{' '.join(options.path)}: no text file or PDF (.txt, .pdf) in it; name the files themselves"
        )
    overrides = Overrides(options.title, options.year, options.number)
    reading = Reading(options.password or "", options.jobs, limits())
    at_once = options.jobs > 1 and len(paths) > 1
    failed = False
    for report in (_together if at_once else _by_turns)(library, paths, overrides, options.replace, reading):
        failed |= report["status"] == "failed"
        for note in report.pop("notes"):
            say(note)
        if report["error"]:
            say(f"hangke: {report['error']}")
        common.emit(options, [report], show.report)
    if any(row for row in library.issues()):
        _ = library.arrays  # built now, so that the first question need not wait
    return 1 if failed else 0


def _by_turns(
    library: Library, paths: list[Path], overrides: Overrides, replace: bool, reading: Reading
) -> Iterator[dict[str, Any]]:
    """One file after the other; of a PDF several processes may read the pages."""
    if any(path.suffix.lower() == ".pdf" for path in paths):
        threading.Thread(target=library.words.warm, daemon=True).start()  # loaded while other processes read
    for path in paths:
        with common.Bar(path.name) as progress, common.Bar(path.name, "page") as paging:
            yield compose.add(
                library, path, overrides, replace, progress, dataclasses.replace(reading, progress=paging)
            )


def _together(
    library: Library, paths: list[Path], overrides: Overrides, replace: bool, reading: Reading
) -> Iterator[dict[str, Any]]:
    """Several files at a time, each read by one process."""
    one_each = dataclasses.replace(reading, jobs=1)
    with common.Bar("issues", "file") as progress:
        for done, report in enumerate(compose.add_all(library, paths, reading.jobs, overrides, replace, one_each), 1):
            progress(done, len(paths))
            yield report


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
