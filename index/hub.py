"""Embedders from a model hub: any model of sentence-transformers, by name or folder."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import snapshots
from index.embedders import Vectors
from index.types import Reporter
from index.vectors import Kept

FOLDER = "vectors"  # in the library's, below it a folder for each model
COMMIT = "commit"  # of a hub's model: the one whose vectors these are
TASK = "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:"
PROMPTS = (  # a model's name, then what goes before a question and before a passage; the first that fits
    (r"e5.*instruct", f"{TASK} ", ""),
    (r"\be5\b", "query: ", "passage: "),
    (r"qwen3-embedding", TASK, ""),
    (r"bge-m3", "", ""),
    (r"bge-.*-zh", "为这个句子生成表示以用于检索相关文章：", ""),
    (r"bge-.*-en", "Represent this sentence for searching relevant passages: ", ""),
)


class HubModel:
    """A sentence-transformers model, by name or folder (from the root); loaded when first needed.

    In `home` it keeps the vectors of passages, and which commit of a hub's model made them, so that the hub is
    asked once. Every method but `save` and `load` raises LibraryError where the model cannot be had.
    """

    def __init__(self, name: str, home: Path | None = None, reporter: Reporter = Reporter()) -> None:
        self.name = name
        self._place = home / FOLDER / _slug(name) if home else None
        self._step = reporter.step

    @cached_property
    def version(self) -> str:
        """The commit of a hub's model, or a digest of a folder's files."""
        return snapshots.version(self.name, self._folder)

    def check(self) -> None:
        """Load the model."""
        _ = self._model

    def renew(self) -> None:
        """Have the hub asked for its newest commit when the model is first needed."""
        if self._place is not None:
            with suppress(OSError):
                (self._place / COMMIT).unlink(missing_ok=True)

    def sample(self, size: int) -> list[int]:
        """None: nothing is fitted."""
        return []

    def outgrown(self, then: int, now: int) -> bool:
        """Never."""
        return False

    def fit(self, texts: Sequence[str]) -> None:
        """Nothing is fitted."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed the passages that are not embedded yet."""
        if not texts:
            return np.zeros((0, 0), np.float32)
        return self._kept.embed(texts, self._encode, self._step, sweep=False)

    def keep(self, texts: Sequence[str]) -> None:
        """Embed all passages of a library, and forget the vectors of others."""
        if texts:
            self._kept.embed(texts, self._encode, self._step)

    def query(self, text: str) -> NDArray[np.float32]:
        """Embed a question, with the model's own prompt for questions."""
        with snapshots.translated(self.name):
            vector = self._model.encode_query(
                text, prompt=self._prompts[0], normalize_embeddings=True, show_progress_bar=False
            )
            return np.asarray(vector, np.float32)

    def save(self, folder: Path) -> None:
        """Nothing to keep: the model has a place of its own."""

    def load(self, folder: Path) -> None:
        """Nothing to read."""

    @cached_property
    def _folder(self) -> Path:
        return snapshots.find(self.name, self._commit())

    def _commit(self) -> str | None:
        if self._place is None:
            return None
        try:
            return (self._place / COMMIT).read_text("ascii") or None
        except (OSError, ValueError):
            return None

    def _keep_commit(self, commit: str) -> None:
        if self._place is not None and commit != self._commit():
            with suppress(OSError):  # a library that cannot be written asks the hub each time
                self._place.mkdir(parents=True, exist_ok=True)
                (self._place / COMMIT).write_text(commit, "ascii")

    @cached_property
    def _model(self) -> Any:
        model = snapshots.load(self.name, self._folder)
        if not snapshots.is_folder(self.name):
            self._keep_commit(self._folder.name)  # only now: what was fetched may be half of it
        return model

    @cached_property
    def _kept(self) -> Kept:
        return Kept(self._place / self.version if self._place else None, self._prompts[1])

    @cached_property
    def _prompts(self) -> tuple[str, str]:
        """What goes before a question and before a passage: the model's own words, else those of its family."""
        own = {name: prompt for name, prompt in self._model.prompts.items() if prompt}
        if own:
            names = ("document", "passage", "corpus")  # in the order that the library has
            return own.get("query", ""), next((own[name] for name in names if name in own), "")
        return family_prompts(self._family())

    def _family(self) -> str:
        """The name of the model; for a folder also what its configuration says it came from."""
        if not snapshots.is_folder(self.name):
            return self.name
        try:
            origin = json.loads((self._folder / "config.json").read_text("utf-8")).get("_name_or_path", "")
        except (OSError, ValueError, AttributeError):
            origin = ""
        copies = [part for part in Path(self.name).parts if part.startswith("models--")]  # the hub's own, by path
        return " ".join([Path(self.name).name, *copies, origin])

    def _encode(self, texts: list[str]) -> Vectors:
        with snapshots.translated(self.name):
            vectors = self._model.encode_document(
                texts, prompt=self._prompts[1], normalize_embeddings=True, show_progress_bar=False
            )
            return np.asarray(vectors, np.float32)


def family_prompts(name: str) -> tuple[str, str]:
    """What a model whose configuration is silent wants before a question and before a passage, by its name."""
    fits = (told for pattern, *told in PROMPTS if re.search(pattern, name, re.IGNORECASE))
    question, passage = next(fits, ("", ""))
    return question, passage


def _slug(name: str) -> str:
    """A folder's name, readable, and another for each model."""
    readable = re.sub(r"[^\w.-]+", "-", name).strip("-.")[-60:]
    return f"{readable}-{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:8]}"
