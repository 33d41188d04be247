"""What was taken out of the library and can be put back: its rows as they were read, in tables of their own."""

from __future__ import annotations

import sqlite3
from dataclasses import asdict, dataclass

from index import rows
from index.types import ArticleRow, IssueRow, Passage

KEPT = 5  # removals that can be undone
SCHEMA = """
CREATE TABLE IF NOT EXISTS trash (
  removal INTEGER PRIMARY KEY AUTOINCREMENT, issue_id TEXT NOT NULL, replaced INTEGER NOT NULL, row TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS trash_articles (
  removal INTEGER NOT NULL REFERENCES trash ON DELETE CASCADE, number INTEGER NOT NULL, row TEXT NOT NULL,
  PRIMARY KEY (removal, number));
CREATE TABLE IF NOT EXISTS trash_passages (
  removal INTEGER NOT NULL REFERENCES trash ON DELETE CASCADE, position INTEGER NOT NULL, row TEXT NOT NULL,
  PRIMARY KEY (removal, position));
"""


@dataclass(frozen=True, slots=True)
class Removal:
    """An issue that was taken out and can be put back; `replaced` if another file took its place in the same step."""

    number: int
    row: IssueRow
    replaced: bool


def discard(connection: sqlite3.Connection, issue_id: str, replaced: bool = False) -> None:
    """Move an issue, if it is there, to what can be put back, of which the oldest goes for good."""
    move = "INSERT INTO trash (issue_id, replaced, row) SELECT issue_id, ?, row FROM issues WHERE issue_id = ?"
    if not connection.execute(move, (replaced, issue_id)).rowcount:
        return
    number = connection.execute("SELECT max(removal) FROM trash").fetchone()[0]
    for table, column in (("articles", "number"), ("passages", "position")):
        moved = f"INSERT INTO trash_{table} SELECT ?, {column}, row FROM {table} WHERE issue_id = ?"
        connection.execute(moved, (number, issue_id))
    connection.execute("DELETE FROM issues WHERE issue_id = ?", (issue_id,))
    newest = "SELECT removal FROM trash ORDER BY removal DESC LIMIT ?"
    connection.execute(f"DELETE FROM trash WHERE removal NOT IN ({newest})", (KEPT,))


def keep(
    connection: sqlite3.Connection, removal: Removal, articles: list[ArticleRow], passages: list[tuple[int, Passage]]
) -> None:
    """Put what was taken out of another library to what can be put back, as the newest."""
    told = (removal.row.issue_id, removal.replaced, rows.dump(asdict(removal.row)))
    number = connection.execute("INSERT INTO trash (issue_id, replaced, row) VALUES (?, ?, ?)", told).lastrowid
    contents = [(number, place, rows.of_article(article)) for place, article in enumerate(articles)]
    connection.executemany("INSERT INTO trash_articles VALUES (?, ?, ?)", contents)
    held = [(number, position, rows.of_passage(passage)) for position, passage in passages]
    connection.executemany("INSERT INTO trash_passages VALUES (?, ?, ?)", held)


def forget(connection: sqlite3.Connection, row: IssueRow) -> None:
    """What is put in is no longer among what can be put back."""
    kept = connection.execute("SELECT removal, row FROM trash WHERE issue_id = ?", (row.issue_id,)).fetchall()
    same = [(removal,) for removal, text in kept if rows.issue(text).sha256 == row.sha256]
    connection.executemany("DELETE FROM trash WHERE removal = ?", same)
