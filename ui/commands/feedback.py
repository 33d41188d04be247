"""What people said of answers."""

from __future__ import annotations

import argparse

from qa.feedback import records
from ui import show
from ui.commands import common
from ui.compose import say


def feedback(options: argparse.Namespace) -> int:
    """Thumbs up and down as question records, the oldest first."""
    told = records(common.library(options, seed=False))
    if not told:
        say("no answer has been rated yet; `hangke ui` shows the thumbs below each answer")
    common.emit(options, told, show.rated)
    return 0
