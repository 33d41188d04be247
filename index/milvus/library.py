"""A library in Milvus: the server searches, and what it finds is ranked as in any library."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, cast

import numpy as np
from numpy.typing import NDArray

from index.choice import Choice
from index.copies import Copies
from index.embedders import Vectors
from index.features import View
from index.library import Library
from index.matches import Form, Matches
from index.milvus import numbers, sparse, window
from index.milvus.client import Place, within
from index.milvus.rarity import Rarity
from index.milvus.sketch import Sketch
from index.milvus.window import Window
from index.milvus.writing import MilvusStore
from index.narrowing import weight
from index.parts import Parts
from index.query import Query
from index.ranking import Legs
from index.segment import Segment
from index.types import Filters, Hit, IssueRow, Reporter, Scores
from ingest.errors import LibraryError

FOUND = 200  # passages that a search brings into sight
SAMPLED = 500  # passages of the sample; a library of no more is in sight as a whole
SKETCHED = 128  # issues whose word frequencies stand for those of all
NONE = -1  # no article has that number
OPENED = 50  # articles that are looked up at a time for what a filter lets through


class OwnEmbedder(Choice):
    """The embedder that the vectors in the store are of, which many write at once: no other can take its place."""

    def adopt(self, anew: bool = False) -> None:
        """Nothing to do with the same embedder; raises LibraryError with another."""
        if self.store.exists and self.own != self.embedder.name:
            raise LibraryError(
                f"{self.embedder.name}: the vectors in Milvus are of the embedder {self.own}; leave --embedder out, or"
                " run `hangke migrate --to embedded`, `hangke train`, and migrate into an empty place"
            )


class SharedCopies(Copies):
    """Copies in a folder that many use, or none."""

    def delete(self, stems: Collection[str]) -> None:
        """Nothing: what one does not need another may."""


class MilvusLibrary(Library):
    """A library whose records and search are in Milvus; its home folder has the dictionary and copies of sources."""

    store: MilvusStore
    kept: ClassVar[tuple[str, ...]] = (*Library.kept, "_rarity", "_sample", "_loads")
    of_question: ClassVar[tuple[str, ...]] = ("_article_of", "_cache", "matches")  # what goes by indices of passages

    def __init__(
        self,
        home: Path,
        place: Place,
        embedder: str | None = None,
        reporter: Reporter = Reporter(),
        reranker: str | None = None,
    ) -> None:
        super().__init__(home, embedder, reporter, reranker)
        self.store = MilvusStore(home, place)
        self.choice = OwnEmbedder(self.store, embedder, reporter)
        self.store.embed = self._embedded
        self._found: list[Segment]
        self._searched: set[tuple[object, ...]]
        self._begin()

    def _embedded(self, texts: Sequence[str]) -> Vectors:
        """The vectors of passages; raises LibraryError where the library's own embedder is out of reach."""
        if not self._embeds:
            raise LibraryError(f"{self.choice.own}: the embedder of this library is out of reach; nothing can be added")
        return self.embedder.embed(texts)

    @property
    def _embeds(self) -> bool:
        """Whether the embedder in use is that of the vectors in the store."""
        return self.embedder.name == self.choice.own

    @property
    def copies(self) -> Copies:
        """The copies of the sources, of which none is deleted: others may have the folder too."""
        return SharedCopies(self.home)

    def writing(self, doing: str) -> AbstractContextManager[Any]:
        """Milvus Lite takes one writer at a time; a server any number, who need not wait for each other."""
        return self.store.client.lock

    def only(self, parts: Parts) -> MilvusLibrary:
        """The same library, searched with some of the parts, with a window of its own."""
        view = cast(MilvusLibrary, super().only(parts))
        view._begin()
        return view

    # -- what is in sight

    @cached_property
    def arrays(self) -> Window:
        """The passages in sight of the question."""
        self._revision = self._revision or self.store.revision()
        return Window([self._sample, *self._found], self._rarity, self._sample.size)

    def follow(self) -> None:
        """Forget what was in sight of the last question, and what another process has changed since."""
        super().follow()
        self._begin()

    def refresh(self) -> None:
        """Forget what was worked out from an earlier revision."""
        super().refresh()
        self._found, self._searched = [], set()

    def _begin(self) -> None:
        """A new window."""
        self._found, self._searched = [], set()
        self._forget(("arrays", *self.of_question))

    def _forget(self, names: Iterable[str]) -> None:
        for name in names:
            self.__dict__.pop(name, None)

    @cached_property
    def _loads(self) -> dict[int, IssueRow]:
        """The issues that are searched, by their loads."""
        loads = self.store.versions()
        return {loads[row.issue_id]: row for row in self.store.issues() if not row.hidden}

    @cached_property
    def _sample(self) -> Segment:
        """Passages from all over the library."""
        sizes = np.array([row.passages for row in self._loads.values()], np.int64)
        ends, loads = np.cumsum(sizes), list(self._loads)
        spread = np.linspace(0, sizes.sum(), SAMPLED, endpoint=False, dtype=np.int64)
        chosen = np.unique(spread) if sizes.any() else ends
        at = np.searchsorted(ends, chosen, side="right")
        ordinals = chosen - (ends - sizes)[at]
        return self._segment(numbers.position(loads[i], int(n)) for i, n in zip(at.tolist(), ordinals, strict=True))

    def _segment(self, positions: Iterable[int]) -> Segment:
        return window.seen(self.store.found(positions), self._loads)

    @cached_property
    def _rarity(self) -> Rarity:
        loads = sorted(self._loads, key=lambda load: load * 2654435761 % 2**32)[:SKETCHED]  # the same, whatever comes
        return Rarity(Sketch.sum(self.store.sketches(loads)))

    @cached_property
    def matches(self) -> Matches:
        """Tests of sentences, which remember what they told."""
        return window.Recalled(lambda: self.arrays, self.at)

    # -- search

    def view(self, query: Query, count: int, filters: Filters = Filters(), form: Form | None = None) -> View:
        """The candidates for a second look, and what it goes by."""
        vector = self.embedder.query(query.text) if self._embeds and self.parts.dense else None
        self._search(query.weighted if self.parts.keyword else [], vector, self._where(filters), max(FOUND, count))
        return super().view(query, count, filters, form)

    def _legs(self, query: Query, allowed: NDArray[np.float32] | None) -> Legs:
        vector = self.embedder.query(query.text) if self._embeds else np.zeros(self.arrays.dimensions, np.float32)
        return window.legs(self.arrays, query, vector, allowed, self.parts, self.weights.fusion)

    def reach(self, words: Iterable[tuple[str, float]]) -> None:
        """Bring the best passages for weighted words, and those beside them, into sight."""
        self._search(list(words), None, self._where(Filters()), FOUND)
        beside = {int(position) + step for position in self.arrays.positions for step in (-1, 1)}
        self._bring(beside)

    def beside(self, index: int, step: int) -> int | None:
        """The index in the arrays of the passage that stands so many behind another, if it is of the same issue."""
        return self.arrays.index.get(int(self.arrays.positions[index]) + step)

    def _search(
        self, words: Sequence[tuple[str, float]], vector: NDArray[np.float32] | None, where: str, count: int
    ) -> None:
        """Bring into sight what the server finds."""
        if self._sample.size == sum(row.passages for row in self._loads.values()):
            return  # all of it is in sight
        weighed = sparse.of_question(self._rarity.weighed(words))
        asked = (tuple(weighed.items()), None if vector is None else vector.tobytes(), where, count)
        if asked in self._searched:
            return
        self._searched.add(asked)
        legs = [("sparse", weighed)] * bool(weighed)
        legs += [] if vector is None or not vector.any() else [("dense", vector.tolist())]
        self._bring(position for position, _ in (self.store.client.hybrid(legs, where, count) if legs else []))

    def _bring(self, positions: Iterable[int]) -> None:
        missing = [position for position in positions if position not in self.arrays.index]
        if missing and (fresh := self._segment(missing)).size:
            self._found.append(fresh)
            self._forget(("arrays", "_article_of"))

    def _where(self, filters: Filters) -> str:
        """The filter of a search: years and issues, and articles by number where filters name them otherwise."""
        away = [load for load in self.store.loads() if load not in self._loads]
        told = [within("load", away, "not in")] * bool(away)
        if filters.issue:
            told.append(f"load == {self.store.versions()[self.find(filters.issue).issue_id]}")
        told += [f"year >= {filters.year_from}"] * (filters.year_from is not None)
        told += [f"(year > 0 and year <= {filters.year_to})"] * (filters.year_to is not None)
        if filters.author or filters.article or filters.section:
            told.append(within("article", self._articles(filters) or [NONE]))
        return " and ".join(told)

    def _articles(self, filters: Filters) -> list[int]:
        """The numbers of the articles that filters let through, in the order of the library."""
        issue = self.find(filters.issue) if filters.issue else None
        through = [article for row, article in self._contents if weight(row, article, filters, issue)]
        loads = self.store.versions()
        layers = {article.issue_id: self.store.layer(article.issue_id) for article in through}
        return [
            numbers.article(loads[each.issue_id], layers[each.issue_id].number_read(each.article_no))
            for each in through
        ]

    def opening(self, filters: Filters, count: int) -> list[Hit]:
        """The first passages that the filters let through, in the order of the library."""
        hidden = {row.issue_id for row in self.store.issues() if row.hidden}
        shown = {load for issue_id, load in self.store.versions().items() if issue_id not in hidden}
        articles = [each for each in self._articles(filters) if numbers.load_of(each) in shown]
        positions: list[int] = []
        for start in range(0, len(articles), OPENED):
            if len(positions) >= count:
                break
            positions += self.store.of_articles(articles[start : start + OPENED])
        found = self.store.passages(positions[:count])
        return [Hit(passage, rank, 1.0, Scores()) for rank, passage in enumerate(found, 1)]
