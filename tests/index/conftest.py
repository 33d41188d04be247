"""A library of the invented issues, built once, and copies of it to change."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
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


ENGINES = ("embedded", "milvus")
LITE = "milvus.db"
Reopen = Callable[[Library], Library]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """What a library is kept in; the contract tests run on each."""
    if request.param == "milvus":
        pytest.importorskip("milvus_lite", reason="Milvus Lite is not installed: pip install 'hangke[milvus]'")
    return str(request.param)


@pytest.fixture(scope="session")
def built_milvus(built: Path, tmp_path_factory: pytest.TempPathFactory, open_home: Open, words: Words) -> Path:
    """The home of the same library in a Milvus Lite file; not to be changed."""
    from index import migrate

    home = tmp_path_factory.mktemp("milvus") / "home"
    shutil.copytree(built, home)
    library = opened_milvus(home, words)
    migrate.migrate(open_home(home).store, library.store)
    library.store.close()
    return home


def opened_milvus(home: Path, words: Words) -> Library:
    from index.milvus.client import Place
    from index.milvus.library import MilvusLibrary

    library = MilvusLibrary(home, Place(str(home / LITE)))
    library.words = words
    return library


@pytest.fixture
def either(engine: str, request: pytest.FixtureRequest, tmp_path: Path, words: Words) -> Iterator[Library]:
    """A copy of the library of two issues in each engine, to be changed."""
    if engine == "embedded":
        yield request.getfixturevalue("copied")
        return
    shutil.copytree(request.getfixturevalue("built_milvus"), tmp_path / "home")
    library = opened_milvus(tmp_path / "home", words)
    yield library
    library.store.close()


@pytest.fixture(scope="module")
def read_milvus(built_milvus: Path, tmp_path_factory: pytest.TempPathFactory, words: Words) -> Iterator[Library]:
    """The library in a Milvus Lite file, to be read."""
    home = tmp_path_factory.mktemp("read") / "home"
    shutil.copytree(built_milvus, home)
    library = opened_milvus(home, words)
    yield library
    library.store.close()


@pytest.fixture
def both(engine: str, request: pytest.FixtureRequest) -> Library:
    """The library of two issues in each engine, to be read."""
    return request.getfixturevalue("library" if engine == "embedded" else "read_milvus")


@pytest.fixture
def reopen(engine: str, open_home: Open, words: Words) -> Reopen:
    """Opens the home of a library once more, as another process would."""
    return lambda library: open_home(library.home) if engine == "embedded" else opened_milvus(library.home, words)
