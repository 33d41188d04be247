"""The first library, of the digests that ship: whole or not at all, and built once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from program import Main

from index.library import Library
from ingest import reader
from ui import compose
from ui.settings import Settings

DIGESTS = ("hangke-yangkan-2026-01.txt", "hangke-yangkan-2026-02.txt")
QUESTION, TOLD = "杭州有多少项临床试验？", "236"


@pytest.fixture(autouse=True)
def _texts_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "SEED", DIGESTS)  # a PDF takes seconds


def interrupted(monkeypatch: pytest.MonkeyPatch, failure: type[BaseException]) -> list[Path]:
    """Reading the second digest fails; what was read is listed."""
    seen, read = [], reader.read

    def failing(path: Path, *rest: object, **named: object) -> object:
        seen.append(path)
        if len(seen) == 2:
            raise failure
        return read(path, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "read", failing)
    return seen


def test_broken_off_there_is_none_and_the_next_question_builds_it(
    home: Path, run: Main, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        seen = interrupted(patch, KeyboardInterrupt)
        assert run("ask", QUESTION).status == 1
        assert len(seen) == 2
    assert not Library(home).store.exists
    assert not list(home.glob(".making-*"))
    assert TOLD in run("ask", QUESTION, "--json").object["answer"]
    assert [row.source_file for row in Library(home).issues()] == list(DIGESTS)


def test_what_a_killed_process_left_is_swept(home: Path, run: Main) -> None:
    (home / ".making-abc" / "sources").mkdir(parents=True)
    assert len(run("list", "--json").objects) == 2
    assert not list(home.glob(".making-*"))


def test_an_empty_file_is_no_library_yet(home: Path, run: Main) -> None:
    home.mkdir()
    (home / "library.sqlite3").touch()  # a first writer was killed before his first word
    assert len(run("list", "--json").objects) == 2


def test_an_emptied_library_stays_empty(filled: Path, run: Main) -> None:
    run("remove", "海湾科技 2031年第4期")
    assert (run("list").status, run("list", "--json").objects) == (0, [])


def test_two_who_are_first_build_one(home: Path) -> None:
    said: list[str] = []
    opened = [
        threading.Thread(target=compose.open_library, args=(Settings(home),), kwargs={"notify": said.append})
        for _ in range(2)
    ]
    for each in opened:
        each.start()
    for each in opened:
        each.join()
    assert len([line for line in said if "building one from the digests" in line]) == 1
    assert len(Library(home).issues()) == 2


@pytest.mark.parametrize("command", [["list"], ["ask", QUESTION], ["train"]], ids=lambda words: words[0])
def test_below_a_file_nothing_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    seen = interrupted(monkeypatch, AssertionError)
    done = Main(tmp_path / "file" / "home")(*command)
    assert (done.status, done.err.count("\n"), seen) == (1, 1, [])
    assert "--home" in done.err
