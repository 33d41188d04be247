"""Two who change the library: the second waits, or is told who is at it. Who reads waits for nobody."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from program import ROOT, Main

from index import connecting, locking, store
from index.library import Library
from ui.accounts import Accounts, Role

HOLD = """
import sys
from pathlib import Path
from index import locking
with locking.writing(Path(sys.argv[1]), "add"):
    print("held", flush=True)
    sys.stdin.read()
"""
QUESTION, TOLD = "潮汐钟楼什么时候重新报时？", "2029年9月3日"
Hold = Callable[[Path], "subprocess.Popen[str]"]


@pytest.fixture
def hold() -> Iterator[Hold]:
    """Starts another process that holds the lock of a home until its stdin is closed."""
    begun: list[subprocess.Popen[str]] = []

    def held(home: Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", HOLD, str(home)]
        told = os.environ | {"PYTHONPATH": str(ROOT)}
        begun.append(subprocess.Popen(command, stdin=-1, stdout=-1, text=True, env=told, cwd=ROOT))
        assert begun[-1].stdout is not None
        assert begun[-1].stdout.readline() == "held\n"
        return begun[-1]

    yield held
    for each in begun:
        each.kill()
        each.wait()
        assert each.stdout is not None
        each.stdout.close()


CHANGES = [
    ["add", "LATER"],
    ["remove", "海湾科技 2031年第4期"],
    ["correct", "海湾科技 2031年第4期", "1", "--title", "新题"],
]


@pytest.mark.parametrize("command", CHANGES, ids=lambda words: words[0])
def test_the_second_is_told_who_is_at_it(
    filled: Path, run: Main, later: Path, hold: Hold, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setattr(locking, "PATIENCE", 0.2)
    other = hold(filled)
    before = Library(filled).store.meta()
    done = run(*[later if word == "LATER" else word for word in command])
    assert done.status == 1
    waiting, refused = done.err.splitlines()
    assert waiting.endswith("is changing the library; waiting up to 0 seconds")
    assert refused.startswith("hangke: ")
    for line in (waiting, refused):
        assert f"process {other.pid} (hangke add, since 20" in line
    assert Library(filled).store.meta() == before


def test_the_second_waits_for_the_first(filled: Path, run: Main, later: Path, hold: Hold) -> None:
    other = hold(filled)
    assert other.stdin is not None
    threading.Timer(0.5, other.stdin.close).start()
    done = run("add", later, "--json")
    assert done.object["status"] == "added"
    assert f"process {other.pid} (hangke add" in done.err


def test_the_lock_dies_with_its_process(filled: Path, run: Main, later: Path, hold: Hold) -> None:
    other = hold(filled)
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    done = run("add", later, "--json")
    assert (done.object["status"], done.err) == ("added", "")


def test_threads_of_one_process_wait_for_each_other(filled: Path) -> None:
    seen: list[str] = []

    def change(name: str) -> None:
        with locking.writing(filled, name), locking.writing(filled, name):
            seen.append(name)
            time.sleep(0.1)
            seen.append(name)

    threads = [threading.Thread(target=change, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [seen[at] for at in (0, 2, 4)] == [seen[at] for at in (1, 3, 5)]


@pytest.mark.parametrize("written", ["", "{", "[]", '{"pid": 1}'])
def test_a_lock_that_does_not_say_whose_it_is(
    filled: Path, run: Main, later: Path, hold: Hold, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setattr(locking, "PATIENCE", 0.1)
    hold(filled)
    (filled / locking.FILE).write_text(written, "utf-8")
    assert "another process is changing the library" in run("add", later).err


def test_who_reads_waits_for_nobody(filled: Path, run: Main, hold: Hold) -> None:
    hold(filled)
    writing = sqlite3.connect(filled / store.FILE, isolation_level=None)
    writing.execute("BEGIN IMMEDIATE")
    writing.execute("DELETE FROM issues")
    rows = [(str(number), "0" * 1000) for number in range(20_000)]
    writing.executemany("INSERT INTO feedback VALUES (?, ?)", rows)  # more than SQLite keeps in memory
    began = time.perf_counter()
    assert TOLD in run("ask", QUESTION, "--json").object["answer"]
    assert len(run("list", "--json").objects) == 1
    assert run("passages", "--json").objects
    assert run("doctor", "--json").object["sound"]
    assert time.perf_counter() - began < connecting.WAIT
    writing.execute("ROLLBACK")
    writing.close()


def test_a_reader_in_an_open_snapshot_holds_up_no_writer(filled: Path, run: Main, later: Path) -> None:
    reading = sqlite3.connect(filled / store.FILE, isolation_level=None)
    reading.execute("BEGIN")
    before = reading.execute("SELECT count(*) FROM issues").fetchone()
    began = time.perf_counter()
    assert run("add", later, "--json").object["status"] == "added"
    assert time.perf_counter() - began < connecting.WAIT
    assert reading.execute("SELECT count(*) FROM issues").fetchone() == before
    reading.close()
    assert len(run("list", "--json").objects) == 2


def test_arrays_built_by_two_at_once_do_no_harm(filled: Path, later: Path, run: Main) -> None:
    run("add", later)
    run("remove", "海湾科技 2032年第1期")
    libraries = [Library(filled) for _ in range(3)]
    told: list[int] = []
    threads = [threading.Thread(target=lambda each=each: told.append(len(each.arrays.positions))) for each in libraries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == [len(libraries[0].passages())] * 3
    assert TOLD in run("ask", QUESTION, "--json").object["answer"]
    assert sorted(path.name for path in filled.iterdir() if path.name.startswith(".")) == []


def test_accounts_made_at_the_same_time_are_all_there(tmp_path: Path) -> None:
    file = tmp_path / "accounts.json"
    makers = [Accounts(file) for _ in range(3)]
    threads = [
        threading.Thread(target=each.add, args=(f"user{at}", "geheim-und-lang", Role.READER))
        for at, each in enumerate(makers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(Accounts(file).read()) == [f"user{at}" for at in range(3)]
