"""Tables that filter, the line of years, the curve as a table, and citations by the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from test_find import saved
from visits import Visit, expect

Open = Callable[..., Visit]


def figures(seen: Visit, query: str) -> Any:
    seen.tab("数字")
    return seen.find("hk-figures", query)


def test_rows_are_filtered_by_choice_and_by_words(visit: Open) -> None:
    seen = visit()
    rows = figures(seen, "灯塔").locator("visible=true")
    table, count = seen.page.locator("#hk-figures"), seen.page.locator("#hk-figures .hk-count")
    expect(count).to_have_text("显示4行，共4行")
    table.get_by_label("年份").select_option("2020")
    expect(count).to_have_text("显示2行，共4行")
    assert all("2020" in told for told in rows.all_inner_texts())
    table.get_by_label("行内文字").fill("19座")
    expect(count).to_have_text("显示1行，共4行")
    table.get_by_label("行内文字").fill("没有的")
    expect(count).to_have_text("没有一行符合筛选条件。")
    table.get_by_label("行内文字").fill("")
    table.get_by_label("年份").select_option("")
    expect(count).to_have_text("显示4行，共4行")


def test_the_rows_shown_are_saved_in_their_order(visit: Open) -> None:
    seen = visit(accept_downloads=True)
    figures(seen, "灯塔")
    heading = seen.page.locator("#hk-figures th", has_text="数值").get_by_role("button")
    heading.click()
    heading.click()
    seen.page.locator("#hk-figures").get_by_label("年份").select_option("2020")
    rows = saved(seen, "hk-figures-csv")
    assert [row["value"] for row in rows] == ["19座", "15座"]
    assert rows[0]["sentence"] == "2020年，雾屿镇共有灯塔19座，夜里都亮着。"


def test_the_curve_is_a_table_too(visit: Open) -> None:
    seen = visit()
    figures(seen, "灯塔")
    table = seen.page.locator("#hk-plot-table")
    table.locator("summary").click()
    assert table.locator("tbody tr").all_inner_texts() == ["2019\t12座", "2020\t15座", "2020\t19座", "2021\t18座"]


def test_a_document_on_the_line_of_years_chooses_its_row(visit: Open) -> None:
    seen = visit(accept_downloads=True)
    seen.tab("政策")
    rows = seen.find("hk-policies", "")
    line = seen.page.locator("#hk-policies .hk-timeline")
    titles = line.get_by_role("heading").all_inner_texts()
    assert "2019" in titles
    assert titles[-1] == "日期未知"
    line.get_by_role("button", name="雾屿镇灯塔保护办法").press("Enter")
    expect(seen.page.locator("#hk-policies-chosen")).to_contain_text("雾屿镇灯塔保护办法")
    expect(seen.page.locator("#hk-policies tr[aria-current]")).to_contain_text("雾屿镇灯塔保护办法")
    seen.page.locator("#hk-policies").get_by_label("年份").select_option("2019")
    expect(rows.locator("visible=true")).to_have_count(1)
    assert line.get_by_role("heading").locator("visible=true").all_inner_texts() == ["2019"]
    assert [row["number"] for row in saved(seen, "hk-policies-csv")] == ["雾政〔2019〕3号"]


def test_hostile_titles_on_the_line_of_years_are_text(visit: Open) -> None:
    seen = visit()
    seen.tab("政策")
    seen.find("hk-policies", "")
    expect(seen.page.locator(".hk-timeline")).to_contain_text("<img src=x onerror=alert(9)>管理办法")
    assert seen.page.locator("#hk-policies :is(img, [onerror])").count() == 0


def test_a_quotation_is_looked_up_by_the_keyboard(visit: Open) -> None:
    seen = visit()
    seen.tab("引文")
    box, place = seen.page.locator("#hk-quotation textarea"), seen.page.locator("#hk-place")
    box.press("Enter")
    expect(place).to_contain_text("请先贴一句引文")
    box.fill("2021年，雾屿镇共有灯塔88座。")
    box.press("Control+Enter")
    expect(place.locator("mark").first).to_have_text("2021年，雾屿镇共有灯塔18座。", timeout=40_000)
    expect(place).to_contain_text("这些数字与原文不同：88")
    box.fill("每个浮标每隔十五分钟上报一次水温")
    box.press("Enter")
    expect(place.locator("mark").first).to_contain_text("每个浮标每隔十五分钟上报一次水温")
