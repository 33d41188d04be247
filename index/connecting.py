"""The connection to the library's file."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from index import formats

WAIT = 10  # seconds for who is writing this moment


def opened(path: Path, writable: bool) -> sqlite3.Connection:
    """A connection; raises LibraryFormat, before anything is written, where a newer program made the file."""
    if not writable:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False)
        formats.check(connection, path)
        return connection
    connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
    formats.check(connection, path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def settle(connection: sqlite3.Connection) -> None:
    """Move what is in the log into the file, so that a read-only copy is whole; nobody who reads is waited for."""
    connection.execute("PRAGMA busy_timeout = 0")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute(f"PRAGMA busy_timeout = {WAIT * 1000}")


def writable(home: Path) -> bool:
    """Whether something can be written into a folder."""
    try:
        probe = home / ".write-probe"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True
