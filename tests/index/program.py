"""`hangke` as others run it: a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.library import Library

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
        kept = {key: value for key, value in os.environ.items() if not key.startswith("HANGKE_")}
        told = kept | {"HANGKE_HOME": str(self.home), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | env
        command = [sys.executable, *map(str, words)]
        done = subprocess.run(command, env=told, cwd=ROOT, capture_output=True, timeout=100, check=False)
        return Done(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def told(home: Path) -> str:
    """All that a library tells, and the sources it keeps, to be compared."""
    library = Library(home)
    rows = [row.issue for row in library.issues()]
    sources = sorted(path.name for path in (home / "sources").glob("*"))
    state = json.dumps([rows, library.store.places(), library.store.meta(), sources], ensure_ascii=False)
    library.store.close()
    return state
