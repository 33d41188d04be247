"""HTML of tables. Every cell is made of text that `text.esc` escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.types import ArticleRow, IssueRow
from qa.conflicts import Conflict
from qa.ledger import Told
from qa.register import Entry
from ui.render.places import page_label
from ui.render.text import badge, esc, notice
from ui.texts import Texts

FAR = 9999  # the year of what has none: it stands last


@dataclass(frozen=True, slots=True)
class Cell:
    """HTML, and what it is sorted by."""

    shown: str
    key: str = ""


def told(text: str | None) -> Cell:
    """A cell of plain text that is sorted by itself."""
    return Cell(esc(text or ""), text or "")


def _whole(text: str) -> str:
    """Text that is not broken into lines; nothing for nothing."""
    return text and f'<span class="hk-whole">{esc(text)}</span>'


# -- the issues


def issues_table(rows: Sequence[IssueRow], t: Texts) -> str:
    """The catalogue."""
    if not rows:
        return notice(t.empty)
    counts = [t.column_pages, t.column_articles, t.column_passages]
    heads = [t.column_issue, *counts, t.column_source, t.column_added]
    return _table(heads, (_issue_cells(row, t) for row in rows))


def _issue_cells(row: IssueRow, t: Texts) -> list[str]:
    marks = (badge(t.digest) if row.digest else "") + (badge(t.hidden) if row.hidden else "")
    counts = [str(row.pages), str(row.articles), str(row.passages)]
    return [esc(row.issue) + marks, *counts, esc(row.source_file), esc(row.added[:16].replace("T", " "))]


def contents_table(rows: Sequence[ArticleRow], t: Texts) -> str:
    """The table of contents of an issue."""
    heads = [t.column_title, t.column_page, t.column_authors, t.column_section]
    return _table(heads, (_article_cells(row, t) for row in rows)) if rows else ""


def _article_cells(row: ArticleRow, t: Texts) -> list[str]:
    pages = page_label(row.page_first, row.page_last, row.page_exact, t)
    return [esc(row.title), esc(pages), esc("、".join(row.authors)), esc(row.section or "")]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{esc(name)}</th>' for name in heads)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    parts = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="hk-scroll"><table class="hk-table">{parts}</table></div>'


# -- figures and documents, to choose from


def figures_table(found: Sequence[tuple[Told, Conflict | None]], t: Texts) -> str:
    """Figures of the ledger; those that others contradict are marked."""
    heads = [
        t.column_indicator, t.column_value, t.column_area, t.column_period, t.column_said_by, t.column_place,
    ]  # fmt: skip
    return _choice(t.figures, heads, (_figure_cells(figure, conflict, t) for figure, conflict in found), t)


def _figure_cells(figure: Told, conflict: Conflict | None, t: Texts) -> list[Cell]:
    entry, passage = figure.entry, figure.passage
    pages = page_label(passage.pages.first, passage.pages.last, passage.pages.exact, t)
    goal = [badge(t.goal)] if entry.mode == "goal" else []
    marks = [*goal, badge(t.unlike, "hk-badge hk-unlike")] if conflict else goal
    return [
        told(entry.indicator),
        Cell(" ".join([_whole(entry.value), *marks]), str(entry.number)),
        told(entry.area),
        Cell(_whole((entry.period or "").replace("/", "–")), entry.period or ""),
        told(entry.said_by),
        Cell(esc(f"{passage.issue}{t.comma}{pages}"), f"{passage.issue_id} {passage.pages.first or FAR:04d}"),
    ]


def policies_table(found: Sequence[Entry], t: Texts) -> str:
    """The documents of the register."""
    heads = [
        t.column_document, t.column_date, t.column_issuer, t.column_number, t.column_kind, t.column_cited,
    ]  # fmt: skip
    return _choice(t.policies, heads, (_policy_cells(entry, t) for entry in found), t)


def _policy_cells(entry: Entry, t: Texts) -> list[Cell]:
    document, cited = entry.document, str(len(entry.citations))
    return [
        told(document.title),
        Cell(_whole(document.date or t.undated), document.date or ""),
        told(document.issuer),
        told(document.number),
        Cell(_whole(t.kinds[document.kind]), document.kind),
        Cell(_whole(t.cited_times.format(n=cited)), cited),
    ]


def _choice(name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], t: Texts) -> str:
    """A table for `rows.js`: a button in each heading sorts, one in the first cell of each row chooses it.

    The roles are told, for a narrow screen shows each row as a block of its own.
    """
    head = "".join(f'<th role="columnheader" scope="col"><button>{esc(each)}</button></th>' for each in heads)
    body = "".join(_row(number, cells) for number, cells in enumerate(rows))
    parts = f'<thead><tr role="row">{head}</tr></thead><tbody>{body}</tbody>'
    table = f'<table class="hk-table hk-choice" role="table" aria-label="{esc(name)}">{parts}</table>'
    region = f'<div class="hk-list" role="region" aria-label="{esc(name)}" tabindex="0">{table}</div>'
    return notice(t.table_help) + region


def _row(number: int, cells: Sequence[Cell]) -> str:
    first = Cell(f'<button class="hk-choose">{cells[0].shown}</button>', cells[0].key)
    told_cells = "".join(
        f'<td role="cell" data-key="{esc(cell.key)}">{cell.shown}</td>' for cell in (first, *cells[1:])
    )
    return f'<tr role="row" data-row="{number}">{told_cells}</tr>'
