"""The MCP server over stdio."""

from __future__ import annotations

import argparse
import os
import signal
import threading
from typing import TYPE_CHECKING, Any

from ui.calls import Calls

if TYPE_CHECKING:
    from ui.desk import Desk


def mcp(options: argparse.Namespace) -> int:
    """Serve until stdin is closed or Ctrl-C is pressed. stdout carries the protocol and nothing else."""
    from ui import tools

    signal.signal(signal.SIGINT, _leave)
    tools.server(Calls(Opened(options)), options.read_only).run()
    return 0


def _leave(*_: Any) -> None:
    """Leave at once: stdin is read in a thread that nothing else can wake. The library holds what was finished."""
    os._exit(0)


class Opened:
    """The library that options name, opened when first asked for; again, if that failed."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._lock = threading.Lock()
        self._desk: Desk | None = None

    def __call__(self) -> Desk:
        """The library; raises HangkeError where it cannot be opened."""
        with self._lock:
            self._desk = self._desk or self._open()
            return self._desk

    def _open(self) -> Desk:
        from ui.commands import common
        from ui.desk import Desk
        from ui.settings import limits

        library = common.library(self._options)
        return Desk(library, limits(), common.generator(self._options, library))
