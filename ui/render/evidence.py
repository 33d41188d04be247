"""The evidence of an answer: status, contradictions, a card for each citation."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
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


def panel(answer: Answer | None, t: Texts, turn: int = 0, opened: int = 1, led: bool = False) -> str:
    """Status and citation cards of an answer; where nothing was found, the nearest passages.

    `turn` is the answer's place in the dialogue, from 0: marks `#hk-turn-n` lead to its cards. `opened` is the
    citation that lies open; `led`: a mark led to it, so that it is brought into sight.
    """
    if answer is None:
        return _shell(f'<p class="hk-quiet">{esc(t.waiting)}</p>', t)
    found = answer.status is not Status.NOT_FOUND
    body = cards(answer.citations, t, turn, opened) if found else _nearest(answer, t)
    differ = "".join(conflict(each, t) for each in answer.conflicts)
    return _shell(
        f"{status(answer, t)}{differ}{body}", t, f' data-turn="{turn:d}"' + f' data-opened="{opened:d}"' * led
    )


def busy(t: Texts) -> str:
    """The panel while a question is being answered."""
    return _shell(f'<p class="hk-quiet" role="status">{esc(t.searching)}</p>', t)


def trouble(t: Texts) -> str:
    """The panel where answering broke."""
    return _shell(f'<p class="hk-error" role="alert">{esc(t.trouble)}</p>', t)


def _shell(body: str, t: Texts, told: str = "") -> str:
    return f'<section class="hk-panel" aria-label="{esc(t.evidence)}"{told}>{body}</section>'


def status(answer: Answer, t: Texts) -> str:
    """Whether the library answers, as a badge, how sure that is, and what is missing or was cut."""
    mark = f'<span class="hk-status hk-{answer.status.value}">{esc(t.status[answer.status])}</span>'
    sure = "" if answer.status is Status.NOT_FOUND else sureness(answer.probability, t.probability, t)
    cut = t.cut.format_map(answer.claims) if answer.claims["cut"] else ""
    missing = t.missing.format(missing=answer.missing) if answer.missing else ""
    notes = "".join(f'<p class="hk-quiet">{esc(note)}</p>' for note in (missing, cut) if note)
    return f'<div class="hk-head" role="status">{mark}{sure}</div>{notes}'


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


def cards(citations: Iterable[Citation], t: Texts, turn: int | None = None, opened: int = 1) -> str:
    """A card for each citation, one of them open."""
    return "".join(card(citation, t, turn, citation.n == opened) for citation in citations)


def card(citation: Citation, t: Texts, turn: int | None = None, opened: bool = True) -> str:
    """One citation: where it stands, the whole passage with the quotation marked, and the page of a PDF."""
    told, passage = citation.as_json(), citation.passage
    number = f'<span class="hk-n">[{citation.n}]</span>'
    around = [neighbour(passage.passage_id, step, t) for step in (-1, 1)]
    text = f'<blockquote class="hk-text">{highlight(passage, citation.quote)}</blockquote>'
    named = "" if turn is None else f' id="hk-{turn:d}-{citation.n:d}"'
    return (
        f'<details class="hk-card"{named} lang="zh-CN"{" open" * opened}>'
        f"<summary>{heading(told, t, number)}</summary>{around[0]}{text}{around[1]}{source(told, t)}"
        f"{leaf(told, t)}</details>"
    )


def neighbour(passage_id: str, step: int, t: Texts) -> str:
    """A button that shows the passage before or after one, within its article."""
    told = esc(t.before if step < 0 else t.after)
    return (
        f'<button type="button" class="hk-more" data-passage="{esc(passage_id)}" data-step="{step:d}">{told}</button>'
    )


def beside(passage: Passage | None, step: int, t: Texts) -> str:
    """The passage before or after one, with the button for the next; where there is none, that the article ends."""
    if passage is None:
        return f'<p class="hk-quiet" role="status">{esc(t.first_of_article if step < 0 else t.last_of_article)}</p>'
    text = f'<blockquote class="hk-text hk-beside-text" lang="zh-CN">{esc(passage.text)}</blockquote>'
    more = neighbour(passage.passage_id, step, t)
    return f"{more}{text}" if step < 0 else f"{text}{more}"


def leaf(place: Mapping[str, Any], t: Texts) -> str:
    """Where the picture of the page of a PDF comes, with tools to turn it; nothing for a text."""
    if not place["boxes"]:
        return ""
    boxes = [[box["pdf_page"], *box["box"]] for box in place["boxes"]]
    return leaves(place["issue_id"], boxes[0][0], boxes, t)


def leaves(issue_id: str, page: int, boxes: Sequence[Sequence[float]], t: Texts) -> str:
    """Where the picture of page `page` of a PDF comes, with tools to turn it.

    `boxes` are marked in it: `[page, x0, top, x1, bottom]` each, in points.
    """
    return (
        f'<figure class="hk-leaf" data-issue="{esc(issue_id)}" data-page="{page:d}"'
        f' data-boxes="{esc(json.dumps(boxes))}" data-caption="{esc(t.leaf_caption)}">'
        f'<div class="hk-tools" role="group" aria-label="{esc(t.leaf_tools)}">{_tools(t)}</div>'
        f'<div class="hk-view" tabindex="0" role="region" aria-label="{esc(t.leaf)}"></div></figure>'
    )


def _tools(t: Texts) -> str:
    tools = (
        ("back", "‹", t.page_before), ("forth", "›", t.page_after), ("smaller", "−", t.zoom_out),
        ("larger", "+", t.zoom_in), ("turn", "↻", t.turn),
    )  # fmt: skip
    buttons = (
        f'<button type="button" class="hk-tool" data-do="{do}" aria-label="{esc(told)}" title="{esc(told)}">'
        f"{sign}</button>"
        for do, sign, told in tools
    )
    return f'{"".join(buttons)}<figcaption class="hk-quiet" aria-live="polite"></figcaption>'


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


def printed(references: str, note: str, t: Texts) -> str:
    """References as they are printed, below a note on their numbers."""
    told = f'<p class="hk-quiet">{esc(note)}</p>' if note else ""
    return f'{told}<pre class="hk-printed" tabindex="0" aria-label="{esc(t.references)}">{esc(references)}</pre>'
