"""A library whose file is lost or damaged, made anew from the copies of its sources and what the file still tells."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from index import copies, formats, placing, rows
from index.library import Library
from index.store import FILE
from index.types import IssueRow
from ingest import reader
from ingest.errors import HangkeError, SourceError
from ingest.options import Overrides, Reading

UNREAD = "unread"  # where copies are laid that no issue could be made of
KEPT = {"corrections": "issue_id, title, nth, row", "feedback": "key, record"}  # what no source tells


@dataclass(slots=True)
class Rebuilt:
    """What came of it: issues that are there again, what could not be read and why, where the damaged file lies."""

    issues: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    aside: Path | None = None


def rebuild(library: Library, reading: Reading = Reading()) -> Rebuilt:
    """Make the library anew; a damaged file is laid aside. Removed issues and what can be undone are gone.

    Raises LibraryUnwritable, LibraryLocked; the library then stays as it was.
    """
    done = Rebuilt()
    with library.writing("doctor --repair"), placing.beside(library.home) as folder:
        library.store.close()
        fresh = Library(folder)
        fresh.words = library.words
        _salvage_into(folder / FILE, library.home / FILE)
        told = _told(library)
        for copy, row in _named(library, told):
            _add(fresh, copy, row, reading, done)
        gone = [row for row in told if library.copies.find(row.sha256) is None]
        done.unread += [f"{row.issue}: the copy of {row.source_file} is missing; add that file again" for row in gone]
        fresh.store.close()
        done.aside = placing.place(folder, library.home)
        library.copies.tell([*library.store.issues(), *gone])
    library.refresh()
    return done


def _told(library: Library) -> list[IssueRow]:
    """The issues that were in the library, by what is left of it."""
    return _salvaged_issues(library.home / FILE) or library.copies.told()


def _named(library: Library, told: Iterable[IssueRow]) -> Iterator[tuple[Path, IssueRow | None]]:
    """The copies with what is known of each; those that were kept for undoing only are left out where that is known."""
    known = {copies.stem(row.sha256): row for row in told}
    for path in sorted(library.copies.folder.glob("[!.]*")):
        if not known or path.stem in known:
            yield path, known.get(path.stem)


def _add(fresh: Library, copy: Path, row: IssueRow | None, reading: Reading, done: Rebuilt) -> None:
    """Add a copy under the name that it had, so that all is read as it was then."""
    name = Path(row.source_file).name if row else copy.name
    source = fresh.home / UNREAD / name
    source.parent.mkdir(exist_ok=True)
    shutil.copyfile(copy, source)
    told = Overrides(row.magazine, row.year, row.number) if row else Overrides()
    try:
        if copies.stem(copies.digest(source)) != copy.stem:
            raise SourceError("the copy is damaged; add the file again")
        done.issues.append(fresh.add(reader.read(source, told, reading), source).row.issue)
    except (HangkeError, OSError) as error:
        kept = copy.parent.parent / UNREAD / name
        kept.parent.mkdir(exist_ok=True)
        shutil.copyfile(copy, kept)
        done.unread.append(f"{kept}: {error}")


def _salvaged_issues(path: Path) -> list[IssueRow]:
    found = []
    for (row,) in _salvaged(path, "issues", "row"):
        with suppress(ValueError, TypeError):
            found.append(rows.issue(row))
    return found


def _salvage_into(fresh: Path, damaged: Path) -> None:
    with closing(sqlite3.connect(fresh)) as connection, connection:
        formats.upgrade(connection, fresh)
        for table, columns in KEPT.items():
            marks = ", ".join("?" * len(columns.split(",")))
            connection.executemany(
                f"INSERT OR IGNORE INTO {table} VALUES ({marks})", _salvaged(damaged, table, columns)
            )


def _salvaged(path: Path, table: str, columns: str) -> Iterator[Any]:
    """Rows of a damaged file, up to the first that cannot be read."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
        yield from file.execute(f"SELECT {columns} FROM {table}")
