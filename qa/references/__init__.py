"""References that one can print: passages become entries in GB/T 7714—2015, BibTeX, RIS or CSL-JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from index.library import Library
from index.types import Passage
from qa.references.bibtex import bibtex
from qa.references.csl import csl_json
from qa.references.gbt7714 import gbt7714
from qa.references.record import Reference, references
from qa.references.ris import ris

# Each takes references with their numbers, which only GB/T 7714 prints, and gives a document in its style.
STYLES: dict[str, Callable[[Iterable[tuple[int, Reference]]], str]] = {
    "gbt7714": gbt7714,
    "bibtex": bibtex,
    "ris": ris,
    "csl-json": csl_json,
}

__all__ = ["STYLES", "Reference", "printable", "references"]

Keys = list[dict[str, Any]]


def printable(library: Library, passages: Sequence[Passage], style: str) -> tuple[str, Keys]:
    """The references of passages, each once, as one document; and for each passage its own and the number of that."""
    made, numbers = references(library, passages)
    form = STYLES[style]
    own = [{"reference": form([(n, made[n - 1])]), "reference_number": n} for n in numbers]
    return form(enumerate(made, 1)), own
