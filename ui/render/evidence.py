"""The evidence of an answer: status, contradictions, a card for each citation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from index.types import Passage
from qa.types import Answer, Citation, Status
from ui.render.marks import highlight
from ui.render.places import heading, source
from ui.render.text import badge, esc
from ui.texts import Texts

NEAREST = 5  # passages shown where there is no answer
EXCERPT = 160  # characters of each
SURE = (0.8, 0.45)  # least probability of each word but the last, which answers without reserve seldom have


def panel(answer: Answer | None, t: Texts) -> str:
    """Status and citation cards of an answer; where nothing was found, the nearest passages."""
    if answer is None:
        return _shell(f'<p class="hk-quiet">{esc(t.waiting)}</p>', t)
    found = answer.status is not Status.NOT_FOUND
    body = cards(answer.citations, t) if found else _nearest(answer, t)
    differ = "".join(conflict(each, t) for each in answer.conflicts)
    return _shell(f"{status(answer, t)}{differ}{body}", t)


def busy(t: Texts) -> str:
    """The panel while a question is being answered."""
    return _shell(f'<p class="hk-quiet">{esc(t.searching)}</p>', t)


def trouble(t: Texts) -> str:
    """The panel where answering broke."""
    return _shell(f'<p class="hk-error" role="alert">{esc(t.trouble)}</p>', t)


def _shell(body: str, t: Texts) -> str:
    return f'<section class="hk-panel" aria-label="{esc(t.evidence)}" aria-live="polite">{body}</section>'


def status(answer: Answer, t: Texts) -> str:
    """Whether the library answers, as a badge, how sure that is, and what is missing or was cut."""
    mark = f'<span class="hk-status hk-{answer.status.value}">{esc(t.status[answer.status])}</span>'
    sure = "" if answer.status is Status.NOT_FOUND else sureness(answer.probability, t.probability, t)
    cut = t.cut.format_map(answer.claims) if answer.claims["cut"] else ""
    missing = t.missing.format(missing=answer.missing) if answer.missing else ""
    notes = "".join(f'<p class="hk-quiet">{esc(note)}</p>' for note in (missing, cut) if note)
    return f'<div class="hk-head">{mark}{sure}</div>{notes}'


def sureness(probability: float, pattern: str, t: Texts) -> str:
    """A probability as a word; its number shows where one points at it or comes to it by the keyboard."""
    word = t.sureness[sum(probability < least for least in SURE)]
    number = esc(pattern.format(percent=f"{probability:.0%}"))
    return f'<span class="hk-sure" tabindex="0">{esc(word)}<span class="hk-tip" role="tooltip">{number}</span></span>'


def conflict(told: Mapping[str, Any], t: Texts) -> str:
    """The values of one thing that contradict each other, as CONTRACT has them, with their citations."""
    values = "".join(_value(value, told["newer"], t) for value in told["values"])
    title = esc(t.conflict.format(about=told["about"]))
    return f'<section class="hk-card hk-conflict"><h3 class="hk-title">{title}</h3><ul>{values}</ul></section>'


def _value(value: Mapping[str, Any], newer: int | None, t: Texts) -> str:
    mark = badge(t.newer) if value["n"] == newer else ""
    scope = f' <span class="hk-quiet">{esc(value["scope"])}</span>' if value["scope"] else ""
    return f'<li><b>{esc(value["value"])}</b>{scope} <span class="hk-n">[{value["n"]:d}]</span>{mark}</li>'


def cards(citations: Iterable[Citation], t: Texts) -> str:
    """A card for each citation."""
    return "".join(card(citation, t) for citation in citations)


def card(citation: Citation, t: Texts) -> str:
    """One citation: where it stands, and the whole passage with the quotation marked."""
    text = highlight(citation.passage, citation.quote)
    number = f'<span class="hk-n">[{citation.n}]</span>'
    return (
        f'<article class="hk-card" lang="zh-CN">{heading(citation.as_json(), t, number)}'
        f'<blockquote class="hk-text">{text}</blockquote>{source(citation.as_json(), t)}</article>'
    )


def _nearest(answer: Answer, t: Texts) -> str:
    if not answer.hits:
        return f'<p class="hk-quiet">{esc(t.nothing_near)}</p>'
    cards = "".join(_small(hit.passage, t) for hit in answer.hits[:NEAREST])
    return f'<h3 class="hk-title">{esc(t.nearest)}</h3>{cards}'


def _small(passage: Passage, t: Texts) -> str:
    cut = passage.text[:EXCERPT] + ("…" if len(passage.text) > EXCERPT else "")
    place = Citation(0, passage, "", (), passage.pieces).as_json()
    return (
        f'<article class="hk-card hk-small" lang="zh-CN">{heading(place, t)}'
        f'<blockquote class="hk-text">{esc(cut)}</blockquote>{source(place, t)}</article>'
    )
