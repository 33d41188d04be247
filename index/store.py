"""The library on disk: SQLite is the truth, one transaction an issue; arrays beside it can be rebuilt."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import rows, trash
from index.corrections import NONE, Correction, Key, Layer
from index.rows import Tokens
from index.trash import Removal
from index.types import ArticleRow, Fact, IssueRow, Passage
from ingest.errors import LibraryError, LibraryFormat, LibraryUnwritable

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
CREATE TABLE IF NOT EXISTS versions (
  issue_id TEXT PRIMARY KEY REFERENCES issues ON DELETE CASCADE, revision INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS feedback (key TEXT PRIMARY KEY, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS corrections (
  issue_id TEXT NOT NULL, title TEXT NOT NULL, nth INTEGER NOT NULL, row TEXT NOT NULL,
  PRIMARY KEY (issue_id, title, nth));
"""


class SqliteStore:
    """Issues, articles, passages and their words in one SQLite file."""

    fitted = True  # the embedder sees all of the library

    def __init__(self, home: Path) -> None:
        self.home = home
        self.path = home / FILE
        self._connection: sqlite3.Connection | None = None
        self._laid: tuple[str, dict[str, Layer]] = "", {}

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
        found = [rows.issue(row) for (row,) in self._read("SELECT row FROM issues")]
        here = {row.issue for row in found if not row.digest}
        shown = [replace(row, hidden=bool(row.digest and row.digest_of in here)) for row in found]
        return sorted(shown, key=lambda row: (row.year or 0, row.number or 0, row.issue_id))

    def articles(self, issue_ids: Sequence[str]) -> list[ArticleRow]:
        """Tables of contents, corrected."""
        layers = self._layers()
        return [
            article
            for issue_id in issue_ids
            for article in (layers[issue_id].articles if issue_id in layers else self._articles_read(issue_id))
        ]

    def places(self) -> list[tuple[int, str, int]]:
        """Position, issue and article of every passage, in order."""
        found = self._read("SELECT position, issue_id, article_no FROM passages ORDER BY position")
        layers = self._layers()
        if not layers:
            return found
        return [(at, issue_id, layers[issue_id].place(no) if issue_id in layers else no) for at, issue_id, no in found]

    def placed(self, issue_id: str, numbers: NDArray[np.int32]) -> NDArray[np.int64]:
        """The places in `articles` of articles of an issue, by their numbers as read."""
        layer = self._layers().get(issue_id)
        if layer is None:
            return numbers.astype(np.int64)
        return np.array([layer.place(number) for number in numbers.tolist()], np.int64)

    def place(self, passage_id: str) -> tuple[str, int] | None:
        """The issue and the article of a passage, if it is here."""
        found = self._read("SELECT issue_id, article_no FROM passages WHERE passage_id = ?", (passage_id,))
        return (found[0][0], self.layer(found[0][0]).place(found[0][1])) if found else None

    def passages(self, positions: Sequence[int]) -> list[Passage]:
        """Passages by position, corrected."""
        found: dict[int, Passage] = {}
        layers = self._layers()
        for part in range(0, len(positions), 500):
            chosen = [int(position) for position in positions[part : part + 500]]
            marks = ",".join("?" * len(chosen))
            for position, row in self._read(f"SELECT position, row FROM passages WHERE position IN ({marks})", chosen):
                passage = rows.passage(row)
                layer = layers.get(passage.issue_id)
                found[position] = layer.passage(passage) if layer else passage
        return [found[int(position)] for position in positions]

    def read_of(self, issue_id: str) -> list[tuple[int, Passage]]:
        """The passages of an issue as they were read, with their positions."""
        statement = "SELECT position, row FROM passages WHERE issue_id = ? ORDER BY position"
        return [(position, rows.passage(row)) for position, row in self._read(statement, (issue_id,))]

    def positions(self, issue_id: str, article_no: int) -> list[int]:
        """The positions of the passages of an article; raises UnknownArticle."""
        number = self.layer(issue_id).number_read(article_no)
        statement = "SELECT position FROM passages WHERE issue_id = ? AND article_no = ? ORDER BY position"
        return [position for (position,) in self._read(statement, (issue_id, number))]

    def layer(self, issue_id: str) -> Layer:
        """What was corrected of an issue, over its articles as read."""
        return self._layers().get(issue_id) or Layer(self._articles_read(issue_id))

    def given(self) -> dict[str, dict[Key, Correction]]:
        """The corrections of all issues, those that are not here now too."""
        found: dict[str, dict[Key, Correction]] = {}
        for issue_id, title, nth, row in self._read_late("corrections", "issue_id, title, nth, row", "rowid"):
            found.setdefault(issue_id, {})[title, nth] = rows.correction(row)
        return found

    def trash(self) -> list[Removal]:
        """What can be put back, the newest first."""
        found = self._read_late("trash", "removal, row, replaced", "removal DESC")
        return [Removal(number, rows.issue(row), bool(replaced)) for number, row, replaced in found]

    def trashed(self, removal: int) -> tuple[list[ArticleRow], list[tuple[int, Passage]]]:
        """The articles and the passages, with their positions, of what can be put back, as they were read."""
        told = self._read("SELECT number, row FROM trash_articles WHERE removal = ? ORDER BY number", (removal,))
        held = self._read("SELECT position, row FROM trash_passages WHERE removal = ? ORDER BY position", (removal,))
        passages = [(position, rows.passage(row)) for position, row in held]
        return [rows.article(row, number) for number, row in told], passages

    def _articles_read(self, issue_id: str) -> list[ArticleRow]:
        found = self._read("SELECT number, row FROM articles WHERE issue_id = ? ORDER BY number", (issue_id,))
        return [rows.article(row, number) for number, row in found]

    def _layers(self) -> dict[str, Layer]:
        """The layers of the issues that have corrections, made anew when the library has changed."""
        revision = self.revision()
        if self._laid[0] != revision:
            laid = {issue_id: Layer(self._articles_read(issue_id), given) for issue_id, given in self.given().items()}
            self._laid = revision, laid
        return self._laid[1]

    def _read_late(self, table: str, columns: str, order: str) -> list[Any]:
        """Rows of a table that a read-only library from before it may lack."""
        if not self._read("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)):
            return []
        return self._read(f"SELECT {columns} FROM {table} ORDER BY {order}")

    def versions(self) -> dict[str, int]:
        """Of each issue the revision in which its passages last became others; 0 where an older program added it."""
        told = dict(self._read_late("versions", "issue_id, revision", "issue_id"))
        return {issue_id: told.get(issue_id, 0) for (issue_id,) in self._read("SELECT issue_id FROM issues")}

    def words(self, issue_id: str) -> list[tuple[int, int, Tokens]]:
        """Of each passage of an issue its position, its article as read, and the words of each sentence.

        The last list of words is the context (title, section).
        """
        statement = "SELECT position, article_no, tokens FROM passages WHERE issue_id = ? ORDER BY position"
        return [(at, article, rows.parted(tokens)) for at, article, tokens in self._read(statement, (issue_id,))]

    def facts(self, kind: str) -> list[tuple[int, dict[str, Any]]]:
        """All facts of a kind, each with the position of its passage, in the order of the library."""
        found = self._read("SELECT position, record FROM facts WHERE kind = ? ORDER BY position, fact", (kind,))
        return [(position, rows.record(record)) for position, record in found]

    def facts_of(self, kind: str, passage_id: str) -> list[tuple[int, dict[str, Any]]]:
        """The facts of a kind of one passage."""
        statement = (
            "SELECT position, record FROM facts JOIN passages USING (position) WHERE passage_id = ? AND kind = ?"
            " ORDER BY fact"
        )
        return [(position, rows.record(record)) for position, record in self._read(statement, (passage_id, kind))]

    def facts_by_keys(self, kind: str, keys: Sequence[str], shared: int) -> list[tuple[int, dict[str, Any]]]:
        """The facts of a kind that share so many of the keys."""
        marks = ",".join("?" * len(keys))
        found = f"SELECT fact FROM fact_keys WHERE key IN ({marks}) GROUP BY fact HAVING count(*) >= ?"
        statement = f"SELECT position, record FROM facts WHERE fact IN ({found}) AND kind = ? ORDER BY position, fact"
        return [(position, rows.record(record)) for position, record in self._read(statement, (*keys, shared, kind))]

    def facts_in(self, issue_id: str) -> list[tuple[str, Fact]]:
        """The facts of an issue with the keys that find them, each with its passage's id, in order."""
        of_issue = "FROM facts JOIN passages USING (position) {} WHERE issue_id = ?"
        keys: dict[int, list[str]] = {}
        for fact, key in self._read(f"SELECT fact, key {of_issue.format('JOIN fact_keys USING (fact)')}", (issue_id,)):
            keys.setdefault(fact, []).append(key)
        statement = f"SELECT fact, passage_id, kind, record {of_issue.format('')} ORDER BY fact"
        return [
            (passage_id, Fact(kind, rows.record(record), tuple(keys.get(fact, ()))))
            for fact, passage_id, kind, record in self._read(statement, (issue_id,))
        ]

    def feedback(self) -> list[dict[str, Any]]:
        """What people said of answers, the oldest first."""
        return [json.loads(record) for (record,) in self._read_late("feedback", "record", "rowid")]

    # -- writing

    def add(
        self,
        row: IssueRow,
        articles: list[ArticleRow],
        passages: list[tuple[Passage, Tokens]],
        manifest: dict[str, str],
        facts: Iterable[tuple[str, Fact]] = (),
        instead: str | None = None,
        positions: Sequence[int] = (),
    ) -> None:
        """Put an issue in, in place of one with the same id, in one transaction; a fact comes with its passage's id.

        What was there before can be put back, so can the issue `instead`, which is taken out too. `positions` are
        those that the passages had before, none of new ones.
        """
        places: Sequence[int | None] = positions or [None] * len(passages)
        values = [
            (position, p.passage_id, p.issue_id, p.article_no, rows.of_passage(p), rows.joined(words))
            for position, (p, words) in zip(places, passages, strict=True)
        ]
        with self._transaction() as connection:
            trash.forget(connection, row)
            trash.discard(connection, row.issue_id, replaced=True)
            if instead is not None:
                trash.discard(connection, instead)
            connection.execute("INSERT INTO issues VALUES (?, ?)", (row.issue_id, rows.dump(asdict(row))))
            connection.executemany(
                "INSERT INTO articles VALUES (?, ?, ?)",
                [(row.issue_id, number, rows.of_article(article)) for number, article in enumerate(articles)],
            )
            connection.executemany(
                "INSERT INTO passages (position, passage_id, issue_id, article_no, row, tokens)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                values,
            )
            _put_facts(connection, facts)
            self._stamp(connection, manifest, changed="WHERE issue_id = ?", of=(row.issue_id,))

    def correct(
        self,
        issue_id: str,
        key: Key,
        correction: Correction,
        tokens: Sequence[tuple[int, Tokens]],
        facts: Iterable[tuple[str, Fact]],
    ) -> None:
        """Put a correction in place of that of the same article, or take it back where nothing is corrected.

        With it, in one transaction, come the words and facts of the passages that it changes, by position.
        """
        with self._transaction() as connection:
            connection.execute("DELETE FROM corrections WHERE (issue_id, title, nth) = (?, ?, ?)", (issue_id, *key))
            if correction != NONE:
                kept = (issue_id, *key, rows.dump(asdict(correction)))
                connection.execute("INSERT INTO corrections VALUES (?, ?, ?, ?)", kept)
            _set_tokens(connection, tokens)
            connection.executemany("DELETE FROM facts WHERE position = ?", [(position,) for position, _ in tokens])
            _put_facts(connection, facts)
            self._stamp(connection, {}, changed="WHERE issue_id = ?", of=(issue_id,))

    def set_facts(self, facts: Iterable[tuple[str, Fact]], manifest: dict[str, str]) -> None:
        """Put facts, each with the id of its passage, in the place of all that are there.

        The revision stays: nothing is worked out from facts.
        """
        with self._transaction() as connection:
            connection.execute("DELETE FROM facts")
            _put_facts(connection, facts)
            connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(manifest.items()))

    def remove(self, issue_id: str) -> None:
        """Take an issue out, in one transaction; it can be put back."""
        with self._transaction() as connection:
            trash.discard(connection, issue_id)
            self._stamp(connection, {})

    def keep(self, removal: Removal, articles: list[ArticleRow], passages: list[tuple[int, Passage]]) -> None:
        """Put an issue, as it was read, to what can be put back, as the newest; `passages` have their positions."""
        with self._transaction() as connection:
            trash.keep(connection, removal, articles, passages)
            self._stamp(connection, {})

    def set_tokens(self, tokens: list[tuple[int, Tokens]], manifest: dict[str, str]) -> None:
        """Give passages, by position, other words."""
        with self._transaction() as connection:
            _set_tokens(connection, tokens)
            self._stamp(connection, manifest, changed="WHERE true")

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

    def _stamp(
        self,
        connection: sqlite3.Connection,
        values: dict[str, str],
        changed: str = "WHERE false",
        of: Sequence[str] = (),
    ) -> None:
        """A new revision, which is the version of the issues that are `changed`."""
        before = connection.execute("SELECT value FROM meta WHERE key = 'revision'").fetchone()
        revision = int(before[0]) + 1 if before else 1
        values = {"format": str(FORMAT)} | values | {"revision": str(revision)}
        connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(values.items()))
        versions = f"INSERT OR REPLACE INTO versions SELECT issue_id, ? FROM issues {changed}"
        connection.execute(versions, (revision, *of))

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
    connection.executescript(SCHEMA + trash.SCHEMA)
    return connection


def _writable(home: Path) -> bool:
    try:
        probe = home / ".write-probe"
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True


def _put_facts(connection: sqlite3.Connection, facts: Iterable[tuple[str, Fact]]) -> None:
    last = connection.execute("SELECT coalesce(max(fact), 0) FROM facts").fetchone()[0]
    numbered = list(enumerate(facts, last + 1))
    connection.executemany(
        "INSERT INTO facts SELECT ?, position, ?, ? FROM passages WHERE passage_id = ?",
        [(number, fact.kind, rows.dump(fact.record), passage_id) for number, (passage_id, fact) in numbered],
    )
    connection.executemany(
        "INSERT INTO fact_keys VALUES (?, ?)",
        [(key, number) for number, (_, fact) in numbered for key in sorted(set(fact.keys))],
    )


def _set_tokens(connection: sqlite3.Connection, tokens: Iterable[tuple[int, Tokens]]) -> None:
    values = [(rows.joined(words), position) for position, words in tokens]
    connection.executemany("UPDATE passages SET tokens = ? WHERE position = ?", values)
