"""Texts made to take for ever, or more memory than there is: each here once did."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import patterns
import pytest

from index import passages
from index.words import Words
from ingest import reader
from ingest.errors import SourceError
from ingest.files import MOST
from ingest.types import Issue

SECONDS = 6.0  # of a core; none of them takes two here, most took minutes, some hours
TEXTS = {
    "marks stacked on a letter": "海湾的钟楼每天报时。a" + "\u0300\u0323" * 100_000 + "\n",
    "a line of end marks": "■" * 20_000 + "\n",
    "digits that are no number": ("1" * 3900 + "x\n") * 2,
    "one page of short lines": "a\n" * 3000,
    "lines of colons": "：：：\n" * 1500,
    "a paragraph without end": "aaaaaaa海湾的钟楼。\n" * 4000,
    "cells on one page": "1\n\n" * 2000,
    "a page with a label a line": "".join(f"海湾科技 2031年第4期 {n}\n\f" for n in range(3, 1500))
    + "海湾的钟楼报时。\n",
    "a line without an end": "海湾的钟楼" * 40_000 + "\n",
    "a number without an end": "共有" + "亿" * 3900 + "个。\n",
    "pages of nothing": "\f\n" * 200_000 + "海湾的钟楼报时。\n",
}


def cut(text: str) -> Issue:
    issue = reader.read_text(text, "hostile.txt")
    assert all(passage.text for passage in passages.cut(issue, "hostile"))
    return issue


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_takes_for_ever(name: str) -> None:
    began = time.process_time()
    assert cut(TEXTS[name]).articles
    assert time.process_time() - began < SECONDS


def test_facts_of_a_hostile_sentence_are_drawn_in_bounded_time(words: Words) -> None:
    from index import facts

    found = list(passages.cut(cut("共有" + "亿" * 3900 + "元，" + "上" * 3900 + "。\n"), "hostile"))
    began = time.process_time()
    list(facts.drawn(found, words))
    assert time.process_time() - began < SECONDS


def test_no_pattern_of_ours_can_be_led_astray() -> None:
    """Beside a pattern that tries all ways, the slowest of them is ten thousand times as fast."""
    slowest = {place: patterns.slowest(each, 250, 0.5) for place, each in patterns.patterns().items()}
    assert [place for place, (seconds, _) in slowest.items() if seconds > 0.25] == []


def test_a_text_as_large_as_a_disk_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "endless.txt"
    with path.open("wb") as file:
        file.truncate(1 << 40)  # sparse: it takes no room
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(SourceError, match=f"more than the {MOST >> 20} MB"):
        reader.read(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 4 * MOST >> 10


def test_a_text_of_more_lines_than_any_issue_is_refused() -> None:
    with pytest.raises(SourceError, match="300,001 lines"):
        reader.read_text("a\n" * 300_001, "lines.txt")


def test_a_line_in_pieces_keeps_its_words_and_its_number() -> None:
    sentence = "海湾的第{}个浮标上报了读数。"
    text = "钟楼报时。\n" + "".join(sentence.format(n) for n in range(2000)) + "\n钟楼停摆。\n"
    issue = reader.read_text(text, "long.txt")
    said = "".join(block.text for article in issue.articles for block in article.blocks)
    assert "".join(said.split()).count("浮标上报了读数") == 2000
    assert {piece.line for article in issue.articles for block in article.blocks for piece in block.pieces} == {1, 2, 3}


def test_what_moves_a_cursor_or_turns_a_line_is_not_read() -> None:
    issue = cut("海湾的\x1b]0;title\x07钟楼\x9b31m\u202e每天\u2066报时。\n海湾的浮标每天上报读数。\n")
    said = "".join(block.text for article in issue.articles for block in article.blocks)
    assert not [char for char in said if not (char.isprintable() or char.isspace())]
    assert "钟楼31m每天报时" in said
