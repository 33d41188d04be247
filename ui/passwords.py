"""Passwords as they are kept: hashed by scrypt with a salt of their own, the cost stored beside."""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata
from dataclasses import dataclass
from typing import Any

SHORTEST, LONGEST = 8, 1000
COST = {"n": 2**15, "r": 8, "p": 3}  # 32 MiB and about a quarter of a second
MEMORY = 2**28  # what a hash may ask for, whatever a file says


@dataclass(frozen=True, slots=True)
class Hashed:
    """A password that can be compared, not read."""

    n: int
    r: int
    p: int
    salt: bytes
    key: bytes

    @classmethod
    def of(cls, password: str) -> Hashed:
        """A password hashed with a new salt."""
        salt = os.urandom(16)
        return cls(**COST, salt=salt, key=_scrypt(password, salt, **COST))

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> Hashed:
        """As a file keeps it; raises KeyError, TypeError or ValueError where it is no such object."""
        n, r, p = (int(told[name]) for name in COST)
        made = cls(n, r, p, bytes.fromhex(told["salt"]), bytes.fromhex(told["key"]))
        if min(n, r, p) < 1 or n & (n - 1) or _memory(n, r, p) > MEMORY or len(made.key) < 16:
            raise ValueError("no such cost")
        return made

    def as_json(self) -> dict[str, Any]:
        """For a file."""
        return {"n": self.n, "r": self.r, "p": self.p, "salt": self.salt.hex(), "key": self.key.hex()}

    def matches(self, password: str) -> bool:
        """Whether this is the password; takes as long whether it is or not."""
        return hmac.compare_digest(_scrypt(password, self.salt, self.n, self.r, self.p, len(self.key)), self.key)


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int, length: int = 32) -> bytes:
    """One password however its accents are composed."""
    text = unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(text, salt=salt, n=n, r=r, p=p, dklen=length, maxmem=_memory(n, r, p) + 2**20)


def _memory(n: int, r: int, p: int) -> int:
    return 128 * r * (n + p)
