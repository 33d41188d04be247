"""The words of the web app, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from ui.texts.en import EN
from ui.texts.fields import Texts
from ui.texts.zh import ZH

__all__ = ["EN", "EN_NAME", "LANGUAGES", "ZH", "ZH_NAME", "Texts", "of_code"]

ZH_NAME, EN_NAME = "中文", "English"
LANGUAGES: Mapping[str, Texts] = {ZH_NAME: ZH, EN_NAME: EN}


def of_code(code: str) -> Texts:
    """The texts of a BCP 47 language code: Chinese, else English."""
    return ZH if code.lower().startswith("zh") else EN
