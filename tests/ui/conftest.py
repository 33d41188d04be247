"""A home with an invented issue in it, and the command line in this process."""

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


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, words: Words) -> Path:
    """A home with one issue; not to be changed."""
    library = Library(tmp_path_factory.mktemp("built"))
    library.words = words
    path = invented.write(tmp_path_factory.mktemp("issue"), invented.full())
    library.add(reader.read(path), path)
    assert len(library.arrays.positions) > 0
    library.store.close()
    return library.home


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(built, tmp_path / "home"))


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """Another issue as a file."""
    return invented.write(tmp_path, invented.later(), "later.txt")


@pytest.fixture
def run(home: Path, words: Words, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on that home with --json."""
    monkeypatch.setattr(module, "Words", lambda terms: words)
    for name in ("HANGKE_HOME", "HANGKE_NO_SEED", "HANGKE_EMBEDDER"):
        monkeypatch.delenv(name, raising=False)

    def ran(command: str, *options: object) -> Done:
        capfd.readouterr()
        status = cli.main([command, "--home", str(home), "--no-seed", "--json", *map(str, options)])
        return Done(status, *capfd.readouterr())

    return ran


@pytest.fixture
def process(home: Path) -> Hangke:
    """Runs a command on that home in a process of its own."""
    return Hangke(home)
