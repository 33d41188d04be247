"""Sections from running heads."""

from __future__ import annotations

import pytest

from ingest import sections
from ingest.types import Article, Block, Kind, Piece


def article(title: str, *leaves: int, author: str = "张三") -> Article:
    blocks = tuple(Block(Kind.TEXT, "甲乙。", (Piece(0, 3, leaf, leaf, leaf),), leaf) for leaf in leaves)
    return Article(title, (author,), (), None, blocks, 1, 2)


def told(articles: list[Article], heads: list[tuple[int, str]]) -> list[str | None]:
    return [found.section for found in sections.assign(articles, heads, "河港月刊")]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("38 产业聚焦 河港月刊 2019年第5期〛Focus", "产业聚焦"),
        ("〚 〛Hot 河港月刊 2020年第3期10 热 点", "热点"),
        ("专题 · 2024.03 · 12", "专题"),
        ("第12页 海外视野", "海外视野"),
        ("2024年第3期（总第88期）", None),
    ],
)
def test_what_a_head_says_besides_magazine_date_and_page(head: str, name: str | None) -> None:
    assert told([article("渡轮的电池", 3)], [(3, head)]) == [name]


def test_each_article_takes_what_most_of_its_leaves_say() -> None:
    heads = [(1, "专题 1"), (2, "专题 2"), (3, "人物 3"), (4, "专题 4")]
    assert told([article("渡轮的电池", 1, 2, 3), article("会找书的车", 3)], heads) == ["专题", "人物"]


def test_titles_authors_and_what_stands_everywhere_are_no_sections() -> None:
    heads = [
        (leaf, f"科技参考 {text} {leaf}") for leaf, text in enumerate(["渡轮的电池", "张三", "人物", "会找书的车"])
    ]
    assert told([article("渡轮的电池", 0, 1), article("会找书的车", 2, 3)], heads) == [None, "人物"]
