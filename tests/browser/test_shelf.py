"""The library as its visitors meet it: issues, articles, adding, removing, correcting."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from magazines import BODIES, LATER, magazine
from visits import ROOT, Visit, running

Open = Callable[..., Visit]
PDF = ROOT / "corpus" / "hangke-yangkan-2026-01.pdf"  # our own words
ISSUE, ADDED = "湖畔科技 2021年第2期", "湖畔科技 2022年第1期"
FONT = "STSong-Light"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A magazine of two articles on three pages, as a PDF."""
    pdfmetrics = pytest.importorskip("reportlab.pdfbase.pdfmetrics", reason="reportlab is not installed")
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    path = tmp_path_factory.mktemp("pdf") / "hupan-2023-04.pdf"
    canvas = Canvas(str(path), pagesize=(420, 595), invariant=1)
    articles = (("纸鸢谷的风琴工坊", ("风琴", "木匠")), ("石榴坪的雨水图书馆", ("雨水",)))
    page = 0
    for title, things in articles:
        for thing in things:
            page += 1
            _page(canvas, page, title if thing == things[0] else "", thing)
    canvas.save()
    return path


def _page(canvas: Any, page: int, title: str, thing: str) -> None:
    def put(text: str, y: float, size: float = 11) -> None:
        canvas.setFont(FONT, size)
        canvas.drawString(48, y, text)

    put("湖畔科技 2023年第4期", 560, 8)
    put(str(page + 20), 24, 8)
    if title:
        put(title, 500, 24)
        put("文／陆遥", 470, 12)
    for line in range(12):
        put(f"{thing}的第{line + 1}样东西放在山谷里，由居民照看，每周擦两次。", 440 - 22 * line)
    canvas.showPage()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, small: Path) -> Iterator[str]:
    """An app of its own, whose library these tests change; over the one that the other tests share."""
    pytest.importorskip("gradio", reason="gradio is not installed")
    home = tmp_path_factory.mktemp("home")
    text = home / "hupan-2021-02.txt"
    text.write_text(magazine(BODIES, 2021, 2), encoding="utf-8")
    with running(home, home / "library", (text, small)) as url:
        yield url


@pytest.fixture
def library(visit: Open) -> Open:
    """Opens the tab."""

    def opened(locale: str = "zh-CN", width: int = 1280) -> Visit:
        seen = visit(locale)
        seen.tab("期刊" if locale.startswith("zh") else "Library")
        seen.page.locator("#hk-issues tr[data-row]").first.wait_for()
        seen.page.set_viewport_size({"width": width, "height": 844})
        return seen

    return opened


def choose(seen: Visit, issue: str) -> Any:
    """Open an issue; its articles."""
    seen.page.locator("#hk-issues tr[data-row]", has_text=issue).get_by_role("button").click()
    seen.page.locator("#hk-opened h2", has_text=issue).wait_for()
    rows = seen.page.locator("#hk-contents tr[data-row]")
    rows.first.wait_for()
    return rows


def read(seen: Visit, issue: str, title: str) -> Any:
    """Open an article; the reader."""
    choose(seen, issue).filter(has_text=title).get_by_role("button").click()
    seen.page.locator("#hk-reader h2", has_text=title).wait_for()
    return seen.page.locator("#hk-reader article")


def add(seen: Visit, *paths: Path) -> None:
    """Choose files, and begin to add them once they are uploaded."""
    seen.page.locator("#hk-files input[type=file]").set_input_files(list(paths))
    seen.page.locator("#hk-files li").nth(len(paths) - 1).wait_for()
    seen.page.locator("#hk-add").click()


def remove(seen: Visit, issue: str) -> None:
    choose(seen, issue)
    seen.page.locator("#hk-opened summary").click()
    seen.page.locator("#hk-opened [data-act=remove]").click()
    seen.page.locator("#hk-said", has_text=issue).wait_for()


# -- reading


def test_issues_stand_in_a_table_that_sorts(library: Open) -> None:
    from playwright.sync_api import expect

    seen = library()
    rows = seen.page.locator("#hk-issues tr[data-row]")
    first = rows.first.inner_text()
    assert [cell for cell in (ISSUE, "hupan-2021-02.txt", str(len(BODIES))) if cell not in first] == []
    heading = seen.page.locator("#hk-issues th", has_text="文章")
    heading.get_by_role("button").click()
    expect(heading).to_have_attribute("aria-sort", "ascending")
    assert "湖畔科技 2023年第4期" in rows.first.inner_text()
    seen.page.get_by_label("English").check()
    seen.page.locator("#hk-issues th", has_text="Articles").wait_for()
    assert "湖畔科技 2023年第4期" in rows.first.inner_text()  # told again, it stays sorted


def test_article_of_a_text_is_read_whole_with_its_lines(library: Open) -> None:
    reader = read(library(), ISSUE, "青鹭湖浮标观测网建成")
    text = "".join(reader.locator(".hk-prose p").all_inner_texts())
    assert "由三十二个浮标组成" in text
    assert "三处闸门的开启时间" in text
    assert int(reader.locator(".hk-line [aria-hidden]").first.inner_text()) > 1
    assert reader.locator(".hk-leaf").count() == 0


def test_pages_of_a_pdf_stand_beside_its_article(library: Open) -> None:
    from playwright.sync_api import expect

    seen = library()
    reader = read(seen, "湖畔科技 2023年第4期", "纸鸢谷的风琴工坊")
    reader.locator(".hk-sheet img").wait_for()
    caption = reader.locator("figcaption")
    expect(caption).to_have_text("PDF第1页，共3页")
    reader.locator(".hk-turn", has_text="PDF第2页").click()
    expect(caption).to_have_text("PDF第2页，共3页")
    prose, sheet = reader.locator(".hk-prose").bounding_box(), reader.locator(".hk-view").bounding_box()
    assert prose["x"] + prose["width"] <= sheet["x"]
    seen.page.set_viewport_size({"width": 390, "height": 844})
    prose, sheet = reader.locator(".hk-prose").bounding_box(), reader.locator(".hk-view").bounding_box()
    assert prose["y"] + prose["height"] <= sheet["y"]


def test_next_article_and_back(library: Open) -> None:
    seen = library()
    reader = read(seen, "湖畔科技 2023年第4期", "纸鸢谷的风琴工坊")
    assert reader.get_by_role("button", name="上一篇").count() == 0
    reader.get_by_role("button", name="下一篇").first.click()
    seen.page.locator("#hk-reader h2", has_text="石榴坪的雨水图书馆").wait_for()
    assert "石榴坪" in seen.page.locator("#hk-contents tr[aria-current]").inner_text()
    reader.get_by_role("button", name="上一篇").first.click()
    seen.page.locator("#hk-reader h2", has_text="纸鸢谷的风琴工坊").wait_for()


def test_hostile_article_is_text(library: Open) -> None:
    reader = read(library(), ISSUE, "柳汀镇的网页样例")
    assert "<img src=x onerror=alert(1)>" in reader.inner_text()
    assert reader.locator("img, script, .hk-prose a").count() == 0


# -- adding


def test_files_are_added_and_each_is_reported(library: Open, tmp_path: Path) -> None:
    later, empty, junk = tmp_path / "hupan-2022-01.txt", tmp_path / "empty.txt", tmp_path / "notes.docx"
    later.write_text(magazine(LATER, 2022, 1), "utf-8")
    empty.write_text("")
    junk.write_bytes(b"x")
    seen = library()
    files = seen.page.locator("#hk-files")
    files.locator("input[type=file]").set_input_files([later, empty, junk])
    files.get_by_role("alert").filter(has_text="notes.docx：不是PDF或.txt文件").wait_for()
    assert files.locator("li").count() == 2
    seen.page.locator("#hk-add").click()
    seen.page.locator("#hk-stop").wait_for(state="hidden")
    report = seen.page.locator("#hk-report")
    report.locator(".hk-failed").wait_for()
    assert "已添加hupan-2022-01.txt" in "".join(report.inner_text().split("\n"))
    assert "uploads" not in report.inner_text()  # the name of the file, not of the folder it was uploaded to
    report.get_by_role("button", name="打开这一期").click()
    seen.page.locator("#hk-contents", has_text="云杉谷的纸电池作坊").wait_for()
    remove(seen, ADDED)


def test_a_dropped_file_waits_and_can_be_left_out(library: Open) -> None:
    seen = library()
    file = "new File(['云杉谷'], 'dropped.txt', { type: 'text/plain' })"
    made = f"() => {{ const data = new DataTransfer(); data.items.add({file}); return data }}"
    seen.page.dispatch_event("#hk-files .hk-drop", "drop", {"dataTransfer": seen.page.evaluate_handle(made)})
    waiting = seen.page.locator("#hk-files li", has_text="dropped.txt")
    waiting.get_by_role("button", name="不添加 dropped.txt").click()
    waiting.wait_for(state="detached")


def test_replacing_is_undone(library: Open, tmp_path: Path) -> None:
    other = tmp_path / "hupan-2023-04.txt"
    other.write_text(magazine(LATER, 2023, 4), "utf-8")
    seen = library()
    add(seen, other)
    seen.page.locator("#hk-report .hk-failed").wait_for()  # it is there already
    choose(seen, "湖畔科技 2023年第4期")
    seen.page.locator("#hk-opened [data-act=replace]").click()
    seen.page.wait_for_function("document.querySelector('#hk-replace input').checked")
    add(seen, other)
    seen.page.locator("#hk-report .hk-replaced").wait_for()
    seen.page.locator("#hk-issues tr", has_text="hupan-2023-04.txt").wait_for()
    seen.page.locator("#hk-report").get_by_role("button", name="撤销").click()
    seen.page.locator("#hk-issues tr", has_text="hupan-2023-04.pdf").wait_for()


def test_adding_stops_and_the_library_is_sound(library: Open) -> None:
    from playwright.sync_api import expect

    seen = library()
    before = seen.page.locator("#hk-issues tr[data-row]").count()
    add(seen, PDF)
    seen.page.locator("#hk-report", has_text=re.compile(r"第\d+页，共")).wait_for(timeout=30_000)
    seen.page.locator("#hk-stop").click()
    seen.page.locator("#hk-report", has_text="已停止").wait_for()
    expect(seen.page.locator("#hk-add")).to_be_visible()
    assert seen.page.locator("#hk-issues tr[data-row]").count() == before
    assert "未添加" in seen.page.locator("#hk-report .hk-status").inner_text()


def test_number_that_is_none_is_told_in_a_line(library: Open, tmp_path: Path) -> None:
    seen = library()
    path = tmp_path / "x.txt"
    path.write_text("云杉谷。")
    seen.page.locator("#hk-more-options > button").click()
    seen.page.get_by_label("年份", exact=True).fill("去年")
    add(seen, path)
    seen.page.locator("#hk-report", has_text="去年：不是整数").wait_for()


# -- removing and correcting


def test_removal_asks_once_and_is_undone(library: Open) -> None:
    from playwright.sync_api import expect

    seen = library()
    remove(seen, ISSUE)
    rows = seen.page.locator("#hk-issues tr[data-row]", has_text=ISSUE)
    expect(rows).to_have_count(0)
    seen.page.locator("#hk-removed li", has_text=ISSUE).wait_for()
    seen.page.get_by_label("English").check()
    seen.page.locator("#hk-said", has_text="Removed").get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(1)
    assert seen.page.locator("#hk-removed li", has_text=ISSUE).count() == 0


def test_correction_is_shown_and_taken_back(library: Open) -> None:
    from playwright.sync_api import expect

    seen = library()
    page = seen.page
    read(seen, ISSUE, "雾屿镇的夜航")
    page.locator("#hk-correct > button").click()
    page.locator("#hk-correct-title").get_by_role("textbox").fill("雾屿镇的夜与航")
    page.locator("#hk-correct-first").get_by_role("textbox").fill("12")
    page.locator("#hk-save").click()
    page.locator("#hk-corrected").get_by_role("alert").wait_for()  # one page only is told
    page.locator("#hk-correct-last").get_by_role("textbox").fill("13")
    page.locator("#hk-save").click()
    row = page.locator("#hk-contents tr", has_text="已更正")
    expect(row).to_contain_text("雾屿镇的夜与航")
    expect(row).to_contain_text("第12–13页")
    expect(page.locator("#hk-as-read")).to_contain_text("雾屿镇的夜航")
    page.locator("#hk-take-back").click()
    expect(row).to_have_count(0)
    expect(page.locator("#hk-correct-title").get_by_role("textbox")).to_have_value("雾屿镇的夜航")


# -- the state, both widths, both languages, nothing in anyone's way


def test_state_of_models_is_told_in_words(library: Open) -> None:
    seen = library()
    seen.page.locator("#hk-state > button").click()
    seen.page.locator("#hk-check").click()
    seen.page.locator("#hk-health li", has_text="重排模型").wait_for()
    assert seen.page.locator("#hk-health li", has_text="内置").count() >= 2


@pytest.mark.parametrize(("locale", "width"), [("zh-CN", 390), ("en-GB", 1280)])
def test_nothing_keeps_anyone_out(library: Open, locale: str, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    seen = library(locale, width)
    read(seen, "湖畔科技 2023年第4期", "纸鸢谷的风琴工坊").locator(".hk-sheet img").wait_for()
    seen.page.locator("#hk-correct > button").click()
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    found = axe.Axe().run(seen.page, context={"exclude": ["footer"]}).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("serious", "critical")] == []
