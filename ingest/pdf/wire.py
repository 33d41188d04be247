"""What the process that asks for a PDF and the processes that read it say to each other: pickles over pipes."""

from __future__ import annotations

import io
import pickle
from dataclasses import dataclass
from enum import Enum
from typing import Any, BinaryIO

from ingest.pdf.limits import Limits
from ingest.pdf.types import Sheet

KNOWN = ("ingest.pdf.types", "ingest.pdf.wire")  # modules whose classes may come out of a pipe


class Fault(Enum):
    """Why a whole file is refused."""

    LOCKED = "locked"
    WRONG_PASSWORD = "wrong password"
    BROKEN = "broken"
    MEMORY = "memory"
    PAGES = "pages"
    CHARACTERS = "characters"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Task:
    """To a child: the file that it reads; page numbers follow."""

    path: str
    password: str
    limits: Limits
    ocr: bool  # pages that need OCR are read by it
    threads: int  # of the OCR engine; 0 for as many as it likes


@dataclass(frozen=True, slots=True)
class Opened:
    """From a child: the file is open."""

    pages: int


@dataclass(frozen=True, slots=True)
class Scanning:
    """From a child: this page goes to OCR, which has a time limit of its own."""

    page: int


@dataclass(frozen=True, slots=True)
class Read:
    """From a child: a page; `failed` says why nothing could be read of it."""

    sheet: Sheet
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """From a child, as its last word: the file is refused."""

    fault: Fault
    detail: str = ""
    page: int = 0  # 0: while it was opened


Message = Opened | Scanning | Read | Failed


class _Unpickler(pickle.Unpickler):
    """Makes nothing but our own records, whatever a parser led astray might write."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module in KNOWN else None
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module}.{name} has no place in a message")
        return found


def send(pipe: BinaryIO, message: object) -> None:
    """Write one message."""
    pipe.write(pickle.dumps(message, pickle.HIGHEST_PROTOCOL))
    pipe.flush()


def receive(pipe: io.BufferedReader) -> Message | None:
    """The next message of a child; None where it ended, or wrote something else."""
    try:
        message = _Unpickler(pipe).load()
    except Exception:  # a cut or senseless pickle raises whatever it likes
        return None
    return message if isinstance(message, Message) else None


def ask(pipe: io.BufferedReader) -> Any:
    """The next task or page number from the parent, which is trusted; None where it has closed the pipe."""
    try:
        return pickle.load(pipe)  # nosec B301 # what a child says goes through _Unpickler instead
    except EOFError:
        return None
