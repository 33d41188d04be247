"""What the commands share: the library that the options name, progress bars, printing."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from tqdm import tqdm

from index.library import Library
from index.types import Filters, Progress
from qa.generators import Generator
from ui import compose
from ui.settings import Settings

LINE_ENDS = re.compile("[\x85\u2028\u2029]")


def library(options: argparse.Namespace, seed: bool = True) -> Library:
    """The library that the options name, with digests in it where there is none and `seed` allows it."""
    with Bar("digests") as progress:
        return compose.open_library(settings(options, seed), progress=progress, embedding=Bar("embedding").step)


def generator(options: argparse.Namespace, library: Library) -> Generator:
    """Who words the answers; told on stderr where it fails."""
    return compose.generator(settings(options), library)


def settings(options: argparse.Namespace, seed: bool = True) -> Settings:
    """Settings; models only for commands that have a use for them."""
    embedder, reranker = getattr(options, "embedder", None), getattr(options, "reranker", None)
    llm, llm_model = getattr(options, "llm", None), getattr(options, "llm_model", None)
    kept_in = options.store, options.milvus_uri
    read = Settings.read(options.home, options.no_seed or not seed, embedder, reranker, llm, llm_model, *kept_in)
    return replace(
        read,
        embedder=read.embedder if hasattr(options, "embedder") else None,
        reranker=read.reranker if hasattr(options, "reranker") else None,
        llm=read.llm if hasattr(options, "llm") else None,
    )


class Bar:
    """A progress bar on stderr, made when the first step is reported, silent where stderr is no terminal."""

    def __init__(self, name: str, unit: str = "passage") -> None:
        self.name, self.unit = name, unit
        self.bar: Any = None

    def __enter__(self) -> Progress:
        return self.step

    def step(self, done: int, total: int) -> None:
        """Draw that so many steps are done."""
        if self.bar is None or done == 1:
            self._close()
            wide = shutil.get_terminal_size().columns  # 80 where the terminal does not tell
            self.bar = tqdm(
                total=total, desc=self.name, unit=self.unit, file=sys.stderr, leave=False, disable=None, ncols=wide
            )
        self.bar.update(done - self.bar.n)
        if done == total:
            self._close()

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        if self.bar is not None:
            self.bar.close()
            self.bar = None


def emit(options: argparse.Namespace, objects: Iterable[dict[str, Any]], text: Callable[[dict[str, Any]], str]) -> None:
    """JSON Lines, or a text for people."""
    for item in objects:
        print(dump(item) if options.json else text(item), flush=True)


def dump(item: dict[str, Any]) -> str:
    """One line, also for readers who take other characters than the line feed for the end of a line."""
    return LINE_ENDS.sub(lambda end: f"\\u{ord(end[0]):04x}", json.dumps(item, ensure_ascii=False))


def filters(options: argparse.Namespace) -> Filters:
    """What narrows a search."""
    return Filters(options.issue, options.year_from, options.year_to, options.author, options.article, options.section)
