"""Formats of the library's file: what each has that the one before had not, and the way from one to the next."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from index import trash
from ingest.errors import LibraryFormat

ISSUES = """
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS issues (issue_id TEXT PRIMARY KEY, row TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS articles (
  issue_id TEXT NOT NULL REFERENCES issues ON DELETE CASCADE, number INTEGER NOT NULL, row TEXT NOT NULL,
  PRIMARY KEY (issue_id, number));
CREATE TABLE IF NOT EXISTS passages (
  position INTEGER PRIMARY KEY AUTOINCREMENT, passage_id TEXT NOT NULL UNIQUE,
  issue_id TEXT NOT NULL REFERENCES issues ON DELETE CASCADE, article_no INTEGER NOT NULL,
  row TEXT NOT NULL, tokens TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS passages_issue ON passages (issue_id);
"""
BESIDE_ISSUES = """
CREATE TABLE IF NOT EXISTS facts (
  fact INTEGER PRIMARY KEY, position INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE,
  kind TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS facts_position ON facts (position);
CREATE TABLE IF NOT EXISTS fact_keys (
  key TEXT NOT NULL, fact INTEGER NOT NULL REFERENCES facts ON DELETE CASCADE, PRIMARY KEY (key, fact)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS fact_keys_fact ON fact_keys (fact);
CREATE TABLE IF NOT EXISTS versions (
  issue_id TEXT PRIMARY KEY REFERENCES issues ON DELETE CASCADE, revision INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS feedback (key TEXT PRIMARY KEY, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS corrections (
  issue_id TEXT NOT NULL, title TEXT NOT NULL, nth INTEGER NOT NULL, row TEXT NOT NULL,
  PRIMARY KEY (issue_id, title, nth));
"""
# A step makes a format of the one before. Format 1 was written by programs with some of the second step's tables too.
PLACES = """
DROP INDEX IF EXISTS passages_issue;
CREATE INDEX IF NOT EXISTS passages_place ON passages (issue_id, article_no);
"""
STEPS = (ISSUES, BESIDE_ISSUES + PLACES + trash.SCHEMA)
FORMAT = len(STEPS)


def missing(error: sqlite3.Error) -> bool:
    """Whether a table was asked for that an older format has not."""
    return str(error).startswith("no such table")


def found(connection: sqlite3.Connection) -> int:
    """The format of a file, 0 where nothing was put in yet; raises sqlite3.DatabaseError where it is none of ours."""
    try:
        told = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        return int(told[0]) if told else 0
    except sqlite3.OperationalError as error:
        if not missing(error):
            raise
        return 0
    except ValueError as error:
        raise sqlite3.DatabaseError(f"format {told[0]}") from error


def check(connection: sqlite3.Connection, path: Path) -> None:
    """Raises LibraryFormat for a library that a newer program made."""
    if (told := found(connection)) > FORMAT:
        raise LibraryFormat(
            f"{path}: made by a newer hangke (format {told}, this one reads {FORMAT}); upgrade hangke; nothing was"
            " changed"
        )


def upgrade(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a library to the present format, an empty file too, within the transaction that is open."""
    check(connection, path)
    steps = STEPS[found(connection) :]
    for statement in ";".join(steps).split(";"):
        connection.execute(statement)
    if steps:
        connection.execute("INSERT OR REPLACE INTO meta VALUES ('format', ?)", (str(FORMAT),))
