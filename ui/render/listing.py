"""HTML of tables. Every cell is made of text that `text.esc` escaped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from index.types import ArticleRow, IssueRow
from qa.conflicts import Conflict
from qa.ledger import Told
from qa.register import Entry
from qa.series import Series
from ui.render.choices import series_name
from ui.render.places import page_label
from ui.render.rows import UNTOLD, Cell, Row, Value, choice, table, told, whole
from ui.render.text import badge, esc, notice
from ui.render.timeline import timeline
from ui.texts import Texts

FAR = 9999  # the page of what has none: it stands last
LONGEST = 100  # years of a period


# -- the issues and their contents


def issues_table(rows: Sequence[IssueRow], t: Texts, opened: str | None = None) -> str:
    """The catalogue, the opened issue marked."""
    if not rows:
        return notice(t.empty)
    heads = [
        t.column_issue, t.column_pages, t.column_articles, t.column_passages, t.column_doubts, t.column_added,
        t.column_source,
    ]  # fmt: skip
    made = [Row(_issue_cells(row, t), key=row.issue_id) for row in rows]
    return notice(t.shelf_help) + table(t.issues, heads, made, t, opened)


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
        Cell(whole(row.added[:10]), row.added),
        told(row.source_file),
    ]


def _count(name: str, shown: str, key: int) -> Cell:
    """A number; on a narrow screen, where no heading stands above it, it says of what."""
    return Cell(f'<span class="hk-of">{esc(name)} </span>{shown}', str(key))


def contents_table(rows: Sequence[ArticleRow], corrected: Collection[int], t: Texts, opened: int | None = None) -> str:
    """The table of contents of an issue; `corrected` are the numbers of articles corrected by hand."""
    heads = [t.column_title, t.column_authors, t.column_page, t.column_section]
    made = [Row(_article_cells(row, row.article_no in corrected, t), key=str(row.article_no)) for row in rows]
    return notice(t.contents_help) + table(t.contents, heads, made, t, None if opened is None else str(opened))


def _article_cells(row: ArticleRow, corrected: bool, t: Texts) -> list[Cell]:
    pages = page_label(row.page_first, row.page_last, row.page_exact, t)
    mark = f" {badge(t.corrected)}" if corrected else ""
    number = f'<span class="hk-n">{row.article_no + 1}</span>'
    return [
        Cell(f"{number}{esc(row.title)}{mark}", str(row.article_no)),
        told("、".join(row.authors)),
        Cell(whole(pages), "" if row.page_first is None else str(row.page_first)),
        told(row.section),
    ]


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
