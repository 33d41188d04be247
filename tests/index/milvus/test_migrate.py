"""A library from one store into the other and back, as the command line does it."""

from __future__ import annotations

import json
from pathlib import Path

import invented
import pytest

from index import migrate
from index.corrections import Correction
from index.library import Library
from index.store import SqliteStore
from ingest import reader
from ingest.errors import LibraryError
from ui import cli

FULL, LATER = "海湾科技 2031年第4期", "海湾科技 2032年第1期"


@pytest.fixture
def eventful(copied: Library, tmp_path: Path) -> Library:
    """A library with everything in it that there can be."""
    path = invented.write(tmp_path, invented.full().replace("214个齿", "216个齿"), "neu.txt")
    copied.add(reader.read(path), path, replace_clash=True)
    copied.remove(LATER)
    copied.correct(FULL, 2, Correction("鲸背岛风车年鉴", ("卜一舟", "Ada Lind"), 41, 44, 5))
    copied.store.set_feedback("feedback-1", {"id": "feedback-1", "question": "half \ud800"})
    return copied


def run(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str, str]:
    status = cli.main([*options])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_there_and_back_all_is_the_same(eventful: Library, tmp_path: Path, capsys, monkeypatch) -> None:
    before = migrate.told(eventful.store)
    assert before.counts == before.counts | {"issues": 1, "corrections": 1, "removed": 2, "feedback": 1}
    there, back = str(tmp_path / "lake" / "m.db"), tmp_path / "back"
    monkeypatch.setenv("HANGKE_MILVUS_URI", there)
    status, out, err = run(capsys, "migrate", "--to", "milvus", "--home", str(eventful.home), "--json")
    assert (status, err) == (0, "")
    told = json.loads(out)
    assert (told["to"], told["sha256"], {kind: told[kind] for kind in before.counts}) == (
        "milvus",
        before.digest,
        before.counts,
    )
    assert migrate.told(eventful.store) == before
    again, out, _ = run(capsys, "migrate", "--to", "milvus", "--home", str(eventful.home), "--json")
    assert (again, json.loads(out)["sha256"]) == (0, before.digest)
    status, out, _ = run(capsys, "migrate", "--to", "embedded", "--home", str(back))
    assert (status, "the same on both sides" in out) == (0, True)
    assert migrate.told(SqliteStore(back)) == before
    status, out, _ = run(capsys, "list", "--store", "milvus", "--home", str(back), "--json")
    assert [json.loads(line)["issue"] for line in out.splitlines()] == [FULL]
    status, out, _ = run(
        capsys, "search", "鲸背岛 216个齿", "--store", "milvus", "--home", str(back), "--json", "-k", "1"
    )
    assert json.loads(out)["article"] == "鲸背岛风车年鉴"
    status, out, _ = run(capsys, "doctor", "--store", "milvus", "--home", str(back))
    assert "1 issues, ok" in out


@pytest.mark.parametrize("step", ["correct", "add", "keep", "set_feedback"])
def test_stopped_half_way_it_is_run_again(eventful: Library, tmp_path: Path, monkeypatch, step: str) -> None:
    target = SqliteStore(tmp_path / "target")
    with monkeypatch.context() as stopped:
        stopped.setattr(SqliteStore, step, lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            migrate.migrate(eventful.store, target)
    assert migrate.migrate(eventful.store, target) == migrate.told(eventful.store)


def test_what_can_be_put_back_can_be_after_it(eventful: Library, tmp_path: Path, open_home) -> None:
    target = open_home(tmp_path / "target")
    migrate.migrate(eventful.store, target.store)
    for name in (LATER, FULL):
        target.put_back(name)
        eventful.put_back(name)
    assert target.passages() == eventful.passages()
    assert target.search(target.query("冰窖书库"), 1)[0].passage.issue == LATER


def test_into_a_library_of_something_else_nothing_is_copied(
    eventful: Library, built: Path, tmp_path: Path, open_home, issues
) -> None:
    other = open_home(tmp_path / "other")
    other.add(issues["later"])
    with pytest.raises(LibraryError, match=LATER) as caught:
        migrate.migrate(eventful.store, other.store)
    assert "\n" not in str(caught.value)
    assert [row.issue for row in other.issues()] == [LATER]


def test_a_copy_that_is_not_the_same_is_told(eventful: Library, tmp_path: Path, monkeypatch) -> None:
    target = SqliteStore(tmp_path / "target")
    monkeypatch.setattr(SqliteStore, "set_feedback", lambda *_: None)
    with pytest.raises(LibraryError, match="1 feedback became 0"):
        migrate.migrate(eventful.store, target)


def test_nothing_to_migrate(tmp_path: Path, capsys) -> None:
    status, out, err = run(capsys, "migrate", "--to", "embedded", "--home", str(tmp_path))
    assert (status, out) == (1, "")
    assert "no library there to migrate" in err
