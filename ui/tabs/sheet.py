"""A button that hands the rows of a tab to the visitor as CSV."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import gradio as gr

from ui import sheets
from ui.locale import SAID
from ui.tabs.page import QUIET, Page
from ui.tabs.takeaway import SAVE
from ui.texts import LANGUAGES

Row = Mapping[str, object]


def build(page: Page, name: str, rows: Callable[..., Sequence[Row]], *of: Any, js: str | None = None) -> Any:
    """The button; `rows` tells them from the values of others, which `js` may fill in first."""
    save = gr.Button(SAID.as_csv, size="sm", scale=0, min_width=120, elem_id=f"{name}-csv")
    told = gr.JSON(visible="hidden")

    def saved(*values: Any) -> dict[str, str]:
        *held, language = values
        made = rows(*held)
        if not made:
            gr.Info(LANGUAGES[language].nothing_to_save, duration=3)
            return {}
        return file(f"{name}.csv", made)

    done = save.click(saved, [*of, page.language], told, js=js, **QUIET)
    done.success(None, told, None, js=SAVE, api_visibility="private")
    return save


def file(name: str, rows: Sequence[Row]) -> dict[str, str]:
    """Rows as a file for `hangke.save`."""
    return {"name": name, "type": "text/csv;charset=utf-8", "base64": base64.b64encode(sheets.sheet(rows)).decode()}
