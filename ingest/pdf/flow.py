"""The columns of all leaves become paragraphs, joined over columns and pages.

A paragraph begins at an indent, after a line that ends short of its column, after a wider gap, or where the
style changes. What floats over the columns moves the edges that a line could reach.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest import bylines
from ingest.bylines import DASHES, Byline
from ingest.chars import ends_sentence
from ingest.marks import changes_script
from ingest.pdf import regions
from ingest.pdf import rows as rowing
from ingest.pdf.floats import Float, Parted, What
from ingest.pdf.rows import Row
from ingest.pdf.types import GUESSED, OCR_FONT, Rect, Style

INDENT = 1.2  # em: a line that begins further right than its column opens a paragraph
SHORT = 1.6  # em: a line that ends further left than its column closes one
SHORT_CLAUSE = 2.6  # em: the same where no sentence ends
GAP = 0.55  # em more than the usual gap between two lines part paragraphs
SIZE_SWAY = 0.06  # of printed sizes
TELLING = 4  # rows that tell the style of a paragraph
BYLINE_ROWS, TITLE = 3, 1.1  # rows of a byline; size of the title above it, of the text's
WRAP, SAME_EDGE = 12.0, 1.5  # points: a row so much narrower goes round something; edges that are one
MANY = 5  # rows: a column of fewer shows no right edge of its own


Edges = tuple[float, float]  # left and right, in points


@dataclass(frozen=True, slots=True)
class Placed:
    """A row in its column: the leaf, the edges that it could reach, a number for the column."""

    row: Row
    leaf: int
    left: float
    right: float
    column: int

    @property
    def indent(self) -> float:
        """How far to the right of its column it begins, in points."""
        return self.row.x0 - self.left

    @property
    def slack(self) -> float:
        """How far short of its column it ends, in points."""
        return self.right - self.row.x1


@dataclass(slots=True)
class Para:
    """Rows that make one paragraph, heading or title, and what floats beside them."""

    rows: list[Placed]
    floats: list[tuple[int, Float]] = field(default_factory=list)  # with their leaves

    @property
    def text(self) -> str:
        """Its rows, joined for a look at them."""
        return "".join(placed.row.text for placed in self.rows)

    @property
    def style(self) -> Style:
        """How most of its first rows look."""
        return rowing.style(run for placed in self.rows[:TELLING] for run in placed.row.runs)

    @property
    def first(self) -> Placed:
        """Its first row."""
        return self.rows[0]

    @property
    def last(self) -> Placed:
        """Its last row."""
        return self.rows[-1]


def place(leaf: int, parted: Parted, em: float, first_column: int) -> list[Placed]:
    """The rows of a leaf in reading order."""
    runs, caps = rowing.with_caps(parted.runs, em)
    solid = [f.rect for f in parted.floats if f.what is not What.FOOTNOTE]
    columns = [rowing.build(column) for column in regions.order(runs, em, solid, parted.rules)]
    edges = _edges(columns)
    placed = []
    for number, (rows, (left, right)) in enumerate(zip(columns, edges, strict=True), first_column):
        near = [_reach(row, rows, left, right, [*solid, *caps]) for row in rows]
        kept = _wrapped(_wrapped(list(zip(rows, near, strict=True)))[::-1])[::-1]
        placed += [Placed(row, leaf, *edges, number) for row, edges in kept]
    return placed


def _wrapped(rows: list[tuple[Row, Edges]]) -> list[tuple[Row, Edges]]:
    """With the rows after those beside something solid that keep off it as they do: it has a margin."""
    made: list[tuple[Row, Edges]] = []
    for row, (left, right) in rows:
        beside = made[-1][1] if made else (left, right)
        if beside[1] < right - WRAP and abs(row.x1 - beside[1]) <= SAME_EDGE:
            right = beside[1]
        if beside[0] > left + WRAP and abs(row.x0 - beside[0]) <= SAME_EDGE:
            left = beside[0]
        made.append((row, (left, right)))
    return made


def _edges(columns: list[list[Row]]) -> list[tuple[float, float]]:
    """Left and right edge of each column; one of few rows is as wide as its fullest sibling."""
    own = [(_left(rows), max(row.x1 for row in rows)) for rows in columns]
    fullest = max(range(len(columns)), key=lambda i: len(columns[i]), default=0)
    edges = []
    for rows, (left, right) in zip(columns, own, strict=True):
        if len(rows) >= MANY or not len(columns[fullest]) >= MANY:
            edges.append((left, right))
            continue
        usual = own[fullest][1] - own[fullest][0]
        beyond = min((a for a, _ in own if a > right - 1), default=float("inf"))
        edges.append((left, max(right, min(left + usual, beyond))))
    return edges


def _left(rows: list[Row]) -> float:
    """The leftmost edge that two rows share, or of the leftmost row."""
    starts = Counter(round(row.x0) for row in rows)
    shared = [x for x, count in starts.items() if count + starts[x + 1] + starts[x - 1] > 1]
    least = min(row.x0 for row in rows)
    return min([row.x0 for row in rows if round(row.x0) in shared], default=least)


def _reach(row: Row, rows: list[Row], left: float, right: float, solid: list[Rect]) -> tuple[float, float]:
    """The edges of a row beside a figure, a quotation or a drop capital: those of its neighbours there."""
    for rect in solid:
        beside = rect.beside(row.rect) > 0.2 * row.rect.height
        if not beside or rect.x1 < left or rect.x0 > right or row.cap is not None:
            continue
        along = [other for other in rows if other.rect.beside(rect) > 0.2 * other.rect.height]
        if rect.centre < row.rect.centre and row.x0 > rect.x0 + 1:
            left = max(left, min((o.x0 for o in along if o.x0 > rect.x0 + 1), default=left))
        elif rect.centre > row.rect.centre:
            right = min(right, max(other.x1 for other in along))
    return left, right


@dataclass(frozen=True, slots=True)
class Habits:
    """How a document sets its text: its style, the gap between lines, whether paragraphs are indented."""

    body: Style
    gap: float  # points between two lines
    indents: bool

    @property
    def em(self) -> float:
        """The size of the text, in points."""
        return self.body.size


def habits(placed: list[Placed], body: Style) -> Habits:
    """Measure a document."""
    own = [p for p in placed if abs(p.row.style.size - body.size) <= SIZE_SWAY * body.size]
    pairs = [(a, b) for a, b in pairwise(own) if a.column == b.column]
    gaps = [b.row.rect.top - a.row.rect.bottom for a, b in pairs if b.row.rect.top > a.row.rect.top]
    indented = sum(1.2 * body.size <= p.indent <= 2.8 * body.size for p in own)
    return Habits(body, median(gaps) if gaps else 0.5 * body.size, indented >= max(2, 0.03 * len(own)))


def paragraphs(placed: list[Placed], habits: Habits, floats: list[tuple[int, Float]]) -> list[Para]:
    """Join rows to paragraphs."""
    paras: list[Para] = []
    for index, here in enumerate(placed):
        following = placed[index + 1] if index + 1 < len(placed) else None
        below_title = len(paras) > 1 and _is_below_title(paras[-2], paras[-1], habits)
        signed = below_title and _is_signed(paras[-1], here, habits)
        broken = below_title and _is_broken_byline(paras[-1], here)
        if paras and not signed and (broken or _goes_on(paras[-1], here, following, habits, floats)):
            paras[-1].rows.append(here)
        else:
            paras.append(Para([here]))
    return paras


def _is_below_title(above: Para, para: Para, habits: Habits) -> bool:
    large = above.style.size >= TITLE * habits.em or above.text[0] in DASHES
    return large and len(para.rows) <= BYLINE_ROWS


def _is_signed(para: Para, here: Placed, habits: Habits) -> bool:
    """Whether a paragraph below a title is a whole byline: what follows is no part of it."""
    centred = min(here.indent, here.slack) > habits.em and here.row.text.endswith(("）", ")"))
    return not _open_brackets(para.text) and not centred and read_byline(para) is not None


def _is_broken_byline(para: Para, here: Placed) -> bool:
    """Whether a byline breaks off, within brackets or a name, and makes one with the next line."""
    after = para.text + here.row.text
    near = here.row.rect.top - para.last.row.rect.bottom < para.style.size
    broken = _open_brackets(para.text) or ("）" in after and bylines.read(para.text) is None)
    return near and broken and not _open_brackets(after) and bylines.read(after) is not None


def _open_brackets(text: str) -> bool:
    return text.count("（") + text.count("(") > text.count("）") + text.count(")")


def read_byline(para: Para) -> Byline | None:
    """What the rows of a paragraph say together of who wrote."""
    for text in ("".join(p.row.text for p in para.rows), " ".join(p.row.text for p in para.rows)):
        found = bylines.read(text)
        if found is not None:
            return found
    return None


def _goes_on(
    para: Para, here: Placed, following: Placed | None, habits: Habits, floats: list[tuple[int, Float]]
) -> bool:
    before = para.last
    if not alike(para.style, here.row.style):
        return False
    if not alike(para.style, habits.body):
        return _same_display(before, here, habits)
    if before.column == here.column:
        if _wide_gap(before, here, habits, floats):
            return False
        return not (_ends(before, habits) or _opens(here, before, following, habits))
    return not (_ends(before, habits) or _opens(here, None, following, habits) or _closed(before, habits))


def alike(one: Style, other: Style) -> bool:
    """Whether two styles can be of one paragraph."""
    sway = GUESSED if one.font == other.font == OCR_FONT else SIZE_SWAY
    if abs(one.size - other.size) > sway * max(one.size, other.size):
        return False
    return one.colour == other.colour and (one.bold == other.bold or one.font != other.font)


def _same_display(before: Placed, here: Placed, habits: Habits) -> bool:
    """Whether two lines of other style than the text's, a title or a lead-in, belong together."""
    size = here.row.style.size
    gap = here.row.rect.top - before.row.rect.bottom
    if changes_script(before.row.text, here.row.text):
        return False
    on_grid = size < habits.em and gap <= habits.gap + (1 + GAP) * habits.em - size  # as far apart as the text's
    if before.leaf != here.leaf or not (-0.5 * size <= gap <= 0.95 * size or on_grid):
        return False
    return not ends_sentence(before.row.text) or before.slack < SHORT * size


def _wide_gap(before: Placed, here: Placed, habits: Habits, floats: list[tuple[int, Float]]) -> bool:
    gap = here.row.rect.top - before.row.rect.bottom
    if gap <= habits.gap + GAP * habits.em:
        return False
    room = Rect(here.left, before.row.rect.bottom - 1, here.right, here.row.rect.top + 1)
    return not any(leaf == here.leaf and f.rect.overlaps(room) for leaf, f in floats)


def _ends(before: Placed, habits: Habits) -> bool:
    """Whether a line ends short of its column, so that its paragraph ends there."""
    closed = ends_sentence(before.row.text)
    return before.slack > (SHORT if closed else SHORT_CLAUSE) * habits.em


def _closed(before: Placed, habits: Habits) -> bool:
    """Where no indent tells, a sentence that ends with a full column closes its paragraph."""
    return not habits.indents and ends_sentence(before.row.text)


def _opens(here: Placed, before: Placed | None, following: Placed | None, habits: Habits) -> bool:
    """Whether a line is indented: its neighbours in the column are not."""
    if here.indent < INDENT * habits.em or here.row.cap is not None:
        return False
    if following is not None and following.column == here.column and not _is_set_in(here, following, habits):
        return True
    alone = following is None or following.column != here.column or before is None
    return alone or before is None or here.row.x0 - before.row.x0 > INDENT * habits.em


def _is_set_in(here: Placed, following: Placed, habits: Habits) -> bool:
    return abs(following.row.x0 - here.row.x0) < 0.6 * habits.em and here.slack < SHORT * habits.em


def anchor(paras: list[Para], floats: list[tuple[int, Float]]) -> None:
    """Give each float to the paragraph that it stands below, or else above."""
    rows: dict[int, list[tuple[Para, Placed]]] = {}
    for para in paras:
        for placed in para.rows:
            rows.setdefault(placed.leaf, []).append((para, placed))
    for leaf, each in floats:
        if leaf in rows:
            para = min(rows[leaf], key=lambda item: _distance(item[1].row.rect, each.rect))[0]
        else:
            before = [other for other in rows if other < leaf]
            para = rows[max(before)][-1][0] if before else paras[0]
        para.floats.append((leaf, each))


def _distance(row: Rect, rect: Rect) -> float:
    """How far a row is from a float: above it in its columns first, then below, then beside."""
    beside = 0.0 if row.above(rect) > 0 else 1000.0
    return beside + (max(0.0, rect.top - row.bottom) if row.middle <= rect.middle else 200 + row.top - rect.bottom)
