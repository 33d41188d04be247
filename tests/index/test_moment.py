"""One reader sees one state of the library, whoever changes it meanwhile."""

from __future__ import annotations

import pytest

from index import derived
from index.library import Library
from index.store import SqliteStore
from qa.answerer import Answerer

FULL = "海湾科技 2031年第4期"


def test_what_is_read_at_one_moment_is_of_one_revision(copied: Library, open_home) -> None:
    other = open_home(copied.home)
    positions = [position for position, _, _ in copied.store.places()]
    with copied.store.at_one_moment():
        before = copied.store.revision()
        other.remove(FULL)
        assert copied.store.revision() == before
        assert len(copied.store.passages(positions)) == len(positions)
    assert copied.store.revision() == other.store.revision() != before


def test_arrays_are_built_while_another_process_removes_an_issue(
    copied: Library, open_home, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, texts = open_home(copied.home), derived._texts

    def removed_meanwhile(store: SqliteStore, positions: list[int]) -> list[str]:
        if FULL in [row.issue for row in other.store.issues()]:
            other.remove(FULL)
        return texts(store, positions)

    derived.forget(copied.home)
    copied.refresh()
    monkeypatch.setattr(derived, "_texts", removed_meanwhile)
    before = len(copied.store.places())
    assert len(copied.arrays.positions) == before
    copied.follow()
    assert 0 < len(copied.arrays.positions) < before


def test_a_search_follows_a_library_that_changes_under_it(copied: Library, open_home) -> None:
    other, passages = open_home(copied.home), copied.store.passages
    _ = copied.arrays

    def removed_first(positions: list[int]) -> list[object]:
        if FULL in [row.issue for row in other.store.issues()]:
            other.remove(FULL)
        return list(passages(positions))

    copied.store.passages = removed_first  # type: ignore[method-assign,assignment]
    hits = Answerer(copied).search("浮标 传感器", 5)
    assert hits
    assert all(hit.passage.issue != FULL for hit in hits)
