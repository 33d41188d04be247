"""What several changes of the store do, within a transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from index import rows
from index.rows import Tokens
from index.types import Fact


def put_facts(connection: sqlite3.Connection, facts: Iterable[tuple[str, Fact]]) -> None:
    """Put facts, each with the id of its passage."""
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


def set_tokens(connection: sqlite3.Connection, tokens: Iterable[tuple[int, Tokens]]) -> None:
    """Give passages, by position, other words."""
    values = [(rows.joined(words), position) for position, words in tokens]
    connection.executemany("UPDATE passages SET tokens = ? WHERE position = ?", values)
