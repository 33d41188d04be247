"""Runs become rows: what stands on one baseline of one column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.pdf.types import Rect, Run, Style, around

SAME = 0.5  # of the lower height: runs that overlap by more stand on one row
DROP_CAP = 1.7  # of the size of the text
CAP_LENGTH = 2


@dataclass(frozen=True, slots=True)
class Row:
    """Runs on one baseline, from left to right."""

    runs: tuple[Run, ...]
    rect: Rect
    style: Style
    text: str
    cap: Rect | None = None  # the drop capital that it begins with

    @property
    def x0(self) -> float:
        """Its left edge."""
        return self.rect.x0

    @property
    def x1(self) -> float:
        """Its right edge."""
        return self.rect.x1


def build(runs: Iterable[Run]) -> list[Row]:
    """Group runs to rows, from the top down."""
    groups: list[list[Run]] = []
    for run in sorted(runs, key=lambda r: (r.rect.middle, r.rect.x0)):
        for group in reversed(groups[-4:]):
            if _beside(group[0], run):
                group.append(run)
                break
        else:
            groups.append([run])
    rows = [of(sorted(group, key=lambda r: r.rect.x0)) for group in groups]
    return sorted(rows, key=lambda row: row.rect.top)


def _beside(one: Run, other: Run) -> bool:
    return one.rect.beside(other.rect) > SAME * min(one.rect.height, other.rect.height)


def of(runs: list[Run], cap: Rect | None = None) -> Row:
    """One row of runs from left to right; a wide gap between two is a space."""
    return Row(tuple(runs), around([run.rect for run in runs]), style(runs), " ".join(r.text for r in runs), cap)


def style(runs: Iterable[Run]) -> Style:
    """The style of most characters, Chinese ones before others."""
    runs = list(runs)
    first = runs[0].style
    if all(run.style is first for run in runs):  # styles of a page are shared
        return first
    votes: Counter[Style] = Counter()
    for run in runs:
        votes[run.style] += len(run.text.encode())  # a Chinese character has three bytes
    return votes.most_common(1)[0][0]


def with_caps(runs: list[Run], em: float) -> tuple[list[Run], list[Rect]]:
    """Put drop capitals in front of the first run beside them; also tells where they stand."""
    caps = [run for run in runs if len(run.text) <= CAP_LENGTH and run.style.size >= DROP_CAP * em]
    places: list[Rect] = []
    for cap in caps:
        right = [r for r in runs if r is not cap and _beside_cap(cap, r, em)]
        if len({round(r.rect.top) for r in right}) < 2:
            continue
        first = min(right, key=lambda r: (r.rect.top, r.rect.x0))
        joined = Run(
            cap.text + first.text,
            Rect(cap.rect.x0, first.rect.top, first.rect.x1, first.rect.bottom),
            first.style,
        )
        runs = [joined if r is first else r for r in runs if r is not cap]
        places.append(cap.rect)
    return runs, places


def _beside_cap(cap: Run, run: Run, em: float) -> bool:
    gap = run.rect.x0 - cap.rect.x1
    inside = run.rect.beside(cap.rect) > 0.3 * run.rect.height
    return inside and -0.3 * em <= gap <= 1.5 * em and run.style.size < 0.7 * cap.style.size
