"""The tab of the policy register."""

from __future__ import annotations

from collections.abc import Sequence

import gradio as gr

from ingest.errors import HangkeError
from qa.register import Entry
from ui.locale import SAID
from ui.render import chosen, evidence, listing, text
from ui.tabs import choice
from ui.tabs.page import QUIET, SLOW, Page, Updates, html
from ui.texts import LANGUAGES, Texts


def build(page: Page) -> None:
    """A query, the documents by date, and the citations of the chosen one."""
    page.view(html(), lambda t: gr.update(value=text.notice(t.policies_help)))
    query = choice.query(SAID.policies_ask, "hk-policies-query")
    tab = choice.build(page, "hk-policies", table, chosen.document)
    choice.sheet_of(page, "hk-policies", tab, lambda found: [_row(entry) for entry in found])

    def find(words: str, name: str) -> Updates:
        try:
            found = page.desk.policies(words)
        except HangkeError as error:
            return text.notice(str(error)), None, None, gr.skip()
        return table(LANGUAGES[name], found), found, None, chosen.document(None, LANGUAGES[name])

    done = query.submit(find, [query, page.language], tab.outputs, show_progress_on=tab.table, **SLOW)
    done.failure(lambda name: evidence.trouble(LANGUAGES[name]), page.language, tab.table, **QUIET)


def table(t: Texts, found: Sequence[Entry] | None) -> str:
    """The documents found, or that there are none; nothing before a query."""
    if found is None:
        return ""
    return listing.policies_table(found, t) if found else text.notice(t.no_policies)


def _row(entry: Entry) -> dict[str, object]:
    """A document as a row of a sheet; names as in `hangke policies --json`."""
    document = entry.document
    issues = dict.fromkeys(citation.passage.issue for citation in entry.citations)
    return {
        "title": document.title,
        "also": "；".join(document.also),
        "number": document.number,
        "issuer": document.issuer,
        "date": document.date,
        "kind": document.kind,
        "cited": len(entry.citations),
        "issues": "；".join(issues),
        "quote": entry.citations[0].quote if entry.citations else None,
    }
