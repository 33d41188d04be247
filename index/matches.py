"""Which sentences pass a test, remembered: the same few tests are asked of the same sentences again and again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.bm25 import Ints
from index.types import Passage

UNKNOWN = -1
KEPT = 64  # tests that are remembered: a definition asked for is a test of its own, and each costs a byte a sentence
Form = Callable[[Ints], NDArray[np.bool_]]  # which of the sentences of those numbers have the form of an answer


class Matches:
    """Tests of a library's sentences; `first` tells the first sentence of each passage, `at` fetches passages."""

    def __init__(self, first: NDArray[np.int64], at: Callable[[Sequence[int]], list[Passage]]) -> None:
        self._first = first
        self._at = at
        self._known: dict[str, NDArray[np.int8]] = {}

    def of(self, pattern: re.Pattern[str]) -> Form:
        """Tells which of some sentences, by their numbers, match a pattern."""
        return self.test(pattern.pattern, lambda passage, i: pattern.search(passage.sentence(i)) is not None)

    def test(self, name: str, passes: Callable[[Passage, int], bool]) -> Form:
        """Tells which of some sentences, by their numbers, pass a test; what it told is remembered by its name."""
        known = self._recalled(name)

        def passing(numbers: Ints) -> NDArray[np.bool_]:
            for number in numbers[known[numbers] == UNKNOWN].tolist():
                known[number] = passes(*self._sentence(number))
            return np.asarray(known[numbers] == 1)

        return passing

    def _recalled(self, name: str) -> NDArray[np.int8]:
        """What is known of a test, the latest asked for last; the oldest are forgotten."""
        known = self._known.pop(name, None)
        found = np.full(int(self._first[-1]), UNKNOWN, np.int8) if known is None else known
        self._known[name] = found
        for oldest in list(self._known)[:-KEPT]:
            self._known.pop(oldest, None)
        return found

    def _sentence(self, number: int) -> tuple[Passage, int]:
        """The passage of a sentence, and its place in it."""
        index = int(np.searchsorted(self._first, number, side="right")) - 1
        return self._at([index])[0], number - int(self._first[index])
