"""The turns of a dialogue: a question asked, its answer growing, what a visitor thinks of it, what comes next."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

import gradio as gr

from index.types import Passage
from ingest.errors import HangkeError
from qa.dialogue import LAST
from qa.types import Answer, Turn
from ui.desk import Desk
from ui.render import bubbles, evidence
from ui.tabs import filters
from ui.tabs.page import Updates
from ui.texts import Texts

STEP, PAUSE = 8, 0.02  # characters and seconds of the growing answer

Chat = list[dict[str, Any]]
Turns = tuple[Answer | None, ...]  # an answer for each question of the chat; None where it was no question


def converse(
    desk: Desk, question: str, chat: Chat, turns: Turns, narrowed: Sequence[Any], t: Texts
) -> Iterator[Updates]:
    """One turn: the question at once, then the evidence with the answer growing.

    Each update is of the chat, the question, the panel, the turns, what is shown of them, and what is cited.
    """
    if not question:
        yield (gr.skip(),) * 6
        return
    chat, here = [*chat, bubbles.bubble("user", question)], len(turns)
    yield chat, "", evidence.busy(t), turns, gr.skip(), gr.skip()
    try:
        answer = desk.ask(question, filters.chosen(*narrowed), heard(turns))
    except HangkeError as error:
        told = [*chat, bubbles.bubble("assistant", str(error))]
        yield told, gr.skip(), evidence.panel(None, t), (*turns, None), (here, 1), ()
        return
    rest = (gr.skip(), evidence.panel(answer, t, here), (*turns, answer), (here, 1), cited(answer))
    for said in _growing(bubbles.said(answer, t)):
        yield [*chat, bubbles.linked(said, here, answer)], *rest
        rest = (gr.skip(),) * 5
        time.sleep(PAUSE)


def _growing(said: str) -> Iterator[str]:
    return (said[:end] for end in range(STEP, len(said) + STEP, STEP))


def heard(turns: Turns) -> list[Turn]:
    """What the next question may refer to."""
    return [Turn.of(answer) for answer in turns if answer][-LAST:]


def cited(answer: Answer | None) -> tuple[Passage, ...]:
    """The passages that an answer cites, in its order."""
    return tuple(citation.passage for citation in answer.citations) if answer else ()


def followups(desk: Desk, turns: Turns) -> list[str]:
    """Questions that follow the last answer; none where there is none."""
    return desk.followups(turns[-1], heard(turns[:-1])) if turns and turns[-1] else []


def rate(desk: Desk, turns: Turns, turn: int, good: bool | None, t: Texts) -> None:
    """Keep what a visitor thinks of the answer of a turn, and thank him."""
    answer = turns[turn] if 0 <= turn < len(turns) else None
    if answer is None:
        return
    desk.rate(answer, good)
    gr.Info(t.unrated if good is None else t.rated, duration=3)
