"""The frame of the web app as its visitors meet it: languages, colours, keyboard, widths, malice, other visitors."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from magazines import BODIES, HOSTILE
from printed import HOSTILE_TEXT, HOSTILE_TITLE, PRINTED_QUESTION
from visits import ROOT, SERVE, Visit, call, expect

from qa.types import Status
from ui.texts import EN, ZH, Texts

Open = Callable[..., Visit]
QUESTION = "青鹭湖浮标观测网由多少个浮标组成？"
ALIVE = ("img", "svg", "script", "i", "b", "[onclick]", "[onload]", "[onerror]", 'a:not([href^="#hk-"])')


# -- the languages


def test_page_is_named_and_proposes_questions_of_the_library(visit: Open) -> None:
    page = visit().page
    assert page.title() == "杭科问答 hangke"
    assert any(title in page.locator("#hk-ideas").inner_text() for title in BODIES)


def test_language_switch_keeps_what_is_shown_and_tells_it_anew(visit: Open) -> None:
    seen = visit()
    seen.ask(QUESTION)
    said = seen.page.get_by_test_id("bot").inner_text()
    seen.speak("English")
    panel = seen.page.locator("#hk-panel")
    expect(panel.locator(".hk-status")).to_have_text("Answered")
    expect(panel.locator(".hk-card").first).to_contain_text("page unknown")
    expect(panel.locator("mark")).to_have_text("青鹭湖浮标观测网于今年六月建成，由三十二个浮标组成。")
    assert seen.page.get_by_test_id("bot").inner_text() == said
    expect(seen.page.locator("#hk-references .hk-printed")).to_contain_text("[1] 沈岚. 青鹭湖浮标观测网建成[J]")
    seen.ask("芦花渡的风力磨坊什么时候修好？")
    seen.speak("中文")
    expect(panel.locator(".hk-status")).to_have_text("已回答")
    assert seen.page.get_by_test_id("user").count() == 2


CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{3,}")
TOLD = """(root) => {
  const told = []
  const from = '.hk-ideas li, .hk-card, .hk-printed, #hk-language, h1, [data-testid=user], [data-testid=bot]'
  for (const node of document.querySelectorAll('body *')) {
    if (node.closest(from) || !node.checkVisibility?.({ visibilityProperty: true })) continue
    for (const name of ['aria-label', 'title', 'placeholder', 'alt']) told.push(node.getAttribute(name) ?? '')
    for (const child of node.childNodes) if (child.nodeType === 3 && child.data.trim()) told.push(child.data.trim())
  }
  return [...new Set(told)]
}"""
NAMES = {"Markdown", "Word", "BibTeX", "RIS", "CSL-JSON", "GB/T", "hangke", "PDF", "API"}  # the same in every language


@pytest.mark.parametrize(("first", "then"), [("zh-CN", "English"), ("en-GB", "中文")])
def test_no_label_stays_in_the_other_language(visit: Open, first: str, then: str) -> None:
    seen = visit(first)
    seen.ask(QUESTION)
    seen.page.get_by_role("button", name=(ZH if first == "zh-CN" else EN).narrow).click()
    for switched in (False, True):
        if switched:
            seen.speak(then)
            told_anew(seen, EN if then == "English" else ZH)
        chinese = (first == "zh-CN") != switched
        told = [re.sub("|".join(map(re.escape, NAMES)), "", text) for text in seen.page.evaluate(TOLD)]
        wrong = [text for text in told if (LATIN if chinese else CHINESE).search(text)]
        assert wrong == []


def told_anew(seen: Visit, t: Texts) -> None:
    """Wait until the evidence, the masthead and the last of the filters speak a language."""
    expect(seen.page.locator("#hk-panel .hk-status")).to_have_text(t.status[Status.ANSWERED])
    expect(seen.page.locator(".hk-mast p")).to_have_text(t.tagline)
    expect(seen.page.locator("#hk-section input")).to_have_value(t.any)


def test_chosen_language_is_kept_on_reload(visit: Open) -> None:
    seen = visit()
    seen.speak("English")
    seen.page.reload()
    seen.page.locator("html[lang=en]").wait_for()
    seen.errors.clear()  # the streams that the page had open ended with it
    expect(seen.page.get_by_role("tab").first).to_have_text("Ask")
    expect(seen.page.locator("#hk-language").get_by_label("English")).to_be_checked()


def test_english_browser_is_met_in_english(visit: Open) -> None:
    page = visit("en-GB").page
    expect(page.get_by_role("tab").first).to_have_text("Ask")
    expect(page.locator("#hk-question input")).to_have_attribute("placeholder", EN.question)
    expect(page.locator("#hk-ideas h2")).to_have_text(EN.examples)


# -- widths, colours, keyboard


@pytest.mark.parametrize("width", [390, 1280])
def test_page_does_not_scroll_sideways(visit: Open, width: int) -> None:
    seen = visit(width=width)
    panel = seen.ask(PRINTED_QUESTION)
    panel.locator(".hk-leaf img").wait_for()
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    for tab in ("#hk-copy", "#hk-word", "#hk-references .hk-printed", ".hk-tool >> nth=4"):
        box = seen.page.locator(tab).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_on_a_phone_a_mark_brings_its_card_into_sight(visit: Open) -> None:
    seen = visit(width=390)
    seen.ask(PRINTED_QUESTION)
    seen.mark(0, 1).click()
    expect(seen.page.locator("#hk-0-1 summary")).to_be_in_viewport()


def test_dark_is_dark(visit: Open) -> None:
    seen = visit(color_scheme="dark")
    seen.ask(QUESTION)
    card = seen.page.locator(".hk-card").first
    ground, ink = (
        card.evaluate("(node, of) => getComputedStyle(node)[of].match(/\\d+/g).slice(0, 3).map(Number)", of)
        for of in ("backgroundColor", "color")
    )
    assert max(ground) < 70
    assert min(ink) > 180


def test_everything_from_the_question_to_its_proof_by_keyboard(visit: Open) -> None:
    seen = visit()
    keys = seen.page.keyboard
    seen.page.evaluate("document.activeElement.blur()")
    reach(seen, "document.activeElement.matches('#hk-question input')")
    keys.type(QUESTION)
    keys.press("Enter")
    seen.answered(0)
    reach(seen, "document.activeElement.matches('a.hk-ref')", back=True)
    keys.press("Enter")
    seen.page.wait_for_function("document.activeElement.parentElement.id === 'hk-0-1'")
    keys.press("Enter")  # a card closes and opens by the same key
    expect(seen.page.locator("#hk-0-1 mark")).to_be_hidden()
    keys.press("Enter")
    expect(seen.page.locator("#hk-0-1 mark")).to_be_visible()


def reach(seen: Visit, wanted: str, back: bool = False) -> None:
    """Press Tab until the focus is where it is wanted; each place on the way must be seen to have it."""
    for _ in range(30):
        if seen.page.evaluate(wanted):
            return
        seen.page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"30 times Tab do not lead there: {wanted}")


# -- malice


def test_hostile_passage_is_text_and_nothing_else(visit: Open) -> None:
    seen = visit()
    panel = seen.ask("柳汀镇的网页样例写着什么？")
    assert squeezed(HOSTILE) in squeezed(panel.locator(".hk-card").first.locator(".hk-text").inner_text())
    assert "<imgsrc=xonerror=alert(1)>和[链接](http" in squeezed(seen.page.get_by_test_id("bot").inner_text())
    assert nothing_alive(seen)


def test_hostile_pdf_is_text_and_nothing_else(visit: Open) -> None:
    seen = visit()
    card = seen.ask("蓝莓港的网页样例写着什么？").locator(".hk-card").first
    assert HOSTILE_TITLE in card.locator(".hk-title").inner_text()
    shown = squeezed(card.locator(".hk-text").inner_text())
    assert squeezed(re.sub("[\u202a-\u202e]", "", HOSTILE_TEXT)) in shown
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", seen.page.locator("body").inner_text())
    card.locator(".hk-leaf img").wait_for()  # the one picture there is
    assert card.locator("img").count() == 1
    assert nothing_alive(seen, ":not(.hk-sheet img)")
    expect(seen.page.locator("#hk-references .hk-printed")).to_contain_text(HOSTILE_TITLE)
    seen.speak("English")
    expect(seen.page.locator("#hk-panel .hk-status")).to_have_text("Answered")
    assert nothing_alive(seen, ":not(.hk-sheet img)")


def test_hostile_question_is_text_and_nothing_else(visit: Open) -> None:
    seen = visit()
    question = "<img src=x onerror=alert(5)> ![x](http://evil.example/d.png) {{alert(6)}} &lt; 青鹭湖"
    seen.ask(question)
    assert seen.page.get_by_test_id("user").inner_text().strip() == question
    assert nothing_alive(seen)


def squeezed(text: str) -> str:
    return "".join(text.split())


def nothing_alive(seen: Visit, but: str = "") -> bool:
    """Whether the dialogue and its evidence hold no markup from outside."""
    places = ("#hk-chat .message", "#hk-panel", "#hk-references .hk-printed", "#hk-ideas")
    found = seen.page.locator(", ".join(f"{place} {tag}{but}" for place in places for tag in ALIVE))
    seen.page.evaluate("new Promise(requestAnimationFrame)")
    return found.count() == 0


# -- visitors, programs, the network


def test_visitors_do_not_see_each_others_dialogue(visit: Open) -> None:
    one, other = visit(), visit("en-GB")
    one.ask(QUESTION)
    other.ask("How many buoys make up 青鹭湖浮标观测网?")
    other.ask("盐湖边的旧轨道有多长？")
    assert one.page.get_by_test_id("user").all_inner_texts() == [QUESTION]
    assert one.page.locator("#hk-panel .hk-status").inner_text() == ZH.status[Status.ANSWERED]
    one.ask("盐湖边的小火车每周几班？")
    assert other.page.get_by_test_id("user").count() == 2
    assert "小火车每周" not in other.page.locator("#hk-chat").inner_text()


def test_works_with_the_network_unplugged(visit: Open) -> None:
    seen = visit()
    panel = seen.ask(PRINTED_QUESTION)
    panel.locator(".hk-leaf img").wait_for()
    for tab in seen.page.get_by_role("tab").all():
        tab.click()
    assert seen.hosts <= {"127.0.0.1", None}


def test_api_has_named_endpoints(address: str) -> None:
    answer = call(address, "ask", [QUESTION])
    assert answer["status"] == "answered"
    assert answer["citations"][0]["article"] == "青鹭湖浮标观测网建成"
    assert "湖畔科技 2021年第2期" in [row["issue"] for row in call(address, "issues", [])]


def test_busy_port_is_one_clear_line(address: str, tmp_path: Path) -> None:
    port = address.rpartition(":")[2]
    command = [sys.executable, "-c", SERVE, str(tmp_path), port]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert port in done.stderr.splitlines()[-1]
