"""What each command does: one call of the library, and its result printed."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from ui.commands import citations, issues, ledger, questions, register, service

COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "add": issues.add,
    "list": issues.list_issues,
    "articles": issues.articles,
    "remove": issues.remove,
    "passages": issues.passages,
    "ask": questions.ask,
    "search": questions.search,
    "cite": citations.cite,
    "policies": register.policies,
    "figures": ledger.figures,
    "eval": questions.evaluate_file,
    "train": service.train,
    "ui": service.ui,
    "page": service.page,
    "doctor": service.examine,
}


def run(options: argparse.Namespace) -> int:
    """Run the command that was parsed; returns the exit status."""
    return COMMANDS[options.command](options)
