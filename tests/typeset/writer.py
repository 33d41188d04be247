"""Draws what the flow placed on a page, and tells the truth of it."""

from __future__ import annotations

from .blocks import ACCENT, TINT
from .desk import Desk
from .flow import Placed, PlacedBox, PlacedHead, PlacedLine, PlacedNote, box_height, box_padding
from .lines import draw_aligned, draw_block, draw_text, spacing_of
from .page import Ink, Page
from .region import Region
from .truth import ArticleTruth, where


class Writer:
    """Draws placed text on a page and tells the truth of it."""

    def __init__(self, desk: Desk, truth: ArticleTruth, page: Page, region: Region) -> None:
        self.desk, self.truth, self.page, self.region = desk, truth, page, region
        self.type, self.design, self.faces = desk.type, desk.design, desk.faces
        self.canvas = desk.canvas(page)

    def write(self, placed: Placed) -> None:
        """Draws one thing."""
        self.truth.on(self.page)
        kinds = {PlacedLine: self._line, PlacedHead: self._head, PlacedBox: self._box, PlacedNote: self._note}
        kinds[type(placed)](placed)  # type: ignore[operator]

    def _base(self, slot: float) -> float:
        return self.region.y(slot) + (self.type.step + self.type.body.size * 0.76) / 2

    def _line(self, placed: PlacedLine) -> None:
        y, line = self._base(placed.slot), placed.line
        spacing = spacing_of(line, placed.room, self.type.body.size)
        if placed.drop:
            self._drop(placed)
        draw_text(self.canvas, self.faces, line.text, placed.x, y, self.type.body, spacing)
        paragraph = self.truth.paragraph(placed.para.uid, placed.para.text)
        paragraph.add(line.end - line.start, self.page, placed.frame.column, placed.frame)

    def _drop(self, placed: PlacedLine) -> None:
        """The initial, as tall as its lines."""
        lines = placed.para.drop
        size = (lines - 1) * self.type.step + self.type.body.size
        ink = Ink("head", round(size, 1), self.design.heading_color)
        self.canvas.text(placed.drop, self.region.x(placed.frame.column), self._base(placed.slot + lines - 1), ink)

    def _head(self, placed: PlacedHead) -> None:
        ink = self.type.heads[placed.head.level]
        align = self.design.heading_align
        shift = self.type.body.size * 2 if align == "indent" and len(placed.lines) == 1 else 0
        left, width = self.region.x(placed.frame.column) + placed.inset[0], self.region.column_width - sum(placed.inset)
        y = self._base(placed.slot) + (ink.size - self.type.body.size) * 0.6
        for i, line in enumerate(placed.lines):
            shift = 0 if line.width > width - shift else shift
            side, at = "center" if align == "center" else "left", y + i * ink.size * 1.3
            draw_aligned(self.canvas, self.faces, line.text, left + shift, at, width - shift, ink, side)
        self.truth.heading(placed.head.text, placed.head.level, placed.next_uid, self.page)

    def _box(self, placed: PlacedBox) -> None:
        box, ink, pad = placed.box, self.type.box, box_padding(self.type)
        x, width = self.region.x(placed.frame.column), self.region.column_width
        height = box_height(self.type, box, width)
        top = self.region.y(placed.slot) + (placed.slots * self.type.step - height) / 2
        self.canvas.rect((x, top, x + width, top + height), TINT, None)
        y, step = top + pad + ink.size, self.type.box_step()
        head = Ink("head", ink.size, ACCENT, self.design.bold)
        draw_aligned(self.canvas, self.faces, box.head, x + pad, y, width - 2 * pad, head, "center")
        self.truth.heading(box.head, 2, box.paras[0].uid, self.page)
        y += 1.4 * step
        for para in box.paras:
            lines = draw_block(self.canvas, self.faces, para.text, x + pad, y, width - 2 * pad, ink, step,
                               indent=2 * ink.size)  # fmt: skip
            y += lines * step
            self._box_truth(para.uid, para.text, placed)

    def _box_truth(self, uid: int, text: str, placed: PlacedBox) -> None:
        self.truth.paragraph(uid, text).add(len(text), self.page, placed.frame.column, placed)

    def _note(self, placed: PlacedNote) -> None:
        x, width, ink = self.region.x(placed.column), self.region.column_width, self.type.note
        y = self.region.y(placed.slot) + 4
        self.canvas.line(x, y, x + width * 0.3, y, 0.4)
        draw_block(self.canvas, self.faces, placed.text, x, y + ink.size * 1.3, width, ink, self.type.note_step())
        self.truth.footnotes.append({"text": placed.text, **where(self.page)})

    def rules(self) -> None:
        """Rules between the columns, in designs that have them."""
        region = self.region
        if not self.design.rule_between:
            return
        for column in range(1, region.columns):
            x = region.x(column) - region.gutter / 2
            for start, end in region.clear_between(column):
                self.canvas.line(x, region.y(start), x, region.y(end), 0.3)

    def end_mark(self, placed: list[Placed]) -> None:
        """■ behind the last words; or who edited, or who the author is, below them."""
        last, mark, size = placed[-1], self.design.end_mark, self.type.body.size
        if not isinstance(last, PlacedLine) or not mark:
            return
        if mark in ("editor", "author"):
            notes = [n.slot for n in placed if isinstance(n, PlacedNote) and n.column == last.frame.column]
            if last.slot + 1 < min([last.frame.end, *notes]):
                self._signed(self._signature(mark), last)
        elif last.line.width + 1.5 * size < last.room:
            at = last.x + last.line.width + size * 0.3
            draw_text(self.canvas, self.faces, mark, at, self._base(last.slot), self.type.body)

    def _signature(self, mark: str) -> str:
        if mark == "editor":
            return f"（责任编辑：{self.desk.words.person()}）"
        return f"（作者单位：{self.truth.affiliation[0]}）" if self.truth.affiliation else ""

    def _signed(self, text: str, last: PlacedLine) -> None:
        """A line of its own below the last one, at the right."""
        x, width = self.region.x(last.frame.column), self.region.column_width
        if self.faces.width(text, "body", self.type.body.size) <= width:
            y = self._base(last.slot + 1)
            draw_aligned(self.canvas, self.faces, text, x, y, width, self.type.body, "right")
