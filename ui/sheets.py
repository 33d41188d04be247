"""Tables to take away: CSV that spreadsheets open, and that runs nothing in them."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Mapping, Sequence

FORMULA = ("=", "+", "-", "@")  # what a cell may not begin with
BREAKS = ("\t", "\r", "\n")


def sheet(rows: Sequence[Mapping[str, object]]) -> bytes:
    """Rows of the same keys as CSV, these as its heads: UTF-8 with the mark by which Excel knows it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerows([*rows[:1], *([_cell(value) for value in row.values()] for row in rows)])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    """Numbers as they are; text that would be read as a formula, full-width signs too, behind an apostrophe."""
    if value is None or isinstance(value, int | float):
        return value
    text = str(value).replace("\0", "")
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return f"'{text}" if first.startswith(FORMULA) or text.startswith(BREAKS) else text
