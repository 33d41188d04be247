"""The ledger of figures, and where it contradicts itself."""

from __future__ import annotations

import argparse

from qa import conflicts
from qa.ledger import Ledger
from ui import show
from ui.commands import common
from ui.compose import say


def figures(options: argparse.Namespace) -> int:
    """Figures that a query asks for, or all; or those that contradict each other."""
    library = common.library(options)
    if options.conflicts:
        found = [conflict.cited() for conflict in conflicts.conflicts(library)]
        common.emit(options, found, show.conflict)
        return 0
    ledger = Ledger(library)
    told = ledger.find(options.query)[: options.k] if options.query else ledger.all()
    if not told:
        say("no figure in the library is about that; `hangke figures` without a query lists them all")
    rows = [each.as_json() for each in told]
    if options.json:
        common.emit(options, rows, str)
    elif rows:
        print(show.figures(rows))
    return 0
