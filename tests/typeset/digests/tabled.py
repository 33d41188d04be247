"""Tables: with three rules, or without any."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from reportlab.lib.enums import TA_CENTER, TA_LEFT
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, Table, TableStyle

from tests.typeset.digests.figures import CELL, Captioned
from tests.typeset.digests.letters import FONT, INK, load, width

PADS = (("LEFT", 3), ("RIGHT", 3), ("TOP", 2.6), ("BOTTOM", 3.4))


@dataclass(frozen=True)
class Tabled(Captioned):
    """A table: with three rules, or without any."""

    rows: tuple[tuple[str, ...], ...] = ()
    ruled: bool = True
    above: ClassVar[bool] = True

    def table(self) -> Table:
        """The table as reportlab sets it."""
        load()
        cells = [
            [Paragraph(cell, self._cell(first=i == 0, head=row == self.rows[0])) for i, cell in enumerate(row)]
            for row in self.rows
        ]
        return Table(cells, colWidths=self._widths(), style=self._style())

    def _cell(self, first: bool, head: bool) -> ParagraphStyle:
        looks = {"fontName": FONT, "fontSize": CELL, "leading": 11.2, "wordWrap": "CJK"}
        colour = self.look.strong if head else INK
        return ParagraphStyle("cell", alignment=TA_LEFT if first else TA_CENTER, textColor=colour, **looks)

    def _widths(self) -> list[float]:
        pad = 7.0
        needs = [max(width(row[i], CELL) for row in self.rows) + pad for i in range(len(self.rows[0]))]
        free = self.wide - sum(needs)
        if free >= 0:
            return [need + free / len(needs) for need in needs]
        most = max(needs)
        while sum(min(need, most) for need in needs) > self.wide:
            most -= 0.5
        return [min(need, most) for need in needs]

    def _style(self) -> TableStyle:
        strong = self.look.strong
        rules = [("LINEABOVE", (0, 0), (-1, 0), 1.1, strong), ("LINEBELOW", (0, 0), (-1, 0), 0.5, strong)]
        rules += [("LINEBELOW", (0, -1), (-1, -1), 1.1, strong)]
        pads = [(f"{side}PADDING", (0, 0), (-1, -1), size) for side, size in PADS]
        return TableStyle([*pads, ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *(rules if self.ruled else [])])

    @property
    def inner(self) -> float:
        return float(self.table().wrap(self.wide, 1000)[1])

    def body(self, canvas: Canvas, x: float, y: float) -> None:
        table = self.table()
        table.wrapOn(canvas, self.wide, 1000)
        table.drawOn(canvas, x, y)
