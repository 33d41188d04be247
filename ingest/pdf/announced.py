"""Tables without rules: the rows below a caption, as far as they go."""

from __future__ import annotations

import re

from ingest.chars import width
from ingest.pdf import bare, heads
from ingest.pdf.bare import Grid, Line
from ingest.pdf.heads import Marks
from ingest.pdf.types import OCR_FONT, Rect, Run, Sheet

ANNOUNCED = re.compile(
    r"^(?:附?表|Table)\s*[\d一二三四五六七八九十]+(?:[-—.．]\d+)?(?![\d%])(?!\s*[)）、，。；])(?![可所中列是为显反说给])"
    r"(?!.*(?:可知|所示|列出了|可以看出))"
)
CONTINUED = re.compile(r"^[（(]?\s*(?:续\s*上?\s*表|(?:附?表)\s*[\d一二三四五六七八九十.．-]+\s*[（(]\s*续|接上表)")
UNIT = re.compile(r"^[（(]?\s*(?:计量)?单\s*位\s*[:：]")
NOTE = re.compile(
    r"^[（(]?\s*(?:注|备\s*注|说\s*明|(?:资料|数据)?来\s*源|Notes?|Sources?)\s*\d?\s*[:：.]|^[*＊※]\s*\S", re.IGNORECASE
)
MAX_CAPTION = 48  # characters
LONG_CAPTION = 14  # characters: one that may have a second line
LINE_GAP = 0.9  # of the size: between the lines of a caption or note
ROW_GAP = 2.5  # em: a wider gap ends a table without rules
ROW_GAPS = 1.8  # a gap that much wider than those before ends it too
ASIDE = 0.2  # of the way to what stands aside counts
CELL_PITCH = 1.6  # of the size: between the lines of a cell, at most
STRAY_SHARE = 0.25  # of the rows: an outer column of fewer, without a head, is none
STACK = 4  # lines below each other with the same ends are prose
MAX_PITCH = 2.2  # of the size: between lines of prose
PROSE_WIDTH = 6.5  # em: of a line of prose
SAME_SIZE, GUESSED_SIZE = 0.04, 0.25  # of the size
MIN_FULL = 0.5  # of the rows of a table have two cells or more


def announces(text: str) -> bool:
    """Whether a run opens the caption of a table."""
    if not (ANNOUNCED.match(text) or CONTINUED.match(text)):
        return False
    return width(text) <= MAX_CAPTION and text[-1] not in "。，、"


def is_tabular(grid: Grid) -> bool:
    """Whether most rows have two cells or more."""
    filled = [sum(bool(cell) for cell in row) for row in grid.rows]
    return sum(count > 1 for count in filled) >= max(2, MIN_FULL * len(filled))


def below(caption: Run, sheet: Sheet, prose: list[Run], taken: list[Rect], em: float) -> Grid | None:
    """The rows below a caption, as far as they go."""
    strip = _strip(caption, sheet, prose, taken, em)
    near = [run for run in sheet.runs if run is not caption and strip.holds(run.rect)]
    near = [run for run in near if not any(rect.holds(run.rect) for rect in taken)]
    rows = _without_strays(_rows(caption, _of_one_size(near, caption), {id(run) for run in prose}, em))
    if len(rows) < 2:
        return None
    grid = heads.solve([run for line in rows for run in line], Marks())
    return grid if grid and is_tabular(grid) else None


def _of_one_size(runs: list[Run], caption: Run) -> list[Run]:
    """Runs of the size of those right below a caption: what stands beside in another is no part of the table."""
    rest = [run for run in runs if not _is_unit(run, caption)]
    rest = [run for run in rest if run.rect.top >= caption.rect.bottom] or rest
    rest = [run for run in rest if run.rect.above(caption.rect) > 0] or rest
    if not rest:
        return runs
    size = min(rest, key=lambda run: _distance(caption.rect, run.rect)).style.size
    return [run for run in runs if abs(run.style.size - size) <= sway(run) * size or _is_unit(run, caption)]


def sway(run: Run) -> float:
    """By how much the sizes of runs that look alike may differ: OCR guesses those of short ones from their height."""
    return GUESSED_SIZE if run.style.font == OCR_FONT else SAME_SIZE


def _distance(caption: Rect, rect: Rect) -> float:
    """How far a run stands below a caption: what stands aside counts less."""
    return rect.top - caption.bottom + ASIDE * max(0.0, -caption.above(rect))


def _is_unit(run: Run, caption: Run) -> bool:
    return run.rect.middle < caption.rect.bottom or UNIT.match(run.text) is not None


def prose_of(runs: list[Run], em: float) -> list[Run]:
    """Lines of running text: so many of one size below each other, with the same ends."""
    wide = sorted((r for r in runs if r.rect.width >= PROSE_WIDTH * em), key=lambda run: run.rect.top)
    stacks: list[list[Run]] = []
    last: list[list[Run]] = []  # those that may go on
    for run in wide:
        last = [stack for stack in last if stack[-1].rect.middle > run.rect.middle - MAX_PITCH * run.style.size]
        stack = next((s for s in last if _goes_below(s[-1], run, em)), None)
        if stack is None:
            stack = []
            stacks.append(stack)
            last.append(stack)
        stack.append(run)
    long = [stack for stack in stacks if len(stack) >= STACK and bare.is_prose(stack)]
    found = {id(run) for stack in long for run in stack}
    return [run for run in wide if id(run) in found or any(_fills(run, stack[1], em) for stack in long)]


def _fills(run: Run, line: Run, em: float) -> bool:
    """Whether a run fills the column of a line of prose, in its size."""
    ends = max(abs(run.rect.x0 - line.rect.x0), abs(run.rect.x1 - line.rect.x1))
    return ends <= em / 2 and abs(run.style.size - line.style.size) <= SAME_SIZE * run.style.size


def _goes_below(above: Run, run: Run, em: float) -> bool:
    one, other = above.rect, run.rect
    pitch = other.middle - one.middle
    return (
        0.8 * em < pitch < MAX_PITCH * run.style.size
        and abs(above.style.size - run.style.size) <= SAME_SIZE * run.style.size
        and abs(one.x1 - other.x1) <= em
        and abs(one.x0 - other.x0) <= 2.5 * em
    )


def _strip(caption: Run, sheet: Sheet, prose: list[Run], taken: list[Rect], em: float) -> Rect:
    """The room below a caption between the prose, column rules and tables on both sides."""
    reach = Rect(0, caption.rect.top, sheet.width, caption.rect.bottom + ROW_GAP * em)
    beside = [rect for rect in [*taken, *(run.rect for run in prose)] if rect.beside(reach) > 0]
    beside += [rule for rule in sheet.rules if rule.width < rule.height > ROW_GAP * em and rule.beside(reach) > em]
    left = [r.x1 for r in beside if r.x1 <= caption.rect.x0]
    right = [r.x0 for r in beside if r.x0 >= caption.rect.x1]
    for other in sheet.runs:
        if other is not caption and announces(other.text) and other.rect.beside(reach) > 0:
            edge = _edge(caption.rect, other.rect, prose, em)
            left += [edge] if other.rect.x1 <= caption.rect.x0 else []
            right += [edge] if other.rect.x0 >= caption.rect.x1 else []
    return Rect(max(left, default=0.0), caption.rect.middle, min(right, default=sheet.width), sheet.height)


def _edge(one: Rect, other: Rect, prose: list[Run], em: float) -> float:
    """Between two tables side by side: where a column of prose begins elsewhere, or half way."""
    low, high = sorted((one.centre, other.centre))
    half = (low + high) / 2
    second = max(one.x0, other.x0)
    starts = [run.rect.x0 - em / 2 for run in prose if low < run.rect.x0 - em / 2 < high]
    return min(starts, key=lambda x: (abs(x - second) > 1.5 * em, abs(x - half)), default=half)


def _rows(caption: Run, runs: list[Run], prose: set[int], em: float) -> list[Line]:
    """Lines below a caption up to prose, a note, another caption or a wide gap."""
    rows: list[Line] = []
    bottom, widest = caption.rect.bottom, ROW_GAP * em
    for line in bare.levels(runs):
        top = min(run.rect.top for run in line)
        if not rows and _is_caption_line(line, caption, bottom):
            bottom = max(run.rect.bottom for run in line)
            continue
        if top - bottom > widest or any(id(r) in prose or NOTE.match(r.text) or announces(r.text) for r in line):
            break
        if len(rows) > 2:
            widest = min(widest, max(ROW_GAPS * max(top - bottom, 0.0), em))
        rows.append(line)
        bottom = max(bottom, *(run.rect.bottom for run in line))
    return _ended(rows)


def _without_strays(rows: list[Line]) -> list[Line]:
    """Without what stands aside of a few rows, below no head."""
    spans = bare.columns(rows) if rows else []
    for span in (spans[:1] + spans[-1:]) if len(spans) > 2 else []:
        held = [i for i, line in enumerate(rows) if any(span[0] <= run.rect.centre <= span[1] for run in line)]
        if len(held) <= STRAY_SHARE * len(rows) and held[0] > 2:
            rows = [[run for run in line if not span[0] <= run.rect.centre <= span[1]] for line in rows]
    return [line for line in rows if line]


def _is_caption_line(line: Line, caption: Run, bottom: float) -> bool:
    """Whether a line is the unit below a caption, or stands beside it, or is its second line."""
    first = line[0]
    if _is_unit(first, caption):
        return True
    near = first.rect.top - bottom < LINE_GAP * caption.style.size and first.style == caption.style
    inside = caption.rect.x0 <= first.rect.centre <= caption.rect.x1 and first.rect.width < caption.rect.width
    return len(line) == 1 and near and inside and len(caption.text) >= LONG_CAPTION


def _ended(rows: list[Line]) -> list[Line]:
    """Without the last lines of one run, but for those of a cell: headings and page numbers stand further off."""
    while rows and len(rows[-1]) == 1 and not _in_cell(rows[-1][0], rows[:-1]):
        rows = rows[:-1]
    return rows


def _in_cell(run: Run, rows: list[Line]) -> bool:
    """Whether a run stands right below another."""
    reach = CELL_PITCH * run.style.size
    near = [other.rect for line in rows[-3:] for other in line if run.rect.middle - other.rect.middle <= reach]
    return any(rect.above(run.rect) > 0 for rect in near)
