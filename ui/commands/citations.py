"""Citations: where a quotation stands, and references to print."""

from __future__ import annotations

import argparse

from qa.lookup import lookup
from qa.references import printable
from ui import show
from ui.commands import common


def cite(options: argparse.Namespace) -> int:
    """The place of a quotation or a locator; that there is none is an answer too."""
    library = common.library(options)
    found = lookup(library, options.text)
    printed, _ = printable(library, [place.passage for place in found.places[:1]], options.style)
    common.emit(options, [found.as_json(printed or None)], show.lookup)
    return 0
