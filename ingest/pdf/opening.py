"""A PDF file becomes sheets, read in child processes that are killed where they exceed a limit."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue

from ingest import files
from ingest.errors import BrokenPdf, PasswordNeeded, PdfLimit, SourceError
from ingest.pdf import ocr as engine
from ingest.pdf.limits import Limits
from ingest.pdf.process import Child, Heard
from ingest.pdf.types import Sheet
from ingest.pdf.wire import Failed, Fault, Message, Opened, Read, Scanning, Task

__all__ = ["Limits", "sheets"]

AHEAD = 2  # pages that a child is asked for, so that it needn't wait for the next
HEAD = 1024  # bytes: a PDF says within that it is one
ANEW = "save it anew from a PDF viewer"

Progress = Callable[[int, int], None]


def sheets(
    path: Path,
    password: str = "",
    jobs: int = 1,
    limits: Limits = Limits(),
    progress: Progress | None = None,
    ocr: bool | None = None,
) -> list[Sheet]:
    """All pages of a PDF, read in so many processes; `progress` hears how many of how many are done.

    Pages without usable text are read by OCR. Where it is not installed, or `ocr` is False, they stay empty, with the
    note `ingest.pdf.ocr.NEEDED`. Raises SourceError (BrokenPdf, PasswordNeeded, PdfLimit).
    """
    _check(path, limits)
    if ocr and not engine.available():
        raise SourceError(f"{files.name(path)}: OCR is not installed; install it with: {engine.INSTALL}")
    threads = 0 if jobs <= 1 else max(1, (os.cpu_count() or 1) // jobs)
    task = Task(str(path.resolve()), password, limits, engine.available() if ocr is None else ocr, threads)
    reading = _Reading(files.name(path), task, progress or (lambda done, pages: None))
    try:
        return reading.run(max(1, jobs))
    finally:
        reading.end()


def _check(path: Path, limits: Limits) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror or error}; check the path and its permissions") from error
    if size > limits.file_bytes:
        most = f"{limits.file_bytes:,} bytes that a PDF may have"
        raise PdfLimit(f"{files.name(path)}: it has {size:,} bytes, more than the {most}; split the file")
    if b"%PDF" not in head:
        raise BrokenPdf(f"{files.name(path)}: {'not a PDF' if size else 'the file is empty'}; give a PDF file")


class _Reading:
    """One file, the children that read it, and what they have answered."""

    def __init__(self, name: str, task: Task, progress: Progress) -> None:
        self.name, self.task, self.progress = name, task, progress
        self.heard: Heard = SimpleQueue()
        self.children: list[Child] = []
        self.waiting: deque[int] = deque()  # pages that no child has been asked for
        self.pages = 0  # unknown until a child has opened the file
        self.done: dict[int, Read] = {}
        self.characters = 0

    def run(self, jobs: int) -> list[Sheet]:
        """Read it to the end."""
        for _ in range(jobs):
            self.children.append(Child(self.task, self.heard))
        while not self.pages or len(self.done) < self.pages:
            self._take(*self._next())
        if all(read.failed for read in self.done.values()):
            raise BrokenPdf(f"{self.name}: no page of it can be read (page 1: {self.done[1].failed}); {ANEW}")
        return [self.done[page].sheet for page in range(1, self.pages + 1)]

    def end(self) -> None:
        """Kill all children."""
        for child in self.children:
            child.end()

    def _next(self) -> tuple[Child, Message | None]:
        """What is said next; the child whose time is up ends it all."""
        first = min((child for child in self.children if child.busy), key=lambda child: child.deadline)
        try:
            return self.heard.get(timeout=first.left)
        except Empty:
            what = f"page {first.pages[0]}" if first.pages else "to open it"
            over = f"{what} takes more than the {first.allowed:g} seconds that it may take"
            raise PdfLimit(f"{self.name}: {over}; {_remedy(first)}") from None

    def _take(self, child: Child, message: Message | None) -> None:
        match message:
            case Opened(pages):
                self._opened(child, pages)
            case Scanning():
                child.allow(self.task.limits.ocr_seconds)
            case Read():
                self._read(child, message)
            case Failed():
                raise _error(self.name, message, self.task.limits)
            case None:
                raise BrokenPdf(f"{self.name}: its reader died{_where(child)} ({child.last_words()}); {_remedy(child)}")

    def _opened(self, child: Child, pages: int) -> None:
        if not self.pages:
            self.pages = pages
            self.waiting.extend(range(1, pages + 1))
        child.open = True
        for _ in range(AHEAD):
            self._ask(child)

    def _read(self, child: Child, read: Read) -> None:
        child.pages.popleft()
        self.done[read.sheet.pdf_page] = read
        self.characters += sum(len(run.text) for run in read.sheet.runs)
        if self.characters > (most := self.task.limits.file_characters):
            raise PdfLimit(f"{self.name}: it has more than the {most:,} characters that a PDF may have; split the file")
        self._ask(child)
        self.progress(len(self.done), self.pages)

    def _ask(self, child: Child) -> None:
        """Give a child its next page, if there is one; its time begins."""
        if self.waiting:
            child.ask(self.waiting.popleft())
        child.allow(self.task.limits.page_seconds)


def _where(child: Child) -> str:
    return f" at page {child.pages[0]}" if child.pages else ""


def _remedy(child: Child) -> str:
    return "take that page out of the file" if child.pages else ANEW


def _error(name: str, failed: Failed, limits: Limits) -> SourceError:
    """What a child refused a file for, in words."""
    page = f"page {failed.page}" if failed.page else "it"
    kind, words = {
        Fault.LOCKED: (
            PasswordNeeded,
            "the PDF is locked; give its password (--password; in the app, the field below the files)",
        ),
        Fault.WRONG_PASSWORD: (
            PasswordNeeded,
            "the PDF is locked and the password is wrong; give the right one with --password",
        ),
        Fault.BROKEN: (BrokenPdf, f"no PDF parser can open it ({failed.detail}); get the file again, or {ANEW}"),
        Fault.MEMORY: (PdfLimit, f"{page} needs more than the {limits.memory:,} MiB that reading may take; {ANEW}"),
        Fault.PAGES: (PdfLimit, f"it has more than the {limits.pages:,} pages that a PDF may have; split the file"),
        Fault.CHARACTERS: (
            PdfLimit,
            f"{page} has more than the {limits.characters:,} characters that a page may have; "
            "take that page out of the file",
        ),
        Fault.CONTENT: (
            PdfLimit,
            f"{page} unpacks to more than the {limits.page_bytes:,} bytes that a page may have; "
            "take that page out of the file",
        ),
    }[failed.fault]
    return kind(f"{name}: {words}")
