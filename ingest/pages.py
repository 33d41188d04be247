"""Printed pages: exact where a running head stands, estimated between two of them, unknown beyond."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from ingest.types import Line, PageSpan

LOOKED_BACK = 500  # labels that one may follow
MAX_BLANK, MAX_BLANK_RATE = 8, 4  # pages without text between two labels: so many, and so many a leaf


def leaf_pages(lines: list[Line], labels: dict[int, int | None]) -> tuple[PageSpan, ...]:
    """The printed page of each leaf, told by the running heads (line number -> page) on some of them."""
    if not lines:
        return ()
    count = lines[-1].leaf + 1
    known = _steady({line.leaf: page for line in lines if (page := labels.get(line.number)) is not None})
    sizes = _sizes(lines, count)
    spans = [PageSpan() for _ in range(count)]
    for leaf, page in known.items():
        spans[leaf] = PageSpan(page, page, True)
    for (left, first), (right, last) in pairwise(known.items()):
        for leaf, span in zip(range(left + 1, right), _between(sizes[left + 1 : right], first, last), strict=True):
            spans[leaf] = span
    return tuple(spans)


def _steady(known: dict[int, int]) -> dict[int, int]:
    """The most labels that rise with the leaves; one that jumps back or beyond the leaves there are is misread."""
    chains: list[_Chain] = []  # the longest that ends with each label
    for label in sorted(known.items()):
        before = max(
            (chain for chain in chains[-LOOKED_BACK:] if _may_follow(chain.last, label)), default=None, key=_size
        )
        chains.append(_Chain(label, _size(before) + 1, before))
    return dict(_labels(max(chains, default=None, key=_size)))


@dataclass(frozen=True, slots=True)
class _Chain:
    """A label, and the chain that it goes on."""

    last: tuple[int, int]
    size: int
    before: _Chain | None


def _size(chain: _Chain | None) -> int:
    return chain.size if chain else 0


def _labels(chain: _Chain | None) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    while chain:
        found.append(chain.last)
        chain = chain.before
    return found[::-1]


def _may_follow(before: tuple[int, int], label: tuple[int, int]) -> bool:
    """Whether one label can be right if the other is: pages without text lie between, but not any number."""
    leaves, pages = label[0] - before[0], label[1] - before[1]
    return 0 < pages <= MAX_BLANK + MAX_BLANK_RATE * leaves


def _sizes(lines: list[Line], count: int) -> list[int]:
    sizes = [0] * count
    for line in lines:
        sizes[line.leaf] += len(line.text)
    return sizes


def _between(sizes: list[int], first: int, last: int) -> list[PageSpan]:
    """Estimate the pages of the leaves between two known ones.

    More leaves than pages: the smallest are frames (figures) on the page of the next leaf. Fewer: pages
    without text lie among them, and each leaf gets the range that it must lie in.
    """
    missing = last - first - 1
    if missing < 0:
        return [PageSpan(first, last) for _ in sizes]
    if len(sizes) <= missing:
        spare = missing - len(sizes)
        return [PageSpan(first + 1 + i, first + 1 + i + spare) for i in range(len(sizes))]
    frames = set(sorted(range(len(sizes)), key=lambda i: sizes[i])[: len(sizes) - missing])
    page, spans = first + 1, []
    for i in range(len(sizes)):
        spans.append(PageSpan(page, page) if page < last else PageSpan(last, last))
        page += i not in frames
    return spans


def over(spans: Iterable[PageSpan]) -> PageSpan:
    """The pages of a stretch of text from those of its leaves; unknown if those of any are."""
    found = list(spans)
    if not found or any(span.first is None or span.last is None for span in found):
        return PageSpan()
    first = min(span.first for span in found if span.first is not None)
    last = max(span.last for span in found if span.last is not None)
    return PageSpan(first, last, all(span.exact for span in found))
