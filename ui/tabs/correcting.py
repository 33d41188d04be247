"""The form that corrects an article by hand: what is shown now to be changed, what was read beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import gradio as gr

from index.corrections import NONE, Correction
from index.types import ArticleRow
from ingest.errors import HangkeError
from ui.locale import SAID
from ui.render import shelf, text
from ui.render.corrections import as_read
from ui.tabs.numbers import whole
from ui.tabs.opened import Opened, Place, Since, at
from ui.tabs.page import QUIET, Page, Update, Updates, html
from ui.texts import LANGUAGES, Texts

BETWEEN = re.compile(r"[、;；]")  # what parts names; a comma or a blank may be part of one


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is shown, as it was read, and what was said of it between."""

    shown: ArticleRow
    read: ArticleRow
    given: Correction = NONE


def build(page: Page, opened: Opened) -> None:
    """The form, hidden while no article is open."""
    with gr.Accordion(SAID.correct, open=False, visible=False, elem_id="hk-correct") as form:
        page.view(html(), lambda t: gr.update(value=text.notice(t.correct_help)))
        with gr.Row():
            with gr.Column(scale=3, min_width=300):
                fields = _fields()
            beside = html(elem_id="hk-as-read")
        with gr.Row():
            save = gr.Button(SAID.save, variant="primary", scale=0, min_width=150, elem_id="hk-save")
            back = gr.Button(SAID.take_back, scale=0, min_width=150, elem_id="hk-take-back")
        said = html(elem_id="hk-corrected")
    opened.show(form, lambda t, place: _visible(place), Since.ARTICLE, told_anew=False)
    for number, field in enumerate(fields):  # what is half written outlives a switch of the language
        opened.show(field, partial(_value, page, number), Since.ARTICLE, told_anew=False)
    opened.show(beside, lambda t, place: _beside(page, place, t), Since.ARTICLE)
    opened.show(said, lambda t, place: "", Since.ARTICLE)
    page.wire(lambda: _wire(page, opened, fields, (save, back), said))


def _fields() -> list[Any]:
    title = gr.Textbox("", label=SAID.column_title, max_length=400, elem_id="hk-correct-title")
    authors = gr.Textbox("", label=SAID.authors_help, max_length=4000, elem_id="hk-correct-authors")
    with gr.Row():
        numbers = [
            gr.Textbox("", label=label, max_length=20, min_width=90, elem_id=f"hk-correct-{name}")
            for label, name in ((SAID.first_page, "first"), (SAID.last_page, "last"), (SAID.place_in_issue, "order"))
        ]
    return [title, authors, *numbers]


def _visible(place: Place) -> Update:
    return gr.update(visible=place.editor and place.article is not None)


def _value(page: Page, number: int, _: Texts, place: Place) -> Any:
    return _form(page, place)[number]


def _wire(page: Page, opened: Opened, fields: list[Any], buttons: tuple[Any, Any], said: Any) -> None:
    def correct(place: Place, name: str, values: Sequence[Any], request: gr.Request, told: str) -> Updates:
        t = LANGUAGES[name]
        article = _article(page, place)
        if not page.desk.may_edit(request) or article is None:
            return opened.only(said, shelf.failed(t.only_editors if article else t.issue_gone))
        try:
            wanted = correction(article, *values[:2], *(whole(value, t) for value in values[2:])) if values else NONE
            row = page.desk.correct(article.shown.issue_id, article.shown.article_no, wanted)
        except HangkeError as error:
            return opened.only(said, shelf.failed(str(error)))
        gr.Info(getattr(t, told), duration=3)
        return opened.tell_all(t, at(place, row.issue_id, row.article_no))

    def saved(
        place: Place, name: str, title: str, authors: str, first: str, last: str, order: str, request: gr.Request
    ) -> Updates:
        return correct(place, name, (title, authors, first, last, order), request, "corrected_now")

    def taken_back(place: Place, name: str, request: gr.Request) -> Updates:
        return correct(place, name, (), request, "taken_back")

    given = [opened.place, page.language]
    buttons[0].click(saved, [*given, *fields], opened.all_outputs, **QUIET)
    buttons[1].click(taken_back, given, opened.all_outputs, **QUIET)


def correction(
    article: Article, title: str, authors: str, first: int | None, last: int | None, order: int | None
) -> Correction:
    """What the form says differently from what was read; an empty field says nothing."""
    read = article.read
    names = tuple(filter(None, (name.strip() for name in BETWEEN.split(authors))))
    pages = (first, last) if (first, last) != (read.page_first, read.page_last) or article.given.pages else (None, None)
    moved = order != article.shown.article_no + 1 or article.given.order is not None
    return Correction(
        title.strip() if title.strip() != read.title and title.strip() else None,
        names if names and names != read.authors else None,
        *pages,
        order if moved else None,
    )


def _article(page: Page, place: Place) -> Article | None:
    """The open article; None where there is none any more."""
    if place.issue is None or place.article is None:
        return None
    try:
        shown = page.desk.articles(place.issue)[place.article]
        corrections = page.desk.corrections(place.issue)
    except (HangkeError, IndexError):
        return None
    laid = next((each for each in corrections if each.shown == shown), None)
    return Article(shown, laid.read, laid.correction) if laid and laid.read else Article(shown, shown)


def _form(page: Page, place: Place) -> tuple[str, ...]:
    """The values of the fields: what is shown now."""
    article = _article(page, place)
    if article is None:
        return ("",) * 5
    row = article.shown
    numbers = (row.page_first, row.page_last, row.article_no + 1)
    return row.title, "；".join(row.authors), *("" if number is None else str(number) for number in numbers)


def _beside(page: Page, place: Place, t: Texts) -> str:
    article = _article(page, place)
    return as_read(article.read, t) if article else ""
