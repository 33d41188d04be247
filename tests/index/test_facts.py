"""Facts: written with their issue, gone with it, drawn anew for a newer program."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from index import facts
from index.ledger import KIND
from index.library import Library
from index.store import SqliteStore
from ingest.errors import LibraryUnwritable
from ingest.types import Issue


def test_facts_come_and_go_with_their_issue(copied: Library, issues: dict[str, Issue]) -> None:
    told = copied.store.facts(KIND)
    issue = copied.issues()[0]
    of_it = [p for p, issue_id, _ in copied.store.places() if issue_id == issue.issue_id]
    assert {position for position, _ in told} & set(of_it)
    copied.remove(issue.issue_id)
    assert copied.store.facts(KIND) == [(p, record) for p, record in told if p not in of_it]
    assert copied.store._read("SELECT count(*) FROM fact_keys WHERE fact NOT IN (SELECT fact FROM facts)") == [(0,)]


def test_facts_are_found_by_their_keys(library: Library) -> None:
    position, record = library.store.facts(KIND)[0]
    keys = library.store._read("SELECT key FROM fact_keys WHERE fact = (SELECT min(fact) FROM facts)")
    wanted = [key for (key,) in keys]
    assert (position, record) in library.store.facts_by_keys(KIND, wanted, len(wanted), 9)
    assert library.store.facts_by_keys(KIND, ["no such key"], 1, 9) == []
    assert library.store.facts_by_keys(KIND, [], 1, 9) == []
    every = library.store.facts_by_keys(KIND, wanted, 1, 99)
    assert len(every) > 1
    (newest,) = library.store.facts_by_keys(KIND, wanted, 1, 1)
    assert newest in every


def test_facts_of_an_older_program_are_drawn_anew(copied: Library) -> None:
    told, revision = copied.store.facts(KIND), copied.store.revision()
    copied.store.set_facts([], {facts.MANIFEST: "figure/0"})
    assert facts.stale(copied.store, copied.words)
    facts.freshen(copied.store, copied.words)
    assert copied.store.facts(KIND) == told
    assert copied.store.revision() == revision
    assert not facts.stale(copied.store, copied.words)


def test_a_library_from_before_there_were_facts(copied: Library) -> None:
    told = copied.store.facts(KIND)
    copied.store.close()
    with sqlite3.connect(copied.store.path) as connection:
        connection.executescript(
            "DROP TABLE fact_keys; DROP TABLE facts; DELETE FROM meta WHERE key IN ('facts', 'format')"
        )
    copied.store = SqliteStore(copied.home)
    facts.freshen(copied.store, copied.words)
    assert copied.store.facts(KIND) == told


def test_an_issue_added_to_a_stale_library_leaves_it_stale(copied: Library, issues: dict[str, Issue]) -> None:
    copied.store.set_facts([], {facts.MANIFEST: "figure/0"})
    copied.remove(copied.issues()[0].issue_id)
    copied.add(issues["full"])
    assert facts.stale(copied.store, copied.words)


def test_facts_that_cannot_be_kept_are_told(copied: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    copied.store.set_facts([], {facts.MANIFEST: "figure/0"})
    copied.store.close()
    monkeypatch.setattr(Path, "touch", _refused)
    with pytest.raises(LibraryUnwritable):
        facts.freshen(copied.store, copied.words)


def _refused(*_: object, **__: object) -> None:
    raise OSError("read-only")
