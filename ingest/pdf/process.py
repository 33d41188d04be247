"""A child process that reads pages of a PDF, as its parent sees it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from pathlib import Path
from queue import SimpleQueue
from typing import IO, BinaryIO, cast

from ingest.pdf.wire import Message, Task, receive, send

# -P and the parent's own path: the child finds what the parent found, in a checkout and in an installed wheel,
# and nothing that happens to lie in the folder where it is started
START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from ingest.pdf.child import main; main()"
ROOT = str(Path(__file__).resolve().parents[2])
# memory that is only reserved counts as used; what OCR needs for a moment goes back to the system at once
THRIFTY = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": str(4 << 20), "OPENBLAS_NUM_THREADS": "1"}

Heard = SimpleQueue[tuple["Child", Message | None]]


class Child:
    """One process, and the thread that hears what it says. A message None is its end."""

    def __init__(self, task: Task, heard: Heard) -> None:
        self.limits = task.limits
        self.pages: deque[int] = deque()  # asked for and not yet answered, in order
        self.open = False
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed in `end`
        self.process = _start(self.errors)
        self.allow(task.limits.open_seconds)
        self._tell(task)
        threading.Thread(target=self._hear, args=(heard,), daemon=True).start()

    @property
    def busy(self) -> bool:
        """Whether it owes an answer."""
        return bool(self.pages) or not self.open

    @property
    def left(self) -> float:
        """Seconds until its time is up."""
        return max(0.0, self.deadline - time.monotonic())

    def allow(self, seconds: float) -> None:
        """Its time from now on."""
        self.allowed = seconds
        self.deadline = time.monotonic() + seconds

    def ask(self, page: int) -> None:
        """Have it read one more page."""
        self.pages.append(page)
        self._tell(page)

    def _tell(self, message: object) -> None:
        with contextlib.suppress(OSError):  # one that has died is found out when its other pipe ends
            send(cast(BinaryIO, self.process.stdin), message)

    def _hear(self, heard: Heard) -> None:
        with cast(io.BufferedReader, self.process.stdout) as pipe:
            while (message := receive(pipe)) is not None:
                heard.put((self, message))
        heard.put((self, None))

    def end(self) -> None:
        """Kill it, and wait until it is gone."""
        self.process.kill()
        self.process.wait()
        self.errors.close()
        with contextlib.suppress(OSError):  # of what was still to be written to it
            cast(BinaryIO, self.process.stdin).close()

    def last_words(self) -> str:
        """Of one that has died: its signal or status, and the last line of its standard error."""
        self.process.kill()
        code = self.process.wait()
        self.errors.seek(0)
        lines = [line.strip() for line in self.errors.read().decode("utf-8", "replace").splitlines()]
        said = next((f": {line[:200]}" for line in reversed(lines) if line), "")
        return f"signal {-code}{said}" if code < 0 else f"status {code}{said}"


def _start(errors: IO[bytes]) -> subprocess.Popen[bytes]:
    return started(START, errors)


def started(program: str, errors: IO[bytes] | int) -> subprocess.Popen[bytes]:
    """A process of our own that runs a program of this package; its input and output are pipes."""
    path = json.dumps([*sys.path, ROOT])
    return subprocess.Popen(  # nosec B603 # programs of ours; of a file only its name is told, and not on this line
        [sys.executable, "-P", "-c", program, path],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=os.environ | THRIFTY,
    )
