"""The digests ship as text and as PDF: both say the same, and the PDF is what the script prints."""

from __future__ import annotations

import re
from pathlib import Path

import pymupdf
import pytest

from index.library import Library
from ingest.options import Reading
from ingest.reader import read

ROOT = Path(__file__).parents[2]
STEMS = ("hangke-yangkan-2026-01", "hangke-yangkan-2026-02")
FURNITURE = re.compile(r"样刊 ?2026年|^(?:热点|专家|产业聚焦|展望未来) ?\d*$", re.MULTILINE)
SENTENCE = re.compile(r"[^。]+。")
Words = list[tuple[float, float, str]]


@pytest.fixture(scope="module", params=STEMS)
def both(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Library, Library]:
    """A library with the text of a digest, and one with its PDF."""
    found = []
    for kind in ("txt", "pdf"):
        path = ROOT / "corpus" / f"{request.param}.{kind}"
        found.append(Library(tmp_path_factory.mktemp(kind) / "library", "static"))
        found[-1].add(read(path, reading=Reading(jobs=2)), path)
    return found[0], found[1]


def said(library: Library) -> str:
    return "\n".join(passage.text for passage in library.passages())


def words(path: Path) -> list[Words]:
    with pymupdf.open(path) as doc:
        return [[(round(w[0], 1), round(w[1], 1), w[4]) for w in page.get_text("words")] for page in doc]


def test_the_script_prints_what_ships(tmp_path: Path) -> None:
    pytest.importorskip("reportlab", reason="reportlab prints the digests; it comes with the extra `dev`")
    from tests.typeset.digests.__main__ import main

    main(tmp_path)
    for stem in STEMS:
        assert words(tmp_path / f"{stem}.pdf") == words(ROOT / "corpus" / f"{stem}.pdf")


def test_both_are_the_same_issue(both: tuple[Library, Library]) -> None:
    text, pdf = (library.issues()[0] for library in both)
    assert (text.issue, text.digest, text.digest_of) == (pdf.issue, pdf.digest, pdf.digest_of)


def test_both_hold_the_same_articles_on_the_same_pages(both: tuple[Library, Library]) -> None:
    text, pdf = ([(a.title, a.authors, a.page_first, a.page_last) for a in library.articles()] for library in both)
    assert text == pdf
    assert all(article.page_exact for article in both[1].articles())


def test_the_sentences_of_the_text_stand_in_the_pdf(both: tuple[Library, Library]) -> None:
    printed = re.sub(r"\s", "", said(both[1]))
    wanted = [re.sub(r"\s", "", s) for s in SENTENCE.findall(said(both[0])) if "\n" not in s]
    missing = [sentence for sentence in wanted if sentence not in printed]
    assert len(wanted) > 200
    assert len(missing) <= 0.01 * len(wanted), missing


def test_no_running_head_stands_in_a_passage(both: tuple[Library, Library]) -> None:
    assert [passage.text for passage in both[1].passages() if FURNITURE.search(passage.text)] == []


def test_no_page_is_in_doubt(both: tuple[Library, Library]) -> None:
    assert both[1].issues()[0].doubts == ()


def test_every_announced_table_is_read_as_one(both: tuple[Library, Library]) -> None:
    passages = list(both[1].passages())
    assert [p.tables for p in passages if p.kind == "table"]
    assert not [p.text for p in passages if p.kind == "caption" and re.search(r"^表\d", p.text, re.MULTILINE)]
