"""What was chosen from a table, or looked up."""

from __future__ import annotations

from qa.conflicts import Conflict
from qa.ledger import Told
from qa.lookup.types import Lookup
from qa.register import Entry
from qa.types import Citation
from ui.render.evidence import card, cards, conflict, sureness
from ui.render.text import esc, notice
from ui.texts import Texts


def figure(row: tuple[Told, Conflict | None] | None, t: Texts) -> str:
    """The sentence of a figure where it stands; where others contradict it, theirs as well."""
    if row is None:
        return _chosen(notice(t.chosen_none), t)
    told, differs = row
    values = differs.values if differs else (told,)
    numbers = range(1, len(values) + 1)
    unlike = conflict(differs.as_json(numbers), t) if differs else ""
    return _chosen(unlike + cards((each.cited(n) for n, each in zip(numbers, values, strict=True)), t), t)


def document(entry: Entry | None, t: Texts) -> str:
    """A document of the register: its names, then what the issues say of it."""
    if entry is None:
        return _chosen(notice(t.chosen_none), t)
    also = "".join(f"《{name}》" for name in entry.document.also)
    names = f'<p class="hk-quiet">{esc(t.also_called.format(names=also))}</p>' if also else ""
    title = f'<h3 class="hk-title" lang="zh-CN">{esc(entry.document.title)}</h3>'
    return _chosen(f"{title}{names}{cards(entry.citations, t)}", t)


def looked_up(found: Lookup | None, t: Texts) -> str:
    """Where a quotation stands and how sure that is, then where else."""
    if found is None:
        return _chosen(notice(t.cite_waiting), t)
    message = notice(found.message) if found.message else ""
    if not found.places:
        return _chosen(f'<div class="hk-head"><span class="hk-status">{esc(t.not_found)}</span></div>{message}', t)
    first, *others = (Citation(n, p.passage, p.quote, (), p.pieces) for n, p in enumerate(found.places, 1))
    mark = f'<span class="hk-status hk-answered">{esc(t.found)}</span>{sureness(found.confidence, t.confidence, t)}'
    also = f'<h3 class="hk-title">{esc(t.also_at)}</h3>{cards(others, t)}' if others else ""
    return _chosen(f'<div class="hk-head">{mark}</div>{message}{card(first, t)}{also}', t)


def _chosen(body: str, t: Texts) -> str:
    label = f'aria-label="{esc(t.chosen)}" aria-live="polite" tabindex="0"'
    return f'<section class="hk-panel hk-chosen" {label}>{body}</section>'
