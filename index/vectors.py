"""Vectors of passages, kept by what was embedded, so that no passage is embedded twice."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.embedders import Vectors
from index.types import Progress

PART = 64  # passages embedded at a time and kept in a file; what an interruption costs at most
SUFFIX = ".npz"
BROKEN = (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error)
Encode = Callable[[list[str]], Vectors]
Row = NDArray[np.float32]


class Kept:
    """A folder of part files, each whole or not there, with the vectors of one embedder in one state.

    `prompt` is what the caller has put before each text: with another, the vectors are others. Where the folder
    cannot be written, the vectors last as long as this object.
    """

    def __init__(self, folder: Path | None, prompt: str = "") -> None:
        self.folder, self.prompt = folder, prompt
        self._unwritten: dict[str, Row] = {}

    def embed(self, texts: Sequence[str], encode: Encode, step: Progress) -> Vectors:
        """Vectors of all texts, a row each; only those that are not kept yet are encoded. The rest is swept."""
        keys = [_key(self.prompt + text) for text in texts]
        rows = self._read() | self._unwritten
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in rows}
        done = len(set(keys)) - len(missing)
        if missing:
            step(done, len(set(keys)))
        for part in _parts(list(missing)):
            vectors = encode([missing[key] for key in part])
            if not self._write(part, vectors):
                self._unwritten |= zip(part, vectors, strict=True)
            rows |= zip(part, vectors, strict=True)
            done += len(part)
            step(done, len(set(keys)))
        self._sweep(set(keys))
        return np.stack([rows[key] for key in keys]) if keys else np.zeros((0, 0), np.float32)

    def _read(self) -> dict[str, Row]:
        return {key: row for path in self._files() for key, row in _read(path).items()}

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob(f"*{SUFFIX}")) if self.folder else []

    def _write(self, keys: list[str], vectors: Vectors) -> bool:
        """Write beside, then put in place: a part is named by its keys, so that two who embed do no harm."""
        if self.folder is None:
            return False
        name = hashlib.sha256("".join(keys).encode()).hexdigest()[:16]
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            _replace(self.folder / f"part-{name}{SUFFIX}", keys, vectors)
        except OSError:  # read-only, or full
            return False
        return True

    def _sweep(self, keys: set[str]) -> None:
        """Take out what no text needs, broken files, and the vectors of other states of the embedder."""
        if self.folder is None:
            return
        with suppress(OSError):
            for path in self._files():
                self._sweep_file(path, keys)
            for other in self.folder.parent.iterdir():
                if other.is_dir() and other != self.folder:
                    shutil.rmtree(other, ignore_errors=True)

    def _sweep_file(self, path: Path, keys: set[str]) -> None:
        rows = _read(path)
        left = [key for key in rows if key in keys]
        if rows and len(left) == len(rows):
            return
        if not left or self._write(left, np.stack([rows[key] for key in left])):
            path.unlink()


def _key(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]


def _parts(keys: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(keys), PART):
        yield keys[start : start + PART]


def _read(path: Path) -> dict[str, Row]:
    """Rows by key; none of a file that is broken, which is made again."""
    try:
        with np.load(path, allow_pickle=False) as part:
            return dict(zip(part["keys"].tolist(), part["rows"], strict=True))
    except BROKEN:
        return {}


def _replace(path: Path, keys: list[str], vectors: Vectors) -> None:
    handle, name = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, keys=np.array(keys), rows=np.asarray(vectors, np.float32))
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
