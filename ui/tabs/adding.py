"""Files to add, how far each is, and a way to stop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.context import Context

from index.types import Progress
from ingest.reader import Overrides
from ui import compose
from ui.batch import Batch, Refused, Report
from ui.locale import BEGIN, SAID
from ui.render import reports, text
from ui.tabs.opened import Opened, Place, may_edit
from ui.tabs.page import QUIET, Page, Updates, html
from ui.tabs.shelf import Shelf, acting
from ui.texts import LANGUAGES

EVERY = 0.4  # seconds between two looks at a batch
LONGEST = 200  # characters of a name or a password


@dataclass(frozen=True, slots=True)
class Form:
    """The components that say what is added, and how."""

    files: Any
    replace: Any
    password: Any
    magazine: Any
    year: Any
    number: Any

    @property
    def inputs(self) -> list[Any]:
        """Their values, in the order of the parameters of `begin`."""
        return [self.files, self.replace, self.password, self.magazine, self.year, self.number]


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
    page.view(html(elem_id="hk-adding"), lambda t: gr.update(value=text.heading(t.add)))
    with gr.Column(visible=False) as readers:
        page.view(html(), lambda t: gr.update(value=text.notice(t.only_editors)))
    with gr.Column() as editors:
        form = _form(page)
        run = _run(page)
    page.wire(lambda: _wire(page, opened, shelf, form, run))
    page.wire(lambda: _wire_roles(page, opened, editors, readers))
    return form.replace


def _form(page: Page) -> Form:
    page.view(html(), lambda t: gr.update(value=text.notice(t.add_help)))
    with gr.Group(elem_id="hk-drop"):
        files = gr.File(label=SAID.files, file_count="multiple", height=150, elem_id="hk-files")
        page.view(html(elem_classes="hk-drop-here"), lambda t: gr.update(value=text.notice(t.drop_here)))
    ticked = gr.Checkbox(label=SAID.replace, container=False, elem_id="hk-replace")
    with gr.Accordion(SAID.more_options, open=False, elem_id="hk-more-options"):
        page.view(html(), lambda t: gr.update(value=text.notice(t.more_help)))
        with gr.Row():
            magazine = gr.Textbox(label=SAID.magazine, max_length=LONGEST, min_width=140, elem_id="hk-magazine")
            year = gr.Number(label=SAID.year, value=None, precision=0, min_width=100, elem_id="hk-year")
            number = gr.Number(label=SAID.issue_number, value=None, precision=0, min_width=100, elem_id="hk-number")
            password = gr.Textbox(
                label=SAID.password, type="password", max_length=LONGEST, min_width=140, elem_id="hk-password"
            )
    return Form(files, ticked, password, magazine, year, number)


def _run(page: Page) -> Run:
    with gr.Row():
        add = gr.Button(SAID.add_button, variant="primary", elem_id="hk-add")
        stop = gr.Button(SAID.stop, visible=False, elem_id="hk-stop")
    batch, clock, report = gr.State(None), gr.Timer(EVERY, active=False), acting("hk-report")
    page.keep(report, lambda t, held: reports.batch(held, t) if held else "", batch)
    return Run(batch, clock, report, add, stop)


def _wire_roles(page: Page, opened: Opened, editors: Any, readers: Any) -> None:
    """Who may not change the library is told so, in place of the form."""

    def told(name: str, request: gr.Request) -> Updates:
        if may_edit(page, request):
            return [gr.skip(), gr.skip(), gr.skip()]
        return [Place(editor=False), gr.update(visible=False), gr.update(visible=True)]

    app = Context.root_block
    assert app is not None, "a tab is built within the app"
    app.load(told, page.language, [opened.place, editors, readers], js=BEGIN, **QUIET)


def _wire(page: Page, opened: Opened, shelf: Shelf, form: Form, run: Run) -> None:
    def begin(
        paths: list[str] | None, over: bool, secret: str, magazine: str, year: int | None, number: int | None,
        name: str, request: gr.Request,
    ) -> Updates:  # fmt: skip
        t = LANGUAGES[name]
        overrides = Overrides(magazine.strip() or None, year or None, number or None)
        error = _refusal(may_edit(page, request), paths or (), overrides, name)
        if error:
            return [gr.skip(), None, gr.skip(), text.notice(error), gr.skip(), gr.skip()]
        batch = Batch([Path(path) for path in paths or ()], _adder(page, over, secret, overrides)).start()
        hidden, shown = gr.update(visible=False), gr.update(visible=True)
        return [None, batch, gr.Timer(active=True), reports.batch(batch, t), hidden, shown]

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
    begun = [form.files, run.batch, run.clock, run.report, run.add, run.stop]
    run.add.click(begin, inputs, begun, **QUIET)
    seen = [run.report, run.clock, run.add, run.stop, *opened.all_outputs]
    run.clock.tick(look, [run.batch, opened.place, page.language], seen, **QUIET)
    run.stop.click(stop, run.batch, run.stop, **QUIET)
    shelf.acts_on(run.report)


def _refusal(editor: bool, paths: Sequence[str], overrides: Overrides, name: str) -> str:
    """Why nothing is added; nothing where all is well."""
    t = LANGUAGES[name]
    if not editor:
        return t.only_editors
    if not paths:
        return t.no_files
    return t.one_file_only if len(paths) > 1 and overrides != Overrides() else ""


def _adder(page: Page, over: bool, secret: str, overrides: Overrides) -> Any:
    def add(path: Path, pages: Progress, passages: Progress) -> Report:
        if path.suffix.lower() not in compose.SUFFIXES:
            raise Refused
        return page.desk.add(path, over, secret, passages, pages, overrides)

    return add
