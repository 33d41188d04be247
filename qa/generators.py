"""Who words an answer: the extractive generator, or a language model behind the same method."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from index.types import unheard
from qa.types import Answer

Heard = Callable[[str], None]  # a piece of an answer as it grows


class Generator(Protocol):
    """Words answers anew, on the evidence that they stand on."""

    @property
    def name(self) -> str:
        """What `generator` says of an answer of its."""

    def improve(self, answer: Answer, heard: Heard = unheard) -> Answer:
        """The answer in other words, or as it is where that fails; `heard` is told each proved piece at once.

        What counts is the Answer: where the generator fails after some pieces, they are not what it says.
        """


class Extractive:
    """Leaves the answer as it is: the source's own sentences."""

    name = "extractive"

    def improve(self, answer: Answer, heard: Heard = unheard) -> Answer:
        """The answer."""
        return answer
