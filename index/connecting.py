"""Connections to the library's file: for those who can write there, and for those who can only read."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from index import formats
from ingest.errors import LibraryError, LibraryFormat

WAIT = 10  # seconds for who is writing this moment


def connect(path: Path, write: bool) -> sqlite3.Connection:
    """Open a library's file; raises LibraryFormat, before anything is written, where a newer program made it."""
    if not write:
        return _read_only(path)
    connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
    formats.check(connection, path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _read_only(path: Path) -> sqlite3.Connection:
    """Beside others who write, by their log; where there is none, or no place for what goes with it, the file alone."""
    ways = ("mode=ro", "immutable=1") if path.with_name(f"{path.name}-wal").exists() else ("immutable=1",)
    for way in ways:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?{way}", WAIT, uri=True, check_same_thread=False)
        try:
            formats.check(connection, path)
        except sqlite3.OperationalError:
            if way == ways[-1]:
                raise
        else:
            break
    return connection


def unreadable(path: Path, error: OSError | sqlite3.Error) -> LibraryError:
    """What to say of a file that cannot be looked at, or that is damaged."""
    if isinstance(error, (OSError, sqlite3.OperationalError)):
        told = error.strerror if isinstance(error, OSError) else error
        return LibraryError(
            f"{path}: the library cannot be read ({told}); mend its permissions and those of its folder, or choose"
            " another with --home"
        )
    return LibraryFormat(
        f"{path}: not a sound library ({error}); run `hangke doctor --repair`, put a backup in its place with"
        " `hangke restore FILE --replace`, or add the issues anew with another --home"
    )


def settle(connection: sqlite3.Connection) -> None:
    """Move what is in the log into the file, so that a read-only copy is whole; nobody who reads is waited for."""
    connection.execute("PRAGMA busy_timeout = 0")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute(f"PRAGMA busy_timeout = {WAIT * 1000}")


def writable(home: Path) -> bool:
    """Whether files can be made in a folder."""
    try:
        probe = home / ".write-probe"
        probe.touch()
        probe.unlink(missing_ok=True)  # others probe too
    except OSError:
        return False
    return True
