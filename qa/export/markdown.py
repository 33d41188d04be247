"""A dialogue as Markdown in which all text is text: no link, picture, formula or HTML of a source comes alive."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from index.library import Library
from qa.export.document import Document, Section, Source, Table, document
from qa.types import Answer

# A mark in brackets is left alone where it can be no link: nothing defines one, and no address follows.
PLAIN = r"\[\w{1,9}\](?![(\[:])"
# Besides what is always special: a stop, colon or @ in what readers take for an address.
SPECIAL = re.compile(
    rf"(?P<plain>{PLAIN})|[\\`*_\[\]<#|~$@]|&(?=[#\w])|(?<=\w)\.(?=[A-Za-z])|(?<=[A-Za-z]):(?=\S)", re.ASCII
)
OPENING = re.compile(r"^(?:[-+=>]|\d{1,9}[.)](?=\s|$))")  # of a list, a quotation, the line below a heading


def markdown(dialogue: Sequence[Answer], library: Library, language: str = "zh", when: datetime | None = None) -> str:
    """The Markdown of a dialogue, its headings in a language (`zh`, `en`); `when` None: now."""
    return "\n\n".join(_blocks(document(dialogue, library, language, when))) + "\n"


def _blocks(told: Document) -> Iterator[str]:
    yield f"# {escaped(told.title)}"
    yield from map(escaped, told.facts)
    for section in told.sections:
        yield from _section(section)
    if told.sources:
        yield f"## {escaped(told.references)}"
    for source in told.sources:
        yield from _source(source)


def _section(section: Section) -> Iterator[str]:
    yield f"## {escaped(section.heading)}"
    yield from (f"*{escaped(note)}*" for note in section.notes)
    yield from map(_paragraph, section.lines)
    for table in section.tables:
        yield f"**{escaped(table.title)}**"
        yield _table(table)


def _table(table: Table) -> str:
    rows = [table.head, ("---",) * len(table.head), *(tuple(map(escaped, row)) for row in table.rows)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _source(source: Source) -> Iterator[str]:
    yield _paragraph(source.text)
    for words, place in source.quotes:
        yield f"> “{escaped(words)}” {escaped(f'({place})')}"


def escaped(text: str) -> str:
    """Text within a line as Markdown that shows it and does nothing else."""
    return SPECIAL.sub(lambda found: found[0] if found["plain"] else f"\\{found[0]}", text)


def _paragraph(text: str) -> str:
    """Text as a paragraph of its own."""
    return OPENING.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", escaped(text))
