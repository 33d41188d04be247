"""Makes the pictures of both readmes from the running app, on the digests that ship: python docs/make_pictures.py"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PICTURES = Path(__file__).parent / "pictures"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
COLOURS, MOST = 160, 200_000  # of a picture: its palette, its bytes
QUESTIONS = {"zh": "杭州临床试验总数是多少？", "en": "How many clinical trials are there in Hangzhou?"}


def main() -> None:
    """Start the app on a library of the digests' PDFs and take its pictures."""
    PICTURES.mkdir(exist_ok=True)
    with served() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name, (take, looks) in SCENES.items():
            page = opened(browser, address, **looks)
            take(page)
            page.mouse.move(0, 0)
            page.wait_for_timeout(1200)  # movements and messages come to rest
            print(name, keep(page.screenshot(), PICTURES / f"{name}.png"))
            page.context.close()
        browser.close()


@contextmanager
def served() -> Iterator[str]:
    """Where the app listens."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "ui.cli"]
        digests = sorted(map(str, (ROOT / "corpus").glob("*.pdf")))
        subprocess.run([*command, "add", "--home", home, *digests], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
        app = subprocess.Popen(
            [*command, "ui", "--home", home, "--port", "7999"], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        try:
            assert app.stdout is not None
            address = re.search(r"http\S+", app.stdout.readline())
            assert address is not None, "the app printed no address"
            yield address[0]
        finally:
            app.terminate()
            app.wait(20)


def opened(
    browser: Browser, address: str, language: str, width: int = 1280, height: int = 860, dark: bool = False
) -> Page:
    """A page of the app with its examples; at most a minute may pass."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale={"zh": "zh-CN", "en": "en-GB"}[language],
        color_scheme="dark" if dark else "light", reduced_motion="reduce",
    )  # fmt: skip
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(address)
    page.locator("#hk-ideas button").first.wait_for()
    return page


def keep(picture: bytes, path: Path) -> int:
    """Write a picture with a palette of its own; returns its bytes."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    image.save(path, optimize=True)
    size = path.stat().st_size
    assert size < MOST, f"{path.name}: {size} bytes are too many; take fewer COLOURS"
    return size


# -- scenes


def ask(page: Page) -> None:
    """A question, its answer, and the sentence boxed on its page."""
    page.locator("#hk-question input").fill(QUESTIONS[language(page)])
    page.keyboard.press("Enter")
    page.locator("#hk-panel .hk-leaf img").first.wait_for()
    page.locator("#hk-chat a.hk-ref").first.wait_for()
    page.locator("#hk-ideas h2").wait_for()


def proof(page: Page) -> None:
    """What a phone shows after a tap on the mark."""
    ask(page)
    page.locator("#hk-chat a.hk-ref").first.click()


def tab(number: int, then: Callable[[Page], Any]) -> Callable[[Page], None]:
    """A tab, by its place, with what is done in it."""

    def take(page: Page) -> None:
        page.get_by_role("tab").nth(number).click()
        then(page)

    return take


def find(page: Page) -> None:
    """Passages with the words looked for marked."""
    page.locator("#hk-find-query input").fill({"zh": "专利运营", "en": "patents"}[language(page)])
    page.keyboard.press("Enter")
    page.locator("#hk-found mark").first.wait_for()


def figures(page: Page) -> None:
    """A row of the ledger with its sentence."""
    page.locator("#hk-figures-query input").fill({"zh": "专利", "en": "patents"}[language(page)])
    page.keyboard.press("Enter")
    page.locator("#hk-figures tr[data-row] button").first.click()
    page.locator("#hk-figures-chosen .hk-card").first.wait_for()


def language(page: Page) -> str:
    """`zh` or `en`."""
    return str(page.evaluate("document.documentElement.lang")).partition("-")[0]


def nothing(page: Page) -> None:
    """A tab as it opens."""


SCENES: dict[str, tuple[Callable[[Page], Any], dict[str, Any]]] = {
    "ask": (ask, {"language": "zh"}),
    "ask-en": (ask, {"language": "en"}),
    "ask-dark": (ask, {"language": "zh", "dark": True}),
    "ask-phone": (proof, {"language": "en", "width": 390, "height": 844}),
    "find": (tab(1, find), {"language": "en"}),
    "figures": (tab(3, figures), {"language": "zh"}),
    "library": (tab(-1, nothing), {"language": "en"}),
}


if __name__ == "__main__":
    main()
