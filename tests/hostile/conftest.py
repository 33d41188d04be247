"""A small library in invented words, and the command line on it in this process."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import library as module
from index.library import Library
from index.words import Words
from ingest import reader

sys.path.insert(0, str(Path(__file__).parents[1] / "index"))
sys.path.insert(0, str(Path(__file__).parents[1] / "qa"))
sys.path.insert(0, str(Path(__file__).parents[2]))  # for the makers of hostile PDFs
import invented
from program import Main


@pytest.fixture(scope="session")
def words() -> Words:
    """One dictionary for all: it takes a second to load."""
    return Words()


@pytest.fixture(autouse=True)
def _shared_dictionary(words: Words, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "Words", lambda terms: words)


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
def hangke(home: Path) -> Main:
    """Runs a command on that home."""
    return Main(home)


@pytest.fixture(scope="module")
def library(built: Path, words: Words, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """That library, shared by the tests of a file."""
    opened = Library(Path(shutil.copytree(built, tmp_path_factory.mktemp("shared") / "home")))
    opened.words = words
    yield opened
    opened.store.close()
