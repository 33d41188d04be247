"""What the tabs share: the page as a language and the library fill it, and short ways to make its parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import gradio as gr

from ui.desk import Desk
from ui.texts import Texts

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
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

    def finish(self) -> None:
        """Wire what was kept for the end."""
        for handlers in self.last:
            handlers()

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


def html(value: str = "", **options: Any) -> Any:
    """HTML without the click handler that gr.HTML brings along."""
    return gr.HTML(value, js_on_load=None, apply_default_css=False, **options)
