"""The store: one transaction an issue, or nothing."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from index import store as module
from index.library import Library
from index.store import SqliteStore
from ingest.errors import LibraryFormat


def state(store: SqliteStore) -> tuple[object, ...]:
    rows = store.issues()
    return rows, store.articles([row.issue_id for row in rows]), store.places(), store.meta()


def test_a_folder_without_library_is_empty_and_stays_untouched(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "home")
    assert (store.exists, store.issues(), store.meta()) == (False, [], {})
    assert not (tmp_path / "home").exists()


def test_passages_come_back_as_they_went_in(library: Library, issues) -> None:
    from index import passages

    ids = {row.issue: row.issue_id for row in library.issues()}
    for name, issue in (("full", issues["full"]), ("later", issues["later"])):
        cut = list(passages.cut(issue, ids[str(issue.identity)]))
        assert library.passages(str(issue.identity)) == cut, name


def test_passages_are_given_in_the_order_asked(library: Library) -> None:
    positions = [position for position, _, _ in library.store.places()]
    asked = [positions[3], positions[0], positions[3]]
    found = library.store.passages(asked)
    assert found[0] == found[2] != found[1]


def test_more_passages_than_one_statement_takes(library: Library) -> None:
    position = library.store.places()[0][0]
    assert len(library.store.passages([position] * 1200)) == 1200


def test_words_are_kept_by_sentence_with_the_context_last(library: Library) -> None:
    position, article, tokens = library.store.words(library.issues()[0].issue_id)[0]
    passage = library.store.passages([position])[0]
    assert article == passage.article_no
    assert len(tokens) == len(passage.sentences) + 1
    assert "青鹭湖" in "".join(tokens[-1])


def test_an_exception_inside_the_transaction_leaves_what_was(copied: Library) -> None:
    before = state(copied.store)
    row = copied.issues()[0]
    bad = [(replace(copied.passages()[0], passage_id=f"x{i // 2}"), [["词"]]) for i in range(2)]  # ids clash
    with pytest.raises(sqlite3.IntegrityError):
        copied.store.add(replace(row, sha256="1"), [], bad, {"words": "other"})
    assert state(copied.store) == before
    assert state(SqliteStore(copied.home)) == before


def test_a_library_of_a_newer_format_is_refused_in_one_line(copied: Library) -> None:
    copied.store.close()
    with sqlite3.connect(copied.store.path) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (str(module.FORMAT + 1),))
    with pytest.raises(LibraryFormat) as caught:
        Library(copied.home).issues()
    message = str(caught.value)
    assert "newer" in message
    assert "upgrade" in message
    assert "\n" not in message


@pytest.mark.parametrize("content", [b"", b"not a database at all, sorry" * 90])
def test_a_broken_file_is_refused_in_one_line_or_empty(tmp_path: Path, content: bytes) -> None:
    (tmp_path / module.FILE).write_bytes(content)
    if not content:
        assert Library(tmp_path).issues() == []
        return
    with pytest.raises(LibraryFormat) as caught:
        Library(tmp_path).issues()
    assert "\n" not in str(caught.value)
    assert "--home" in str(caught.value)


def test_check_tells_a_sound_file(copied: Library) -> None:
    assert copied.store.check() == "ok"


def test_a_second_reader_sees_a_finished_write(copied: Library) -> None:
    other = SqliteStore(copied.home)
    assert len(other.issues()) == 2
    copied.remove("海湾科技 2032年第1期")
    assert len(other.issues()) == 1
