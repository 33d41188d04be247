"""What docs/security.md says proves its promises is there, and its numbers are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ingest import files, reader
from ingest.pdf.limits import Limits
from qa import answerer
from ui import accounts, calls, guard, serve, settings

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
PROOFS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)))


@pytest.mark.parametrize(("path", "name"), PROOFS)
def test_what_proves_a_promise_is_there(path: str, name: str) -> None:
    assert re.search(rf"^def {name or 'test_'}", (ROOT / path).read_text("utf-8"), re.MULTILINE)


def test_every_promise_has_a_proof() -> None:
    promises = PAGE.partition("## What is promised")[2].partition("## What is not")[0].splitlines()[4:]
    assert [row for row in promises if row.startswith("|") and "`tests/" not in row] == []
    assert len(promises) > 15


def test_the_numbers_are_those_of_the_code() -> None:
    limits = Limits()
    for said in (
        f"{files.MOST >> 20} MB and {reader.LINES:,} lines",
        f"after {accounts.TRIES} wrong passwords",
        f"the address after {accounts.TRIES_FROM_ONE}",
        f"| {limits.pages}, {limits.page_seconds}, {limits.ocr_seconds}, {limits.memory} MiB |",
        f"| {settings.UPLOAD >> 20} | one upload in all; other requests have {guard.BODY >> 20} MB |",
        f"a drawn page has {limits.draw_seconds} seconds, a page of a PDF {limits.characters:,} characters",
        f"a file {limits.file_characters // 10**6} million",
        f"{answerer.LONGEST:,}\ncharacters on the command line and {calls.LONGEST:,} over the network",
    ):
        assert said in PAGE, said
    assert (serve.AT_ONCE, serve.QUEUE) == (8, 100)
    assert "eight requests are worked on at a time, a hundred wait" in PAGE
