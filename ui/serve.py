"""The web app served: one address, one server, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import signal
import socket
import threading
from pathlib import Path
from types import FrameType
from typing import Any

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.library import Library
from ingest.errors import QuestionError
from ingest.pdf.limits import Limits
from qa.generators import Extractive, Generator
from ui.app import build, theme

STYLE = Path(__file__).with_name("style.css")
GRACE = 2  # seconds that open connections are given at the end
# The page may load from where it came from and from nowhere else, whatever a source says.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; object-src 'none';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
    " worker-src 'self' blob:"
)


class OwnOriginOnly:
    """ASGI middleware: tells the browser to load nothing from elsewhere."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with the policy among the headers."""

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"content-security-policy", POLICY.encode())]
            await send(message)

        await self.app(scope, receive, send_with_policy)


class Server(uvicorn.Server):
    """The app on a socket that listens already; it says so when it serves, and ends its streams when it stops."""

    def __init__(self, app: Any, served: ASGIApp, listening: socket.socket) -> None:
        super().__init__(uvicorn.Config(served, log_level="warning", timeout_graceful_shutdown=GRACE))
        self.app, self.listening = app, listening

    @property
    def url(self) -> str:
        """Where it serves."""
        host, port = self.listening.getsockname()[:2]
        return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

    def serve_until_stopped(self) -> None:
        """Serve, in any thread; in the main one until Ctrl-C or SIGTERM."""
        try:
            self.run([self.listening])
        except KeyboardInterrupt:
            pass
        finally:
            self.listening.close()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve, and print where."""
        await super().startup(sockets)
        print(f"hangke: {self.url}", flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the streams that visitors hold open, then the rest."""
        self.app._queue.close()
        self.app.app.stop_event.set()
        await super().shutdown(sockets)


def launch(
    library: Library,
    host: str = "127.0.0.1",
    port: int = 7860,
    root_path: str | None = None,
    limits: Limits = Limits(),
    generator: Generator = Extractive(),
) -> None:
    """Serve the app until Ctrl-C or SIGTERM; raises QuestionError where the address cannot be had."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _interrupt)
    with listen(host, port) as listening:
        app = build(library, limits, generator)
        Server(app, served(app, root_path), listening).serve_until_stopped()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def listen(host: str, port: int) -> socket.socket:
    """A socket bound there, any free port for 0; raises QuestionError where it cannot be had."""
    try:
        family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server(address[:2], family=family, backlog=2048)
    except (OSError, UnicodeError) as error:
        raise QuestionError(
            f"{host}:{port}: cannot listen there ({error}); choose another with --host and --port"
        ) from error


def served(app: Any, root_path: str | None) -> ASGIApp:
    """The app as ASGI."""
    app.queue(default_concurrency_limit=8)
    parent = FastAPI(openapi_url=None)
    gr.mount_gradio_app(
        parent, app, "/", root_path=root_path, theme=theme(), css_paths=STYLE, footer_links=["api"],
        run_history=False, show_error=False, ssr_mode=False, pwa=False, mcp_server=False, enable_monitoring=False,
    )  # fmt: skip
    app.app = next(route.app for route in parent.routes if isinstance(route, Mount))
    return OwnOriginOnly(parent)
