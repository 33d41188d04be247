"""The command line in this process, on homes of our own."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index import library as module
from index.library import Library
from index.words import Words
from ingest import reader
from ui import cli

sys.path.insert(0, str(Path(__file__).parents[1] / "index"))
import invented
from program import Done, Hangke

Run = Callable[..., Done]


@pytest.fixture(scope="session")
def words() -> Words:
    """One dictionary for all: it takes a second to load."""
    return Words()


@pytest.fixture(autouse=True)
def _shared_dictionary(words: Words, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "Words", lambda terms: Words(terms) if terms.is_file() else words)
    for name in ("HANGKE_HOME", "HANGKE_NO_SEED", "HANGKE_EMBEDDER", "HANGKE_RERANKER"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the library of a test is."""
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs a command with --json; nothing but HangkeError may be caught for it."""

    def ran(command: str, *words: object) -> Done:
        capfd.readouterr()
        status = cli.main([command, "--home", str(home), "--no-seed", "--json", *map(str, words)])
        out, err = capfd.readouterr()
        return Done(status, out, err)

    return ran


@pytest.fixture
def process(home: Path) -> Hangke:
    """Runs a command in a process of its own."""
    return Hangke(home)


@pytest.fixture(scope="session")
def issue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented issue."""
    return invented.write(tmp_path_factory.mktemp("issue"), invented.full())


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, issue: Path, words: Words) -> Path:
    """A home with that issue in it."""
    library = Library(tmp_path_factory.mktemp("built"))
    library.words = words
    library.add(reader.read(issue), issue)
    assert len(library.arrays.positions) > 0
    library.store.close()
    return library.home


@pytest.fixture
def filled(built: Path, home: Path) -> Path:
    """The home of the test, with that issue in it."""
    return Path(shutil.copytree(built, home))
