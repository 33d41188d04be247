"""The library's copies of its sources, each named by its content, and beside them a list of what each is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path

from index import durable, rows
from index.store import FILE, SqliteStore
from index.stores import Store
from index.types import IssueRow
from ingest import files
from ingest.errors import LibraryFormat

SOURCES = "sources"
LIST = "sources.json"  # rows of the catalogue: what the store can be made from again if its file is lost


def stem(sha256: str) -> str:
    """What a copy is called."""
    return sha256[:16]


class Copies:
    """The copies in a home; cheap to make."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.folder = home / SOURCES

    def find(self, sha256: str) -> Path | None:
        """The copy of a source, if there is one."""
        return next((path for path in self.folder.glob(f"{stem(sha256)}.*")), None) if sha256 else None

    def sound(self, sha256: str) -> bool:
        """Whether the copy of a source is there, and is what it was."""
        path = self.find(sha256)
        try:
            return path is not None and digest(path) == sha256
        except OSError:
            return False

    @contextmanager
    def kept(self, source: Path | None, sha256: str) -> Iterator[None]:
        """Keep a copy; it goes again if what follows fails. Raises LibraryUnwritable."""
        if source is None or self.sound(sha256):
            yield
            return
        made = self.keep(source, sha256)
        try:
            yield
        except BaseException:
            made.unlink(missing_ok=True)
            raise

    def keep(self, source: Path, sha256: str) -> Path:
        """Copy a source, in place of a damaged copy too; raises LibraryUnwritable."""
        try:
            target = self.folder / f"{stem(sha256)}{'.pdf' if files.is_pdf(source) else '.txt'}"
            durable.copy(source, target)
        except OSError as error:
            raise durable.unwritable(self.home, error) from error
        return target

    def delete(self, stems: Collection[str]) -> None:
        """Delete copies by what they are called; one too many does no harm."""
        for path in self.folder.glob("*"):
            if path.stem in stems:
                with suppress(OSError):
                    path.unlink()

    def sweep(self, needed: Collection[str]) -> None:
        """Delete all other copies."""
        self.delete({path.stem for path in self.folder.glob("*")} - set(needed))

    # -- the list

    def tell(self, catalogue: Iterable[IssueRow]) -> None:
        """Write what the library holds; where that cannot be, the store still knows."""
        with suppress(OSError):
            durable.write(self.home / LIST, rows.dump([asdict(row) for row in catalogue]))

    def told(self) -> list[IssueRow]:
        """What the library held when it was last changed; nothing where the list is missing or broken."""
        try:
            return [rows.issue(json.dumps(row)) for row in json.loads((self.home / LIST).read_text("utf-8"))]
        except (OSError, ValueError, TypeError):
            return []


def lost(store: Store) -> bool:
    """Whether there was a library in a home whose file is missing or empty now."""
    embedded = isinstance(store, SqliteStore)
    return embedded and not store.revision() and bool(Copies(store.home).told())


def demand(store: Store) -> None:
    """Raises LibraryFormat for a library whose file is lost, or that cannot be read."""
    if lost(store):
        raise LibraryFormat(
            f"{store.home / FILE}: missing or empty, though issues were in it; run `hangke doctor --repair`, which"
            " reads the copies of their sources again, or put a backup in its place with"
            " `hangke restore FILE --replace`"
        )


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
