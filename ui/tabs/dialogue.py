"""The turns of a dialogue: a question asked, its answer growing, what a visitor thinks of it, what comes next."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
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
PATIENCE = 0.1  # seconds that an answer may take before the page says that it is being looked for

Chat = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Said:
    """A turn as the chat shows it; without an answer where the question was none."""

    question: str
    text: str
    answer: Answer | None = None


Turns = tuple[Said, ...]


def converse(desk: Desk, question: str, turns: Turns, narrowed: Sequence[Any], t: Texts) -> Iterator[Updates]:
    """One turn: the evidence with the answer growing; the question alone before it, if the answer takes its time.

    Each update is of the chat, the question, the panel, the turns, what is shown of them, and what is cited.
    """
    if not question:
        yield (gr.skip(),) * 6
        return
    here, before = len(turns), [*chat(turns), bubbles.bubble("user", question)]
    coming = _begun(lambda: desk.ask(question, filters.chosen(*narrowed), heard(turns)))
    if not wait([coming], PATIENCE).done:
        yield before, "", evidence.busy(t), turns, gr.skip(), gr.skip()
    try:
        answer = coming.result()
    except HangkeError as error:
        turns = (*turns, Said(question, str(error)))
        yield chat(turns), "", evidence.panel(None, t), turns, (here, 1), ()
        return
    said = bubbles.said(answer, t)
    rest: Updates = (
        "",
        evidence.panel(answer, t, here),
        (*turns, Said(question, said, answer)),
        (here, 1),
        cited(answer),
    )
    for grown in _growing(said):
        yield [*before, bubbles.linked(grown, here, answer)], *rest
        rest = (gr.skip(),) * 5
        time.sleep(PAUSE)


def _begun(work: Callable[[], Answer]) -> Future[Answer]:
    """Work begun in a thread of its own."""
    coming: Future[Answer] = Future()

    def run() -> None:
        try:
            coming.set_result(work())
        except BaseException as error:
            coming.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return coming


def chat(turns: Turns) -> Chat:
    """The dialogue as the chat shows it."""
    return [bubble for place, said in enumerate(turns) for bubble in _bubbles(place, said)]


def _bubbles(place: int, said: Said) -> Chat:
    told = bubbles.linked(said.text, place, said.answer) if said.answer else bubbles.bubble("assistant", said.text)
    return [bubbles.bubble("user", said.question), told]


def answers(turns: Turns) -> list[Answer]:
    """The answers of a dialogue."""
    return [said.answer for said in turns if said.answer]


def answer_of(turns: Turns, turn: int) -> Answer | None:
    """The answer of a turn, from 0, if there is one."""
    return turns[turn].answer if 0 <= turn < len(turns) else None


def _growing(said: str) -> Iterator[str]:
    return (said[:end] for end in range(STEP, len(said) + STEP, STEP))


def heard(turns: Turns) -> list[Turn]:
    """What the next question may refer to."""
    return [Turn.of(answer) for answer in answers(turns)][-LAST:]


def cited(answer: Answer | None) -> tuple[Passage, ...]:
    """The passages that an answer cites, in its order."""
    return tuple(citation.passage for citation in answer.citations) if answer else ()


def followups(desk: Desk, turns: Turns) -> list[str]:
    """Questions that follow the last answer; none where there is none."""
    last = answer_of(turns, len(turns) - 1)
    return desk.followups(last, heard(turns[:-1])) if last else []


def rate(desk: Desk, turns: Turns, turn: int, good: bool | None, t: Texts) -> None:
    """Keep what a visitor thinks of the answer of a turn, and thank him."""
    answer = answer_of(turns, turn)
    if answer is None:
        return
    desk.rate(answer, good)
    gr.Info(t.unrated if good is None else t.rated, duration=3)
