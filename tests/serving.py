"""The real app on a port of its own, and a small reverse proxy before it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import httpx
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from index.library import Library
from ui import serve
from ui.app import build


@contextmanager
def app(library: Library, access: serve.Access = serve.Access()) -> Iterator[str]:
    """The app over a library; its address."""
    listening = serve.listen("127.0.0.1", 0)
    blocks = build(library, accounts=access.accounts)
    with _running(serve.Server(blocks, serve.guarded(blocks, "127.0.0.1", access), listening), listening) as url:
        yield url


@contextmanager
def proxy(upstream: str, prefix: str) -> Iterator[str]:
    """A reverse proxy that serves what is upstream below a path, which it takes away; streams are passed on as such."""

    async def forward(request: Request) -> StreamingResponse:
        url = httpx.URL(upstream + request.url.path.removeprefix(prefix), query=request.url.query.encode())
        kept = [(key, value) for key, value in request.headers.raw if key != b"connection"]
        asked = client.build_request(request.method, url, headers=kept, content=request.stream())
        told = await client.send(asked, stream=True)
        answer = StreamingResponse(told.aiter_raw(), told.status_code)
        answer.raw_headers = [pair for pair in told.headers.raw if pair[0].lower() != b"transfer-encoding"]
        return answer

    client = httpx.AsyncClient(timeout=30, trust_env=False)
    client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # each visitor's are his own
    methods = ["GET", "HEAD", "POST"]
    routes = [Route(prefix, forward, methods=methods), Route(prefix + "/{path:path}", forward, methods=methods)]
    listening = serve.listen("127.0.0.1", 0)
    config = uvicorn.Config(Starlette(routes=routes), log_level="critical", timeout_graceful_shutdown=1)
    with _running(uvicorn.Server(config), listening) as url:
        yield url + prefix


@contextmanager
def _running(server: uvicorn.Server, listening: Any) -> Iterator[str]:
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and thread.is_alive() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started
    try:
        yield "http://127.0.0.1:{1}".format(*listening.getsockname())
    finally:
        server.should_exit = True
        thread.join(20)
