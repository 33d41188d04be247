"""A library in Milvus."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from index.choice import Choice
from index.embedders import Vectors
from index.library import Library
from index.milvus.writing import MilvusStore
from index.types import Reporter
from ingest.errors import LibraryError


class MilvusLibrary(Library):
    """A library whose records and search are in Milvus; its home folder has the dictionary and copies of sources."""

    store: MilvusStore

    def __init__(
        self,
        home: Path,
        uri: str,
        token: str = "",
        embedder: str | None = None,
        reporter: Reporter = Reporter(),
        reranker: str | None = None,
    ) -> None:
        super().__init__(home, embedder, reporter, reranker)
        self.store = MilvusStore(home, uri, token)
        self.choice = Choice(self.store, embedder, reporter)
        self.store.embed = self._embedded

    def _embedded(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages; raises LibraryError where the library's own embedder is out of reach."""
        if self.embedder.name != self.choice.own:
            raise LibraryError(f"{self.choice.own}: the embedder of this library is out of reach; nothing can be added")
        return self.embedder.embed(texts)
