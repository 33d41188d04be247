"""Two printed pages on one PDF page become two leaves."""

from __future__ import annotations

from dataclasses import replace

from ingest.pdf.furniture import numbers
from ingest.pdf.types import Rect, Run, Sheet, Turn

WIDE = 1.15  # width by height: a page no wider is one page
CENTRE = 0.012  # of the width: free about the middle
EDGE = 0.14  # of the height: page numbers stand within
SHARE = 0.5


def split(sheets: list[Sheet]) -> list[Sheet]:
    """Cut the sheets that show two printed pages, if most wide ones number their halves n and n + 1."""
    wide = [sheet for sheet in sheets if sheet.width > WIDE * sheet.height and sheet.turn in (Turn.NONE, Turn.OVER)]
    told = [numbers for sheet in wide if (numbers := _numbers(sheet))]
    pairs = sum(any(right == left + 1 for left in lefts for right in rights) for lefts, rights in told)
    if not told or pairs < SHARE * len(told):
        return sheets
    return [half for sheet in sheets for half in (_halves(sheet) if sheet in wide and _parts(sheet) else [sheet])]


def _numbers(sheet: Sheet) -> tuple[set[int], set[int]] | None:
    """Page numbers in the margins of the left and of the right half; None where one of them has none."""
    found: tuple[set[int], set[int]] = (set(), set())
    for run in sheet.runs:
        if not EDGE * sheet.height < run.rect.middle < (1 - EDGE) * sheet.height and len(run.text) <= 24:
            found[run.rect.centre > sheet.width / 2].update(numbers(run.text))
    return found if all(found) else None


def _parts(sheet: Sheet) -> bool:
    """Whether hardly a run crosses the middle."""
    middle, free = sheet.width / 2, CENTRE * sheet.width
    crossing = [run for run in sheet.runs if run.rect.x0 < middle - free and run.rect.x1 > middle + free]
    return len(crossing) <= 0.02 * len(sheet.runs)


def _halves(sheet: Sheet) -> list[Sheet]:
    return [_half(sheet, 1), _half(sheet, 2)]


def _half(sheet: Sheet, half: int) -> Sheet:
    middle = sheet.width / 2

    def inside(rect: Rect) -> bool:
        return (rect.centre > middle) == (half == 2)

    def runs(some: tuple[Run, ...]) -> tuple[Run, ...]:
        return tuple(run for run in some if inside(run.rect))

    def rects(some: tuple[Rect, ...]) -> tuple[Rect, ...]:
        return tuple(rect for rect in some if inside(rect))

    return replace(
        sheet,
        runs=runs(sheet.runs),
        across=runs(sheet.across),
        rules=rects(sheet.rules),
        fills=rects(sheet.fills),
        pictures=rects(sheet.pictures),
        half=half,
    )
