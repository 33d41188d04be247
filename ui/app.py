"""The web app: its tabs put together and served. Looks are in `render`, words in `texts`, a tab each in `tabs`."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Both libraries read these when they are imported: nothing is to be reported to anyone.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import gradio as gr
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.library import Library
from ingest.errors import HangkeError
from ingest.pdf.limits import Limits
from qa.generators import Extractive, Generator
from ui import endpoints, render
from ui.desk import Desk
from ui.tabs import add, ask, cite, figures, issues, policies
from ui.tabs.page import QUIET, Page, Updates, html
from ui.texts import EN_NAME, LANGUAGES, ZH_NAME, Texts, preferred

STYLE = Path(__file__).with_name("style.css")
FONTS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
MONO = ("ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace")
# The page may load from where it came from and from nowhere else, whatever a source says.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; object-src 'none';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
    " worker-src 'self' blob:"
)
TELL_LANGUAGE = f"(name) => {{ document.documentElement.lang = name === '{EN_NAME}' ? 'en' : 'zh-CN' }}"
TABS: dict[str, Callable[[Page, Texts], None]] = {
    "ask": ask.build,
    "figures": figures.build,
    "policies": policies.build,
    "cite": cite.build,
    "add": add.build,
    "issues": issues.build,
}


def build(library: Library, limits: Limits = Limits(), generator: Generator = Extractive()) -> endpoints.Blocks:
    """The app over a library, not started."""
    page = Page(Desk(library, limits, generator))
    t = LANGUAGES[ZH_NAME]
    app = endpoints.Blocks(title="杭科问答 hangke", analytics_enabled=False, delete_cache=(86400, 86400))
    with app:
        app.calls = endpoints.wire(page.desk)  # first, so that no handler of a tab takes a name
        page.language = _masthead(page, t)
        with gr.Tabs():
            for name, fill in TABS.items():
                _tab(page, t, name, fill)
        page.finish()
        _wire_language(page, app)
    return app


def _masthead(page: Page, t: Texts) -> Any:
    with gr.Row(elem_id="hk-top"):
        page.view(html(render.masthead(t), scale=4), lambda t: gr.update(value=render.masthead(t)))
        return gr.Radio(
            list(LANGUAGES), value=ZH_NAME, show_label=False, container=False, scale=0, min_width=190,
            elem_id="hk-language", interactive=True,
        )  # fmt: skip


def _tab(page: Page, t: Texts, name: str, fill: Callable[[Page, Texts], None]) -> None:
    """A tab that is called as the text of that name says."""
    with page.view(gr.Tab(getattr(t, name)), lambda t: gr.update(label=getattr(t, name))):
        fill(page, t)


def _wire_language(page: Page, app: Any) -> None:
    """What a visitor did is told in a language at once, before the library is read for the rest.

    Else what he finds while the page is still being filled would be shown, and then be wiped out.
    """

    def begin(request: gr.Request, *values: Any) -> Updates:
        name = preferred(request.headers.get("accept-language"))
        return [name, *page.retell(LANGUAGES[name], values)]

    def switch(name: str, *values: Any) -> Updates:
        return page.retell(LANGUAGES[name], values)

    def fill(name: str) -> Updates:
        return page.show(LANGUAGES[name])

    begun = app.load(begin, page.sources, [page.language, *page.retold], **QUIET)
    switched = page.language.input(switch, [page.language, *page.sources], page.retold, **QUIET)
    for event in (begun.then, switched.then):
        event(fill, page.language, page.shown, **QUIET)
    for event in (begun.then, page.language.change):
        event(None, page.language, None, js=TELL_LANGUAGE, api_visibility="private")


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


def theme() -> gr.themes.Base:
    """Quiet colours, and fonts that the machine has: none is fetched."""
    return gr.themes.Default(primary_hue="teal", neutral_hue="slate", font=FONTS, font_mono=MONO).set(
        color_accent="*primary_700",  # white on it, and it on white, can be read
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
    )


def launch(
    library: Library,
    host: str = "127.0.0.1",
    port: int = 7860,
    root_path: str | None = None,
    limits: Limits = Limits(),
    generator: Generator = Extractive(),
    mcp: bool = False,
) -> None:
    """Serve the app, with `mcp` to assistants too, until Ctrl-C; raises HangkeError where the address cannot be had."""
    app = build(library, limits, generator)
    _start(app, host, port, root_path, _assistants(app, host, root_path) if mcp else {})
    print(f"hangke: http://{host}:{port}", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        pass
    finally:
        app.close(verbose=False)


def _assistants(app: Any, host: str, root_path: str | None) -> dict[str, Any]:
    """The MCP server, as what the app is made with; a proxy calls it by a name of its own."""
    from ui import tools

    return tools.mounted(app.calls, host="" if root_path else host)


def _start(app: gr.Blocks, host: str, port: int, root_path: str | None, kwargs: dict[str, Any]) -> None:
    try:
        app.queue(default_concurrency_limit=8).launch(
            server_name=host, server_port=port, root_path=root_path, theme=theme(), css_paths=STYLE,
            app_kwargs={"middleware": [Middleware(OwnOriginOnly)]} | kwargs, footer_links=["api"], run_history=False,
            share=False, quiet=True, inbrowser=False, prevent_thread_lock=True, ssr_mode=False, pwa=False,
            mcp_server=False, enable_monitoring=False, show_error=False,
        )  # fmt: skip
    except OSError as error:
        raise HangkeError(
            f"{host}:{port}: cannot listen there, another program may be using it; choose another with --port"
        ) from error
