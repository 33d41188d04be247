"""Files read and cut into words in other processes, so that this one has only to write."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cache, partial
from multiprocessing import parent_process
from pathlib import Path
from types import TracebackType

from index.prepared import Prepared, prepare
from index.types import Progress
from index.words import TERMS, Words
from ingest.errors import SourceError
from ingest.options import Overrides, Reading

# a copy of this process has the dictionary already, which any other loads for a second; safe where no thread runs
# in system libraries, which macOS does not promise
FORKS = sys.platform == "linux"
AHEAD = 2  # files that are ready or being read for each process, so that none waits and memory stays bounded

Made = tuple[Prepared, tuple[str, ...]]  # an issue, and notes on its reading
Making = Callable[[], Made]


def make(path: Path, overrides: Overrides, reading: Reading, words: Words, progress: Progress | None = None) -> Made:
    """Read a file and cut it into words; raises SourceError."""
    from ingest import reader

    issue = reader.read(path, overrides, reading)
    return prepare(issue, words, progress), issue.notes


class Workers:
    """So many processes, which end with the block, or with this process however it ends."""

    def __init__(self, jobs: int, home: Path, overrides: Overrides, reading: Reading) -> None:
        self._jobs = jobs
        self._task = home, overrides, reading
        if FORKS:
            _words(home).warm()

    def __enter__(self) -> Workers:
        self._pool = self._started()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pool.shutdown(wait=kind is None, cancel_futures=True)
        for process in multiprocessing.active_children():
            process.terminate()

    def made(self, paths: Iterable[Path], wanted: Callable[[Path], bool]) -> Iterator[tuple[Path, Making | None]]:
        """Each file, in the order given, and of those wanted what gives what it becomes: it waits, raises as `make`."""
        waiting: deque[tuple[Path, Making | None]] = deque()
        for path in paths:
            waiting.append((path, partial(_result, path, self._submitted(path)) if wanted(path) else None))
            if len(waiting) > AHEAD * self._jobs:
                yield waiting.popleft()
        yield from waiting

    def _submitted(self, path: Path) -> Future[Made]:
        try:
            return self._pool.submit(_made, path, *self._task)
        except BrokenProcessPool:  # the files that were being read are lost, the others go on
            self._pool = self._started()
            return self._pool.submit(_made, path, *self._task)

    def _started(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("fork" if FORKS else "spawn")
        return ProcessPoolExecutor(self._jobs, context, _begin)


def _result(path: Path, future: Future[Made]) -> Made:
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise SourceError(
            f"{path}: a process that read died, maybe of another file or of want of memory; add it again with --jobs 1"
        ) from error


# -- in the other process


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the one that writes, which ends us
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)


@cache
def _words(home: Path) -> Words:
    return Words(home / TERMS)


def _made(path: Path, home: Path, overrides: Overrides, reading: Reading) -> Made:
    return make(path, overrides, reading, _words(home))
