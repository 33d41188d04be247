"""The web app served: one address, one server, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import logging
import signal
import socket
import threading
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import gradio as gr
import uvicorn
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.routing import Mount
from starlette.types import ASGIApp

from index.library import Library
from ingest.errors import QuestionError
from ingest.pdf.limits import Limits
from qa.generators import Extractive, Generator
from ui.accounts import Accounts
from ui.app import build, theme
from ui.guard import Guard, PageHead, Rules, is_loopback
from ui.locale import HEAD, I18N
from ui.sessions import Door, Sessions, login
from ui.settings import UPLOAD

STYLE = Path(__file__).with_name("style.css")
REHEARSAL = 3  # seconds from the start: a page that is opened at once is shown first
GRACE = 2  # seconds that open connections are given at the end
QUEUE, AT_ONCE = 100, 8  # requests that wait, and that are worked on
IDLE = 0.01  # seconds between two looks at an empty queue: gradio's own thousandth keeps a twelfth of a core busy
SESSIONS = 256  # visitors whose dialogue is kept, the latest
LOGIN = (
    "请用编辑给您的账号登录；多次输错，须等一会儿再试。<br>"
    "Log in with the account that an editor gave you; after several wrong tries, wait a while."
)


@dataclass(frozen=True, slots=True)
class Access:
    """How the app is reached, and by whom: path or full URL before a proxy, accounts, bytes of an upload."""

    root_path: str | None = None
    accounts: Accounts | None = None
    upload: int = UPLOAD
    mcp: bool = False  # to assistants too


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
        """End the streams that visitors hold open, then the rest; what is cut off now is no news."""
        logging.getLogger("uvicorn.error").disabled = True
        self.app._queue.close()
        self.app.app.stop_event.set()
        await super().shutdown(sockets)


def launch(
    library: Library,
    host: str = "127.0.0.1",
    port: int = 7860,
    access: Access = Access(),
    limits: Limits = Limits(),
    generator: Generator = Extractive(),
) -> None:
    """Serve the app until Ctrl-C or SIGTERM; raises QuestionError where the address cannot be had."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _interrupt)
    with listen(host, port) as listening:
        app = build(library, limits, generator, access.accounts)
        server = Server(app, guarded(app, host, access), listening)
        rehearsal = threading.Timer(REHEARSAL, app.desk.warm)
        rehearsal.daemon = True
        rehearsal.start()
        server.serve_until_stopped()


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


def guarded(app: Any, host: str, access: Access) -> ASGIApp:
    """The app behind its guard, and behind a door where there are accounts."""
    inner = mounted(app, host, access)
    if access.accounts:
        app.app.tokens = Sessions(access.accounts)
        inner = Door(inner, app.app.tokens, app.app.cookie_id)
    # With accounts a foreign name leads to the login only.
    names = ("localhost", host) if is_loopback(host) and not access.accounts else None
    return Guard(inner, Rules.of(names, access.root_path, access.upload))


def mounted(app: Any, host: str, access: Access) -> ASGIApp:
    """The app as gradio serves it."""
    app.queue(default_concurrency_limit=AT_ONCE, max_size=QUEUE, api_open=False)
    app._queue.sleep_when_free = IDLE
    app.state_session_capacity = SESSIONS
    parent, path = FastAPI(openapi_url=None), urlsplit(access.root_path or "").path.rstrip("/")
    gr.mount_gradio_app(
        parent, app, "/", root_path=access.root_path or "", theme=theme(), css_paths=STYLE, head=HEAD, i18n=I18N,
        app_kwargs={"middleware": [Middleware(PageHead, root_path=path)]} | _assistants(app, host, access),
        footer_links=["api"], max_file_size=access.upload,
        auth=login(access.accounts) if access.accounts else None, auth_message=LOGIN,
        run_history=False, show_error=False, ssr_mode=False, pwa=False, mcp_server=False, enable_monitoring=False,
    )  # fmt: skip
    app.app = next(route.app for route in parent.routes if isinstance(route, Mount))
    return parent


def _assistants(app: Any, host: str, access: Access) -> dict[str, Any]:
    """The MCP server, as what the app is made with: where there are accounts, without what changes the library.

    A proxy calls it by a name of its own.
    """
    if not access.mcp:
        return {}
    from ui import tools

    return tools.mounted(app.calls, bool(access.accounts), host="" if access.root_path else host)
