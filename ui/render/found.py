"""Passages that a search found: where each stands, the part that holds what was looked for, and all of it."""

from __future__ import annotations

from collections.abc import Sequence

from index.types import Scores, Span, place_json
from qa.excerpts import Excerpt
from qa.quotes import quote
from qa.types import Citation
from ui.render.evidence import leaf, neighbour
from ui.render.places import heading, source
from ui.render.text import esc, notice
from ui.render.text import heading as title
from ui.texts import Texts


def found(excerpts: Sequence[Excerpt] | None, t: Texts) -> str:
    """The passages as cards that open, below how many they are; before a search, what can be done."""
    if not excerpts:
        return notice(t.find_first if excerpts is None else t.find_nothing)
    cards = "".join(card(excerpt, t) for excerpt in excerpts)
    told = f'<div role="status">{title(t.find_shown.format(n=len(excerpts)))}</div>'
    scored = f'<p class="hk-quiet hk-scores">{esc(t.scores_help)}</p>'
    return f'{told}{scored}<section class="hk-panel" aria-label="{esc(t.found_list)}">{cards}</section>'


def card(excerpt: Excerpt, t: Texts) -> str:
    """One passage: its place and an excerpt; open, all of it with its neighbours and its page."""
    passage = excerpt.hit.passage
    words, pieces = quote(passage, excerpt.sentence)
    place = place_json(passage)
    text = _marked(passage.text, (0, len(passage.text)), excerpt.marks)
    number = f'<span class="hk-n">{excerpt.hit.rank:d}</span>'
    before, after = (neighbour(passage.passage_id, step, t) for step in (-1, 1))
    return (
        f'<details class="hk-card hk-found" lang="zh-CN"><summary>{heading(place, t, number)}'
        f'<p class="hk-text hk-excerpt">{_shown(excerpt)}</p>{_scores(excerpt.hit.scores, t)}</summary>'
        f'{before}<blockquote class="hk-text">{text}</blockquote>{after}'
        f"{source(place, t)}{leaf(Citation(0, passage, words, (), pieces).as_json(), t)}</details>"
    )


def _shown(excerpt: Excerpt) -> str:
    """The excerpt, with dots where a sentence is cut."""
    text, (start, end), (first, last) = excerpt.hit.passage.text, excerpt.shown, excerpt.sentence
    head, tail = "…" * (start > first), "…" * (end < last)
    return f"{head}{_marked(text, (start, end), excerpt.marks)}{tail}"


def _marked(text: str, window: Span, marks: Sequence[Span]) -> str:
    """A range of a text with marks in it."""
    out, at = [], window[0]
    for start, end in ((max(a, window[0]), min(b, window[1])) for a, b in marks):
        if start < end:
            out.append(f"{esc(text[at:start])}<mark>{esc(text[start:end])}</mark>")
            at = end
    return "".join([*out, esc(text[at : window[1]])])


def _scores(scores: Scores, t: Texts) -> str:
    """What each leg gave, three significant figures; nothing outside a ranking."""
    told = [
        f"<span>{esc(t.legs[leg])} {score:.3g}</span>" for leg, score in scores.as_json().items() if score is not None
    ]
    return f'<p class="hk-facts hk-scores">{"".join(told)}</p>' if told else ""
