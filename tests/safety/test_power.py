"""The power goes: the files that were written last are cut short. What is derived mends itself; what is not is told."""

from __future__ import annotations

import gc
import shutil
import sqlite3
from pathlib import Path

import pytest
from program import Main
from states import demand_sound, state

from index import backup, copies, restore, store
from index.corrections import Correction
from index.library import Library
from qa import feedback
from qa.answerer import Answerer

FULL, LATER = "海湾科技 2031年第4期", "海湾科技 2032年第1期"
QUESTION, TOLD = "潮汐钟楼什么时候重新报时？", "2029年9月3日"
CUTS = (0.0, 0.5)


def cut(path: Path, part: float) -> None:
    gc.collect()  # no process outlives a power cut, nor do its connections
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])


def derived(home: Path) -> list[Path]:
    """Whatever is neither the library's file nor a copy of a source nor said by the user."""
    kept = {store.FILE, copies.LIST}
    return [
        path
        for path in sorted(home.rglob("*"))
        if path.is_file() and not {*path.relative_to(home).parts[:1]} & {*kept, copies.SOURCES}
    ]


@pytest.mark.parametrize("part", CUTS)
def test_each_derived_file_cut_short_mends_itself(filled: Path, run: Main, part: float) -> None:
    files = derived(filled)
    assert len(files) > 3
    for path in files:
        if path.exists():
            cut(path, part)
            answer = run("ask", QUESTION, "--json")
            assert (answer.status, TOLD in answer.object["answer"]) == (0, True), path
    demand_sound(filled, QUESTION, TOLD)


@pytest.mark.parametrize("part", CUTS)
def test_all_derived_files_cut_short_are_mended_by_a_repair(filled: Path, run: Main, part: float) -> None:
    before = state(filled)
    for path in derived(filled):
        cut(path, part)
    assert run("doctor", "--repair").status == 0
    assert run("doctor", "--json").object["sound"]
    assert state(filled) == before
    demand_sound(filled, QUESTION, TOLD)


@pytest.mark.parametrize("part", CUTS)
def test_a_log_cut_short_costs_what_was_in_it_at_most(filled: Path, home: Path, later: Path, part: float) -> None:
    old = state(filled)
    reading = sqlite3.connect(filled / store.FILE, isolation_level=None)
    reading.execute("BEGIN")
    reading.execute("SELECT * FROM meta").fetchone()  # so that the log is not moved into the file
    library = Library(filled)
    Main(filled)("add", later)
    new, left = state(filled), home.with_name("left")
    shutil.copytree(filled, left)
    assert (left / f"{store.FILE}-wal").stat().st_size > 0
    (left / f"{store.FILE}-shm").unlink()
    cut(left / f"{store.FILE}-wal", part)
    reading.close()
    library.store.close()
    assert state(left) in (old, new)
    demand_sound(left, QUESTION, TOLD)


@pytest.mark.parametrize("part", CUTS)
def test_a_copy_cut_short_is_told_and_put_right_by_adding_the_file(
    filled: Path, run: Main, issue: Path, part: float
) -> None:
    (copy,) = (filled / copies.SOURCES).iterdir()
    cut(copy, part)
    report = run("doctor", "--json")
    told = [finding["found"] for finding in report.object["findings"] if not finding["ok"]]
    assert (report.status, len(told), issue.name in told[0]) == (1, 1, True)
    assert TOLD in run("ask", QUESTION, "--json").object["answer"]
    assert run("add", issue, "--json").object["status"] == "unchanged"
    assert copy.read_bytes() == issue.read_bytes()
    assert run("doctor", "--json").object["sound"]


@pytest.mark.parametrize("part", [0.0, 0.1, 0.5, 0.9])
def test_the_library_cut_short_is_told_in_one_line(filled: Path, run: Main, later: Path, part: float) -> None:
    cut(filled / store.FILE, part)
    before = (filled / store.FILE).read_bytes()
    for words in (["ask", QUESTION], ["list"], ["add", later], ["remove", FULL], ["passages"], ["backup", "file.zip"]):
        done = run(*words)
        assert (done.status, done.out, done.err.count("\n")) == (1, "", 1), words
        assert "hangke doctor --repair" in done.err, words
    assert run("doctor").status == 1
    assert part == 0 or (filled / store.FILE).read_bytes() == before


@pytest.mark.parametrize("part", [None, 0.0, 0.5, 0.9])
def test_the_library_is_made_anew_from_the_copies(
    filled: Path, run: Main, later: Path, issue: Path, part: float | None
) -> None:
    run("add", later, "--title", "别名通讯", "--year", "2050", "--number", "7")
    run("remove", FULL)
    run("add", issue)
    rows, passages = run("list").out, run("passages", "--json").out
    cut(filled / store.FILE, part) if part is not None else (filled / store.FILE).unlink()
    assert run("list").status == 1
    done = run("doctor", "--repair")
    assert done.status == 0, done.out
    assert "made anew" in done.out
    assert (run("list").out, run("passages", "--json").out) == (rows, passages)
    aside = [path for path in filled.glob(f"{store.FILE}.damaged-*") if path.name[-1].isdecimal()]
    assert len(aside) == (1 if part else 0), "what was left is kept"
    demand_sound(filled, QUESTION, TOLD)


def test_what_the_user_said_is_saved_from_a_damaged_file(filled: Path, run: Main) -> None:
    library = Library(filled)
    library.correct(FULL, 2, Correction(title="钟楼修复的故事", authors=("贺兰",)))
    feedback.keep(library, Answerer(library).ask(QUESTION), True)
    before, path = state(filled), library.store.path
    library.store.close()
    with sqlite3.connect(path) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'passages'").fetchone()
    connection.close()
    content = bytearray(path.read_bytes())
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096  # a page that the disk lost
    path.write_bytes(content)
    assert "doctor --repair" in run("passages").err
    assert run("doctor", "--repair").status == 0
    assert state(filled) == before
    assert run("articles").out.count("钟楼修复的故事\t贺兰") == 1


def test_a_copy_that_cannot_be_read_is_laid_aside_and_told(filled: Path, run: Main, later: Path) -> None:
    run("add", later)
    lost = Library(filled).copies.find(Library(filled).find(LATER).sha256)
    assert lost is not None
    cut(lost, 0.5)
    (filled / store.FILE).unlink()
    done = run("doctor", "--repair", "--json")
    assert done.status == 1
    (told,) = [finding for finding in done.object["findings"] if not finding["ok"]]
    assert "later.txt" in told["found"]
    assert (filled / "unread" / "later.txt").is_file()
    assert [each["issue"] for each in run("list", "--json").objects] == [FULL]
    assert run("doctor", "--json").object["sound"]


def test_without_the_list_all_copies_are_read(filled: Path, run: Main) -> None:
    (filled / copies.LIST).write_text("{", "utf-8")
    cut(filled / store.FILE, 0.5)
    assert run("doctor", "--repair").status == 0
    assert [each["issue"] for each in run("list", "--json").objects] == [FULL]
    demand_sound(filled, QUESTION, TOLD)


@pytest.mark.parametrize("part", [None, 0.0, 0.5])
def test_a_backup_takes_the_place_of_a_damaged_library(
    filled: Path, run: Main, later: Path, tmp_path: Path, part: float | None
) -> None:
    before, file = state(filled), tmp_path / "kept.zip"
    backup.backup(filled, file)
    run("add", later)
    cut(filled / store.FILE, part) if part is not None else (filled / store.FILE).unlink()
    assert run("restore", file, *(["--replace"] if part is not None else [])).status == 0
    assert state(filled) == before
    demand_sound(filled, QUESTION, TOLD)


def test_a_backup_that_was_cut_short_is_refused(filled: Path, tmp_path: Path, home: Path) -> None:
    file = tmp_path / "kept.zip"
    backup.backup(filled, file)
    content, other = file.read_bytes(), tmp_path / "other"
    for part in (0.0, 0.01, 0.5, 0.99, 0.9999):
        file.write_bytes(content[: int(len(content) * part)])
        with pytest.raises(restore.BackupError, match="kept"):
            restore.restore(file, other)
    assert not other.exists()


def test_an_issue_whose_copy_is_missing_is_named_by_the_repair(filled: Path, run: Main, later: Path) -> None:
    assert run("add", later).status == 0
    gone = next(row for row in run("list", "--json").objects if row["source_file"] == later.name)
    sources = Library(filled).copies
    copy = next(
        path for row in Library(filled).issues() if row.source_file == later.name if (path := sources.find(row.sha256))
    )
    (filled / store.FILE).unlink()
    copy.unlink()
    repaired = run("doctor", "--repair")
    assert repaired.status == 1
    assert later.name in repaired.out
    assert gone["issue"] in repaired.out
    assert any(row.source_file == later.name for row in sources.told()), "the list is not forgotten"
