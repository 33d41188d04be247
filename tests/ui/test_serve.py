"""The app as it is shared: who comes in, what is refused, what a proxy sees. One real server, asked by real clients."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import serving
from gradio_client import Client

from index.library import Library
from index.words import Words
from ui import serve
from ui.accounts import Accounts, Role

MIB = 2**20
PASSWORD = "four words for tests"


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Accounts:
    made = Accounts(tmp_path_factory.mktemp("accounts") / "accounts.json")
    made.add("陆遥", PASSWORD, Role.EDITOR)
    made.add("reader", PASSWORD, Role.READER)
    return made


@pytest.fixture(scope="module")
def library(built: Path, words: Words, tmp_path_factory: pytest.TempPathFactory) -> Library:
    opened = Library(Path(shutil.copytree(built, tmp_path_factory.mktemp("served") / "home")))
    opened.words = words
    return opened


@pytest.fixture(scope="module")
def url(library: Library) -> Iterator[str]:
    """The app without accounts, below a root path, 1 MB an upload."""
    with serving.app(library, serve.Access(root_path="/hangke", upload=MIB)) as address:
        yield address


@pytest.fixture(scope="module")
def shared(library: Library, accounts: Accounts) -> Iterator[str]:
    """The app with accounts."""
    with serving.app(library, serve.Access(accounts=accounts)) as address:
        yield address


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=20) as client:
        yield client


def test_a(url: str, http: httpx.Client) -> None:
    page = http.get(url + "/")
    print(page.headers, page.text[:1500])
    i = page.text.find("http")
    import re

    print(set(re.findall(r"https?://[^\"'\\ )]+", page.text)))
    print(Client(url, verbose=False).predict(api_name="/issues"))
    with serving.proxy(url, "/hangke") as public:
        page = http.get(public + "/")
        print(re.findall(r'"root":"[^"]*"', page.text), set(re.findall(r"https?://[^\"'\\ )]+", page.text)))
        print(Client(public, verbose=False).predict(api_name="/issues"))


def test_b(shared: str, http: httpx.Client) -> None:
    page = http.get(shared + "/")
    print(page.text[:6000])
