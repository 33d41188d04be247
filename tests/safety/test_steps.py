"""Processes that die before each thing that they do to a library: a file opened, a statement, a rename."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest
from program import Main
from states import demand_sound, state
from test_crashes import DEEDS, Deed

STEPS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "shutil.copyfile"}
MOST = 2000
NAMES = ("add", "first add", "replace", "remove", "restore")
SAMPLE = 23  # every so manieth step in a short run


def die_at(home: Path, number: int) -> None:
    """Have this process die before a step; statements of one kind, as for each row of a table, are one."""
    seen, last = 0, ""

    def step(what: str) -> None:
        nonlocal seen, last
        seen, last = seen + (what != last), what
        if seen == number:
            os.kill(os.getpid(), signal.SIGKILL)

    def hook(event: str, told: tuple[object, ...]) -> None:
        if event in STEPS and any(str(home) in str(each) for each in told):
            step(f"{event} {told[0]}")

    def connected(*rest: Any, **named: Any) -> sqlite3.Connection:
        connection = connect(*rest, **named)
        connection.set_trace_callback(lambda statement: step(statement[:30]))
        return connection

    connect, sqlite3.connect = sqlite3.connect, connected
    sys.addaudithook(hook)


def dies(home: Path, words: list[object], number: int) -> bool:
    """Run a command in a process that dies before a step; False if it had fewer."""
    child = os.fork()
    if not child:
        try:
            die_at(home, number)
            os._exit(Main(home)(*words).status)
        finally:
            os._exit(99)
    status = os.waitpid(child, 0)[1]
    assert status in (0, signal.SIGKILL)
    return status != 0


def walk(deed: Deed, built: Path, folder: Path, stride: int) -> int:
    """Die at each step, or at every so manieth; returns how many there were."""
    begin, words, home = folder / "begin", deed.words(folder), folder / "home"
    deed.prepare(built, begin)
    old = state(begin)
    shutil.copytree(begin, home)
    assert Main(home)(*words).status == 0
    new, number = state(home), 1
    shutil.rmtree(home)
    while dies(Path(shutil.copytree(begin, home)), words, number):
        found = state(home)
        assert found in (old, new), f"a mix after step {number}"
        if found is not None:
            demand_sound(home, deed.question if number % (5 * stride) == 1 else "", deed.answer)
        again = Main(home)(*words)
        assert (again.status, state(home)) == (0, new) or (found == new and deed.name == "remove"), again.err
        shutil.rmtree(home)
        number += stride
        assert number < MOST
    return number


@pytest.mark.parametrize("deed", [deed for deed in DEEDS if deed.name in NAMES], ids=lambda deed: deed.name)
def test_dead_before_some_steps(deed: Deed, built: Path, tmp_path: Path) -> None:
    assert walk(deed, built, tmp_path, SAMPLE) > SAMPLE


@pytest.mark.slow
@pytest.mark.parametrize("deed", [deed for deed in DEEDS if deed.name != "first question"], ids=lambda deed: deed.name)
def test_dead_before_each_step(deed: Deed, built: Path, tmp_path: Path) -> None:
    assert walk(deed, built, tmp_path, 1) > 15
