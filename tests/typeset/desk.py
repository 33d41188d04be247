"""The make-up desk: an issue's pages so far, their geometry, and what everyone who draws on them needs."""

from __future__ import annotations

from .blocks import Look
from .design import Design
from .faces import Faces, make_faces
from .flow import Type
from .page import BLACK, Canvas, Ink, Page
from .region import Region
from .words import Words


def make_type(design: Design, faces: Faces) -> Type:
    """The issue's running type."""
    body = Ink("body", design.body)
    one = Ink("head", round(design.body * 1.25, 1), design.heading_color, design.bold)
    two = Ink("head", design.body, design.heading_color if design.bold else BLACK, design.bold)
    small = Ink("body", round(design.body * 0.85, 1))
    gap = 0 if design.indent else 1
    return Type(faces, body, {1: one, 2: two}, design.step, design.indent * design.body, gap, small, small)


class Desk:
    """Makes pages and regions."""

    def __init__(self, design: Design) -> None:
        self.design, self.rng, self.words = design, design.rng, Words(design.rng)
        self.faces = make_faces(*design.faces, writing=design.writing, tall=design.tall)
        self.type = make_type(design, self.faces)
        self.look = Look(self.type, design)
        self.pages: list[Page] = []

    def page(self, *, numbered: bool = True, section: str = "") -> Page:
        """A new page at the end of the issue."""
        design, index = self.design, len(self.pages)
        width, height = design.size
        sideways = design.sideways if design.flag_rotation or (index % 3 == 1 and numbered) else 0
        if design.landscape or (sideways and not design.flag_rotation):
            width, height = height, width
        pdf_page, half = self._place(index)
        page = Page(width, height, pdf_page, half, section=section, sideways=sideways)
        if numbered:
            page.printed, page.shown = index + 1 + max(design.offset, -design.front), True
        self.pages.append(page)
        return page

    def _place(self, index: int) -> tuple[int, str | None]:
        front = self.design.front
        if self.design.kind != "spread" or index < front:
            return index + 1, None
        return front + 1 + (index - front) // 2, "left" if (index - front) % 2 == 0 else "right"

    def region(self, page: Page, columns: int, first: int = 0) -> Region:
        """The columns of a page, from slot `first` on."""
        design = self.design
        top, bottom, inner, outer = design.margins
        left = inner if (page.printed or 0) % 2 else outer
        width, height = page.width - inner - outer, page.height - top - bottom
        if design.tall:
            left, top, width, height = top, outer + inner - left, height, width
        gutter = design.gutter * design.body
        column = (width - (columns - 1) * gutter) / columns
        return Region(left, top, design.step, column, gutter, columns, first, int(height / design.step))

    def canvas(self, page: Page) -> Canvas:
        return Canvas(page, tall=self.design.tall)
