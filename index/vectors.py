"""Vectors of passages, kept by what was embedded, so that no passage is embedded twice."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedders import Vectors
from index.types import Progress

PART = 32  # passages a file, and at a time: one batch of a model, all that an interruption costs
SUFFIX = ".npz"
BESIDE = ".part-"  # a file that is being written
ABANDONED = 3600  # seconds after which nobody is writing it any more
BROKEN = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)
Encode = Callable[[list[str]], Vectors]
Rows = dict[str, NDArray[np.float32]]  # by key


class Kept:
    """A folder of part files, each whole or not there, with the vectors of one embedder in one state.

    `prompt` is what the caller has put before each text: with another, the vectors are others. Where the folder
    cannot be written, the vectors last as long as this object.
    """

    def __init__(self, folder: Path | None, prompt: str = "") -> None:
        self.folder, self.prompt = folder, prompt
        self._unwritten: Rows = {}

    def embed(self, texts: Sequence[str], encode: Encode, step: Progress, sweep: bool = True) -> Vectors:
        """Vectors of all texts, a row each; only those not kept are encoded. What else is kept is swept, or stays."""
        keys = [_key(self.prompt + text) for text in texts]
        before = {path: _read(path) for path in self._files()}
        rows = {key: row for part in before.values() for key, row in part.items()} | self._unwritten
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in rows}
        done, total = len(set(keys)) - len(missing), len(set(keys))
        for part in _parts(list(missing)):
            step(done, total)
            rows |= self._keep(part, encode([missing[key] for key in part]), before)
            done += len(part)
        if missing:
            step(total, total)
        if sweep:
            self._sweep(set(keys), before)
        return np.stack([rows[key] for key in keys]) if keys else np.zeros((0, 0), np.float32)

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob(f"*{SUFFIX}")) if self.folder else []

    def _keep(self, keys: list[str], vectors: Vectors, before: dict[Path, Rows]) -> Rows:
        """Keep vectors just made; a broken file in their place is forgotten."""
        rows = dict(zip(keys, vectors, strict=True))
        path = self._write(rows)
        if path is None:
            self._unwritten |= rows
        else:
            before.pop(path, None)
        return rows

    def _write(self, rows: Rows) -> Path | None:
        """Write beside, then put in place: a part is named by its keys, so that two who embed do no harm."""
        if self.folder is None:
            return None
        path = self.folder / f"part-{_key(''.join(rows))[:16]}{SUFFIX}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _replace(path, rows)
        except OSError:  # read-only, or full
            return None
        return path

    def _sweep(self, keys: set[str], before: dict[Path, Rows]) -> None:
        """Take out what no text needs, broken files, and the vectors of other states of the embedder."""
        if self.folder is None:
            return
        with suppress(OSError):
            for path, rows in before.items():
                self._sweep_file(path, rows, {key: row for key, row in rows.items() if key in keys})
            for left in self.folder.glob(f"{BESIDE}*"):
                if time.time() - left.stat().st_mtime > ABANDONED:
                    left.unlink()
            for other in self.folder.parent.iterdir():
                if other.is_dir() and other != self.folder:
                    shutil.rmtree(other, ignore_errors=True)

    def _sweep_file(self, path: Path, rows: Rows, left: Rows) -> None:
        if len(left) < max(len(rows), 1) and (not left or self._write(left)):
            path.unlink()


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _parts(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), PART):
        yield keys[start : start + PART]


def _read(path: Path) -> Rows:
    """Rows by key; none of a file that is broken, which is made again."""
    try:
        with np.load(path, allow_pickle=False) as part:
            return dict(zip(part["keys"].tolist(), part["rows"], strict=True))
    except BROKEN:
        return {}


def _replace(path: Path, rows: Rows) -> None:
    handle, name = tempfile.mkstemp(prefix=BESIDE, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, keys=np.array(list(rows)), rows=np.stack(list(rows.values())))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
