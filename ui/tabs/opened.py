"""What a visitor has open in the library, and the components that show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any

import gradio as gr

from ui.tabs.page import Page, Updates
from ui.texts import Texts


class Since(IntEnum):
    """What changed last; what shows less than that stays as it is, sorted and with the keyboard where it was."""

    LIBRARY = 0
    ISSUE = 1
    ARTICLE = 2


@dataclass(frozen=True, slots=True)
class Place:
    """The opened issue, by its id, the article, by its number from 0, and whether the visitor may change them."""

    issue: str | None = None
    article: int | None = None
    editor: bool = True


Shows = Callable[[Texts, Place], Any]


@dataclass(slots=True)
class Opened:
    """The place, and each component that shows it with what it shows and of what."""

    page: Page
    place: Any
    shown: list[tuple[Any, Shows, Since]] = field(default_factory=list)

    def show(self, component: Any, shows: Shows, of: Since, told_anew: bool = True) -> Any:
        """Register a component; `told_anew` if another language changes it too."""
        self.shown.append((component, shows, of))
        if told_anew:
            self.page.keep(component, shows, self.place)
        return component

    @property
    def outputs(self) -> list[Any]:
        """The components that `tell` sets."""
        return [self.place, *(component for component, _, _ in self.shown)]

    def tell(self, t: Texts, place: Place, since: Since) -> Updates:
        """The place, and what shows it now."""
        return [place, *(shows(t, place) if of >= since else gr.skip() for _, shows, of in self.shown)]

    @property
    def all_outputs(self) -> list[Any]:
        """The components that `tell_all` sets."""
        return [*self.outputs, *self.page.shown]

    def tell_all(self, t: Texts, place: Place) -> Updates:
        """The place, and all that a changed library changes."""
        return [*self.tell(t, place, Since.LIBRARY), *self.page.show(t)]

    def keep_all(self) -> Updates:
        """Nothing of all that changed."""
        return [gr.skip()] * len(self.all_outputs)

    def only(self, component: Any, value: Any) -> Updates:
        """Nothing of all that changed but one component."""
        return [value if output is component else gr.skip() for output in self.all_outputs]


def at(place: Place, issue: str | None, article: int | None = None) -> Place:
    """The place moved."""
    return replace(place, issue=issue, article=article)
