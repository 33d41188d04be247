"""The objects that commands print and programs get, where they say more than the library's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from typing import Any

from index.types import Hit, IssueRow, Passage, passage_json
from qa.types import Answer

Object = dict[str, Any]
Printable = Callable[[Sequence[Passage], str], tuple[str, list[Object]]]  # as `references.printable`, of one library

ISSUE_KEYS = (
    "issue_id", "issue", "year", "number", "source_file", "pages", "articles", "passages", "added", "digest", "hidden",
)  # fmt: skip


def issue(row: IssueRow) -> Object:
    """An issue of the catalogue."""
    told = asdict(row)
    return {key: told[key] for key in ISSUE_KEYS}


def answer(found: Answer, style: str | None, printable: Printable) -> Object:
    """The Answer object; with a style also its references, and with each citation its own."""
    told = found.as_json()
    if style is None:
        return told
    printed, own = printable([citation.passage for citation in found.citations], style)
    return told | {"citations": _each(told["citations"], own), "references": printed}


def ranked(hits: Sequence[Hit], style: str | None, printable: Printable) -> tuple[list[Object], str]:
    """Ranked Passages, with a style each with its reference; and these references as one document."""
    told = [passage_json(hit.passage, hit) for hit in hits]
    if style is None:
        return told, ""
    printed, own = printable([hit.passage for hit in hits], style)
    return _each(told, own), printed


def _each(items: Iterable[Object], own: Iterable[Object]) -> list[Object]:
    return [item | keys for item, keys in zip(items, own, strict=True)]
