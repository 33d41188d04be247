"""A PDF file becomes sheets, read in child processes that are killed where they exceed a limit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import NoReturn

from ingest.errors import BrokenPdf, PasswordNeeded, PdfLimit, SourceError
from ingest.pdf import ocr as by_ocr
from ingest.pdf.limits import Limits
from ingest.pdf.types import Sheet
from ingest.pdf.wire import Failed, Fault, Message, Opened, Read, Scanning, Task, receive, send

__all__ = ["Limits", "sheets"]

# -P and the parent's own path: the child finds what the parent found, in a checkout and in an installed wheel,
# and nothing of a folder that it happens to be started in
START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from ingest.pdf.child import main; main()"
ROOT = str(Path(__file__).resolve().parents[2])
FEW_RESERVES = {"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1"}  # threads that reserve memory count as using it
AHEAD = 2  # pages that a child knows of, so that it needn't wait for the next
HEAD = 1024  # bytes: a PDF says that it is one within
ALIKE = "save it anew from a PDF viewer"

Progress = Callable[[int, int], None]
Heard = SimpleQueue[tuple["_Child", Message | None]]


def sheets(
    path: Path,
    password: str = "",
    jobs: int = 1,
    limits: Limits = Limits(),
    progress: Progress | None = None,
    ocr: bool | None = None,
) -> list[Sheet]:
    """All pages of a PDF, read in so many processes; `progress` is told how many of how many are done.

    Pages without usable text are read by OCR; where it is not installed, or `ocr` is False, they stay empty with the
    note `ingest.pdf.ocr.NEEDED`. Raises SourceError (BrokenPdf, PasswordNeeded, PdfLimit).
    """
    _check(path, limits)
    if ocr and not by_ocr.available():
        raise SourceError(f"{path.name}: OCR is not installed; install it with: {by_ocr.INSTALL}")
    jobs = max(1, jobs)
    threads = 0 if jobs == 1 else max(1, (os.cpu_count() or 1) // jobs)
    task = Task(str(path.resolve()), password, limits, by_ocr.available() if ocr is None else ocr, threads)
    with _Reading(path.name, task, jobs) as reading:
        return reading.run(progress or (lambda done, pages: None))


def _check(path: Path, limits: Limits) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror or error}; check the path and its permissions") from error
    if size > limits.file_bytes:
        most = limits.file_bytes >> 20
        raise PdfLimit(f"{path.name}: {size >> 20:,} MiB, more than the {most:,} that a PDF may have; split the file")
    if b"%PDF" not in head:
        raise BrokenPdf(f"{path.name}: {'not a PDF' if size else 'the file is empty'}; give a PDF file")


class _Child:
    """A process that reads pages, and the thread that hears what it says."""

    def __init__(self, task: Task, heard: Heard) -> None:
        self.pages: deque[int] = deque()  # asked for and not yet answered, in order
        self.open = False
        self.scanning = False
        self.deadline = time.monotonic() + task.limits.open_seconds
        self.errors = tempfile.TemporaryFile()
        path = json.dumps([*sys.path, ROOT])
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-W", "ignore", "-c", START, path],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=os.environ | FEW_RESERVES,
        )
        self.tell(task)
        threading.Thread(target=self._hear, args=(heard,), daemon=True).start()

    def tell(self, message: object) -> None:
        """A task or a page; one that has died is found out when its pipe ends."""
        assert self.process.stdin is not None
        try:
            send(self.process.stdin, message)  # type: ignore[arg-type]
        except OSError:
            return

    def _hear(self, heard: Heard) -> None:
        message: Message | None = Failed(Fault.BROKEN)
        while message is not None:
            message = receive(self.process.stdout)  # type: ignore[arg-type]
            heard.put((self, message))

    def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.errors):
            try:
                pipe.close()  # type: ignore[union-attr]
            except OSError:  # what was left to be written to a dead process
                continue

    def last_words(self) -> str:
        """Of a process that died: its signal or status, and the last line of its standard error."""
        code = self.process.wait()
        self.errors.seek(0)
        lines = self.errors.read().decode("utf-8", "replace").split("\n")
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return f"signal {-code}" if code < 0 else f"status {code}{': ' * bool(last)}{last[:200]}"
