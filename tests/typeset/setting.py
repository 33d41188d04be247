"""Sets one article onto its pages: what text flows around is placed first, then the text."""

from __future__ import annotations

import math
from dataclasses import replace

from .article import Article
from .blocks import Block, Figure, Float
from .desk import Desk
from .flow import Flow, PlacedBox
from .page import Page
from .region import Region
from .tables import Table
from .writer import Writer

Spot = tuple[Region, tuple[float, float, float]]


class Setting:
    """Sets one article onto its pages."""

    def __init__(self, desk: Desk, article: Article) -> None:
        self.desk, self.article, self.truth = desk, article, article.truth
        self.type, self.look, self.design, self.rng = desk.type, desk.look, desk.design, desk.rng
        self.flow = Flow(desk.type, article.items)
        self.queue = list(article.floats)
        self.carried: Table | None = None

    def run(self, page: Page, region: Region) -> tuple[Page, int] | None:
        """Fills pages until the text is set; the page and slot below its end, if another article may follow there."""
        while True:
            rest = self.flow.copy()
            rest.fill(region)
            if rest.done:
                return self._finish(page, region)
            region = self._floats(page, region, 2)
            self._commit(page, region)
            if self.flow.done:
                return None
            self._full_page()
            page = self.desk.page(section=self.article.section)
            region = self._continued(page, self.desk.region(page, self.article.columns))

    def _full_page(self) -> None:
        """Now and then a page of its own for a figure."""
        block = next((f.block for f in self.queue[:1] if f.span == self.article.columns), None)
        if not isinstance(block, Figure) or self.carried or self.rng.random() > 0.4 or self.design.tall:
            return
        page = self.desk.page(section=self.article.section)
        region = self.desk.region(page, 1)
        page.shown = self.rng.random() < 0.5
        self.queue.pop(0)
        big = replace(block, ratio=0.85 * region.last * region.step / region.column_width)
        self._draw(big, page, region.left, region.top, region.column_width)

    def _finish(self, page: Page, region: Region) -> tuple[Page, int] | None:
        boxes = self._boxes(region)
        region = self._last_floats(page, region, boxes)
        end = region.last
        if self.design.balance or self.design.mid_page:
            end = self._balanced(region, boxes)
        self._commit(page, region.ending(end))
        return page, end

    def _boxes(self, region: Region) -> int:
        """How many boxes the rest of the text would set here; -1 if it does not fit."""
        rest = self.flow.copy()
        placed = rest.fill(region)
        return sum(isinstance(p, PlacedBox) for p in placed) if rest.done else -1

    def _balanced(self, region: Region, boxes: int) -> int:
        low = max(region.first + 3, region.lowest() + 1)
        return next((end for end in range(low, region.last) if self._boxes(region.ending(end)) == boxes), region.last)

    def _last_floats(self, page: Page, region: Region, boxes: int) -> Region:
        """On the last page one thing may stand at the top, if the text still fits."""
        wanted = self.queue[:1] if self.rng.random() < 0.6 else []
        for float_ in wanted:
            place = "middle" if float_.span == 1 else "top"
            spot = self._spot(region, replace(float_, place=place))
            if spot and self._boxes(spot[0]) == boxes:
                region = spot[0]
                self._draw(float_.block, page, *spot[1])
        return region

    # ---- floats

    def _continued(self, page: Page, region: Region) -> Region:
        """The rest of a table that the page before could not hold, at the head of the page."""
        table, self.carried = self.carried, None
        if not table or not (spot := self._spot(region, Float(table, region.columns, "top"))):
            return region
        self._draw(table, page, *spot[1])
        return spot[0]

    def _floats(self, page: Page, region: Region, most: int) -> Region:
        """Places up to `most` of the waiting blocks."""
        count = 0
        for float_ in self.queue[: most + 2]:
            float_ = self._parted(float_)
            spot = self._spot(region, float_) if count < most else None
            if spot is None or not spot[0].frames():
                self.carried = None
                continue
            region, count = spot[0], count + 1
            self._draw(float_.block, page, *spot[1])
            if self.carried:
                break
        return region

    def _parted(self, float_: Float) -> Float:
        """Now and then a long table over all columns is set over two pages."""
        table = float_.block
        if not isinstance(table, Table) or float_.span != self.article.columns or not table.parts:
            return float_
        if self.rng.random() < 0.5:
            return float_
        first, self.carried = table.split(self.rng.randint(3, table.body_rows - 3))
        self.queue = [f for f in self.queue if f is not float_]
        return Float(first, float_.span, "bottom")

    def _spot(self, region: Region, float_: Float) -> Spot | None:
        """The region without the block's place, and where the block is drawn."""
        if float_.place == "astride":
            return self._astride(region, float_.block)
        span = min(float_.span, region.columns)
        width = region.span_width(span)
        height = float_.block.height(self.look, width)
        slots = math.ceil(height / region.step + 1)
        columns = list(range(region.columns - span + 1))
        self.rng.shuffle(columns)
        for column in columns:
            used = range(column, column + span)
            for start in self._starts(region, slots, float_.place):
                if region.room(used, start, start + slots) and self._leaves_text(region, used, start, slots):
                    shift = self._shift(region, start, slots, height)
                    return region.without(used, start, start + slots), (
                        region.x(column),
                        region.y(start) + shift,
                        width,
                    )
        return None

    def _shift(self, region: Region, start: int, slots: int, height: float) -> float:
        """Air above the block: none at the head of the page, the most of it elsewhere."""
        spare = slots * region.step - height
        if start == region.first:
            return 0
        return spare * (0.5 if start + slots < region.last else 0.9)

    def _starts(self, region: Region, slots: int, place: str) -> list[int]:
        if place == "top":
            return [region.first]
        if place == "bottom":
            return [region.last - slots]
        room = range(region.first + 4, region.last - slots - 4)
        return self.rng.sample(room, min(6, len(room)))

    def _leaves_text(self, region: Region, columns: range, start: int, slots: int) -> bool:
        """Text keeps at least two fifths of the column, and no sliver of it stays above or below."""
        after = region.without(columns, start, start + slots)
        lines = [sum(f.end - f.start for f in after.frames() if f.column == c) for c in columns]
        slivers = [f for f in after.frames() if f.column in columns and f.end - f.start < 4]
        return min(lines) >= 0.3 * (region.last - region.first) and not slivers

    def _astride(self, region: Region, block: Block) -> Spot | None:
        """A block on the gutter between two columns; their lines run shorter beside it."""
        if region.columns < 2 or region.column_width < 14 * self.design.body:
            return None
        left = self.rng.randrange(region.columns - 1)
        inset = region.column_width * 0.4
        width = 2 * inset + region.gutter - 2 * self.design.body
        slots = math.ceil(block.height(self.look, width) / region.step + 1)
        for start in self._starts(region, slots, "middle"):
            if region.room(range(left, left + 2), start - 3, start + slots + 3):
                x = region.x(left) + region.column_width - inset + self.design.body
                region = region.narrowed(left, start, start + slots, (0, inset))
                region = region.narrowed(left + 1, start, start + slots, (inset, 0))
                return region, (x, region.y(start) + region.step * 0.4, width)
        return None

    def _draw(self, block: Block, page: Page, x: float, y: float, width: float) -> None:
        canvas = self.desk.canvas(page)
        block.draw(self.look, canvas, x, y, width)
        block.record(self.truth, canvas)
        self.truth.on(page)
        self.queue = [f for f in self.queue if f.block is not block]

    # ---- drawing what the flow placed

    def _commit(self, page: Page, region: Region) -> None:
        placed = self.flow.fill(region)
        if not placed:
            raise RuntimeError(f"seed {self.design.seed}: nothing fits on page {page.pdf_page}")
        writer = Writer(self.desk, self.truth, page, region)
        for thing in placed:
            writer.write(thing)
        writer.rules()
        if self.flow.done:
            writer.end_mark(placed)
