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


def test_passages_come_back_as_they_went_in(both: Library, issues) -> None:
    from index import passages

    ids = {row.issue: row.issue_id for row in both.issues()}
    for name, issue in (("full", issues["full"]), ("later", issues["later"])):
        cut = list(passages.cut(issue, ids[str(issue.identity)]))
        assert both.passages(str(issue.identity)) == cut, name


def test_passages_are_given_in_the_order_asked(both: Library) -> None:
    positions = [position for position, _, _ in both.store.places()]
    asked = [positions[3], positions[0], positions[3]]
    found = both.store.passages(asked)
    assert found[0] == found[2] != found[1]


def test_more_passages_than_one_statement_takes(both: Library) -> None:
    position = both.store.places()[0][0]
    assert len(both.store.passages([position] * 1200)) == 1200


def test_words_are_kept_by_sentence_with_the_context_last(both: Library) -> None:
    position, article, tokens = both.store.words(both.issues()[0].issue_id)[0]
    passage = both.store.passages([position])[0]
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


def test_check_tells_a_sound_file(both: Library) -> None:
    assert both.store.check() == "ok"


def test_a_second_reader_sees_a_finished_write(either: Library, reopen) -> None:
    other = reopen(either).store
    assert len(other.issues()) == 2
    either.remove("海湾科技 2032年第1期")
    assert len(other.issues()) == 1


def test_facts_are_found_by_kind_by_passage_and_by_keys(both: Library) -> None:
    store = both.store
    row = both.issues()[0]
    drawn = store.facts_in(row.issue_id)
    ids = [passage.passage_id for _, passage in store.read_of(row.issue_id)]
    assert {passage_id for passage_id, _ in drawn} <= set(ids)
    passage_id, fact = next((each, fact) for each, fact in drawn if len(fact.keys) > 2)
    of_passage = [each.record for other, each in drawn if (other, each.kind) == (passage_id, fact.kind)]
    assert [record for _, record in store.facts_of(fact.kind, passage_id)] == of_passage
    assert fact.record in [record for _, record in store.facts(fact.kind)]
    assert fact.record in [record for _, record in store.facts_by_keys(fact.kind, fact.keys, len(fact.keys), 99)]
    assert store.facts_by_keys(fact.kind, fact.keys, len(fact.keys) + 1, 99) == []
    assert store.facts_by_keys(fact.kind, ['无"此\\键'], 1, 99) == []


def test_feedback_is_kept_by_its_key_the_newest_last(either: Library, reopen) -> None:
    for number, key in enumerate(("甲", '乙"', "甲")):
        either.store.set_feedback(key, {"id": key, "number": number, "asked": "half \ud800"})
    assert [record["number"] for record in reopen(either).store.feedback()] == [1, 2]
    either.store.drop_feedback('乙"')
    either.store.drop_feedback("丙")
    assert [record["number"] for record in either.store.feedback()] == [2]


def test_places_and_positions_tell_the_same(both: Library) -> None:
    places = both.store.places()
    assert [position for position, _, _ in places] == sorted({position for position, _, _ in places})
    for row in both.issues():
        of_issue = [position for position, issue_id, _ in places if issue_id == row.issue_id]
        assert of_issue == [position for position, _ in both.store.read_of(row.issue_id)]
        for article in {number for _, issue_id, number in places if issue_id == row.issue_id}:
            told = [at for at, issue_id, number in places if (issue_id, number) == (row.issue_id, article)]
            assert both.store.positions(row.issue_id, article) == told
    assert both.store.place('no-such"passage') is None
