"""Search without an answer, as visitors of the web app meet it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from magazines import HOSTILE
from visits import Visit, expect

Open = Callable[..., Visit]


def search(seen: Visit, words: str, tab: str = "检索") -> Any:
    """Look for words, and wait for the passages."""
    seen.tab(tab)
    seen.page.locator("#hk-find-query input").fill(words)
    seen.page.keyboard.press("Enter")
    found = seen.page.locator("#hk-found details")
    found.first.wait_for(timeout=40_000)
    return found


def choose(seen: Visit, name: str, option: str) -> None:
    seen.page.locator(f"#{name} input").click()
    seen.page.get_by_role("option", name=option).click()


def saved(seen: Visit, button: str) -> list[dict[str, str]]:
    """The rows of the file that a button saves."""
    with seen.page.expect_download() as download:
        seen.page.locator(f"#{button}").click()
    data = Path(download.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_passages_are_listed_with_the_words_marked_and_open(visit: Open) -> None:
    seen = visit()
    first = search(seen, "浮标 水温").first
    summary = first.locator("summary")
    for fact in ("青鹭湖浮标观测网建成", "湖畔科技 2021年第2期", "页码未知"):
        expect(summary).to_contain_text(fact)
    assert {"浮标", "水温"} <= set(first.locator(".hk-excerpt mark").all_inner_texts())
    summary.focus()
    seen.page.keyboard.press("Enter")
    expect(first.locator("blockquote")).to_contain_text("管理站还请中学生参加了浮标的命名。")
    expect(first.locator(".hk-excerpt")).to_be_hidden()
    first.get_by_role("button", name="上一段").click()
    expect(first.get_by_text("文章从这里开始。")).to_be_visible()


def test_an_english_query_marks_chinese_words(visit: Open) -> None:
    seen = visit("en-GB")
    found = search(seen, "volunteers training", tab="Find")
    assert {"志愿者", "培训"} & set(found.first.locator("mark").all_text_contents())


def test_scores_are_shown_on_demand(visit: Open) -> None:
    seen = visit()
    scores = search(seen, "灯塔").first.locator(".hk-scores")
    expect(scores).to_be_hidden()
    seen.page.get_by_label("显示得分").check()
    expect(scores).to_be_visible()
    assert all(leg in scores.inner_text() for leg in ("BM25", "向量", "融合", "复看"))


def test_page_of_a_pdf_is_shown_with_the_sentence_boxed(visit: Open) -> None:
    seen = visit()
    seen.tab("检索")
    choose(seen, "hk-find-issue", "霜桥学刊")
    found = seen.page.locator("#hk-found details")
    found.first.wait_for(timeout=40_000)
    found.first.locator("summary").click()
    expect(found.first.locator(".hk-leaf img")).to_be_visible()
    assert found.first.locator(".hk-box").count() > 0


def test_filters_alone_list_passages_and_narrow_a_query(visit: Open) -> None:
    seen = visit()
    seen.tab("检索")
    choose(seen, "hk-find-author", "陆遥")
    found = seen.page.locator("#hk-found details")
    found.first.wait_for(timeout=40_000)
    assert all("陆遥" in told for told in found.locator("summary").all_inner_texts())
    search(seen, "灯塔")
    expect(found.first).to_contain_text("雾屿镇灯塔账本")
    assert all("陆遥" in told for told in found.locator("summary").all_inner_texts())


def test_order_and_number(visit: Open) -> None:
    seen = visit()
    found = search(seen, "去年修好 每周两班")
    expect(found).to_have_count(10)
    choose(seen, "hk-find-order", "按原刊顺序")
    expect(found.locator(".hk-title").first).not_to_contain_text("11")
    ranks = [int(told) for told in found.locator(".hk-n").all_inner_texts()]
    assert sorted(ranks) == list(range(1, 11))
    choose(seen, "hk-find-count", "20")
    expect(found).not_to_have_count(10)


def test_nothing_found_and_nothing_asked_are_told(visit: Open) -> None:
    seen = visit()
    seen.tab("检索")
    box = seen.page.locator("#hk-found")
    expect(box).to_contain_text("写下要找的词")
    seen.page.locator("#hk-find-query input").fill("zanzibar espresso")
    seen.page.keyboard.press("Enter")
    expect(box).to_contain_text("没有段落讲到这个", timeout=40_000)
    seen.speak("English")
    expect(box).to_contain_text("No passage is about that")


def test_the_list_is_saved_as_csv(visit: Open) -> None:
    seen = visit(accept_downloads=True)
    found = search(seen, "灯塔")
    rows = saved(seen, "hk-find-csv")
    assert [row["rank"] for row in rows] == [str(n) for n in range(1, found.count() + 1)]
    assert rows[0]["article"].startswith("雾屿镇")
    assert float(rows[0]["bm25"]) > 0
    assert "灯塔" in rows[0]["text"]


def test_what_was_looked_for_is_asked(visit: Open) -> None:
    seen = visit()
    search(seen, "青鹭湖浮标观测网由多少个浮标组成？")
    seen.page.locator("#hk-find-ask").click()
    assert "三十二个" in seen.answered(0).inner_text()


def test_a_language_switch_loses_nothing(visit: Open) -> None:
    seen = visit()
    found = search(seen, "灯塔")
    count = found.count()
    seen.speak("English")
    expect(seen.page.locator("#hk-found [role=status]")).to_have_text(f"{count} passages")
    assert found.count() == count
    expect(found.first).to_contain_text("page unknown")
    expect(seen.page.locator("#hk-find-order input")).to_have_value("Relevance")


def test_hostile_passages_and_queries_are_text(visit: Open) -> None:
    seen = visit()
    found = search(seen, "<img src=x onerror=alert(1)> {{alert(2)}} 柳汀镇的网页样例")
    found.filter(has_text="志愿者").first.locator("summary").click()
    shown = "".join((seen.page.locator("#hk-found").text_content() or "").split())
    assert "".join(HOSTILE.split()) in shown
    assert seen.page.locator("#hk-found :is(img:not(.hk-sheet img), a, script, [onerror])").count() == 0


def test_narrow_screen(visit: Open) -> None:
    seen = visit(width=390)
    search(seen, "灯塔").first.locator("summary").click()
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= 390
