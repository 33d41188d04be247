"""An article on its pages: what stands over all columns, and the columns between."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.typeset.digests import makeup
from tests.typeset.digests.figures import GREY
from tests.typeset.digests.letters import Set, lines
from tests.typeset.digests.makeup import Column, Pages
from tests.typeset.digests.parts import Float, Heading, Part, Prose, Tinted
from tests.typeset.digests.plan import Drawn, Place, Plan
from tests.typeset.digests.source import Article, What
from tests.typeset.digests.tabled import Tabled

WIDE, HIGH = 595.0, 808.0
LEFT, MEASURE = 48.0, 499.0
TOP, BOTTOM = HIGH - 62.0, 58.0
TITLE, FEATURE = 104.0, 196.0  # heights of a title, and of one with two pages
AIR = 16.0  # between columns and what stands over or under all of them


@dataclass(frozen=True)
class Across:
    """A float over all columns, below a place."""

    part: Float
    page: int
    y: float


@dataclass(frozen=True)
class Layout:
    """An article and the plan of its issue."""

    article: Article
    plan: Plan

    @property
    def feature(self) -> bool:
        """Does it have more than one page?"""
        return len(self.article.pages) > 1

    @property
    def column(self) -> float:
        """The width of a column."""
        return self.plan.ems * self.plan.size

    def pages(self) -> Pages:
        """The text in its columns."""
        return makeup.fit(list(self._story()), list(self._columns()), self.plan.size)

    def across(self) -> list[Across]:
        """What stands over all columns."""
        last, found, bottoms = len(self.article.pages) - 1, list[Across](), self._bottoms()
        for each in self._planned(Place.HEAD):
            found.append(Across(self._drawn(each, MEASURE), last, TOP))
        for part, page in bottoms:
            below = sum(other.height + AIR for other, at in bottoms[: bottoms.index((part, page))] if at == page)
            found.append(Across(part, page, BOTTOM + below + part.height))
        return found

    def _bottoms(self) -> list[tuple[Float, int]]:
        """What stands at the feet of which pages, the lowest first."""
        last, found = len(self.article.pages) - 1, list[tuple[Float, int]]()
        if self.plan.boxed:
            found.append((self._abstract(), last))
        found += [(self._drawn(each, MEASURE), last) for each in self._planned(Place.END)]
        return found + [(self._drawn(each, MEASURE), 0) for each in self._planned(Place.FOOT)]

    def _columns(self) -> Iterator[Column]:
        gutter = (MEASURE - self.plan.columns * self.column) / (self.plan.columns - 1)
        across = self.across()
        for page, _ in enumerate(self.article.pages):
            heads = [each.part.height for each in across if each.page == page and each.y == TOP]
            feet = [each.y for each in across if each.page == page and each.y != TOP]
            top = TOP - sum(heads) - (AIR if heads else 0)
            top -= (FEATURE if self.feature else TITLE) if page == 0 else 0
            bottom = max(feet) + AIR if feet else BOTTOM
            for i in range(self.plan.columns):
                yield Column(page, LEFT + i * (self.column + gutter), top, top - bottom)

    def _planned(self, place: Place) -> list[Drawn]:
        return [each for each in self.plan.drawn if each.page == self.article.pages[0] and each.place is place]

    def _drawn(self, drawn: Drawn, wide: float) -> Float:
        return drawn.kind(drawn.caption, wide, self.plan.look, data=drawn.data)

    def _story(self) -> Iterator[Part]:
        """The parts of the article in reading order, figures and boxes among them."""
        planned = self._planned(Place.COLUMN)
        for at, part in enumerate(self.article.parts):
            yield from (self._drawn(each, self.column) for each in planned if each.after == at)
            if part.what is What.TABLE:
                ruled = self.article.pages[0] not in self.plan.unruled
                yield Tabled(part.text, self.column, self.plan.look, rows=part.rows, ruled=ruled)
            elif part.what is not What.ABSTRACT or not self.plan.boxed:
                yield self._words(part.what, part.text)

    def _words(self, what: What, text: str) -> Part:
        size, strong = self.plan.size, self.plan.look.strong
        if what is What.HEADING:
            return Heading(text, Set(size * 1.16, colour=strong, bold=True))
        how = {
            What.TEXT: Set(size, indent=2 * size),
            What.ABSTRACT: Set(size * 0.9, justified=False, colour=strong),
            What.SOURCE: Set(size * 0.9, indent=1.8 * size, colour=GREY),
        }[what]
        return Prose(tuple(lines(text, self.column, how)), how)

    def _abstract(self) -> Tinted:
        how, look = Set(8.8, justified=False), self.plan.look
        text = next(part.text for part in self.article.parts if part.what is What.ABSTRACT)
        return Tinted(tuple(lines(text, MEASURE - 2 * Tinted.pad, how)), how, MEASURE, look.tint, look.strong)
