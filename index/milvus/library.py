"""A library in Milvus."""

from __future__ import annotations

from pathlib import Path

from index.choice import Choice
from index.library import Library
from index.milvus.writing import MilvusStore
from index.types import Reporter


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
        self.store.embed = lambda texts: self.embedder.fit(texts)
