"""Passages found, as cards, in an order, and as rows of a sheet."""

from __future__ import annotations

from dataclasses import replace

from index.types import Hit, IssueRow, Passage, Scores
from ingest.types import Box, PageSpan, Piece
from qa.excerpts import Excerpt
from ui.render import found, text
from ui.tabs import find
from ui.texts import EN, ZH

HOSTILE = "<img src=x onerror=alert(1)>\"'&{{1}}${2}@children"
TEXT = "湖区有三十二个浮标。每个浮标上报水温。"
PASSAGE = Passage(
    passage_id="p1", issue_id="hupan-2021-02", issue="湖畔科技 2021年第2期", digest=False, article="浮标网建成",
    article_no=0, authors=("沈岚", "顾明"), section="湖区观察", kind="text", text=TEXT, sentences=((0, 10), (10, 19)),
    pieces=(Piece(0, 10, 7, 3), Piece(10, 19, 8, 4)), pages=PageSpan(10, 11, False), source_file="hupan.txt",
)  # fmt: skip
SCORES = Scores(12.3456, -0.0512, None, 0.875)
HIT = Hit(PASSAGE, 1, 0.875, SCORES)
SEEN = Excerpt(HIT, ((7, 9), (12, 14)), (10, 19), (10, 19))
ISSUE = IssueRow(
    issue_id="hupan-2021-02", issue="湖畔科技 2021年第2期", magazine="湖畔科技", year=2021, number=2,
    source_file="hupan.txt", sha256="0", pages=48, articles=12, passages=90, added="2026-01-02T03:04:05",
)  # fmt: skip


def test_card_tells_place_rank_excerpt_and_the_whole_passage_with_words_marked() -> None:
    shown = found.card(SEEN, ZH)
    summary, rest = shown.split("</summary>")
    for fact in ("浮标网建成", "沈岚、顾明", "湖畔科技 2021年第2期", "约第10–11页（推算）", "湖区观察", ">1</span>"):
        assert fact in summary
    assert "每个<mark>浮标</mark>上报水温。" in summary
    assert "三十二个" not in summary
    assert "湖区有三十二个<mark>浮标</mark>。每个<mark>浮标</mark>上报水温。" in rest
    assert rest.count('data-passage="p1"') == 2
    assert "hupan.txt" in rest


def test_page_of_a_pdf_is_shown_with_the_sentence_boxed() -> None:
    pieces = (Piece(0, 10, 1, 1, 0, Box(3, (0.0, 0.0, 9.0, 9.0))), Piece(10, 19, 2, 2, 0, Box(4, (1.0, 2.0, 3.0, 4.0))))
    passage = replace(PASSAGE, is_text_source=False, pieces=pieces)
    shown = found.card(replace(SEEN, hit=replace(HIT, passage=passage)), ZH)
    assert 'data-page="4"' in shown
    assert "[4, 1.0, 2.0, 3.0, 4.0]" in shown
    assert "[3, 0.0" not in shown


def test_scores_of_the_legs_that_ranked_it() -> None:
    shown = found.card(SEEN, EN)
    told = ["BM25 12.3", "vectors -0.0512", "second look 0.875"]
    assert [score for score in told if score not in shown] == []
    assert "fused" not in shown
    assert "hk-scores" not in found.card(replace(SEEN, hit=replace(HIT, scores=Scores())), EN)


def test_dots_stand_where_a_sentence_is_cut() -> None:
    assert "…个<mark>浮标</mark>上报水…" in found.card(replace(SEEN, shown=(11, 17)), ZH)


def test_how_many_are_told_and_that_there_is_none() -> None:
    assert "2个段落" in found.found([SEEN, SEEN], ZH)
    assert ZH.find_nothing in found.found([], ZH)
    assert EN.find_first in found.found(None, EN)


def test_found_escapes_what_comes_from_the_source() -> None:
    whole = (0, len(HOSTILE))
    passage = replace(
        PASSAGE, text=HOSTILE, article=HOSTILE, authors=(HOSTILE,), section=HOSTILE, issue=HOSTILE, sentences=(whole,),
        pieces=(Piece(*whole, 1, 1),), source_file=HOSTILE, passage_id=HOSTILE,
    )  # fmt: skip
    shown = found.found([Excerpt(replace(HIT, passage=passage), ((0, 4),), whole, whole)], ZH)
    assert "<img" not in shown
    assert shown.count(text.esc(HOSTILE[4:])) >= 2


def test_orders() -> None:
    def at(rank: int, issue: str, article: int, order: int) -> Excerpt:
        pieces = (Piece(0, 19, 1, order),)
        return replace(
            SEEN, hit=Hit(replace(PASSAGE, issue_id=issue, article_no=article, pieces=pieces), rank, 1.0, SCORES)
        )

    rows = {"new": replace(ISSUE, issue_id="new", year=2022), "old": replace(ISSUE, issue_id="old", year=2020)}
    held = [at(1, "old", 2, 50), at(2, "new", 1, 9), at(3, "old", 1, 40), at(4, "new", 1, 5)]
    orders = {by: [each.hit.rank for each in find.in_order(held, by, rows)] for by in ZH.orders}
    assert orders == {
        "relevance": [1, 2, 3, 4], "newest": [2, 4, 1, 3], "oldest": [1, 3, 2, 4], "reading": [3, 1, 4, 2],
    }  # fmt: skip
    assert [*EN.orders] == [*ZH.orders]


def test_sheet_has_the_names_of_the_passage_object() -> None:
    (row,) = find.sheet_rows([SEEN])
    assert row["rank"] == 1
    assert (row["bm25"], row["dense"], row["fused"], row["rerank"]) == (12.3456, -0.0512, None, 0.875)
    assert (row["page_first"], row["page_last"], row["page_exact"]) == (10, 11, "false")
    assert (row["authors"], row["text"], row["passage_id"]) == ("沈岚、顾明", TEXT, "p1")
