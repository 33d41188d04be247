"""HTML of tables. Every cell is made of text that `text.esc` escaped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
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


# -- the issues and their contents


def issues_table(rows: Sequence[IssueRow], t: Texts, opened: str | None = None) -> str:
    """The catalogue, the opened issue marked."""
    if not rows:
        return notice(t.empty)
    heads = [
        t.column_issue, t.column_pages, t.column_articles, t.column_passages, t.column_doubts, t.column_added,
        t.column_source,
    ]  # fmt: skip
    ids = [row.issue_id for row in rows]
    return _lasting(t.issues, heads, [_issue_cells(row, t) for row in rows], ids, opened, t.shelf_help)


def issue_badges(row: IssueRow, t: Texts) -> str:
    """What is special about an issue."""
    return " ".join([badge(t.digest)] * row.digest + [badge(t.hidden)] * row.hidden)


def doubtful_pages(pages: Iterable[int], t: Texts) -> str:
    """Which pages were read with doubt; nothing for none."""
    listed = t.comma_list.join(map(str, sorted(pages)))
    return listed and t.doubtful_pages.format(pages=listed)


def _issue_cells(row: IssueRow, t: Texts) -> list[Cell]:
    doubts = doubtful_pages((page for page, _ in row.doubts), t)
    doubted = f'<span class="hk-doubts" title="{esc(doubts)}">{len(row.doubts)}</span>' if doubts else "0"
    return [
        Cell(f"{esc(row.issue)} {issue_badges(row, t)}", row.issue_id),
        _count(t.column_pages, str(row.pages), row.pages),
        _count(t.column_articles, str(row.articles), row.articles),
        _count(t.column_passages, str(row.passages), row.passages),
        _count(t.column_doubts, doubted, len(row.doubts)),
        Cell(_whole(row.added[:10]), row.added),
        told(row.source_file),
    ]


def _count(name: str, shown: str, key: int) -> Cell:
    """A number; on a narrow screen, where no heading stands above it, it says of what."""
    return Cell(f'<span class="hk-of">{esc(name)} </span>{shown}', str(key))


def contents_table(rows: Sequence[ArticleRow], corrected: Collection[int], t: Texts, opened: int | None = None) -> str:
    """The table of contents of an issue; `corrected` are the numbers of articles corrected by hand."""
    heads = [t.column_title, t.column_authors, t.column_page, t.column_section]
    cells = [_article_cells(row, row.article_no in corrected, t) for row in rows]
    ids = [str(row.article_no) for row in rows]
    return _lasting(t.contents, heads, cells, ids, None if opened is None else str(opened), t.contents_help)


def _article_cells(row: ArticleRow, corrected: bool, t: Texts) -> list[Cell]:
    pages = page_label(row.page_first, row.page_last, row.page_exact, t)
    mark = f" {badge(t.corrected)}" if corrected else ""
    number = f'<span class="hk-n">{row.article_no + 1}</span>'
    return [
        Cell(f"{number}{esc(row.title)}{mark}", str(row.article_no)),
        told("、".join(row.authors)),
        Cell(_whole(pages), "" if row.page_first is None else str(row.page_first)),
        told(row.section),
    ]


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
    """A table for `rows.js`, with what to do with it."""
    body = "".join(_row(number, cells) for number, cells in enumerate(rows))
    return notice(t.table_help) + _region(name, _head(heads), body)


def _lasting(
    name: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]], ids: Sequence[str], opened: str | None, help: str
) -> str:
    """Such a table whose rows have ids, one of them being opened; told again, it stays sorted."""
    numbered = enumerate(zip(rows, ids, strict=True))
    body = "".join(
        _row(number, cells, f' data-id="{esc(key)}"' + ' aria-current="true"' * (key == opened))
        for number, (cells, key) in numbered
    )
    return notice(help) + _region(name, _head(heads), body, "hk-lasting")


def _head(heads: Sequence[str]) -> str:
    return "".join(f'<th role="columnheader" scope="col"><button>{esc(each)}</button></th>' for each in heads)


def _region(name: str, head: str, body: str, looks: str = "") -> str:
    """A button in each heading sorts, one in the first cell of each row chooses it.

    The roles are told, for a narrow screen shows each row as a block of its own.
    """
    parts = f'<thead><tr role="row">{head}</tr></thead><tbody>{body}</tbody>'
    table = f'<table class="hk-table hk-choice {looks}" role="table" aria-label="{esc(name)}">{parts}</table>'
    return f'<div class="hk-list" role="region" aria-label="{esc(name)}" tabindex="0">{table}</div>'


def _row(number: int, cells: Sequence[Cell], told: str = "") -> str:
    first = Cell(f'<button class="hk-choose">{cells[0].shown}</button>', cells[0].key)
    told_cells = "".join(
        f'<td role="cell" data-key="{esc(cell.key)}">{cell.shown}</td>' for cell in (first, *cells[1:])
    )
    return f'<tr role="row" data-row="{number}"{told}>{told_cells}</tr>'
