"""References that one can print: passages become entries in GB/T 7714—2015, BibTeX, RIS or CSL-JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable

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

__all__ = ["STYLES", "Reference", "references"]
