"""What the web app shows: escaped, marked where the quotation stands, with pages told as they are known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from index.types import ArticleRow, Hit, IssueRow, Passage, Scores
from ingest.types import Box, PageSpan, Piece
from qa.lookup.types import Lookup, Place
from qa.types import Answer, Citation, Status
from ui.locale import I18N, SAID
from ui.render import bubbles, choices, chosen, evidence, ideas, listing, marks, places, reports, text
from ui.texts import EN, ZH, Texts, of_code

HOSTILE = "<img src=x onerror=alert(1)>\"'&{{1}}${2}@children"
TEXT = "湖区有三十二个浮标。\n每个浮标每隔十五分钟 上报一次读数。"
PASSAGE = Passage(
    passage_id="p1", issue_id="hupan-2021-02", issue="湖畔科技 2021年第2期", digest=False,
    article="浮标网建成", article_no=0, authors=("沈岚", "顾明"), section="湖区观察", kind="text", text=TEXT,
    sentences=((0, 10), (11, len(TEXT))), pieces=(Piece(0, 10, 7, 3), Piece(11, len(TEXT), 9, 4)),
    pages=PageSpan(10, 10, True), source_file="hupan.txt",
)  # fmt: skip
CITATION = Citation(1, PASSAGE, TEXT[:10], ((0, 10),), (Piece(0, 10, 7, 3),))
ANSWER = Answer(
    question="几个浮标？", asked="几个浮标？", language="zh", status=Status.ANSWERED, probability=0.9,
    answer=f"{TEXT[:10]} [1]", citations=(CITATION,), hits=(), embedder="static", library="1 issue",
)  # fmt: skip
HIT = Hit(PASSAGE, 1, 0.5, Scores())
ISSUE = IssueRow(
    issue_id="hupan-2021-02", issue="湖畔科技 2021年第2期", magazine="湖畔科技", year=2021, number=2,
    source_file="hupan.txt", sha256="0", pages=48, articles=12, passages=90, added="2026-01-02T03:04:05",
)  # fmt: skip
ARTICLE = ArticleRow("hupan-2021-02", "浮标网建成", ("沈岚",), (), None, 11, 12, False, 1, 9)
WHERE = ("[1]", "浮标网建成", "沈岚、顾明", "湖畔科技 2021年第2期", "第10页", "湖区观察", "hupan.txt · 第7行")


def card(**changes: Any) -> str:
    return evidence.card(replace(CITATION, passage=replace(PASSAGE, **changes)), ZH)


# -- escaping


def test_escaped_text_holds_nothing_that_html_or_a_template_reads() -> None:
    escaped = text.esc(HOSTILE)
    assert not set("<>\"'{}$@") & set(escaped)


@pytest.mark.parametrize("field", ["text", "article", "issue", "section", "source_file"])
def test_card_escapes_what_comes_from_the_source(field: str) -> None:
    shown = card(**{field: HOSTILE, "sentences": ()})
    assert "<img" not in shown
    assert text.esc(HOSTILE) in shown


def test_card_escapes_authors_and_the_quotation() -> None:
    passage = replace(PASSAGE, text=HOSTILE, sentences=((0, len(HOSTILE)),), authors=(HOSTILE,))
    shown = evidence.card(replace(CITATION, passage=passage, quote=HOSTILE), ZH)
    assert f"<mark>{text.esc(HOSTILE)}</mark>" in shown
    assert "<img" not in shown


def test_bubble_is_escaped_html() -> None:
    assert bubbles.bubble("user", "<b>&") == {"role": "user", "content": "&lt;b&gt;&amp;"}


def test_tables_and_reports_escape() -> None:
    issues = listing.issues_table([replace(ISSUE, issue=HOSTILE, source_file=HOSTILE)], ZH)
    article = replace(ARTICLE, title=HOSTILE, authors=(HOSTILE,), section=HOSTILE)
    contents = listing.contents_table([article], (), ZH)
    failed = {"path": f"/tmp/{HOSTILE}", "status": "failed", "error": f"/tmp/{HOSTILE}: {HOSTILE}"}
    assert "<img" not in issues + contents + reports.report(failed, ZH)


# -- highlighting


def test_quotation_is_marked_where_it_stands() -> None:
    shown = marks.highlight(PASSAGE, "湖区有三十二个浮标。")
    assert shown.startswith("<mark>湖区有三十二个浮标。</mark>\n每个")


def test_white_space_differs_not() -> None:
    assert marks.marks(PASSAGE, "十五分钟上报\n一次") == [(17, 26)]


def test_each_piece_of_an_interrupted_quotation_is_marked() -> None:
    shown = marks.highlight(PASSAGE, "三十二个 … 上报一次")
    assert "有<mark>三十二个</mark>浮标" in shown
    assert "<mark>上报一次</mark>" in shown


def test_pieces_that_touch_are_one_mark() -> None:
    assert marks.marks(PASSAGE, "湖区有 … 三十二个") == [(0, 7)]


def test_quotation_over_two_sentences_is_one_mark() -> None:
    assert marks.marks(PASSAGE, "浮标。\n每个浮标") == [(7, 15)]


def test_words_that_are_not_there_mark_nothing() -> None:
    assert marks.marks(PASSAGE, "海洋") == []
    assert marks.marks(PASSAGE, "") == []


def test_cells_of_a_row_are_marked_in_their_row() -> None:
    rows = ["东湖：浮标（个） 4；闸门（处） 24", "西湖：浮标（个） 24；闸门（处） 4"]
    text = "\n".join(rows)
    sentences = ((0, len(rows[0])), (len(rows[0]) + 1, len(text)))
    table = replace(PASSAGE, text=text, sentences=sentences, kind="table")
    marked = [text[a:b] for a, b in marks.marks(table, "浮标（个） … 闸门（处） … 西湖 … 24 … 4")]
    assert marked == ["西湖", "浮标（个） 24", "闸门（处） 4"]


# -- places


@pytest.mark.parametrize(
    ("pages", "chinese", "english"),
    [
        ((10, 10, True), "第10页", "p. 10"),
        ((10, 11, True), "第10–11页", "pp. 10–11"),
        ((11, 11, False), "约第11页（推算）", "about p. 11 (estimated)"),
        ((11, 12, False), "约第11–12页（推算）", "about pp. 11–12 (estimated)"),
        ((None, None, False), "页码未知", "page unknown"),
    ],
)
def test_pages_are_told_as_they_are_known(
    pages: tuple[int | None, int | None, bool], chinese: str, english: str
) -> None:
    assert places.page_label(*pages, ZH) == chinese
    assert places.page_label(*pages, EN) == english


def test_card_tells_the_whole_place() -> None:
    shown = evidence.card(CITATION, ZH)
    assert [fact for fact in WHERE if fact not in shown] == []
    assert ZH.digest not in shown


def test_digest_wears_a_badge() -> None:
    assert f'<span class="hk-badge">{ZH.digest}</span>' in card(digest=True)


def test_pdf_is_cited_by_its_page() -> None:
    piece = Piece(0, 10, 1, 1, 0, Box(3, (0.0, 0.0, 9.0, 9.0)))
    passage = replace(PASSAGE, is_text_source=False, pieces=(piece,))
    shown = evidence.card(replace(CITATION, passage=passage, pieces=(piece,)), ZH)
    assert "hupan.txt · PDF第3页" in shown


# -- the panel


@pytest.mark.parametrize("status", list(Status))
def test_status_is_told(status: Status) -> None:
    assert ZH.status[status] in evidence.panel(replace(ANSWER, status=status), ZH)


def test_answer_has_a_card_for_each_citation() -> None:
    two = replace(ANSWER, citations=(CITATION, replace(CITATION, n=2)))
    assert evidence.panel(two, ZH).count("<details") == 2


def test_what_is_missing_is_told() -> None:
    partly = replace(ANSWER, status=Status.PARTIAL, missing="闸门")
    assert "没有查到：闸门" in evidence.panel(partly, ZH)


def test_not_found_shows_the_nearest_passages_unmarked() -> None:
    shown = evidence.panel(replace(ANSWER, status=Status.NOT_FOUND, citations=(), hits=(HIT,)), ZH)
    assert ZH.nearest in shown
    assert "湖区有三十二个浮标" in shown
    assert "<mark>" not in shown


def test_what_was_cut_is_counted() -> None:
    cut = replace(ANSWER, claims={"made": 3, "proved": 2, "cut": 1})
    assert "3个论断中有1个没能证实" in evidence.panel(cut, ZH)
    assert "论断" not in evidence.panel(ANSWER, ZH)


@pytest.mark.parametrize(("probability", "word"), [(0.9, 0), (0.85, 0), (0.7, 1), (0.3, 2)])
def test_probability_is_a_word_with_its_number_beside(probability: float, word: int) -> None:
    shown = evidence.panel(replace(ANSWER, probability=probability), EN)
    assert f">{EN.sureness[word]}<" in shown
    assert f"probability {probability:.0%}" in shown


def test_no_answer_has_no_probability() -> None:
    assert "hk-sure" not in evidence.panel(replace(ANSWER, status=Status.NOT_FOUND, citations=()), ZH)


def test_conflict_shows_each_value_with_its_citation_and_the_newer_one() -> None:
    values = [{"value": "32个", "n": 1, "scope": "2020"}, {"value": "30个", "n": 2, "scope": None}]
    differ = {"about": HOSTILE, "values": values, "newer": 2}
    shown = evidence.panel(replace(ANSWER, conflicts=(differ,)), ZH)
    assert "<b>32个</b>" in shown
    assert "[1]" in shown.split("30个")[0]
    assert ZH.newer in shown.split("30个")[1].split("</li>")[0]
    assert ZH.newer not in shown.split("30个")[0]
    assert "<img" not in shown


def test_numbers_of_references_are_told_where_they_are_others() -> None:
    assert choices.numbering([1, 2, 3], ZH) == ""
    assert choices.numbering([1, 1, 2], ZH) == "答案里的编号在此：[1]→[1]，[2]→[1]，[3]→[2]"


def test_place_of_a_quotation_is_a_card_with_how_sure_it_is() -> None:
    at = Place(PASSAGE, TEXT[:10], (Piece(0, 10, 7, 3),), 0.7)
    shown = chosen.looked_up(Lookup((at, at), 0.7), ZH)
    assert ZH.sureness[1] in shown
    assert "把握70%" in shown
    assert shown.count("<mark>湖区有三十二个浮标。</mark>") == 2
    assert ZH.also_at in shown


def test_quotation_that_is_not_found_says_so() -> None:
    shown = chosen.looked_up(Lookup((), 0.1, f"没有{HOSTILE}"), ZH)
    assert ZH.not_found in shown
    assert "hk-card" not in shown
    assert "<img" not in shown


# -- tables, reports, choices


def test_issue_that_steps_back_says_so_and_is_no_choice() -> None:
    hidden = replace(ISSUE, digest=True, hidden=True)
    assert ZH.hidden in listing.issues_table([hidden], ZH)
    assert choices.issue_choices([hidden, ISSUE], ZH) == [(ZH.all_issues, ""), (ISSUE.issue, ISSUE.issue_id)]
    assert choices.year_choices([hidden], ZH) == [(ZH.any, "")]


def test_empty_library_says_what_to_do() -> None:
    assert ZH.empty in listing.issues_table([], ZH)


def test_report_names_the_file_without_its_folder() -> None:
    failed = {"path": "/tmp/up/a.txt", "status": "failed", "error": "/tmp/up/a.txt: the file is empty"}
    shown = reports.report(failed, EN)
    assert "a.txt: the file is empty" in shown
    assert "/tmp/up" not in shown


def test_report_counts_what_was_added() -> None:
    added = {"path": "a.txt", "status": "added", "issue": "湖畔", "pages": 3, "articles": 2, "passages": 9}
    assert "3页 · 2篇文章 · 9个段落" in reports.report(added, ZH)


def test_a_question_to_click_is_text_and_no_more() -> None:
    shown = ideas.listed(ZH.examples, [HOSTILE])
    assert shown.count("<button") == 1
    assert "<img" not in shown
    assert ideas.listed(ZH.examples, []) == ""


def test_marks_of_an_answer_lead_to_the_cards_of_its_turn() -> None:
    told = bubbles.linked("三十二个 [1]，见 [9]。<b>", 2, ANSWER)["content"]
    assert told == '三十二个 <a href="#hk-2-1" class="hk-ref">[1]</a>，见 [9]。&lt;b&gt;'


def test_a_card_has_its_neighbours_and_the_page_of_a_pdf() -> None:
    assert card().count('class="hk-more"') == 2
    assert "hk-leaf" not in card()
    boxed = replace(PASSAGE.pieces[0], box=Box(4, (1.0, 2.0, 3.0, 4.0)))
    shown = evidence.card(replace(CITATION, pieces=(boxed,)), ZH, 2)
    assert 'id="hk-2-1"' in shown
    assert 'data-page="4" data-boxes="[[4, 1.0, 2.0, 3.0, 4.0]]"' in shown


def test_the_passage_beside_one_brings_the_button_for_the_next() -> None:
    assert evidence.beside(PASSAGE, -1, EN).startswith("<button")
    assert evidence.beside(PASSAGE, 1, EN).endswith("</button>")
    assert EN.last_of_article in evidence.beside(None, 1, EN)


# -- languages


@pytest.mark.parametrize(("code", "texts"), [("zh-CN", ZH), ("zh", ZH), ("en", EN), ("de-AT", EN)])
def test_texts_of_a_language_code(code: str, texts: Texts) -> None:
    assert of_code(code) is texts


def test_what_the_browser_translates_is_there_in_both_languages() -> None:
    told = I18N.translations_dict
    assert told["en"].keys() == told["zh"].keys()
    assert told["en"]["hk_send"] == EN.send
    assert "hk_send" in SAID.send
