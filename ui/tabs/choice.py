"""A query, a table to choose a row from, and what the chosen row is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from ui.locale import SAID
from ui.tabs import sheet
from ui.tabs.page import QUIET, Page
from ui.texts import LANGUAGES, Texts

ROWS = Path(__file__).parents[1].joinpath("rows.js").read_text("utf-8")
LONGEST = 1000  # characters of a query
# One below the other, what was chosen is brought into sight.
INTO_SIGHT = "() => {{ if (innerWidth < 769) document.getElementById('{}').scrollIntoView({{ block: 'start' }}) }}"


@dataclass(frozen=True, slots=True)
class Choice:
    """A table, what was found (`rows` is a sequence of it), the place of the chosen row in it, and that row's card."""

    table: Any
    found: Any
    chosen: Any
    card: Any

    @property
    def outputs(self) -> list[Any]:
        """What a query sets: table, found, chosen, card."""
        return [self.table, self.found, self.chosen, self.card]


def query(asks: str, name: str, **options: Any) -> Any:
    """A box for a query, labelled with a text."""
    return gr.Textbox(
        label=asks, placeholder=asks, show_label=False, container=False, max_lines=1, submit_btn=SAID.find,
        max_length=LONGEST, elem_id=name, elem_classes="hk-query", **options,
    )  # fmt: skip


def build(
    page: Page,
    name: str,
    table: Callable[[Texts, Any], str],
    card: Callable[[Any, Texts], str],
    rows: Callable[[Any], Any] = lambda found: found,
) -> Choice:
    """The table of what is found beside the card of the chosen row; `table` and `card` take None for nothing."""
    with gr.Row(elem_classes="hk-beside"):
        with gr.Column(scale=7, min_width=320):
            listed = gr.HTML(js_on_load=ROWS, apply_default_css=False, elem_id=name)
        with gr.Column(scale=5, min_width=320, elem_id=f"{name}-chosen"):
            shown = page.evidence()
    tab = Choice(listed, gr.State(None), gr.State(None), shown)

    def detail(t: Texts, found: Any, chosen: int | None) -> str:
        if found is None:
            return ""
        return card(None if chosen is None else rows(found)[chosen], t)

    def choose(found: Any, language: str, event: gr.EventData) -> tuple[int | None, str]:
        chosen = event.row if found is not None and 0 <= event.row < len(rows(found)) else None
        return chosen, detail(LANGUAGES[language], found, chosen)

    page.keep(listed, table, tab.found)
    page.keep(shown, detail, tab.found, tab.chosen)
    picked = listed.select(choose, [tab.found, page.language], [tab.chosen, shown], **QUIET)
    picked.then(None, None, None, js=INTO_SIGHT.format(f"{name}-chosen"), api_visibility="private")
    return tab


def sheet_of(page: Page, name: str, tab: Choice, rows: Callable[[Any], Sequence[sheet.Row]]) -> None:
    """A button that saves the rows which the filters of the browser show, in the order that they have there."""

    def told(found: Any, shown: Any) -> list[sheet.Row]:
        made = rows(found) if found is not None else []
        return [made[n] for n in shown or () if isinstance(n, int) and 0 <= n < len(made)]

    shown = gr.JSON(visible="hidden")
    js = f"(found, shown, language) => [found, hangke.rows('{name}'), language]"
    sheet.build(page, name, told, tab.found, shown, js=js)
