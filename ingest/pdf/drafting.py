"""The sheets of a PDF become drafts of blocks, in reading order, with the printed page of each leaf."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain, count, repeat

from ingest import marks
from ingest.chars import ends_sentence
from ingest.drafts import Draft
from ingest.grid import Grid
from ingest.pdf import contents, doubt, floats, flow, furniture, regions, spread, tables, titles
from ingest.pdf import rows as rowing
from ingest.pdf.contents import Entry
from ingest.pdf.floats import Float, Parted, What
from ingest.pdf.flow import Habits, Para, Placed
from ingest.pdf.rows import Row
from ingest.pdf.tables import Table
from ingest.pdf.titles import Roles
from ingest.pdf.types import Rect, Run, Sheet, Style
from ingest.types import Box, Kind, Line, PageSpan

FRONT = 3  # leaves at the front and back where a table of contents may stand, and titles of the magazine
QUOTES = re.compile('[“”"]')


@dataclass(slots=True)
class Drafted:
    """What the layout made of a PDF."""

    drafts: list[Draft]
    leaf_pages: tuple[PageSpan, ...]
    mark: str | None
    heads: list[tuple[int, str]] = field(default_factory=list)  # running heads and feet with their leaves
    words: list[str] = field(default_factory=list)  # of heads and covers, which name the issue
    leaves: list[Sheet] = field(default_factory=list)
    doubts: list[float] = field(default_factory=list)  # a score a leaf


def draft(sheets: list[Sheet]) -> Drafted:
    """Lay out a PDF."""
    leaves = spread.split(sheets)
    found = furniture.find(leaves)
    clean = furniture.content(leaves, found)
    body = body_style(clean)
    listed = {i: entries for i, sheet in enumerate(clean) if (entries := contents.read(sheet))}
    front = contents.covers(clean, body.size)
    listed |= {i: contents.announced(clean[i]) for i in front if i not in listed}
    entries = list(chain.from_iterable(listed.values()))
    parted = [floats.part(sheet, body) if i not in listed else Parted([]) for i, sheet in enumerate(clean)]
    lines = _Lines(leaves)
    paras, habits = _flow(parted, body)
    roles = titles.roles(paras, habits, entries)
    _label_by_contents(found.labels, paras, roles, entries)
    mark = marks.end_mark([lines.of(p.row, p.leaf) for para in paras for p in para.rows[-1:]])
    emission = _Emission(paras, roles, habits, lines, mark)
    doubts = doubt.scores(leaves, paras, [emission.kind(i, para) for i, para in enumerate(paras)], habits)
    words = [text for _, text in found.words] + [
        row.text for sheet in leaves[:FRONT] for row in rowing.build(sheet.runs)[:12]
    ]
    return Drafted(
        emission.drafts(), furniture.spans(found.labels, len(leaves)), mark, found.words, words, leaves, doubts
    )


def body_style(sheets: list[Sheet]) -> Style:
    """The style of the text: that of most characters."""
    runs = [run for sheet in sheets for run in sheet.runs]
    return rowing.style(runs) if runs else Style(10.0, "", "")


def _flow(parted: list[Parted], body: Style) -> tuple[list[Para], Habits]:
    placed: list[Placed] = []
    for leaf, each in enumerate(parted):
        first = placed[-1].column + 1 if placed else 0
        placed += flow.place(leaf, each, body.size, first)
    habits = flow.habits(placed, body)
    floating = [(leaf, each) for leaf, part in enumerate(parted) for each in part.floats]
    paras = flow.paragraphs(placed, habits, floating)
    if paras:
        flow.anchor(paras, _whole_tables(floating))
    return paras, habits


def _whole_tables(floating: list[tuple[int, Float]]) -> list[tuple[int, Float]]:
    """Tables that go on over a page become one, where the first part stands."""
    whole: list[tuple[int, Float]] = []
    last: int | None = None
    for leaf, each in floating:
        before = whole[last] if last is not None else None
        if each.table is None:
            whole.append((leaf, each))
            continue
        joined = None
        if before is not None and before[1].table is not None and 0 < leaf - before[0] <= 2:
            joined = tables.join(before[1].table, each.table, leaf - before[0])
        if joined is not None and last is not None and before is not None:
            whole[last] = (before[0], Float(What.TABLE, before[1].rect, (), joined))
            if each.table.caption:
                whole.append((leaf, Float(What.CAPTION, each.rect, each.table.caption)))
        else:
            last = len(whole)
            whole.append((leaf, each))
    return whole


def _label_by_contents(labels: dict[int, int], paras: list[Para], roles: Roles, entries: list[Entry]) -> None:
    """The contents page tells the page of an opening leaf without a number, where its neighbours agree."""
    for index in sorted(roles.titles):
        leaf = paras[index].first.leaf
        page = contents.page_of(paras[index].text, entries)
        near = next((other for other in (leaf + 1, leaf - 1, leaf + 2) if other in labels), None)
        if page and leaf not in labels and near is not None and labels[near] - near == page - leaf:
            labels[leaf] = page


class _Lines:
    """Rows as lines of a source, numbered in reading order, with their boxes."""

    def __init__(self, leaves: list[Sheet]) -> None:
        self._leaves = leaves
        self._numbers = count(1)

    def of(self, row: Row, leaf: int) -> Line:
        """A row as a line."""
        return self.line(row.text, row.rect, leaf)

    def scanned(self, leaf: int) -> bool:
        """Whether a leaf was read by OCR."""
        return self._leaves[leaf].scanned

    def line(self, text: str, rect: Rect, leaf: int) -> Line:
        """A text at a place as a line."""
        number = next(self._numbers)
        sheet = self._leaves[leaf]
        x0, top, x1, bottom = sheet.box(rect)
        box = Box(sheet.pdf_page, (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)))
        return Line(number, number, text, leaf, box=box)


@dataclass(slots=True)
class _Emission:
    """Paragraphs and floats as drafts: a float comes after the paragraph that it stands beside."""

    paras: list[Para]
    roles: Roles
    habits: Habits
    lines: _Lines
    mark: str | None

    def drafts(self) -> list[Draft]:
        """All drafts, from the first title on, or from the first prose."""
        made: list[Draft] = []
        waiting: list[tuple[int, Float]] = []
        for index, para in enumerate(self.paras):
            if index in self.roles.titles and index - 1 not in self.roles.titles:
                made += self._floats(waiting)
                waiting = []
            self._add(made, index, para)
            waiting += para.floats
            if made and made[-1].kind in (Kind.TEXT, Kind.NOTE):
                made += self._floats(waiting)
                waiting = []
        return _from_first_title([*made, *self._floats(waiting)])

    def _add(self, made: list[Draft], index: int, para: Para) -> None:
        lines = [self.lines.of(placed.row, placed.leaf) for placed in para.rows]
        if self.lines.scanned(para.first.leaf):
            lines = paired(lines)
        bare, ended = marks.strip_end(lines[-1].text, self.mark)
        if ended and not bare and len(lines) == 1:
            if made:
                made[-1].end = True
            return
        made.append(Draft(self.kind(index, para), lines, end=ended))
        made[-1].title = index in self.roles.titles
        made[-1].byline = self.roles.bylines.get(index)

    def kind(self, index: int, para: Para) -> Kind:
        """What a paragraph is."""
        if index in self.roles.titles or index in self.roles.bylines or index in self.roles.headings:
            return Kind.HEADING
        return Kind.NOTE if marks.is_note(para.text) else Kind.TEXT

    def _floats(self, waiting: list[tuple[int, Float]]) -> Iterator[Draft]:
        for leaf, each in waiting:
            if each.what is What.BOX:
                yield from self._box(leaf, each)
            elif each.table is not None:
                yield self._table(leaf, each.table)
            elif each.runs:
                rows = [
                    row for column in regions.order(list(each.runs), self.habits.em, []) for row in rowing.build(column)
                ]
                kind = Kind.NOTE if each.what is What.FOOTNOTE else Kind.CAPTION
                if each.what is What.FIGURE:  # the scale of a chart says nothing alone
                    rows = [row for row in rows if not row.text.replace(" ", "").isdecimal()]
                if rows:
                    yield Draft(kind, [self.lines.of(row, leaf) for row in rows])

    def _box(self, leaf: int, each: Float) -> Iterator[Draft]:
        """A box is laid out as a page of its own."""
        style = rowing.style(each.runs)
        placed = flow.place(leaf, Parted(list(each.runs)), style.size, 0)
        habits = flow.habits(placed, style)
        paras = flow.paragraphs(placed, habits, [])
        for para in paras:
            yield Draft(Kind.NOTE, [self.lines.of(p.row, leaf) for p in para.rows])

    def _table(self, leaf: int, table: Table) -> Draft:
        caption = self._flat(table.caption, leaf)
        grid = [[(cell.text, self._flat(cell.runs, leaf + cell.later)) for cell in row] for row in table.rows]
        notes = self._flat(table.notes, leaf + table.notes_later)
        inside = [line for row in grid for _, lines in row for line in lines]
        made = Draft(Kind.TABLE, [*caption, *inside, *notes])
        made.grid = Grid(caption, grid, table.header_rows, notes)
        return made

    def _flat(self, runs: tuple[Run, ...], leaf: int) -> list[Line]:
        return [self.lines.of(row, leaf) for row in rowing.build(runs)]


def paired(lines: list[Line]) -> list[Line]:
    """Quotation marks of a paragraph made to open and close in turn, since OCR does not tell them apart."""
    marks = chain.from_iterable(repeat("“”"))
    return [replace(line, text=QUOTES.sub(lambda _: next(marks), line.text)) for line in lines]


def _from_first_title(drafts: list[Draft]) -> list[Draft]:
    """Leave out covers and the like: what stands before the first title and holds no prose."""
    first = next((i for i, draft in enumerate(drafts) if draft.title), 0)
    prose = any(draft.kind is Kind.TEXT and ends_sentence(draft.text) for draft in drafts[:first])
    return drafts if prose else drafts[first:]
