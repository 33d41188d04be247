"""The web app as its visitors meet it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import HOSTILE, ROOT, SERVE, Visit, call

Open = Callable[..., Visit]


def test_page_opens_with_examples_from_the_library(visit: Open) -> None:
    page = visit().page
    assert page.title() == "杭科问答 hangke"
    assert page.get_by_role("tab").all_inner_texts() == ["问答", "数字台账", "政策文件", "查引文", "添加", "期刊"]
    assert "《青鹭湖浮标观测网建成》" in page.locator("#hk-examples").inner_text()


def test_answer_comes_with_a_card_and_the_quotation_marked(visit: Open) -> None:
    seen = visit()
    seen.ask("青鹭湖浮标观测网由多少个浮标组成？")
    card = seen.page.locator(".hk-card").first
    assert "三十二个浮标" in card.locator("mark").first.inner_text()
    assert "青鹭湖浮标观测网建成" in card.locator(".hk-title").inner_text()
    assert "湖畔科技 2021年第2期" in card.inner_text()
    assert "页码未知" in card.inner_text()
    assert "hupan-2021-02.txt" in card.inner_text()
    assert seen.page.locator(".hk-status").inner_text() == "已回答"
    seen.page.get_by_test_id("bot").filter(has_text="[1]").wait_for()


def test_example_is_asked_by_a_click(visit: Open) -> None:
    seen = visit()
    seen.page.locator("#hk-examples button").first.click()
    seen.page.locator("#hk-evidence .hk-status").wait_for()
    assert "青鹭湖" in seen.page.get_by_test_id("user").inner_text()


def test_question_that_the_issues_do_not_answer_says_so(visit: Open) -> None:
    seen = visit()
    seen.ask("Zanzibar espresso tariff?")
    assert seen.page.locator(".hk-status").inner_text() == "这几期里没有"
    assert seen.page.locator("mark").count() == 0


def test_language_switches_without_reload(visit: Open) -> None:
    seen = visit()
    seen.ask("青鹭湖浮标观测网由多少个浮标组成？")
    seen.page.get_by_label("English").check()
    seen.page.get_by_role("tab", name="Ask").wait_for()
    assert seen.page.locator(".hk-status").inner_text() == "Answered"
    assert "page unknown" in seen.page.locator(".hk-card").first.inner_text()
    assert seen.page.get_by_test_id("user").count() == 1


def test_english_browser_is_met_in_english(visit: Open) -> None:
    from playwright.sync_api import expect

    page = visit("en-GB").page
    expect(page.get_by_role("tab")).to_have_text(["Ask", "Figures", "Policies", "Cite", "Add", "Issues"])


def test_hostile_passage_is_text_and_nothing_else(visit: Open) -> None:
    seen = visit()
    seen.ask("柳汀镇的网页样例写着什么？")
    seen.page.get_by_test_id("bot").filter(has_text="[1]").wait_for()
    shown = "".join(seen.page.locator(".hk-card").first.locator(".hk-text").inner_text().split())
    assert "".join(HOSTILE.split()) in shown
    said = "".join(seen.page.get_by_test_id("bot").inner_text().split())
    assert "<imgsrc=xonerror=alert(1)>和[链接](http" in said
    for alive in ("img", "a", "script"):
        assert seen.page.locator(f"#hk-chat .message {alive}, .hk-panel {alive}").count() == 0
    seen.page.wait_for_timeout(300)  # time for whatever should not come


def test_hostile_question_is_text_and_nothing_else(visit: Open) -> None:
    seen = visit()
    question = "<img src=x onerror=alert(5)> ![x](http://evil.example/d.png) {{alert(6)}} &lt; 青鹭湖"
    seen.ask(question)
    assert seen.page.get_by_test_id("user").inner_text().strip() == question
    assert seen.page.locator("#hk-chat .message img").count() == 0


def test_api_has_named_endpoints(address: str) -> None:
    answer = call(address, "ask", ["青鹭湖浮标观测网由多少个浮标组成？"])
    assert answer["status"] == "answered"
    assert answer["citations"][0]["article"] == "青鹭湖浮标观测网建成"
    assert "湖畔科技 2021年第2期" in [row["issue"] for row in call(address, "issues", [])]


def test_busy_port_is_one_clear_line(address: str, tmp_path: Path) -> None:
    port = address.rpartition(":")[2]
    command = [sys.executable, "-c", SERVE, str(tmp_path), port]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode != 0
    assert done.stdout == ""
    assert f"127.0.0.1:{port}: cannot listen there" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("width", [390, 1280])
def test_page_does_not_scroll_sideways(visit: Open, width: int) -> None:
    seen = visit()
    seen.page.set_viewport_size({"width": width, "height": 844})
    seen.ask("青鹭湖浮标观测网由多少个浮标组成？")
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
