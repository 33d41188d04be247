"""Homes that cannot be written, disks that are full, work that is broken off."""

from __future__ import annotations

import errno
import os
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import invented
import numpy as np
import pytest
from program import Main, told

from index.library import Library
from ingest import reader
from ingest.errors import LibraryUnwritable
from ui import cli


def one_line(err: str) -> None:
    assert err.startswith("hangke: ")
    assert err.count("\n") == 1
    assert "--home" in err


def refuse(number: int):
    def refused(*_: object, **__: object) -> NoReturn:
        raise OSError(number, os.strerror(number))

    return refused


@pytest.mark.parametrize("command", [["add", "ISSUE"], ["ask", "钟楼"], ["list"], ["doctor"]])
def test_a_home_below_a_file(
    capfd: pytest.CaptureFixture[str], tmp_path: Path, issue: Path, command: list[str]
) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    home = tmp_path / "file" / "sub"
    given = [str(issue) if word == "ISSUE" else word for word in command]
    status = cli.main([*given, "--home", str(home), "--json"])
    _, err = capfd.readouterr()
    if command[0] == "doctor":
        assert status in (0, 1)
        return
    assert status == 1
    last = err.splitlines()[-1]
    assert last.startswith("hangke: ")
    assert "--home" in last
    assert str(home) in last


def test_a_read_only_library_is_read(run, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "touch", refuse(errno.EROFS))
    before = sorted(path.name for path in filled.iterdir())
    answer = run("ask", "潮汐钟楼什么时候重新报时？").object
    assert "2029年9月3日" in answer["answer"]
    assert len(run("list").objects) == 1
    assert sorted(path.name for path in filled.iterdir()) == before


def kept(home: Path) -> list[str]:
    """What lies among the arrays but the lock."""
    return sorted(path.name for path in (home / "derived").glob("*") if path.name != "lock")


def test_a_read_only_library_without_arrays_is_read(run, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(filled / "derived")
    monkeypatch.setattr(Path, "touch", refuse(errno.EROFS))
    monkeypatch.setattr("tempfile.mkdtemp", refuse(errno.EROFS))
    assert "2029年9月3日" in run("ask", "潮汐钟楼什么时候重新报时？").object["answer"]
    assert kept(filled) == []


@pytest.mark.parametrize("command", [["add", "LATER"], ["remove", "海湾科技 2031年第4期"]])
def test_a_read_only_library_is_not_changed(
    run, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    later = invented.write(tmp_path, invented.later(), "later.txt")
    before = told(filled)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "touch", refuse(errno.EROFS))
        patch.setattr("shutil.copyfile", refuse(errno.EROFS))
        done = run(*[later if word == "LATER" else word for word in command])
    assert done.status == 1
    one_line(done.err)
    assert told(filled) == before


def test_what_was_last_written_is_read_from_a_read_only_copy(
    run, built: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(built, tmp_path / "first")
    later = invented.write(tmp_path, invented.later(), "later.txt")
    library = Library(tmp_path / "first")
    library.add(reader.read(later), later)
    shutil.copytree(library.home, home)  # as it lies there while that process runs, or after it was killed
    monkeypatch.setattr(Path, "touch", refuse(errno.EROFS))
    assert len(run("list").objects) == 2
    library.store.close()


def test_a_full_disk_for_the_copy_of_the_source(
    run, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = invented.write(tmp_path, invented.later(), "later.txt")
    before = told(filled)
    with monkeypatch.context() as patch:
        patch.setattr("shutil.copyfile", refuse(errno.ENOSPC))
        done = run("add", later)
    assert (done.status, done.object["status"]) == (1, "failed")
    one_line(done.err)
    assert "nothing was changed" in done.err
    assert told(filled) == before


def test_a_full_disk_for_the_database(filled: Path, tmp_path: Path) -> None:
    later = invented.write(tmp_path, invented.issue(invented.ARTICLES * 3, 2040, 5), "later.txt")
    before = told(filled)
    library = Library(filled)
    connection = library.store._open(write=True)
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 1}")  # SQLite itself now says that the disk is full
    with pytest.raises(LibraryUnwritable, match=r"full.*--home.*nothing was changed") as caught:
        library.add(reader.read(later), later)
    assert "\n" not in str(caught.value)
    library.store.close()
    assert [row.issue for row in Library(filled).issues()] == ["海湾科技 2031年第4期"]
    assert told(filled) == before, "the copy of the source is taken back too"


def test_a_full_disk_for_the_arrays(run, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(filled / "derived")
    monkeypatch.setattr(np, "save", refuse(errno.ENOSPC))
    assert "2029年9月3日" in run("ask", "潮汐钟楼什么时候重新报时？").object["answer"]
    assert kept(filled) == []


@pytest.mark.parametrize("found", [True, False])
def test_an_interrupted_add_leaves_the_library_as_it_was(
    run, built: Path, home: Path, tmp_path: Path, words, monkeypatch: pytest.MonkeyPatch, found: bool
) -> None:
    if found:
        shutil.copytree(built, home)
    before = told(home) if found else None
    later = invented.write(tmp_path, invented.later(), "later.txt")
    cut, calls = words.tokens, []

    def interrupted(text: str, issue: str) -> list[str]:
        calls.append(text)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return cut(text, issue)

    with monkeypatch.context() as patch:
        patch.setattr(words, "tokens", interrupted, raising=False)
        done = run("add", later)
    assert len(calls) == 5
    assert (done.status, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert (told(home) == before) if found else not Library(home).store.exists
    assert run("add", later).object["status"] == "added"


def test_a_first_add_that_fails_leaves_no_library(tmp_path: Path, issue: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "fresh"
    with monkeypatch.context() as patch:
        patch.setattr("shutil.copyfile", refuse(errno.ENOSPC))
        with pytest.raises(LibraryUnwritable):
            Library(home).add(reader.read(issue), issue)
    assert not Library(home).store.exists, "else the digests would never be built"


def test_arrays_that_cannot_be_put_in_place_do_no_harm(
    run, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = invented.write(tmp_path, invented.later(), "later.txt")
    replace = Path.replace

    def refused(path: Path, target: Path) -> Path:
        if "derived" in str(target):
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", refused)
        assert run("add", later).status == 0
        assert run("ask", "冰窖书库的改建费用是多少？").object["status"] == "answered"
    assert "2700万元" in run("ask", "冰窖书库的改建费用是多少？").object["answer"]
    assert len([name for name in kept(filled) if name.startswith("fit-")]) == 1, "what was not put in place is swept"


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """What the system says is what it says of a full disk or a quota: the write fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("size", [0, 500, 5_000, 40_000])
@pytest.mark.parametrize("command", [["add", "LATER"], ["remove", "海湾科技 2031年第4期"], ["backup", "FILE"]])
def test_a_disk_that_takes_no_more(filled: Path, tmp_path: Path, command: list[str], size: int) -> None:
    later, file = invented.write(tmp_path, invented.later(), "later.txt"), tmp_path / "kept.zip"
    run, before = Main(filled), told(filled)
    given = [{"LATER": later, "FILE": file}.get(word, word) for word in command]
    with no_file_larger_than(size):
        done = run(*given)
    assert (done.status, done.err.count("\n")) == (1, 1)
    one_line(done.err) if command[0] != "backup" else None
    assert told(filled) == before
    assert not file.exists()
    assert "2029年9月3日" in run("ask", "潮汐钟楼什么时候重新报时？", "--json").object["answer"]
    assert run(*given).status == 0


@pytest.fixture
def public(filled: Path) -> Iterator[Path]:
    """That home where others than root can get at it, a file to add beside it."""
    place = Path(tempfile.mkdtemp())
    place.chmod(0o755)
    invented.write(place, invented.later(), "later.txt").chmod(0o444)
    home = Path(shutil.copytree(filled, place / "home"))
    yield home
    for path in (home, *(path for path in home.rglob("*") if path.is_dir())):
        path.chmod(0o755)
    shutil.rmtree(place)


@contextmanager
def someone(home: Path, folders: int, files: int) -> Iterator[None]:
    """Be the owner of a home with such rights, and not root."""
    root = os.geteuid() == 0
    for path in (home, *home.rglob("*")):
        if root:
            os.chown(path, 65534, 65534)
        path.chmod(folders if path.is_dir() else files)
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


LOCKED = [
    ["add", "LATER"],
    ["remove", "海湾科技 2031年第4期"],
    ["correct", "海湾科技 2031年第4期", "1", "--title", "新"],
]


def test_a_folder_without_the_right_to_write_is_read_and_not_changed(public: Path) -> None:
    run = Main(public)
    with someone(public, 0o555, 0o444):
        assert "2029年9月3日" in run("ask", "潮汐钟楼什么时候重新报时？", "--json").object["answer"]
        assert run("doctor", "--json").object["sound"]
        for command in LOCKED:
            done = run(*[public.parent / "later.txt" if word == "LATER" else word for word in command])
            assert done.status == 1
            one_line(done.err)
        assert run("doctor", "--repair").status == 1
        assert len(run("list", "--json").objects) == 1


def test_without_the_right_to_write_what_a_writer_has_just_done_is_seen(public: Path) -> None:
    writer = sqlite3.connect(public / "library.sqlite3", isolation_level=None)
    writer.execute("UPDATE issues SET row = json_set(row, '$.source_file', 'new.txt')")  # it is in the log only
    with someone(public, 0o555, 0o444):
        assert Main(public)("list", "--json").object["source_file"] == "new.txt"
    writer.close()


UNREAD = [["list"], ["ask", "钟楼"], ["doctor"], ["doctor", "--repair"], ["backup", "k.zip"]]


@pytest.mark.parametrize("command", UNREAD, ids=" ".join)
def test_a_library_without_the_right_to_read_is_not_called_damaged(public: Path, command: list[str]) -> None:
    with someone(public, 0o755, 0o000):
        done = Main(public)(*command)
    assert done.status == 1
    assert len([line for line in (done.out + done.err).splitlines() if "cannot be read" in line]) == 1, done
    assert [path.name for path in public.iterdir() if "library.sqlite3" in path.name] == ["library.sqlite3"]


def test_a_clock_that_was_set_back(run, filled: Path, tmp_path: Path) -> None:
    """Whatever is there is of the year 2099, by its own words and by the files' dates."""
    later = invented.write(tmp_path, invented.later(), "later.txt")
    library = Library(filled)
    with library.store._transaction() as connection:
        connection.execute("UPDATE issues SET row = json_set(row, '$.added', '2099-01-01T00:00:00+00:00')")
    library.store.close()
    for path in filled.rglob("*"):
        os.utime(path, (4070908800, 4070908800))
    assert run("list").object["added"].startswith("2099")
    assert run("add", later).object["status"] == "added"
    assert "2700万元" in run("ask", "冰窖书库的改建费用是多少？").object["answer"]
    assert run("remove", "海湾科技 2031年第4期").status == 0
    assert run("remove", "海湾科技 2031年第4期", "--undo").status == 0
    assert run("doctor", "--repair").status == 0
    assert run("doctor").object["sound"]
    assert "2029年9月3日" in run("ask", "潮汐钟楼什么时候重新报时？").object["answer"]
