"""The web app's endpoints for programs: the objects that the command line prints."""

from __future__ import annotations

from typing import Any

from gradio.events import api

from ui.desk import Desk
from ui.tabs.ask import MAX_QUESTION

ISSUE_KEYS = ("issue_id", "issue", "year", "number", "source_file", "pages", "articles", "passages", "added")


def wire(desk: Desk) -> None:
    """The endpoints, each named after its command."""

    def ask(question: str) -> dict[str, Any]:
        """Answer a question: the Answer object."""
        return desk.ask(question[:MAX_QUESTION]).as_json()

    def issues() -> list[dict[str, Any]]:
        """The issues of the library."""
        return [{name: getattr(row, name) for name in ISSUE_KEYS} for row in desk.issues()]

    api(ask, api_name="ask")
    api(issues, api_name="issues")
