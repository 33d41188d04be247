"""Three whole issues of invented magazines against their truth."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from make import KEYS, make

from ingest.reader import read
from ingest.text.lines import split
from ingest.types import Article, Block, Issue, Kind, Line

HERE = Path(__file__).parent
PARAGRAPHS, HEADINGS, CAPTIONS = 0.95, 0.8, 0.75  # share that must come back


def fold(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@cache
def truth(key: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((HERE / f"{key}.json").read_text(encoding="utf-8"))
    return found


@cache
def issue(key: str) -> Issue:
    return read(HERE / f"{key}.txt")


def blocks(key: str) -> list[Block]:
    return [block for article in issue(key).articles for block in article.blocks]


def pairs(key: str) -> list[tuple[dict[str, Any], Article]]:
    return list(zip(truth(key)["articles"], issue(key).articles, strict=True))


@pytest.mark.parametrize("key", KEYS)
def test_the_files_are_what_their_sources_make(key: str) -> None:
    made = make(key)
    assert made.text == (HERE / f"{key}.txt").read_bytes().decode()
    assert json.loads(json.dumps(made.truth)) == truth(key)


@pytest.mark.parametrize(
    ("key", "name"),
    [("a", "江城创新 2021年第8期"), ("b", "蜀都科技论坛 2022年第1期"), ("c", "海湾产业观察 2023年第4期")],
)
def test_identity(key: str, name: str) -> None:
    assert str(issue(key).identity) == name


@pytest.mark.parametrize("key", KEYS)
def test_titles_and_authors(key: str) -> None:
    told = [(fold(article["title"]), tuple(article["authors"])) for article in truth(key)["articles"]]
    assert [(fold(article.title), article.authors) for article in issue(key).articles] == told


@pytest.mark.parametrize("key", KEYS)
def test_line_ranges(key: str) -> None:
    wrong = [
        (found.title, found.line_first, found.line_last)
        for told, found in pairs(key)
        if (found.line_first, found.line_last) != (told["first_line"], told["last_line"])
        and not _ends_at_the_editor(told, found)
    ]
    assert wrong == []


def _ends_at_the_editor(told: dict[str, Any], found: Article) -> bool:
    """The line on the editor, and bare marks, end an article without being in one of its blocks."""
    lines = (HERE / "b.txt").read_text(encoding="utf-8").split("\n")
    rest = "".join(lines[found.line_last : told["last_line"]]).strip()
    return found.line_first == told["first_line"] and rest == told.get("editor")


@pytest.mark.parametrize("key", KEYS)
def test_no_furniture_in_any_block(key: str) -> None:
    texts = [fold(block.text) for block in blocks(key)]
    assert [head for head in truth(key)["furniture"] if any(fold(head) in text for text in texts)] == []
    lines = {int(number) for number in truth(key)["pages"]}
    assert lines.isdisjoint({piece.line for block in blocks(key) for piece in block.pieces})


def test_paragraphs_word_for_word() -> None:
    """In the article they belong to, each the whole of a block or, after a heading run in, part of one."""
    missing, total = [], 0
    for key in KEYS:
        for told, found in pairs(key):
            texts = [fold(block.text) for block in found.blocks]
            total += len(told["paragraphs"])
            missing += [p for p in told["paragraphs"] if not any(fold(p) in text for text in texts)]
    assert total > 100
    assert 1 - len(missing) / total >= PARAGRAPHS, missing


def test_headings() -> None:
    missing, total = [], 0
    for key in KEYS:
        for told, found in pairs(key):
            heads = {fold(block.text) for block in found.blocks if block.kind is Kind.HEADING}
            total += len(told["headings"])
            missing += [heading for heading in told["headings"] if fold(heading) not in heads]
    assert 1 - len(missing) / total >= HEADINGS, missing


def test_captions_are_kept_out_of_the_text() -> None:
    leaked, total = [], 0
    for key in KEYS:
        prose = "\n".join(fold(block.text) for block in blocks(key) if block.kind is Kind.TEXT)
        own = fold("".join(paragraph for told, _ in pairs(key) for paragraph in told["paragraphs"]))
        captions = [caption for caption in truth(key)["captions"] if fold(caption) not in own]
        total += len(captions)
        leaked += [caption for caption in captions if fold(caption) in prose]
    assert 1 - len(leaked) / total >= CAPTIONS, leaked


def test_the_grid_of_a_table() -> None:
    (told,) = truth("b")["tables"]
    (table,) = [block for block in blocks("b") if block.kind is Kind.TABLE]
    assert [list(row) for row in table.grid] == told["rows"]
    assert fold(table.text).startswith(fold(told["caption"]))


@pytest.mark.parametrize("key", KEYS)
def test_page_labels(key: str) -> None:
    """Each head that shows a page gives its leaf that page; a head at the foot stands on the page it names."""
    leaf_of = {}
    leaf = {line.number: line.leaf for line in _lines(key)}
    for number, page in truth(key)["pages"].items():
        if page is not None:
            leaf_of[leaf[int(number)]] = page
    assert leaf_of
    spans = issue(key).leaf_pages
    assert {at: (spans[at].first, spans[at].exact) for at in leaf_of} == {
        at: (page, True) for at, page in leaf_of.items()
    }


def _lines(key: str) -> list[Line]:
    return split((HERE / f"{key}.txt").read_bytes().decode())
