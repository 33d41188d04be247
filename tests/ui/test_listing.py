"""Tables of the web app: escaped, marked, and sorted by what a cell means."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from typing import Any

from index.documents import Document
from index.ledger import Entry
from index.types import Passage
from ingest.types import PageSpan, Piece
from qa import register
from qa.conflicts import Conflict
from qa.ledger import Told
from qa.series import Series
from ui.render import chosen, listing, text
from ui.texts import EN, ZH

HOSTILE = "<img src=x onerror=alert(1)>\"'&{{1}}${2}@children"
TEXT = "雾屿镇有灯塔1.5万座。"
PASSAGE = Passage(
    passage_id="p1", issue_id="hupan-2021-03", issue="湖畔科技 2021年第3期", digest=False, article="灯塔账本",
    article_no=0, authors=(), section=None, kind="text", text=TEXT, sentences=((0, len(TEXT)),),
    pieces=(Piece(0, len(TEXT), 7, 3),), pages=PageSpan(7, 7, True), source_file="hupan.txt",
)  # fmt: skip
ENTRY = Entry(
    indicator="灯塔", core="灯塔", terms=("灯塔",), around="", value="1.5万座", number=15000, low=14500, high=15500,
    step=1000, unit="座", stat="", mode="", flow="", area="雾屿镇", period="2015/2019", qualifier=None, said_by=None,
    rooted=True, table=False, sentence=0, start=5, end=10,
)  # fmt: skip
TOLD = Told(PASSAGE, ENTRY)


def told(**changes: Any) -> Told:
    return Told(PASSAGE, replace(ENTRY, **changes))


def keys(table: str) -> list[list[str]]:
    """What each row's cells are sorted by."""
    return [re.findall(r'data-key="([^"]*)"', row) for row in table.split("<tr")[2:]]


def test_figures_are_sorted_by_number_period_and_page() -> None:
    table = listing.figures_table([(TOLD, None)], ZH)
    assert keys(table) == [["灯塔", "15000", "雾屿镇", "2015/2019", "", "hupan-2021-03 0007"]]
    assert ">1.5万座</span>" in table
    assert ">2015–2019</span>" in table
    assert "湖畔科技 2021年第3期，第7页" in table


def test_rows_are_numbered_and_chosen_by_a_button() -> None:
    table = listing.figures_table([(TOLD, None), (told(area=None), None)], EN)
    assert re.findall(r'data-row="(\d+)"', table) == ["0", "1"]
    assert table.count('<button class="hk-choose">灯塔</button>') == 2


def test_figure_that_others_contradict_is_marked() -> None:
    differs = Conflict("灯塔", (TOLD, told(value="9座", number=9)), 1)
    marked, plain = listing.figures_table([(TOLD, differs), (TOLD, None)], ZH).split('data-row="1"')
    assert ZH.unlike in marked
    assert ZH.unlike not in plain


def test_goal_is_marked() -> None:
    assert ZH.goal in listing.figures_table([(told(mode="goal"), None)], ZH)
    assert ZH.goal not in listing.figures_table([(TOLD, None)], ZH)


def test_chosen_figure_shows_its_sentence_and_those_that_contradict_it() -> None:
    other = told(value="9座", number=9)
    assert chosen.figure((TOLD, None), ZH).count("<details") == 1
    shown = chosen.figure((TOLD, Conflict("灯塔", (TOLD, other), None)), ZH)
    assert shown.count("<details") == 2
    assert "<b>9座</b>" in shown
    assert f"<mark>{TEXT}</mark>" in shown
    assert ZH.chosen_none in chosen.figure(None, ZH)


def test_figures_are_escaped() -> None:
    hostile = Told(
        replace(PASSAGE, issue=HOSTILE),
        replace(ENTRY, indicator=HOSTILE, value=HOSTILE, area=HOSTILE, period=HOSTILE, said_by=HOSTILE),
    )
    table = listing.figures_table([(hostile, None)], ZH)
    assert "<img" not in table
    assert table.count(text.esc(HOSTILE)) >= 6


def document(**changes: Any) -> register.Entry:
    known = {
        "title": "灯塔保护办法", "also": (), "number": "雾政〔2019〕3号", "issuer": "雾屿镇", "date": "2019-05",
        "kind": "measures", "mentions": (),
    } | changes  # fmt: skip
    return register.Entry(Document(**known), (TOLD.cited(1),))


def test_documents_have_date_issuer_number_kind_and_how_often_they_are_named() -> None:
    table = listing.policies_table([document(), document(date=None)], ZH)
    assert keys(table)[0] == ["灯塔保护办法", "2019-05", "雾屿镇", "雾政〔2019〕3号", "measures", "1"]
    assert keys(table)[1][1] == ""
    assert "办法措施" in table
    assert ZH.undated in table


def test_documents_are_escaped() -> None:
    hostile = document(title=HOSTILE, also=(HOSTILE,), number=HOSTILE, issuer=HOSTILE, date=HOSTILE)
    assert "<img" not in listing.policies_table([hostile], ZH) + chosen.document(hostile, ZH)


def test_chosen_document_shows_its_other_names_and_citations() -> None:
    shown = chosen.document(document(also=("灯塔办法",)), EN)
    assert "also 《灯塔办法》" in shown
    assert shown.count("<details") == 1


def test_marks_stand_behind_the_value() -> None:
    differs = Conflict("灯塔", (TOLD, told(value="9座", number=9)), 1)
    table = listing.figures_table([(told(mode="goal"), differs)], ZH)
    words = re.sub(r"<[^>]+>", "", table.split('data-key="15000"')[1].split("</td>")[0]).lstrip(">")
    assert words == f"1.5万座 {ZH.goal} {ZH.unlike}"


# -- filters


def facets(table: str) -> list[list[list[str]]]:
    return [json.loads(html.unescape(told)) for told in re.findall(r'data-facets="([^"]*)"', table)]


def options(table: str) -> list[str]:
    return [html.unescape(told) for told in re.findall(r"<option[^>]*>([^<]*)</option>", table)]


def test_figures_are_filtered_by_issue_year_area_and_kind() -> None:
    table = listing.figures_table([(TOLD, None), (told(period=None, area=None, mode="goal"), None)], ZH)
    first, second = facets(table)
    assert first == [["hupan-2021-03"], ["2015", "2016", "2017", "2018", "2019"], ["雾屿镇"], ["told"]]
    assert second == [["hupan-2021-03"], ["?"], ["?"], ["goal"]]
    assert "2016 (1)" in options(table)
    assert f"{ZH.untold} (1)" in options(table)
    assert not any("湖畔科技" in option for option in options(table))  # all are of one issue: nothing to choose


def test_a_period_without_end_is_not_counted_out() -> None:
    (row,) = facets(listing.figures_table([(told(period="0001/9999"), None)], ZH))
    assert len(row[1]) <= 101


def test_documents_are_filtered_by_issue_year_issuer_and_kind() -> None:
    table = listing.policies_table([document(), document(date=None, issuer=None, kind="plan")], EN)
    assert facets(table) == [
        [["hupan-2021-03"], ["2019"], ["雾屿镇"], ["measures"]], [["hupan-2021-03"], ["?"], ["?"], ["plan"]],
    ]  # fmt: skip
    assert {"2019 (1)", "undated (1)", "measures (1)", "plan (1)"} <= set(options(table))


def test_a_row_without_a_name_can_be_chosen() -> None:
    assert f'<button class="hk-choose">{ZH.untold}</button>' in listing.figures_table([(told(indicator=""), None)], ZH)


def test_the_points_of_a_plot_are_a_table() -> None:
    figures = (told(period="2019", value="12座", number=12), told(period="2021", value=HOSTILE, number=18))
    shown = listing.series_table(Series(figures), EN)
    assert re.findall(r'scope="row">(\d+)<', shown) == ["2019", "2021"]
    assert "<td>12座</td>" in shown
    assert "<img" not in shown
