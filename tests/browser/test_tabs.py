"""Figures, policies, citations and references, as visitors of the web app meet them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from visits import Visit, call, expect

Open = Callable[..., Visit]
QUESTION = "青鹭湖浮标观测网由多少个浮标组成？"
TABS = ("问答", "检索", "引文", "数字", "政策", "期刊")


def values(rows: Any) -> list[str]:
    return [row.locator("td").nth(1).inner_text().split()[0] for row in rows.all()]


def lighthouses(seen: Visit) -> Any:
    seen.tab("数字")
    return seen.find("hk-figures", "灯塔")


# -- figures


def test_figures_stand_in_a_table_and_contradictions_are_marked(visit: Open) -> None:
    rows = lighthouses(visit())
    assert sorted(values(rows)) == ["12座", "15座", "18座", "19座"]
    marked = [row.inner_text() for row in rows.all() if row.locator(".hk-unlike").count()]
    assert len(marked) == 2
    assert all("2020" in row and "雾屿镇" in row and "湖畔科技 2021年第2期" in row for row in marked)


def test_heading_sorts_by_number_both_ways(visit: Open) -> None:
    seen = visit()
    rows = lighthouses(seen)
    heading = seen.page.locator("#hk-figures th", has_text="数值")
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert values(rows) == ["12座", "15座", "18座", "19座"]
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "descending")
    assert values(rows) == ["19座", "18座", "15座", "12座"]


def test_row_chosen_by_the_keyboard_shows_its_sentence(visit: Open) -> None:
    seen = visit()
    rows = lighthouses(seen)
    seen.page.locator("#hk-figures th", has_text="数值").get_by_role("button").click()
    rows.first.get_by_role("button").focus()
    seen.page.keyboard.press("Enter")
    card = seen.page.locator("#hk-figures-chosen .hk-card")
    card.wait_for()
    assert card.locator("mark").inner_text() == "2019年，雾屿镇共有灯塔12座。"
    assert rows.first.get_attribute("aria-current") == "true"


def test_contradicted_figure_shows_both_sentences(visit: Open) -> None:
    seen = visit()
    lighthouses(seen).filter(has=seen.page.locator(".hk-unlike")).first.click()
    chosen = seen.page.locator("#hk-figures-chosen")
    chosen.locator(".hk-conflict").wait_for()
    told = chosen.locator(".hk-conflict").inner_text()
    assert [value for value in ("15座", "19座") if value not in told] == []
    marked = " ".join(chosen.locator("mark").all_text_contents())
    assert "灯塔15座" in marked
    assert "灯塔19座" in marked


def test_only_contradictions(visit: Open) -> None:
    seen = visit()
    rows = lighthouses(seen)
    seen.page.get_by_label("只看互相矛盾的").check()
    expect(rows).to_have_count(2)
    assert sorted(values(rows)) == ["15座", "19座"]


def test_values_of_several_years_are_plotted_and_others_are_not(visit: Open) -> None:
    seen = visit()
    lighthouses(seen)
    plot = seen.page.locator("#hk-plot").locator("svg, canvas")
    expect(plot.first).to_be_visible()
    assert "2019–2021" in seen.page.locator("#hk-series input").input_value()
    seen.find("hk-figures", "学员")
    expect(seen.page.locator("#hk-plot")).to_be_hidden()


def test_no_figure_is_a_line(visit: Open) -> None:
    seen = visit()
    seen.tab("数字")
    seen.page.locator("#hk-figures-query input").fill("zanzibar espresso")
    seen.page.keyboard.press("Enter")
    seen.page.locator("#hk-figures").get_by_text("没有这样的数字。").wait_for()


def test_hostile_figures_and_documents_are_text(visit: Open) -> None:
    seen = visit()
    seen.tab("数字")
    ships = seen.find("hk-figures", "雾屿镇的货船").filter(has_text="31艘")
    assert "<b onclick=" in ships.inner_text()
    assert "货船{{8}}</b>" in ships.inner_text() or "货船{{alert" in ships.inner_text()
    ships.click()
    seen.page.locator("#hk-figures-chosen mark").wait_for()
    seen.tab("政策")
    hostile = seen.find("hk-policies", "管理办法").filter(has_text="onerror=alert(9)")
    hostile.click()
    seen.page.locator("#hk-policies-chosen mark").wait_for()
    for alive in ("img", "td b", "[onclick]", "[onerror]"):
        assert seen.page.locator(f"#hk-figures {alive}, #hk-policies {alive}, .hk-chosen {alive}").count() == 0


# -- policies


def test_policies_by_date_with_the_citations_of_the_chosen_one(visit: Open) -> None:
    seen = visit()
    seen.tab("政策")
    rows = seen.find("hk-policies", "")
    told = rows.first.inner_text()
    assert [cell for cell in ("雾屿镇灯塔保护办法", "2019-05", "雾政〔2019〕3号") if cell not in told] == []
    rows.first.get_by_role("button").click()
    cards = seen.page.locator("#hk-policies-chosen .hk-card")
    cards.first.wait_for()
    assert cards.count() == 2
    assert "《雾屿镇灯塔保护办法》也管夜航。" in (cards.nth(1).locator("mark").text_content() or "")


# -- citations and references


def test_quotation_from_memory_leads_to_its_place_and_reference(visit: Open) -> None:
    seen = visit()
    seen.tab("引文")
    seen.page.get_by_label("一句引文").fill("每个浮标隔15分钟上报水温与溶解氧的读数")
    seen.page.get_by_role("button", name="查出处").click()
    place = seen.page.locator("#hk-place")
    place.locator(".hk-answered").wait_for()
    assert "每个浮标每隔十五分钟上报一次水温和溶解氧读数。" in place.locator("mark").first.inner_text()
    assert place.locator(".hk-sure").inner_text().startswith(("很有把握", "较有把握", "把握不大"))
    reference = seen.page.locator("#hk-reference .hk-printed")
    expect(reference).to_have_text("[1] 沈岚. 青鹭湖浮标观测网建成[J]. 湖畔科技, 2021(2).")
    for style, opens in (("BibTeX", "@article{"), ("RIS", "TY  - "), ("CSL-JSON", "[")):
        seen.page.locator("#hk-reference").get_by_label(style).check()
        expect(reference).to_have_text(re.compile(re.escape(opens)))


def test_quotation_that_is_nowhere_says_so(visit: Open) -> None:
    seen = visit()
    seen.tab("引文")
    seen.page.get_by_label("一句引文").fill("Zanzibar espresso tariffs doubled overnight")
    seen.page.get_by_role("button", name="查出处").click()
    seen.page.locator("#hk-place").get_by_text("没有找到").first.wait_for()
    assert not seen.page.locator("#hk-reference").is_visible()
    seen.page.get_by_label("一句引文").fill("？？")
    seen.page.get_by_role("button", name="查出处").click()
    seen.page.locator("#hk-place").get_by_text("no words to look up").wait_for()


def test_references_of_an_answer_are_copied_in_a_style(visit: Open) -> None:
    seen = visit()
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    seen.ask(QUESTION)
    box = seen.page.locator("#hk-references")
    box.get_by_label("RIS").check()
    expect(box.locator(".hk-printed")).to_have_text(re.compile("TY  - "))
    box.get_by_role("button", name="复制").click()
    seen.page.wait_for_timeout(200)
    copied = seen.page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == box.locator(".hk-printed").text_content().strip()
    assert "TI  - 青鹭湖浮标观测网建成" in copied


def test_answer_tells_how_sure_it_is_and_which_values_differ(visit: Open) -> None:
    seen = visit()
    seen.ask("2020年雾屿镇共有灯塔多少座？")
    panel = seen.page.locator("#hk-evidence")
    tip = panel.locator(".hk-tip")
    panel.locator(".hk-sure").focus()
    assert tip.inner_text().startswith("可信概率")
    differ = panel.locator(".hk-conflict").inner_text()
    assert "15座" in differ
    assert "19座" in differ


# -- both languages, both widths, programs


def test_language_switch_tells_what_was_found_again(visit: Open) -> None:
    seen = visit()
    rows = lighthouses(seen)
    seen.page.locator("#hk-figures th", has_text="数值").get_by_role("button").click()
    seen.page.locator("#hk-figures").get_by_label("行内文字").fill("1")
    rows.filter(has_text="18座").click()
    seen.page.locator("#hk-figures-chosen .hk-card").first.wait_for()
    seen.speak("English")
    expect(seen.page.locator("#hk-figures .hk-count")).to_have_text("4 of 4 rows shown")
    assert values(rows) == ["12座", "15座", "18座", "19座"]  # the order is kept, and what was chosen
    expect(seen.page.locator("#hk-figures tr[aria-current]")).to_contain_text("18座")
    expect(seen.page.locator("#hk-figures").get_by_label("Words in the rows")).to_have_value("1")
    assert "contradicted" in seen.page.locator("#hk-figures").inner_text()
    assert "page unknown" in seen.page.locator("#hk-figures-chosen").inner_text()


@pytest.mark.parametrize("width", [390, 1280])
def test_no_tab_scrolls_sideways(visit: Open, width: int) -> None:
    seen = visit()
    seen.page.set_viewport_size({"width": width, "height": 844})
    seen.ask(QUESTION)
    for name in TABS:
        seen.tab(name)
        if name == "数字":
            seen.find("hk-figures", "").first.get_by_role("button").click()
            seen.page.locator("#hk-figures-chosen .hk-card").first.wait_for()
        if name == "政策":
            seen.find("hk-policies", "")
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_endpoints_give_what_the_commands_print(address: str) -> None:
    figures = call(address, "figures", ["灯塔"])
    assert sorted(figure["value"] for figure in figures) == ["12座", "15座", "18座", "19座"]
    (conflict,) = call(address, "figures", ["灯塔", 20, True])
    assert {value["value"] for value in conflict["values"]} == {"15座", "19座"}
    assert len(conflict["citations"]) == 2
    policies = call(address, "policies", ["灯塔"])
    assert [entry["number"] for entry in policies] == ["雾政〔2019〕3号"]
    cited = call(address, "cite", ["每个浮标每隔十五分钟上报一次水温", "ris"])
    assert cited["found"]
    assert cited["reference"].startswith("TY  - ")
