"""References to print: a choice of styles, and the text to copy."""

from __future__ import annotations

from typing import Any

import gradio as gr

from index.types import Passage
from ui.desk import Desk
from ui.render import choices
from ui.tabs.page import QUIET, Page, Update, Updates
from ui.texts import LANGUAGES, Texts

STYLES = [("GB/T 7714", "gbt7714"), ("BibTeX", "bibtex"), ("RIS", "ris"), ("CSL-JSON", "csl-json")]
NUMBERED = "gbt7714"

Passages = tuple[Passage, ...]


def build(page: Page, t: Texts, name: str) -> Any:
    """The references of passages, hidden while there are none. Returns the state that holds the passages."""
    cited = gr.State(())
    with gr.Column(visible=False, elem_id=name) as box:
        style = page.view(gr.Radio(STYLES, value=NUMBERED, label=t.style), lambda t: gr.update(label=t.style))
        text = gr.Textbox(label=t.references, lines=3, max_lines=14, interactive=False, buttons=["copy"])

    def shown(t: Texts, passages: Passages, form: str) -> Update:
        return _printed(page.desk, passages, form, t)

    def changed(passages: Passages, form: str, language: str) -> Updates:
        return gr.update(visible=bool(passages)), shown(LANGUAGES[language], passages, form)

    page.keep(text, shown, cited, style)
    gr.on([cited.change, style.input], changed, [cited, style, page.language], [box, text], **QUIET)
    return cited


def _printed(desk: Desk, passages: Passages, style: str, t: Texts) -> Update:
    printed, numbers = desk.references(passages, style) if passages else ("", [])
    info = choices.numbering(numbers, t) if style == NUMBERED else ""
    return gr.update(value=printed, label=t.references, info=info)
