"""The library: issues in, issues out, and the search over them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from index import coverage, derived, embedders, ranking, rerankers, weights
from index.choice import Choice
from index.coverage import Candidates, Coverage
from index.derived import Derived
from index.features import View
from index.matches import Form, Matches
from index.narrowing import bare, weight
from index.parts import ALL, Parts
from index.pinyin import Pinyin
from index.query import Query, Understanding
from index.ranking import Legs
from index.shelf import SOURCES as SOURCES
from index.shelf import Added as Added
from index.shelf import Shelf
from index.store import SqliteStore
from index.types import ArticleRow, Filters, Hit, IssueRow, Passage, Reporter, Scores
from index.words import Words, fold

QUOTED = re.compile(r"[《“「『\"]([^《》“”「」『』\"]+)[》”」』\"]")
MIN_TITLE = 5  # characters of a title that is looked for in a question
KEPT = 8192  # passages that are remembered


@dataclass(frozen=True, slots=True)
class Found:
    """A ranking, and how much of the question each sentence holds."""

    hits: list[Hit]
    order: list[int]  # of each hit: its place among the candidates
    candidates: Candidates
    coverage: Coverage

    def led_by(self, first: Sequence[Passage]) -> Found:
        """The same ranking with those of its passages first; each scores as the best did."""
        places = {hit.passage: place for place, hit in enumerate(self.hits)}
        leading = [places[passage] for passage in dict.fromkeys(first) if passage in places]
        order = [*leading, *(place for place in range(len(self.hits)) if place not in leading)]
        best = max((hit.score for hit in self.hits), default=0.0)
        scores = [best if place in leading else self.hits[place].score for place in order]
        hits = [
            replace(self.hits[place], rank=rank, score=score)
            for rank, (place, score) in enumerate(zip(order, scores, strict=True), 1)
        ]
        return replace(self, hits=hits, order=[self.order[place] for place in order])


class Library(Shelf):
    """A folder with a library in it. Cheap to make; files are opened when first needed."""

    kept: ClassVar[tuple[str, ...]] = (
        *Shelf.kept, "arrays", "name", "_article_of", "_contents", "_titles", "authors", "_cache", "matches", "pinyin",
    )  # fmt: skip

    def __init__(
        self,
        home: Path,
        embedder: str | None = None,
        reporter: Reporter = Reporter(),
        reranker: str | None = None,
    ) -> None:
        self.home = home
        self.store = SqliteStore(home)
        self.words = Words(home / "terms.txt")
        self.parts = ALL
        self.choice = Choice(self.store, embedder, reporter)
        self.weights = weights.learned()
        self.reranker = rerankers.make(reranker, self.weights.rerank)
        self._revision = ""

    @property
    def embedder(self) -> embedders.Embedder:
        """The embedder asked for, else the library's own, else the built-in one in its place."""
        return self.choice.embedder

    @cached_property
    def arrays(self) -> Derived:
        """The arrays of the present revision, opened or built."""
        self._revision = self.store.revision()
        return derived.open_or_build(self.store, self.embedder, self.words.name)

    @cached_property
    def name(self) -> str:
        """Names the state of the library that an answer was made from."""
        meta = self.store.meta()
        return f"{len(self.store.issues())} issues, revision {meta.get('revision', '0')}"

    # -- search

    def only(self, parts: Parts) -> Library:
        """The same library, searched with some of the parts."""
        view = copy(self)
        view.parts = parts
        view.__dict__.pop("_understanding", None)
        return view

    def query(self, text: str) -> Query:
        """A question as the index sees it."""
        return self._understanding.query(text)

    def alike(self, phrase: str) -> tuple[str, ...]:
        """Other ways to put a folded word or phrase, of the lexica and the user's own."""
        return self._understanding.alike(phrase)

    @cached_property
    def _understanding(self) -> Understanding:
        return Understanding(self.words, self.home, lambda: self.pinyin, self.parts)

    @cached_property
    def pinyin(self) -> Pinyin:
        """Names in pinyin, by the words of the present revision."""
        arrays = self.arrays
        return Pinyin(arrays.characters.terms, lambda terms: (arrays.passages.frequencies(terms) > 0).tolist())

    def search(self, query: Query, count: int, filters: Filters = Filters()) -> list[Hit]:
        """The best passages; none where not even the first has anything to do with the query."""
        self.follow()
        found = self.find_evidence(query, count, filters)
        related = any((hit.scores.bm25 or 0) > 0 for hit in found.hits[:1]) or found.coverage.passages.any()
        return found.hits if related else []

    def find_evidence(
        self,
        query: Query,
        count: int,
        filters: Filters = Filters(),
        form: Form | None = None,
    ) -> Found:
        """The best passages and the coverage of their sentences; `form` prefers sentences that can answer."""
        view = self.view(query, count, filters, form if self.parts.form else None)
        legs = view.legs
        scores = self._rescored(view) if self.parts.rerank else legs.fused[view.passages]
        if filters.favoured is not None:
            scores = scores * self._allowed(filters)[view.passages]
        order = np.argsort(-scores, kind="stable")[:count]
        best = view.passages[order]
        of_legs = (leg[best].tolist() for leg in (legs.keyword, legs.dense, legs.fused))
        rows = zip(self.at(best.tolist()), scores[order].tolist(), *of_legs, strict=True)
        hits = [
            Hit(passage, rank, score, Scores(keyword, dense, fused, score))
            for rank, (passage, score, keyword, dense, fused) in enumerate(rows, 1)
        ]
        return Found(hits, order.tolist(), view.chosen, view.held)

    def view(self, query: Query, count: int, filters: Filters = Filters(), form: Form | None = None) -> View:
        """The candidates for a second look, and what it goes by."""
        allowed = self._allowed(filters) if filters.any else None
        legs = self._legs(query, allowed)
        chosen = coverage.candidates(self.arrays, ranking.choose(legs, max(count, self.reranker.depth), allowed))
        held = coverage.coverage(self.arrays, query, chosen, self._contexts(chosen.passages.tolist()))
        formed = np.zeros(len(chosen.sentences), bool) if form is None else form(chosen.sentences)
        return View(self.arrays, query, chosen, legs, held, formed)

    def _legs(self, query: Query, allowed: NDArray[np.float32] | None) -> Legs:
        arrays = self.arrays  # opened first: with them comes what the embedder has learned
        vector = self.embedder.query(query.text)
        return ranking.legs(arrays, query, vector, allowed, self.parts, self.weights.fusion)

    def reach(self, words: Iterable[tuple[str, float]]) -> None:
        """Have the best passages for weighted words in the arrays: nothing to do where all of them are there."""

    def beside(self, index: int, step: int) -> int | None:
        """The index in the arrays of the passage that stands so many behind another, if it is of the same issue."""
        at = index + step
        positions = self.arrays.positions
        return at if 0 <= at < len(positions) and positions[at] - positions[index] == step else None

    def _rescored(self, view: View) -> NDArray[np.float32]:
        return self.reranker.scores(view, self.at(view.passages.tolist()))

    def follow(self) -> None:
        """Forget what was read of the library if another process has changed it since."""
        revision = self.store.revision()
        if self._revision not in ("", revision):
            self.refresh()
        self._revision = revision

    def _contexts(self, indices: list[int]) -> list[str]:
        """Title, section and authors of passages, folded."""
        return [_context(passage) for passage in self.at(indices)]

    def at(self, indices: Sequence[int]) -> list[Passage]:
        """Passages by their index in the arrays; those seen once are kept."""
        if len(self._cache) > KEPT:
            self._cache.clear()
        missing = [i for i in indices if i not in self._cache]
        if missing:
            found = self.store.passages(self.arrays.positions[missing].tolist())
            self._cache.update(zip(missing, found, strict=True))
        return [self._cache[i] for i in indices]

    @cached_property
    def matches(self) -> Matches:
        """Tests of sentences, which remember what they told."""
        return Matches(self.arrays.first_sentence, self.at)

    @cached_property
    def _cache(self) -> dict[int, Passage]:
        return {}

    @cached_property
    def _contents(self) -> list[tuple[IssueRow, ArticleRow]]:
        """All articles, with their issues."""
        issues = {row.issue_id: row for row in self.store.issues()}
        return [(issues[article.issue_id], article) for article in self.store.articles(list(issues))]

    @cached_property
    def _article_of(self) -> NDArray[np.int64]:
        """Of each passage in the arrays the number of its article in `_contents`."""
        first: dict[str, int] = {}
        for number, (issue, _) in enumerate(self._contents):
            first.setdefault(issue.issue_id, number)
        numbers = [
            first[held.issue_id] + self.store.placed(held.issue_id, articles)
            for segment in self.arrays.segments
            for held, articles in segment.by_issue()
        ]
        return np.concatenate([np.zeros(0, np.int64), *numbers])

    def named(self, text: str, anywhere: bool = False) -> str | None:
        """The longest title of an article that a text names: in 《》 or quotation marks, or `anywhere` in it."""
        wanted = {bare(name) for name in QUOTED.findall(text)}
        whole = bare(text) if anywhere else ""
        titles = self._titles if self.parts.titles and (wanted or whole) else {}
        found = [key for key in titles if key in wanted or key in whole]
        return self._titles[max(found, key=len)] if found else None

    @cached_property
    def _titles(self) -> dict[str, str]:
        """Titles long enough to be meant when they stand in a question, by their bare form."""
        keys = {bare(article.title): article.title for issue, article in self._contents if not issue.hidden}
        return {key: title for key, title in keys.items() if len(key) >= MIN_TITLE}

    @cached_property
    def authors(self) -> dict[str, str]:
        """The names in the bylines of the issues that are searched, by their folded form."""
        shown = (article for issue, article in self._contents if not issue.hidden)
        return {fold(name): name for article in shown for name in article.authors}

    def titles(self) -> list[str]:
        """The titles of the articles that are searched, each once, in the order of the library."""
        return list(dict.fromkeys(article.title for issue, article in self._contents if not issue.hidden))

    def sections(self) -> list[str]:
        """The sections of the magazine under which the articles that are searched stand, each once."""
        shown = (article.section for issue, article in self._contents if not issue.hidden)
        return list(dict.fromkeys(section for section in shown if section))

    def opening(self, filters: Filters, count: int) -> list[Hit]:
        """The first passages that the filters let through, in the order of the library."""
        allowed = np.flatnonzero(self._allowed(filters))[:count]
        found = self.at([int(i) for i in allowed])
        return [Hit(passage, rank, 1.0, Scores()) for rank, passage in enumerate(found, 1)]

    def _allowed(self, filters: Filters) -> NDArray[np.float32]:
        """1 for each passage that the filters let through, less for one that they do not favour, else 0."""
        issue = self.find(filters.issue) if filters.issue else None
        chosen = np.array([weight(*row, filters, issue) for row in self._contents], np.float32)
        return chosen[self._article_of]


@lru_cache(maxsize=8192)
def _context(passage: Passage) -> str:
    return fold(f"{passage.article} {passage.section or ''} {' '.join(passage.authors)}")
