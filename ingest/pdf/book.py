"""A PDF opened with pdfplumber, mended first where it is damaged; its pages by number."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfpage import PDFPage

from ingest.pdf import leaves, mend
from ingest.pdf.leanpage import LeanPage
from ingest.pdf.wire import Fault

Remedy = Callable[[Path, str], io.BytesIO]
MENDS: tuple[Remedy, ...] = (mend.saved_anew, mend.retabled)


class Refused(Exception):
    """The whole file is refused."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(detail)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Book:
    """An open PDF and its pages: what pdfminer knows of each, or why it cannot be read."""

    pdf: Any
    leaves: list[PDFPage | str]
    mended: bool = False

    @property
    def readable(self) -> int:
        """How many of its pages can be read, as far as one sees from outside."""
        return sum(not isinstance(leaf, str) for leaf in self.leaves)

    def page(self, number: int) -> Any:
        """A page as pdfplumber gives it; the caller closes it."""
        leaf = self.leaves[number - 1]
        if isinstance(leaf, str):
            raise ValueError(leaf)
        return LeanPage(self.pdf, leaf, number)


def open_book(path: Path, password: str, most: int) -> Book:
    """Open a file of at most so many pages; of a damaged one, the version with the most pages is taken.

    Raises Refused.
    """
    book, why = _tried(partial(_opened, path, password, most))
    if book is None or book.readable < len(book.leaves) or not book.leaves:
        for remedy in MENDS:
            other, _ = _tried(partial(_mended, remedy, path, password, most))
            if other is not None and (book is None or other.readable > book.readable):
                book = other
    if book is None or not book.leaves:
        raise Refused(Fault.BROKEN, why or "it has no pages")
    return book


def _tried(attempt: Callable[[], Book]) -> tuple[Book | None, str]:
    try:
        return attempt(), ""
    except Refused:
        raise
    except Exception as error:  # both parsers raise anything on a damaged file
        return None, leaves.reason(error)


def _mended(remedy: Remedy, path: Path, password: str, most: int) -> Book:
    return _opened(remedy(path, password), password, most, mended=True)


def _opened(source: Path | io.BytesIO, password: str, most: int, mended: bool = False) -> Book:
    pdf = _unlocked(source, password)
    found = leaves.find(pdf.doc, most)
    if len(found) > most:
        raise Refused(Fault.PAGES)
    return Book(pdf, found, mended)


def _unlocked(source: Path | io.BytesIO, password: str) -> Any:
    """The open PDF; a password that is not needed does no harm."""
    for key in dict.fromkeys((password, "")):
        try:
            return pdfplumber.open(source, password=key)
        except Exception as error:  # all that is not a question of passwords goes on
            if not any(isinstance(arg, PDFPasswordIncorrect) for arg in error.args):
                raise
    raise Refused(Fault.WRONG_PASSWORD if password else Fault.LOCKED)
