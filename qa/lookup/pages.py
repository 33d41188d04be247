"""What stands where a locator points: the first sentence of each passage there, or what there is instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.library import Library
from index.types import IssueRow, Passage
from ingest.chars import ends_sentence
from qa.lookup.likeness import Tokens, tokens
from qa.lookup.locator import Locator
from qa.lookup.runs import Run
from qa.lookup.types import Lookup, Place, place

EXACT, ESTIMATED = 1.0, 0.6  # how sure a page is
SHOWN = 10  # passages of a page
TOLD = 5  # issues that are told where another is asked for
TITLE = 0.85  # of a title that must stand in a text, in order
NO_ISSUE = {
    "zh": "这个库里没有{named}；现有：{issues}。",
    "en": "This library does not hold {named}; it holds {issues}.",
}
NO_ARTICLE = {
    "zh": "{issues}里没有这篇文章；`hangke articles` 列出目录。",
    "en": "{issues}: no such article; `hangke articles` lists what there is.",
}
NO_PAGE = {
    "zh": "{issues}没有第{pages}页的文字；已知页码：{known}。",
    "en": "{issues}: no text on page {pages}; pages known: {known}.",
}
UNKNOWN = {
    "zh": "{issues}第{pages}页是哪些文字，原文没有标明（页码未知）。",
    "en": "{issues}: the source does not tell what stands on page {pages}.",
}
SHORTEST = 12  # characters of a sentence that is no label


def located(library: Library, told: Locator, language: str) -> Lookup:
    """The passages on the pages that a locator names; not found, and what there is instead, where there are none."""
    shown = [row for row in library.issues() if not row.hidden]
    issues = [row for row in shown if told.is_of(row)]
    if not issues:
        return Lookup((), 0.0, _no_issue(told, shown, language))
    passages = [passage for row in issues for passage in library.passages(row.issue_id)]
    if told.title is not None:
        passages = titled(passages, told.title)
    there = [passage for passage in passages if _covers(passage, told)]
    if there:
        return _shown(there, told, EXACT, None)
    message = _no_page(told, issues, passages, language)
    if not told.title or not passages:
        return Lookup((), 0.0, message)
    return _shown(passages, replace(told, first=None, last=None), ESTIMATED, message)


def _shown(there: Sequence[Passage], told: Locator, most: float, message: str | None) -> Lookup:
    """The first sentences of some passages; no surer than `most`."""
    found = [_opening(passage, told, most) for passage in _texts_first(there, told)[:SHOWN]]
    return Lookup(tuple(found), found[0].confidence, message, tuple(dict.fromkeys(p.article for p in there)))


def _covers(passage: Passage, told: Locator) -> bool:
    if told.first is None or told.last is None:
        return True
    first, last = passage.pages.first, passage.pages.last
    return first is not None and last is not None and first <= told.last and told.first <= last


def _texts_first(passages: Iterable[Passage], told: Locator) -> list[Passage]:
    """Texts before captions, tables and lists; where a page is asked for, known ones before estimates."""
    return sorted(passages, key=lambda p: (p.kind != "text", told.first is not None and not p.pages.exact))


def titled(passages: Sequence[Passage], named: str) -> list[Passage]:
    """The passages of the article whose title stands in a text, or nearly; of several, of the longest title."""
    asked = tokens(named)
    shares = {title: _share(tokens(title), asked) for title in {passage.article for passage in passages}}
    best = max((title for title in shares if shares[title] >= TITLE), key=len, default=None)
    return [passage for passage in passages if passage.article == best]


def _share(title: Tokens, asked: Tokens) -> float:
    from rapidfuzz.distance import LCSseq

    return LCSseq.similarity(title, asked) / len(title) if title else 0.0


def _opening(passage: Passage, told: Locator, most: float) -> Place:
    """The first whole sentence on the page, else the first."""
    here = [i for i in range(len(passage.sentences)) if _on_page(passage, i, told)]
    whole = [i for i in here if len(said := passage.sentence(i)) >= SHORTEST and ends_sentence(said)]
    index = next(iter(whole or here), 0)
    sure = EXACT if passage.pages.exact or told.first is None else ESTIMATED
    return place(Run(passage, index, index, tokens(passage.sentence(index))), min(sure, most))


def _on_page(passage: Passage, index: int, told: Locator) -> bool:
    """Whether a sentence begins on the pages, where the passage's own tell that: a leaf a page."""
    start, _ = passage.sentences[index]
    leaves = sorted({piece.leaf for piece in passage.pieces})
    first, last = passage.pages.first, passage.pages.last
    if told.first is None or told.last is None or first is None or last is None or last - first + 1 != len(leaves):
        return True
    leaf = next((piece.leaf for piece in passage.pieces if piece.end > start), leaves[0])
    return told.first <= first + leaves.index(leaf) <= told.last


def _no_issue(told: Locator, shown: Sequence[IssueRow], language: str) -> str:
    return NO_ISSUE[language].format(named=str(told) or "–", issues=_names(shown))


def _no_page(told: Locator, issues: Sequence[IssueRow], passages: Sequence[Passage], language: str) -> str:
    if told.title is not None and not passages:
        return NO_ARTICLE[language].format(issues=_names(issues))
    known = {n for p in passages if p.pages.first and p.pages.last for n in range(p.pages.first, p.pages.last + 1)}
    asked = "–".join(map(str, dict.fromkeys((told.first, told.last))))
    pattern = NO_PAGE if known else UNKNOWN
    return pattern[language].format(issues=_names(issues), pages=asked, known=_ranges(sorted(known)))


def _names(rows: Sequence[IssueRow]) -> str:
    return "、".join(row.issue for row in rows[-TOLD:]) + ("…" if len(rows) > TOLD else "") or "–"


def _ranges(pages: Sequence[int]) -> str:
    """`5–8、12`."""
    found: list[list[int]] = []
    for page in pages:
        if found and page == found[-1][1] + 1:
            found[-1][1] = page
        else:
            found.append([page, page])
    return "、".join(f"{first}–{last}" if last > first else str(first) for first, last in found)
