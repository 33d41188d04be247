"""What the tabs share: the page as a language and the library fill it, and short ways to make its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import gradio as gr

from ingest.errors import HangkeError
from ui.desk import Desk
from ui.render import evidence
from ui.texts import Texts, of_code

CITED = Path(__file__).parents[1].joinpath("cited.js").read_text("utf-8")
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
SENSELESS = (KeyError, TypeError, ValueError, OverflowError)  # what no page of ours asks for
SLOW = QUIET | {"show_progress": "minimal"}

Update = dict[str, Any]
Updates = Sequence[Any]  # one of a kind for each output


@dataclass(slots=True)
class Page:
    """The components that a language or a changed library changes, each with what it then shows.

    `kept` are those that also show what the visitor did: their functions take the values of other components.
    """

    desk: Desk
    language: Any = None
    views: list[tuple[Any, Callable[[Texts], Update]]] = field(default_factory=list)
    kept: list[tuple[Any, Callable[..., Any], tuple[Any, ...]]] = field(default_factory=list)
    last: list[Callable[[], None]] = field(default_factory=list)
    slow: list[tuple[Callable[..., Any], list[Any], Any]] = field(default_factory=list)

    def view(self, component: Any, shows: Callable[[Texts], Update]) -> Any:
        """Register a component with what it shows."""
        self.views.append((component, shows))
        return component

    def keep(self, component: Any, shows: Callable[..., Any], *of: Any) -> Any:
        """Register a component with what it shows of the values of others."""
        self.kept.append((component, shows, of))
        return component

    def wire(self, handlers: Callable[[], None]) -> None:
        """Keep for the end what must know all components."""
        self.last.append(handlers)

    def later(self, shows: Callable[..., Any], of: list[Any], component: Any) -> None:
        """Register what is shown once the page can be used, as it may take long: a handler, its inputs, its output."""
        self.slow.append((shows, of, component))

    def finish(self) -> None:
        """Wire what was kept for the end."""
        for handlers in self.last:
            handlers()

    def evidence(self, name: str | None = None) -> Any:
        """HTML of cards whose neighbours and pages can be seen."""
        return gr.HTML(js_on_load=CITED, apply_default_css=False, elem_id=name, server_functions=_served(self.desk))

    @property
    def shown(self) -> list[Any]:
        """The components that `view` registered."""
        return [component for component, _ in self.views]

    def show(self, t: Texts) -> list[Update]:
        """The updates of `shown`."""
        return [shows(t) for _, shows in self.views]

    @property
    def sources(self) -> list[Any]:
        """The components whose values `retell` takes."""
        return [source for _, _, of in self.kept for source in of]

    @property
    def retold(self) -> list[Any]:
        """The components that `keep` registered."""
        return [component for component, _, _ in self.kept]

    def retell(self, t: Texts, values: Sequence[Any]) -> list[Any]:
        """The updates of `retold`, given the values of `sources`."""
        rest = iter(values)
        return [shows(t, *(next(rest) for _ in of)) for _, shows, of in self.kept]


def _served(desk: Desk) -> list[Callable[[dict[str, Any]], Any]]:
    """What cards ask for while they are read; Gradio wants functions of their own, not methods."""

    def leaf(asked: dict[str, Any]) -> dict[str, Any]:
        """The picture of a PDF page, `{"issue", "page"}` asked, or why there is none."""
        try:
            return desk.leaf(str(asked["issue"]), int(asked["page"])).as_json()
        except (HangkeError, *SENSELESS) as error:
            return {"error": str(error)}

    def neighbour(asked: dict[str, Any]) -> str:
        """The passage beside one, `{"passage", "step", "language"}` asked, as HTML."""
        try:
            step = -1 if int(asked["step"]) < 0 else 1
            found = desk.neighbour(str(asked["passage"]), step)
            return evidence.beside(found, step, of_code(str(asked["language"])))
        except (HangkeError, *SENSELESS):
            return ""

    return [leaf, neighbour]


def html(value: str = "", **options: Any) -> Any:
    """HTML without the click handler that gr.HTML brings along."""
    return gr.HTML(value, js_on_load=None, apply_default_css=False, **options)
