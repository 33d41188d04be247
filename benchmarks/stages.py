"""Where the time of a call goes: functions named by what they do are timed while it runs, each without those in it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from typing import Any
from unittest.mock import patch

from index import bm25, coverage, dense, fusion, library, ranking, rerankers, store
from index.static import embedder
from qa import answerer, clashes, compose, evidence, holdings, spans

Stage = tuple[str, Any, str]  # what it does, where the function is, what it is called there

STAGES: Sequence[Stage] = (
    ("issue named, author, filters", answerer, "scope"),
    ("issue named, author, filters", answerer, "author"),
    ("issue named, author, filters", answerer, "narrowed"),
    ("title named", library.Library, "named"),
    ("about the library itself?", holdings, "answer"),
    ("understand the question", answerer, "understand"),
    ("understand the question", library.Library, "query"),
    ("keyword and character legs", bm25.Columns, "scores"),
    ("dense leg: the question's vector", embedder.Static, "query"),
    ("dense leg", dense.Dense, "leg"),
    ("fusion", ranking, "legs"),
    ("fusion", fusion, "linear"),
    ("choose candidates", ranking, "choose"),
    ("candidates and coverage", coverage, "candidates"),
    ("candidates and coverage", coverage, "coverage"),
    ("read passages from the store", store.SqliteStore, "passages"),
    ("re-rank", rerankers.Linear, "scores"),
    ("rank", library.Library, "find_evidence"),
    ("weigh sentences", evidence, "weigh"),
    ("contradictions", clashes, "shown"),
    ("choose words", spans, "window"),
    ("compose", compose, "compose"),
)
REST = "the rest"


class Clock:
    """Seconds by stage; a stage within another is taken out of that."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._inner = [0.0]

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """A function that is timed."""

        @wraps(function)
        def call(*given: Any, **options: Any) -> Any:
            began = time.perf_counter()
            self._inner.append(0.0)
            try:
                return function(*given, **options)
            finally:
                took, inner = time.perf_counter() - began, self._inner.pop()
                self._inner[-1] += took
                self.seconds[name] += took - inner

        return call


@contextmanager
def clocked(stages: Sequence[Stage] = STAGES) -> Iterator[Clock]:
    """The stages are timed meanwhile; a name that is not there any more fails, so that the table stays whole."""
    clock, patches = Clock(), []
    for name, where, called in stages:
        patches.append(patch.object(where, called, clock.timed(name, getattr(where, called))))
    for each in patches:
        each.start()
    try:
        yield clock
    finally:
        for each in patches:
            each.stop()
