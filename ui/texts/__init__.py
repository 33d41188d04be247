"""The words of the web app, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ui.texts.en import EN
from ui.texts.fields import Texts
from ui.texts.zh import ZH

__all__ = ["EN", "EN_NAME", "LANGUAGES", "ZH", "ZH_NAME", "Texts", "preferred"]

ZH_NAME, EN_NAME = "中文", "English"
LANGUAGES: Mapping[str, Texts] = {ZH_NAME: ZH, EN_NAME: EN}


def preferred(accept_language: str | None) -> str:
    """The language to begin with: English where the browser asks first for another language than Chinese."""
    first = (accept_language or "zh").split(",")[0].strip().lower()
    return ZH_NAME if first.startswith(("zh", "*")) else EN_NAME
