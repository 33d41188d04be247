"""Files that somebody names: read up to a bound, and called by a name that can be shown."""

from __future__ import annotations

import errno
import unicodedata
from pathlib import Path

MOST = 16 << 20  # bytes: a hundred times the text of an issue
LONGEST = 255  # characters of a name
PDF, HEAD = b"%PDF-", 1024  # a PDF says that it is one within so many bytes


def read(path: Path, most: int = MOST) -> bytes:
    """What a file holds; raises OSError where it cannot be read, or is larger, as what has no end is too."""
    with path.open("rb") as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"more than the {most >> 20} MB that are read of such a file")
    return data


def text(path: Path) -> str:
    """The same as UTF-8 text; raises OSError, UnicodeDecodeError."""
    return read(path).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def is_pdf(path: Path) -> bool:
    """Whether a file is called a PDF, or says that it is one."""
    with path.open("rb") as file:
        return path.suffix.lower() == ".pdf" or PDF in file.read(HEAD)


def name(path: Path) -> str:
    """The name of a file as one line of plain characters: those that do something are replaced."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _acts(char) else char for char in path.name)[:LONGEST]


def shown(message: str) -> str:
    """A message for a terminal, as one line of plain characters."""
    return "".join(ascii(char)[1:-1] if _acts(char) else char for char in message)


def _acts(char: str) -> bool:
    """Whether a character does something, or stands for none, instead of being read: controls, formats, line ends."""
    kind = unicodedata.category(char)
    return kind[0] == "C" or kind in ("Zl", "Zp")
