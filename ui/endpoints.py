"""The web app's endpoints for programs: the objects that the command line prints."""

from __future__ import annotations

from typing import Any

from gradio.events import api

from ui.desk import Desk
from ui.tabs.ask import MAX_QUESTION
from ui.tabs.choice import LONGEST

ISSUE_KEYS = ("issue_id", "issue", "year", "number", "source_file", "pages", "articles", "passages", "added")


def wire(desk: Desk) -> None:
    """The endpoints, each named after its command."""

    def ask(question: str) -> dict[str, Any]:
        """Answer a question: the Answer object."""
        return desk.ask(question[:MAX_QUESTION]).as_json()

    def issues() -> list[dict[str, Any]]:
        """The issues of the library."""
        return [{name: getattr(row, name) for name in ISSUE_KEYS} for row in desk.issues()]

    def figures(query: str = "", conflicts: bool = False) -> list[dict[str, Any]]:
        """Figures that a query asks for, or all; or the conflicts among them."""
        found = desk.figures(query[:LONGEST])
        return [each.cited() for each in desk.conflicts(found)] if conflicts else [told.as_json() for told in found]

    def policies(query: str = "") -> list[dict[str, Any]]:
        """The documents that a query asks for, or all, by date."""
        return [entry.as_json() for entry in desk.policies(query[:LONGEST])]

    def cite(text: str, style: str = "gbt7714") -> dict[str, Any]:
        """Where a quotation or a locator stands, with its reference."""
        found = desk.cite(text)
        printed, _ = desk.references([place.passage for place in found.places[:1]], style)
        return found.as_json(printed or None)

    api(ask, api_name="ask")
    api(figures, api_name="figures")
    api(policies, api_name="policies")
    api(cite, api_name="cite")
    api(issues, api_name="issues")
