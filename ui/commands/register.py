"""The register of policy documents."""

from __future__ import annotations

import argparse

from qa import register
from ui import show
from ui.commands import common
from ui.compose import say


def policies(options: argparse.Namespace) -> int:
    """The documents named in the issues, by date, each with its citations."""
    found = register.entries(common.library(options), options.query or "")
    if not found:
        say("no document in the register fits; `hangke policies` lists them all")
    common.emit(options, (entry.as_json() for entry in found), show.document)
    return 0
