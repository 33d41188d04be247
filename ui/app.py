"""The web app: asking with the evidence, adding, the issues. Looks are in `render`, words in `texts`."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

# Both libraries read these when they are imported: nothing is to be reported to anyone.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import gradio as gr
from gradio.events import api
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.library import Library
from index.types import Filters, Progress
from ingest.errors import HangkeError
from ingest.pdf.limits import Limits
from qa.context import Turn
from qa.dialogue import LAST
from qa.generators import Extractive, Generator
from qa.types import Answer
from ui import render
from ui.desk import Desk
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
STEP, PAUSE = 8, 0.02  # characters and seconds of the growing answer
MAX_QUESTION = 1000
KINDS = [".txt", ".pdf"]
ISSUE_KEYS = ("issue_id", "issue", "year", "number", "source_file", "pages", "articles", "passages", "added")
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}

Update = dict[str, Any]
Updates = Sequence[Any]  # one of a kind for each output
Chat = list[dict[str, str]]
Turns = tuple[Turn, ...]


@dataclass(slots=True)
class Page:
    """The components that a language or a changed library changes, each with what it then shows."""

    desk: Desk
    views: list[tuple[Any, Callable[[Texts], Update]]] = field(default_factory=list)

    def view(self, component: Any, shows: Callable[[Texts], Update]) -> Any:
        """Register a component with what it shows."""
        self.views.append((component, shows))
        return component

    @property
    def shown(self) -> list[Any]:
        """The components."""
        return [component for component, _ in self.views]

    def show(self, t: Texts) -> list[Update]:
        """The updates of `shown`."""
        return [shows(t) for _, shows in self.views]


@dataclass(frozen=True, slots=True)
class AskTab:
    """What the handlers of the first tab work on."""

    chat: Any
    question: Any
    panel: Any
    answer: Any
    turns: Any
    filters: tuple[Any, Any, Any]
    examples: Any


def build(library: Library, limits: Limits = Limits(), generator: Generator = Extractive()) -> gr.Blocks:
    """The app over a library, not started."""
    page = Page(Desk(library, limits, generator))
    t = LANGUAGES[ZH_NAME]
    app = gr.Blocks(title="杭科问答 hangke", analytics_enabled=False, delete_cache=(86400, 86400))
    with app:
        language = _masthead(page, t)
        with gr.Tabs():
            with page.view(gr.Tab(t.ask), lambda t: gr.update(label=t.ask)):
                ask = _ask_tab(page, t)
            with page.view(gr.Tab(t.add), lambda t: gr.update(label=t.add)):
                add = _add_tab(page, t)
            with page.view(gr.Tab(t.issues), lambda t: gr.update(label=t.issues)):
                issues = _issues_tab(page, t, language)
        _wire_ask(page, ask, language)
        done = _wire_add(page, add, language)
        _wire_language(page, app, language, ask, (add[-1], done), issues)
        _wire_api(page.desk)
    return app


# -- what stands where


def _masthead(page: Page, t: Texts) -> Any:
    with gr.Row(elem_id="hk-top"):
        page.view(_html(render.masthead(t), scale=4), lambda t: gr.update(value=render.masthead(t)))
        return gr.Radio(
            list(LANGUAGES), value=ZH_NAME, show_label=False, container=False, scale=0, min_width=190,
            elem_id="hk-language", interactive=True,
        )  # fmt: skip


def _html(value: str = "", **options: Any) -> Any:
    """HTML without the click handler that gr.HTML brings along."""
    return gr.HTML(value, js_on_load=None, apply_default_css=False, **options)


def _ask_tab(page: Page, t: Texts) -> AskTab:
    with gr.Row(elem_id="hk-desk"):
        with gr.Column(scale=5, min_width=320):
            chat = page.view(_chat(t), lambda t: gr.update(label=t.chat, placeholder=t.placeholder))
            question = page.view(_question(t), lambda t: gr.update(label=t.question, placeholder=t.question))
            filters, examples = _filters(page, t), _examples(page, t)
        with gr.Column(scale=6, min_width=320, elem_id="hk-evidence"):
            panel = _html(render.panel(None, t))
    return AskTab(chat, question, panel, gr.State(None), gr.State(()), filters, examples)


def _examples(page: Page, t: Texts) -> Any:
    def samples(t: Texts) -> list[list[str]]:
        return render.examples(page.desk.articles(), t)

    boxes = [gr.Textbox(visible=False)]
    return page.view(
        gr.Dataset(components=boxes, samples=samples(t), label=t.examples, elem_id="hk-examples"),
        lambda t: gr.update(label=t.examples, samples=samples(t)),
    )


def _chat(t: Texts) -> Any:
    """A chat that shows text as text: neither Markdown nor formulas; against HTML see `render.bubble`."""
    return gr.Chatbot(
        label=t.chat, show_label=False, placeholder=t.placeholder, height=400, elem_id="hk-chat",
        render_markdown=False, sanitize_html=True, latex_delimiters=[], allow_tags=False, buttons=["copy"],
    )  # fmt: skip


def _question(t: Texts) -> Any:
    return gr.Textbox(
        label=t.question, placeholder=t.question, show_label=False, container=False, max_lines=1,
        autofocus=True, submit_btn=True, max_length=MAX_QUESTION, elem_id="hk-question",
    )  # fmt: skip


def _filters(page: Page, t: Texts) -> tuple[Any, Any, Any]:
    def years(t: Texts) -> Update:
        return {"choices": render.year_choices(page.desk.issues(), t)}

    def issues(t: Texts) -> Update:
        return {"choices": render.issue_choices(page.desk.issues(), t), "label": t.issue}

    with gr.Row(elem_id="hk-filters"):
        return (
            _filter(page, t, issues, 2, "hk-issue"),
            _filter(page, t, lambda t: years(t) | {"label": t.year_from}, 1, "hk-from"),
            _filter(page, t, lambda t: years(t) | {"label": t.year_to}, 1, "hk-to"),
        )


def _filter(page: Page, t: Texts, shows: Callable[[Texts], Update], scale: int, elem_id: str) -> Any:
    said = shows(t)  # the first choice lets everything through
    dropdown = gr.Dropdown(value=said["choices"][0][1], scale=scale, min_width=100, elem_id=elem_id, **said)
    return page.view(dropdown, lambda t: gr.update(**shows(t)))


def _add_tab(page: Page, t: Texts) -> tuple[Any, Any, Any, Any, Any]:
    page.view(_html(render.notice(t.add_help)), lambda t: gr.update(value=render.notice(t.add_help)))
    files = page.view(
        gr.File(label=t.files, file_count="multiple", file_types=KINDS, height=180, elem_id="hk-files"),
        lambda t: gr.update(label=t.files),
    )
    with gr.Row(elem_id="hk-adding"):
        replace = page.view(
            gr.Checkbox(label=t.replace, container=False, scale=3, elem_id="hk-replace"),
            lambda t: gr.update(label=t.replace),
        )
        password = page.view(
            gr.Textbox(
                placeholder=t.password, type="password", show_label=False, container=False, scale=3, max_length=200,
                elem_id="hk-password",
            ),
            lambda t: gr.update(placeholder=t.password),
        )  # fmt: skip
        button = page.view(
            gr.Button(t.add_button, variant="primary", scale=1, elem_id="hk-add"),
            lambda t: gr.update(value=t.add_button),
        )
    return files, replace, password, button, _html(elem_id="hk-report", min_height=80)


def _issues_tab(page: Page, t: Texts, language: Any) -> tuple[Any, Any]:
    def table(t: Texts) -> str:
        return render.issues_table(page.desk.issues(), t)

    def choice(t: Texts) -> Update:
        return {"choices": render.contents_choices(page.desk.issues()), "label": t.choose}

    page.view(_html(table(t), elem_id="hk-issues"), lambda t: gr.update(value=table(t)))
    page.view(_html(render.heading(t.contents)), lambda t: gr.update(value=render.heading(t.contents)))
    chosen = gr.Dropdown(value=None, elem_id="hk-chosen", **choice(t))
    page.view(chosen, lambda t: gr.update(**choice(t)))
    contents = _html(elem_id="hk-contents")
    chosen.change(partial(_contents, page.desk), [chosen, language], contents, **QUIET)
    return chosen, contents


# -- what happens when


def _wire_ask(page: Page, tab: AskTab, language: Any) -> None:
    inputs = [tab.chat, tab.turns, *tab.filters, language]
    outputs = [tab.chat, tab.question, tab.panel, tab.answer, tab.turns]

    def turn(
        question: str, chat: Chat, turns: Turns, issue: str, first: int, last: int, name: str
    ) -> Iterator[Updates]:
        filters = Filters(issue or None, first or None, last or None)
        yield from _converse(page.desk, question.strip(), chat, turns, filters, LANGUAGES[name])

    def example(sample: list[str], *rest: Any) -> Iterator[Updates]:
        yield from turn(sample[0], *rest)

    typed = tab.question.submit(turn, [tab.question, *inputs], outputs, **QUIET)
    clicked = tab.examples.click(example, [tab.examples, *inputs], outputs, **QUIET)
    for event in (typed, clicked):  # what nobody foresaw is logged by gradio; the visitor is not left waiting
        event.failure(lambda name: render.trouble(LANGUAGES[name]), language, tab.panel, **QUIET)
    tab.chat.clear(lambda name: (render.panel(None, LANGUAGES[name]), None, ()), language, outputs[2:], **QUIET)


def _converse(desk: Desk, question: str, chat: Chat, turns: Turns, filters: Filters, t: Texts) -> Iterator[Updates]:
    """One turn: the question at once, then the evidence with the answer growing."""
    if not question:
        yield (gr.skip(),) * 5
        return
    chat, rest = [*chat, render.bubble("user", question)], (gr.skip(),) * 4
    yield chat, "", render.busy(t), None, turns
    try:
        answer = desk.ask(question, filters, turns)
    except HangkeError as error:
        yield [*chat, render.bubble("assistant", str(error))], gr.skip(), render.panel(None, t), None, turns
        return
    yield chat, gr.skip(), render.panel(answer, t), answer, (*turns, Turn.of(answer))[-LAST:]
    said = render.said(answer, t)
    for end in range(STEP, len(said) + STEP, STEP):
        yield [*chat, render.bubble("assistant", said[:end])], *rest
        time.sleep(PAUSE)


def _wire_add(page: Page, tab: tuple[Any, Any, Any, Any, Any], language: Any) -> Any:
    """Returns the state that keeps the reports, to be shown again in another language."""
    files, replace, password, button, report = tab
    done = gr.State([])

    def add(paths: list[str] | None, over: bool, secret: str, name: str, progress: Any = gr.Progress()) -> Updates:
        t = LANGUAGES[name]
        if not paths:
            return [gr.skip(), render.notice(t.no_files), gr.skip(), *page.show(t)]
        told = [_add_one(page.desk, Path(path), over, secret, progress, t) for path in paths]
        return [None, render.reports(told, t), told, *page.show(t)]

    given, outputs = [files, replace, password, language], [files, report, done, *page.shown]
    button.click(add, given, outputs, show_progress_on=report, api_visibility="private")
    return done


def _add_one(desk: Desk, path: Path, replace: bool, password: str, progress: gr.Progress, t: Texts) -> dict[str, Any]:
    def shown(words: str) -> Progress:
        return lambda done, total: progress((done, total), desc=f"{path.name} · {words}")

    progress(0, desc=path.name)
    return desk.add(path, replace, password, shown(t.indexing), shown(t.reading))


def _contents(desk: Desk, issue_id: str | None, name: str) -> str:
    return render.contents_table(desk.articles(issue_id), LANGUAGES[name]) if issue_id else ""


def _wire_language(
    page: Page, app: Any, language: Any, ask: AskTab, add: tuple[Any, Any], issues: tuple[Any, Any]
) -> None:
    (report, done), (chosen, contents) = add, issues

    def switch(name: str, answer: Answer | None, told: list[dict[str, Any]], issue_id: str | None) -> Updates:
        t = LANGUAGES[name]
        reports = render.reports(told, t) if told else ""
        return [render.panel(answer, t), reports, _contents(page.desk, issue_id, name), *page.show(t)]

    def begin(request: gr.Request) -> Updates:
        name = preferred(request.headers.get("accept-language"))
        return [name, *switch(name, None, [], None)]

    outputs = [ask.panel, report, contents, *page.shown]
    language.input(switch, [language, ask.answer, done, chosen], outputs, **QUIET)
    app.load(begin, None, [language, *outputs], **QUIET)
    gr.on([app.load, language.change], None, language, None, js=TELL_LANGUAGE, api_visibility="private")


def _wire_api(desk: Desk) -> None:
    def ask(question: str) -> dict[str, Any]:
        """Answer a question: the Answer object."""
        return desk.ask(question[:MAX_QUESTION]).as_json()

    def issues() -> list[dict[str, Any]]:
        """The issues of the library."""
        return [{name: getattr(row, name) for name in ISSUE_KEYS} for row in desk.issues()]

    api(ask, api_name="ask")
    api(issues, api_name="issues")


# -- starting


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
) -> None:
    """Serve the app until Ctrl-C; raises HangkeError where the address cannot be had."""
    app = build(library, limits, generator)
    _start(app, host, port, root_path)
    print(f"hangke: http://{host}:{port}", flush=True)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        pass
    finally:
        app.close(verbose=False)


def _start(app: gr.Blocks, host: str, port: int, root_path: str | None) -> None:
    try:
        app.queue(default_concurrency_limit=8).launch(
            server_name=host, server_port=port, root_path=root_path, theme=theme(), css_paths=STYLE,
            app_kwargs={"middleware": [Middleware(OwnOriginOnly)]}, footer_links=["api"], run_history=False,
            share=False, quiet=True, inbrowser=False, prevent_thread_lock=True, ssr_mode=False, pwa=False,
            mcp_server=False, enable_monitoring=False, show_error=False,
        )  # fmt: skip
    except OSError as error:
        raise HangkeError(
            f"{host}:{port}: cannot listen there, another program may be using it; choose another with --port"
        ) from error
