"""The tab that lists the issues, and the contents of one."""

from __future__ import annotations

import gradio as gr

from ui.locale import SAID
from ui.render import choices, listing, text
from ui.tabs.page import QUIET, Page, Update, html
from ui.texts import LANGUAGES, Texts


def build(page: Page) -> None:
    """The catalogue, and the table of contents of an issue to choose."""

    def table(t: Texts) -> str:
        return listing.issues_table(page.desk.issues(), t)

    def choice(t: Texts) -> Update:
        return {"choices": choices.contents_choices(page.desk.issues()), "label": t.choose}

    def contents(t: Texts, issue_id: str | None) -> str:
        return listing.contents_table(page.desk.articles(issue_id), t) if issue_id else ""

    page.view(html(elem_id="hk-issues"), lambda t: gr.update(value=table(t)))
    page.view(html(), lambda t: gr.update(value=text.heading(t.contents)))
    chosen = gr.Dropdown(value=None, elem_id="hk-chosen", choices=[], label=SAID.choose)
    page.view(chosen, lambda t: gr.update(**choice(t)))
    shown = page.keep(html(elem_id="hk-contents"), contents, chosen)
    chosen.change(lambda issue_id, name: contents(LANGUAGES[name], issue_id), [chosen, page.language], shown, **QUIET)
