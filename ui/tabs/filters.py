"""What narrows a search: the same choices for a question and for a search without one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from index.types import Filters
from ingest.errors import QuestionError
from ui.locale import SAID
from ui.render import choices
from ui.tabs.page import Page
from ui.texts import ZH, Texts

Choices = Sequence[tuple[str, str]]
EVERY = ""  # the choice that lets everything through


def build(page: Page, name: str) -> list[Any]:
    """The dropdowns, in the order of the parameters of `chosen`; their ids begin with `name`."""
    desk = page.desk
    with gr.Row(elem_id=f"{name}-filters", elem_classes="hk-filters"):
        return [
            _one(page, f"{name}-issue", SAID.issue, lambda t: choices.issue_choices(desk.issues(), t), 2),
            _one(page, f"{name}-from", SAID.year_from, lambda t: choices.year_choices(desk.issues(), t)),
            _one(page, f"{name}-to", SAID.year_to, lambda t: choices.year_choices(desk.issues(), t)),
            _one(page, f"{name}-article", SAID.article, lambda t: choices.any_of(desk.titles(), t), 2),
            _one(page, f"{name}-author", SAID.author, lambda t: choices.any_of(desk.authors(), t)),
            _one(page, f"{name}-section", SAID.section, lambda t: choices.any_of(desk.sections(), t)),
        ]


def _one(page: Page, name: str, label: str, shows: Callable[[Texts], Choices], scale: int = 1) -> Any:
    """A dropdown; what was chosen may have left the library meanwhile, so that any value is taken and told of."""
    dropdown = gr.Dropdown(
        list(shows(ZH)), value=EVERY, label=label, scale=scale, min_width=130, elem_id=name, allow_custom_value=True
    )
    return page.view(dropdown, lambda t: gr.update(choices=shows(t)))


def chosen(
    issue: str | None, first: str | None, last: str | None, article: str | None, author: str | None, section: str | None
) -> Filters:
    """The filters that the dropdowns say; raises QuestionError for a year that is none."""
    return Filters(
        issue=issue or None, year_from=_year(first), year_to=_year(last), author=author or None,
        article=article or None, section=section or None,
    )  # fmt: skip


def _year(told: str | None) -> int | None:
    if not told:
        return None
    if not told.isdecimal():
        raise QuestionError(f"{told}: no year; choose one of the list, or write one such as 2020")
    return int(told)
