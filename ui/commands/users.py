"""Accounts of a shared app."""

from __future__ import annotations

import argparse
import getpass
import sys

from ingest.errors import AccountsError
from ui.accounts import Accounts, Role
from ui.commands import common


def user(options: argparse.Namespace) -> int:
    """Make, remove or list accounts."""
    ACTIONS[options.action](options, Accounts(options.auth))
    return 0


def _add(options: argparse.Namespace, accounts: Accounts) -> None:
    role = Role(options.role)
    new = accounts.add(options.name, _password(), role)
    told = {"user": options.name, "role": role.value, "status": "added" if new else "changed"}
    common.emit(options, [told], lambda item: f"{item['status']}\t{item['user']}\t{item['role']}")


def _remove(options: argparse.Namespace, accounts: Accounts) -> None:
    accounts.remove(options.name)
    common.emit(options, [{"user": options.name, "status": "removed"}], lambda item: f"removed\t{item['user']}")


def _list(options: argparse.Namespace, accounts: Accounts) -> None:
    rows = [{"user": name, "role": each.role.value} for name, each in sorted(accounts.read().items())]
    common.emit(options, rows, lambda item: f"{item['user']}\t{item['role']}")


def _password() -> str:
    """Asked for twice on a terminal, else the first line of stdin; raises AccountsError where the two differ."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().removesuffix("\n").removesuffix("\r")
    first = getpass.getpass("password: ")
    if getpass.getpass("again: ") != first:
        raise AccountsError("the two passwords differ; nothing was changed")
    return first


ACTIONS = {"add": _add, "remove": _remove, "list": _list}
