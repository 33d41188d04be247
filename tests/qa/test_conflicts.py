"""Contradicting figures are found, and those that only look so are not reported.

`planted.jsonl`: pairs of figures in invented articles, those that contradict each other and those that do not. Rules
were made on the first, third, … of the conflicts; the others were looked at once the rules stood.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from index.library import Library
from ingest.types import Article, Block, Identity, Issue, Kind, PageSpan, Piece
from qa.conflicts import Conflict, conflicts

FOUND, ALARMS = 0.9, 0.05  # the bars: of planted conflicts, and of what is reported
CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
Part = str | list[str]  # a paragraph, or the lines of a table


@dataclass(frozen=True)
class Text:
    """An article in the first (0) or the second (1) issue."""

    issue: int
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Case:
    """A pair of figures, in one or two articles."""

    kind: str
    conflict: bool
    when: str  # written: with the first rules, kept aside from them, or after them
    values: tuple[str, str]
    texts: tuple[Text, ...]


def _cases() -> list[Case]:
    lines = (Path(__file__).parent / "planted.jsonl").read_text("utf-8").splitlines()
    return [
        Case(
            told["kind"],
            told["conflict"],
            told["set"],
            tuple(told["values"]),
            tuple(Text(**text) for text in told["texts"]),
        )
        for told in map(json.loads, lines)
    ]


CASES = _cases()
CONFLICTS = [case for case in CASES if case.conflict]


def issue(number: int) -> Issue:
    """An issue of the planted articles, a page each."""
    texts = [text for case in CASES for text in case.texts if text.issue == number]
    articles = tuple(article(text, leaf) for leaf, text in enumerate(texts))
    pages = tuple(PageSpan(leaf + 3, leaf + 3, True) for leaf in range(len(texts)))
    return Issue(Identity("海湾科技", 2031, 4 + number), f"planted-{number}.txt", articles, pages, sha256=str(number))


def article(text: Text, leaf: int) -> Article:
    blocks = tuple(block(part, 100 * leaf + number, leaf) for number, part in enumerate(text.parts, 1))
    return Article(text.title, ("林野",), (), None, blocks, 100 * leaf, 100 * leaf + 99)


def block(part: Part, line: int, leaf: int) -> Block:
    text, kind = (part, Kind.TEXT) if isinstance(part, str) else ("\n".join(part), Kind.TABLE)
    return Block(kind, text, (Piece(0, len(text), line, line, leaf),), leaf)


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library of two issues with all cases in them."""
    library = Library(tmp_path_factory.mktemp("planted"))
    for number in (0, 1):
        library.add(issue(number))
    return library


@pytest.fixture(scope="module")
def reported(planted: Library) -> list[Conflict]:
    """What the whole library is found to contradict itself in."""
    return conflicts(planted)


def _is(conflict: Conflict, case: Case) -> bool:
    """Whether a conflict is that of a case."""
    titles = {text.title for text in case.texts}
    told = {told.entry.value for told in conflict.values if told.passage.article in titles}
    return set(case.values) <= told


def missed(cases: Sequence[Case], reported: list[Conflict]) -> list[Case]:
    return [case for case in cases if not any(_is(conflict, case) for conflict in reported)]


def alarms(reported: list[Conflict]) -> list[Conflict]:
    return [conflict for conflict in reported if not any(_is(conflict, case) for case in CONFLICTS)]


@pytest.mark.parametrize("when", ["first", "second", "third"])
def test_planted_conflicts_are_found(reported: list[Conflict], when: str) -> None:
    cases = [case for case in CONFLICTS if case.when == when]
    lost = missed(cases, reported)
    print(f"\n{when}: {len(cases) - len(lost)} of {len(cases)} planted conflicts found; missed:")
    for case in lost:
        print(f"  {case.kind}: {' / '.join(case.values)}")
    assert len(lost) <= (1 - FOUND) * len(cases) + 1e-9


def test_what_only_looks_like_a_conflict_is_not_reported(reported: list[Conflict]) -> None:
    false = alarms(reported)
    print(f"\n{len(false)} false of {len(reported)} reported:")
    for conflict in false:
        print(f"  {conflict.about}: {[(told.entry.value, told.passage.article) for told in conflict.values]}")
    assert len(false) <= ALARMS * len(reported)
