"""What repeats on pages: running heads and numbers; and the cover and the contents at the front."""

from __future__ import annotations

from .article import Article, chinese
from .design import Design
from .faces import Faces
from .lines import draw_aligned, draw_text
from .page import BLACK, GREY, Canvas, Ink, Page


class Furniture:
    """Running heads of an issue; `strings` are those that were printed, without the page's number."""

    def __init__(self, design: Design, faces: Faces, name: str, number: str) -> None:
        self.design, self.faces, self.name, self.number = design, faces, name, number
        self.strings: list[str] = []
        self.contents: list[str] = []
        self.ink = Ink("head", 8, GREY)

    def note(self, text: str) -> None:
        """Remembers a printed string."""
        if text and text not in self.strings:
            self.strings.append(text)

    def draw(self, page: Page) -> None:
        """Draws head and number of a numbered page."""
        if page.printed is None:
            return
        self._heads(page)
        if page.shown:
            self._number(page)

    def _odd(self, page: Page) -> bool:
        return page.printed is not None and page.printed % 2 == 1

    def _put(self, page: Page, text: str, side: str, y: float, shift: float = 0, ink: Ink | None = None) -> None:
        """Puts text at the outer or inner side, or the centre."""
        inner, outer = self.design.margins[2:]
        left, right = (inner, outer) if self._odd(page) else (outer, inner)
        at_right = (side == "outside") == self._odd(page)
        align = "center" if side == "center" else ("right" if at_right else "left")
        x = left + (0 if align == "right" else shift)
        room = page.width - left - right - shift if align != "center" else page.width - left - right
        draw_aligned(Canvas(page), self.faces, text, x, y, room, ink or self.ink, align, "furniture")

    def _heads(self, page: Page) -> None:
        design, y = self.design, self.design.margins[0] - 24
        shift = 46.0 if design.number_place == "head-outside" else 0.0
        full = f"{self.name} {self.number}"
        if design.heads == "foot":
            foot = page.height - design.margins[1] + 30
            self._put(page, full, "inside", foot)
            self.note(full)
            return
        if design.heads == "corners":
            self._put(page, self.number, "outside", y, shift)
            self._put(page, page.section, "inside", y)
            self.note(self.number)
            self.note(page.section)
        else:
            shown = page.section if design.heads == "inside" and page.section else full
            self._put(page, shown, design.heads, y, shift if design.heads == "outside" else 0)
            self.note(shown)
        if design.heads != "inside":
            Canvas(page).line(design.margins[3], y + 6, page.width - design.margins[3], y + 6, 0.4, GREY)

    def _number(self, page: Page) -> None:
        assert page.printed is not None
        text = self.design.number_form.format(n=page.printed, cn=chinese(page.printed))
        place, _, side = self.design.number_place.partition("-")
        y = self.design.margins[0] - 24 if place == "head" else page.height - self.design.margins[1] + 30
        self._put(page, text, side, y, 0, Ink("head", 9, BLACK))


def cover_page(page: Page, furniture: Furniture, titles: list[str]) -> None:
    """A cover: the name, the number, a picture, some titles."""
    canvas, faces = Canvas(page), furniture.faces
    center, width = Ink("head", 46, (0.6, 0.1, 0.1), "stroke"), page.width - 80
    draw_aligned(canvas, faces, furniture.name, 40, 120, width, _fit(faces, furniture.name, width, center), "center")
    draw_aligned(canvas, faces, furniture.number, 40, 150, width, Ink("head", 12), "center")
    canvas.photo((60, 190, page.width - 60, page.height * 0.62))
    for i, title in enumerate(titles[:4]):
        ink = _fit(faces, title, width, Ink("head", 14))
        draw_aligned(canvas, faces, title, 40, page.height * 0.68 + i * 30, width, ink, "left")
    furniture.note(furniture.name)
    furniture.note(furniture.number)


def _fit(faces: Faces, text: str, width: float, ink: Ink) -> Ink:
    """The ink at a size at which the text has one line."""
    size = min(ink.size, width / max(faces.width(text, ink.face, 1), 1))
    return Ink(ink.face, round(size - 0.05, 1), ink.color, ink.bold)


def contents_page(page: Page, furniture: Furniture, articles: list[Article], design: Design) -> None:
    """A contents page: titles, dots or authors, page numbers."""
    canvas, faces = Canvas(page), furniture.faces
    width, y = page.width - 120, 110.0
    draw_aligned(canvas, faces, "目　录", 60, y, width, Ink("head", 22, BLACK, design.bold), "center")
    furniture.contents.append("目　录")
    pitch = min(34.0, (page.height - 220) / max(1, len(articles)))
    for article in articles:
        y += pitch
        _entry(canvas, furniture, article, y, width, min(11.0, pitch * 0.5))


def _entry(canvas: Canvas, furniture: Furniture, article: Article, y: float, width: float, size: float) -> None:
    start = article.truth.start
    assert start
    faces, people = furniture.faces, " ".join(article.truth.authors)
    face = "head" if furniture.design.tall else "body"
    number = str(start.printed)
    tail = f"{people}  {number}" if people else number
    tail_width = faces.width(tail, face, size)
    ink = _fit(faces, article.truth.title, width - tail_width - 30, Ink(face, size))
    end = draw_text(canvas, faces, article.truth.title, 60, y, ink)
    dots = "…" * max(0, int((60 + width - tail_width - end - 8) / faces.width("…", face, size)))
    draw_text(canvas, faces, dots, end + 4, y, Ink(face, size, GREY))
    draw_text(canvas, faces, tail, 60 + width - tail_width, y, Ink(face, size))
    furniture.contents.append(f"{article.truth.title}{dots}{tail}")
