"""Numbers that visitors write."""

from __future__ import annotations

from ingest.errors import QuestionError
from ui.texts import Texts

DIGITS = 6


def whole(written: str, t: Texts) -> int | None:
    """A whole number, None for nothing; raises QuestionError for anything else."""
    told = written.strip()
    if not told:
        return None
    if not told.isdecimal() or len(told) > DIGITS:
        raise QuestionError(t.not_a_number.format(text=told[:20]))
    return int(told)
