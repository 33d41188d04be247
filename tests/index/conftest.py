"""A library of the invented issues, built once, and copies of it to change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import invented
import pytest

from index.library import Library
from index.words import Words
from ingest import reader
from ingest.types import Issue

Open = Callable[[Path], Library]


@pytest.fixture(scope="session")
def words() -> Words:
    """One dictionary for all: it takes a second to load."""
    return Words()


@pytest.fixture(scope="session")
def open_home(words: Words) -> Open:
    """Opens a folder as a library, with the shared dictionary."""

    def opened(home: Path) -> Library:
        library = Library(home)
        library.words = words
        return library

    return opened


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The invented issues as files."""
    folder = tmp_path_factory.mktemp("files")
    texts = {"full": invented.full(), "later": invented.later(), "digest": invented.digest()}
    return {name: invented.write(folder, text, f"haiwan-{name}.txt") for name, text in texts.items()}


@pytest.fixture(scope="session")
def issues(files: dict[str, Path]) -> dict[str, Issue]:
    """The invented issues as read."""
    return {name: reader.read(path) for name, path in files.items()}


@pytest.fixture(scope="session")
def built(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, Path], issues: dict[str, Issue], open_home: Open
) -> Path:
    """The home of a library of the two issues, with arrays; not to be changed."""
    home = tmp_path_factory.mktemp("built")
    library = open_home(home)
    for name in ("full", "later"):
        library.add(issues[name], files[name])
    assert len(library.arrays.positions) == len(library.passages())
    library.store.close()
    return home


@pytest.fixture(scope="session")
def library(built: Path, open_home: Open) -> Library:
    """That library, to be read."""
    return open_home(built)


@pytest.fixture
def copied(built: Path, tmp_path: Path, open_home: Open) -> Library:
    """A copy of it, to be changed."""
    shutil.copytree(built, tmp_path / "home")
    return open_home(tmp_path / "home")
