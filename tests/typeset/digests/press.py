"""The pages of an issue, printed: contents, articles, running heads and page numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas

from tests.typeset.digests.figures import GREY
from tests.typeset.digests.layout import AIR, BOTTOM, FEATURE, HIGH, LEFT, MEASURE, TOP, WIDE, Layout
from tests.typeset.digests.letters import INK, Set, load, put, width
from tests.typeset.digests.plan import Plan
from tests.typeset.digests.source import Article, Digest

TITLE_SIZE = 24.0


@dataclass(frozen=True)
class Press:
    """An issue and its layout."""

    digest: Digest
    plan: Plan

    def print(self, path: Path) -> None:
        """Write the PDF."""
        load()
        canvas = Canvas(str(path), pagesize=(WIDE, HIGH), invariant=1, pageCompression=1)
        canvas.setTitle(f"{self.digest.name} {self.issue}")
        self._contents(canvas)
        for article in self.digest.articles:
            self._article(canvas, article)
        canvas.save()

    @property
    def issue(self) -> str:
        """Year and number as the running heads print them."""
        return f"{self.digest.year}年第{self.digest.number}期"

    def _contents(self, canvas: Canvas) -> None:
        strong = self.plan.look.strong
        canvas.setFillColor(strong)
        canvas.rect(0, HIGH - 150, WIDE, 150, stroke=0, fill=1)
        put(canvas, self.digest.name, LEFT, HIGH - 92, Set(44, colour=white, bold=True))
        put(canvas, self.issue, LEFT, HIGH - 126, Set(14, colour=white))
        put(canvas, "目录", LEFT, HIGH - 196, Set(24, colour=strong, bold=True))
        groups = [(name, list(held)) for name, held in groupby(self.digest.articles, key=lambda each: each.section)]
        y, entries = HIGH - 216, len(self.digest.articles) + 1.5 * len(groups)
        step = min((y - BOTTOM - 20) / entries, 27.0)
        for section, articles in groups:
            y -= 1.5 * step
            put(canvas, section, LEFT, y, Set(11.5, colour=strong, bold=True))
            canvas.setStrokeColor(strong)
            canvas.setLineWidth(0.6)
            canvas.line(LEFT, y - 6, LEFT + MEASURE, y - 6)
            for article in articles:
                y -= step
                self._entry(canvas, article, y)
        self._number(canvas, self.digest.articles[0].pages[0] - 1)
        canvas.showPage()

    def _entry(self, canvas: Canvas, article: Article, y: float) -> None:
        how = Set(11)
        put(canvas, article.title, LEFT, y, how)
        put(canvas, str(article.pages[0]), LEFT + MEASURE, y, how, "right")
        canvas.setStrokeColor(GREY)
        canvas.setLineWidth(0.7)
        canvas.setDash(0.7, 3.2)
        canvas.line(LEFT + width(article.title, 11) + 10, y + 3, LEFT + MEASURE - 22, y + 3)
        canvas.setDash()

    def _article(self, canvas: Canvas, article: Article) -> None:
        layout = Layout(article, self.plan)
        pages, across = layout.pages(), layout.across()
        for page, number in enumerate(article.pages):
            if page == 0:
                (self._feature if layout.feature else self._title)(canvas, article)
            for float_ in (each for each in across if each.page == page):
                float_.part.show(canvas, LEFT, float_.y)
            for placed in (each for each in pages.placed if each.page == page):
                placed.part.paint(canvas, placed.x, placed.y, pages.leading, placed.top)
            self._head(canvas, number, article.section)
            self._number(canvas, number)
            canvas.showPage()

    def _title(self, canvas: Canvas, article: Article) -> None:
        strong = self.plan.look.strong
        canvas.setFillColor(strong)
        canvas.rect(LEFT, TOP - 6, 44, 6, stroke=0, fill=1)
        put(canvas, article.title, LEFT, TOP - 44, Set(TITLE_SIZE, colour=strong, bold=True))
        put(canvas, article.byline, LEFT, TOP - 72, Set(10, colour=INK))
        canvas.setStrokeColor(strong)
        canvas.setLineWidth(0.6)
        canvas.line(LEFT, TOP - 86, LEFT + MEASURE, TOP - 86)

    def _feature(self, canvas: Canvas, article: Article) -> None:
        """The title of an article of two pages: white on a ground of colour."""
        canvas.setFillColor(self.plan.look.strong)
        canvas.rect(LEFT, TOP - FEATURE + AIR + 4, MEASURE, FEATURE - AIR - 4, stroke=0, fill=1)
        put(canvas, article.title, LEFT + 24, TOP - 96, Set(TITLE_SIZE * 1.16, colour=white, bold=True))
        put(canvas, article.byline, LEFT + 24, TOP - 132, Set(11, colour=white))

    def _head(self, canvas: Canvas, number: int, section: str) -> None:
        """The running head: the digest towards the spine, the section towards the edge."""
        how, base = Set(8.6, colour=GREY), HIGH - 42 if self.plan.head else BOTTOM - 26
        left = number % 2 == 0
        outer, inner = (LEFT, LEFT + MEASURE) if left else (LEFT + MEASURE, LEFT)
        step = 0 if self.plan.head else 28 if left else -28
        put(canvas, f"{self.digest.name} {self.issue}", inner, base, how, "right" if left else "left")
        put(canvas, section, outer + step, base, how, "left" if left else "right")

    def _number(self, canvas: Canvas, number: int) -> None:
        """The page number, in the outer corner."""
        how = Set(11, colour=self.plan.look.strong, bold=True)
        left = number % 2 == 0
        put(canvas, str(number), LEFT if left else LEFT + MEASURE, BOTTOM - 26, how, "left" if left else "right")
