"""An issue made ready to be put in: all of the work that nothing else in the library has a say in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from index import catalogue, passages
from index.corrections import Correction, Key, Layer
from index.rows import Tokens
from index.types import ArticleRow, Fact, IssueRow, Passage, Progress, unheard
from index.words import Words
from ingest.types import Issue


@dataclass(frozen=True, slots=True)
class Prepared:
    """What goes into the store with an issue, as it was read; of each passage its words, of all their facts.

    It can be made in another process than the one that writes.
    """

    row: IssueRow
    articles: list[ArticleRow]
    passages: list[Passage]
    tokens: list[Tokens]
    facts: list[tuple[str, Fact]]  # each with the id of its passage


def prepare(issue: Issue, words: Words, progress: Progress | None = None) -> Prepared:
    """Cut an issue into passages, and these into words."""
    issue_id = catalogue.issue_id_of(issue)
    cut = list(passages.cut(issue, issue_id))
    row = catalogue.issue_row(issue, issue_id, len(cut))
    return indexed(row, catalogue.contents(issue, issue_id), cut, words, progress=progress)


def indexed(
    row: IssueRow,
    articles: list[ArticleRow],
    cut: list[Passage],
    words: Words,
    given: Mapping[Key, Correction] = {},
    progress: Progress | None = None,
) -> Prepared:
    """The same of passages that are cut already, with the words and facts of what was corrected of the issue."""
    from index import facts  # patterns by the dozen, which only what changes the library has a use for

    layer, heard = Layer(articles, given), progress or unheard
    made = Prepared(row, articles, cut, [], [])
    for done, passage in enumerate(map(layer.passage, cut), 1):
        heard(done, len(cut))
        made.tokens.append(tokens(passage, words))
        made.facts.extend(facts.drawn([passage], words))
    return made


def tokens(passage: Passage, words: Words) -> Tokens:
    """Words of each sentence, and last those of title and section, which are context for search."""
    context = words.cut(f"{passage.article}\n{passage.section or ''}\n{' '.join(passage.authors)}")
    return [*(words.tokens(passage.text[a:b], passage.issue) for a, b in passage.sentences), context]
