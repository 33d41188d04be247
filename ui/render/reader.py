"""An article read whole: its text in reading order, and the pages of a PDF beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from index.types import ArticleRow, Passage
from ingest.types import DOUBTFUL, Piece
from ui.render.evidence import leaves
from ui.render.places import page_label
from ui.render.shelf import act
from ui.render.text import badge, esc
from ui.texts import Texts

HEADING = 40  # characters of the longest
ENDED = re.compile(r"[。！？；：，、….!?;:,■”」）)]$")
Grid = Sequence[Sequence[str]]


@dataclass(slots=True)
class Part:
    """A paragraph, heading, row of a list, caption, or table; on which line of a text or page of a PDF it begins."""

    kind: str
    text: str
    line: int | None = None
    leaf: int | None = None
    grid: Grid = ()


# -- an article as parts


def parts(passages: Sequence[Passage]) -> list[Part]:
    """What an article consists of; a paragraph that was cut is whole again, so is a table."""
    headings = {passage.section for passage in passages if passage.section}
    told: list[Part] = []
    for passage in passages:
        for part in _table(passage, told) if passage.kind == "table" else _lines(passage, headings):
            goes_on = not passage.opens and part.kind == "text" and part.text == passage.text.split("\n")[0]
            if goes_on and told and told[-1].kind == "text":
                told[-1].text += _glue(told[-1].text, part.text) + part.text
            else:
                told.append(part)
    return _without_last_heading(told)


def _glue(before: str, after: str) -> str:
    return " " if before[-1:].isascii() and after[:1].isascii() else ""


def _lines(passage: Passage, headings: set[str]) -> Iterator[Part]:
    start = 0
    for text in passage.text.split("\n"):
        kind = passage.kind
        if kind == "text" and (text in headings or _is_heading(text)):
            kind = "heading"
        if text.strip():
            yield _placed(Part(kind, text), passage, start, start + len(text))
        start += len(text) + 1


def _is_heading(text: str) -> bool:
    """Whether a line of the prose reads like one: short, and no sentence."""
    return len(text) <= HEADING and not ENDED.search(text)


def _without_last_heading(told: list[Part]) -> list[Part]:
    """Nothing is headed by the last line of an article: it is a note or a name."""
    if told and told[-1].kind == "heading":
        told[-1].kind = "text"
    return told


def _table(passage: Passage, before: Sequence[Part]) -> Iterator[Part]:
    """The whole table at its first passage; what repeats it is left out, rows without a grid are lines."""
    caption, *rows = passage.text.split("\n")
    if passage.tables:
        title = "" if any(caption.startswith(f"{row[0]}：") for grid in passage.tables for row in grid) else caption
        for grid in passage.tables:
            yield _placed(Part("table", title, grid=grid), passage, 0, len(passage.text))
        return
    shown = next((part for part in reversed(before) if part.kind == "table"), None)
    if shown is None or shown.text != caption:
        yield _placed(Part("table", caption, grid=[[row] for row in rows]), passage, 0, len(passage.text))
    elif shown.grid and len(shown.grid[0]) == 1:
        shown.grid = [*shown.grid, *([row] for row in rows)]


def _placed(part: Part, passage: Passage, start: int, end: int) -> Part:
    """The part with where it begins."""
    piece = _first(passage.pieces, start, end)
    if piece is not None and passage.is_text_source:
        part.line = piece.line
    if piece is not None and piece.box is not None:
        part.leaf = piece.box.pdf_page
    return part


def _first(pieces: Iterable[Piece], start: int, end: int) -> Piece | None:
    return min((p for p in pieces if p.end > start and p.start < end), key=lambda p: p.start, default=None)


# -- as HTML


def article(row: ArticleRow, count: int, passages: Sequence[Passage], corrected: bool, t: Texts) -> str:
    """The text, beside it the pages of a PDF; ways to the article before and after, of `count` in the issue."""
    read = parts(passages)
    pages = sorted({box.pdf_page for passage in passages for box in passage.boxes})
    beside = _pages(row.issue_id, pages[0], t) if pages else ""
    looks = "hk-reader hk-with-pages" if beside else "hk-reader"
    prose = f"<header>{_head(row, passages, corrected, t)}</header>{''.join(_shown(read, t))}"
    above, below = (_steps(row.article_no, count, t, where) for where in (t.at_top, t.at_end))
    return (
        f'<article class="{looks}" aria-label="{esc(row.title)}">{above}'
        f'<div class="hk-spread"><div class="hk-prose" lang="zh-CN">{prose}</div>{beside}</div>'
        f"{below}</article>"
    )


def _head(row: ArticleRow, passages: Sequence[Passage], corrected: bool, t: Texts) -> str:
    doubted = any(passage.doubt >= DOUBTFUL for passage in passages)
    marks = badge(t.corrected) * corrected + badge(t.doubt, "hk-badge hk-unlike") * doubted
    pages = page_label(row.page_first, row.page_last, row.page_exact, t)
    issue = passages[0].issue if passages else ""
    facts = ["、".join(row.authors), issue, pages, row.section]
    told = "".join(f"<span>{esc(fact)}</span>" for fact in facts if fact)
    return f'<h2>{esc(row.title)}{marks}</h2><p class="hk-facts">{told}</p>'


def _steps(number: int, count: int, t: Texts, where: str) -> str:
    before = act("go", str(number - 1), f"← {t.article_before}") if number else "<span></span>"
    after = act("go", str(number + 1), f"{t.article_after} →") if number + 1 < count else "<span></span>"
    place = esc(t.article_of.format(number=number + 1, count=count))
    return f'<nav class="hk-steps" aria-label="{esc(where)}">{before}<span>{place}</span>{after}</nav>'


def _pages(issue_id: str, page: int, t: Texts) -> str:
    return (
        f'<aside class="hk-beside-pages" aria-label="{esc(t.leaf)}"><details open><summary>{esc(t.leaf)}</summary>'
        f"{leaves(issue_id, page, (), t)}</details></aside>"
    )


def _shown(read: Sequence[Part], t: Texts) -> Iterator[str]:
    leaf: int | None = None
    for part in read:
        mark, leaf = _mark(part, leaf, t), part.leaf or leaf
        yield f'<div class="hk-part hk-part-{part.kind}">{mark}{_body(part)}</div>'


def _mark(part: Part, leaf: int | None, t: Texts) -> str:
    """In the margin: the line of a text; where a page of a PDF begins, a button that shows it."""
    if part.line is not None:
        named = esc(t.line.format(first=part.line))
        return f'<span class="hk-line" title="{named}"><span class="hk-hidden">{named}</span>' + (
            f'<span aria-hidden="true">{part.line}</span></span>'
        )
    if part.leaf is None or part.leaf == leaf:
        return ""
    named = esc(t.pdf_page.format(first=part.leaf))
    return f'<button type="button" class="hk-line hk-turn" data-leaf="{part.leaf:d}">{named}</button>'


def _body(part: Part) -> str:
    if part.kind == "heading":
        return f"<h3>{esc(part.text)}</h3>"
    if part.kind == "table":
        return _grid(part)
    return f"<p>{esc(part.text)}</p>"


def _grid(part: Part) -> str:
    """A table, its first row being its head where it has several columns."""
    caption = f"<caption>{esc(part.text)}</caption>" if part.text else ""
    rows = list(part.grid)
    head = _cells("th", rows.pop(0)) if rows and len(rows[0]) > 1 else ""
    body = "".join(_cells("td", row) for row in rows)
    return (
        f'<div class="hk-scroll" tabindex="0" role="region" aria-label="{esc(part.text)}"><table class="hk-grid">'
        f"{caption}<thead>{head}</thead><tbody>{body}</tbody></table></div>"
    )


def _cells(tag: str, row: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<{tag}>{esc(cell)}</{tag}>' for cell in row)}</tr>"
