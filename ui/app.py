"""The web app: its tabs put together. Looks are in `render`, words in `texts`, a tab each in `tabs`; see `serve`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from index.library import Library
from ingest.pdf.limits import Limits
from qa.generators import Extractive, Generator
from ui import endpoints, render
from ui.accounts import Accounts
from ui.desk import Desk
from ui.tabs import add, ask, cite, figures, issues, policies
from ui.tabs.page import QUIET, Page, Updates, html
from ui.texts import EN_NAME, LANGUAGES, ZH_NAME, Texts, preferred

FONTS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
MONO = ("ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace")
TELL_LANGUAGE = f"(name) => {{ document.documentElement.lang = name === '{EN_NAME}' ? 'en' : 'zh-CN' }}"
TABS: dict[str, Callable[[Page, Texts], None]] = {
    "ask": ask.build,
    "figures": figures.build,
    "policies": policies.build,
    "cite": cite.build,
    "add": add.build,
    "issues": issues.build,
}


def build(
    library: Library,
    limits: Limits = Limits(),
    generator: Generator = Extractive(),
    accounts: Accounts | None = None,
) -> gr.Blocks:
    """The app over a library, not started."""
    page = Page(Desk(library, limits, generator, accounts))
    t = LANGUAGES[ZH_NAME]
    app = gr.Blocks(title="杭科问答 hangke", analytics_enabled=False, delete_cache=(86400, 86400))
    with app:
        page.language = _masthead(page, t)
        with gr.Tabs():
            for name, fill in TABS.items():
                _tab(page, t, name, fill)
        page.finish()
        _wire_language(page, app)
        endpoints.wire(page.desk)
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


def theme() -> gr.themes.Base:
    """Quiet colours, and fonts that the machine has: none is fetched."""
    return gr.themes.Default(primary_hue="teal", neutral_hue="slate", font=FONTS, font_mono=MONO).set(
        color_accent="*primary_700",  # white on it, and it on white, can be read
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
    )
