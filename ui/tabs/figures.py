"""The tab of the ledger of figures."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

import gradio as gr
from gradio.components.native_plot import PlotData

from ingest.errors import HangkeError
from qa.ledger import Told
from qa.series import Series
from ui.desk import Figures
from ui.locale import SAID
from ui.render import choices, chosen, evidence, listing, text
from ui.tabs import choice
from ui.tabs.page import QUIET, SLOW, Page, Update, Updates, html
from ui.texts import LANGUAGES, Texts

MOST = 200  # figures shown at once
SHEET = (
    "indicator", "value", "number", "unit", "stat", "goal", "area", "period", "said_by", "sentence",
    "issue", "article", "page_first", "page_last", "page_exact", "passage_id",
)  # fmt: skip
COLUMNS = ("year", "value")  # of a plot
KINDS: dict[str, Literal["quantitative", "nominal", "temporal"]] = {"year": "quantitative", "value": "quantitative"}
SCALES = ((1e8, "亿"), (1e4, "万"))


def build(page: Page) -> None:
    """A query, the figures, the sentence of the chosen one, and what changes over time."""
    page.view(html(), lambda t: gr.update(value=text.notice(t.figures_help)))
    with gr.Row(elem_id="hk-figures-ask"):
        query = choice.query(SAID.figures_ask, "hk-figures-query", scale=5)
        only = gr.Checkbox(label=SAID.only_conflicts, container=False, scale=2, min_width=200, elem_id="hk-only")
    tab = choice.build(page, "hk-figures", table, chosen.figure, lambda found: found.rows)
    choice.sheet_of(page, "hk-figures", tab, lambda found: [_row(told) for told, _ in found.rows])
    curve = _plot(page, tab.found)

    def find(words: str, conflicts: bool, name: str) -> Updates:
        t = LANGUAGES[name]
        try:
            found = page.desk.compared(words, conflicts, MOST)
        except HangkeError as error:
            return text.notice(str(error)), None, None, gr.skip(), *_plotted(None, 0, t)
        return table(t, found), found, None, chosen.figure(None, t), *_plotted(found, 0, t)

    outputs = [*tab.outputs, *curve]
    done = gr.on(
        [query.submit, only.input], find, [query, only, page.language], outputs, show_progress_on=tab.table, **SLOW
    )
    done.failure(lambda name: evidence.trouble(LANGUAGES[name]), page.language, tab.table, **QUIET)


def table(t: Texts, found: Figures | None) -> str:
    """The figures found, or that there are none; nothing before a query."""
    if found is None:
        return ""
    if not found.rows:
        return text.notice(t.no_figures)
    some = found.all > len(found.rows)
    told = text.notice(t.some_shown.format(all=found.all, shown=len(found.rows))) if some else ""
    return told + listing.figures_table(found.rows, t)


def _row(told: Told) -> dict[str, object]:
    """A figure as a row of a sheet; names as in `hangke figures --json`."""
    item = told.as_json()
    return {key: item[key] for key in SHEET}


# -- over time


def _plot(page: Page, found: Any) -> list[Any]:
    """A choice of series, the plot of one and the same as a table, hidden while there is none."""
    which = gr.Dropdown([], value=None, label=SAID.series, visible=False, elem_id="hk-series")
    plot = gr.LinePlot(
        x=COLUMNS[0],
        y=COLUMNS[1],
        x_title=SAID.years,
        x_axis_format="d",
        height=280,
        visible="hidden",
        elem_id="hk-plot",
    )
    parts = [which, plot, html(elem_id="hk-plot-table")]

    def chosen(held: Figures | None, number: int | None, name: str) -> Updates:
        return _plotted(held, number, LANGUAGES[name])[1:]

    for at, part in enumerate(parts):
        page.keep(part, partial(_part, at), found, which)
    which.input(chosen, [found, which, page.language], parts[1:], **QUIET)
    return parts


def _part(at: int, t: Texts, held: Figures | None, number: int | None) -> Any:
    return _plotted(held, number, t)[at]


def _plotted(found: Figures | None, number: int | None, t: Texts) -> tuple[Update, Update, str]:
    made = found.series if found else ()
    if not made:
        return gr.update(choices=[], value=None, visible=False), gr.update(visible="hidden"), ""
    number = number if number is not None and number < len(made) else 0
    names = [(choices.series_name(each, t), n) for n, each in enumerate(made)]
    which = gr.update(choices=names, value=number, label=t.series, visible=True)
    return which, _drawn(made[number], t), listing.series_table(made[number], t)


def _drawn(told: Series, t: Texts) -> Update:
    """Numbers in 亿 or 万 where they are that large."""
    largest = max(abs(number) for _, number in told.points)
    scale, word = next(((scale, word) for scale, word in SCALES if largest >= scale), (1.0, ""))
    rows = [[year, number / scale] for year, number in told.points]
    points = PlotData(columns=list(COLUMNS), data=rows, datatypes=KINDS, mark="line")
    return gr.update(
        value=points.model_dump(), visible=True, x_title=t.years, y_title=f"{word}{told.of.entry.unit}",
        x_lim=[rows[0][0], rows[-1][0]],
    )  # fmt: skip
