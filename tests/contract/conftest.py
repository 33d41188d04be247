"""A home with the invented issues in it, and the program to run on it."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "index"))
import invented
from program import Done, Hangke, Main


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The invented issues as files."""
    folder = tmp_path_factory.mktemp("files")
    texts = {"full": invented.full(), "later": invented.later(), "digest": invented.digest()}
    return {name: invented.write(folder, text, f"haiwan-{name}.txt") for name, text in texts.items()}


@pytest.fixture(scope="session")
def added(tmp_path_factory: pytest.TempPathFactory, files: dict[str, Path]) -> tuple[Path, Done]:
    """A home with the digest and the two issues, and what adding them said; not to be changed."""
    home = tmp_path_factory.mktemp("home") / "library"
    return home, Hangke(home)("add", files["digest"], files["full"], files["later"], "--json")


@pytest.fixture(scope="session")
def reading(added: tuple[Path, Done]) -> Main:
    """The program on that home, in this process."""
    return Main(added[0])


@pytest.fixture(scope="session")
def process(added: tuple[Path, Done]) -> Hangke:
    """The program on that home, in a process of its own."""
    return Hangke(added[0])


@pytest.fixture
def changing(added: tuple[Path, Done], tmp_path: Path) -> Main:
    """The program on a copy of that home."""
    shutil.copytree(added[0], tmp_path / "library")
    return Main(tmp_path / "library")


@pytest.fixture
def fresh(tmp_path: Path) -> Main:
    """The program without a library."""
    return Main(tmp_path / "fresh")
