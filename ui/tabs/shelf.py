"""The issues as a table, the opened one with its contents, and how one is removed and put back."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from index.types import IssueRow
from ingest.errors import HangkeError
from ui.render import listing, text
from ui.render import shelf as render
from ui.tabs.choice import ROWS
from ui.tabs.opened import Opened, Place, Since, at
from ui.tabs.page import QUIET, Page, Update, Updates
from ui.tabs.reading import INTO_SIGHT
from ui.texts import LANGUAGES, Texts

ACTS = Path(__file__).parents[1].joinpath("acts.js").read_text("utf-8")
ISSUE_INTO_SIGHT = "() => document.getElementById('hk-opened').scrollIntoView({ block: 'nearest' })"
Done = tuple[str, str, str | None] | None  # a text's name, the issue that fills it in, and what an undo puts back


def acting(name: str) -> Any:
    """HTML whose buttons act."""
    return gr.HTML(js_on_load=ACTS, apply_default_css=False, elem_id=name)


@dataclass(slots=True)
class Shelf:
    """The components: the table, the opened issue, its contents, what was done last, what can be put back."""

    page: Page
    opened: Opened
    table: Any
    head: Any
    contents: Any
    said: Any
    done: Any
    removed: Any = None

    def changed(self, place: Place, name: str, issue_id: str | None, done: Done) -> Updates:
        """What is shown after the library changed."""
        return [said(LANGUAGES[name], done), done, *self.opened.tell_all(LANGUAGES[name], at(place, issue_id))]

    @property
    def outputs(self) -> list[Any]:
        """The components that `changed` sets."""
        return [self.said, self.done, *self.opened.all_outputs]

    def refused(self, error: str) -> Updates:
        """Nothing but why nothing changed."""
        return [render.failed(error), None, *self.opened.keep_all()]

    def wire(self, replace: Any) -> None:
        """Rows open, buttons act; `replace` is the box that says that files replace issues."""
        self._wire_rows()
        for shown in (self.head, self.said, self.removed):
            self.acts_on(shown)
        self.head.select(_replaces, None, replace, **QUIET)

    def acts_on(self, shown: Any) -> None:
        """The buttons of a component act."""
        shown.select(self._act, [self.opened.place, self.page.language], self.outputs, **QUIET)

    def _wire_rows(self) -> None:
        place, language = self.opened.place, self.page.language

        def choose(place: Place, name: str, event: gr.EventData) -> Updates:
            return self.opened.tell(LANGUAGES[name], at(place, str(event.id)), Since.ISSUE)

        def read(place: Place, name: str, event: gr.EventData) -> Updates:
            return self.opened.tell(LANGUAGES[name], at(place, place.issue, int(event.id)), Since.ARTICLE)

        rows = ((self.table, choose, ISSUE_INTO_SIGHT), (self.contents, read, INTO_SIGHT))
        for table, chosen, into_sight in rows:
            shown = table.select(chosen, [place, language], self.opened.outputs, **QUIET)
            shown.then(None, None, None, js=into_sight, api_visibility="private")

    def _act(self, place: Place, name: str, event: gr.EventData, request: gr.Request) -> Updates:
        """Open an issue, remove it, or put one back."""
        if event.act == "open":
            told = self.opened.tell(LANGUAGES[name], at(place, event.of), Since.ISSUE)
            return [None, None, *told, *([gr.skip()] * len(self.page.shown))]
        changes = {"remove": self._removed, "put_back": self._put_back}.get(event.act)
        if changes is None:
            return [gr.skip()] * len(self.outputs)
        if not self.page.desk.may_edit(request):
            return self.refused(LANGUAGES[name].only_editors)
        try:
            return changes(place, name, event.of)
        except HangkeError as error:
            return self.refused(str(error))

    def _removed(self, place: Place, name: str, issue_id: str) -> Updates:
        row = self.page.desk.remove(issue_id)
        return self.changed(place, name, None, ("removed_now", row.issue, row.issue_id))

    def _put_back(self, place: Place, name: str, issue_id: str) -> Updates:
        row = self.page.desk.put_back(issue_id)
        return self.changed(place, name, row.issue_id, ("put_back_now", row.issue, None))


def said(t: Texts, done: Done) -> str:
    """What was done last."""
    if done is None:
        return ""
    named, issue, undo = done
    return render.done(getattr(t, named).format(issue=issue), undo, t)


def build(page: Page, opened: Opened) -> Shelf:
    """The table of issues, below it the opened one with its contents."""

    def found(place: Place) -> IssueRow | None:
        return next((row for row in page.desk.issues() if row.issue_id == place.issue), None)

    def head(t: Texts, place: Place) -> str:
        row = found(place)
        if row is None:
            return text.notice(t.issue_gone) if place.issue else ""
        return render.issue(row, place.editor, t)

    def contents(t: Texts, place: Place) -> str:
        if found(place) is None:
            return ""
        corrected = {each.shown.article_no for each in page.desk.corrections(str(place.issue)) if each.shown}
        return listing.contents_table(page.desk.articles(place.issue), corrected, t, place.article)

    def issues(t: Texts, place: Place) -> str:
        return text.heading(t.issues) + listing.issues_table(page.desk.issues(), t, place.issue)

    done = gr.State(None)
    table = gr.HTML(js_on_load=ROWS, apply_default_css=False, elem_id="hk-issues")
    line = page.keep(acting("hk-said"), said, done)
    opened_head = acting("hk-opened")
    rows = gr.HTML(js_on_load=ROWS, apply_default_css=False, elem_id="hk-contents")
    opened.show(table, issues, Since.LIBRARY)
    opened.show(opened_head, head, Since.ISSUE)
    opened.show(rows, contents, Since.ISSUE)
    return Shelf(page, opened, table, opened_head, rows, line, done)


def build_removed(shelf: Shelf) -> None:
    """What was removed or replaced lately."""
    shelf.removed = acting("hk-removed")

    def removed(t: Texts, place: Place) -> str:
        return render.removed(shelf.page.desk.removed(), place.editor, t)

    shelf.opened.show(shelf.removed, removed, Since.LIBRARY)


def _replaces(event: gr.EventData) -> Update:
    """The box that says that a file replaces an issue, ticked where that was asked for."""
    return gr.update(value=True) if event.act == "replace" else gr.skip()
