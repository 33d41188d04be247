"""References to print: a choice of styles, and the text to copy or to save."""

from __future__ import annotations

import base64
from typing import Any

import gradio as gr

from index.types import Passage
from ui.desk import Desk
from ui.locale import SAID
from ui.render import choices, evidence
from ui.tabs.page import QUIET, Page, Updates, html
from ui.tabs.takeaway import COPY, SAVE
from ui.texts import LANGUAGES, Texts

STYLES = [("GB/T 7714", "gbt7714"), ("BibTeX", "bibtex"), ("RIS", "ris"), ("CSL-JSON", "csl-json")]
NUMBERED = "gbt7714"
FILES = {"gbt7714": "txt", "bibtex": "bib", "ris": "ris", "csl-json": "json"}

Passages = tuple[Passage, ...]


def build(page: Page, name: str) -> Any:
    """The references of passages, hidden while there are none. Returns the state that holds the passages."""
    cited, told = gr.State(()), gr.JSON(visible="hidden")
    with gr.Column(visible=False, elem_id=name) as box:
        style = gr.Radio(STYLES, value=NUMBERED, label=SAID.style)
        shown = html()
        with gr.Row():
            copy, save = gr.Button(SAID.copy, size="sm"), gr.Button(SAID.download, size="sm")
    page.keep(shown, lambda t, passages, form: _printed(page.desk, passages, form, t)[0], cited, style)

    def changed(passages: Passages, form: str, language: str) -> Updates:
        return gr.update(visible=bool(passages)), *_printed(page.desk, passages, form, LANGUAGES[language])

    outputs = [box, shown, told]
    gr.on([cited.change, style.input], changed, [cited, style, page.language], outputs, **QUIET)
    copy.click(None, told, None, js=COPY, api_visibility="private")
    save.click(None, told, None, js=SAVE, api_visibility="private")
    return cited


def _printed(desk: Desk, passages: Passages, style: str, t: Texts) -> tuple[str, dict[str, str]]:
    """What is shown, and what is copied or saved."""
    printed, numbers = desk.references(passages, style) if passages else ("", [])
    note = choices.numbering(numbers, t) if style == NUMBERED else ""
    file = {"name": f"references.{FILES[style]}", "type": "text/plain;charset=utf-8"}
    told = file | {"text": printed, "base64": base64.b64encode(printed.encode()).decode()}
    return evidence.printed(printed, note, t), told
