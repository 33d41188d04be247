"""The tab that asks: the answer, its proof, and what a visitor takes away."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from printed import HIGH, PRINTED_QUESTION, WIDE
from visits import ROOT, Visit, call, expect

Open = Callable[..., Visit]
QUESTION = "青鹭湖浮标观测网由多少个浮标组成？"
DIFFER = "2020年雾屿镇共有灯塔多少座？"  # two citations
FOCUSED = "document.activeElement.closest('details')?.id"
GROWTH = """() => {
  window.grown = []
  new MutationObserver(() => {
    const said = document.querySelector('[data-testid=bot]')?.innerText.length
    if (said && said !== window.grown.at(-1)) window.grown.push(said)
  }).observe(document.querySelector('#hk-chat'), { childList: true, subtree: true, characterData: true })
}"""


# -- the answer and its marks


def test_answer_streams_and_ends_with_marks_as_links(visit: Open) -> None:
    seen = visit()
    seen.page.evaluate(GROWTH)
    seen.ask(DIFFER)
    grown = seen.page.evaluate("window.grown")
    assert len(grown) > 3
    assert grown == sorted(grown)
    assert seen.page.get_by_test_id("bot").get_by_role("link").all_inner_texts() == ["[1]", "[2]"]


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_mark_opens_its_card_and_focuses_it(visit: Open, way: str) -> None:
    seen = visit()
    panel = seen.ask(DIFFER)
    cards = panel.locator("details.hk-card")
    assert [card.get_attribute("open") for card in cards.all()] == ["", None]
    if way == "mouse":
        seen.mark(0, 2).click()
    else:
        seen.mark(0, 2).focus()
        seen.page.keyboard.press("Enter")
    expect(cards.nth(1).locator("mark")).to_have_text("2020年，雾屿镇共有灯塔19座，夜里都亮着。")
    assert seen.page.evaluate(FOCUSED) == "hk-0-2"


def test_mark_of_an_earlier_turn_brings_its_evidence_back(visit: Open) -> None:
    seen = visit()
    seen.ask(DIFFER)
    seen.ask(QUESTION)
    seen.mark(0, 2).click()
    card = seen.page.locator("#hk-0-2")
    expect(card.locator("mark")).to_contain_text("灯塔19座")
    seen.page.wait_for_function(f"{FOCUSED} === 'hk-0-2'")
    seen.mark(1, 1).click()
    expect(seen.page.locator("#hk-1-1 mark")).to_contain_text("三十二个浮标")


def test_sentence_is_marked_in_its_passage(visit: Open) -> None:
    panel = visit().ask(QUESTION)
    card = panel.locator(".hk-card").first
    assert card.locator("mark").inner_text() == "青鹭湖浮标观测网于今年六月建成，由三十二个浮标组成。"
    assert "湖区据此调整了三处闸门的开启时间" in card.locator(".hk-text").inner_text()
    told = card.inner_text()
    assert [
        part for part in ("湖畔科技 2021年第2期", "沈岚", "页码未知", "hupan-2021-02.txt") if part not in told
    ] == []


def test_neighbours_are_read_up_to_the_ends_of_the_article(visit: Open) -> None:
    seen = visit()
    card = seen.ask("深夜，匠人换下藤编桥哪里的旧藤？").locator(".hk-card").first
    for step, end in (("-1", "文章从这里开始。"), ("1", "文章到这里结束。")):
        more, ended = card.locator(f'.hk-more[data-step="{step}"]'), card.get_by_text(end)
        while not ended.count():
            shown = card.locator(".hk-beside-text").count()
            more.click()
            expect(ended.or_(card.locator(".hk-beside-text").nth(shown))).to_be_visible()
    assert card.locator(".hk-beside-text").count() >= 1
    texts = card.locator(".hk-text").all_inner_texts()
    assert texts[0].startswith("清晨")
    assert texts[-1].rstrip("■\n").endswith("又把麻绳晾在桥头。")


def test_follow_up_is_asked_by_a_click(visit: Open) -> None:
    seen = visit()
    seen.ask(QUESTION)
    expect(seen.page.locator("#hk-ideas h2")).to_have_text("接着问")
    idea = seen.page.locator("#hk-ideas button").first
    said = idea.inner_text()
    idea.click()
    assert seen.answered(1).locator(".hk-status").inner_text() == "已回答"
    assert seen.page.get_by_test_id("user").nth(1).inner_text().strip() == said


def test_example_of_the_library_is_asked_by_a_click(visit: Open) -> None:
    seen = visit()
    examples = seen.page.locator("#hk-ideas button")
    said = examples.first.inner_text()
    examples.first.click()
    assert seen.answered(0).locator(".hk-status").inner_text() == "已回答"
    assert seen.page.get_by_test_id("user").inner_text().strip() == said


def test_question_is_completed_from_the_dialogue_and_says_so(visit: Open) -> None:
    seen = visit()
    seen.ask("盐湖边的旧轨道有多长？")
    seen.ask("它每周几班？")
    expect(seen.page.get_by_test_id("bot").nth(1)).to_contain_text("理解为")


# -- what is to be known of an answer


@pytest.mark.parametrize(
    ("question", "status"),
    [
        (QUESTION, "已回答"),
        ("成都的浮标观测网由多少个浮标组成？", "部分回答"),
        ("Zanzibar espresso tariff?", "这几期里没有"),
    ],
)
def test_status_is_told(visit: Open, question: str, status: str) -> None:
    panel = visit().ask(question)
    assert panel.locator(".hk-status").inner_text() == status
    told = panel.inner_text()
    assert ("没有查到：成都" in told) == (status == "部分回答")
    assert ("最接近的段落" in told) == (status == "这几期里没有")
    assert bool(panel.locator("mark").count()) == (status != "这几期里没有")


def test_contradiction_is_told_and_how_sure_the_answer_is(visit: Open) -> None:
    panel = visit().ask(DIFFER)
    panel.locator(".hk-sure").focus()
    assert panel.locator(".hk-tip").inner_text().startswith("可信概率")
    differ = panel.locator(".hk-conflict").inner_text()
    assert [value for value in ("15座", "19座", "[1]", "[2]") if value not in differ] == []


def test_estimated_page_and_page_in_doubt_are_told_as_such(visit: Open) -> None:
    seen = visit()
    assert "约第22页（推算）" in seen.ask("苔原站的风筝升到多高？").locator(".hk-card").first.inner_text()
    card = seen.ask("藏经阁的虫害记录有多少册？").locator(".hk-card").first
    assert card.locator(".hk-unlike").inner_text() == "原文识别存疑"
    assert "· 第23页" in card.locator(".hk-facts").inner_text().replace("\n", "") or "第23页" in card.inner_text()


# -- the page of a PDF


def test_boxes_stand_where_the_sentence_does(visit: Open, address: str) -> None:
    seen = visit()
    leaf = seen.ask(PRINTED_QUESTION).locator(".hk-leaf").first
    leaf.locator("img").wait_for()
    boxes = call(address, "ask", [PRINTED_QUESTION])["citations"][0]["boxes"]
    assert len(boxes) == 3  # its lines
    sheet = leaf.locator(".hk-sheet").bounding_box()
    shown = [box.bounding_box() for box in leaf.locator(".hk-box").all()]
    for box, (x0, top, x1, bottom) in zip(shown, (told["box"] for told in boxes), strict=True):
        scale = sheet["width"] / WIDE
        wanted = [scale * x0, scale * top, scale * (x1 - x0), scale * (bottom - top)]
        found = [box["x"] - sheet["x"], box["y"] - sheet["y"], box["width"], box["height"]]
        assert found == pytest.approx(wanted, abs=1.5)
    assert sheet["height"] / sheet["width"] == pytest.approx(HIGH / WIDE, rel=0.01)


def test_pages_are_turned_zoomed_and_rotated(visit: Open) -> None:
    leaf = visit().ask(PRINTED_QUESTION).locator(".hk-leaf").first
    caption, sheet = leaf.locator("figcaption"), leaf.locator(".hk-sheet")
    expect(caption).to_have_text("PDF第1页，共4页")
    leaf.get_by_role("button", name="下一页").click()
    expect(caption).to_have_text("PDF第2页，共4页")
    expect(leaf.locator(".hk-box")).to_have_count(0)
    leaf.get_by_role("button", name="上一页").click()
    expect(leaf.locator(".hk-box")).to_have_count(3)
    width = sheet.bounding_box()["width"]
    leaf.get_by_role("button", name="放大").click()
    assert sheet.bounding_box()["width"] == pytest.approx(1.25 * width, rel=0.05)
    leaf.get_by_role("button", name="缩小").click()
    assert sheet.bounding_box()["width"] == pytest.approx(width, rel=0.05)
    leaf.get_by_role("button", name="旋转").click()
    turned = sheet.bounding_box()
    assert turned["width"] > turned["height"]
    view = leaf.locator(".hk-view").bounding_box()
    assert turned["x"] >= view["x"] - 1  # no part of it is out of reach


# -- what is taken away


def test_answer_is_copied_with_its_reference(visit: Open) -> None:
    seen = visit()
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    seen.ask(PRINTED_QUESTION)
    seen.page.get_by_role("button", name="复制答案").click()
    seen.page.get_by_text("已复制。").wait_for()
    seen.page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('[1]')")
    copied = seen.page.evaluate("navigator.clipboard.readText()")
    assert "四十八个小时" in copied
    assert "[1] 罗霁. 霜桥镇的竹编实验室[J]. 霜桥学刊, 2023(4)" in copied


STYLES = {
    "GB/T 7714": ("references.txt", "[1] 罗霁. 霜桥镇的竹编实验室[J]. 霜桥学刊, 2023(4): 21."),
    "BibTeX": ("references.bib", "@article{"),
    "RIS": ("references.ris", "TY  - JOUR"),
    "CSL-JSON": ("references.json", '"container-title": "霜桥学刊"'),
}


def test_references_are_copied_and_saved_in_each_style(visit: Open, tmp_path: Path) -> None:
    seen = visit()
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    seen.ask(PRINTED_QUESTION)
    box = seen.page.locator("#hk-references")
    for style, (name, wanted) in STYLES.items():
        box.get_by_label(style, exact=True).check()
        expect(box.locator(".hk-printed")).to_contain_text(wanted)
        printed = box.locator(".hk-printed").inner_text()
        box.get_by_role("button", name="复制").click()
        seen.page.wait_for_function(
            "async (wanted) => (await navigator.clipboard.readText()).includes(wanted)", arg=wanted
        )
        with seen.page.expect_download() as saving:
            box.get_by_role("button", name="下载").click()
        assert saving.value.suggested_filename == name
        saving.value.save_as(tmp_path / name)
        assert (tmp_path / name).read_text("utf-8").strip() == printed.strip()


def test_dialogue_is_saved_as_markdown_and_as_word(visit: Open, tmp_path: Path) -> None:
    import docx

    seen = visit()
    seen.ask(PRINTED_QUESTION)
    seen.ask(DIFFER)
    for button, name in (("导出Markdown", "hangke.md"), ("导出Word", "hangke.docx")):
        with seen.page.expect_download() as saving:
            seen.page.get_by_role("button", name=button).click()
        assert saving.value.suggested_filename == name
        saving.value.save_as(tmp_path / name)
    markdown = (tmp_path / "hangke.md").read_text("utf-8")
    word = "\n".join(paragraph.text for paragraph in docx.Document(str(tmp_path / "hangke.docx")).paragraphs)
    for text in (markdown, word):
        wanted = (PRINTED_QUESTION, DIFFER, "四十八个小时", "灯塔19座", "霜桥镇的竹编实验室[J]", "雾屿镇的夜航[J]")
        assert [part for part in wanted if part not in text.replace("\\", "")] == []


def test_nothing_to_take_away_is_said(visit: Open) -> None:
    seen = visit()
    seen.page.get_by_role("button", name="导出Word").click()
    seen.page.get_by_text("还没有答案，请先提问。").wait_for()


def test_thumbs_are_kept_and_printed_as_question_records(visit: Open, home: Path) -> None:
    seen = visit()
    seen.ask("白沙洲的苔藓屋顶什么时候修好？")
    seen.page.get_by_role("button", name="踩", exact=True).click()
    seen.page.get_by_text("谢谢，已记下您的评价。").first.wait_for()
    command = [sys.executable, "-m", "ui.cli", "feedback", "--json", "--home", str(home)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    records = {record["question"]: record for record in map(json.loads, done.stdout.splitlines())}
    assert "白沙洲的苔藓屋顶什么时候修好？" in records


# -- narrowing, clearing


def test_filters_narrow_the_answer(visit: Open) -> None:
    seen = visit()
    seen.page.get_by_role("button", name="缩小范围").click()
    seen.page.locator("#hk-issue input").click()
    seen.page.get_by_role("option", name="霜桥学刊 2023年第4期").click()
    panel = seen.ask(QUESTION)
    assert panel.locator(".hk-status").inner_text() == "这几期里没有"
    assert "湖畔科技" not in panel.inner_text()
    assert "霜桥学刊" in panel.inner_text()
    seen.page.locator("#hk-from input").fill("abc")
    seen.page.locator("#hk-from input").press("Enter")
    seen.page.locator("#hk-question input").fill(QUESTION)
    seen.page.locator("#hk-question input").press("Enter")
    expect(seen.page.get_by_test_id("bot").nth(1)).to_contain_text("abc: no year")


def test_cleared_dialogue_leaves_nothing(visit: Open) -> None:
    seen = visit()
    seen.ask(QUESTION)
    expect(seen.page.locator("#hk-ideas h2")).to_have_text("接着问")
    seen.page.get_by_role("button", name="清空对话").click()
    expect(seen.page.get_by_test_id("user")).to_have_count(0)
    expect(seen.page.locator("#hk-panel")).to_have_text("提问以后，这里逐条列出答案的出处。")
    expect(seen.page.locator("#hk-references")).to_be_hidden()
    expect(seen.page.locator("#hk-ideas h2")).to_have_text("试着问")
    assert seen.ask(DIFFER).get_attribute("data-turn") == "0"
