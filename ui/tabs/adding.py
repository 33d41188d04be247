"""Files to add, how far each is, and a way to stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.context import Context

from index.types import Progress
from ingest.errors import HangkeError, QuestionError
from ingest.options import Overrides
from ui import endpoints
from ui.batch import Batch, Report
from ui.locale import BEGIN, SAID
from ui.render import reports, text, uploads
from ui.render.shelf import failed
from ui.render.uploads import Uploads
from ui.tabs.numbers import whole
from ui.tabs.opened import Opened, Place
from ui.tabs.page import QUIET, Page, Updates, html
from ui.tabs.shelf import Shelf, acting
from ui.texts import LANGUAGES, Texts

EVERY = 0.4  # seconds between two looks at a batch
LONGEST = 200  # characters of a name or a password
MOST = 100  # files chosen at once
FILES = Path(__file__).parents[1].joinpath("files.js").read_text("utf-8")


@dataclass(frozen=True, slots=True)
class Form:
    """The components that say what is added, and how."""

    drop: Any
    held: Any
    replace: Any
    password: Any
    magazine: Any
    year: Any
    number: Any

    @property
    def inputs(self) -> list[Any]:
        """Their values, in the order of the parameters of `begin`."""
        return [self.held, self.replace, self.password, self.magazine, self.year, self.number]


@dataclass(frozen=True, slots=True)
class Run:
    """The components of a batch: its state, the clock that looks at it, what is told of it, what begins and ends it."""

    batch: Any
    clock: Any
    report: Any
    add: Any
    stop: Any


def build(page: Page, opened: Opened, shelf: Shelf) -> Any:
    """The form and what becomes of it; returns the box that says that files replace issues."""
    page.view(html(elem_id="hk-adding"), lambda t: gr.update(value=text.heading(t.add) + text.notice(t.add_help)))
    with gr.Column(visible=False) as readers:
        page.view(html(), lambda t: gr.update(value=text.notice(t.only_editors)))
    with gr.Column() as editors:
        form, *buttons = _form(page)
        run = _run(page, *buttons)
    page.wire(lambda: _wire_files(page, form))
    page.wire(lambda: _wire(page, opened, shelf, form, run))
    page.wire(lambda: _wire_roles(page, opened, editors, readers))
    return form.replace


def _form(page: Page) -> tuple[Form, Any, Any]:
    """The form, and the buttons that begin and stop."""
    held = gr.State(Uploads())
    drop = gr.HTML(js_on_load=FILES, apply_default_css=False, elem_id="hk-files")
    page.keep(drop, lambda t, held: uploads.drop(held, t), held)
    with gr.Row(elem_id="hk-adding-row"):
        ticked = gr.Checkbox(label=SAID.replace, container=False, min_width=240, elem_id="hk-replace")
        add = gr.Button(SAID.add_button, variant="primary", scale=0, min_width=200, elem_id="hk-add")
        stop = gr.Button(SAID.stop, visible=False, scale=0, min_width=200, elem_id="hk-stop")
    return Form(drop, held, ticked, *_overrides(page)), add, stop


def _overrides(page: Page) -> list[Any]:
    """What the file does not tell: password, name, year, number."""
    with gr.Accordion(SAID.more_options, open=False, elem_id="hk-more-options"):
        page.view(html(), lambda t: gr.update(value=text.notice(t.more_help)))
        with gr.Row():
            told = [
                gr.Textbox("", label=label, max_length=LONGEST, min_width=120, elem_id=f"hk-{name}")
                for label, name in ((SAID.magazine, "magazine"), (SAID.year, "year"), (SAID.issue_number, "number"))
            ]
            password = gr.Textbox(
                "", label=SAID.password, type="password", max_length=LONGEST, min_width=120, elem_id="hk-password"
            )
    return [password, *told]


def _run(page: Page, add: Any, stop: Any) -> Run:
    batch, clock, report = gr.State(None), gr.Timer(EVERY, active=False), acting("hk-report")
    page.keep(report, lambda t, held: reports.batch(held, t) if held else "", batch)
    return Run(batch, clock, report, add, stop)


def _wire_roles(page: Page, opened: Opened, editors: Any, readers: Any) -> None:
    """Who may not change the library is told so, in place of the form."""

    def told(name: str, request: gr.Request) -> Updates:
        if page.desk.may_edit(request):
            return [gr.skip(), gr.skip(), gr.skip()]
        return [Place(editor=False), gr.update(visible=False), gr.update(visible=True)]

    app = Context.root_block
    assert app is not None, "a tab is built within the app"  # nosec B101 # for mypy
    app.load(told, page.language, [opened.place, editors, readers], js=BEGIN, **QUIET)


def _wire_files(page: Page, form: Form) -> None:
    """Files come and go before they are added."""

    def take(held: Uploads, name: str, event: gr.EventData) -> Updates:
        now = taken(held, event.files)
        return [now, uploads.drop(now, LANGUAGES[name])]

    def leave(held: Uploads, name: str, event: gr.EventData) -> Updates:
        now = Uploads(tuple(path for number, path in enumerate(held.paths) if str(number) != event.of))
        return [now, uploads.drop(now, LANGUAGES[name])]

    for event, does in ((form.drop.upload, take), (form.drop.select, leave)):
        event(does, [form.held, page.language], [form.held, form.drop], **QUIET)


def taken(held: Uploads, files: Sequence[Mapping[str, Any]]) -> Uploads:
    """With files that the page says it uploaded: what it says is looked at."""
    paths, refused, lost = list(held.paths), list[str](), list[str]()
    for file in files[:MOST]:
        name = str(file.get("name"))
        try:
            path = endpoints.uploaded(str(file.get("path") or ""))
        except (HangkeError, OSError, ValueError):
            (lost if file.get("known") else refused).append(name)
            continue
        if path.suffix.lower() in uploads.KINDS:
            paths.append(path)
        else:
            refused.append(name)
    return Uploads(tuple(dict.fromkeys(paths)), tuple(refused), tuple(lost))


def _wire(page: Page, opened: Opened, shelf: Shelf, form: Form, run: Run) -> None:
    def begin(
        held: Uploads, over: bool, secret: str, magazine: str, year: str, number: str, name: str, request: gr.Request
    ) -> Updates:
        t = LANGUAGES[name]
        try:
            overrides = Overrides(magazine.strip() or None, whole(year, t), whole(number, t))
            _check(page.desk.may_edit(request), held, overrides, t)
        except HangkeError as error:
            return [gr.skip(), gr.skip(), None, gr.skip(), failed(str(error)), gr.skip(), gr.skip()]
        batch = Batch(held.paths, partial(_add, page, over, secret, overrides)).start()
        hidden, shown, none = gr.update(visible=False), gr.update(visible=True), Uploads()
        return [none, uploads.drop(none, t), batch, gr.Timer(active=True), reports.batch(batch, t), hidden, shown]

    def look(batch: Batch | None, place: Place, name: str) -> Updates:
        t = LANGUAGES[name]
        told = reports.batch(batch, t) if batch else ""
        if batch and batch.running:
            return [told, gr.skip(), gr.skip(), gr.skip(), *opened.keep_all()]
        shown, hidden = gr.update(visible=True), gr.update(visible=False, value=SAID.stop, interactive=True)
        return [told, gr.Timer(active=False), shown, hidden, *opened.tell_all(t, place)]

    def stop(batch: Batch | None) -> Any:
        if batch:
            batch.stop()
        return gr.update(value=SAID.stopping, interactive=False)

    inputs = [*form.inputs, page.language]
    begun = [form.held, form.drop, run.batch, run.clock, run.report, run.add, run.stop]
    run.add.click(begin, inputs, begun, **QUIET)
    seen = [run.report, run.clock, run.add, run.stop, *opened.all_outputs]
    run.clock.tick(look, [run.batch, opened.place, page.language], seen, **QUIET)
    run.stop.click(stop, run.batch, run.stop, **QUIET)
    shelf.acts_on(run.report)


def _check(editor: bool, held: Uploads, overrides: Overrides, t: Texts) -> None:
    """Raises QuestionError with why nothing can be added."""
    if not editor:
        raise QuestionError(t.only_editors)
    if not held.paths:
        raise QuestionError(t.no_files)
    if len(held.paths) > 1 and overrides != Overrides():
        raise QuestionError(t.one_file_only)


def _add(
    page: Page, over: bool, secret: str, overrides: Overrides, path: Path, pages: Progress, passages: Progress
) -> Report:
    return page.desk.add(path, over, secret, passages, pages, overrides)
