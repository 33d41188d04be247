"""The web app: its tabs put together. Looks are in `render`, words in `texts`, a tab each in `tabs`; see `serve`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import gradio as gr
from gradio.components.api_component import Api

from index.library import Library
from ingest.pdf.limits import Limits
from qa.generators import Extractive, Generator
from ui import endpoints
from ui.accounts import Accounts
from ui.desk import Desk
from ui.locale import BEGIN, SAID, SWITCH
from ui.render import text
from ui.tabs import ask, cite, figures, find, library, policies
from ui.tabs.page import QUIET, Page, Update, Updates, html
from ui.texts import LANGUAGES, ZH_NAME, Texts

FONTS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")
MONO = ("ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace")
TABS: dict[str, Callable[[Page], None]] = {
    "ask": ask.build,
    "find": find.build,
    "cite": cite.build,
    "figures": figures.build,
    "policies": policies.build,
    "library": library.build,
}


def build(
    library: Library,
    limits: Limits = Limits(),
    generator: Generator = Extractive(),
    accounts: Accounts | None = None,
) -> endpoints.Blocks:
    """The app over a library, not served."""
    page = Page(Desk(library, limits, generator, accounts))
    app = endpoints.Blocks(title="杭科问答 hangke", analytics_enabled=False, delete_cache=(86400, 86400))
    app.desk = page.desk
    with app:
        app.calls = endpoints.wire(page.desk, page.desk.may_edit)  # first, so that no handler of a tab takes a name
        page.language = _masthead(page)
        with gr.Tabs():
            for name, fill in TABS.items():
                # the label of a tab that is not shown does not follow the browser's language by itself
                with page.view(gr.Tab(getattr(SAID, name)), partial(_label, name)):
                    fill(page)
        page.finish()
        _wire_language(page, app)
    # the browser looks each component up by walking the tree: those of the endpoints, which it never shows, go last
    app.children.sort(key=lambda child: isinstance(child, Api))
    return app


def _label(name: str, t: Texts) -> Update:
    return gr.update(label=getattr(t, name))


def _masthead(page: Page) -> Any:
    with gr.Row(elem_id="hk-top"):
        html(text.masthead(SAID.tagline), scale=4)
        dark = gr.Button(SAID.dark, size="sm", scale=0, min_width=84, elem_id="hk-dark")
        dark.click(None, None, None, js="() => hangke.dark()", api_visibility="private")
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
        filled = event(fill, page.language, page.shown, **QUIET)
        for shows, of, component in page.slow:
            filled.then(shows, of, component, **QUIET)


def theme() -> gr.themes.Base:
    """Quiet colours, and fonts that the machine has: none is fetched."""
    return gr.themes.Default(primary_hue="teal", neutral_hue="slate", font=FONTS, font_mono=MONO).set(
        color_accent="*primary_700",  # white on it, and it on white, can be read
        body_text_color_subdued="*neutral_500",
        input_placeholder_color="*neutral_500",
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_dark="*primary_700",
    )
