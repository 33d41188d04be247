"""Embedders from a model hub: any model of sentence-transformers, by name or folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedders import BUILT_IN, Vectors
from ingest.errors import LibraryError


class HubModel:
    """A sentence-transformers model, by name or folder."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._model: Any = None

    def _loaded(self) -> Any:
        if self._model is None:
            try:
                from sentence_transformers import SentenceTransformer

                self._model = SentenceTransformer(self.name)
            except (ImportError, OSError, ValueError) as error:
                raise LibraryError(
                    f"embedder {self.name}: cannot be loaded ({_first_line(error)}); give the folder of a model,"
                    f" set HF_ENDPOINT to a hub that can be reached, or use --embedder {BUILT_IN}"
                ) from error
        return self._model

    def fit(self, texts: Sequence[str], tokens: Sequence[Sequence[str]]) -> Vectors:
        """Embed the passages; nothing is fitted."""
        return np.asarray(self._loaded().encode_document(list(texts), normalize_embeddings=True), np.float32)

    def query(self, text: str, words: Sequence[str]) -> NDArray[np.float32]:
        """Embed a question, with the model's own prompt for questions."""
        return np.asarray(self._loaded().encode_query(text, normalize_embeddings=True), np.float32)

    def save(self, folder: Path) -> None:
        """Nothing to keep: the model has a place of its own."""

    def load(self, folder: Path) -> None:
        """Nothing to read."""


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]
