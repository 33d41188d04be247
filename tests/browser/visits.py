"""The real app in a process of its own, and pages that keep account of what they ask for."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

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


@contextmanager
def running(folder: Path, home: Path, files: Iterable[Path]) -> Iterator[str]:
    """The app over a library of these files, in a process of its own; where it listens. Its log lies in the folder."""
    port, log = free_port(), folder / "log"
    command = [sys.executable, "-c", SERVE, str(home), str(port), *map(str, files)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "GRADIO_TEMP_DIR": str(folder / "uploads")}
    with log.open("w") as told:
        app = subprocess.Popen(command, env=environment, stdout=told, stderr=told)
        try:
            yield answering(f"http://127.0.0.1:{port}", app, log)
        finally:
            app.terminate()
            app.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answering(url: str, app: subprocess.Popen[bytes], log: Path) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + 150  # three apps may start at once on a busy machine
    while app.poll() is None and time.monotonic() < deadline:
        try:
            opener.open(url, timeout=2).close()
            return url
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the app did not start:\n{log.read_text()}")


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


def watched(page: Any) -> Visit:
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
