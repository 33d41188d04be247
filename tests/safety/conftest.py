"""Homes with invented issues in them, the command line in this process and in others."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from index import library as module
from index.library import Library
from index.words import Words
from ingest import reader

sys.path.insert(0, str(Path(__file__).parents[1] / "index"))
import invented
from program import Hangke, Main


@pytest.fixture(scope="session")
def words() -> Words:
    """One dictionary for all: it takes a second to load."""
    return Words()


@pytest.fixture(autouse=True)
def _shared_dictionary(words: Words, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "Words", lambda terms: Words(terms) if terms.is_file() else words)


@pytest.fixture(scope="session")
def issue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented issue."""
    return invented.write(tmp_path_factory.mktemp("issue"), invented.full())


@pytest.fixture(scope="session")
def later(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another."""
    return invented.write(tmp_path_factory.mktemp("later"), invented.later(), "later.txt")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, issue: Path, words: Words) -> Path:
    """A home with the first of them in it; not to be changed."""
    library = Library(tmp_path_factory.mktemp("built"))
    library.words = words
    library.add(reader.read(issue), issue)
    assert len(library.arrays.positions) > 0
    library.store.close()
    return library.home


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the library of a test is."""
    return tmp_path / "home"


@pytest.fixture
def filled(built: Path, home: Path) -> Path:
    """The home of the test, with that issue in it."""
    return Path(shutil.copytree(built, home))


@pytest.fixture
def run(home: Path) -> Main:
    """Runs a command on the home of the test."""
    return Main(home)


@pytest.fixture
def process(home: Path) -> Hangke:
    """Runs a command on it in a process of its own."""
    return Hangke(home)
