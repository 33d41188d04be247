"""Files that are whole or not there, even after a loss of power: written beside, synchronised, put in place."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ingest.errors import LibraryUnwritable

BESIDE = ".part-"


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """A path beside the target for a file that takes its place when all went well; the folder is made."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f"{BESIDE}{os.getpid()}-{target.name}")
    try:
        yield beside
        put(beside, target)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def put(file: Path, target: Path) -> None:
    """Move a file of the same disk to where it belongs, for good."""
    _synchronise(file)
    file.replace(target)
    with suppress(OSError):  # not every system opens folders
        _synchronise(target.parent)


def copy(source: Path, target: Path) -> None:
    """Copy a file's content."""
    with replacing(target) as beside:
        shutil.copyfile(source, beside)


def write(target: Path, text: str) -> None:
    """Write a text as UTF-8."""
    with replacing(target) as beside:
        beside.write_text(text, "utf-8")


def unwritable(home: Path, error: OSError) -> LibraryUnwritable:
    """What to say where nothing can be written."""
    return LibraryUnwritable(
        f"{home}: the library cannot be written ({error.strerror or error}); free space or permissions, or choose"
        " another folder with --home; nothing was changed"
    )


def _synchronise(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
