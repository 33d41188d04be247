"""What a visitor takes away of a dialogue: the last answer copied, the whole as a Markdown or a Word file."""

from __future__ import annotations

import base64
from functools import partial
from typing import Any

import gradio as gr

from ui.desk import Export
from ui.locale import SAID
from ui.tabs.dialogue import Turns, answers
from ui.tabs.page import QUIET, Page
from ui.texts import LANGUAGES

COPY = "(told) => hangke.copy(told.text)"
SAVE = "(told) => hangke.save(told)"


def build(page: Page, turns: Any) -> None:
    """The buttons below a dialogue, each with what its browser part is handed."""
    with gr.Row(elem_id="hk-takeaway"):
        copy = gr.Button(SAID.copy_answer, size="sm", min_width=90, elem_id="hk-copy")
        markdown = gr.Button(SAID.as_markdown, size="sm", min_width=90, elem_id="hk-markdown")
        word = gr.Button(SAID.as_word, size="sm", min_width=90, elem_id="hk-word")
    told = gr.JSON(visible="hidden")

    def copied(turns: Turns, name: str) -> dict[str, str]:
        last = next(reversed(answers(turns)), None)
        gr.Info(LANGUAGES[name].copied if last else LANGUAGES[name].nothing_said, duration=3)
        return {"text": page.desk.plain(last) if last else ""}

    def saved(form: Export, turns: Turns, name: str) -> dict[str, str]:
        told = answers(turns)
        if not told:
            gr.Info(LANGUAGES[name].nothing_said, duration=3)
            return {}
        made = page.desk.export(told, form, LANGUAGES[name].code)
        return {"name": f"hangke.{form.suffix}", "type": form.media_type, "base64": base64.b64encode(made).decode()}

    done = copy.click(copied, [turns, page.language], told, **QUIET)
    done.success(None, told, None, js=COPY, api_visibility="private")
    for button, form in ((markdown, Export.MARKDOWN), (word, Export.WORD)):
        done = button.click(partial(saved, form), [turns, page.language], told, **QUIET)
        done.success(None, told, None, js=SAVE, api_visibility="private")
