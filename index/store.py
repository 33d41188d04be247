"""The library on disk: SQLite is the truth, one transaction an issue; arrays beside it can be rebuilt."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from index.types import ArticleRow, Fact, IssueRow, Passage
from ingest.errors import LibraryError, LibraryFormat, LibraryUnwritable
from ingest.types import Box, PageSpan, Piece

FORMAT = 1
FILE = "library.sqlite3"
SCHEMA = """
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
CREATE TABLE IF NOT EXISTS facts (
  fact INTEGER PRIMARY KEY, position INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE,
  kind TEXT NOT NULL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS facts_position ON facts (position);
CREATE TABLE IF NOT EXISTS fact_keys (
  key TEXT NOT NULL, fact INTEGER NOT NULL REFERENCES facts ON DELETE CASCADE, PRIMARY KEY (key, fact)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS fact_keys_fact ON fact_keys (fact);
CREATE TABLE IF NOT EXISTS feedback (key TEXT PRIMARY KEY, record TEXT NOT NULL);
"""
Tokens = list[list[str]]  # of each sentence of a passage


class SqliteStore:
    """Issues, articles, passages and their words in one SQLite file."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.path = home / FILE
        self._connection: sqlite3.Connection | None = None

    # -- reading

    @property
    def exists(self) -> bool:
        """Whether there is a library here at all; LibraryError where the folder cannot be looked into."""
        try:
            return self.path.is_file()
        except OSError as error:
            raise LibraryError(
                f"{self.home}: the library cannot be read ({error.strerror}); mend the folder's permissions, or choose"
                " another with --home"
            ) from error

    def meta(self) -> dict[str, str]:
        """The manifest: format, revision, tokenizer, cutting, embedder."""
        return dict(self._read("SELECT key, value FROM meta"))

    def revision(self) -> str:
        """Changes with every change of the library, whoever makes it."""
        found = self._read("SELECT value FROM meta WHERE key = 'revision'")
        return str(found[0][0]) if found else ""

    def issues(self) -> list[IssueRow]:
        """The catalogue, oldest issue first; a digest is hidden while the issue that it digests is here."""
        rows = [_issue(json.loads(row)) for (row,) in self._read("SELECT row FROM issues")]
        here = {row.issue for row in rows if not row.digest}
        shown = [replace(row, hidden=bool(row.digest and row.digest_of in here)) for row in rows]
        return sorted(shown, key=lambda row: (row.year or 0, row.number or 0, row.issue_id))

    def articles(self, issue_ids: Sequence[str]) -> list[ArticleRow]:
        """Tables of contents."""
        return [
            _article(json.loads(row))
            for issue_id in issue_ids
            for (row,) in self._read("SELECT row FROM articles WHERE issue_id = ? ORDER BY number", (issue_id,))
        ]

    def places(self) -> list[tuple[int, str, int]]:
        """Position, issue and article of every passage, in order."""
        return self._read("SELECT position, issue_id, article_no FROM passages ORDER BY position")

    def passages(self, positions: Sequence[int]) -> list[Passage]:
        """Passages by position."""
        found: dict[int, Passage] = {}
        for part in range(0, len(positions), 500):
            chosen = [int(position) for position in positions[part : part + 500]]
            marks = ",".join("?" * len(chosen))
            rows = self._read(f"SELECT position, row FROM passages WHERE position IN ({marks})", chosen)
            found |= {position: _passage(json.loads(row)) for position, row in rows}
        return [found[int(position)] for position in positions]

    def tokens(self, positions: Sequence[int]) -> Iterator[Tokens]:
        """The words of each sentence of passages; the last list is the context (title, section)."""
        wanted = set(positions)
        for position, tokens in self._read("SELECT position, tokens FROM passages ORDER BY position"):
            if position in wanted:
                yield [line.split(" ") if line else [] for line in tokens.split("\n")]

    def facts(self, kind: str) -> list[tuple[int, dict[str, Any]]]:
        """All facts of a kind, each with the position of its passage, in the order of the library."""
        rows = self._read("SELECT position, record FROM facts WHERE kind = ? ORDER BY position, fact", (kind,))
        return [(position, _record(record)) for position, record in rows]

    def facts_of(self, kind: str, passage_id: str) -> list[tuple[int, dict[str, Any]]]:
        """The facts of a kind of one passage."""
        statement = (
            "SELECT position, record FROM facts JOIN passages USING (position) WHERE passage_id = ? AND kind = ?"
            " ORDER BY fact"
        )
        return [(position, _record(record)) for position, record in self._read(statement, (passage_id, kind))]

    def facts_by_keys(self, kind: str, keys: Sequence[str], shared: int) -> list[tuple[int, dict[str, Any]]]:
        """The facts of a kind that share so many of the keys."""
        marks = ",".join("?" * len(keys))
        found = f"SELECT fact FROM fact_keys WHERE key IN ({marks}) GROUP BY fact HAVING count(*) >= ?"
        statement = f"SELECT position, record FROM facts WHERE fact IN ({found}) AND kind = ? ORDER BY fact"
        return [(position, _record(record)) for position, record in self._read(statement, (*keys, shared, kind))]

    def feedback(self) -> list[dict[str, Any]]:
        """What people said of answers, the oldest first; none of a read-only library that is older than this table."""
        if not self._read("SELECT 1 FROM sqlite_master WHERE name = 'feedback'"):
            return []
        return [json.loads(record) for (record,) in self._read("SELECT record FROM feedback ORDER BY rowid")]

    # -- writing

    def add(
        self,
        row: IssueRow,
        articles: list[ArticleRow],
        passages: list[tuple[Passage, Tokens]],
        manifest: dict[str, str],
        facts: Iterable[tuple[str, Fact]] = (),
    ) -> None:
        """Put an issue in, in place of one with the same id, in one transaction; a fact comes with its passage's id."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM issues WHERE issue_id = ?", (row.issue_id,))
            connection.execute("INSERT INTO issues VALUES (?, ?)", (row.issue_id, _dump(asdict(row))))
            connection.executemany(
                "INSERT INTO articles VALUES (?, ?, ?)",
                [(row.issue_id, number, _dump(asdict(article))) for number, article in enumerate(articles)],
            )
            connection.executemany(
                "INSERT INTO passages (passage_id, issue_id, article_no, row, tokens) VALUES (?, ?, ?, ?, ?)",
                [_passage_row(passage, tokens) for passage, tokens in passages],
            )
            _put_facts(connection, facts)
            self._stamp(connection, manifest)

    def set_facts(self, facts: Iterable[tuple[str, Fact]], manifest: dict[str, str]) -> None:
        """Put facts, each with the id of its passage, in the place of all that are there.

        The revision stays: nothing is worked out from facts.
        """
        with self._transaction() as connection:
            connection.execute("DELETE FROM facts")
            _put_facts(connection, facts)
            connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(manifest.items()))

    def remove(self, issue_id: str) -> None:
        """Take an issue out, in one transaction."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM issues WHERE issue_id = ?", (issue_id,))
            self._stamp(connection, {})

    def set_tokens(self, tokens: list[tuple[int, Tokens]], manifest: dict[str, str]) -> None:
        """Give passages, by position, other words."""
        with self._transaction() as connection:
            connection.executemany(
                "UPDATE passages SET tokens = ? WHERE position = ?",
                [(_joined(t), position) for position, t in tokens],
            )
            self._stamp(connection, manifest)

    def set_meta(self, values: dict[str, str]) -> None:
        """Write into the manifest of a library that is there."""
        with self._transaction() as connection:
            self._stamp(connection, values)

    def set_feedback(self, key: str, record: dict[str, Any]) -> None:
        """Keep a record of feedback in place of that with the same key; the revision stays."""
        with self._transaction() as connection:  # as ASCII: a question may hold halves of characters
            connection.execute("INSERT OR REPLACE INTO feedback VALUES (?, ?)", (key, json.dumps(record)))

    def drop_feedback(self, key: str) -> None:
        """Forget a record of feedback, if there is one; the revision stays."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM feedback WHERE key = ?", (key,))

    def check(self) -> str:
        """SQLite's own verdict on the file: `ok`, or what is wrong."""
        return str(self._read("PRAGMA integrity_check")[0][0])

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _stamp(self, connection: sqlite3.Connection, values: dict[str, str]) -> None:
        revision = connection.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()
        values = {"format": str(FORMAT)} | values | {"revision": str(int(revision[0]) + 1 if revision else 1)}
        connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(values.items()))

    # -- the connection

    def _read(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        if self._connection is None and not self.exists:
            return []
        try:
            return self._open().execute(statement, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise LibraryFormat(
                f"{self.path}: not a sound library ({error}); run `hangke doctor --repair`, or add the issues anew"
                " with another --home"
            ) from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._open(write=True)
            with connection:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # so that a read-only copy of the file is whole
        except (sqlite3.OperationalError, OSError) as error:
            raise LibraryUnwritable(
                f"{self.home}: the library cannot be written ({error}); free space or permissions, or choose"
                " another folder with --home; nothing was changed"
            ) from error

    def _open(self, write: bool = False) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._connect(write)
        return self._connection

    def _connect(self, write: bool) -> sqlite3.Connection:
        if write:
            self.home.mkdir(parents=True, exist_ok=True)
        connection = _connection(self.path, write or _writable(self.home))
        self._check_format(connection)
        return connection

    def _check_format(self, connection: sqlite3.Connection) -> None:
        found = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        if found and int(found[0]) > FORMAT:
            raise LibraryFormat(
                f"{self.path}: made by a newer hangke (format {found[0]}, this one reads {FORMAT}); upgrade hangke"
            )


def _connection(path: Path, writable: bool) -> sqlite3.Connection:
    if not writable:
        return sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True, check_same_thread=False)
    connection = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.executescript(SCHEMA)
    return connection


def _writable(home: Path) -> bool:
    try:
        probe = home / ".write-probe"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _passage_row(passage: Passage, tokens: Tokens) -> tuple[str, str, int, str, str]:
    row = {field.name: getattr(passage, field.name) for field in fields(passage)}
    row["pieces"] = [(p.start, p.end, p.line, p.order, p.leaf, _box(p.box)) for p in passage.pieces]
    row["pages"] = (passage.pages.first, passage.pages.last, passage.pages.exact)
    return passage.passage_id, passage.issue_id, passage.article_no, _dump(row), _joined(tokens)


@lru_cache(maxsize=8192)
def _record(text: str) -> dict[str, Any]:
    """The record of a fact; not to be changed, since the next reader gets the same."""
    record: dict[str, Any] = json.loads(text)
    return record


def _put_facts(connection: sqlite3.Connection, facts: Iterable[tuple[str, Fact]]) -> None:
    last = connection.execute("SELECT coalesce(max(fact), 0) FROM facts").fetchone()[0]
    numbered = list(enumerate(facts, last + 1))
    connection.executemany(
        "INSERT INTO facts SELECT ?, position, ?, ? FROM passages WHERE passage_id = ?",
        [(number, fact.kind, _dump(fact.record), passage_id) for number, (passage_id, fact) in numbered],
    )
    connection.executemany(
        "INSERT INTO fact_keys VALUES (?, ?)",
        [(key, number) for number, (_, fact) in numbered for key in sorted(set(fact.keys))],
    )


def _joined(tokens: Tokens) -> str:
    return "\n".join(" ".join(sentence) for sentence in tokens)


def _box(box: Box | None) -> tuple[int, tuple[float, ...]] | None:
    return (box.pdf_page, box.box) if box else None


def _issue(row: dict[str, Any]) -> IssueRow:
    return IssueRow(**row | {"doubts": tuple((page, doubt) for page, doubt in row.get("doubts", ()))})


def _article(row: dict[str, Any]) -> ArticleRow:
    return ArticleRow(**row | {"authors": tuple(row["authors"]), "affiliations": tuple(row["affiliations"])})


def _passage(row: dict[str, Any]) -> Passage:
    row["pieces"] = tuple(
        Piece(start, end, line, order, leaf, Box(box[0], tuple(box[1])) if box else None)
        for start, end, line, order, leaf, box in row["pieces"]
    )
    row["pages"] = PageSpan(*row["pages"])
    row["sentences"] = tuple((start, end) for start, end in row["sentences"])
    row["authors"] = tuple(row["authors"])
    row["tables"] = tuple(tuple(tuple(cells) for cells in table) for table in row["tables"])
    return Passage(**row)
