"""Questions that can be asked by a click."""

from __future__ import annotations

from collections.abc import Sequence

from ui.render.text import esc


def listed(title: str, questions: Sequence[str]) -> str:
    """The questions as buttons below a title; nothing where there is none."""
    if not questions:
        return ""
    items = "".join(
        f'<li><button type="button" data-question="{esc(question)}">{esc(question)}</button></li>'
        for question in questions
    )
    return (
        f'<nav class="hk-ideas" aria-label="{esc(title)}"><h2 class="hk-quiet">{esc(title)}</h2><ul>{items}</ul></nav>'
    )
