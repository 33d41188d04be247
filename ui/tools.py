"""The MCP server: the calls as tools of an assistant, over stdio and, mounted in the web app, over HTTP."""

from __future__ import annotations

import inspect
import json
import logging
import re
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import unquote

from anyio.to_thread import run_sync
from mcp.server.fastmcp import FastMCP
from mcp.server.fastmcp.exceptions import ToolError
from mcp.server.fastmcp.tools import Tool
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import ValidationError
from starlette.routing import Route

from ingest.errors import HangkeError
from ui.calls import ABOUT, CHANGING, READING, Calls

NAME = "hangke"
PATH = "/gradio_api/mcp"  # where Gradio's own MCP server would be
SECTION = re.compile(r"^(Args|Returns):$", re.MULTILINE)
ARGUMENT = re.compile(r"^ *(\w+): (.+)$", re.MULTILINE)


def server(calls: Calls, read_only: bool = False, **options: Any) -> FastMCP:
    """The server of these calls; without those that change the library if `read_only`. `options` are FastMCP's."""
    names = READING if read_only else READING + CHANGING
    tools = [_tool(getattr(calls, name), name in READING) for name in names]
    made = FastMCP(NAME, ABOUT, tools=tools, log_level="WARNING", **options)
    made.resource("hangke://issues", mime_type="application/json")(_issues(calls))
    made.resource("hangke://issues/{issue}/articles", mime_type="application/json")(_articles(calls))
    return made


def mounted(calls: Calls, read_only: bool = False, host: str = "127.0.0.1") -> dict[str, Any]:
    """The server as what a Starlette application takes: routes, and a lifespan. Each request stands alone.

    On a loopback `host` calls by another host's name are refused, so that no page of that host reaches it through a
    visitor's browser.
    """
    made = server(calls, read_only, stateless_http=True, json_response=True, host=host)
    (route,) = (each for each in made.streamable_http_app().routes if isinstance(each, Route))
    routes = [Route(path, endpoint=route.app) for path in (PATH, f"{PATH}/")]
    return {"routes": routes, "lifespan": lambda _: made.session_manager.run()}


def _tool(call: Callable[..., Any], reading: bool) -> Tool:
    """A call as a tool: its docstring tells what it does, and of each argument what it is."""
    told = _sections(call)
    description = f"{told['']}\n\nReturns: {told['Returns']}"
    notes = ToolAnnotations(readOnlyHint=reading, destructiveHint=not reading, idempotentHint=True, openWorldHint=False)
    made = _OneLine.from_function(_answering(call), call.__name__, description=description, annotations=notes)
    for name, text in ARGUMENT.findall(told.get("Args", "")):
        made.parameters["properties"][name]["description"] = text
    return made


def _sections(call: Callable[..., Any]) -> dict[str, str]:
    """The sections of a docstring, by their headings; what it begins with has none."""
    first, *rest = SECTION.split(inspect.getdoc(call) or "")
    return {"": first.strip()} | dict(zip(rest[::2], map(str.strip, rest[1::2]), strict=True))


class _OneLine(Tool):
    """A tool that says in one line why it failed."""

    async def run(self, *given: Any, **options: Any) -> Any:
        """Run it."""
        try:
            return await super().run(*given, **options)
        except ToolError as error:
            return _text(self._why(error.__cause__), isError=True)

    def _why(self, cause: BaseException | None) -> str:
        if isinstance(cause, ValidationError):
            return "; ".join(f"{'.'.join(map(str, e['loc'])) or 'arguments'}: {e['msg']}" for e in cause.errors())
        if isinstance(cause, HangkeError):
            return str(cause)
        logging.getLogger(__name__).error("%s failed", self.name, exc_info=cause)
        return f"{self.name} failed for a reason of its own; the server's log tells more"


def _answering(call: Callable[..., Any]) -> Callable[..., Any]:
    """A call that answers an assistant: JSON as text, and as structured content.

    It runs in a thread, so that others are heard meanwhile.
    """
    signature = inspect.signature(call, eval_str=True)

    async def answer(**given: Any) -> CallToolResult:
        told = await run_sync(lambda: call(**given))
        return _text(_json(told), structuredContent=told if isinstance(told, dict) else {"result": told})

    result = Annotated[CallToolResult, signature.return_annotation]
    answer.__signature__ = signature.replace(return_annotation=result)  # type: ignore[attr-defined]
    answer.__name__ = call.__name__
    return answer


def _text(text: str, **rest: Any) -> CallToolResult:
    return CallToolResult(content=[TextContent(type="text", text=text)], **rest)


def _json(told: Any) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _issues(calls: Calls) -> Callable[[], Any]:
    async def issues() -> str:
        """The issues that the library holds."""
        return _json(await run_sync(calls.issues))

    return issues


def _articles(calls: Calls) -> Callable[[str], Any]:
    async def articles(issue: str) -> str:
        """The table of contents of an issue, by its id."""
        return _json(await run_sync(calls.articles, unquote(issue)))

    return articles
