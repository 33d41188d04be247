"""Where something stands, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ingest.types import DOUBTFUL
from ui.render.text import badge, esc
from ui.texts import Texts


def page_label(first: int | None, last: int | None, exact: bool, t: Texts) -> str:
    """The printed page or pages; an estimate says that it is one, and an unknown page is never made up."""
    if first is None:
        return t.page_unknown
    one = last is None or last == first
    pattern = (t.page if one else t.pages) if exact else (t.about_page if one else t.about_pages)
    return pattern.format(first=first, last=last)


def line_label(first: int | None, last: int | None, t: Texts) -> str:
    """Lines of a text source, or nothing."""
    if first is None:
        return ""
    return (t.line if last in (None, first) else t.lines).format(first=first, last=last)


def _where_in_file(place: Mapping[str, Any], t: Texts) -> str:
    lines = line_label(place["line_first"], place["line_last"], t)
    if lines or not place["boxes"]:
        return lines
    return t.pdf_page.format(first=place["boxes"][0]["pdf_page"])


def heading(place: Mapping[str, Any], t: Texts, number: str = "") -> str:
    """Title, authors, issue, pages and section of a place, and what is to be known of them."""
    pages = page_label(place["page_first"], place["page_last"], place["page_exact"], t)
    told = ["、".join(place["authors"]), place["issue"], pages, place["section"]]
    facts = "".join(f"<span>{esc(fact)}</span>" for fact in told if fact)
    title = f'<h3 class="hk-title">{number}{esc(place["article"])}{_badges(place, t)}</h3>'
    return f'{title}<p class="hk-facts">{facts}</p>'


def _badges(place: Mapping[str, Any], t: Texts) -> str:
    digest = badge(t.digest) if place["digest"] else ""
    return digest + (badge(t.doubt, "hk-badge hk-unlike") if place["doubt"] >= DOUBTFUL else "")


def source(place: Mapping[str, Any], t: Texts) -> str:
    """The file and the lines or the page in it."""
    where = _where_in_file(place, t)
    file = esc(place["source_file"]) + (f" · {esc(where)}" if where else "")
    return f'<footer class="hk-source">{file}</footer>'
