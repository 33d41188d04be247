"""A library as one file: a zip archive, not compressed, with a manifest of sizes and SHA-256 checksums in it."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from index import copies, durable, formats, placing
from index.copies import SOURCES
from index.store import FILE, SqliteStore
from ingest.errors import BackupError, LibraryError

MANIFEST, VERSION = "manifest.json", 1
OWN = ("terms.txt", "synonyms.txt", "en-zh.tsv")  # lexica of the user's
NAME = re.compile(rf"{re.escape(FILE)}|{'|'.join(map(re.escape, OWN))}|{SOURCES}/[0-9a-f]{{16}}\.[a-z0-9]{{1,8}}")
LONGEST = 64 * 2**20  # bytes of a manifest: some 400,000 files
PIECE = 2**20
TRIES = 5


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a library in a backup."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    made: str
    format: int
    issues: int
    revision: str
    files: tuple[Member, ...]
    missing: tuple[str, ...] = ()  # sources of which the library had no sound copy

    def as_json(self) -> dict[str, Any]:
        """As it stands in the archive."""
        return {"hangke_backup": VERSION} | asdict(self)


def backup(home: Path, file: Path) -> Manifest:
    """Write the library of a home into one file, of one moment, while others read and write it.

    Raises LibraryError where there is no sound one, BackupError where the file cannot be written, or is there already
    and no backup.
    """
    store = SqliteStore(home)
    copies.demand(store)
    if not store.revision():
        raise LibraryError(f"{home}: no library there yet, nothing to keep; `hangke add PATH...` makes one")
    if file.exists() and not _is_backup(file):
        raise BackupError(f"{file}: it is there already and is no backup; name another file")
    try:
        with (
            tempfile.TemporaryDirectory(dir=file.absolute().parent) as folder,
            durable.replacing(file.absolute()) as beside,
        ):
            return _written(store, Path(folder), beside)
    except OSError as error:
        raise BackupError(
            f"{file}: cannot be written ({error.strerror or error}); free space or permissions, or name another file"
        ) from error
    finally:
        store.close()


def _written(store: SqliteStore, folder: Path, file: Path) -> Manifest:
    """A copy that was swept after the snapshot is needed by no later state; so that one is taken instead."""
    for _ in range(TRIES):
        (folder / FILE).unlink(missing_ok=True)
        store.snapshot(folder / FILE)
        if not placing.sound(folder / FILE):
            raise LibraryError(f"{store.path}: not a sound library; run `hangke doctor --repair` first")
        manifest = _packed(store.home, SqliteStore(folder), file)
        if not manifest.missing or store.revision() == manifest.revision:
            break
    return manifest


def _packed(home: Path, state: SqliteStore, file: Path) -> Manifest:
    """Write the archive of a state of the library; a copy that is damaged goes in as it is."""
    meta, issues = state.meta(), state.issues()
    rows = [*issues, *(removal.row for removal in state.trash())]
    state.close()
    with zipfile.ZipFile(file, "w") as archive:
        members = [_put(archive, state.path, FILE)]
        members += [_put(archive, home / name, name) for name in OWN if (home / name).is_file()]
        found = {row.sha256: _put_copy(archive, home, row.sha256) for row in rows if row.sha256}
        members += [member for member in found.values() if member]
        missing = {row.source_file: None for row in rows if row.sha256 and not _is_whole(row.sha256, found[row.sha256])}
        now = datetime.now(UTC).isoformat(timespec="seconds")
        manifest = Manifest(now, int(meta["format"]), len(issues), meta["revision"], tuple(members), tuple(missing))
        archive.writestr(MANIFEST, json.dumps(manifest.as_json(), ensure_ascii=False, indent=1))
    return manifest


def _put(archive: zipfile.ZipFile, path: Path, name: str) -> Member:
    with path.open("rb") as source, archive.open(name, "w", force_zip64=True) as target:
        return poured(source, name, target.write)


def _put_copy(archive: zipfile.ZipFile, home: Path, sha256: str) -> Member | None:
    path = copies.Copies(home).find(sha256)
    try:
        return _put(archive, path, f"{SOURCES}/{path.name}") if path else None
    except FileNotFoundError:
        return None  # swept this moment


def _is_whole(sha256: str, member: Member | None) -> bool:
    return member is not None and member.sha256 == sha256


def poured(source: IO[bytes], name: str, write: Callable[[bytes], object]) -> Member:
    """What was poured from one place into another, by pieces."""
    told, size = hashlib.sha256(), 0
    while piece := source.read(PIECE):
        write(piece)
        told.update(piece)
        size += len(piece)
    return Member(name, size, told.hexdigest())


# -- reading


@contextmanager
def opened(file: Path) -> Iterator[zipfile.ZipFile]:
    """The archive; whatever is wrong with it is told in one line."""
    try:
        with zipfile.ZipFile(file) as archive:
            yield archive
    except FileNotFoundError as error:
        raise BackupError(f"{error.filename}: no such file; check the path") from error
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, UnicodeError) as error:
        raise refused(file, "not a backup of hangke, or a damaged one") from error
    except OSError as error:
        raise BackupError(f"{file}: cannot be read ({error.strerror or error}); check the path") from error


def refused(file: Path, reason: str) -> BackupError:
    """What to say of a file that is not put back."""
    return BackupError(f"{file}: {reason}; take another backup; nothing was changed")


def manifest_of(archive: zipfile.ZipFile, file: Path) -> Manifest:
    """What a backup says of itself; raises BackupError."""
    try:
        info = archive.getinfo(MANIFEST)
        if info.file_size > LONGEST or info.compress_type != zipfile.ZIP_STORED:
            raise ValueError("too long")
        told = json.loads(archive.read(info))
        version, manifest = int(told["hangke_backup"]), _parsed(told)
    except (KeyError, ValueError, TypeError, RecursionError) as error:
        raise refused(file, "not a backup of hangke, or a damaged one") from error
    if version > VERSION or manifest.format > formats.FORMAT:
        raise BackupError(f"{file}: made by a newer hangke; upgrade hangke; nothing was changed")
    return manifest


def _parsed(told: dict[str, Any]) -> Manifest:
    files = tuple(Member(str(each["name"]), int(each["size"]), str(each["sha256"])) for each in told["files"])
    return Manifest(
        str(told["made"]), int(told["format"]), int(told["issues"]), str(told["revision"]), files,
        tuple(map(str, told["missing"])),
    )  # fmt: skip


def _is_backup(file: Path) -> bool:
    try:
        with opened(file) as archive:
            return bool(manifest_of(archive, file).files)
    except BackupError:
        return False
