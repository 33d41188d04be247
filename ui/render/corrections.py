"""What was read of an article, beside the form that corrects it."""

from __future__ import annotations

from index.types import ArticleRow
from ui.render.places import page_label
from ui.render.text import esc
from ui.texts import Texts


def as_read(row: ArticleRow, t: Texts) -> str:
    """Title, authors, pages and place as they were read."""
    told = (
        (t.column_title, row.title),
        (t.column_authors, "；".join(row.authors) or t.nothing_read),
        (t.column_page, page_label(row.page_first, row.page_last, row.page_exact, t)),
        (t.place_in_issue, str(row.article_no + 1)),
    )
    items = "".join(f'<div><dt>{esc(name)}</dt><dd lang="zh-CN">{esc(value)}</dd></div>' for name, value in told)
    head = f'<h3 class="hk-title">{esc(t.as_read)}</h3>'
    return f'<section class="hk-read" aria-label="{esc(t.as_read)}">{head}<dl>{items}</dl></section>'
