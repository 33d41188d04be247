"""Guessing made slow: after some failures a key is refused for a while, longer after each."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable


class Throttle:
    """Counts failures a key, in bounded memory; a quiet time wipes them out. Not locked: its owner sees to that."""

    def __init__(
        self, free: int, longest: float = 60, forget: float = 900, most: int = 10_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.free, self.longest, self.forget, self.most, self.clock = free, longest, forget, most, clock
        self._failures: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """Seconds for which a key is refused, 0 where it is not."""
        count, last = self._count(key)
        if count < self.free:
            return 0.0
        return max(0.0, last + min(self.longest, 2.0 ** min(count - self.free, 30)) - self.clock())

    def failed(self, key: str) -> None:
        """Count a failure."""
        self._failures[key] = (self._count(key)[0] + 1, self.clock())
        self._failures.move_to_end(key)
        while len(self._failures) > self.most:
            self._failures.popitem(last=False)

    def passed(self, key: str) -> None:
        """Forget the failures of a key."""
        self._failures.pop(key, None)

    def _count(self, key: str) -> tuple[int, float]:
        count, last = self._failures.get(key, (0, 0.0))
        return (count, last) if count and self.clock() - last < self.forget else (0, 0.0)
