"""`hangke` as others run it: a process of its own; or, much faster, its `main` in this process."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from index.library import Library
from ui import cli

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    """What a process left."""

    status: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Its standard output as JSON Lines; anything else fails."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def object(self) -> dict[str, Any]:
        """Its only object."""
        (only,) = self.objects
        return only


class Hangke:
    """Runs the program on one home."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *words: object, **env: str) -> Done:
        """Run a command."""
        return self.python("-m", "ui.cli", *words, **env)

    def python(self, *words: object, **env: str) -> Done:
        """Run Python in the repository, with this home and no setting of ours."""
        told = self._told(env) | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | env
        command = [sys.executable, *map(str, words)]
        done = subprocess.run(command, env=told, cwd=ROOT, capture_output=True, timeout=100, check=False)
        return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))

    def _told(self, env: dict[str, str]) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("HANGKE_")}
        return kept | {"HANGKE_HOME": str(self.home)} | env


class Main(Hangke):
    """The same in this process, where libraries and dictionary are loaded already."""

    def __call__(self, *words: object, **env: str) -> Done:
        """Run a command."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="", write_through=True) for _ in range(2))
        with patch.dict(os.environ, self._told(env), clear=True), redirect_stdout(out), redirect_stderr(err):
            status = _status([str(word) for word in words])
        return Done(status, *(stream.buffer.getvalue().decode("utf-8") for stream in (out, err)))


def _status(words: list[str]) -> int:
    try:
        return cli.main(words)
    except SystemExit as told:  # of argparse, with a number
        return int(str(told.code))


def told(home: Path) -> str:
    """All that a library tells, and the sources it keeps, to be compared."""
    library = Library(home)
    rows = [row.issue for row in library.issues()]
    sources = sorted(path.name for path in (home / "sources").glob("*"))
    state = json.dumps([rows, library.store.places(), library.store.meta(), sources], ensure_ascii=False)
    library.store.close()
    return state
