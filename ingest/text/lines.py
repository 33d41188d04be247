"""A text becomes visual lines, with the page and frame breaks that its blank lines and form feeds tell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.chars import normalise
from ingest.types import Line

PAGE_GAP = 2  # so many blank lines more than the rule part two pages
LEAF = 1000  # lines: more than stand on a page, so that what looks over a leaf looks over a bounded one
STOP = re.compile(r"[。！？；]+[”’」』）)]{0,4}")
LONGEST = 4000  # characters: a longer line is taken in pieces, so that no pattern gets more than that


@dataclass(frozen=True, slots=True)
class _Raw:
    number: int
    text: str
    gap: int
    feed: bool
    indented: bool


def split(text: str) -> list[Line]:
    """Cut a text into its visual lines.

    A leaf is what lies between two breaks: a form feed, a line that begins with one space and follows
    without the usual blank line (what several extractors make of a form feed), or a gap of blank lines
    wider than the rule. A figure set in a frame of its own also makes a leaf.
    """
    raw = list(_raw_lines(text))
    usual = _usual_gap(raw)
    lines: list[Line] = []
    leaf = top = 0
    for order, item in enumerate(raw):
        breaks = order > 0 and (_breaks(item, usual) or order - top >= LEAF)
        leaf, top = (leaf + 1, order) if breaks else (leaf, top)
        lines.append(
            Line(
                item.number,
                order,
                item.text,
                leaf,
                tight=order > 0 and item.gap < usual and not breaks,
                apart=item.gap > usual and not breaks,
            )
        )
    return lines


def _raw_lines(text: str) -> list[_Raw]:
    found: list[_Raw] = []
    gap, feed = 0, False
    for number, line in enumerate(text.split("\n"), 1):
        feed = feed or "\f" in line
        bare = line.replace("\f", "")
        words = normalise(bare) if bare else ""
        if not words:
            gap += 1
            continue
        indented = bare.startswith(" ") and not bare.startswith("  ")
        for piece in _pieces(words):
            found.append(_Raw(number, piece, gap, feed, indented))
            gap, feed = 0, False
    return found


def _pieces(words: str) -> Iterator[str]:
    """A line as it is; one longer than any paragraph in pieces, each up to the end of a sentence if there is one.

    None of them is short and open, as only a running head is.
    """
    while len(words) > LONGEST:
        end = max((match.end() for match in STOP.finditer(words, 0, LONGEST // 2)), default=LONGEST // 2)
        yield words[:end].strip()
        words = words[end:].strip()
    yield words


def _usual_gap(raw: list[_Raw]) -> int:
    gaps = Counter(item.gap for item in raw[1:])
    return gaps.most_common(1)[0][0] if gaps else 0


def _breaks(item: _Raw, usual: int) -> bool:
    return item.feed or item.gap >= usual + PAGE_GAP or (item.gap < usual and item.indented)
