"""What a library's records are kept in: the seam between the library and its engines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from index.corrections import Correction, Key, Layer
from index.rows import Tokens
from index.trash import Removal
from index.types import ArticleRow, Fact, IssueRow, Passage


class Store(Protocol):
    """Issues with their articles, passages, words and facts; corrections, feedback, and what can be put back.

    A position is a passage's number: it stays as long as the passage does, and grows in the order of an issue. Each
    change is one step: whoever reads sees the library before it or after it. Every method may raise LibraryError where
    the engine cannot be reached or read, and those that write LibraryUnwritable.
    """

    home: Path
    fitted: bool  # whether the built-in embedder is fitted on the whole library, else it stays as shipped

    @property
    def exists(self) -> bool:
        """Whether there is a library here at all."""

    def at_one_moment(self) -> AbstractContextManager[None]:
        """What is read within is of one revision, whoever writes meanwhile, as far as the engine can tell."""

    def meta(self) -> dict[str, str]:
        """The manifest: format, revision, tokenizer, cutting, embedder."""

    def revision(self) -> str:
        """Changes with every change of the library, whoever makes it."""

    def issues(self) -> list[IssueRow]:
        """The catalogue, oldest issue first; a digest is hidden while the issue that it digests is here."""

    def articles(self, issue_ids: Sequence[str]) -> list[ArticleRow]:
        """Tables of contents, corrected."""

    def places(self) -> list[tuple[int, str, int]]:
        """Position, issue and article of every passage, in order."""

    def place(self, passage_id: str) -> tuple[str, int] | None:
        """The issue and the article of a passage, if it is here."""

    def passages(self, positions: Sequence[int]) -> list[Passage]:
        """Passages by position, corrected."""

    def read_of(self, issue_id: str) -> list[tuple[int, Passage]]:
        """The passages of an issue as they were read, with their positions."""

    def positions(self, issue_id: str, article_no: int) -> list[int]:
        """The positions of the passages of an article; raises UnknownArticle."""

    def layer(self, issue_id: str) -> Layer:
        """What was corrected of an issue, over its articles as read."""

    def given(self) -> dict[str, dict[Key, Correction]]:
        """The corrections of all issues, those that are not here now too."""

    def trash(self) -> list[Removal]:
        """What can be put back, the newest first."""

    def trashed(self, removal: int) -> tuple[list[ArticleRow], list[tuple[int, Passage]]]:
        """The articles and the passages, with their positions, of what can be put back, as they were read."""

    def versions(self) -> dict[str, int]:
        """Of each issue a number that is another once its passages or their words are."""

    def placed(self, issue_id: str, numbers: NDArray[np.int32]) -> NDArray[np.int64]:
        """The places in `articles` of articles of an issue, by their numbers as read."""

    def words(self, issue_id: str) -> list[tuple[int, int, Tokens]]:
        """Of each passage of an issue its position, its article as read, and the words of each sentence.

        The last list of words is the context (title, section).
        """

    def facts(self, kind: str) -> list[tuple[int, dict[str, Any]]]:
        """All facts of a kind, each with the position of its passage, in the order of the library."""

    def facts_of(self, kind: str, passage_id: str) -> list[tuple[int, dict[str, Any]]]:
        """The facts of a kind of one passage."""

    def facts_by_keys(self, kind: str, keys: Sequence[str], shared: int, most: int) -> list[tuple[int, dict[str, Any]]]:
        """The facts of a kind that share so many of the keys; of very many those that share most."""

    def facts_in(self, issue_id: str) -> list[tuple[str, Fact]]:
        """The facts of an issue with the keys that find them, each with its passage's id, in order."""

    def feedback(self) -> list[dict[str, Any]]:
        """What people said of answers, the oldest first."""

    def add(
        self,
        row: IssueRow,
        articles: list[ArticleRow],
        passages: list[tuple[Passage, Tokens]],
        manifest: dict[str, str],
        facts: Iterable[tuple[str, Fact]] = (),
        instead: str | None = None,
        positions: Sequence[int] = (),
    ) -> None:
        """Put an issue in, in place of one with the same id; a fact comes with its passage's id.

        What was there before can be put back, so can the issue `instead`, which is taken out too. `positions` are
        those that the passages had before, none of new ones.
        """

    def correct(
        self,
        issue_id: str,
        key: Key,
        correction: Correction,
        tokens: Sequence[tuple[int, Tokens]],
        facts: Iterable[tuple[str, Fact]],
    ) -> None:
        """Put a correction in place of that of the same article, or take it back where nothing is corrected.

        With it come the words and facts of the passages that it changes, by position.
        """

    def set_facts(self, facts: Iterable[tuple[str, Fact]], manifest: dict[str, str]) -> None:
        """Put facts, each with the id of its passage, in the place of all that are there; the revision stays."""

    def remove(self, issue_id: str) -> None:
        """Take an issue out; it can be put back."""

    def keep(self, removal: Removal, articles: list[ArticleRow], passages: list[tuple[int, Passage]]) -> None:
        """Put an issue, as it was read, to what can be put back, as the newest; `passages` have their positions."""

    def set_tokens(self, tokens: list[tuple[int, Tokens]], manifest: dict[str, str]) -> None:
        """Give passages, by position, other words."""

    def set_meta(self, values: dict[str, str]) -> None:
        """Write into the manifest of a library that is there."""

    def set_feedback(self, key: str, record: dict[str, Any]) -> None:
        """Keep a record of feedback in place of that with the same key; the revision stays."""

    def drop_feedback(self, key: str) -> None:
        """Forget a record of feedback, if there is one; the revision stays."""

    def check(self) -> str:
        """The engine's own verdict: `ok`, or what is wrong."""

    def close(self) -> None:
        """Let go of files and connections."""
