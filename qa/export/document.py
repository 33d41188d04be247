"""A dialogue as a document of no format: sections, one numbering of sources over all answers, references below."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from index.library import Library
from index.types import Passage
from qa.export.wording import WORDINGS, Wording
from qa.references.gbt7714 import entry
from qa.references.record import Reference, clean, references
from qa.types import Answer

MARK = re.compile(r"\[(\d{1,9})\]")
AGAIN = re.compile(r"(\[\d{1,9}\])(?: \1)+")  # two sentences of one source
NAMED = 8  # issues of a library that are named one by one
Row = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Values that contradict each other, side by side."""

    title: str
    head: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A question, what it was understood as and how far it is answered, and the lines of its answer."""

    heading: str
    notes: tuple[str, ...]
    lines: tuple[str, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A reference with its number, and below it what is quoted of it: the words, and where they stand."""

    text: str
    quotes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A dialogue to print. Every text is one line without characters that are not seen."""

    language: str
    title: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]
    references: str
    sources: tuple[Source, ...]


def document(dialogue: Sequence[Answer], library: Library, language: str, when: datetime | None = None) -> Document:
    """The document of a dialogue; its headings are in a language (`zh`, `en`), the rest in that of each question."""
    passages = [citation.passage for answer in dialogue for citation in answer.citations]
    made, numbers = references(library, passages)
    words, left = WORDINGS[language], iter(numbers)
    own = [{citation.n: next(left) for citation in answer.citations} for answer in dialogue]
    facts = (
        words.time.format(time=(when or datetime.now().astimezone()).strftime("%Y-%m-%d %H:%M")),
        words.library.format(issues=clean(_issues(library, words))),
    )
    rows = zip(range(1, len(dialogue) + 1), dialogue, own, strict=True)
    sections = tuple(_section(number, answer, to, words) for number, answer, to in rows)
    return Document(language, words.title, facts, sections, words.references, _sources(made, dialogue, own, words))


def _issues(library: Library, words: Wording) -> str:
    names = [row.issue for row in library.issues() if not row.hidden]
    if len(names) <= NAMED:
        return words.between.join(names) or "–"
    return words.several.format(count=len(names), first=names[0], last=names[-1])


def _section(number: int, answer: Answer, to: Mapping[int, int], words: Wording) -> Section:
    lines = tuple(line for text in answer.answer.splitlines() if (line := clean(_renumbered(text, to))))
    tables = tuple(_table(conflict, to, words) for conflict in answer.conflicts)
    return Section(f"{number}. {clean(answer.question)}", tuple(_notes(answer)), lines, tables)


def _notes(answer: Answer) -> Iterable[str]:
    """What is to be known before the answer is read, in the language of its question."""
    words = WORDINGS[answer.language]
    if answer.asked != answer.question:
        yield words.understood.format(asked=clean(answer.asked))
    if answer.status in words.status:
        yield words.status[answer.status]
    if answer.missing:
        yield words.missing.format(missing=clean(answer.missing))


def _renumbered(text: str, to: Mapping[int, int]) -> str:
    """A text with its marks as the whole dialogue numbers its sources."""
    return AGAIN.sub(r"\1", MARK.sub(lambda mark: f"[{to.get(int(mark[1]), mark[1])}]", text))


def _table(conflict: Mapping[str, Any], to: Mapping[int, int], words: Wording) -> Table:
    newer = conflict["newer"]
    rows = tuple(
        (clean(value["value"]), clean(value["scope"] or "–"), _mark(value["n"], to, words.newer, newer))
        for value in conflict["values"]
    )
    return Table(words.conflict.format(about=clean(conflict["about"])), words.columns, rows)


def _mark(n: int, to: Mapping[int, int], told: str, newer: int | None) -> str:
    return f"[{to.get(n, n)}]{told if n == newer else ''}"


# -- the references


def _sources(
    made: Sequence[Reference], dialogue: Sequence[Answer], own: Sequence[Mapping[int, int]], words: Wording
) -> tuple[Source, ...]:
    quoted: list[dict[tuple[str, str], list[int]]] = [{} for _ in made]
    for number, (answer, to) in enumerate(zip(dialogue, own, strict=True), 1):
        for citation in answer.citations:
            key = clean(citation.quote), _pages(citation.passage, words)
            quoted[to[citation.n] - 1].setdefault(key, []).append(number)
    return tuple(
        Source(_reference(n, reference, words), tuple(_quote(key, asked, words) for key, asked in quotes.items()))
        for n, (reference, quotes) in enumerate(zip(made, quoted, strict=True), 1)
    )


def _reference(number: int, reference: Reference, words: Wording) -> str:
    return f"[{number}] {entry(reference)}{words.digest if reference.digest_of else ''}"


def _quote(key: tuple[str, str], asked: Iterable[int], words: Wording) -> tuple[str, str]:
    """The words, and the printed pages with the questions that they answer."""
    numbers = words.between.join(map(str, dict.fromkeys(asked)))
    return key[0], words.comma.join((key[1], words.asked_in.format(numbers=numbers)))


def _pages(passage: Passage, words: Wording) -> str:
    first, last, exact = passage.pages.first, passage.pages.last, passage.pages.exact
    if first is None:
        return words.page_unknown
    told = (words.page if last in (None, first) else words.pages).format(first=first, last=last)
    return told if exact else words.estimate.format(pages=told)
