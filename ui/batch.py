"""Files added one after another in a thread of their own: watched from others, and stopped by them."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from index.types import Progress

Report = dict[str, Any]
Add = Callable[[Path, Progress, Progress], Report]  # a file, who hears of its pages, who hears of its passages


class Stage(Enum):
    """How far a file is."""

    WAITING = "waiting"
    READING = "reading"
    INDEXING = "indexing"
    DONE = "done"
    STOPPED = "stopped"
    BROKEN = "broken"  # by what nobody foresaw


@dataclass(slots=True)
class Item:
    """A file: how far it is, `done` steps `of` the stage's, at the end its report as of CONTRACT."""

    path: Path
    stage: Stage = Stage.WAITING
    done: int = 0
    of: int = 0
    report: Report | None = None


class Stopped(Exception):
    """Nobody wants the file any more that is being added; no HangkeError, for nothing is wrong with it."""


class Batch:
    """Files that are added. Between two pages and two passages it is asked whether to stop.

    The library takes an issue in one step, so that a file is in it whole or not at all.
    """

    def __init__(self, paths: Sequence[Path], add: Add) -> None:
        self.items = [Item(path) for path in paths]
        self._add = add
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> Batch:
        """Begin."""
        self._thread.start()
        return self

    @property
    def running(self) -> bool:
        """Whether files are still being added."""
        return self._thread.is_alive()

    def wait(self, seconds: float | None = None) -> None:
        """Wait for the end."""
        self._thread.join(seconds)

    def stop(self) -> None:
        """Add no more; what is in the library stays."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether it was told to stop."""
        return self._stop.is_set()

    def _run(self) -> None:
        for item in self.items:
            try:
                item.report = self._one(item)
                item.stage = Stage.DONE
            except Stopped:
                item.stage = Stage.STOPPED
            except Exception:  # the others are to be added all the same
                traceback.print_exc()
                item.stage = Stage.BROKEN

    def _one(self, item: Item) -> Report:
        self._go_on()
        item.stage = Stage.READING
        return self._add(item.path, self._hears(item, Stage.READING), self._hears(item, Stage.INDEXING))

    def _hears(self, item: Item, stage: Stage) -> Progress:
        def heard(done: int, of: int) -> None:
            self._go_on()
            item.stage, item.done, item.of = stage, done, of

        return heard

    def _go_on(self) -> None:
        if self._stop.is_set():
            raise Stopped
