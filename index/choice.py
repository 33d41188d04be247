"""Which embedder a library uses."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from index import derived, embedders
from index.embedders import BUILT_IN, Embedder
from index.hub import HubModel
from index.static.embedder import Static
from index.static.shipped import Shipped
from index.stores import Store
from index.types import Reporter
from ingest.errors import LibraryError


class Choice:
    """The embedder asked for, else the library's own, else the built-in one in the place of its own.

    What was asked for must work; the library's own may be out of reach today, which is told once.
    """

    def __init__(self, store: Store, asked: str | None, reporter: Reporter = Reporter()) -> None:
        self.store = store
        self.asked = embedders.full_name(asked) if asked else None
        self.reporter = reporter

    @property
    def own(self) -> str:
        """The embedder that the manifest names; of a library to come, the one that it will name."""
        return self.store.meta().get("embedder") or self.asked or BUILT_IN

    @cached_property
    def embedder(self) -> Embedder:
        """The embedder in use."""
        self._of = self.own
        if self.asked:
            return self._make(self.asked)
        try:
            own = self._make(self._of)
            own.check()
        except LibraryError as error:
            self.reporter.note(f"{error}; until then the built-in embedder answers")
            return self._make(BUILT_IN)
        return own

    def follow(self) -> None:
        """Forget the embedder if the manifest has come to name another."""
        if "embedder" in self.__dict__ and not self.asked and self._of != self.own:
            del self.__dict__["embedder"]

    def adopt(self, anew: bool = False) -> None:
        """Embed the library with the embedder asked for, and only then make it the library's own.

        `anew` does so even where it is that already. An interruption keeps the vectors made so far for the next
        time. Raises LibraryError where the embedder cannot be had, and LibraryUnwritable where the library cannot
        be written; its own embedder then stays.
        """
        if not self.store.revision() or (self.own == self.embedder.name and not anew):
            return
        if self.own != self.embedder.name:
            self.reporter.note(f"embedding the library with {self.embedder.name} instead of {self.own}")
        derived.embed_ahead(self.store, self.embedder)
        self.store.set_meta({"embedder": self.embedder.name, "trained": self.store.revision()})
        self._of = self.embedder.name

    def _make(self, name: str) -> Embedder:
        return make(name, self.store.home, self.reporter, self.store.fitted)


def make(name: str, home: Path | None = None, reporter: Reporter = Reporter(), fitted: bool = True) -> Embedder:
    """The embedder of that name: `static`, `fitted` on the library or as shipped, or any sentence-transformers model.

    A model keeps its vectors in `home`, the folder of the library, and tells the reporter of passages embedded.
    """
    if name in (BUILT_IN, embedders.FORMER):
        return Static() if fitted else Shipped()
    return HubModel(embedders.full_name(name), home, reporter)
