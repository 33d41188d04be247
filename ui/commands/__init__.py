"""What each command does: one call of the library, and its result printed."""

from __future__ import annotations

import argparse
import importlib

# Where each command is: its module is imported when it runs, since those of others would double the start.
COMMANDS: dict[str, tuple[str, str]] = {
    "add": ("issues", "add"),
    "list": ("issues", "list_issues"),
    "articles": ("issues", "articles"),
    "remove": ("issues", "remove"),
    "correct": ("corrections", "correct"),
    "passages": ("issues", "passages"),
    "ask": ("questions", "ask"),
    "search": ("questions", "search"),
    "cite": ("citations", "cite"),
    "policies": ("register", "policies"),
    "figures": ("ledger", "figures"),
    "eval": ("questions", "evaluate_file"),
    "feedback": ("feedback", "feedback"),
    "train": ("service", "train"),
    "ui": ("service", "ui"),
    "mcp": ("mcp", "mcp"),
    "user": ("users", "user"),
    "page": ("service", "page"),
    "migrate": ("moving", "migrate"),
    "backup": ("keeping", "backup"),
    "restore": ("keeping", "restore"),
    "doctor": ("service", "examine"),
}


def run(options: argparse.Namespace) -> int:
    """Run the command that was parsed; returns the exit status."""
    module, name = COMMANDS[options.command]
    return int(getattr(importlib.import_module(f"ui.commands.{module}"), name)(options))
