"""How much time, memory and space the reading of one PDF may take. A leaf."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of reading a PDF; what goes beyond one of them is refused with a word."""

    page_seconds: float = 30
    open_seconds: float = 60
    ocr_seconds: float = 120  # a page that is read by OCR
    memory: int = 2048  # MiB of address space of a child process
    ocr_memory: int = 8192  # the same once it reads by OCR, whose libraries reserve far more than they use
    pages: int = 2000  # of a file
    file_bytes: int = 1 << 30
    page_bytes: int = 64 << 20  # of a page's drawing commands, unpacked
    characters: int = 100_000  # of a page

    def __post_init__(self) -> None:
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise ValueError(f"{field.name}={getattr(self, field.name)}: a limit is a number above 0")
