"""Contradicting figures are found, and those that only look so are not reported."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from index.library import Library
from ingest.types import Article, Block, Identity, Issue, Kind, PageSpan, Piece
from qa.conflicts import Conflict, conflicts, conflicts_of

sys.path.insert(0, str(Path(__file__).parent))
from planted import AGREEING, CONFLICTS, Case

FOUND, ALARMS = 0.9, 0.05  # the bars: of planted conflicts, and of what is reported
CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"
Pair = tuple[str, str]


def issue(number: int) -> Issue:
    """An issue of the planted articles, a page each."""
    texts = [text for case in (*CONFLICTS, *AGREEING) for text in case.texts if text[0] == number]
    articles = tuple(article(title, parts, leaf) for leaf, (_, title, parts) in enumerate(texts))
    pages = tuple(PageSpan(leaf + 3, leaf + 3, True) for leaf in range(len(texts)))
    return Issue(Identity("海湾科技", 2031, 4 + number), f"planted-{number}.txt", articles, pages, sha256=str(number))


def article(title: str, parts: tuple[str | tuple[str, ...], ...], leaf: int) -> Article:
    blocks = tuple(block(part, 100 * leaf + number, leaf) for number, part in enumerate(parts, 1))
    return Article(title, ("林野",), (), None, blocks, 100 * leaf, 100 * leaf + 99)


def block(part: str | tuple[str, ...], line: int, leaf: int) -> Block:
    text = part if isinstance(part, str) else "\n".join(part)
    kind = Kind.TEXT if isinstance(part, str) else Kind.TABLE
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
    titles = {title for _, title, _ in case.texts}
    told = {told.entry.value for told in conflict.values if told.passage.article in titles}
    return set(case.values) <= told


def missed(cases: Sequence[Case], reported: list[Conflict]) -> list[Case]:
    return [case for case in cases if not any(_is(conflict, case) for conflict in reported)]


def alarms(reported: list[Conflict]) -> list[Conflict]:
    return [conflict for conflict in reported if not any(_is(conflict, case) for case in CONFLICTS)]


@pytest.mark.parametrize(("half", "first"), [("seen", 0), ("kept aside", 1)])
def test_planted_conflicts_are_found(reported: list[Conflict], half: str, first: int) -> None:
    cases = CONFLICTS[first::2]
    lost = missed(cases, reported)
    print(f"\n{half}: {len(cases) - len(lost)} of {len(cases)} planted conflicts found; missed:")
    for case in lost:
        print(f"  {case.kind}: {' / '.join(case.values)}")
    assert len(lost) <= (1 - FOUND) * len(cases) + 1e-9


def test_what_only_looks_like_a_conflict_is_not_reported(reported: list[Conflict]) -> None:
    false = alarms(reported)
    print(f"\n{len(false)} false of {len(reported)} reported:")
    for conflict in false:
        print(f"  {conflict.about}: {[(told.entry.value, told.passage.article) for told in conflict.values]}")
    assert len(false) <= ALARMS * len(reported)
