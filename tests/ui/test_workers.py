"""Files added by several processes: the same library as by one, whatever happens to them."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import invented
import pytest
from program import ROOT, Main

from index.corrections import Correction
from index.library import Library
from index.types import passage_json
from index.words import Words
from ingest import reader
from ingest.options import Overrides, Reading
from ui import compose, workers


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """A digest, an empty file, one that is missing, the issue that is digested, another, and the first once more."""
    texts = {"digest": invented.digest(), "leer": "", "full": invented.full(), "later": invented.later()}
    made = {name: invented.write(tmp_path, text, f"{name}.txt") for name, text in texts.items()}
    return [made["digest"], made["leer"], tmp_path / "fehlt.txt", made["full"], made["later"], made["digest"]]


@pytest.fixture
def library(tmp_path: Path, words: Words) -> Library:
    """One that is still to be made."""
    made = Library(tmp_path / "home")
    made.words = words
    return made


def together(library: Library, paths: list[Path]) -> Iterator[dict[str, Any]]:
    return compose.add_all(library, paths, 2, Overrides(), False, Reading())


def told(library: Library) -> str:
    """All that the library keeps of its issues, but when they came."""
    rows = [replace(row, added="") for row in library.issues()]
    facts = [library.store.facts(kind) for kind in ("figure", "document")]
    tokens = [library.store.words(row.issue_id) for row in rows]
    passages = [passage_json(passage) for passage in library.passages()]
    return json.dumps([str(rows), str(library.articles()), passages, facts, tokens, library.store.meta()])


def test_several_processes_make_the_same_library_as_one(library: Library, paths: list[Path], tmp_path: Path) -> None:
    alone = Library(tmp_path / "alone")
    alone.words = library.words
    reports = list(together(library, paths))
    assert reports == [compose.add(alone, path) for path in paths]
    assert [each["status"] for each in reports] == ["added", "failed", "failed", "added", "added", "unchanged"]
    assert reports[3]["notes"] == ["the digest 海湾样刊 2040年第1期 steps back: it is no longer searched"]
    assert told(library) == told(alone)
    assert library.store.facts("figure")


def test_stopped_midway_what_was_finished_stays_and_no_process_is_left(library: Library, paths: list[Path]) -> None:
    adding = together(library, [paths[3], paths[4], paths[0]])
    assert next(adding)["status"] == "added"
    with pytest.raises(KeyboardInterrupt):
        adding.throw(KeyboardInterrupt)  # type: ignore[attr-defined]
    (row,) = library.issues()
    assert row.passages == len(library.passages())
    assert gone(multiprocessing.active_children)


@pytest.mark.skipif(not workers.FORKS, reason="the patch reaches other processes only where they are copies")
def test_a_process_that_dies_loses_no_other_file(
    library: Library, paths: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = workers.make

    def deadly(path: Path, *told: Any) -> workers.Made:
        if path.stem == "tot":
            os._exit(9)
        return made(path, *told)

    monkeypatch.setattr(workers, "make", deadly)
    first = [invented.write(tmp_path, invented.third(), "tot.txt"), *[tmp_path / f"fehlt-{i}.txt" for i in range(9)]]
    reports = list(together(library, [*first, paths[3], paths[4]]))
    assert "process that read died" in reports[0]["error"]
    assert "--jobs 1" in reports[0]["error"]
    assert [each["status"] for each in reports[10:]] == ["added", "added"]


def test_a_file_that_is_here_is_not_read_again(
    library: Library, paths: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    added = compose.add(library, paths[4], Overrides(number=8))
    monkeypatch.setattr(reader, "read", lambda *_: pytest.fail("it was read"))
    for overrides in (Overrides(), Overrides(number=8), Overrides("海湾科技", 2032, 8)):
        again = compose.add(library, paths[4], overrides)
        assert again == added | {"status": "unchanged"}


def test_corrections_from_before_are_laid_on(library: Library, paths: list[Path]) -> None:
    list(together(library, [paths[3]]))
    library.correct("海湾科技-2031-04", 0, Correction(title="浮标与雷达"))
    library.remove("海湾科技-2031-04")
    list(together(library, [paths[3], paths[4]]))
    assert library.articles("海湾科技-2031-04")[0].title == "浮标与雷达"
    _, _, words = library.store.words("海湾科技-2031-04")[0]
    assert "雷达" in words[-1]


def test_the_command_line_takes_several_processes(paths: list[Path], tmp_path: Path) -> None:
    done = Main(tmp_path / "main")("add", *paths, "--jobs", 2, "--json")
    assert done.status == 1
    assert [each["status"] for each in done.objects] == ["added", "failed", "failed", "added", "added", "unchanged"]
    assert done.err.count("hangke: ") == 2


def test_killed_it_leaves_no_process_behind(tmp_path: Path) -> None:
    texts = [invented.issue(invented.LATER, 2000 + number) for number in range(40)]
    paths = [invented.write(tmp_path, text, f"{number:02d}.txt") for number, text in enumerate(texts)]
    command = [sys.executable, "-m", "ui.cli", "add", *map(str, paths), "--jobs", "2", "--json", "--home", "home"]
    path = os.environ | {"PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=tmp_path, env=path, stdout=subprocess.PIPE, start_new_session=True)
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["status"] == "added"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert gone(lambda: alive(process.pid))


def gone(there: Callable[[], object]) -> bool:
    """Whether what is there goes within some seconds."""
    ends = time.monotonic() + 20
    while there() and time.monotonic() < ends:
        time.sleep(0.05)
    return not there()


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True
