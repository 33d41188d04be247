"""Drafts become blocks: running text, lists and figures line by line, tables row by row."""

from __future__ import annotations

import re

from ingest import tables
from ingest.chars import HAN
from ingest.drafts import Draft
from ingest.join import Joiner, clean, line_breaks
from ingest.types import Block, Kind


def build(draft: Draft, mark: str | None) -> Block | None:
    """Make the block of a draft; None where nothing but marks stands in it."""
    if draft.kind is Kind.TABLE:
        return tables.build(draft, mark)
    joiner = Joiner()
    line_wise = draft.kind is Kind.LIST or (draft.kind is Kind.CAPTION and len(draft.lines) > 1)
    breaks = line_breaks(draft.lines) if line_wise else set()
    for line in draft.lines:
        text = clean(line.text, mark, spaced=line_wise)
        joiner.add(line, text, "\n" if line.number in breaks and joiner.text else None)
    if not joiner.text:
        return None
    return Block(draft.kind, joiner.text, tuple(joiner.pieces), draft.lines[0].leaf)


def plain_title(drafts: list[Draft], mark: str | None) -> str:
    """A title as one line: letter-spacing and line breaks out, a space between two phrases kept."""
    joiner = Joiner()
    for draft in drafts:
        for line in draft.lines:
            joiner.add(line, clean(line.text, mark, spaced=True))
    return re.sub(rf"(?<=[{HAN}）)]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[{HAN}（(])", "", joiner.text)
