"""Libraries of former programs open with this one, those of later ones are left alone."""

from __future__ import annotations

import hashlib
import sqlite3
import tarfile
from pathlib import Path

import pytest
from program import Main

from index import connecting, formats, store
from index.library import Library
from ingest.errors import LibraryFormat

FOLDER = Path(__file__).parents[1] / "fixtures" / "libraries"
FORMER = [path.name.removesuffix(".tar.gz") for path in sorted(FOLDER.glob("*.tar.gz"))]
QUESTION, TOLD = "潮汐钟楼高多少米？", "27.4米"
ISSUE = "海湾科技 2031年第4期"


@pytest.fixture(params=FORMER)
def former(request: pytest.FixtureRequest, home: Path) -> Path:
    """A home as a former program left it."""
    with tarfile.open(FOLDER / f"{request.param}.tar.gz") as kept:
        kept.extractall(home.parent, filter="data")
    return home


def set_format(home: Path, told: object) -> None:
    connection = sqlite3.connect(home / store.FILE)
    with connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (str(told),))
    connection.close()


def tables(path: Path) -> set[str]:
    with sqlite3.connect(path) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def digest(home: Path) -> str:
    return hashlib.sha256((home / store.FILE).read_bytes()).hexdigest()


def format_of(home: Path) -> str:
    library = Library(home)
    told = library.store.meta()["format"]
    library.store.close()
    return told


def test_the_first_library_on_disk_is_among_them() -> None:
    assert "141b5e5" in FORMER


@pytest.mark.parametrize("read_only", [False, True])
def test_a_former_library_is_read(former: Path, run: Main, monkeypatch: pytest.MonkeyPatch, read_only: bool) -> None:
    if read_only:
        monkeypatch.setattr(connecting, "writable", lambda home: False)
    before = digest(former)
    assert {passage["issue"] for passage in run("passages", "--json").objects} == {ISSUE}
    assert [issue["issue"] for issue in run("list", "--json").objects] == [ISSUE]
    assert (digest(former), format_of(former)) == (before, "1"), "who only reads changes nothing"
    answer = run("ask", QUESTION, "--json").object
    assert (answer["status"], TOLD in answer["answer"]) == ("answered", True)
    assert answer["citations"][0]["issue"] == ISSUE


def test_the_first_writer_brings_a_former_library_to_the_present_format(former: Path, run: Main, later: Path) -> None:
    before = run("passages", "--json").out
    assert run("add", later).status == 0
    assert format_of(former) == str(formats.FORMAT)
    with sqlite3.connect(":memory:") as fresh:
        formats.upgrade(fresh, former)
        wanted = {name for (name,) in fresh.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert wanted <= tables(former / store.FILE)
    assert run("passages", ISSUE, "--json").out == before
    assert TOLD in run("ask", QUESTION, "--json").object["answer"]
    assert run("figures", "钟楼", "--json").objects


def test_repaired_a_former_library_is_sound(former: Path, run: Main) -> None:
    assert run("doctor", "--repair", "--json").object["sound"]
    assert run("doctor", "--json").object["sound"]
    assert TOLD in run("ask", QUESTION, "--json").object["answer"]


def test_what_a_former_program_kept_beside_issues_is_there(home: Path, run: Main) -> None:
    with tarfile.open(FOLDER / "7ca98af.tar.gz") as kept:
        kept.extractall(home.parent, filter="data")
    assert run("articles", ISSUE, "--json").objects[0]["authors"] == ["沈岚", "程远舟"]
    assert run("remove", "海湾科技 2032年第1期", "--undo").status == 0
    assert "2700万元" in run("ask", "冰窖书库的改建费用是多少？", "--json").object["answer"]


@pytest.mark.parametrize("read_only", [False, True])
def test_a_migration_that_breaks_off_leaves_the_former_library(
    former: Path, run: Main, later: Path, monkeypatch: pytest.MonkeyPatch, read_only: bool
) -> None:
    before = tables(former / store.FILE)
    with monkeypatch.context() as patch:
        if read_only:
            patch.setattr(connecting, "writable", lambda home: False)
        else:
            broken = (*formats.STEPS[:-1], f"{formats.STEPS[-1]}; CREATE TABLE broken (")
            patch.setattr(formats, "STEPS", broken)
        done = run("add", later)
    assert (done.status, done.err.count("\n")) == (1, 1)
    assert tables(former / store.FILE) == before
    assert format_of(former) == "1"
    assert TOLD in run("ask", QUESTION, "--json").object["answer"]


COMMANDS = [["list"], ["ask", QUESTION], ["add", "LATER"], ["remove", ISSUE], ["train"], ["figures"]]


@pytest.mark.parametrize("command", COMMANDS, ids=lambda words: words[0])
def test_a_library_of_a_newer_program_is_left_alone(filled: Path, run: Main, later: Path, command: list[str]) -> None:
    set_format(filled, formats.FORMAT + 1)
    before = digest(filled)
    done = run(*[str(later) if word == "LATER" else word for word in command])
    assert (done.status, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert "newer" in done.err
    assert "upgrade hangke" in done.err
    assert digest(filled) == before


def test_a_library_that_another_program_upgraded_meanwhile_is_not_written(filled: Path) -> None:
    library = Library(filled)
    assert library.issues()
    set_format(filled, formats.FORMAT + 1)
    with pytest.raises(LibraryFormat, match="newer"):
        library.remove(ISSUE)
    assert [row.issue for row in library.issues()] == [ISSUE]
    library.store.close()


def test_a_format_that_is_no_number_is_told_in_one_line(filled: Path, run: Main) -> None:
    set_format(filled, "moon")
    done = run("list")
    assert (done.status, done.err.count("\n")) == (1, 1)
    assert "hangke doctor --repair" in done.err
