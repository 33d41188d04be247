"""The library moved from one store to another."""

from __future__ import annotations

import argparse

from ui import compose, show
from ui.commands import common


def migrate(options: argparse.Namespace) -> int:
    """Copy the library into another store."""
    with common.Bar("migrate", "issue") as progress:
        told = compose.migrate(common.settings(options), options.to, progress)
    common.emit(options, [told], show.migrated)
    return 0
