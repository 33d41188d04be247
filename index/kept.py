"""What was read of a library and stays right until it changes."""

from __future__ import annotations

from dataclasses import dataclass, field

from index.corrections import Layer
from index.types import ArticleRow, IssueRow


@dataclass(slots=True)
class Kept:
    """What every question reads of a library, kept while its revision stays; None: not read yet."""

    revision: str
    issues: list[IssueRow] | None = None
    articles: dict[str, list[ArticleRow]] = field(default_factory=dict)  # as read
    layers: dict[str, Layer] | None = None  # of the issues that have corrections

    def of(self, revision: str) -> Kept:
        """This, or one for another revision, where nothing was read yet."""
        return self if revision == self.revision else Kept(revision)
