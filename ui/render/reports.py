"""What becomes of files that are added."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ui.batch import Batch, Item, Stage
from ui.render.listing import doubtful_pages
from ui.render.shelf import act
from ui.render.text import esc, notice
from ui.texts import Texts

SAID = {Stage.STOPPED: "unchanged", Stage.BROKEN: "failed"}  # how the badge of a stage looks


def batch(given: Batch, t: Texts) -> str:
    """How far each file is, and what became of it."""
    items = "".join(_item(item, t) for item in given.items)
    stopped = notice(t.stopped) if given.stopping and not given.running else ""
    return f'<div class="hk-panel" role="status">{items}{stopped}</div>'


def _item(item: Item, t: Texts) -> str:
    if item.report is not None:
        return report(item.report, t)
    looks = SAID.get(item.stage, "busy")
    return _card(item.path.name, looks, t.stages[item.stage.value], _progress(item, t))


def _progress(item: Item, t: Texts) -> str:
    """A bar while a file is read or indexed, or why it was not."""
    if item.stage is Stage.BROKEN:
        return f'<p class="hk-facts hk-error">{esc(t.broke)}</p>'
    if item.stage not in (Stage.READING, Stage.INDEXING):
        return ""
    steps = t.page_of if item.stage is Stage.READING else t.passage_of
    told = steps.format(done=item.done, of=item.of) if item.of else ""
    share = f' value="{item.done:d}" max="{item.of or 1:d}"'
    return (
        f'<div class="hk-progress"><progress{share} aria-label="{esc(item.path.name)}"></progress>'
        f'<span class="hk-quiet">{esc(told)}</span></div>'
    )


def report(told: Mapping[str, Any], t: Texts) -> str:
    """What became of a file, as CONTRACT reports it, with ways to the issue and back."""
    status, name = told["status"], Path(told["path"]).name
    return _card(name, status, t.outcome[status], _outcome(told, name, t))


def _card(name: str, looks: str, told: str, body: str) -> str:
    badge = f'<span class="hk-status hk-{esc(looks)}">{esc(told)}</span>'
    return f'<article class="hk-card hk-small"><h3 class="hk-title">{badge}{esc(name)}</h3>{body}</article>'


def _outcome(told: Mapping[str, Any], name: str, t: Texts) -> str:
    if told["status"] == "failed":
        # the upload's folder means nothing to the reader, the file's name does
        error = str(told["error"]).replace(told["path"], name)
        return f'<p class="hk-facts hk-error">{esc(error)}</p>'
    facts = [told["issue"], t.counts.format_map(told), *told.get("notes", ())]
    doubts = doubtful_pages(told.get("doubtful_pages", ()), t)
    shown = "".join(f"<span>{esc(fact)}</span>" for fact in facts if fact)
    warned = f'<p class="hk-facts hk-warned">{esc(doubts)}</p>' if doubts else ""
    return f'<p class="hk-facts">{shown}</p>{warned}{_ways(told, t)}'


def _ways(told: Mapping[str, Any], t: Texts) -> str:
    """Buttons that open the issue, and undo a replacement."""
    issue_id = told.get("issue_id")
    if not issue_id:
        return ""
    undo = act("put_back", issue_id, t.undo, to="hk-issues") if told["status"] == "replaced" else ""
    return f'<div class="hk-acts">{act("open", issue_id, t.open_issue, to="hk-issues")}{undo}</div>'
