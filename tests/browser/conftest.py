"""The real app in a process of its own, and a Chromium that keeps account of what the page asks for."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from printed import HOSTILE_LEAVES, LEAVES, print_issue

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
ELSEWHERE = re.compile(r"^https?://(?!127\.0\.0\.1[:/])")  # the network is unplugged
LOCAL = {"127.0.0.1", "localhost", None}  # None: data: and blob:
SERVE = """
import sys
from pathlib import Path
from index.library import Library
from ui import compose
from ui.cli import main
home, port, *paths = sys.argv[1:]
for path in paths:
    report = compose.add(Library(Path(home)), Path(path))
    assert report["status"] == "added", report
sys.exit(main(["ui", "--home", home, "--port", port]))
"""
HOSTILE = (
    "柳汀镇的网页样例写着<img src=x onerror=alert(1)>和[链接](http://evil.example/c)，还有{{alert(3)}}、${alert(4)}与"
    "![图](http://evil.example/b.png)，旁边是<script>alert(2)</script>。"
)
BODIES: dict[str, tuple[str, str, list[str]]] = {
    "青鹭湖浮标观测网建成": (
        "本刊记者", "沈 岚",
        ["青鹭湖浮标观测网于今年六月建成，由三十二个浮标组成。", "管理站还请中学生参加了浮标的命名。",
         "每个浮标每隔十五分钟上报一次水温和溶解氧读数。", "湖区据此调整了三处闸门的开启时间。"],
    ),
    "柳汀镇的网页样例": (
        "文", "顾 明",
        [HOSTILE, "样例由镇里的志愿者抄录，供培训使用。", "培训班共办了四期，学员六十一名。"],
    ),
}  # fmt: skip
# What the ledger and the register draw from; a figure and a document have hostile names.
BODIES |= {
    "雾屿镇灯塔账本": (
        "文", "陆 遥",
        ["2019年，雾屿镇共有灯塔12座。", "2020年，雾屿镇共有灯塔15座。", "2021年，雾屿镇共有灯塔18座。",
         "2019年5月，雾屿镇人民政府印发《雾屿镇灯塔保护办法》（雾政〔2019〕3号），要求每座灯塔有人照看。",
         "雾屿镇<b onclick=alert(7)>货船{{alert(8)}}</b>共有31艘。"],
    ),
    "雾屿镇的夜航": (
        "文", "顾 明",
        ["2020年，雾屿镇共有灯塔19座，夜里都亮着。", "《雾屿镇灯塔保护办法》也管夜航。",
         "《<img src=x onerror=alert(9)>管理办法》由柳汀镇人民政府印发。"],
    ),
}  # fmt: skip
# A word is told apart by how few passages hold it: a library of two articles could tell none.
PLACES = ("芦花渡", "石榴坪", "望潮台", "枫溪镇", "银杏岭", "稻香浦", "白沙洲", "竹影村")
THINGS = ("风力磨坊", "木构廊桥", "海雾收集网", "蜂箱邮局", "冰窖书库", "陶瓷电台", "苔藓屋顶", "潮汐钟楼")
BODIES |= {
    f"{place}的{thing}": ("文", "顾 明", [f"{place}的{thing}去年修好。", f"居民照看{thing}，每周两班。"])
    for place, thing in zip(PLACES, THINGS, strict=True)
}
# Long enough for several passages.
BODIES["藤编桥的修桥日记"] = (
    "文", "陆 遥",
    [f"{part}，匠人换下藤编桥{side}的旧藤，又把{thing}晾在桥头。" for part in ("清晨", "正午", "黄昏", "深夜", "雨后")
     for side in ("上游一侧", "下游一侧", "北岸", "南岸") for thing in ("新藤", "麻绳")],
)  # fmt: skip
LINE = re.compile(r"(?:[!-~]+|[^!-~]){1,26}")  # a word in Latin letters is not broken
LATER = {
    "云杉谷的纸电池作坊": (
        "文", "陆 遥",
        ["云杉谷的纸电池作坊今年做出了一千二百片纸电池。", "纸电池用芦苇浆压制，弯折两百次仍可供电。",
         "作坊计划明年把产量提高一倍。"],
    ),
}  # fmt: skip


def magazine(bodies: dict[str, tuple[str, str, list[str]]], year: int, number: int) -> str:
    """An issue in invented words, shaped like a converted magazine: blank lines between short lines."""
    out = [f"湖畔科技 {year}年第{number}期"]
    for title, (role, name, sentences) in bodies.items():
        out += [f" {title}", f"□ {role} ／ {name} 湖畔大学"]
        text = "".join(sentences) + "■"
        out += LINE.findall(text)
    return "\n\n".join(out) + "\n"


@pytest.fixture(scope="session")
def issues(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two issue files: one for the library, one to upload."""
    folder = tmp_path_factory.mktemp("issues")
    files = (folder / "hupan-2021-02.txt", folder / "hupan-2022-01.txt")
    files[0].write_text(magazine(BODIES, 2021, 2), encoding="utf-8")
    files[1].write_text(magazine(LATER, 2022, 1), encoding="utf-8")
    return files


@pytest.fixture(scope="session")
def printed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two issues as PDFs: one of good will, one of ill will."""
    pytest.importorskip("reportlab", reason="reportlab sets the PDFs; it comes with the extra `dev`")
    pytest.importorskip("pymupdf", reason="PyMuPDF has the font of the PDFs; it comes with the extra `dev`")
    folder = tmp_path_factory.mktemp("printed")
    return (
        print_issue(folder / "shuangqiao-2023-04.pdf", "霜桥学刊 2023年第4期", LEAVES),
        print_issue(folder / "lanmei-2023-01.pdf", "蓝莓港刊 2023年第1期", HOSTILE_LEAVES),
    )


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the library that is served."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def address(issues: tuple[Path, Path], printed: tuple[Path, Path], home: Path) -> Iterator[str]:
    """Where the app listens."""
    pytest.importorskip("gradio", reason="gradio is not installed")
    port = _free_port()
    command = [sys.executable, "-c", SERVE, str(home), str(port), str(issues[0]), *map(str, printed)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "GRADIO_TEMP_DIR": str(home / "uploads")}
    with (home / "log").open("w") as log:
        app = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            yield _answering(f"http://127.0.0.1:{port}", app, home / "log")
        finally:
            app.terminate()
            app.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answering(url: str, app: subprocess.Popen[bytes], log: Path) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + 150  # three apps may start at once on a busy machine
    while app.poll() is None and time.monotonic() < deadline:
        try:
            opener.open(url, timeout=2).close()
            return url
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the app did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A browser; the tests are skipped where there is none."""
    if importlib.util.find_spec("playwright") is None:
        pytest.skip("playwright is not installed")
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=15_000)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page of the app, and what it did that it should not."""

    page: Any
    dialogs: list[str] = field(default_factory=list)
    hosts: set[str | None] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    def ask(self, question: str) -> Any:
        """Ask, and wait for the whole answer and its evidence; returns the panel of the evidence."""
        turn = self.page.get_by_test_id("user").count()
        self.page.locator("#hk-question input").fill(question)
        self.page.locator("#hk-question input").press("Enter")
        return self.answered(turn)

    def answered(self, turn: int) -> Any:
        """Wait for the whole answer of a turn (from 0) and its evidence; returns the panel of the evidence."""
        panel = self.page.locator(f'#hk-panel .hk-panel[data-turn="{turn}"]')
        panel.locator(".hk-status").wait_for()
        cited = panel.locator(".hk-card[id]").count()
        if cited:  # the last mark ends the answer
            self.mark(turn, cited).wait_for()
        return panel

    def mark(self, turn: int, n: int) -> Any:
        """The mark `[n]` in the answer of a turn (from 0)."""
        return self.page.get_by_test_id("bot").nth(turn).get_by_role("link", name=f"[{n}]").first

    def speak(self, name: str) -> None:
        """Choose a language by the switch, and wait until the page speaks it."""
        self.page.locator("#hk-language").get_by_label(name).check()
        self.page.locator(f"html[lang={'en' if name == 'English' else 'zh-CN'}]").wait_for()

    def tab(self, name: str) -> None:
        """Turn to a tab; on a narrow screen the last ones are in a menu."""
        shown = self.page.get_by_role("tab", name=name, exact=True).locator("visible=true")
        if not shown.count():
            self.page.locator(".overflow-menu > button").locator("visible=true").click()
            shown = self.page.locator(".overflow-dropdown button", has_text=name)
        shown.first.click()

    def find(self, table: str, query: str) -> Any:
        """Ask the figures or the policies, and wait for the rows."""
        self.page.locator(f"#{table}-query input").fill(query)
        self.page.keyboard.press("Enter")
        rows = self.page.locator(f"#{table} tr[data-row]")
        rows.first.wait_for(timeout=40_000)  # the first query loads the dictionary
        return rows


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Callable[..., Visit]]:
    """Opens the app; afterwards nothing may have been asked of another host, and nothing may have run or failed."""
    visits: list[tuple[Any, Visit]] = []

    def open_page(locale: str = "zh-CN", width: int = 1280, **options: Any) -> Visit:
        context = chromium.new_context(locale=locale, viewport={"width": width, "height": 844}, **options)
        context.set_default_timeout(15_000)
        context.route(ELSEWHERE, lambda route: route.abort())
        seen = _watched(context.new_page())
        visits.append((context, seen))
        seen.page.goto(address)
        seen.page.locator("#hk-question input").wait_for()
        language = "zh-CN" if locale.startswith("zh") else "en"
        seen.page.locator(f"html[lang={language}]").wait_for()
        seen.page.locator("#hk-ideas .hk-ideas").wait_for()  # the examples are the last that the page is filled with
        return seen

    yield open_page
    for context, seen in visits:
        context.close()
        assert seen.hosts <= LOCAL
        assert (seen.dialogs, seen.errors) == ([], [])


def _watched(page: Any) -> Visit:
    seen = Visit(page)
    page.on("request", lambda request: seen.hosts.add(urlsplit(request.url).hostname))
    page.on("pageerror", lambda error: seen.errors.append(str(error)))
    page.on("console", lambda told: seen.errors.append(told.text) if told.type == "error" else None)
    page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
    return seen


def expect(locator: Any) -> Any:
    """Playwright's assertions, which wait; imported late, since it may not be installed."""
    from playwright.sync_api import expect as expected

    return expected(locator)


def call(address: str, name: str, data: list[Any]) -> Any:
    """Call an endpoint as Gradio's clients do: an event is posted, then its result read from a stream."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    url = f"{address}/gradio_api/call/{name}"
    body = json.dumps({"data": data}).encode()
    request = urllib.request.Request(url, body, {"content-type": "application/json"})
    event = json.load(opener.open(request))["event_id"]
    lines = opener.open(f"{url}/{event}").read().decode().splitlines()
    assert "event: complete" in lines
    return json.loads(lines[-1 if lines[-1] else -2].removeprefix("data: "))[0]
