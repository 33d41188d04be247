"""The tab that asks, with the evidence beside the dialogue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from ui.locale import SAID
from ui.render import evidence, ideas
from ui.tabs import dialogue, filters, references, takeaway
from ui.tabs.dialogue import Turns
from ui.tabs.page import QUIET, Page, Updates
from ui.texts import LANGUAGES, Texts

IDEAS = Path(__file__).parents[1].joinpath("ideas.js").read_text("utf-8")
MAX_QUESTION = 1000


@dataclass(frozen=True, slots=True)
class AskTab:
    """What the handlers work on; `shown` is the turn whose evidence is shown and the citation that lies open."""

    chat: Any
    question: Any
    panel: Any
    turns: Any
    shown: Any
    cited: Any
    filters: list[Any]
    ideas: Any
    proposed: Any


def build(page: Page) -> None:
    """The dialogue with what can be asked next, and the evidence."""
    turns, shown, proposed = gr.State(()), gr.State((0, 1)), gr.State(None)
    with gr.Row(elem_id="hk-desk"):
        with gr.Column(scale=5, min_width=320, elem_id="hk-talk"):
            chat, question = _chat(), _question()
            ideas_list = gr.HTML(js_on_load=IDEAS, apply_default_css=False, elem_id="hk-ideas")
            takeaway.build(page, turns)
            with gr.Accordion(SAID.narrow, open=False, elem_id="hk-narrow"):
                narrowed = filters.build(page, "hk")
        with gr.Column(scale=6, min_width=320, elem_id="hk-evidence"):
            panel = page.evidence("hk-panel")
            cited = references.build(page, "hk-references")
    page.keep(panel, _panel, turns, shown)
    page.keep(ideas_list, lambda t, told: _ideas(page, t, told), proposed)
    page.later(lambda name, told: _examples(page, LANGUAGES[name], told), [page.language, proposed], ideas_list)
    _wire(page, AskTab(chat, question, panel, turns, shown, cited, narrowed, ideas_list, proposed))


def _chat() -> Any:
    """A chat that shows text as text: neither Markdown nor formulas; against HTML see `bubbles.bubble`."""
    return gr.Chatbot(
        label=SAID.chat, show_label=False, placeholder=SAID.placeholder, height=400, elem_id="hk-chat", buttons=[],
        render_markdown=False, sanitize_html=True, latex_delimiters=[], allow_tags=False,
    )  # fmt: skip


def _question() -> Any:
    return gr.Textbox(
        label=SAID.question, placeholder=SAID.question, show_label=False, container=False, max_lines=1,
        autofocus=True, submit_btn=SAID.send, max_length=MAX_QUESTION, elem_id="hk-question",
    )  # fmt: skip


def _panel(t: Texts, turns: Turns, shown: tuple[int, int]) -> str:
    turn, n = shown
    return evidence.panel(dialogue.answer_of(turns, turn), t, turn, n)


def _ideas(page: Page, t: Texts, proposed: list[str] | None) -> str:
    """What can be asked next; before the first question, examples."""
    if proposed is None:
        return ideas.listed(t.examples, page.desk.examples_at_hand(t.code))
    return ideas.listed(t.next, proposed)


def _examples(page: Page, t: Texts, proposed: list[str] | None) -> str:
    """The same, the examples made if they are not at hand."""
    if proposed is None:
        page.desk.examples(t.code)
    return _ideas(page, t, proposed)


def _wire(page: Page, tab: AskTab) -> None:
    language = page.language
    inputs = [tab.turns, *tab.filters, language]  # not the chat: it grows, and the browser would send it each time
    outputs = [tab.chat, tab.question, tab.panel, tab.turns, tab.shown, tab.cited]

    def ask(question: str, turns: Turns, *rest: Any) -> Iterator[Updates]:
        *narrowed, name = rest
        yield from dialogue.converse(page.desk, question[:MAX_QUESTION].strip(), turns, narrowed, LANGUAGES[name])

    def take_up(event: gr.EventData, *rest: Any) -> Iterator[Updates]:
        yield from ask(str(event.question), *rest)

    def suggest(turns: Turns, name: str) -> Updates:
        proposed = dialogue.followups(page.desk, turns)
        return proposed, _ideas(page, LANGUAGES[name], proposed)

    def turn_to(turns: Turns, name: str, event: gr.EventData) -> Updates:
        turn, n = int(event.turn), int(event.n)
        answer = dialogue.answer_of(turns, turn)
        return evidence.panel(answer, LANGUAGES[name], turn, n, led=True), (turn, n), dialogue.cited(answer)

    def rate(turns: Turns, name: str, data: gr.LikeData) -> None:
        turn = data.index[0] if isinstance(data.index, tuple) else data.index
        good = data.liked if isinstance(data.liked, bool) else None
        dialogue.rate(page.desk, turns, turn // 2, good, LANGUAGES[name])

    def clear(name: str) -> Updates:
        t = LANGUAGES[name]
        return evidence.panel(None, t), (), (0, 1), (), None, _ideas(page, t, None)

    typed = tab.question.submit(ask, [tab.question, *inputs], outputs, **QUIET)
    clicked = tab.ideas.select(take_up, inputs, outputs, **QUIET)
    for event in (typed, clicked):  # what nobody foresaw is logged by gradio; the visitor is not left waiting
        event.failure(lambda name: evidence.trouble(LANGUAGES[name]), language, tab.panel, **QUIET)
        event.success(suggest, [tab.turns, language], [tab.proposed, tab.ideas], **QUIET)
    tab.panel.select(turn_to, [tab.turns, language], [tab.panel, tab.shown, tab.cited], **QUIET)
    tab.chat.like(rate, [tab.turns, language], None, **QUIET)
    emptied = [*outputs[2:], tab.proposed, tab.ideas]
    tab.chat.clear(clear, language, emptied, cancels=[typed, clicked], **QUIET)  # else what is being said comes back
