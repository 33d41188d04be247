"""How much time, memory and space the reading of one PDF may take. A leaf."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of reading a PDF; what goes beyond one of them is refused with a word."""

    page_seconds: float = 30
    open_seconds: float = 60
    draw_seconds: float = 10  # of a page that is drawn
    ocr_seconds: float = 120  # a page that is read by OCR
    memory: int = 2048  # MiB of address space of a child process
    ocr_memory: int = 8192  # the same once it reads by OCR, whose libraries reserve far more than they use
    pages: int = 2000  # of a file
    file_bytes: int = 1 << 30
    page_bytes: int = 64 << 20  # of a page's drawing commands, unpacked
    characters: int = 100_000  # of a page
    file_characters: int = 3_000_000  # of a file

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise ValueError(f"{field.name}={getattr(self, field.name)}: a limit is a number above 0")


def bound(mebibytes: int) -> None:
    """Bound the memory of this process, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        wanted = mebibytes << 20
        resource.setrlimit(resource.RLIMIT_AS, (wanted if hard < 0 else min(wanted, hard), hard))
