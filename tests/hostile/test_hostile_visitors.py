"""Visitors who guess passwords, take over sessions, or send more than there is room for: one real server, and many."""

from __future__ import annotations

import base64
import re
import resource
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import serving
from gradio.utils import get_upload_folder

from index.library import Library
from ingest.errors import TooManyTries
from ui import accounts as module
from ui import passwords, serve
from ui.accounts import Accounts, Role
from ui.throttle import Throttle

MIB = 2**20
PASSWORD, WRONG = "four words for tests", "some other words"
UPLOAD = "/gradio_api/upload"


@pytest.fixture(scope="module")
def accounts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Accounts]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "COST", {"n": 2**4, "r": 8, "p": 1})
        made = Accounts(tmp_path_factory.mktemp("accounts") / "accounts.json")
        for name in ("陆遥", "沈岚", "guest"):
            made.add(name, PASSWORD, Role.EDITOR)
        yield made


@pytest.fixture(scope="module")
def url(library: Library, accounts: Accounts) -> Iterator[str]:
    """The app with accounts, 1 MB an upload."""
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setenv("GRADIO_TEMP_DIR", folder)
        with serving.app(library, serve.Access(accounts=accounts, upload=MIB)) as address:
            yield address


@pytest.fixture
def http(accounts: Accounts) -> Iterator[httpx.Client]:
    accounts._by_name, accounts._by_address = Throttle(module.TRIES), Throttle(module.TRIES_FROM_ONE)
    with httpx.Client(trust_env=False, timeout=20) as client:
        yield client


def log_in(http: httpx.Client, url: str, name: str, password: str = PASSWORD, address: str = "") -> httpx.Response:
    """As the page does; an address is what a proxy on this machine tells of the visitor."""
    told = {"x-forwarded-for": address} if address else {}
    return http.post(f"{url}/login", data={"username": name, "password": password}, headers=told)


def basic(name: str, password: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


# ---- guessing


def test_guessing_one_name_slows_that_name_wherever_it_is_guessed_from(url: str, http: httpx.Client) -> None:
    for place in range(module.TRIES):
        assert "Incorrect" in log_in(http, url, "陆遥", WRONG, f"192.0.2.{place}").text
    assert "too many wrong passwords" in log_in(http, url, "陆遥", PASSWORD, "192.0.2.99").text
    assert log_in(http, url, "沈岚", PASSWORD, "192.0.2.0").status_code == 200


def test_guessing_from_one_address_slows_that_address_and_nobody_else(url: str, http: httpx.Client) -> None:
    for number in range(module.TRIES_FROM_ONE):
        assert "Incorrect" in log_in(http, url, f"name {number}", WRONG, "192.0.2.7").text
    assert "too many wrong passwords" in log_in(http, url, "沈岚", PASSWORD, "192.0.2.7").text
    assert log_in(http, url, "沈岚", PASSWORD, "192.0.2.8").status_code == 200


def test_a_network_of_version_6_is_one_guesser(url: str, http: httpx.Client) -> None:
    for number in range(module.TRIES_FROM_ONE):
        log_in(http, url, f"name {number}", WRONG, f"2001:db8::{number:x}")
    assert "too many" in log_in(http, url, "沈岚", PASSWORD, "2001:db8::ffff").text
    assert log_in(http, url, "沈岚", PASSWORD, "2001:db8:1::1").status_code == 200


def test_who_is_logged_in_stays_so_while_others_guess_his_name(url: str, http: httpx.Client) -> None:
    assert log_in(http, url, "陆遥").status_code == 200
    for _ in range(module.TRIES + 1):
        log_in(http, url, "陆遥", WRONG, "192.0.2.1")
    assert http.get(f"{url}/config").status_code == 200


def test_guessing_by_http_basic_is_slowed_too_and_told(url: str, http: httpx.Client) -> None:
    told = [http.get(f"{url}/config", headers=basic("陆遥", WRONG)) for _ in range(module.TRIES + 1)]
    assert [each.status_code for each in told] == [401] * module.TRIES + [429]
    assert "too many wrong passwords" in told[-1].json()["detail"]


@pytest.mark.parametrize("header", [b"Basic \xff\xfe", b"Basic", b"Basic " + b"A" * 60_000, b"Basic Og==", b"basic =="])
def test_a_senseless_header_is_nobody(url: str, http: httpx.Client, header: bytes) -> None:
    assert http.get(f"{url}/config", headers={"authorization": header}).status_code in (400, 401, 431)


def test_names_without_end_cost_neither_time_nor_memory(accounts: Accounts, http: httpx.Client) -> None:
    hostile = "a" + "\u0300\u0323" * 500_000  # to put so many marks in order would take minutes
    assert not accounts.check(hostile, hostile)
    throttle = Throttle(5)
    for number in range(100_000):
        throttle.failed(f"name {number}")
    assert len(throttle._failures) == throttle.most
    assert sum(map(sys.getsizeof, throttle._failures)) < 2 * MIB


def test_an_unknown_name_costs_what_a_known_one_does_until_both_are_slowed(
    accounts: Accounts, http: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[tuple[int, ...]] = []
    real = passwords._scrypt
    monkeypatch.setattr(passwords, "_scrypt", lambda *a: hashed.append(a[2:5]) or real(*a))
    for name in ("陆遥", "nobody"):
        hashed.clear()
        for _ in range(module.TRIES):
            assert not accounts.check(name, WRONG)
        with pytest.raises(TooManyTries):
            accounts.check(name, PASSWORD)
        assert hashed == [(2**4, 8, 1)] * module.TRIES


# ---- sessions


def test_a_token_that_a_visitor_brings_is_none_and_stays_none(url: str, http: httpx.Client) -> None:
    first = log_in(http, url, "陆遥")
    (name,) = {re.split("[=]", each)[0] for each in first.headers.get_list("set-cookie") if "unsecure" in each}
    http.cookies.clear()
    fixed = {"cookie": f"{name}=chosen-by-another"}
    assert http.get(f"{url}/config", headers=fixed).status_code == 401
    again = http.post(f"{url}/login", data={"username": "陆遥", "password": PASSWORD}, headers=fixed)
    told = " ".join(again.headers.get_list("set-cookie"))
    assert "chosen-by-another" not in told
    assert set(re.findall(r"=([\w-]{20,});", told)).isdisjoint(re.findall(r"=([\w-]{20,});", str(first.headers)))
    http.cookies.clear()
    assert http.get(f"{url}/config", headers=fixed).status_code == 401


def test_no_file_but_those_of_the_page_is_served(url: str, http: httpx.Client, library: Library) -> None:
    log_in(http, url, "陆遥")
    for path in (
        "/etc/passwd",
        str(library.home / "library.db"),
        f"{library.home}/../x",
        "/proc/self/environ",
        "//etc/passwd",
    ):
        for prefix in ("gradio_api/file=", "gradio_api/file/", "static/", "assets/"):
            assert http.get(f"{url}/{prefix}{path}").status_code in (403, 404, 405), path
    assert http.get(f"{url}/gradio_api/proxy=http://127.0.0.1:1/").status_code in (400, 403, 404, 405)


# ---- uploads


def left() -> set[Path]:
    """What lies where uploads are kept, and written to on their way."""
    return {path for path in Path(get_upload_folder()).rglob("*") if path.is_file()}


def form(size: int, sent: list[int]) -> Iterator[bytes]:
    """The body of a form with a file of that size, which is nowhere whole."""
    yield b'--b\r\ncontent-disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n%PDF-1.7\n'
    for _ in range(size // MIB):
        sent.append(MIB)
        yield b"x" * MIB
    yield b"\r\n--b--\r\n"


@pytest.mark.parametrize("length", [None, 2**30], ids=["chunked", "told"])
def test_a_gigabyte_is_refused_early_and_leaves_nothing(url: str, http: httpx.Client, length: int | None) -> None:
    log_in(http, url, "陆遥")
    told = {"content-type": "multipart/form-data; boundary=b"} | ({"content-length": str(length)} if length else {})
    before, memory, sent = left(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, list[int]()
    try:
        status = http.post(f"{url}{UPLOAD}", content=form(2**30 - MIB, sent), headers=told).status_code
    except httpx.TransportError:
        status = 413  # the server hung up while we still sent
    assert status == 413
    assert sum(sent) < 32 * MIB
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 64 * 1024
    assert left() == before


NAMES = [
    "../../x.txt",
    "/etc/x.txt",
    "a\\..\\b.txt",
    "CON.txt",
    "\u202etxt.exe.txt",
    "x" * 300 + ".txt",
    "..",
    ".txt",
    "a b'\".txt",
]


@pytest.mark.parametrize("name", NAMES)
def test_an_upload_lies_in_its_folder_whatever_its_name(url: str, http: httpx.Client, name: str) -> None:
    log_in(http, url, "陆遥")
    told = http.post(f"{url}{UPLOAD}", files=[("files", (name, b"text"))])
    assert told.status_code in (200, 400)
    for path in told.json() if told.status_code == 200 else []:
        assert Path(path).resolve().is_relative_to(Path(get_upload_folder()).resolve())


def test_an_upload_that_is_cut_off_leaves_nothing(url: str, http: httpx.Client) -> None:
    log_in(http, url, "陆遥")
    before = left()
    body = b'--b\r\ncontent-disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n' + b"x" * 1000
    told = http.post(f"{url}{UPLOAD}", content=body, headers={"content-type": "multipart/form-data; boundary=b"})
    assert (told.status_code, "broke off" in told.text) == (400, True)
    assert left() == before


# ---- what programs send


BODIES = [
    b"", b"{", b"[]", b"7", b"null", b'{"data": 7}', b'{"data": {}}', b'{"data": []}', b'{"data": [[[]]]}',
    b'{"data": ["\\ud800"]}', b'{"data": [null, {}, [], 1e400]}', b'{"data": ["' + b"x" * 100_000 + b'"]}',
    b'{"data": ' + b"[" * 100_000, b'{"data": ["a"], "session_hash": ["x"]}', b'{"data": ["a"], "fn_index": -1}',
]  # fmt: skip


@pytest.mark.parametrize("name", ["ask", "search", "cite", "add"])
def test_whatever_a_program_sends_the_app_answers_the_next(
    url: str, http: httpx.Client, library: Library, name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    log_in(http, url, "陆遥")
    before = [row.issue_id for row in library.issues()]
    for body in BODIES:
        told = http.post(f"{url}/gradio_api/call/{name}", content=body, headers={"content-type": "application/json"})
        if told.status_code == 200:
            with http.stream("GET", f"{url}/gradio_api/call/{name}/{told.json()['event_id']}") as events:
                said = "".join(events.iter_text())
            assert "event: error" in said or "event: complete" in said
            assert "Traceback" not in said
    assert [row.issue_id for row in library.issues()] == before
    assert http.get(f"{url}/config").status_code == 200
