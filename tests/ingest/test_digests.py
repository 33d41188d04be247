"""The issues that ship digest the real ones: the facts are theirs, the words are ours."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from ingest.reader import read
from ingest.types import Article

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "corpus"
SHIPPED = sorted((ROOT / "corpus").glob("*.txt"))
CLOSING = re.compile(r"摘编自《杭州科技》(\d{4})年第(\d)期《(.+?)》[,，](.+)$", re.MULTILINE)
AUTHORS = re.compile(r"作者([^，,]+)[，,]")
FIGURE = re.compile(r"\d+(?:\.\d+)?")
OUR_NUMBERING = re.compile(r"^[图表]\d+", re.MULTILINE)  # of our own tables and figures
LONGEST_COMMON = 24
MIN_ARTICLES, MIN_FACTS = 28, 400

pytestmark = [
    pytest.mark.skipif(not REAL.is_dir(), reason=f"the real issues are not here: {REAL}"),
    pytest.mark.skipif(not SHIPPED, reason="no digests in corpus/"),
]


class Digest(NamedTuple):
    """An article of ours: its text without the closing line, what that line says, and what it digests."""

    name: str
    body: str
    title: str
    people: tuple[str, ...]
    source: Article
    source_text: str


def fold(text: str) -> str:
    """NFKC, white space out within lines."""
    return "\n".join("".join(line.split()) for line in unicodedata.normalize("NFKC", text).split("\n"))


@cache
def originals() -> list[tuple[Article, str]]:
    """The real articles with their lines as the source has them."""
    found = []
    for path in sorted(REAL.glob("*.txt")):
        source = path.read_text(encoding="utf-8").split("\n")
        found += [(a, "\n".join(source[a.line_first - 1 : a.line_last])) for a in read(path).articles]
    return found


@cache
def digests() -> list[Digest]:
    return [_digest(article) for path in SHIPPED for article in read(path).articles]


def _digest(article: Article) -> Digest:
    text = "\n".join(fold(block.text) for block in article.blocks)
    closing = CLOSING.search(text)
    assert closing, article.title
    source, source_text = next((real, lines) for real, lines in originals() if fold(real.title).startswith(closing[3]))
    named = AUTHORS.match(closing[4])
    people = tuple(named[1].split("、")) if named else ()
    return Digest(article.title, text[: closing.start()], closing[3], people, source, source_text)


def figures(text: str) -> set[str]:
    return set(FIGURE.findall(OUR_NUMBERING.sub("", text)))


def test_there_are_enough() -> None:
    facts = {(d.title, fact) for d in digests() for fact in (*figures(d.body), *d.people)}
    assert len(digests()) >= MIN_ARTICLES
    assert len(facts) >= MIN_FACTS


def test_no_original_is_digested_twice() -> None:
    titles = [digest.title for digest in digests()]
    assert len(titles) == len(set(titles))


def test_every_figure_stands_in_the_original() -> None:
    wrong = {}
    for digest in digests():
        plain, joined = unicodedata.normalize("NFKC", digest.source_text), fold(digest.source_text).replace("\n", "")
        missing = figures(digest.body) - set(FIGURE.findall(plain)) - set(FIGURE.findall(joined))
        if missing:
            wrong[digest.name] = missing
    assert wrong == {}


def test_every_person_named_in_a_closing_line_is_an_author_there() -> None:
    assert {d.name: d.people for d in digests() if set(d.people) != set(d.source.authors)} == {}


def test_the_words_are_our_own() -> None:
    real = fold("\n".join(text for _, text in originals())).replace("\n", "")
    common = {
        line[start : start + LONGEST_COMMON]
        for digest in digests()
        for line in digest.body.split("\n")
        for start in range(len(line) - LONGEST_COMMON + 1)
    }
    assert [run for run in common if run in real] == []
