"""The library's file: one connection to SQLite, its errors told in our words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from index import connecting, formats
from ingest.errors import LibraryUnwritable

FILE = "library.sqlite3"


class Database:
    """A SQLite file (write-ahead log: who reads waits for nobody), opened when first needed."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.path = home / FILE
        self._connection: sqlite3.Connection | None = None

    @property
    def exists(self) -> bool:
        """Whether there is a library here at all; LibraryError where the folder cannot be looked into."""
        try:
            return self.path.is_file()
        except OSError as error:
            raise connecting.unreadable(self.path, error) from error

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """What is read within is of one revision, whoever writes meanwhile."""
        connection = self._open()
        if connection.in_transaction:
            yield
            return
        connection.execute("BEGIN")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")

    def check(self) -> str:
        """SQLite's own verdict on the file: `ok`, or what is wrong."""
        return str(self._read("PRAGMA integrity_check")[0][0])

    def snapshot(self, target: Path) -> None:
        """Copy the file as it is at one moment, while others read and write it; raises LibraryFormat."""
        try:
            with closing(sqlite3.connect(target)) as copy:
                self._open().backup(copy)
        except sqlite3.DatabaseError as error:
            raise connecting.unreadable(self.path, error) from error

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _read(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """Rows; none of a table that an older format has not."""
        if self._connection is None and not self.exists:
            return []
        try:
            return self._open().execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            if formats.missing(error):
                return []
            raise connecting.unreadable(self.path, error) from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._open(write=True)
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                formats.upgrade(connection, self.path)
                yield connection
            connecting.settle(connection)
        except (sqlite3.OperationalError, OSError) as error:
            raise LibraryUnwritable(
                f"{self.home}: the library cannot be written ({error}); free space or permissions, or choose"
                " another folder with --home; nothing was changed"
            ) from error
        except sqlite3.IntegrityError:
            raise
        except sqlite3.DatabaseError as error:
            raise connecting.unreadable(self.path, error) from error

    def _open(self, write: bool = False) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._connect(write)
        return self._connection

    def _connect(self, write: bool) -> sqlite3.Connection:
        if write:
            self.home.mkdir(parents=True, exist_ok=True)
        return connecting.connect(self.path, write or connecting.writable(self.home))
