"""The section of each article: what its running heads say besides the magazine, the date and the page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from ingest.chars import HAN, unspace
from ingest.identity import undated
from ingest.types import Article

NAME = re.compile(rf"(?<![{HAN}])[{HAN}]{{2,8}}(?![{HAN}：:，。])")
COUNTER = re.compile(r"第?\s*[\d〇零一二三四五六七八九十]+\s*[页期版]")
EVERYWHERE = 0.6  # of the leaves: what stands on so many is no section but the magazine's


def assign(articles: Iterable[Article], heads: Iterable[tuple[int, str]], magazine: str) -> tuple[Article, ...]:
    """The articles with their sections; `heads` are the running heads with their leaves."""
    articles = tuple(articles)
    named = [(leaf, name) for leaf, text in heads for name in set(names(text)) - {magazine}]
    said = _everywhere(set(named)) | {part for article in articles for part in _own(article)}
    told = [(leaf, name) for leaf, name in named if name not in said and not _in_titles(name, articles)]
    return tuple(replace(article, section=_section(article, told)) for article in articles)


def names(head: str) -> list[str]:
    """Words of a running head that may name a section."""
    return NAME.findall(unspace(COUNTER.sub(" | ", undated(head, " | "))))


def _everywhere(named: set[tuple[int, str]]) -> set[str]:
    """Names on most leaves that stand beside another one there."""
    beside = Counter(leaf for leaf, _ in named)
    counts = Counter(name for leaf, name in named if beside[leaf] > 1)
    return {name for name, count in counts.items() if count > max(1, EVERYWHERE * len(beside))}


def _own(article: Article) -> set[str]:
    return {article.title, *article.authors}


def _in_titles(name: str, articles: tuple[Article, ...]) -> bool:
    return any(name in article.title for article in articles)


def _section(article: Article, told: list[tuple[int, str]]) -> str | None:
    """What most of its leaves say, the first one in doubt."""
    leaves = {piece.leaf for block in article.blocks for piece in block.pieces}
    votes = Counter(name for leaf, name in told if leaf in leaves)
    return votes.most_common(1)[0][0] if votes else None
