"""The guard before the app, tried on an app of one page."""

from __future__ import annotations

import re

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from ui import cli
from ui.guard import Guard, Rules, clean_head

MIB = 2**20
PROXIED = "https://library.example/hangke"


async def page(request: Request) -> Response:
    body = await request.body()
    answer = PlainTextResponse(f"{request.url.path} {len(body)}", headers={"access-control-allow-origin": "*"})
    answer.set_cookie("token", "x", samesite="none", secure=True)
    return answer


def ask(rules: Rules, base: str = "http://localhost:7860", path: str = "/", **headers: str) -> Response:
    app = Starlette(routes=[Route("/{any:path}", page, methods=["GET", "POST"])])
    with TestClient(Guard(app, rules), base_url=base) as client:
        return client.post(path, content=b"text", headers=headers)


@pytest.mark.parametrize(
    ("base", "status"),
    [
        ("http://localhost:7860", 200),
        ("http://127.0.0.1:7860", 200),
        ("http://[::1]:7860", 200),
        ("http://rebound.example:7860", 403),
        ("http://localhost.rebound.example", 403),
        ("http://127.0.0.1.rebound.example", 403),
    ],
)
def test_on_loopback_a_foreign_name_is_refused(base: str, status: int) -> None:
    assert ask(Rules.of(["localhost"], None, MIB), base).status_code == status


@pytest.mark.parametrize("host", ["", "[", "[::1", "a]b", "@rebound.example"])
def test_a_broken_host_is_refused(host: str) -> None:
    assert ask(Rules.of(["localhost"], None, MIB), host=host).status_code == 403


@pytest.mark.parametrize(
    ("names", "root_path", "status"),
    [
        (["localhost"], PROXIED, 200),  # the public name is told
        (["localhost"], "https://other.example", 403),
        (["localhost"], "/hangke", 200),  # it is not, so any may be it
        (None, None, 200),
    ],
)
def test_behind_a_proxy_its_name_is_served(names: list[str] | None, root_path: str | None, status: int) -> None:
    assert ask(Rules.of(names, root_path, MIB), "https://library.example").status_code == status


def test_a_full_url_tells_the_origin_where_the_proxy_does_not() -> None:
    rules = Rules.of(["localhost"], PROXIED, MIB)
    assert ask(rules, origin="https://library.example").status_code == 200
    assert ask(rules, origin="https://library.example.evil.example").status_code == 403


@pytest.mark.parametrize(("path", "seen"), [("/hangke/a", "/a"), ("/hangke", "/"), ("/hangkex", "/hangkex")])
def test_the_root_path_is_taken_away(path: str, seen: str) -> None:
    assert ask(Rules.of(None, "/hangke", MIB), path=path).text == f"{seen} 4"


def test_no_other_site_is_let_in_by_a_header_or_a_cookie() -> None:
    told = ask(Rules.of(None, None, MIB)).headers
    assert "access-control-allow-origin" not in told
    assert re.search("secure; SameSite=lax$", told["set-cookie"], re.IGNORECASE)


def test_a_page_without_script_or_marks_stays_as_it_is() -> None:
    assert clean_head(b"<html>a</html>", "") == b"<html>a</html>"


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("/hangke/", "/hangke"),
        ("/", ""),
        (f"{PROXIED}/", PROXIED),
        ("https://a.example:8000", "https://a.example:8000"),
    ],
)
def test_root_paths_are_paths_or_urls(told: str, kept: str) -> None:
    assert cli.parser().parse_args(["ui", "--root-path", told]).root_path == kept


@pytest.mark.parametrize("told", ["hangke", "ftp://a.example", "https://", "/a b", "/a?b"])
def test_other_root_paths_are_wrong_usage(told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["ui", "--root-path", told])
    assert left.value.code == 2
    assert "full URL" in capsys.readouterr().err
