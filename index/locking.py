"""Who writes: one process at a time holds the lock of a library, and says who it is. Readers never take it."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from index import durable
from index.types import Notify, unheard
from ingest.errors import LibraryLocked

FILE = "library.lock"
PATIENCE = 60.0  # seconds that a second writer waits


@contextmanager
def writing(home: Path, doing: str, notify: Notify = unheard) -> Iterator[None]:
    """Hold the lock of the library in a folder, which is made; what holds it may take it again in the same thread.

    Whoever has to wait is told for whom. The lock dies with its process; its file stays. Raises LibraryLocked after
    `PATIENCE` seconds, LibraryUnwritable where there can be no lock.
    """
    lock = _lock(home)
    try:
        _acquire(lock, home, notify)
    except OSError as error:
        raise durable.unwritable(home, error) from error
    try:
        if lock.lock_counter == 1:
            _sign(home, doing)
        yield
    finally:
        lock.release()


def _lock(home: Path) -> FileLock:
    return FileLock(home.absolute() / FILE, is_singleton=True, fallback_to_soft=False)


def _acquire(lock: FileLock, home: Path, notify: Notify) -> None:
    home.mkdir(parents=True, exist_ok=True)
    with suppress(Timeout):
        lock.acquire(blocking=False)
        return
    notify(f"{home}: {holder(home)} is changing the library; waiting up to {PATIENCE:.0f} seconds")
    try:
        lock.acquire(timeout=PATIENCE)
    except Timeout as error:
        raise LibraryLocked(
            f"{home}: {holder(home)} is changing the library, for longer than {PATIENCE:.0f} seconds; try again when it"
            " is done, or end that process; nothing was changed"
        ) from error


def _sign(home: Path, doing: str) -> None:
    told = {"pid": os.getpid(), "host": platform.node(), "doing": doing, "since": f"{datetime.now():%Y-%m-%d %H:%M:%S}"}
    with suppress(OSError):  # a full disk, or a system that lets nobody at a file that is locked
        (home / FILE).write_text(json.dumps(told), "utf-8")


def holder(home: Path) -> str:
    """Who holds the lock, as far as its file tells."""
    try:
        told = json.loads((home / FILE).read_text("utf-8"))
        where = "" if told["host"] == platform.node() else f" on {told['host']}"
        return f"process {told['pid']}{where} (hangke {told['doing']}, since {told['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
