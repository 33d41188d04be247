"""Who may use a shared app: a file of accounts, each with a hashed password and a role."""

from __future__ import annotations

import json
import os
import tempfile
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ingest.errors import AccountsError, TooManyTries
from ui.passwords import LONGEST, SHORTEST, Hashed
from ui.throttle import Throttle

LONGEST_NAME = 64
PATIENCE = 10.0  # seconds to wait for another process that changes the accounts
TRIES, TRIES_FROM_ONE = 5, 30  # wrong passwords of a name, and from an address, before either has to wait


class Role(StrEnum):
    """What a person may do."""

    READER = "reader"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Account:
    """One person. It equals another only if the password is the same hash."""

    role: Role
    password: Hashed


class Accounts:
    """The accounts of a file, read again whenever it changes; any thread may ask."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path).expanduser()
        self._seen: tuple[int, ...] | None = None
        self._accounts: Mapping[str, Account] = {}
        self._lock, self._checking = threading.Lock(), threading.Lock()
        self._by_name, self._by_address = Throttle(TRIES), Throttle(TRIES_FROM_ONE, longest=10)
        self._nobody = Account(Role.READER, Hashed.of(""))

    def demand(self) -> None:
        """Raises AccountsError where there is no such file, none that can be read, or nobody in it."""
        if not self.read():
            raise AccountsError(
                f"{self.path}: no account in it; make one with `hangke user add NAME --auth {self.path}`"
            )

    def read(self) -> Mapping[str, Account]:
        """The accounts as the file has them now; raises AccountsError where it cannot be read."""
        try:
            told = self.path.stat()
            with self._lock:
                if self._seen != (seen := (told.st_mtime_ns, told.st_size, told.st_ino)):
                    self._accounts, self._seen = _parse(self.path.read_bytes()), seen
                return self._accounts
        except FileNotFoundError as error:
            raise AccountsError(
                f"{self.path}: no such file of accounts; make one with `hangke user add NAME --auth {self.path}`"
            ) from error
        except OSError as error:
            raise AccountsError(f"{self.path}: the accounts cannot be read: {error.strerror or error}") from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise AccountsError(
                f"{self.path}: not a file of accounts as `hangke user add` writes it; name another, or make a new one"
            ) from error

    def get(self, name: str) -> Account | None:
        """An account, or None; also where the file has gone or is broken: then nobody is let in."""
        try:
            return self.read().get(_normal(name))
        except AccountsError:
            return None

    def role(self, name: str) -> Role | None:
        """What a person may do, None for nobody we know."""
        account = self.get(name)
        return account.role if account else None

    def check(self, name: str, password: str, address: str = "") -> bool:
        """Whether this is a person's password; raises TooManyTries where guessing is to be slowed.

        What is guessed of one name, or from one address, slows that name or that address and nobody else. An unknown
        name takes as long as a wrong password. One check runs at a time, which bounds what guessing costs.
        """
        with self._checking:
            key = _normal(name)[:LONGEST_NAME]
            if wait := max(self._by_name.wait(key), self._by_address.wait(address)):
                raise TooManyTries(f"too many wrong passwords; try again in {wait:.0f} seconds")
            account = self.get(name)
            matches = (account or self._nobody).password.matches(password[:LONGEST])
            right = matches and account is not None and len(password) <= LONGEST
            self._count(key, address, right)
            return right

    def _count(self, key: str, address: str, right: bool) -> None:
        if right:
            self._by_name.passed(key)
        else:
            self._by_name.failed(key)
            self._by_address.failed(address)

    def add(self, name: str, password: str, role: Role) -> bool:
        """Make an account, or give it a new password and role; True if it is new. Raises AccountsError."""
        _demand_name(name)
        _demand_password(password)
        account = Account(role, Hashed.of(password))
        with self._writing():
            accounts = dict(self.read()) if self.path.exists() else {}
            self._write(accounts | {_normal(name): account})
        return _normal(name) not in accounts

    def remove(self, name: str) -> None:
        """Remove an account; raises AccountsError where there is none of that name."""
        self.read()
        with self._writing():
            accounts = dict(self.read())
            if accounts.pop(_normal(name), None) is None:
                raise AccountsError(f"{name}: no such account in {self.path}; `hangke user list` tells which there are")
            self._write(accounts)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One at a time, so that nobody's account is lost; a lock file stays beside the accounts."""
        target = os.path.realpath(self.path)
        try:
            with FileLock(f"{target}.lock", timeout=PATIENCE, fallback_to_soft=False):
                yield
        except Timeout as error:
            raise AccountsError(
                f"{self.path}: another process is changing it; try again; nothing was changed"
            ) from error
        except OSError as error:
            raise AccountsError(f"{self.path}: cannot be written: {error.strerror or error}") from error

    def _write(self, accounts: Mapping[str, Account]) -> None:
        """All or nothing, for the owner's eyes only."""
        told = {name: {"role": each.role, "scrypt": each.password.as_json()} for name, each in accounts.items()}
        target = Path(os.path.realpath(self.path))
        try:
            with tempfile.NamedTemporaryFile("w", dir=target.parent, encoding="utf-8", delete=False) as file:
                json.dump({"version": 1, "accounts": told}, file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            Path(file.name).replace(target)
        except OSError as error:
            raise AccountsError(f"{self.path}: cannot be written: {error.strerror or error}") from error


def may_edit(accounts: Accounts | None, request: Any) -> bool:
    """Whether the visitor of a request may change the library; where there are no accounts anyone may."""
    name = getattr(request, "username", None)
    return accounts is None or (name is not None and accounts.role(name) is Role.EDITOR)


def _parse(data: bytes) -> dict[str, Account]:
    told = json.loads(data)
    if told["version"] != 1:
        raise ValueError("of another version")
    return {
        name: Account(Role(each["role"]), Hashed.from_json(each["scrypt"])) for name, each in told["accounts"].items()
    }


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", name[: 4 * LONGEST_NAME]).strip()  # its time grows with the square


def _demand_name(name: str) -> None:
    if not 0 < len(_normal(name)) <= LONGEST_NAME or not name.isprintable() or ":" in name:
        raise AccountsError(
            f"{name!r}: no name for an account; give 1 to {LONGEST_NAME} letters, digits or signs, no colon"
        )


def _demand_password(password: str) -> None:
    if not SHORTEST <= len(password) <= LONGEST:
        raise AccountsError(f"a password has {SHORTEST} to {LONGEST} characters, this one {len(password)}")
    if not password.strip():
        raise AccountsError("a password of blanks only is none; give another")
