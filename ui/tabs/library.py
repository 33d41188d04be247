"""The tab of the library: its issues, an article of one, and all that changes them."""

from __future__ import annotations

import gradio as gr

from ui.locale import SAID
from ui.render import health
from ui.tabs import adding, correcting, reading, shelf
from ui.tabs.opened import Opened, Place
from ui.tabs.page import SLOW, Page, html
from ui.texts import LANGUAGES


def build(page: Page) -> None:
    """The issues, the opened one, its article and the form to correct it; adding, putting back, and the state."""
    opened = Opened(page, gr.State(Place()))
    issues = shelf.build(page, opened)
    reading.build(page, opened)
    correcting.build(page, opened)
    replace = adding.build(page, opened, issues)
    shelf.build_removed(issues)
    _build_health(page)
    page.wire(lambda: issues.wire(replace))


def _build_health(page: Page) -> None:
    with gr.Accordion(SAID.health, open=False, elem_id="hk-state"):
        button = gr.Button(SAID.check, scale=0, min_width=150, elem_id="hk-check")
        shown, found = html(elem_id="hk-health"), gr.State(None)
    page.keep(shown, lambda t, findings: health.health(findings, t) if findings else "", found)

    def check(name: str) -> tuple[str, object]:
        findings = page.desk.health()
        return health.health(findings, LANGUAGES[name]), findings

    button.click(check, page.language, [shown, found], show_progress_on=shown, **SLOW)
