"""The tab that searches without an answer: filters beside the passages found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import gradio as gr

from index.types import Filters, IssueRow
from ingest.errors import HangkeError
from qa.excerpts import Excerpt
from ui.locale import SAID
from ui.render import evidence, text
from ui.render.found import found as shown
from ui.tabs import choice, filters, sheet
from ui.tabs.page import QUIET, SLOW, Page, Updates, html
from ui.texts import LANGUAGES, ZH, Texts

COUNTS = (10, 20, 50)
RELEVANCE = "relevance"
ASK = "(asked) => hangke.ask(asked)"

Found = Sequence[Excerpt]
Rows = Mapping[str, IssueRow]


def build(page: Page) -> None:
    """A query, what narrows and orders it, and the passages."""
    page.view(html(), lambda t: gr.update(value=text.notice(t.find_help)))
    query = choice.query(SAID.find_ask, "hk-find-query")
    with gr.Row(elem_id="hk-find"):
        with gr.Column(scale=3, min_width=300, elem_id="hk-find-by"):
            with gr.Accordion(SAID.narrow, open=True, elem_id="hk-find-narrow"):
                narrowed = filters.build(page, "hk-find")
            with gr.Row(elem_classes="hk-filters"):
                order, count = _order(page), gr.Dropdown(
                    [*COUNTS], value=COUNTS[0], label=SAID.how_many, min_width=130, elem_id="hk-find-count"
                )  # fmt: skip
            gr.Checkbox(label=SAID.show_scores, container=False, elem_id="hk-find-scores")
            found = gr.State(None)
            with gr.Row(elem_id="hk-find-take"):
                sheet.build(page, "hk-find", lambda held, by: sheet_rows(_sorted(page, held or (), by)), found, order)
                ask = gr.Button(SAID.ask_this, size="sm", scale=0, min_width=120, elem_id="hk-find-ask")
        with gr.Column(scale=8, min_width=320):
            listed = page.evidence("hk-found")
    page.keep(listed, lambda t, held, by: table(page, held, by, t), found, order)
    ask.click(None, query, None, js=ASK, api_visibility="private")

    def find(words: str, most: int, by: str, *rest: Any) -> Updates:
        *chosen, name = rest
        try:
            narrow = filters.chosen(*chosen)
            held = page.desk.excerpts(words, most, narrow) if words.strip() or narrow != Filters() else None
        except HangkeError as error:
            return text.notice(str(error)), None
        return table(page, held, by, LANGUAGES[name]), held

    inputs = [query, count, order, *narrowed, page.language]
    asked = gr.on(
        [query.submit, count.input, *(each.input for each in narrowed)], find, inputs, [listed, found],
        show_progress_on=listed, **SLOW,
    )  # fmt: skip
    asked.then(None, None, None, js=choice.INTO_SIGHT.format("hk-found"), api_visibility="private")
    asked.failure(lambda name: evidence.trouble(LANGUAGES[name]), page.language, listed, **QUIET)
    order.input(
        lambda held, by, name: table(page, held, by, LANGUAGES[name]), [found, order, page.language], listed, **QUIET
    )


def _order(page: Page) -> Any:
    def told(t: Texts) -> list[tuple[str, str]]:
        return [(name, by) for by, name in t.orders.items()]

    dropdown = gr.Dropdown(told(ZH), value=RELEVANCE, label=SAID.order, min_width=130, elem_id="hk-find-order")
    return page.view(dropdown, lambda t: gr.update(choices=told(t)))


def table(page: Page, held: Found | None, by: str, t: Texts) -> str:
    """The passages in an order."""
    return shown(None if held is None else _sorted(page, held, by), t)


# -- order


def _sorted(page: Page, held: Found, by: str) -> Found:
    return in_order(held, by, {row.issue_id: row for row in page.desk.issues()})


def in_order(held: Found, by: str, rows: Rows) -> list[Excerpt]:
    """Passages by rank; by date and then rank; or as they stand in the issues."""
    keys: dict[str, Callable[[Excerpt], Any]] = {
        "newest": lambda each: tuple(-part for part in _date(each, rows)),
        "oldest": lambda each: _date(each, rows),
        "reading": lambda each: (_date(each, rows), each.hit.passage.issue_id, _place(each)),
    }
    ranked = sorted(held, key=lambda each: each.hit.rank)
    return sorted(ranked, key=keys[by]) if by in keys else ranked


def _date(each: Excerpt, rows: Rows) -> tuple[int, int]:
    """Year and number of the issue, 0 where it is not known."""
    row = rows.get(each.hit.passage.issue_id)
    return (row.year or 0, row.number or 0) if row else (0, 0)


def _place(each: Excerpt) -> tuple[int, int]:
    passage = each.hit.passage
    return passage.article_no, min((piece.order for piece in passage.pieces), default=0)


# -- to take away


def sheet_rows(held: Found) -> list[dict[str, object]]:
    """A row a passage; names as in the Passage object of the command line."""
    return [_sheet_row(each) for each in held]


def _sheet_row(each: Excerpt) -> dict[str, object]:
    hit, passage = each.hit, each.hit.passage
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        **hit.scores.as_json(),
        "issue": passage.issue,
        "article": passage.article,
        "authors": "、".join(passage.authors),
        "section": passage.section,
        "page_first": passage.pages.first,
        "page_last": passage.pages.last,
        "page_exact": "true" if passage.pages.exact else "false",
        "text": passage.text,
        "passage_id": passage.passage_id,
    }
