"""An article read whole."""

from __future__ import annotations

import gradio as gr

from ingest.errors import HangkeError
from ui.render import reader, shelf
from ui.tabs.opened import Opened, Place, Since, at
from ui.tabs.page import QUIET, Page, Updates
from ui.texts import LANGUAGES, Texts

INTO_SIGHT = "() => document.getElementById('hk-reader').scrollIntoView({ block: 'start' })"


def build(page: Page, opened: Opened) -> None:
    """The text with its pages beside it, and the ways to the article before and after."""

    def read(t: Texts, place: Place) -> str:
        if place.issue is None or place.article is None:
            return ""
        try:
            return _article(page, place.issue, place.article, t)
        except HangkeError as error:
            return shelf.failed(str(error))

    shown = opened.show(page.evidence("hk-reader"), read, Since.ARTICLE)

    def go(place: Place, name: str, event: gr.EventData) -> Updates:
        number = int(event.of)
        return opened.tell(LANGUAGES[name], at(place, place.issue, number), Since.ISSUE)

    def wire() -> None:
        gone = shown.select(go, [opened.place, page.language], opened.outputs, **QUIET)
        gone.then(None, None, None, js=INTO_SIGHT, api_visibility="private")

    page.wire(wire)


def _article(page: Page, issue: str, number: int, t: Texts) -> str:
    passages = page.desk.article(issue, number)
    rows = page.desk.articles(issue)
    corrected = any(each.shown and each.shown.article_no == number for each in page.desk.corrections(issue))
    return reader.article(rows[number], len(rows), passages, corrected, t)
