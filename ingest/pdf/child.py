"""The process that reads a PDF: it is told a file and page numbers, answers with sheets, and can be killed.

It imports pdfplumber and this package, nothing heavier: it is started for each file.
"""

from __future__ import annotations

import contextlib
import gc
import io
import logging
import math
import os
import signal
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from pdfminer.layout import LTChar, LTContainer, LTFigure
from pdfminer.pdftypes import PDFStream, resolve1

from ingest.pdf import leaves, ocr, sheet
from ingest.pdf.book import Book, Refused, open_book
from ingest.pdf.limits import Limits, bound
from ingest.pdf.types import Sheet
from ingest.pdf.wire import Failed, Fault, Opened, Read, Scanning, Task, ask, send

MAX_SIDE = 20_000.0  # points: a page that is wider or higher is none
BLANK = (595.0, 842.0)  # the size that is given to a page of which nothing is known
SPOKEN = 1 << 20  # bytes that the process may write to a file: its standard error is one
UNREADABLE = "cannot be read: {}"
DAMAGED = "the file is damaged: text may be missing"
EMPTY = 64  # bytes: nothing at all, packed, is no longer
LOSS = "Data-loss"  # so begins pdfminer's warning


def main() -> None:
    """Serve until the parent closes the pipe."""
    into, out = _pipes()
    losses = Losses()
    _hush(losses)
    task: Task = ask(into)
    bound(task.limits.memory)
    gc.set_threshold(100_000, 50, 50)  # a page makes tens of thousands of objects that all go with it
    try:
        book = open_book(Path(task.path), task.password, task.limits.pages)
        send(out, Opened(len(book.leaves)))
        reader = _Reader(task, book, out, losses)
        while (number := ask(into)) is not None:
            send(out, reader.read(number))
    except Refused as refused:
        send(out, Failed(refused.fault, str(refused)))
    except MemoryError:
        send(out, Failed(Fault.MEMORY))


def _pipes() -> tuple[io.BufferedReader, BinaryIO]:
    """Where tasks come from and sheets go to; what libraries print goes to standard error instead."""
    into, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return into, out


class Losses(logging.Handler):
    """Hears pdfminer say that it could not unpack a stream to its end, and swallows all else that is logged."""

    heard = False

    def emit(self, record: logging.LogRecord) -> None:
        """Called for each warning or error."""
        self.heard |= str(record.msg).startswith(LOSS)

    def told(self) -> bool:
        """Whether there was one since this was last asked."""
        heard, self.heard = self.heard, False
        return heard


def _hush(losses: Losses) -> None:
    """Ctrl-C is the parent's to handle; warnings become notes of sheets or nothing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    logging.basicConfig(handlers=[losses], level=logging.WARNING, force=True)
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (SPOKEN, SPOKEN))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@dataclass(frozen=True, slots=True)
class _Reader:
    task: Task
    book: Book
    out: BinaryIO
    losses: Losses

    def read(self, number: int) -> Read | Failed:
        """One page: its sheet, or an empty one that says why, or why the whole file is refused."""
        try:
            return Read(self._noted(self._page(number)))
        except Refused as refused:
            return Failed(refused.fault, str(refused), number)
        except Exception as error:  # pdfminer raises anything on a damaged page
            if _is_memory(error):
                return Failed(Fault.MEMORY, page=number)
            why = leaves.reason(error)
            return Read(Sheet(number, *BLANK, printed=BLANK, notes=(UNREADABLE.format(why),)), why)

    def _page(self, number: int) -> Sheet:
        page = self.book.page(number)
        try:
            _check(page, self.task.limits)
            found = sheet.read(page)
            return self._scanned(page, found) if ocr.needs(found, ocr.is_picture(page)) else found
        finally:
            page.close()

    def _scanned(self, page: Any, found: Sheet) -> Sheet:
        if not self.task.ocr:
            return replace(found, runs=(), across=(), notes=(*found.notes, ocr.NEEDED))
        bound(self.task.limits.ocr_memory)
        send(self.out, Scanning(found.pdf_page))
        return ocr.read(page, found, self.task.threads)

    def _noted(self, found: Sheet) -> Sheet:
        damaged = self.losses.told() or self.book.mended
        return replace(found, notes=(*found.notes, DAMAGED)) if damaged else found


def _check(page: Any, limits: Limits) -> None:
    """Refuse what would take too long, before the work on it is done."""
    width, height = float(page.width), float(page.height)
    if not all(math.isfinite(side) and 0 < side < MAX_SIDE for side in (width, height)):
        raise ValueError(f"its size is {width:g} × {height:g} points")
    if sum(len(stream.get_data()) for stream in _streams(page)) > limits.page_bytes:
        raise Refused(Fault.CONTENT)
    if _characters(page.layout) > limits.characters:
        raise Refused(Fault.CHARACTERS)


def _streams(page: Any) -> list[PDFStream]:
    """The drawing commands of a page; what the file no longer has of them is told as a loss."""
    found = [resolve1(stream) for stream in page.page_obj.contents]
    if any(not isinstance(stream, PDFStream) or _is_lost(stream) for stream in found):
        logging.warning(f"{LOSS}: a content stream is missing")
    return [stream for stream in found if isinstance(stream, PDFStream)]


def _is_lost(stream: PDFStream) -> bool:
    """Whether nothing could be unpacked of a stream that holds something: pdfminer doesn't tell where none was."""
    packed = resolve1(stream.attrs.get("Length"))
    return isinstance(packed, int) and packed > EMPTY and not stream.get_data()


def _characters(container: LTContainer[Any]) -> int:
    """How many characters are drawn, those inside of forms too."""
    count, waiting = 0, [container]
    while waiting:
        for item in waiting.pop():
            count += isinstance(item, LTChar)
            if isinstance(item, LTFigure):
                waiting.append(item)
    return count


def _is_memory(error: BaseException | None) -> bool:
    """Whether it began with a lack of memory: pdfplumber wraps what pdfminer raises."""
    while error is not None:
        if isinstance(error, MemoryError) or any(isinstance(arg, MemoryError) for arg in error.args):
            return True
        error = error.__cause__ or error.__context__
    return False
