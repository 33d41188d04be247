"""What programs may call, by their own clients: Gradio's, and the mcp package's over HTTP and stdio."""

from __future__ import annotations

import asyncio
import inspect
import json
import re
import shutil
import sys
import urllib.request
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio_client
import httpx
import invented
import pytest
from gradio.utils import get_upload_folder
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamablehttp_client
from mcp.types import CallToolResult
from program import ROOT

from index.library import Library
from index.words import Words
from ingest.errors import QuestionError
from qa.references import STYLES
from ui import app as web
from ui import calls, cli, endpoints, tools
from ui.desk import Desk

QUESTION = "潮汐钟楼高多少米？"
QUOTATION = "钟楼在1962年停摆"
ROW = re.compile(r"^\| (`/[^|]+) \| ([^|]+) \|", re.MULTILINE)  # of a table of endpoints
NAMES = set(calls.READING + calls.CHANGING)
# What each call is given, and what it then says somewhere.
READINGS: list[tuple[str, dict[str, Any], str]] = [
    ("ask", {"question": QUESTION, "issue": "海湾科技 2031年第4期", "year_from": 2031, "year_to": 2031}, "27.4米"),
    ("search", {"query": "苔藓屋顶 暴雨", "k": 2, "author": "韩松", "style": "gbt7714"}, "68%的雨水"),
    ("cite", {"text": QUOTATION, "style": "ris"}, "TY  - JOUR"),
    ("figures", {"query": "浮标", "k": 3}, "32个"),
    ("policies", {"query": "文物保护"}, "柳汀镇文物保护办法"),
    ("issues", {}, "海湾科技 2031年第4期"),
    ("articles", {"issue": "海湾科技 2031年第4期"}, "望潮台海雾收集网"),
    ("passages", {"article": "望潮台海雾收集网"}, "凌晨四点到六点收得最多"),
]
REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("ask", {"question": "？！"}, "no question in it"),
    ("ask", {"question": "钟" * 1001}, "1001 characters are too many"),
    ("ask", {"question": QUESTION, "history": [{"said": "x"}]}, "history, turn 1"),
    ("ask", {"question": QUESTION, "style": "apa"}, "choose one of gbt7714, bibtex, ris, csl-json"),
    ("search", {"query": "钟楼", "k": 0}, "from 1 to 100"),
    ("search", {"query": "钟楼", "issue": "无此刊"}, "no such issue"),
    ("search", {"query": "钟楼", "author": "无此人"}, "无此人"),
    ("cite", {"text": "？"}, "no words to look up"),
    ("passages", {"article": "无此文"}, "`articles` lists the titles"),
    ("add", {"path": "/etc/hostname"}, "no uploaded file"),
]


@dataclass(frozen=True)
class Served:
    """The app in this process."""

    url: str
    client: Any
    app: Any

    def raw(self, name: str, *data: Any) -> Any:
        """What an endpoint returns to a raw request; left out are the defaults."""
        url = f"{self.url}/gradio_api/call/{name}"
        body = json.dumps({"data": data}).encode()
        request = urllib.request.Request(url, body, {"content-type": "application/json"})
        event = json.load(urllib.request.urlopen(request))["event_id"]
        lines = urllib.request.urlopen(f"{url}/{event}").read().decode().strip().splitlines()
        assert lines[0] == "event: complete", lines
        return json.loads(lines[1].removeprefix("data: "))[0]

    def post(self, file: Path) -> str:
        """Upload a file; returns where the app keeps it."""
        with file.open("rb") as opened:
            answer = httpx.post(f"{self.url}/gradio_api/upload", files={"files": (file.name, opened)})
        return str(answer.json()[0])


def alone(work: Coroutine[Any, Any, Any]) -> Any:
    """What is to run, run in a thread of its own: this one may have a loop already, that of a browser test."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@pytest.fixture(scope="module")
def served(built: Path, words: Words, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    library = Library(Path(shutil.copytree(built, tmp_path_factory.mktemp("served") / "home")))
    library.words = words
    made = web.build(library)
    # no port is named, so that gradio takes a free one
    _, url, _ = made.queue(default_concurrency_limit=4).launch(
        prevent_thread_lock=True, quiet=True, show_error=False, app_kwargs=tools.mounted(made.calls), ssr_mode=False
    )
    yield Served(url.rstrip("/"), gradio_client.Client(url, verbose=False), made)
    made.close(verbose=False)


def over_http(served: Served, use: Callable[[ClientSession], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        url = f"{served.url}{tools.PATH}/"
        async with streamablehttp_client(url) as (read, write, _), ClientSession(read, write) as session:
            await session.initialize()
            return await use(session)

    return alone(run())


def over_stdio(home: Path, errors: Path, use: Callable[[ClientSession], Awaitable[Any]], *options: str) -> Any:
    words = ["-m", "ui.cli", "mcp", "--home", str(home), "--no-seed", *options]
    told = StdioServerParameters(command=sys.executable, args=words, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})

    async def run() -> Any:
        with errors.open("w") as log:
            async with stdio_client(told, log) as (read, write), ClientSession(read, write) as session:
                await session.initialize()
                return await use(session)

    return alone(run())


def said(result: CallToolResult) -> Any:
    """What a tool answered: one text of JSON, and the same as structured content."""
    (block,) = result.content
    assert not result.isError, block
    told = json.loads(block.text)
    assert result.structuredContent == (told if isinstance(told, dict) else {"result": told})
    return told


def test_the_endpoints_are_the_calls_and_are_described(served: Served) -> None:
    told = served.client.view_api(return_format="dict")["named_endpoints"]
    assert {name.removeprefix("/") for name in told} == NAMES
    for name, endpoint in told.items():
        assert endpoint["description"], name
        for parameter in endpoint["parameters"][1:]:
            assert parameter["parameter_has_default"], (name, parameter)
    assert [p["parameter_name"] for p in told["/ask"]["parameters"]] == [
        "question", "issue", "year_from", "year_to", "author", "history", "style",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "expected"), READINGS, ids=[name for name, *_ in READINGS])
def test_an_endpoint_answers(served: Served, name: str, given: dict[str, Any], expected: str) -> None:
    assert expected in json.dumps(served.client.predict(**given, api_name=f"/{name}"), ensure_ascii=False)


def test_an_answer_is_that_of_the_command_with_references_asked_for(served: Served) -> None:
    told = served.client.predict(QUESTION, style="gbt7714", api_name="/ask")
    assert told["status"] == "answered"
    assert "[J]. 海湾科技, 2031(4)" in told["references"]
    assert told["citations"][0]["reference_number"] == 1
    assert len(told["citations"][0]["quote"]) <= len(told["passages"][0]["text"])


def test_an_answer_looks_back(served: Served) -> None:
    before = [{"role": "user", "content": QUESTION}, {"role": "assistant", "content": "27.4米"}]
    told = served.client.predict("什么时候重新报时？", history=before, api_name="/ask")
    assert "潮汐钟楼" in told["asked"]
    assert "2029年9月3日" in told["answer"]


def test_a_raw_request_may_leave_out_what_has_a_default(served: Served) -> None:
    assert "27.4米" in served.raw("ask", QUESTION)["answer"]
    assert len(served.raw("search", "钟楼", 2)) == 2
    assert served.raw("figures", "浮标", 20, True) == []


@pytest.mark.parametrize(("name", "given", "expected"), REFUSED, ids=[f"{n}-{e}" for n, _, e in REFUSED])
def test_an_endpoint_refuses_in_one_line(served: Served, name: str, given: dict[str, Any], expected: str) -> None:
    with pytest.raises(gradio_client.exceptions.AppError) as raised:
        served.client.predict(**given, api_name=f"/{name}")
    assert expected in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_file_is_added_by_upload(served: Served, tmp_path: Path) -> None:
    file = invented.write(tmp_path, invented.later(), "later.txt")
    sent = gradio_client.handle_file(str(file))
    told = served.client.predict(path=sent, title="内湖通讯", number=7, api_name="/add")
    assert (told["status"], told["issue"], told["file"]) == ("added", "内湖通讯 2032年第7期", "later.txt")
    bad = invented.write(tmp_path, "", "leer.txt")
    failed = served.client.predict(path=gradio_client.handle_file(str(bad)), api_name="/add")
    assert failed["status"] == "failed"
    assert "leer.txt" in failed["error"]


def test_only_those_who_may_edit_add(tmp_path: Path) -> None:
    file = invented.write(tmp_path, "x")
    with endpoints.Blocks() as made:
        endpoints.wire(Desk(Library(tmp_path / "home")), lambda request: request.headers["x-name"] == "editor")
    _, url, _ = made.launch(prevent_thread_lock=True, quiet=True, ssr_mode=False)
    try:
        for name, expected in (("reader", "only editors"), ("editor", "'': no uploaded file")):
            client = gradio_client.Client(url, verbose=False, headers={"x-name": name})
            with pytest.raises(gradio_client.exceptions.AppError, match=expected):
                client.predict(path={"path": ""} if name == "editor" else str(file), api_name="/add")
    finally:
        made.close(verbose=False)


def test_over_http_the_tools_are_the_endpoints(served: Served, tmp_path: Path) -> None:
    file = served.post(invented.write(tmp_path, invented.third(), "third.txt"))

    async def use(session: ClientSession) -> None:
        listed = (await session.list_tools()).tools
        assert {tool.name for tool in listed} == NAMES
        for tool in listed:
            assert tool.description
            assert tool.annotations
            assert tool.annotations.readOnlyHint == (tool.name in calls.READING)
            for argument in tool.inputSchema["properties"].values():
                assert argument["description"]
        for name, given, expected in READINGS:
            assert expected in json.dumps(said(await session.call_tool(name, given)), ensure_ascii=False)
        for name, given, expected in REFUSED:
            refused = await session.call_tool(name, given)
            assert refused.isError
            assert expected in refused.content[0].text
        wrong = await session.call_tool("search", {"query": 5, "k": "x"})
        assert wrong.content[0].text.startswith("query: Input should be a valid string; k: ")
        assert said(await session.call_tool("add", {"path": file}))["status"] == "added"

    over_http(served, use)


def test_over_http_a_name_that_is_not_its_own_is_refused(served: Served) -> None:
    refused = httpx.post(f"{served.url}{tools.PATH}", headers={"host": "evil.example"}, json={})
    assert refused.status_code == 421


def test_over_stdio_the_same(home: Path, later: Path, tmp_path: Path) -> None:
    errors = tmp_path / "stderr"

    async def use(session: ClientSession) -> None:
        assert {tool.name for tool in (await session.list_tools()).tools} == NAMES
        assert "27.4米" in said(await session.call_tool("ask", {"question": QUESTION}))["answer"]
        refused = await session.call_tool("ask", {"question": "？！"})
        assert refused.isError
        report = said(await session.call_tool("add", {"path": str(later)}))
        assert (report["status"], report["path"]) == ("added", str(later))
        (issues,) = (await session.read_resource("hangke://issues")).contents
        ids = [row["issue_id"] for row in json.loads(issues.text)]
        assert len(ids) == 2
        (articles,) = (await session.read_resource(f"hangke://issues/{ids[1]}/articles")).contents
        assert "银杏岭冰窖书库启用" in articles.text

    over_stdio(home, errors, use)
    assert errors.read_text("utf-8") == ""


def test_read_only_leaves_out_what_changes() -> None:
    made = tools.server(calls.Calls(lambda: pytest.fail("nothing is called")), read_only=True)
    assert {tool.name for tool in alone(made.list_tools())} == set(calls.READING)


def test_the_styles_are_those_of_references() -> None:
    assert set(calls.STYLES) == set(STYLES)


def test_what_nobody_foresaw_is_told_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Any:
        raise RuntimeError("a secret path")

    made = tools.server(calls.Calls(broken))
    (block,) = alone(made.call_tool("issues", {})).content
    assert block.text == "issues failed for a reason of its own; the server's log tells more"
    assert "a secret path" in caplog.text


def test_a_file_outside_the_uploads_is_none(tmp_path: Path) -> None:
    for path in (invented.write(tmp_path, "x"), Path(get_upload_folder()) / "../../etc/hostname"):
        with pytest.raises(QuestionError):
            endpoints.uploaded(str(path))


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_tells_the_calls_as_they_are(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    rows = [(re.findall(r"`/(\w+)`", first), re.findall(r"`(\w+)`", second)) for first, second in ROW.findall(text)]
    assert {call for named, _ in rows for call in named} == NAMES
    for named, options in rows:
        for call in named:
            own = list(inspect.signature(getattr(calls.Calls, call)).parameters)[1:]
            assert own == options or (own == [] and len(named) > 1), call


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_readme_tells_assistants_where_the_server_is(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    stdio, http = (json.loads(block)["mcpServers"]["hangke"] for block in re.findall(r"```json\n(.*?)```", text, re.S))
    options = cli.parser().parse_args(stdio["args"])
    assert (Path(stdio["command"]).name, options.command, options.read_only) == (cli.PROGRAM, "mcp", True)
    assert http["url"] == f"http://127.0.0.1:{cli.parser().parse_args(['ui', '--mcp']).port}{tools.PATH}"
