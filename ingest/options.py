"""What a user says of a source: which issue it is, and how it is to be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ingest.pdf.limits import Limits


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the user says of an issue, over what the source tells."""

    magazine: str | None = None
    year: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a PDF is read: its password, in how many processes, within what limits, who hears of each page."""

    password: str = ""
    jobs: int = 1
    limits: Limits = field(default_factory=Limits)
    progress: Callable[[int, int], None] | None = None
