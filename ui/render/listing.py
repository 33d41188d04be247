"""HTML of tables. Every cell is made of text that `text.esc` escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.types import ArticleRow, IssueRow
from qa.conflicts import Conflict
from qa.ledger import Told
from qa.register import Entry
from qa.series import Series
from ui.render.choices import series_name
from ui.render.places import page_label
from ui.render.rows import UNTOLD, Cell, Row, Value, choice, told, whole
from ui.render.text import badge, esc, notice
from ui.render.timeline import timeline
from ui.texts import Texts

FAR = 9999  # the page of what has none: it stands last
LONGEST = 100  # years of a period


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
    made = [Row(_figure_cells(figure, conflict, t), _figure_facets(figure, t)) for figure, conflict in found]
    return choice(t.figures, heads, made, t)


def _figure_cells(figure: Told, conflict: Conflict | None, t: Texts) -> list[Cell]:
    entry, passage = figure.entry, figure.passage
    pages = page_label(passage.pages.first, passage.pages.last, passage.pages.exact, t)
    goal = [badge(t.goal)] if entry.mode == "goal" else []
    marks = [*goal, badge(t.unlike, "hk-badge hk-unlike")] if conflict else goal
    return [
        told(entry.indicator),
        Cell(" ".join([whole(entry.value), *marks]), str(entry.number)),
        told(entry.area),
        Cell(whole((entry.period or "").replace("/", "–")), entry.period or ""),
        told(entry.said_by),
        Cell(esc(f"{passage.issue}{t.comma}{pages}"), f"{passage.issue_id} {passage.pages.first or FAR:04d}"),
    ]


def _figure_facets(figure: Told, t: Texts) -> dict[str, list[Value]]:
    entry, passage = figure.entry, figure.passage
    return {
        t.issue: [(passage.issue_id, passage.issue)],
        t.year: [(year, year) for year in _years(entry.period)] or [(UNTOLD, t.untold)],
        t.column_area: [(entry.area, entry.area) if entry.area else (UNTOLD, t.untold)],
        t.column_kind: [("goal", t.goal) if entry.mode == "goal" else ("told", t.as_is)],
    }


def _years(period: str | None) -> list[str]:
    """The years of a period, those between its ends too."""
    ends = [int(part[:4]) for part in (period or "").split("/") if part[:4].isdecimal()]
    return [str(year) for year in range(ends[0], min(ends[-1], ends[0] + LONGEST) + 1)] if ends else []


def series_table(told: Series, t: Texts) -> str:
    """The points of a plot as a table that opens, with what it is of."""
    lines = (
        f'<tr><th scope="row">{esc(figure.entry.period)}</th><td>{esc(figure.entry.value)}</td></tr>'
        for figure in told.figures
    )
    heads = f'<tr><th scope="col">{esc(t.years)}</th><th scope="col">{esc(t.column_value)}</th></tr>'
    return (
        f'<details class="hk-plot-table"><summary>{esc(t.plot_table)}</summary><table class="hk-table">'
        f'<caption class="hk-quiet">{esc(series_name(told, t))}</caption><thead>{heads}</thead>'
        f"<tbody>{''.join(lines)}</tbody></table></details>"
    )


def policies_table(found: Sequence[Entry], t: Texts) -> str:
    """The documents of the register along a line of years, and as a table."""
    heads = [
        t.column_document, t.column_date, t.column_issuer, t.column_number, t.column_kind, t.column_cited,
    ]  # fmt: skip
    made = [Row(_policy_cells(entry, t), _policy_facets(entry, t)) for entry in found]
    return choice(t.policies, heads, made, t, timeline(found, t))


def _policy_cells(entry: Entry, t: Texts) -> list[Cell]:
    document, cited = entry.document, str(len(entry.citations))
    return [
        told(document.title),
        Cell(whole(document.date or t.undated), document.date or ""),
        told(document.issuer),
        told(document.number),
        Cell(whole(t.kinds[document.kind]), document.kind),
        Cell(whole(t.cited_times.format(n=cited)), cited),
    ]


def _policy_facets(entry: Entry, t: Texts) -> dict[str, list[Value]]:
    document = entry.document
    named_in = {citation.passage.issue_id: citation.passage.issue for citation in entry.citations}
    return {
        t.issue: list(named_in.items()),
        t.year: [(document.date[:4], document.date[:4]) if document.date else (UNTOLD, t.undated)],
        t.column_issuer: [(document.issuer, document.issuer) if document.issuer else (UNTOLD, t.untold)],
        t.column_kind: [(document.kind, t.kinds[document.kind])],
    }
