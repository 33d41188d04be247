"""From a design to files: the PDF of an issue and its truth."""

from __future__ import annotations

import json
from pathlib import Path

import pymupdf

from .design import EXPECT, Design
from .finish import save
from .makeup import Issue
from .page import Page
from .paint import paint
from .truth import Json, page_json


def typeset(design: Design, folder: Path) -> str:
    """Writes NAME.pdf and truth/NAME.json; returns the name."""
    issue = Issue(design).make()
    name = f"{design.seed:03d}-{design.kind}"
    doc = pymupdf.open()
    paint(doc, sheets(issue.pages), issue.faces, design.order, design.spacing, design.flag_rotation, design.rng)
    (folder / "truth").mkdir(parents=True, exist_ok=True)
    save(doc, folder / f"{name}.pdf", design)
    text = json.dumps(truth_of(issue, name), ensure_ascii=False, indent=1)
    (folder / "truth" / f"{name}.json").write_text(text, encoding="utf-8")
    return name


def sheets(pages: list[Page]) -> list[list[Page]]:
    """Printed pages by PDF page."""
    found: dict[int, list[Page]] = {}
    for page in pages:
        found.setdefault(page.pdf_page, []).append(page)
    return list(found.values())


def truth_of(issue: Issue, name: str) -> Json:
    """The truth file's content."""
    return {
        "name": name,
        "issue": issue.title,
        "expect": EXPECT.get(issue.design.kind, "text"),
        "pages": [page_json(page) for page in issue.pages],
        "furniture": issue.furniture.strings,
        "toc": issue.furniture.contents,
        "articles": [article.truth.json() for article in issue.articles],
    }
