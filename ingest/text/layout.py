"""The lines of an issue as they were set: the column of each, how it fills it, which leaves indent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, pairwise
from operator import add

from ingest.chars import ends_sentence, width
from ingest.columns import Fill, column_widths, fill
from ingest.marks import PUNCTUATED
from ingest.types import Line

LONG_LINE = 60.0  # a text with such lines is not broken into visual lines: each line is a paragraph
MIN_VOTES = 2  # fewer paragraphs do not tell how a leaf indents; then the issue does
INDENT = (1.2, 3.4)  # how much shorter an indented first line is than a full one
WIDE = 1.2  # of the column: a wider line on the same leaf is set in another frame
FLUSH = 0.5  # a line after the end of a paragraph that is shorter by less is not indented
LONGEST_RUN = 200  # lines: more than a page holds, and what keeps a text of one endless page from taking for ever


@dataclass(frozen=True, slots=True)
class Layout:
    """What the predicates on lines share; an index is a line's place in `lines`."""

    lines: list[Line]
    mark: str | None  # the symbol that closes this articles
    widths: list[float]
    columns: list[float]
    fills: list[Fill]
    unbroken: bool  # not broken into visual lines
    indented: dict[int, bool]  # leaf -> whether its paragraphs begin with an indent
    pairs: Counter[str]  # how often two characters stand together on a line
    last_sentence: dict[int, int]  # leaf -> the last line on it that closes a sentence

    @classmethod
    def of(cls, lines: list[Line], mark: str | None) -> Layout:
        """Measure the lines of an issue."""
        widths = [width(line.text) for line in lines]
        columns = column_widths(lines)
        fills = [fill(line.text, column) for line, column in zip(lines, columns, strict=True)]
        ends = [ends_sentence(line.text) for line in lines]
        return cls(
            lines,
            mark,
            widths,
            columns,
            fills,
            unbroken=bool(widths) and sorted(widths)[len(widths) * 3 // 4] > LONG_LINE,
            indented=_indented(lines, [c - w for c, w in zip(columns, widths, strict=True)], fills, ends),
            pairs=Counter(chain.from_iterable(map(add, line.text, line.text[1:]) for line in lines)),
            last_sentence={
                line.leaf: index for index, line in enumerate(lines) if ends[index] and PUNCTUATED.search(line.text)
            },
        )

    def text(self, index: int) -> str:
        """The text of a line."""
        return self.lines[index].text

    def line(self, index: int) -> Line | None:
        """A line; None beyond the last."""
        return self.lines[index] if index < len(self.lines) else None

    def below(self, index: int) -> Line | None:
        """The line below on the same leaf."""
        following = self.line(index + 1)
        return following if following is not None and following.leaf == self.lines[index].leaf else None

    def opens_leaf(self, index: int) -> bool:
        """Whether another leaf comes before."""
        return index > 0 and self.lines[index - 1].leaf != self.lines[index].leaf

    def slack(self, index: int) -> float:
        """How much shorter than its column a line is."""
        return self.columns[index] - self.widths[index]

    def overflows(self, index: int) -> bool:
        """Whether a line is so wide that it is set in another frame than the lines about it."""
        return self.widths[index] >= WIDE * self.columns[index]

    def run(self, first: int, fits: Callable[[int], bool]) -> range:
        """The lines from `first` on that fit, up to the end of the leaf, and so many at the most."""
        leaf, stop, last = self.lines[first].leaf, first, min(first + LONGEST_RUN, len(self.lines))
        while stop < last and self.lines[stop].leaf == leaf and fits(stop):
            stop += 1
        return range(first, stop)

    def alike(self, first: int, sway: float) -> range:
        """The lines from `first` on that are as wide as it, give or take; empty unless prose stands in them."""
        measure = self.widths[first]
        run = self.run(first, lambda index: abs(self.widths[index] - measure) <= sway)
        return run if self.punctuated(run) else range(0)

    def punctuated(self, indexes: Iterable[int]) -> bool:
        """Whether one of the lines holds the punctuation of prose."""
        return any(PUNCTUATED.search(self.lines[index].text) for index in indexes)

    def trails_leaf(self, index: int) -> bool:
        """Whether only headings and labels stand from here to the end of the leaf."""
        return index > self.last_sentence.get(self.lines[index].leaf, -1)


def _indented(lines: list[Line], slack: list[float], fills: list[Fill], ends: list[bool]) -> dict[int, bool]:
    """Leaves whose paragraphs begin with an indent, told by the lines after short last ones near by."""
    votes: Counter[int] = Counter()
    for index, (line, following) in enumerate(pairwise(lines)):
        if ends[index] and fills[index] is Fill.SHORT and following.leaf == line.leaf:
            votes[line.leaf] += _vote(slack[index + 1])
    overall = sum(votes.values()) > 0
    near = {leaf: sum(votes[leaf + step] for step in (-1, 0, 1)) for leaf in {line.leaf for line in lines}}
    return {leaf: vote > 0 if abs(vote) >= MIN_VOTES else overall for leaf, vote in near.items()}


def _vote(slack: float) -> int:
    if INDENT[0] <= slack <= INDENT[1]:
        return 1
    return -1 if slack <= FLUSH else 0
