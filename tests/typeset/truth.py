"""What is truly on the pages: the JSON that shared/evals/PDF.md describes, gathered while pages are made up."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .page import Page

Json = dict[str, Any]


@dataclass
class ParagraphTruth:
    """A paragraph and where its characters stand."""

    text: str
    pages: list[list[Any]] = field(default_factory=list)
    frames: list[list[Any]] = field(default_factory=list)
    last_frame: object = None

    def add(self, count: int, page: Page, column: int, frame: object) -> None:
        """Counts characters to the page and the frame they stand in."""
        if self.pages and self.pages[-1][1:] == [page.printed, page.pdf_page]:
            self.pages[-1][0] += count
        else:
            self.pages.append([count, page.printed, page.pdf_page])
        if self.frames and self.last_frame == (id(page), frame):
            self.frames[-1][0] += count
        else:
            self.frames.append([count, page.printed, column])
        self.last_frame = (id(page), frame)


@dataclass
class ArticleTruth:
    """All that is printed of one article."""

    title: str
    authors: list[str]
    affiliation: list[str]
    author_affiliation: dict[str, str]
    columns: int
    start: Page | None = None
    end: Page | None = None
    mid_page: bool = False
    front_matter: list[str] = field(default_factory=list)
    paragraphs: dict[int, ParagraphTruth] = field(default_factory=dict)
    headings: list[Json] = field(default_factory=list)
    tables: list[Json] = field(default_factory=list)
    captions: list[Json] = field(default_factory=list)
    pull_quotes: list[Json] = field(default_factory=list)
    footnotes: list[Json] = field(default_factory=list)
    figure_text: list[str] = field(default_factory=list)

    def paragraph(self, uid: int, text: str) -> ParagraphTruth:
        """The paragraph of this number, begun if it is new."""
        return self.paragraphs.setdefault(uid, ParagraphTruth(text))

    def on(self, page: Page) -> None:
        """Something of the article stands on the page."""
        self.start = self.start or page
        self.end = page

    def heading(self, text: str, level: int, next_uid: int, page: Page) -> None:
        self.headings.append({"text": text, "level": level, "before_paragraph": next_uid} | where(page))

    def json(self) -> Json:
        """The article as the truth file has it."""
        order = {uid: i for i, uid in enumerate(self.paragraphs)}
        start, end = self.start, self.end
        assert start
        assert end
        return {
            "title": self.title,
            "authors": self.authors,
            "affiliation": self.affiliation,
            "author_affiliation": self.author_affiliation,
            "start_printed_page": start.printed,
            "end_printed_page": end.printed,
            "title_page": start.printed,
            "starts_mid_page": self.mid_page,
            "columns": self.columns,
            "front_matter": self.front_matter,
            "paragraphs": [p.text for p in self.paragraphs.values()],
            "paragraph_pages": [p.pages for p in self.paragraphs.values()],
            "paragraph_frames": [p.frames for p in self.paragraphs.values()],
            "headings": [h | {"before_paragraph": order.get(h["before_paragraph"], len(order))} for h in self.headings],
            "tables": self.tables,
            "captions": self.captions,
            "pull_quotes": self.pull_quotes,
            "footnotes": self.footnotes,
            "figure_text": self.figure_text,
        }


def where(page: Page) -> Json:
    """The page of a thing, printed and in the PDF."""
    return {"printed_page": page.printed, "pdf_page": page.pdf_page}


def page_json(page: Page) -> Json:
    """A page as the truth file has it."""
    return {
        "pdf_page": page.pdf_page,
        "printed_page": page.printed,
        "number_shown": page.shown,
        "half": page.half,
    }
