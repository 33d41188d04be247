"""The web app: its tabs put together and served. Looks are in `render`, words in `texts`, a tab each in `tabs`."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from functools import partial
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
from ui import endpoints
from ui.desk import Desk
from ui.locale import BEGIN, HEAD, I18N, SAID, SWITCH
from ui.render import text
from ui.tabs import ask, cite, figures, library, policies
from ui.tabs.page import QUIET, Page, Update, Updates, html
from ui.texts import LANGUAGES, ZH_NAME, Texts

STYLE = Path(__file__).with_name("style.css")
FONTS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
MONO = ("ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace")
# The page may load from where it came from and from nowhere else, whatever a source says.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; object-src 'none';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:;"
    " worker-src 'self' blob:"
)
TABS: dict[str, Callable[[Page], None]] = {
    "ask": ask.build,
    "figures": figures.build,
    "policies": policies.build,
    "cite": cite.build,
    "library": library.build,
}


def build(library: Library, limits: Limits = Limits(), generator: Generator = Extractive()) -> endpoints.Blocks:
    """The app over a library, not started."""
    page = Page(Desk(library, limits, generator))
    app = endpoints.Blocks(title="杭科问答 hangke", analytics_enabled=False, delete_cache=(86400, 86400))
    with app:
        app.calls = endpoints.wire(page.desk)  # first, so that no handler of a tab takes a name
        page.language = _masthead(page)
        with gr.Tabs():
            for name, fill in TABS.items():
                # the label of a tab that is not shown does not follow the browser's language by itself
                with page.view(gr.Tab(getattr(SAID, name)), partial(_label, name)):
                    fill(page)
        page.finish()
        _wire_language(page, app)
    return app


def _label(name: str, t: Texts) -> Update:
    return gr.update(label=getattr(t, name))


def _masthead(page: Page) -> Any:
    with gr.Row(elem_id="hk-top"):
        page.view(html(scale=4), lambda t: gr.update(value=text.masthead(t)))
        return gr.Radio(
            list(LANGUAGES), value=ZH_NAME, label=SAID.language, show_label=False, container=False, scale=0,
            min_width=190, elem_id="hk-language", interactive=True,
        )  # fmt: skip


def _wire_language(page: Page, app: Any) -> None:
    """What a visitor did is told in a language at once, before the library is read for the rest.

    Else what he finds while the page is still being filled would be shown, and then be wiped out.
    """

    def begin(name: str, *values: Any) -> Updates:
        return [name, *page.retell(LANGUAGES[name], values)]

    def switch(name: str, *values: Any) -> Updates:
        return page.retell(LANGUAGES[name], values)

    def fill(name: str) -> Updates:
        return page.show(LANGUAGES[name])

    told = [page.language, *page.sources]
    begun = app.load(begin, told, [page.language, *page.retold], js=BEGIN, **QUIET)
    # the last of several quick switches counts, also while the library is busy
    switched = page.language.input(switch, told, page.retold, js=SWITCH, trigger_mode="always_last", **QUIET)
    for event in (begun.then, switched.then):
        event(fill, page.language, page.shown, **QUIET)


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
            server_name=host, server_port=port, root_path=root_path, theme=theme(), css_paths=STYLE, head=HEAD, i18n=I18N,
            app_kwargs={"middleware": [Middleware(OwnOriginOnly)]} | kwargs, footer_links=["api"], run_history=False,
            share=False, quiet=True, inbrowser=False, prevent_thread_lock=True, ssr_mode=False, pwa=False,
            mcp_server=False, enable_monitoring=False, show_error=False,
        )  # fmt: skip
    except OSError as error:
        raise HangkeError(
            f"{host}:{port}: cannot listen there, another program may be using it; choose another with --port"
        ) from error
