"""The app as it is shared: behind a proxy, below a path, with accounts, two people at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import serving
from visits import Visit, watched

from index.library import Library
from ui import compose, serve
from ui.accounts import Accounts, Role
from ui.texts import EN

PASSWORD = "four words for tests"
Enter = Callable[[str, str], Visit]


@pytest.fixture(scope="module")
def public(issues: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the proxy serves it."""
    folder = tmp_path_factory.mktemp("shared")
    accounts = Accounts(folder / "accounts.json")
    accounts.add("陆遥", PASSWORD, Role.EDITOR)
    accounts.add("沈岚", PASSWORD, Role.READER)
    library = Library(folder / "home")
    assert compose.add(library, issues[0])["status"] == "added"
    access = serve.Access(root_path="/hangke", accounts=accounts)
    with serving.app(library, access) as url, serving.proxy(url, "/hangke") as address:
        yield address


@pytest.fixture
def enter(chromium: Any, public: str) -> Iterator[Enter]:
    """Opens the page as somebody, in a browser of their own."""
    with ExitStack() as contexts:

        def come(name: str, locale: str) -> Visit:
            context = contexts.enter_context(chromium.new_context(locale=locale))
            context.set_default_timeout(40_000)
            seen = watched(context.new_page())
            seen.page.goto(public)
            log_in(seen.page, name, "not the password")
            seen.page.locator(".creds").wait_for()
            log_in(seen.page, name, PASSWORD)
            seen.page.locator("#hk-question input").wait_for()
            seen.page.locator(f"html[lang={locale}]").wait_for()
            visits.append(seen)
            return seen

        visits: list[Visit] = []
        yield come
        for seen in visits:
            assert seen.hosts <= {urlsplit(public).hostname, None}
            assert [error for error in seen.errors if "400" not in error] == []  # of the wrong password


def log_in(page: Any, name: str, password: str) -> None:
    page.locator("input[type=password]").fill(password)
    page.locator("input").first.fill(name)
    page.keyboard.press("Enter")


def test_people_log_in_ask_and_do_not_see_each_other(enter: Enter, issues: tuple[Path, Path]) -> None:
    editor, reader = enter("陆遥", "zh-CN"), enter("沈岚", "en")
    editor.ask("青鹭湖浮标观测网由多少个浮标组成？")
    assert "三十二" in editor.page.locator("#hk-chat").inner_text()
    assert "青鹭湖浮标观测网由" not in reader.page.locator("#hk-chat").inner_text()
    reader.tab("Library")
    reader.page.get_by_text(EN.only_editors).wait_for()
    assert reader.page.locator("#hk-files input[type=file]").count() == 0
    editor.tab("期刊")
    editor.page.locator("#hk-files input[type=file]").wait_for(state="attached")
