"""The web app as people meet it: how soon it answers, alone and eight at once, in a real Chromium and by a real client.

The real issues are asked; pages are turned in the digests that ship, since those are PDFs. Times are milliseconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from common import ROOT, SHARED, texts, write
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
STARTS, PEOPLE = 3, 8
READS = 1.0  # seconds between an answer and the next question of one person
LIMITS = {
    "page usable after `hangke ui`": 6000,
    "first words of an answer": 300,
    "picture of a page, first time": 1000,
    "8 people in browsers, first words": 1500,
    "8 people in browsers, answer and evidence": 1500,
    "8 people by gradio_client": 1500,
    "errors": 0,
    "requests to other hosts": 0,
}
# From Enter to the first words, and when the answer last grew, as the page itself sees it.
WATCH = """() => {
  const chat = document.querySelector('#hk-chat')
  addEventListener('keydown', (event) => {
    if (event.key === 'Enter') window.asked = { at: performance.now(), before: bots().length, words: null, grew: null }
  }, true)
  const bots = () => [...chat.querySelectorAll('[data-testid=bot]')]
  new MutationObserver(() => {
    if (!window.asked || bots().length <= asked.before || !bots().at(-1).innerText.trim()) return
    asked.grew = performance.now()
    asked.words ??= asked.grew - asked.at
  }).observe(chat, { subtree: true, childList: true, characterData: true })
  new MutationObserver(() => {
    const told = document.querySelector('#hk-panel .hk-status')
    if (window.asked && told && !asked.evidence) asked.evidence = performance.now() - asked.at
  }).observe(document.querySelector('#hk-panel'), { subtree: true, childList: true })
}"""
SAID = "() => window.asked?.words != null && performance.now() - asked.grew > 200"
# From a click to the picture of another page, decoded.
TURN = """async (what) => {
  const leaf = document.querySelector('#hk-panel .hk-leaf')
  const before = leaf.querySelector('img'), at = performance.now()
  leaf.querySelector(`[data-do=${what}]`).click()
  let now
  while (!(now = leaf.querySelector('img')) || now === before) await new Promise(requestAnimationFrame)
  await now.decode()
  return performance.now() - at
}"""


class Account:
    """What the browsers asked of other hosts, and what went wrong."""

    def __init__(self) -> None:
        self.elsewhere: set[str] = set()
        self.errors: list[str] = []

    def watch(self, page: Page) -> None:
        """Listen to a page."""
        page.on("request", lambda request: self._host(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _host(self, url: str) -> None:
        if urlsplit(url).hostname not in ("127.0.0.1", None):
            self.elsewhere.add(url)


# -- the app


@contextmanager
def served(home: Path) -> Iterator[str]:
    """`hangke ui` in a process of its own, begun but perhaps not yet listening; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    with (home / "log").open("w") as log:
        app = subprocess.Popen(command("ui", "--home", str(home), "--port", port), stdout=log, stderr=log, cwd=ROOT)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            app.terminate()
            app.wait(20)


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "ui.cli", *words]


def library(home: Path, files: list[Path]) -> Path:
    """A library of these files."""
    subprocess.run(command("add", "--home", str(home), *map(str, files)), check=True, capture_output=True, cwd=ROOT)
    return home


async def opened(browser: Browser, address: str, account: Account, seconds: float = 60) -> tuple[Page, BrowserContext]:
    """The page with a question box that answers, as soon as it is there and filled; examples may come later."""
    context = await browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    page = await context.new_page()
    account.watch(page)
    until = time.monotonic() + seconds
    while True:
        try:
            await page.goto(address)
            break
        except Exception:
            if time.monotonic() > until:
                raise
            await asyncio.sleep(0.05)
    await page.locator("#hk-question input").wait_for()
    await page.locator(".hk-mast p").wait_for()
    await page.evaluate(WATCH)
    return page, context


async def asked(page: Page, question: str) -> dict[str, float]:
    """Milliseconds from Enter to the first words and to the evidence; waits until all is said."""
    await page.locator("#hk-question input").fill(question)
    await page.locator("#hk-question input").press("Enter")
    await page.wait_for_function(SAID, timeout=60_000)
    told: dict[str, float] = await page.evaluate("asked")
    return told


# -- what is measured


async def starts(browser: Browser, home: Path, account: Account) -> tuple[list[float], list[float]]:
    """From the start of the process to the question box, then to the first words of the very first answer."""
    usable, first = [], []
    for question in questions(STARTS):
        began = time.perf_counter()
        with served(home) as address:
            page, context = await opened(browser, address, account)
            usable.append(1000 * (time.perf_counter() - began))
            first.append((await asked(page, question))["words"])
            await context.close()
    return usable, first


async def alone(browser: Browser, address: str, account: Account, most: int) -> list[float]:
    """First words of so many answers, one after the other, each a dialogue of its own."""
    page, context = await opened(browser, address, account)
    found = []
    for question in questions(most):
        found.append((await asked(page, question))["words"])
        await page.get_by_role("button", name="清空对话").click()
        await page.locator("#hk-panel .hk-status").wait_for(state="detached")
        await page.locator("#hk-chat [data-testid=bot]").first.wait_for(state="detached")
    await context.close()
    return found


async def crowd(browser: Browser, address: str, account: Account, seconds: float) -> list[dict[str, float]]:
    """Eight people, each in a browser context, asking and reading at once."""
    people = [await opened(browser, address, account) for _ in range(PEOPLE)]
    until = time.monotonic() + seconds

    async def person(place: int, page: Page) -> list[dict[str, float]]:
        told = []
        for question in islice(cycle(questions()), 7 * place, None):
            if time.monotonic() > until:
                break
            try:
                told.append(await asked(page, question))
            except Exception as error:
                account.errors.append(f"{question}: {error}")
            await asyncio.sleep(READS)
        return told

    found = await asyncio.gather(*(person(place, page) for place, (page, _) in enumerate(people)))
    account.errors += [text for page, _ in people for text in await page.locator(".hk-error").all_inner_texts()]
    for _, context in people:
        await context.close()
    return [each for told in found for each in told]


def clients(address: str, account: Account, seconds: float) -> list[float]:
    """Eight programs that call `/ask` again and again, without a pause."""
    from gradio_client import Client

    until = time.monotonic() + seconds

    def person(place: int) -> list[float]:
        client, found = Client(address, verbose=False), []
        for question in islice(cycle(questions()), 7 * place, None):
            if time.monotonic() > until:
                return found
            began = time.perf_counter()
            try:
                assert client.predict(question, api_name="/ask")["status"]
            except Exception as error:
                account.errors.append(f"{question}: {error}")
            found.append(1000 * (time.perf_counter() - began))
        return found

    with ThreadPoolExecutor(PEOPLE) as pool:
        return [each for told in pool.map(person, range(PEOPLE)) for each in told]


async def pages(browser: Browser, address: str, account: Account) -> dict[str, list[float]]:
    """Pictures after a click: of pages that nobody saw yet, that another visitor saw, that this one saw."""
    from gradio_client import Client

    found: dict[str, list[float]] = {}
    for visitor in ("first time", "drawn for another before"):
        page, context = await opened(browser, address, account)
        client = await asyncio.to_thread(Client, address, verbose=False)
        title = client.predict(api_name="/articles")[0]["title"]
        await asked(page, f"《{title}》讲了什么？")
        await page.locator(".hk-leaf img").first.wait_for()
        first, last = map(
            int, await page.locator(".hk-leaf").first.evaluate("leaf => [leaf.dataset.shown, leaf.dataset.pages]")
        )
        found[visitor] = [await page.evaluate(TURN, "forth") for _ in range(first, last)]
        found["seen before"] = [await page.evaluate(TURN, "back") for _ in range(first, last)]
        await context.close()
    return found


def questions(most: int | None = None) -> list[str]:
    """The development questions."""
    lines = (SHARED / "evals/dev.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line)["question"] for line in lines][:most]


# -- the table


def row(milliseconds: list[float], limit: str = "") -> dict[str, Any]:
    """How many, their middle, their 95th percentile, and the most that may be."""
    told = {"n": len(milliseconds), "p50": round(float(np.percentile(milliseconds, 50)))}
    told["p95"] = round(float(np.percentile(milliseconds, 95)))
    return told | ({"at most": LIMITS[limit]} if limit else {})


async def measured(most: int, seconds: float) -> dict[str, Any]:
    """All rows."""
    account, found = Account(), {}
    with tempfile.TemporaryDirectory() as real, tempfile.TemporaryDirectory() as printed:
        issues, digests = library(Path(real), texts()), library(Path(printed), sorted((ROOT / "corpus").glob("*.pdf")))
        async with async_playwright() as play:
            browser = await play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            usable, first = await starts(browser, issues, account)
            found["page usable after `hangke ui`"] = usable
            found["first words of the first answer after it"] = first
            with served(issues) as address:
                found["first words of an answer"] = await alone(browser, address, account, most)
                many = await crowd(browser, address, account, seconds)
                found["8 people in browsers, first words"] = [each["words"] for each in many]
                found["8 people in browsers, answer and evidence"] = [
                    each.get("evidence") or each["words"] for each in many
                ]
                found["8 people by gradio_client"] = await asyncio.to_thread(clients, address, account, seconds)
            with served(digests) as address:
                told = await pages(browser, address, account)
                found |= {f"picture of a page, {name}": each for name, each in told.items()}
            await browser.close()
    rows = {name: row(each, name if name in LIMITS else "") for name, each in found.items()}
    for name, each in (("errors", account.errors), ("requests to other hosts", sorted(account.elsewhere))):
        rows[name] = {"n": len(each), "at most": LIMITS[name]} | ({"first": each[:3]} if each else {})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120, help="how long eight people ask")
    parser.add_argument("--questions", type=int, default=50, help="how many one person asks")
    asked = parser.parse_args()
    write("app", asyncio.run(measured(asked.questions, asked.seconds)))


if __name__ == "__main__":
    main()
