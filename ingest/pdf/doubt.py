"""How far the layout of a leaf can be doubted: 0 certain, 1 surely wrong."""

from __future__ import annotations

import re
from itertools import groupby, pairwise

from ingest.chars import ends_sentence
from ingest.pdf.flow import Habits, Para, Placed
from ingest.pdf.types import Sheet, around
from ingest.types import Kind

OVERLAP, BREAK, JUMP, UNKNOWN, SCAN, LOST = 2.0, 0.8, 0.4, 2.0, 0.15, 0.9  # how heavily each sign weighs
MIN_LENGTH = 24  # characters of a paragraph whose sentence should end
FEW = 3  # paragraphs: one broken of so few is no share to go by
CLOSED = re.compile(r"[。！？!?；;：:…”’」』）)\]】■◆●]\s*$")


def scores(leaves: list[Sheet], paras: list[Para], kinds: list[Kind], habits: Habits) -> list[float]:
    """The doubt of each leaf: columns that overlap, sentences that break off, order that jumps, unknown glyphs,
    a page that could not be read whole.
    """
    placed: dict[int, list[Placed]] = {}
    broken = [0] * len(leaves)
    ended = [0] * len(leaves)
    for para, kind in zip(paras, kinds, strict=True):
        for row in para.rows:
            placed.setdefault(row.leaf, []).append(row)
        if kind is Kind.TEXT and len(para.text) >= MIN_LENGTH:
            ended[para.last.leaf] += 1
            broken[para.last.leaf] += not (ends_sentence(para.text) or CLOSED.search(para.text))
    return [
        _joint(
            OVERLAP * _overlaps(placed.get(leaf, [])),
            BREAK * broken[leaf] / max(FEW, ended[leaf]),
            JUMP * _jumps(placed.get(leaf, []), habits.em),
            UNKNOWN * sheet.unknown,
            LOST * bool(sheet.notes),
            SCAN * sheet.scanned,
        )
        for leaf, sheet in enumerate(leaves)
    ]


def _joint(*signs: float) -> float:
    """Signs taken as independent: one minus the product of what each leaves."""
    sure = 1.0
    for sign in signs:
        sure *= 1.0 - min(1.0, max(0.0, sign))
    return round(1.0 - sure, 3)


def _overlaps(rows: list[Placed]) -> float:
    """Share of the rows that lie over a row of another column."""
    columns = [list(group) for _, group in groupby(rows, key=lambda placed: placed.column)]
    areas = [around([placed.row.rect for placed in column]) for column in columns]
    lying = sum(
        sum(any(_lies_over(one, other) for other in columns[j]) for one in columns[i])
        for i in range(len(columns))
        for j in range(i)
        if areas[i].overlaps(areas[j])
    )
    return lying / len(rows) if rows else 0.0


def _lies_over(one: Placed, other: Placed) -> bool:
    height = one.row.rect.height
    return one.row.rect.beside(other.row.rect) > 0.3 * height and one.row.rect.above(other.row.rect) > height


def _jumps(rows: list[Placed], em: float) -> int:
    """How often the reading order goes back, up and to the left, from one column to the next."""
    columns = [around([p.row.rect for p in group]) for _, group in groupby(rows, key=lambda p: p.column)]
    return sum(after.top < before.top - em and after.x1 < before.x0 - em for before, after in pairwise(columns))
