"""The tab that adds issues."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import gradio as gr

from index.types import Progress
from ui import render
from ui.desk import Desk
from ui.tabs.page import Page, Updates, html
from ui.texts import LANGUAGES, Texts

KINDS = [".txt", ".pdf"]


def build(page: Page, t: Texts) -> None:
    """Files to choose, what to do with them, and the report."""
    page.view(html(render.notice(t.add_help)), lambda t: gr.update(value=render.notice(t.add_help)))
    files = page.view(
        gr.File(label=t.files, file_count="multiple", file_types=KINDS, height=180, elem_id="hk-files"),
        lambda t: gr.update(label=t.files),
    )
    with gr.Row(elem_id="hk-adding"):
        replace = page.view(
            gr.Checkbox(label=t.replace, container=False, scale=3, elem_id="hk-replace"),
            lambda t: gr.update(label=t.replace),
        )
        password = page.view(
            gr.Textbox(
                placeholder=t.password, type="password", show_label=False, container=False, scale=3, max_length=200,
                elem_id="hk-password",
            ),
            lambda t: gr.update(placeholder=t.password),
        )  # fmt: skip
        button = page.view(
            gr.Button(t.add_button, variant="primary", scale=1, elem_id="hk-add"),
            lambda t: gr.update(value=t.add_button),
        )
    report, done = html(elem_id="hk-report", min_height=80), gr.State([])
    page.keep(report, lambda t, told: render.reports(told, t) if told else "", done)
    page.wire(lambda: _wire(page, (files, replace, password), button, report, done))


def _wire(page: Page, given: tuple[Any, Any, Any], button: Any, report: Any, done: Any) -> None:
    """`done` keeps the reports, to be shown again in another language."""

    def add(
        paths: list[str] | None, over: bool, secret: str, name: str, request: gr.Request, progress: Any = gr.Progress()
    ) -> Updates:
        t = LANGUAGES[name]
        if not page.desk.may_edit(request):
            return [gr.skip(), render.notice(t.editors_only), gr.skip(), *page.show(t)]
        if not paths:
            return [gr.skip(), render.notice(t.no_files), gr.skip(), *page.show(t)]
        told = [_add_one(page.desk, Path(path), over, secret, progress, t) for path in paths]
        return [None, render.reports(told, t), told, *page.show(t)]

    outputs = [given[0], report, done, *page.shown]
    button.click(add, [*given, page.language], outputs, show_progress_on=report, api_visibility="private")


def _add_one(desk: Desk, path: Path, replace: bool, password: str, progress: gr.Progress, t: Texts) -> dict[str, Any]:
    def shown(words: str) -> Progress:
        return lambda done, total: progress((done, total), desc=f"{path.name} · {words}")

    progress(0, desc=path.name)
    return desk.add(path, replace, password, shown(t.indexing), shown(t.reading))
