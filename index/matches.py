"""Which sentences pass a test, remembered: the same few tests are asked of the same sentences again and again."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.bm25 import Ints
from index.types import Passage

UNKNOWN = -1
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
        known = self._known.setdefault(name, np.full(int(self._first[-1]), UNKNOWN, np.int8))

        def passing(numbers: Ints) -> NDArray[np.bool_]:
            for number in numbers[known[numbers] == UNKNOWN].tolist():
                known[number] = passes(*self._sentence(number))
            return np.asarray(known[numbers] == 1)

        return passing

    def _sentence(self, number: int) -> tuple[Passage, int]:
        """The passage of a sentence, and its place in it."""
        index = int(np.searchsorted(self._first, number, side="right")) - 1
        return self._at([index])[0], number - int(self._first[index])
