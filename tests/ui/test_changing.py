"""What the app shows of a library that another process changes meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from index.library import Library
from index.words import Words
from ingest import reader
from ui.desk import Desk

FULL, LATER = "海湾科技 2031年第4期", "海湾科技 2032年第1期"
READS: dict[str, Callable[[Desk], Any]] = {
    "search": lambda desk: desk.search("廊桥 传感器 浮标", 5),
    "excerpts": lambda desk: desk.excerpts("廊桥 传感器 浮标", 5),
    "cite": lambda desk: desk.cite("廊桥建于清代，桥长64米"),
    "figures": lambda desk: desk.figures("廊桥 桥长"),
    "titles": lambda desk: desk.titles(),
    "issues": lambda desk: desk.issues(),
    "passages": lambda desk: desk.passages(),
}


@pytest.fixture
def open_library(home: Path, words: Words) -> Callable[[], Library]:
    """The same library, as one process after another opens it."""

    def opened() -> Library:
        library = Library(home)
        library.words = words
        return library

    return opened


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_what_another_process_adds_and_removes_is_seen(
    read: Callable[[Desk], Any], open_library: Callable[[], Library], later: Path
) -> None:
    desk, other = Desk(open_library()), open_library()
    assert LATER not in str(read(desk))
    other.add(reader.read(later), later)
    assert LATER in str(read(desk)) or "廊桥" in str(read(desk))
    other.remove(LATER)
    assert LATER not in str(read(desk))


@pytest.mark.parametrize("name", ["cite", "search"])
def test_what_is_removed_between_two_reads_is_read_anew(
    name: str, open_library: Callable[[], Library], later: Path
) -> None:
    library, other = open_library(), open_library()
    library.add(reader.read(later), later)
    desk, passages = Desk(library), library.store.passages
    _ = library.arrays

    def removed_first(positions: list[int]) -> list[Any]:
        if LATER in [row.issue for row in other.issues()]:
            other.remove(LATER)
        return list(passages(positions))

    library.store.passages = removed_first  # type: ignore[method-assign,assignment]
    assert LATER not in str(READS[name](desk))
    assert [row.issue for row in other.issues()] == [FULL]
