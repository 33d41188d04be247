"""The tab that adds issues."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from index.types import Progress
from ui.desk import Desk
from ui.locale import SAID
from ui.render import reports, text
from ui.tabs.page import Page, Updates, html
from ui.texts import LANGUAGES, Texts

KINDS = [".txt", ".pdf"]


def build(page: Page) -> None:
    """Files to choose, what to do with them, and the report."""
    page.view(html(), lambda t: gr.update(value=text.notice(t.add_help)))
    files = gr.File(label=SAID.files, file_count="multiple", file_types=KINDS, height=180, elem_id="hk-files")
    with gr.Row(elem_id="hk-adding"):
        replace = gr.Checkbox(label=SAID.replace, container=False, scale=3, elem_id="hk-replace")
        password = gr.Textbox(
            label=SAID.password, placeholder=SAID.password, type="password", show_label=False, container=False, scale=3,
            max_length=200, elem_id="hk-password",
        )  # fmt: skip
        button = gr.Button(SAID.add_button, variant="primary", scale=1, elem_id="hk-add")
    report, done = html(elem_id="hk-report", min_height=80), gr.State([])
    page.keep(report, lambda t, told: reports.reports(told, t) if told else "", done)
    page.wire(lambda: _wire(page, (files, replace, password), button, report, done))


def _wire(page: Page, given: tuple[Any, Any, Any], button: Any, report: Any, done: Any) -> None:
    """`done` keeps the reports, to be shown again in another language."""

    def add(
        paths: list[str] | None, over: bool, secret: str, name: str, request: gr.Request, progress: Any = gr.Progress()
    ) -> Updates:
        t = LANGUAGES[name]
        if not page.desk.may_edit(request):
            return [gr.skip(), text.notice(t.editors_only), gr.skip(), *page.show(t)]
        if not paths:
            return [gr.skip(), text.notice(t.no_files), gr.skip(), *page.show(t)]
        told = [_add_one(page.desk, Path(path), over, secret, progress, t) for path in paths]
        return [None, reports.reports(told, t), told, *page.show(t)]

    outputs = [given[0], report, done, *page.shown]
    button.click(add, [*given, page.language], outputs, show_progress_on=report, api_visibility="private")


def _add_one(desk: Desk, path: Path, replace: bool, password: str, progress: gr.Progress, t: Texts) -> dict[str, Any]:
    def shown(words: str) -> Progress:
        return lambda done, total: progress((done, total), desc=f"{path.name} · {words}")

    progress(0, desc=path.name)
    return desk.add(path, replace, password, shown(t.indexing), shown(t.reading))
