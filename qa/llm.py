"""Answers in a language model's words: grounded, cited and proved, or the extractive ones as they are."""

from __future__ import annotations

import time
from dataclasses import replace

from index.types import Notify, unheard
from ingest.errors import ModelError
from qa import claims, prompt
from qa.chat import Endpoint
from qa.claims import Checked, Proves
from qa.generators import Heard
from qa.prompt import Prompt
from qa.types import Answer, Status

MAX_HEARD, MAX_SAID, MAX_LINES = 100_000, 8000, 40  # characters with the thinking, without it, lines of that
TOO_MUCH = "it says more than any answer needs"
THINKING, THOUGHT = "<think>", "</think>"


class Model:
    """A language model as a generator; `proves` decides what of its answers stays, `notify` hears why one is not used.

    A question that the extractive generator finds no answer to is never sent: there is nothing to prove a reply with.
    """

    def __init__(self, endpoint: Endpoint, proves: Proves, notify: Notify = unheard) -> None:
        self._endpoint = endpoint
        self._proves = proves
        self._notify = notify

    @property
    def name(self) -> str:
        """The model's name."""
        return self._endpoint.model

    def improve(self, answer: Answer, heard: Heard = unheard) -> Answer:
        """The answer in the model's words, as far as they are proved; the extractive one on any failure."""
        if answer.status is Status.NOT_FOUND or answer.settled or not answer.citations:
            return answer
        began = time.perf_counter()
        try:
            checked = self._ask(answer, heard)
        except ModelError as error:
            self._notify(f"{error}; the extractive answer is given")
            return answer
        return replace(
            answer,
            answer=checked.text or "",
            citations=checked.citations,
            claims=checked.claims,
            generator=self.name,
            elapsed_ms=answer.elapsed_ms + (time.perf_counter() - began) * 1000,
        )

    def _ask(self, answer: Answer, heard: Heard) -> Checked:
        """What is left of the reply; each line is checked as soon as it is whole, and heard if it is proved."""
        sent, said, told = prompt.make(answer), "", ""
        for piece in self._endpoint.complete(sent.messages):
            said += piece
            if len(said) > MAX_HEARD:
                raise ModelError(f"{self.name}: {TOO_MUCH}")
            if "\n" in piece:
                told = self._hear(self._check(sent, said.rpartition("\n")[0]), told, heard)
        if _spoken(said).strip() == prompt.NONE:
            raise ModelError(f"{self.name}: it finds no answer in the passages")
        checked = self._check(sent, said)
        self._accept(checked, answer)
        self._hear(checked, told, heard)
        return checked

    def _check(self, sent: Prompt, said: str) -> Checked:
        spoken = _spoken(said)
        if len(spoken) > MAX_SAID or spoken.count("\n") > MAX_LINES:
            raise ModelError(f"{self.name}: {TOO_MUCH}")
        text, citations = sent.resolve(spoken)
        return claims.check(text, citations, self._proves)

    def _hear(self, checked: Checked, told: str, heard: Heard) -> str:
        """Tell what is new since the last time: proved sentences stay and keep their numbers as others follow."""
        text = checked.text or ""
        if len(text) > len(told):
            heard(text[len(told) :])
        return text

    def _accept(self, checked: Checked, answer: Answer) -> None:
        """Raise ModelError where too little is left, or nothing of what the extractive answer stands on is cited.

        So a reply that rests only on what a passage told the model to say takes no answer's place.
        """
        if not checked.made:
            raise ModelError(f"{self.name}: it says nothing")
        if checked.proved * 2 < checked.made:
            raise ModelError(f"{self.name}: {checked.made - checked.proved} of {checked.made} claims are not proved")
        if not {c.passage for c in checked.citations} & {c.passage for c in answer.citations}:
            raise ModelError(f"{self.name}: it leaves out the passage that answers")


def _spoken(said: str) -> str:
    """A reply without the thinking that some models write before it."""
    if not said.lstrip().startswith(THINKING):
        return said
    return said.partition(THOUGHT)[2]
