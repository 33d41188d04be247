"""What became of files that were added."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ui.render.text import esc
from ui.texts import Texts


def reports(done: Sequence[Mapping[str, Any]], t: Texts) -> str:
    """What became of each file."""
    return f'<div class="hk-panel" role="status">{"".join(_report(report, t) for report in done)}</div>'


def _report(report: Mapping[str, Any], t: Texts) -> str:
    badge = f'<span class="hk-status hk-{esc(report["status"])}">{esc(t.outcome[report["status"]])}</span>'
    return (
        f'<article class="hk-card hk-small"><h3 class="hk-title">{badge}{esc(Path(report["path"]).name)}</h3>'
        f'<p class="hk-facts">{_outcome(report, t)}</p></article>'
    )


def _outcome(report: Mapping[str, Any], t: Texts) -> str:
    if report["status"] == "failed":
        # the upload's folder means nothing to the reader, the file's name does
        error = str(report["error"]).replace(report["path"], Path(report["path"]).name)
        return f'<span class="hk-error">{esc(error)}</span>'
    told = [report["issue"], t.counts.format_map(report), *report.get("notes", ())]
    return "".join(f"<span>{esc(fact)}</span>" for fact in told if fact)
