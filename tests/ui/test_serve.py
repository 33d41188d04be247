"""The app as it is shared: who comes in, what is refused, what a proxy sees. One real server, asked by real clients."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import serving
from gradio_client import Client

from index.library import Library
from index.words import Words
from ingest.errors import QuestionError
from ui import serve
from ui.accounts import Accounts, Role
from ui.calls import READING
from ui.guard import BODY

ROOT = Path(__file__).parents[2]
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
    with serving.app(library, serve.Access(accounts=accounts, mcp=True)) as address:
        yield address


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, timeout=20) as client:
        yield client


def upload(http: httpx.Client, url: str, *bodies: bytes, **headers: str) -> httpx.Response:
    files = [("files", (f"{n}.txt", body)) for n, body in enumerate(bodies)]
    return http.post(f"{url}/gradio_api/upload", files=files, headers=headers)


def join(http: httpx.Client, url: str, **headers: str) -> httpx.Response:
    return http.post(f"{url}/gradio_api/call/issues", json={"data": []}, headers=headers)


def log_in(http: httpx.Client, url: str, name: str, password: str = PASSWORD) -> httpx.Response:
    return http.post(f"{url}/login", data={"username": name, "password": password})


def test_page_loads_from_its_own_host_only_and_nobody_frames_it(url: str, http: httpx.Client) -> None:
    told = http.get(f"{url}/")
    loaded = re.findall(r"<(?:script|link|img|meta)[^>]*https?://[^>]*>", told.text)
    assert (told.status_code, loaded, "og:image" in told.text) == (200, [], False)
    policy = told.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert told.headers["x-content-type-options"] == "nosniff"
    assert told.headers["referrer-policy"] == "same-origin"


def test_a_proxy_may_serve_it_below_a_path(url: str, http: httpx.Client) -> None:
    with serving.proxy(url, "/hangke") as public:
        page = http.get(public)  # without a slash behind it
        parts = re.findall(r'(?:src|href)="\./((?:assets/|manifest)[^"]+)"', page.text)
        assert '<base href="/hangke/" />' in page.text
        assert len(parts) == 3
        for part in parts:
            assert http.get(f"{public}/{part}").status_code == 200, part
        (issue,) = Client(public, verbose=False).predict(api_name="/issues")
        assert issue["issue"].startswith("海湾科技")


def test_a_proxy_may_leave_the_path_in_front(url: str, http: httpx.Client) -> None:
    assert http.get(f"{url}/hangke/config").json()["root"] == f"{url}/hangke"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"sec-fetch-site": "same-origin", "origin": "http://public.example"}, 200),
        ({"sec-fetch-site": "cross-site", "origin": "http://evil.example"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "https://public.example", "x-forwarded-host": "public.example"}, 200),
    ],
)
def test_other_sites_change_nothing_and_programs_pass(
    url: str, http: httpx.Client, headers: dict[str, str], status: int
) -> None:
    assert join(http, url, **headers).status_code == status
    assert upload(http, url, b"text", **headers).status_code == status


def test_other_sites_read_nothing(url: str, http: httpx.Client) -> None:
    told = http.get(f"{url}/config", headers={"origin": "http://evil.example"})
    assert told.status_code == 403
    asked = {"origin": "http://evil.example", "access-control-request-method": "POST"}
    assert not [name for name in http.options(f"{url}/config", headers=asked).headers if "allow" in name]
    assert http.get(f"{url}/", headers={"sec-fetch-site": "cross-site"}).status_code == 200  # a link to it


def test_page_is_told_its_own_origin(url: str, http: httpx.Client) -> None:
    assert join(http, url, origin=url).status_code == 200


@pytest.mark.parametrize(
    ("size", "status"), [((MIB // 2,), 200), ((MIB, MIB), 413), ((2 * MIB,), 413)], ids=["fits", "together", "alone"]
)
def test_uploads_are_bounded(url: str, http: httpx.Client, size: tuple[int, ...], status: int) -> None:
    told = upload(http, url, *(b"x" * each for each in size))
    assert told.status_code == status
    assert status == 200 or "MB" in told.text


@pytest.mark.parametrize("streamed", [False, True])
def test_other_requests_are_bounded_whether_they_tell_their_length_or_not(
    url: str, http: httpx.Client, streamed: bool
) -> None:
    body = b'{"data": ["' + b"x" * BODY + b'"]}'
    told = http.post(f"{url}/gradio_api/call/ask", content=iter([body]) if streamed else body)
    assert told.status_code == 413
    assert "4 MB" in told.json()["detail"]


def test_nothing_is_served_past_the_queue(url: str, http: httpx.Client) -> None:
    assert http.post(f"{url}/gradio_api/run/issues", json={"data": []}).status_code == 404


@pytest.mark.parametrize(
    "path", ["config", "gradio_api/info", "gradio_api/heartbeat/any", "gradio_api/mcp/", "gradio_api/queue/status"]
)
def test_without_login_nothing_is_told(shared: str, http: httpx.Client, path: str) -> None:
    assert http.get(f"{shared}/{path}").status_code == 401


def test_login_page_tells_no_endpoint(shared: str, http: httpx.Client) -> None:
    page = http.get(f"{shared}/").text
    assert "auth_required" in page
    assert "/policies" not in page


def test_programs_log_in(shared: str) -> None:
    client = Client(shared, auth=("reader", PASSWORD), verbose=False)
    assert len(client.predict(api_name="/issues")) == 1
    with pytest.raises(ValueError, match="Could not login"):
        Client(shared, auth=("reader", "another password"), verbose=False)


def test_a_program_may_send_its_password_with_each_request(shared: str, http: httpx.Client) -> None:
    path = f"{shared}/gradio_api/app_id"
    assert http.get(path, auth=("reader", "another password")).status_code == 401
    assert http.get(path, auth=("reader", PASSWORD)).status_code == 200


def test_assistants_log_in_too_and_change_nothing(shared: str, http: httpx.Client) -> None:
    asked = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"accept": "application/json, text/event-stream"}
    path = f"{shared}/gradio_api/mcp"
    assert http.post(path, json=asked, headers=accept).status_code == 401
    told = http.post(path, json=asked, headers=accept, auth=("reader", PASSWORD)).json()
    assert {tool["name"] for tool in told["result"]["tools"]} == set(READING)


def test_cookies_stay_on_the_site(shared: str, http: httpx.Client) -> None:
    told = log_in(http, shared, "reader").headers.get_list("set-cookie")
    assert len(told) == 2
    for cookie in told:
        assert cookie.endswith("SameSite=lax")
        assert "HttpOnly" in cookie


def test_only_editors_upload(shared: str, http: httpx.Client) -> None:
    log_in(http, shared, "reader")
    refused = upload(http, shared, b"text")
    assert (refused.status_code, "Only editors" in refused.text) == (403, True)
    log_in(http, shared, "陆遥")
    assert upload(http, shared, b"text").status_code == 200


def test_who_is_removed_is_out_at_once(shared: str, accounts: Accounts, http: httpx.Client) -> None:
    accounts.add("guest", PASSWORD, Role.READER)
    assert log_in(http, shared, "guest").status_code == 200
    assert http.get(f"{shared}/config").status_code == 200
    Accounts(accounts.path).remove("guest")  # as another process does
    assert http.get(f"{shared}/config").status_code == 401


def test_a_new_password_ends_the_sessions_of_the_old_one(shared: str, accounts: Accounts, http: httpx.Client) -> None:
    accounts.add("guest", PASSWORD, Role.READER)
    log_in(http, shared, "guest")
    assert http.get(f"{shared}/config").status_code == 200
    accounts.add("guest", "another password", Role.READER)
    assert http.get(f"{shared}/config").status_code == 401


def test_logging_out_needs_the_page_itself(shared: str, http: httpx.Client) -> None:
    log_in(http, shared, "reader")
    assert http.get(f"{shared}/logout", headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert http.get(f"{shared}/config").status_code == 200
    http.get(f"{shared}/logout")
    assert http.get(f"{shared}/config").status_code == 401


def test_an_address_in_use_is_told(url: str) -> None:
    port = int(url.rpartition(":")[2])
    with pytest.raises(QuestionError, match=f"{port}: cannot listen there"):
        serve.listen("127.0.0.1", port)


def test_it_ends_at_a_signal_without_a_word(home: Path) -> None:
    command = [sys.executable, "-m", "ui.cli", "ui", "--no-seed", "--port", "0", "--home", str(home)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT) as app:
        assert app.stdout
        assert app.stderr
        said = app.stdout.readline()
        url = said.removeprefix("hangke: ").strip()
        with httpx.stream("GET", f"{url}/gradio_api/heartbeat/abc", trust_env=False) as held:
            assert next(held.iter_text()).startswith("data: ALIVE")
            app.send_signal(signal.SIGTERM)
            assert app.wait(20) == 0
        assert app.stderr.read() == ""
