"""Corrections by hand: a layer over what was read of an issue's articles, laid on whenever rows are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from index.types import ArticleRow, Passage
from ingest.chars import DROPPED
from ingest.errors import UnknownArticle, WrongCorrection
from ingest.types import PageSpan

Key = tuple[str, int]  # an article by its title as read, and how many before it in the issue have that title
LONGEST, MOST = 300, 100  # characters of a title or a name; authors of an article
LAST_PAGE = 99_999


@dataclass(frozen=True, slots=True)
class Correction:
    """What a user says of an article; None: as it was read. `order` is its number in the table of contents, from 1."""

    title: str | None = None
    authors: tuple[str, ...] | None = None
    page_first: int | None = None
    page_last: int | None = None
    order: int | None = None

    @property
    def pages(self) -> tuple[int, int] | None:
        """The printed pages given, first and last."""
        return None if self.page_first is None or self.page_last is None else (self.page_first, self.page_last)


NONE = Correction()


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction with the article that it is laid on, as it was read and as it is shown.

    Both are None where no article of the issue is read under that title any more.
    """

    title: str  # as it was read
    correction: Correction
    read: ArticleRow | None = None
    shown: ArticleRow | None = None


class Layer:
    """The corrections of an issue over its articles as they were read."""

    def __init__(self, read: Sequence[ArticleRow], given: Mapping[Key, Correction] = {}) -> None:
        self.read = read
        self.given = given
        self.keys = list(_keys(read))
        self._of = {number: given[key] for number, key in enumerate(self.keys) if key in given}
        self._order = _ordered(len(read), {number: each.order for number, each in self._of.items() if each.order})
        self._place = {number: place for place, number in enumerate(self._order)}
        self.articles = [
            _article(read[number], self._of.get(number, NONE), place) for place, number in enumerate(self._order)
        ]

    def number_read(self, article_no: int) -> int:
        """The number under which an article of the table of contents was read; raises UnknownArticle."""
        if not 0 <= article_no < len(self._order):
            raise UnknownArticle(
                f"article {article_no + 1}: the issue has {len(self._order)}; give a number from 1 to that"
            )
        return self._order[article_no]

    def place(self, number: int) -> int:
        """Where the article that was read under a number stands in the table of contents, from 0."""
        return self._place.get(number, number)

    def passage(self, passage: Passage) -> Passage:
        """A passage as it is shown; `passage` is as it was read."""
        number = passage.article_no
        given, place = self._of.get(number, NONE), self.place(number)
        if given == NONE and place == number:
            return passage
        return replace(
            passage,
            article=passage.article if given.title is None else given.title,
            article_no=place,
            authors=passage.authors if given.authors is None else given.authors,
            pages=within(passage.pages, *given.pages) if given.pages else passage.pages,
        )

    def with_correction(self, article_no: int, correction: Correction) -> Layer:
        """The layer with another correction of an article; an empty one takes the former back.

        Raises UnknownArticle, and WrongCorrection for what cannot be.
        """
        number = self.number_read(article_no)
        others = {key: each for key, each in self.given.items() if key != self.keys[number]}
        if correction == NONE:
            return Layer(self.read, others)
        self._check_order(number, correction.order)
        return Layer(self.read, others | {self.keys[number]: checked(correction)})

    def corrected(self) -> list[Corrected]:
        """The corrections in the order of the table of contents, last those of articles that are not read any more."""
        laid = [
            Corrected(self.keys[number][0], self._of[number], self.read[number], self.articles[place])
            for place, number in enumerate(self._order)
            if number in self._of
        ]
        return laid + [Corrected(key[0], each) for key, each in self.given.items() if key not in self.keys]

    def _check_order(self, number: int, order: int | None) -> None:
        if order is None:
            return
        if not 1 <= order <= len(self.read):
            raise WrongCorrection(
                f"order {order}: the issue has {len(self.read)} articles; give a number from 1 to that"
            )
        taken = [other for other, each in self._of.items() if each.order == order and other != number]
        if taken:
            title = self.articles[self.place(taken[0])].title
            raise WrongCorrection(f"order {order}: given by hand to 《{title}》; give another, or take that one back")


def _keys(read: Sequence[ArticleRow]) -> Iterator[Key]:
    seen: Counter[str] = Counter()
    for article in read:
        yield article.title, seen[article.title]
        seen[article.title] += 1


def _ordered(count: int, orders: Mapping[int, int]) -> list[int]:
    """Numbers as read, in the order given: each with an order at its place, the others around them as they stood."""
    found = [number for number in range(count) if number not in orders]
    for number in sorted(orders, key=lambda number: (orders[number], number)):
        found.insert(orders[number] - 1, number)
    return found


def _article(read: ArticleRow, given: Correction, place: int) -> ArticleRow:
    row = replace(
        read,
        article_no=place,
        title=read.title if given.title is None else given.title,
        authors=read.authors if given.authors is None else given.authors,
    )
    if given.pages is None:
        return row
    first, last = given.pages
    return replace(row, page_first=first, page_last=last, page_exact=True)


def within(read: PageSpan, first: int, last: int) -> PageSpan:
    """The pages of a passage whose article stands on [first, last] as told by hand.

    What was read holds as far as it lies within, and stays exact if it lies there whole. Anything else is an
    estimate, unless the article has but one page: that is then told of each of its passages.
    """
    if first == last:
        return PageSpan(first, last, True)
    if read.first is None or read.last is None or read.last < first or read.first > last:
        return PageSpan(first, last)
    inside = first <= read.first and read.last <= last
    return PageSpan(max(first, read.first), min(last, read.last), read.exact and inside)


def checked(correction: Correction) -> Correction:
    """A correction with its texts on one line each, each author once; raises WrongCorrection for what cannot be."""
    title = None if correction.title is None else _text(correction.title, "title")
    authors = correction.authors
    if authors is not None:
        if len(authors) > MOST:
            raise WrongCorrection(f"{len(authors)} authors: too many; give at most {MOST}")
        authors = tuple(dict.fromkeys(_text(name, "author") for name in authors))
    _check_pages(correction.page_first, correction.page_last)
    return replace(correction, title=title, authors=authors)


def _text(text: str, what: str) -> str:
    """A text on one line, without halves of characters, which no file can hold, and without what moves a cursor."""
    told = " ".join(DROPPED.sub("", text).split())
    if not told:
        raise WrongCorrection(f"{what}: nothing in it; give its words, or leave it out to keep what was read")
    if len(told) > LONGEST:
        raise WrongCorrection(f"{what} {told[:20]}…: too long; give at most {LONGEST}")
    return told


def _check_pages(first: int | None, last: int | None) -> None:
    if first is None and last is None:
        return
    if first is None or last is None:
        raise WrongCorrection(f"pages {first or '?'}-{last or '?'}: only one is told; give the first and the last")
    if not 1 <= first <= last <= LAST_PAGE:
        raise WrongCorrection(
            f"pages {first}-{last}: no such range; give printed pages from 1, the first not behind the last"
        )
