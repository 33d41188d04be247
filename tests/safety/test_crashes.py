"""Processes killed at random moments: the library then is as it was, or as it should have become."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import invented
import pytest
from program import ROOT, Hangke, Main
from states import demand_sound, state

from index import backup
from index.library import Library

FULL, LATER = "海湾科技 2031年第4期", "海湾科技 2032年第1期"
QUESTION, TOLD = "潮汐钟楼什么时候重新报时？", "2029年9月3日"
SEEDED, SEEDED_TOLD = "杭州有多少项临床试验？", "236"
AT_LENGTH = 10  # kills of each command


@dataclass(frozen=True)
class Deed:
    """A command on a home that is as `prepare` makes it, and a question that the library answers before and after."""

    name: str
    words: Callable[[Path], list[object]]
    prepare: Callable[[Path, Path], None] = lambda built, home: shutil.copytree(built, home) and None
    question: str = QUESTION
    answer: str = TOLD


def _removed(built: Path, home: Path) -> None:
    shutil.copytree(built, home)
    library = Library(home)
    library.remove(FULL)
    library.put_back(FULL)
    library.store.close()


def _changed(folder: Path) -> Path:
    return invented.write(folder, invented.full().replace("214个齿", "216个齿"), "neu.txt")


def _later(folder: Path) -> Path:
    return invented.write(folder, invented.later(), "later.txt")


def _kept(folder: Path) -> Path:
    """A backup of another library, in which both issues are."""
    library, file = Library(folder / "other"), folder / "kept.zip"
    Main(library.home)("add", invented.write(folder, invented.full()), _later(folder))
    backup.backup(library.home, file)
    return file


def _nothing(built: Path, home: Path) -> None:
    home.mkdir()


DEEDS = [
    Deed("add", lambda folder: ["add", _later(folder)]),
    Deed("first add", lambda folder: ["add", _later(folder)], _nothing, "冰窖书库的改建费用是多少？", "2700万元"),
    Deed("replace", lambda folder: ["add", "--replace", _changed(folder)]),
    Deed("remove", lambda folder: ["remove", LATER], lambda built, home: _with_later(built, home)),
    Deed("train", lambda folder: ["train"]),
    Deed("first question", lambda folder: ["ask", SEEDED], _nothing, SEEDED, SEEDED_TOLD),
    Deed("repair", lambda folder: ["doctor", "--repair"]),
    Deed("restore", lambda folder: ["restore", "--replace", _kept(folder)]),
]


def _with_later(built: Path, home: Path) -> None:
    shutil.copytree(built, home)
    Main(home)("add", _later(home.parent))


def killed(home: Path, words: list[object], delay: float) -> int:
    """The exit status of a process that had so many seconds to live."""
    told = Hangke(home)._told({}) | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "ui.cli", *map(str, words)]
    process = subprocess.Popen(command, env=told, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        return process.wait(delay)
    except subprocess.TimeoutExpired:
        os.kill(process.pid, signal.SIGKILL)
        return process.wait()


def crash(deed: Deed, built: Path, folder: Path, kills: int) -> int:
    """Kill the command so many times, each time on a fresh home; returns how many it did not outlive.

    Most is written towards the end, so most moments are drawn from there. At last the command is repeated.
    """
    begin, words = folder / "begin", deed.words(folder)
    deed.prepare(built, begin)
    old, finished = state(begin), Path(shutil.copytree(begin, folder / "finished"))
    began = time.perf_counter()
    assert killed(finished, words, 100) == 0
    length, new, dead = time.perf_counter() - began, state(finished), 0
    moments = random.Random(deed.name)
    for number in range(kills):
        home = Path(shutil.copytree(begin, folder / f"home-{number}"))
        delay = length * moments.betavariate(2, 1)
        dead += killed(home, words, delay) == -signal.SIGKILL
        found = state(home)
        assert found in (old, new), f"a mix after {delay:.3f} of {length:.3f} seconds"
        if found is not None:
            demand_sound(home, deed.question, deed.answer)
    again = Main(home)(*words)
    assert again.status == 0 or (deed.name == "remove" and found == new), again.err
    assert state(home) == new
    demand_sound(home, deed.question, deed.answer)
    return dead


SHORT = {"add": 2, "first add": 1, "replace": 2, "remove": 1, "train": 1, "repair": 1, "restore": 2}


@pytest.mark.parametrize("deed", [deed for deed in DEEDS if deed.name in SHORT], ids=lambda deed: deed.name)
def test_killed_at_any_moment(deed: Deed, built: Path, tmp_path: Path) -> None:
    crash(deed, built, tmp_path, SHORT[deed.name])


@pytest.mark.slow
@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_killed_at_many_moments(deed: Deed, built: Path, tmp_path: Path) -> None:
    assert crash(deed, built, tmp_path, AT_LENGTH) >= AT_LENGTH // 3
