"""What is worked out from the store and can be thrown away: arrays in segments, which grow issue by issue.

A manifest, written last, names the segments. Where the store holds other issues than they do, the new ones become a
segment of their own, and those that are gone are left out of theirs; then segments of one size are merged, as in a
log-structured merge tree (O'Neil et al., 1996), so that an issue is copied a few times in the life of a library.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from index import passages, segment
from index.bm25 import Columns
from index.dense import Dense
from index.embedders import Embedder, Vectors
from index.forward import Sentences
from index.segment import Held, Segment
from index.stores import Store
from index.types import Passage

FOLDER, MANIFEST, LOCK = "derived", "manifest.json", "lock"
FORMAT = "2"
LEAST = 4096  # passages of a segment, below which it is merged with the next
FEW = 4  # segments of one size, that become one of the next
PART = 8192  # passages indexed at a time
WAIT = 60  # seconds for another process that works out the same
BROKEN = (OSError, ValueError, KeyError, TypeError, EOFError)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the segments were made from, and which they are, by their folders."""

    made_from: dict[str, str]
    revision: str
    segments: list[str]
    fit: str  # the folder of the embedder's state
    fitted_on: int  # passages
    sizes: dict[str, int]  # bytes of all their files: a file that lost its end may still open

    def as_json(self) -> str:
        """To be written."""
        return json.dumps(asdict(self), ensure_ascii=False)


class Derived:
    """Arrays over the shown passages: those of the segments, one after the other."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self.positions: NDArray[np.int64] = _concatenated([each.positions for each in segments])
        self.passages = Columns([each.words for each in segments])
        self.characters = Columns([each.characters for each in segments])
        self.sentences = Sentences([each.sentences for each in segments])
        self.dense = Dense([each.vectors for each in segments])
        counts = [np.diff(each.first_sentence) for each in segments]
        self.first_sentence = np.concatenate([[0], np.cumsum(_concatenated(counts))]).astype(np.int64)

    @property
    def dimensions(self) -> int:
        """Of the vectors."""
        return self.dense.parts[0].dimensions if self.segments else 0

    @cached_property
    def vectors(self) -> Vectors:
        """The vectors of all passages, a row each."""
        rows = [each.vectors.rows(slice(None)) for each in self.segments]
        return np.concatenate(rows) if rows else np.zeros((0, 0), np.float32)


def _concatenated(parts: Sequence[NDArray[Any]]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros(0, np.int64), *parts])


def open_or_build(store: Store, embedder: Embedder, words: str) -> Derived:
    """Map the arrays beside the store; first work out, and keep if the folder can be written, what is missing."""
    made_from = _made_from(store, words, embedder)
    folder = store.home / FOLDER
    if not store.exists:
        return Derived([])
    with suppress(*BROKEN):
        told = _told(folder)
        if (told.made_from, told.revision) == (made_from, store.revision()):
            return Derived(_opened(folder, told, embedder))
    with _alone(store.home) as shelf, store.at_one_moment():
        return Derived(_Building(store, embedder, made_from, shelf).segments())


def build(store: Store, embedder: Embedder) -> Derived:
    """Work out the arrays of all passages whose issue is shown, and keep none."""
    return Derived(_Building(store, embedder, {}, None).segments())


def forget(home: Path) -> None:
    """Throw the arrays away."""
    shutil.rmtree(home / FOLDER, ignore_errors=True)


def embed_ahead(store: Store, embedder: Embedder) -> None:
    """Have a model embed all shown passages, which it keeps, so that little is left to do."""
    shown = _wanted(store)
    embedder.keep(_texts(store, [position for position, issue_id, _ in store.places() if issue_id in shown]))


def embedded_text(passage: Passage) -> str:
    """A passage as it is embedded: the title of its article, which says what it is about, then its text."""
    return f"{passage.article}\n{passage.text}"


def _made_from(store: Store, words: str, embedder: Embedder) -> dict[str, str]:
    """What the arrays are made from; those made from anything else are stale."""
    by = f"{embedder.name} {embedder.version}".strip()
    trained = store.meta().get("trained", "")
    return {"format": FORMAT, "words": words, "embedder": by, "cutting": passages.CUTTING, "trained": trained}


def _wanted(store: Store) -> dict[str, int]:
    """The issues that are shown, each with its version, in the order in which they came."""
    hidden = {row.issue_id for row in store.issues() if row.hidden}
    versions = ((version, issue_id) for issue_id, version in store.versions().items() if issue_id not in hidden)
    return {issue_id: version for version, issue_id in sorted(versions)}


def _texts(store: Store, positions: Sequence[int]) -> list[str]:
    return [embedded_text(passage) for passage in store.passages(positions)]


def _told(folder: Path) -> Manifest:
    return Manifest(**json.loads((folder / MANIFEST).read_text("utf-8")))


def _opened(folder: Path, told: Manifest, embedder: Embedder) -> list[Segment]:
    if _sizes(folder, [told.fit, *told.segments]) != told.sizes:
        raise ValueError(f"{folder}: files are missing or cut short")
    embedder.load(folder / told.fit)
    return [segment.load(folder / name) for name in told.segments]


def _sizes(folder: Path, names: Iterable[str]) -> dict[str, int]:
    return {f"{name}/{path.name}": path.stat().st_size for name in names for path in (folder / name).iterdir()}


@contextmanager
def _alone(home: Path) -> Iterator[Path | None]:
    """The folder to keep arrays in, for one process at a time; none where it cannot be written, or is not let go."""
    lock = FileLock(home / FOLDER / LOCK, timeout=WAIT)
    try:
        (home / FOLDER).mkdir(exist_ok=True)
        lock.acquire()
    except (OSError, Timeout, NotImplementedError):
        yield None
        return
    try:
        yield home / FOLDER
    finally:
        lock.release()


class _Building:
    """Brings the segments up to what the store holds."""

    def __init__(self, store: Store, embedder: Embedder, made_from: dict[str, str], folder: Path | None) -> None:
        self._store, self._embedder, self._made_from, self._folder = store, embedder, made_from, folder
        self._names: dict[int, str] = {}  # of the segments that are kept, by identity

    def segments(self) -> list[Segment]:
        """The segments, which are kept from now on."""
        revision, wanted = self._store.revision(), _wanted(self._store)
        before, fitted_on = self._before()
        left = [kept for each in before if (kept := _left(each, wanted))]
        have = {held.issue_id for each in left for held in each.issues}
        fresh = list(self._fresh({name: version for name, version in wanted.items() if name not in have}))
        total = sum(each.size for each in (*left, *fresh))
        if fitted_on is None or self._embedder.outgrown(fitted_on, total):
            left, fresh, fitted_on = [], self._refitted([*left, *fresh], total), total
        else:
            fresh = [self._embedded(each) for each in fresh]
        found = [self._put(each) for each in self._merged([*left, *fresh])]
        self._keep(found, revision, fitted_on)
        return found

    def _before(self) -> tuple[list[Segment], int | None]:
        """The segments that are kept now, if they were made from the same; and the passages of the last fit."""
        if self._folder is None:
            return [], None
        try:
            told = _told(self._folder)
            if told.made_from != self._made_from:
                return [], None
            found = _opened(self._folder, told, self._embedder)
        except BROKEN:  # they are only derived
            return [], None
        self._names = {id(each): name for each, name in zip(found, told.segments, strict=True)}
        return found, told.fitted_on

    def _fresh(self, missing: dict[str, int]) -> Iterator[Segment]:
        """Segments, without vectors, of issues that none holds yet."""
        part: list[tuple[Held, list[segment.Row]]] = []
        for issue_id, version in missing.items():
            rows = self._store.words(issue_id)
            part.append((Held(issue_id, version, len(rows)), rows))
            if sum(held.count for held, _ in part) >= PART:
                yield self._put(segment.build(part))  # at once, since many of them may be too much for the memory
                part = []
        if part:
            yield segment.build(part)

    def _refitted(self, segments: Sequence[Segment], total: int) -> list[Segment]:
        positions = _concatenated([each.positions for each in segments])
        self._embedder.fit(_texts(self._store, positions[self._embedder.sample(total)].tolist()))
        return [self._embedded(each) for each in segments]

    def _embedded(self, of: Segment) -> Segment:
        positions = of.positions.tolist()
        parts = [positions[start : start + PART] for start in range(0, len(positions), PART)] or [[]]
        vectors = np.concatenate([self._embedder.embed(_texts(self._store, part)) for part in parts])
        made = segment.with_vectors(of, vectors)
        return self._put(made) if made.size >= PART else made

    def _merged(self, segments: list[Segment]) -> list[Segment]:
        """Fewer segments: where there are too many of a size, they and all smaller ones become one."""
        while (size := _crowded(segments)) is not None:
            small = [each for each in segments if _size(each) <= size]
            whole = segment.merge(small, [[True] * len(each.issues) for each in small])
            segments = [*(each for each in segments if _size(each) > size), self._put(whole)]
        return segments

    def _put(self, made: Segment) -> Segment:
        """Write a segment, if it is not, and map it; where that cannot be, it lives in memory."""
        if id(made) in self._names:
            return made
        name = self._written("segment-", lambda folder: segment.save(made, folder))
        if self._folder is None or name is None:
            return made
        found = segment.load(self._folder / name)
        self._names[id(found)] = name
        return found

    def _written(self, prefix: str, save: Callable[[Path], None]) -> str | None:
        """The name of a new folder with what `save` wrote, on the disk before anything names it."""
        if self._folder is None:
            return None
        with suppress(OSError):
            folder = Path(tempfile.mkdtemp(prefix=prefix, dir=self._folder))
            try:
                save(folder)
                _flush(folder)
                return folder.name
            except OSError:
                shutil.rmtree(folder, ignore_errors=True)
        self._folder = None  # full: from now on in memory
        return None

    def _keep(self, segments: Sequence[Segment], revision: str, fitted_on: int) -> None:
        """Name the segments in the manifest, and sweep all others."""
        fit = self._written("fit-", self._embedder.save)
        names = [self._names.get(id(each)) for each in segments]
        if self._folder is None or fit is None or None in names:
            return
        segments_kept = [name for name in names if name]
        with suppress(OSError):
            sizes = _sizes(self._folder, [fit, *segments_kept])
            told = Manifest(self._made_from, revision, segments_kept, fit, fitted_on, sizes)
            _replace(self._folder / MANIFEST, told.as_json())
            _sweep(self._folder, {MANIFEST, LOCK, fit, *told.segments})


def _left(of: Segment, wanted: dict[str, int]) -> Segment | None:
    """A segment with those of its issues that are wanted as they are; the same where these are all."""
    keep = [wanted.get(held.issue_id) == held.version for held in of.issues]
    if all(keep):
        return of
    return segment.merge([of], [keep]) if any(keep) else None


def _size(of: Segment) -> int:
    """0 for a small segment, then one more for each time that it is FEW times as large."""
    size, passages = 0, of.size
    while passages >= LEAST:
        size, passages = size + 1, passages // FEW
    return size


def _crowded(segments: Sequence[Segment]) -> int | None:
    """The least size of which there are too many segments; of small ones two are."""
    sizes = [_size(each) for each in segments]
    return next((size for size in sorted(set(sizes)) if sizes.count(size) >= (FEW if size else 2)), None)


def _flush(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _replace(path: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(prefix=".manifest-", dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(path)


def _sweep(folder: Path, needed: set[str]) -> None:
    """Delete what an earlier state, or one that was interrupted, left; who has it mapped keeps it."""
    for path in folder.iterdir():
        if path.name not in needed:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
