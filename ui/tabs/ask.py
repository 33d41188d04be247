"""The tab that asks, with the evidence beside the dialogue."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from index.types import Filters
from ingest.errors import HangkeError
from qa.dialogue import LAST
from qa.types import Turn
from ui import render
from ui.desk import Desk
from ui.tabs import references
from ui.tabs.page import QUIET, Page, Update, Updates, html
from ui.texts import LANGUAGES, Texts

STEP, PAUSE = 8, 0.02  # characters and seconds of the growing answer
MAX_QUESTION = 1000

Chat = list[dict[str, str]]
Turns = tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class AskTab:
    """What the handlers work on."""

    chat: Any
    question: Any
    panel: Any
    answer: Any
    turns: Any
    cited: Any
    filters: tuple[Any, Any, Any]
    examples: Any


def build(page: Page, t: Texts) -> None:
    """The dialogue with its filters and examples, and the evidence."""
    with gr.Row(elem_id="hk-desk"):
        with gr.Column(scale=5, min_width=320):
            chat = page.view(_chat(t), lambda t: gr.update(label=t.chat, placeholder=t.placeholder))
            question = page.view(_question(t), lambda t: gr.update(label=t.question, placeholder=t.question))
            filters, examples = _filters(page, t), _examples(page, t)
        with gr.Column(scale=6, min_width=320, elem_id="hk-evidence"):
            panel = html(render.panel(None, t))
            cited = references.build(page, t, "hk-references")
    answer = gr.State(None)
    page.keep(panel, lambda t, answer: render.panel(answer, t), answer)
    _wire(page, AskTab(chat, question, panel, answer, gr.State(()), cited, filters, examples))


def _examples(page: Page, t: Texts) -> Any:
    def samples(t: Texts) -> list[list[str]]:
        return render.examples(page.desk.articles(), t)

    boxes = [gr.Textbox(visible=False)]
    return page.view(
        gr.Dataset(components=boxes, samples=samples(t), label=t.examples, elem_id="hk-examples"),
        lambda t: gr.update(label=t.examples, samples=samples(t)),
    )


def _chat(t: Texts) -> Any:
    """A chat that shows text as text: neither Markdown nor formulas; against HTML see `render.bubble`."""
    return gr.Chatbot(
        label=t.chat, show_label=False, placeholder=t.placeholder, height=400, elem_id="hk-chat",
        render_markdown=False, sanitize_html=True, latex_delimiters=[], allow_tags=False, buttons=["copy"],
    )  # fmt: skip


def _question(t: Texts) -> Any:
    return gr.Textbox(
        label=t.question, placeholder=t.question, show_label=False, container=False, max_lines=1,
        autofocus=True, submit_btn=True, max_length=MAX_QUESTION, elem_id="hk-question",
    )  # fmt: skip


def _filters(page: Page, t: Texts) -> tuple[Any, Any, Any]:
    def years(t: Texts) -> Update:
        return {"choices": render.year_choices(page.desk.issues(), t)}

    def issues(t: Texts) -> Update:
        return {"choices": render.issue_choices(page.desk.issues(), t), "label": t.issue}

    with gr.Row(elem_id="hk-filters"):
        return (
            _filter(page, t, issues, 2, "hk-issue"),
            _filter(page, t, lambda t: years(t) | {"label": t.year_from}, 1, "hk-from"),
            _filter(page, t, lambda t: years(t) | {"label": t.year_to}, 1, "hk-to"),
        )


def _filter(page: Page, t: Texts, shows: Callable[[Texts], Update], scale: int, elem_id: str) -> Any:
    said = shows(t)  # the first choice lets everything through
    dropdown = gr.Dropdown(value=said["choices"][0][1], scale=scale, min_width=100, elem_id=elem_id, **said)
    return page.view(dropdown, lambda t: gr.update(**shows(t)))


def _wire(page: Page, tab: AskTab) -> None:
    language = page.language
    inputs = [tab.chat, tab.turns, *tab.filters, language]
    outputs = [tab.chat, tab.question, tab.panel, tab.answer, tab.turns, tab.cited]

    def turn(
        question: str, chat: Chat, turns: Turns, issue: str, first: int, last: int, name: str
    ) -> Iterator[Updates]:
        filters = Filters(issue or None, first or None, last or None)
        yield from converse(page.desk, question.strip(), chat, turns, filters, LANGUAGES[name])

    def example(sample: list[str], *rest: Any) -> Iterator[Updates]:
        yield from turn(sample[0], *rest)

    typed = tab.question.submit(turn, [tab.question, *inputs], outputs, **QUIET)
    clicked = tab.examples.click(example, [tab.examples, *inputs], outputs, **QUIET)
    for event in (typed, clicked):  # what nobody foresaw is logged by gradio; the visitor is not left waiting
        event.failure(lambda name: render.trouble(LANGUAGES[name]), language, tab.panel, **QUIET)
    tab.chat.clear(lambda name: (render.panel(None, LANGUAGES[name]), None, (), ()), language, outputs[2:], **QUIET)


def converse(desk: Desk, question: str, chat: Chat, turns: Turns, filters: Filters, t: Texts) -> Iterator[Updates]:
    """One turn: the question at once, then the evidence with the answer growing."""
    if not question:
        yield (gr.skip(),) * 6
        return
    chat, rest = [*chat, render.bubble("user", question)], (gr.skip(),) * 5
    yield chat, "", render.busy(t), None, turns, ()
    try:
        answer = desk.ask(question, filters, turns)
    except HangkeError as error:
        yield [*chat, render.bubble("assistant", str(error))], gr.skip(), render.panel(None, t), None, turns, ()
        return
    turns, cited = (*turns, Turn.of(answer))[-LAST:], tuple(citation.passage for citation in answer.citations)
    yield chat, gr.skip(), render.panel(answer, t), answer, turns, cited
    said = render.said(answer, t)
    for end in range(STEP, len(said) + STEP, STEP):
        yield [*chat, render.bubble("assistant", said[:end])], *rest
        time.sleep(PAUSE)
