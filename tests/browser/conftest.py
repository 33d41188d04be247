"""The app over invented issues, and a Chromium to visit it with."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from magazines import BODIES, LATER, magazine
from printed import HOSTILE_LEAVES, LEAVES, print_issue
from visits import ARGS, CHROMIUM, ELSEWHERE, LOCAL, Visit, running, watched


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
    with running(home, home, (issues[0], *printed)) as url:
        yield url


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


@pytest.fixture
def visit(chromium: Any, address: str) -> Iterator[Callable[..., Visit]]:
    """Opens the app; afterwards nothing may have been asked of another host, and nothing may have run or failed."""
    visits: list[tuple[Any, Visit]] = []

    def open_page(locale: str = "zh-CN", width: int = 1280, **options: Any) -> Visit:
        context = chromium.new_context(locale=locale, viewport={"width": width, "height": 844}, **options)
        context.set_default_timeout(40_000)
        context.route(ELSEWHERE, lambda route: route.abort())
        seen = watched(context.new_page())
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
