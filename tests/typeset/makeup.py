"""Makes up an issue: front pages, then article by article onto pages, below one another or on new ones."""

from __future__ import annotations

import math

from .article import Article, make_article
from .design import Design
from .desk import Desk
from .furniture import Furniture, contents_page, cover_page
from .page import Page
from .region import Region
from .setting import Setting
from .words import MAGAZINES

LEAST_BELOW = 16  # slots that an article needs to begin on a page in use


class Issue(Desk):
    """An issue in the making."""

    def __init__(self, design: Design) -> None:
        super().__init__(design)
        self.articles: list[Article] = []
        name = self.rng.choice(MAGAZINES)
        number = f"{self.rng.randint(2015, 2024)}年第{self.rng.randint(1, 12)}期"
        self.title = name + number
        self.furniture = Furniture(design, self.faces, name, number)
        self.below: tuple[Page, int] | None = None

    def make(self) -> Issue:
        """Sets articles until the pages are full, then the front pages."""
        front = [self.page(numbered=False) for _ in range(self.design.front)]
        while len(self.pages) < self.design.pages - 1 or self._another():
            self._article()
        if front:
            cover_page(front[0], self.furniture, [a.title.title for a in self.articles])
        if len(front) > 1:
            contents_page(front[1], self.furniture, self.articles, self.design)
        for page in self.pages:
            self.furniture.draw(page)
        return self

    def _columns(self) -> int:
        if self.design.kind == "mixed":
            return self.rng.choice([1, 2, 3, 2])
        return self.design.columns

    def _article(self) -> None:
        columns = self._columns()
        page, first, mid = self._begin()
        region = self.region(page, columns, first)
        widths = [region.span_width(n) for n in range(1, columns + 1)]
        article = make_article(self.words, self.design, self.type, columns, widths, self._length(region))
        if mid and self._slots(article, region) > (region.last - region.first) * 0.5:
            page, mid = self.page(), False
            region = self.region(page, columns)
        if not mid:
            page.section = article.section
            page.shown = not self.design.hide_first
        article.truth.mid_page = mid
        self.articles.append(article)
        region = self._title(article, page, region)
        self.below = Setting(self, article).run(page, region)

    def _another(self) -> bool:
        """Are there fewer articles than meant, and room for one below the last?"""
        return len(self.articles) < self.design.articles and self.design.mid_page and self._room_below()

    def _room_below(self) -> bool:
        if not self.below:
            return False
        last = self.region(self.below[0], 1).last
        return last - self.below[1] >= max(LEAST_BELOW, last * 0.3)

    def _begin(self) -> tuple[Page, int, bool]:
        """The page and slot where the next article starts."""
        if self.below and self.design.mid_page and self._room_below():
            page, slot = self.below
            return page, slot + 2, True
        return self.page(), 0, False

    def _length(self, region: Region) -> int:
        """Characters for an even share of the issue, more or less, or for what is left of it."""
        design = self.design
        full = region.columns * region.column_width / design.body * region.last
        share = (design.pages - design.front) / design.articles * self.rng.uniform(0.6, 1.4)
        return int(full * 0.6 * max(0.5, min(share, design.pages - len(self.pages) + 0.5)))

    def _title(self, article: Article, page: Page, region: Region) -> Region:
        title, canvas = article.title, self.canvas(page)
        if article.truth.mid_page:
            y = region.y(region.first) - region.step
            canvas.line(region.left, y, region.left + region.span_width(region.columns), y, 0.8)
        if self._slots(article, region) > (region.last - region.first) * 0.6:
            title.span = region.columns
        slots = self._slots(article, region)
        title.draw(self.look, canvas, region.left, region.y(region.first), region.span_width(title.span))
        article.truth.on(page)
        return region.without(range(title.span), region.first, region.first + slots)

    def _slots(self, article: Article, region: Region) -> int:
        height = article.title.height(self.look, region.span_width(article.title.span))
        return math.ceil(height / region.step)
