"""An answerer over the invented issues."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.library import Library
from ingest import reader
from qa.answerer import Answerer

sys.path.insert(0, str(Path(__file__).parents[1] / "index"))
import invented
from invented import normal


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The issues as files."""
    made = tmp_path_factory.mktemp("issues")
    invented.write(made, invented.full(), "full.txt")
    invented.write(made, invented.later(), "later.txt")
    invented.write(made, invented.third(), "third.txt")
    return made


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Library:
    """A library of them."""
    library = Library(tmp_path_factory.mktemp("home"))
    for path in sorted(folder.glob("*.txt")):
        library.add(reader.read(path), path)
    return library


@pytest.fixture(scope="session")
def answerer(library: Library) -> Answerer:
    """Answers from it."""
    return Answerer(library)


@pytest.fixture(scope="session")
def ask(answerer: Answerer) -> Callable[[str], dict[str, Any]]:
    """Asks it, and gives the object of CONTRACT."""
    return lambda text: answerer.ask(text).as_json()


@pytest.fixture(scope="session")
def verbatim(folder: Path) -> Callable[[dict[str, Any]], bool]:
    """Whether each piece of a citation's quote stands word for word at the named lines of its file."""

    def check(citation: dict[str, Any]) -> bool:
        lines = (folder / citation["source_file"]).read_text("utf-8").splitlines()
        first, last = citation["line_first"], citation["line_last"]
        pieces = [normal(piece) for piece in re.split(r"…+|\.{3,}", citation["quote"]) if normal(piece)]
        text = normal("".join(lines[first - 1 : last]))
        plain = re.sub(r"[-‐\u00ad]", "", text)
        return bool(pieces) and all(p in text or re.sub(r"[-‐\u00ad]", "", p) in plain for p in pieces)

    return check
