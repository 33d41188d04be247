"""One entry for each document: the mentions of it brought together, however it is named in them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from index import titles
from index.register import Mention

ALIKE = 0.5  # of two names that bear one number
YEAR_IN_NUMBER = re.compile(r"〔(\d{4})〕|—(\d{4})$")
FORMAL = re.compile(r"政府|国务院|中共|办公厅|委员会|[部厅局委]$")


@dataclass(frozen=True, slots=True)
class Document:
    """A document with all that is said of it; `also` are its other names, as printed."""

    title: str
    also: tuple[str, ...]
    number: str | None
    issuer: str | None
    date: str | None
    kind: str
    mentions: tuple[Mention, ...]


def merge(mentions: Iterable[Mention]) -> list[Document]:
    """The documents of all mentions, by date, those without one last; what no mention shows to be one is left out.

    `mentions` come in the order of the library.
    """
    groups = _Groups()
    for mention in mentions:
        groups.add(mention)
    documents = [_document(group) for group in groups.joined() if _is_told(group)]
    return sorted(documents, key=lambda document: (document.date is None, document.date or "", document.title))


def _is_told(mentions: Sequence[Mention]) -> bool:
    """Whether the words show a document, and which: of 《意见》 alone nobody knows."""
    known = any(m.number or m.issuer or m.date or not titles.is_generic(titles.key(m.title)) for m in mentions)
    return known and any(m.kind for m in mentions)


class _Groups:
    """Mentions by the one form of their names, with what else a name stands for."""

    def __init__(self) -> None:
        self._by_key: dict[str, list[Mention]] = {}
        self._in_article: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._short: dict[tuple[str, int, str], str] = {}

    def add(self, mention: Mention) -> None:
        """Put a mention to those of its document."""
        article = (mention.issue_id, mention.article_no)
        key = self._resolved(mention, article) if mention.title else f"#{mention.number}"
        self._by_key.setdefault(key, []).append(mention)
        self._in_article[article].append(key)
        if mention.short:
            self._short[*article, titles.key(mention.short)] = key

    def _resolved(self, mention: Mention, article: tuple[str, int]) -> str:
        """The key of a name: of a short one that of the full name before it in the article."""
        key = titles.key(mention.title)
        if full := self._short.get((*article, key)):
            return full
        if not titles.is_generic(key):
            return key
        before = (full for full in reversed(self._in_article[article]) if full.endswith(key))
        return next(before, f"{key}@{mention.issuer or article}")

    def joined(self) -> list[list[Mention]]:
        """The groups, after those of one number, and those that differ by area or years alone, became one."""
        for step in (self._same_number, self._same_but_area, self._same_but_years):
            for key, other in list(step()):
                if key in self._by_key and other in self._by_key and key != other:
                    self._by_key[other] += self._by_key.pop(key)
        return list(self._by_key.values())

    def _same_number(self) -> Iterable[tuple[str, str]]:
        """Keys with the key that first bore their number, where the names are alike or one has none."""
        first: dict[str, str] = {}
        for key in sorted(self._by_key, key=lambda key: key.startswith("#")):
            for number in {m.number for m in self._by_key[key] if m.number}:
                other = first.setdefault(number, key)
                if other != key and (key.startswith("#") or SequenceMatcher(None, key, other).ratio() >= ALIKE):
                    yield key, other

    def _same_but_area(self) -> Iterable[tuple[str, str]]:
        """Keys without an area with the one key that says it, where nothing speaks against that."""
        bare = _by(self._by_key, titles.without_area)
        for key, mentions in self._by_key.items():
            others = [other for other in bare.get(key, ()) if other != key]
            if len(others) == 1 and all(_fits(m, others[0], self._by_key[others[0]]) for m in mentions):
                yield key, others[0]

    def _same_but_years(self) -> Iterable[tuple[str, str]]:
        """Keys without years with the one key that says them: of two versions none is meant for sure."""
        bare = _by(self._by_key, titles.without_years)
        for key in self._by_key:
            others = [other for other in bare.get(key, ()) if other != key]
            if len(others) == 1:
                yield key, others[0]


def _by(keys: Iterable[str], shorten: Callable[[str], str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        found[shorten(key)].append(key)
    return found


def _fits(mention: Mention, full: str, others: Sequence[Mention]) -> bool:
    """Whether a name without an area may be the one with it: by who issued it, or in the same article."""
    area = titles.AREA.match(full)
    told = (mention.issuer or "").replace("中共", "")
    near = any((m.issue_id, m.article_no) == (mention.issue_id, mention.article_no) for m in others)
    return near if not told or area is None else told[:2] == area[0][:2]


def _document(mentions: list[Mention]) -> Document:
    number = _first(mention.number for mention in mentions)
    names = list(dict.fromkeys(mention.title for mention in mentions if mention.title))
    title = max(names, key=_fullness, default=number or "")
    return Document(
        title,
        tuple(name for name in names if name != title),
        number,
        _issuer(mentions),
        _date(mentions, number),
        _first(m.kind for m in mentions if m.kind != "other") or "other",
        tuple(mentions),
    )


def _fullness(name: str) -> tuple[bool, int]:
    """A name that tells its issuing body is fuller than any other; then the longer one."""
    return titles.issuer_in(name) is not None, len(name)


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)


def _issuer(mentions: Sequence[Mention]) -> str | None:
    """The one in the full name, else the one told most often, a formal name before a place."""
    told = [titles.issuer_in(mention.title) for mention in mentions]
    counts = Counter(mention.issuer for mention in mentions if mention.issuer)
    most = sorted(counts, key=lambda name: (not FORMAL.search(name), -counts[name]))
    return _first([*told, *most])


def _date(mentions: Sequence[Mention], number: str | None) -> str | None:
    """The date told most often, in most detail; else the year in the number."""
    years = Counter(mention.date[:4] for mention in mentions if mention.date)
    if not years:
        found = YEAR_IN_NUMBER.search(number or "")
        return (found[1] or found[2]) if found else None
    year = max(years, key=lambda year: years[year])
    return max((m.date for m in mentions if m.date and m.date.startswith(year)), key=len)
