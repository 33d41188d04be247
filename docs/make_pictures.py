"""Makes the README's picture from the running app, on the digests that ship: python docs/make_pictures.py"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).parent / "pictures"
QUESTION = "杭州临床试验总数是多少？"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


def main() -> None:
    """Start the app on a library of the digests and take its picture."""
    with tempfile.TemporaryDirectory() as home:
        command = [sys.executable, "-m", "ui.cli", "ui", "--home", home, "--port", "7999"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert server.stdout is not None
            address = re.search(r"http\S+", server.stdout.readline())
            assert address is not None, "the app printed no address"
            shoot(address[0])
        finally:
            server.terminate()


def shoot(address: str) -> None:
    """Ask the question as a person would, and wait for the cards."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1280, "height": 820}, locale="zh-CN")
        page.goto(address)
        box = page.get_by_role("textbox").first
        box.fill(QUESTION)
        box.press("Enter")
        page.wait_for_selector("mark")
        page.wait_for_timeout(1500)
        PICTURES.mkdir(exist_ok=True)
        page.screenshot(path=PICTURES / "ask.png")
        browser.close()


if __name__ == "__main__":
    main()
