"""Citations: where a quotation stands, and references to print."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from index.library import Library
from index.types import Passage
from qa.lookup import lookup
from qa.references import STYLES, references
from ui import show
from ui.commands import common


def cite(options: argparse.Namespace) -> int:
    """The place of a quotation or a locator; that there is none is an answer too."""
    library = common.library(options)
    found = lookup(library, options.text)
    printed, _ = printable(library, [place.passage for place in found.places[:1]], options.style)
    common.emit(options, [found.as_json(printed or None)], show.lookup)
    return 0


Keys = list[dict[str, Any]]


def printable(library: Library, passages: Sequence[Passage], style: str) -> tuple[str, Keys]:
    """The references of passages, each once, as one document; and for each passage its own and the number of that."""
    made, numbers = references(library, passages)
    form = STYLES[style]
    own = [{"reference": form([(n, made[n - 1])]), "reference_number": n} for n in numbers]
    return form(enumerate(made, 1)), own
