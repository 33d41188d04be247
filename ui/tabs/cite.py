"""The tab that looks a citation up."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ingest.errors import HangkeError
from ui.locale import SAID
from ui.render import chosen, evidence
from ui.render.text import notice
from ui.tabs import references
from ui.tabs.page import QUIET, SLOW, Page, Updates, html
from ui.texts import LANGUAGES

LONGEST = 2000  # characters of a text to look up


def build(page: Page) -> None:
    """A text to look up, where it stands, and its reference."""
    page.view(html(), lambda t: gr.update(value=notice(t.cite_help)))
    with gr.Row():
        with gr.Column(scale=5, min_width=320):
            # of one line, so that Enter submits it; it grows, and Shift and Enter begin a new line
            quotation = gr.Textbox(
                label=SAID.cite_ask, lines=1, max_lines=10, max_length=LONGEST, elem_id="hk-quotation"
            )
            button = gr.Button(SAID.cite_button, variant="primary", elem_id="hk-cite")
        with gr.Column(scale=6, min_width=320):
            result, found = page.evidence("hk-place"), gr.State(None)
            cited = references.build(page, "hk-reference")
    page.keep(result, lambda t, found: chosen.looked_up(found, t), found)

    def look_up(words: str, name: str) -> Updates:
        if not words.strip():
            return notice(LANGUAGES[name].cite_empty), None, ()
        try:
            place = page.desk.cite(words)
        except HangkeError as error:
            return notice(str(error)), None, ()
        return chosen.looked_up(place, LANGUAGES[name]), place, tuple(each.passage for each in place.places[:1])

    outputs: list[Any] = [result, found, cited]
    done = gr.on(
        [button.click, quotation.submit], look_up, [quotation, page.language], outputs, show_progress_on=result, **SLOW
    )
    done.failure(lambda name: evidence.trouble(LANGUAGES[name]), page.language, result, **QUIET)
