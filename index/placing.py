"""A whole library, made in a folder beside, takes the place of what is in a home: all of it or nothing."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from index import connecting, derived, durable, formats
from index.copies import SOURCES
from index.store import FILE

MAKING = ".making-"
LOGS = ("", "-wal", "-shm")  # SQLite's files, by what their names end in


@contextmanager
def beside(home: Path) -> Iterator[Path]:
    """A folder in a home, whose lock is held, to make a library in; those of processes that died are swept."""
    try:
        for left in home.glob(f"{MAKING}*"):
            shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=MAKING, dir=home))
    except OSError as error:
        raise durable.unwritable(home, error) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def place(fresh: Path, home: Path) -> Path | None:
    """Put the library of a folder, which nobody has open, into a home whose lock is held.

    The copies of its sources come first, its file last and in one step: who reads the library sees the old state or the
    new. Returns where a damaged file in its place was laid aside. Raises LibraryFormat where a newer program made what
    is there, LibraryUnwritable.
    """
    try:
        for copy in sorted((fresh / SOURCES).glob("*")):
            (home / SOURCES).mkdir(exist_ok=True)
            durable.put(copy, home / SOURCES / copy.name)
        return _place_file(fresh / FILE, home / FILE)
    except OSError as error:
        raise durable.unwritable(home, error) from error
    except sqlite3.OperationalError as error:
        raise durable.unwritable(home, OSError(str(error))) from error


def _place_file(fresh: Path, target: Path) -> Path | None:
    """Over a sound file by SQLite, so that who has it open goes on with what is new; else by its name."""
    shutil.rmtree(target.parent / derived.FOLDER, ignore_errors=True)
    if target.exists() and sound(target):
        with closing(sqlite3.connect(fresh)) as new, closing(sqlite3.connect(target, timeout=10)) as old:
            _renumber(new, above=_revision(old))
            new.backup(old)
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return None
    aside = _lay_aside(target)
    durable.put(fresh, target)
    return aside


def sound(path: Path) -> bool:
    """Whether a file is a library in good order.

    Raises LibraryFormat for one of a newer program, LibraryError where it cannot be looked at.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            formats.check(connection, path)
            return connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",) and path.stat().st_size > 0
    except sqlite3.OperationalError as error:
        raise connecting.unreadable(path, error) from error
    except sqlite3.DatabaseError:
        return False


def _revision(connection: sqlite3.Connection) -> int:
    if not formats.found(connection):
        return 0
    told = connection.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()
    return int(told[0]) if told else 0


def _renumber(connection: sqlite3.Connection, above: int) -> None:
    """A revision that the library in whose place this comes never had, so that nothing derived from that one fits."""
    with connection:
        fresh = max(above, _revision(connection)) + 1
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('revision', ?)", (str(fresh),))
        connection.execute("UPDATE versions SET revision = ?", (fresh,))


def _lay_aside(path: Path) -> Path | None:
    """Rename a file that is damaged, with its logs, which must not meet another; None where there is nothing in it."""
    aside = path.with_name(f"{path.name}.damaged-{datetime.now():%Y%m%d-%H%M%S}")
    keep = path.exists() and path.stat().st_size > 0
    for ending in reversed(LOGS):
        found = path.with_name(path.name + ending)
        if found.exists() and keep:
            found.rename(aside.with_name(aside.name + ending))
        else:
            found.unlink(missing_ok=True)
    return aside if keep else None
