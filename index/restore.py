"""A backup put back: checked whole before anything is touched, then put in place in one step."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from index import backup, copies, durable, formats, locking, placing
from index.copies import SOURCES
from index.store import FILE, SqliteStore
from index.types import Notify, unheard
from ingest.errors import BackupError

OBJECTS = "SELECT type, name FROM sqlite_master"
OF_SQLITE = ("sqlite_sequence", "sqlite_stat1", "sqlite_stat4")


def restore(file: Path, home: Path, replace: bool = False, notify: Notify = unheard) -> backup.Manifest:
    """Put the library in a backup into a home; only with `replace` where there is one.

    The whole file is checked before anything is touched. Raises BackupError for a file that is damaged, foreign,
    hostile or of a newer program, and where there is a library; LibraryFormat where a newer program made that;
    LibraryLocked, LibraryUnwritable.
    """
    with backup.opened(file) as archive:
        manifest = _checked(archive, file)
        _demand_free(home, replace)
        _demand_room(home, manifest)
        with locking.writing(home, "restore", notify), placing.beside(home) as folder:
            _demand_free(home, replace)
            _unpack(archive, manifest, folder, file)
            _check_library(folder / FILE, manifest, file)
            _put_lexica(folder, home)
            placing.place(folder, home)
            _tidy(home)
    return manifest


def _checked(archive: zipfile.ZipFile, file: Path) -> backup.Manifest:
    """The manifest of an archive that holds what it says, nothing else, and each byte of it as it was."""
    manifest = backup.manifest_of(archive, file)
    there, told = [info.filename for info in archive.infolist()], [member.name for member in manifest.files]
    if sorted(there) != sorted({*told, backup.MANIFEST}) or len(set(told)) < len(told):
        raise backup.refused(file, "it does not hold what its manifest says")
    _demand_plain(archive, manifest, file)
    for member in manifest.files:
        _pour(archive, member, file, lambda _: None)
    return manifest


def _demand_plain(archive: zipfile.ZipFile, manifest: backup.Manifest, file: Path) -> None:
    """Files of ours only: no paths that lead elsewhere, no links, nothing that is larger than the file itself."""
    for member in manifest.files:
        info = archive.getinfo(member.name)
        if not backup.NAME.fullmatch(member.name) or stat.S_ISLNK(info.external_attr >> 16):
            raise backup.refused(file, f"{member.name[:80]!r} is no file of a library")
        if info.compress_type != zipfile.ZIP_STORED or info.file_size != member.size:
            raise backup.refused(file, f"{member.name} is not as large as it says")
    if sum(member.size for member in manifest.files) > file.stat().st_size:
        raise backup.refused(file, "its files are larger than itself")
    if FILE not in archive.namelist():
        raise backup.refused(file, f"no {FILE} in it")


def _pour(archive: zipfile.ZipFile, member: backup.Member, file: Path, write: Callable[[bytes], object]) -> None:
    with archive.open(member.name) as source:
        if backup.poured(source, member.name, write) != member:
            raise backup.refused(file, f"{member.name} in it is damaged")


def _demand_free(home: Path, replace: bool) -> None:
    if not replace and (home / FILE).exists() and not _is_empty(home):
        raise BackupError(
            f"{home}: there is a library already; say --replace to put the backup in its place, or name another folder"
            " with --home; nothing was changed"
        )


def _is_empty(home: Path) -> bool:
    """Whether the file of a library holds nothing yet."""
    store = SqliteStore(home)
    try:
        return placing.sound(store.path) and not store.revision()
    finally:
        store.close()


def _demand_room(home: Path, manifest: backup.Manifest) -> None:
    """The new library lies beside the old one for a moment, and its file once more in SQLite's log."""
    needed = sum(member.size * (2 if member.name == FILE else 1) for member in manifest.files)
    there = next(folder for folder in (home, *home.absolute().parents) if folder.is_dir())
    if (free := shutil.disk_usage(there).free) < needed:
        raise BackupError(
            f"{home}: {needed // 2**20 + 1} MiB are needed, {free // 2**20} are free; free space, or name another"
            " folder with --home; nothing was changed"
        )


def _unpack(archive: zipfile.ZipFile, manifest: backup.Manifest, folder: Path, file: Path) -> None:
    try:
        (folder / SOURCES).mkdir()
        for member in manifest.files:
            with (folder / member.name).open("xb") as target:
                _pour(archive, member, file, target.write)
    except OSError as error:
        raise durable.unwritable(folder.parent, error) from error


def _check_library(path: Path, manifest: backup.Manifest, file: Path) -> None:
    """A library of the format told, with tables of ours only, brought to the present format."""
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            if not placing.sound(path) or formats.found(connection) != manifest.format:
                raise backup.refused(file, f"{FILE} in it is no sound library")
            if foreign := _foreign(connection):
                raise backup.refused(file, f"{FILE} in it holds {foreign[:80]!r}, which is not ours")
            formats.upgrade(connection, path)
        SqliteStore(path.parent).issues()
    except (sqlite3.DatabaseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise backup.refused(file, f"{FILE} in it is no sound library") from error


def _foreign(connection: sqlite3.Connection) -> str | None:
    """A table, a trigger or the like that no library has."""
    with closing(sqlite3.connect(":memory:")) as ours:
        formats.upgrade(ours, Path())
        known = {*ours.execute(OBJECTS), *(("table", name) for name in OF_SQLITE)}
    return next((name for kind, name in connection.execute(OBJECTS) if (kind, name) not in known), None)


def _put_lexica(folder: Path, home: Path) -> None:
    """The user's own lexica come with the library; others that were there are laid aside."""
    try:
        for name in backup.OWN:
            if (home / name).is_file():
                (home / name).replace(home / f"{name}.before-restore")
            if (folder / name).is_file():
                durable.put(folder / name, home / name)
    except OSError as error:
        raise durable.unwritable(home, error) from error


def _tidy(home: Path) -> None:
    """List what is there now, and delete the copies that nothing needs."""
    store, kept = SqliteStore(home), copies.Copies(home)
    issues = store.issues()
    kept.tell(issues)
    kept.sweep({copies.stem(row.sha256) for row in [*issues, *(removal.row for removal in store.trash())]})
    store.close()
