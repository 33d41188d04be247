"""Whether what hangke is made of is there and works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ui.render.text import esc
from ui.texts import Texts

Finding = Mapping[str, Any]


def health(findings: Sequence[Finding], t: Texts) -> str:
    """The findings of `hangke doctor`, those first that are not well."""
    first = sorted(findings, key=lambda finding: bool(finding["ok"]))
    return f'<ul class="hk-health">{"".join(_finding(each, t) for each in first)}</ul>'


def _finding(finding: Finding, t: Texts) -> str:
    looks, told = ("hk-answered", t.well) if finding["ok"] else ("hk-failed", t.unwell)
    what = t.findings.get(finding["what"], finding["what"])
    found = t.found_words.get(finding["found"], finding["found"])
    return (
        f'<li><span class="hk-status {looks}">{esc(told)}</span><span>{esc(what)}</span>'
        f'<span class="hk-quiet">{esc(found)}</span></li>'
    )
