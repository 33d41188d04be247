"""The library kept as one file, and put back."""

from __future__ import annotations

import argparse
from pathlib import Path

from index import backup as making
from index import restore as putting_back
from index.library import Library
from ingest.errors import LibraryError
from ui import show
from ui.commands import common
from ui.compose import say
from ui.settings import STORES


def backup(options: argparse.Namespace) -> int:
    """Write the library into one file."""
    file = Path(options.file)
    manifest = making.backup(_embedded(options), file)
    for name in manifest.missing:
        say(f"{name}: the library has no sound copy of it; `hangke add` that file again")
    common.emit(options, [_report(manifest, file)], show.kept)
    return 0


def restore(options: argparse.Namespace) -> int:
    """Put the library in a file in place, and build its arrays now, so that the first question need not wait."""
    file, home = Path(options.file), _embedded(options)
    manifest = putting_back.restore(file, home, options.replace, say)
    _ = Library(home).arrays
    common.emit(options, [_report(manifest, file) | {"home": str(home)}], show.kept)
    return 0


def _embedded(options: argparse.Namespace) -> Path:
    """The folder of the library; raises LibraryError for one in Milvus, which has backups of its own."""
    settings = common.settings(options)
    if settings.store != STORES[0]:
        raise LibraryError(
            f"{settings.store}: backups are of embedded libraries; run `hangke migrate --to embedded --home DIR`, and"
            " back that up with --store embedded, or use milvus-backup"
        )
    return settings.home


def _report(manifest: making.Manifest, file: Path) -> dict[str, object]:
    return {
        "file": str(file),
        "made": manifest.made,
        "format": manifest.format,
        "issues": manifest.issues,
        "files": len(manifest.files),
        "size": sum(member.size for member in manifest.files),
        "missing": list(manifest.missing),
    }
