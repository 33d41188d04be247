"""Numbers of issues and passages that many workers give out without asking each other.

A position has 63 bits: 10 of the year, 5 of the issue's number, 31 of a digest of what was read, which together are
the issue's load, and 17 of the passage within it. So positions stand in the order of the catalogue, the same content
gets the same ones whoever adds it, and other content of the same issue others: old and new never mix.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable

from index.types import IssueRow
from ingest.errors import LibraryUnwritable

YEAR, NUMBER, DIGEST, ORDINAL = 10, 5, 31, 17  # bits
FIRST = 1500  # the year that is 0
MOST = 1 << ORDINAL  # passages of an issue


def load(row: IssueRow, content: Iterable[str], taken: Collection[int] = ()) -> int:
    """The number of what was read of an issue; another than those taken by other issues."""
    digest = hashlib.sha256(f"{row.issue_id}\n{row.sha256}".encode())
    for part in content:
        digest.update(part.encode())
    year = min(max((row.year or 0) - FIRST, 0), (1 << YEAR) - 1)
    number = min(max(row.number or 0, 0), (1 << NUMBER) - 1)
    head = (year << NUMBER | number) << DIGEST
    while (found := head | int.from_bytes(digest.digest()[:4], "big") >> 1) in taken:
        digest.update(b"again")
    return found


def position(load: int, ordinal: int) -> int:
    """The number of a passage; raises LibraryUnwritable for more than there can be."""
    if ordinal >= MOST:
        raise LibraryUnwritable(f"an issue of more than {MOST} passages: too long for Milvus; part the file")
    return load << ORDINAL | ordinal


def load_of(position: int) -> int:
    """The load that a passage belongs to."""
    return position >> ORDINAL


def article(load: int, number: int) -> int:
    """The number of an article, as it was read, among those of all issues."""
    return load << ORDINAL | min(number, MOST - 1)


def number_of(article: int) -> int:
    """The number of an article within its issue."""
    return article & (MOST - 1)


def signed(text: str) -> int:
    """A number of 63 bits for a text, such as a key of a fact."""
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "big") >> 1
