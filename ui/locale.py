"""The words that the browser itself translates, and the switch between the languages."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import gradio as gr

from ui.texts import EN, ZH, Texts

PREFIX = "hk_"  # Gradio has keys of its own
SCRIPT = Path(__file__).with_name("page.js").read_text("utf-8")
HEAD = f"<script>{SCRIPT}</script>"
BEGIN = "(name, ...rest) => [hangke.begin(), ...rest]"
SWITCH = "(name, ...rest) => { hangke.choose(name); return [name, ...rest] }"


def _plain(t: Texts) -> dict[str, str]:
    """The texts that are one string each, by name."""
    return {field.name: value for field in fields(t) if isinstance(value := getattr(t, field.name), str)}


def _keyed(t: Texts) -> dict[str, str]:
    return {PREFIX + name: text for name, text in _plain(t).items()}


I18N = gr.I18n(**{"en": _keyed(EN), "zh": _keyed(ZH), "zh-CN": _keyed(ZH)})
# Stands where a text does, as a label or a placeholder; the browser puts the text of its language there.
_MARKS: dict[str, Any] = {name: str(I18N(PREFIX + name)) for name in _plain(ZH)}
SAID: Texts = replace(ZH, **_MARKS)
