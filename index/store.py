"""The library on disk: SQLite is the truth, one transaction an issue; arrays beside it can be rebuilt."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import rows, trash, writes
from index.corrections import NONE, Correction, Key, Layer
from index.database import FILE as FILE
from index.database import Database
from index.formats import FORMAT
from index.kept import Kept
from index.rows import Tokens
from index.trash import Removal
from index.types import ArticleRow, Fact, IssueRow, Passage


class SqliteStore(Database):
    """Issues, articles, passages and their words in one SQLite file."""

    fitted = True  # the embedder sees all of the library

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self._kept = Kept("")

    # -- reading

    def meta(self) -> dict[str, str]:
        """The manifest: format, revision, tokenizer, cutting, embedder."""
        return dict(self._read("SELECT key, value FROM meta"))

    def revision(self) -> str:
        """Changes with every change of the library, whoever makes it."""
        found = self._read("SELECT value FROM meta WHERE key = 'revision'")
        return str(found[0][0]) if found else ""

    def issues(self) -> list[IssueRow]:
        """The catalogue, oldest issue first; a digest is hidden while the issue that it digests is here."""
        kept = self._of_revision()
        if kept.issues is None:
            found = [rows.issue(row) for (row,) in self._read("SELECT row FROM issues")]
            here = {row.issue for row in found if not row.digest}
            shown = [replace(row, hidden=row.digest_of in here) if row.digest else row for row in found]
            kept.issues = sorted(shown, key=lambda row: (row.year or 0, row.number or 0, row.issue_id))
        return list(kept.issues)

    def articles(self, issue_ids: Sequence[str]) -> list[ArticleRow]:
        """Tables of contents, corrected."""
        kept, layers = self._of_revision().articles, self._layers()
        missing = [issue_id for issue_id in issue_ids if issue_id not in kept]
        if len(missing) > 1:
            every = self._read("SELECT issue_id, number, row FROM articles ORDER BY issue_id, number")
            kept.update(rows.contents(every))
        kept.update((issue_id, self._articles_read(issue_id)) for issue_id in missing if issue_id not in kept)
        return [
            article
            for issue_id in issue_ids
            for article in (layers[issue_id].articles if issue_id in layers else kept[issue_id])
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
        for issue_id, title, nth, row in self._read("SELECT issue_id, title, nth, row FROM corrections ORDER BY rowid"):
            found.setdefault(issue_id, {})[title, nth] = rows.correction(row)
        return found

    def trash(self) -> list[Removal]:
        """What can be put back, the newest first."""
        found = self._read("SELECT removal, row, replaced FROM trash ORDER BY removal DESC")
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
        """The layers of the issues that have corrections."""
        kept = self._of_revision()
        if kept.layers is None:
            given = self.given().items()
            kept.layers = {issue_id: Layer(self._articles_read(issue_id), each) for issue_id, each in given}
        return kept.layers

    def _of_revision(self) -> Kept:
        self._kept = self._kept.of(self.revision())
        return self._kept

    def versions(self) -> dict[str, int]:
        """Of each issue the revision in which its passages last became others; 0 where an older program added it."""
        told = dict(self._read("SELECT issue_id, revision FROM versions"))
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

    def facts_by_keys(self, kind: str, keys: Sequence[str], shared: int, most: int) -> list[tuple[int, dict[str, Any]]]:
        """The facts of a kind that share so many of the keys; of very many the newest, those that share most."""
        newest = "SELECT fact FROM (SELECT fact FROM fact_keys WHERE key = ? ORDER BY fact DESC LIMIT ?)"
        found = (
            f"SELECT fact FROM ({' UNION ALL '.join([newest] * len(keys))}) GROUP BY fact HAVING count(*) >= ?"
            " ORDER BY count(*) DESC, fact DESC LIMIT ?"
        )
        statement = f"SELECT position, record FROM facts WHERE fact IN ({found}) AND kind = ? ORDER BY position, fact"
        of_keys = [value for key in keys for value in (key, most * len(keys))]
        told = self._read(statement, (*of_keys, shared, most, kind)) if keys else []
        return [(position, rows.record(record)) for position, record in told]

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
        return [json.loads(record) for (record,) in self._read("SELECT record FROM feedback ORDER BY rowid")]

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
            writes.put_facts(connection, facts)
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
            writes.set_tokens(connection, tokens)
            connection.executemany("DELETE FROM facts WHERE position = ?", [(position,) for position, _ in tokens])
            writes.put_facts(connection, facts)
            self._stamp(connection, {}, changed="WHERE issue_id = ?", of=(issue_id,))

    def set_facts(self, facts: Iterable[tuple[str, Fact]], manifest: dict[str, str]) -> None:
        """Put facts, each with the id of its passage, in the place of all that are there.

        The revision stays: nothing is worked out from facts.
        """
        with self._transaction() as connection:
            connection.execute("DELETE FROM facts")
            writes.put_facts(connection, facts)
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
            writes.set_tokens(connection, tokens)
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
