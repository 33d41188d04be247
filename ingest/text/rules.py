"""Lines become drafts of blocks: what each stretch of lines is, and which sentence runs on through what.

A sentence that is open at the end of a line is kept pending while captions, labels, notes, lead-ins or a
title painted late stand in its way, and taken up again where prose goes on.

A rule looks at the line at which the pass stands; it either takes lines and moves on, or leaves all as it is.
"""

from __future__ import annotations

from collections.abc import Callable

from ingest import bylines, marks
from ingest.chars import ends_sentence, width
from ingest.columns import Fill
from ingest.drafts import Draft
from ingest.segment import MIN_TITLE
from ingest.text import asides, headings, paragraphs
from ingest.text.drafting import Drafting
from ingest.text.layout import WIDE, Layout
from ingest.types import Kind, Line

Rule = Callable[[Drafting], bool]

LONG_HEADING = 30  # in a text of unbroken lines, a longer one is a paragraph
TABLE_SLACK = (-1.0, 3.2)  # a line so much shorter than the text's column resumes the text below a table
FIGURE_SHARE = 0.8  # of the open column: text inside a figure is narrower
MIN_FIGURE_LINES = 3
MIN_LEAD_LINES = 2
MIN_PROSE = 12.0  # a shorter line tells nothing of the column of the text


def draft(lines: list[Line], mark: str | None) -> list[Draft]:
    """Draft the blocks of an issue, in the order in which their first lines stand."""
    state = Drafting(Layout.of(lines, mark))
    while state.at < len(lines):
        any(rule(state) for rule in RULES)
    return state.drafts


def finish(state: Drafting) -> bool:
    """An end mark on a line of its own, or a line on the editor."""
    bare, ended = marks.strip_end(state.line.text, state.layout.mark)
    if not ended or bare:
        return False
    state.open = None
    if state.last:
        state.last.end = True
    state.at += 1
    return True


def table_row(state: Drafting) -> bool:
    """All that stands below the caption of a table, up to the leaf's end or prose in the text's column."""
    table, line = state.table, state.line
    if table is None:
        return False
    if line.leaf != table.lines[-1].leaf or _resumes_prose(state) or marks.is_caption(line.text):
        state.table = None
        return False
    table.lines.append(line)
    state.at += 1
    return True


def byline(state: Drafting) -> bool:
    """A line that says who wrote; without a mark of its own only below a title."""
    text = state.line.text
    found = bylines.parse(text) or (bylines.parse_plain(text) if _below_title(state) else None)
    if found is None or (marks.is_credit(text) and not _below_heading(state)):
        return False
    state.add_line(Kind.HEADING).byline = found
    return True


def caption(state: Drafting) -> bool:
    """The caption of a figure or table, or the credit of a picture."""
    text = state.line.text
    if not marks.is_caption(text) and (not marks.is_credit(text) or _runs_into_prose(state)):
        return False
    made = state.add_line(Kind.CAPTION)
    if marks.TABLE_CAPTION.match(text):
        made.kind = Kind.TABLE
        state.table = made
    return True


def editor_note(state: Drafting) -> bool:
    """编者按 and its kind on a line of its own, with the note below it."""
    if not marks.EDITOR_NOTE.match(state.line.text):
        return False
    state.add(Kind.NOTE, asides.editor_note(state.layout, state.at))
    return True


def note(state: Drafting) -> bool:
    """A note on the author or the sources; it may close the article."""
    if not marks.is_note(state.line.text):
        return False
    run = asides.note(state.layout, state.at, state.open_column)
    state.add(Kind.NOTE, run).end = marks.strip_end(state.layout.text(run[-1]), state.layout.mark)[1]
    return True


def names(state: Drafting) -> bool:
    """Rows of names, with the categories above and among them."""
    if state.layout.unbroken or not marks.is_names(state.line.text):
        return False
    run = asides.names(state.layout, state.at)
    if not run:
        return False
    above = _labels_above(state)
    state.add(Kind.LIST, run).lines[:0] = above
    return True


def lead_in(state: Drafting) -> bool:
    """A wider run that stands whole in the middle of an open sentence on the same leaf."""
    if state.open is None or state.open.lines[-1].leaf != state.line.leaf:
        return False
    wide = WIDE * state.open.column
    run = state.layout.run(state.at, lambda index: state.layout.widths[index] >= wide)
    if len(run) < MIN_LEAD_LINES or not ends_sentence(state.layout.text(run[-1])):
        return False
    state.add(Kind.NOTE, run)
    return True


def figure_text(state: Drafting) -> bool:
    """Text inside a figure, below its caption: narrow to the leaf's end, where the open sentence waits."""
    before = state.last
    if state.open is None or before is None or before.kind is not Kind.CAPTION or not before.interrupts:
        return False
    if before.lines[-1].leaf != state.line.leaf:
        return False
    narrow = FIGURE_SHARE * state.open.column
    run = state.layout.run(state.at, lambda index: state.layout.widths[index] < narrow)
    if len(run) < MIN_FIGURE_LINES or state.layout.below(run[-1]) is not None:
        return False
    state.add(Kind.CAPTION, run)
    return True


def labels(state: Drafting) -> bool:
    """Labels of maps and charts, names under photographs."""
    run = asides.labels(state.layout, state.at, state.open_column)
    if not run or not (state.open or asides.stands_lone(state.layout, run)) or _ends_open(state):
        return False
    state.add(Kind.LIST if asides.rows_of_names(state.layout, run) else Kind.CAPTION, run)
    return True


def heading(state: Drafting) -> bool:
    """Headings: lines that end no clause, between closed sentences or in the way of an open one."""
    if state.layout.unbroken and state.layout.widths[state.at] > LONG_HEADING:
        return False
    count = headings.count_lines(state.layout, state.at, state.open_column)
    if not count:
        return False
    made = state.add(Kind.HEADING, range(state.at, state.at + count))
    made.edge = state.layout.below(state.at - 1) is None
    if made.edge and made.interrupts and width(made.text) < MIN_TITLE:
        made.kind = Kind.CAPTION
    return True


def prose(state: Drafting) -> bool:
    """Running text: the rule that takes every line."""
    line = state.line
    bare, ended = marks.strip_end(line.text, state.layout.mark)
    paragraph = _paragraph(state)
    paragraph.lines.append(line)
    # below a table the narrow cells outvote the text, whose column is at least as wide as its line
    paragraph.column = max(state.layout.columns[state.at], state.layout.widths[state.at])
    paragraph.end = ended
    if state.layout.widths[state.at] > MIN_PROSE:
        state.prose_column = paragraph.column
    state.open = None if ended or paragraphs.ends(state.layout, state.at, bare) else paragraph
    state.at += 1
    return True


RULES: tuple[Rule, ...] = (
    finish,
    table_row,
    byline,
    caption,
    editor_note,
    note,
    names,
    lead_in,
    figure_text,
    labels,
    heading,
    prose,
)


def _paragraph(state: Drafting) -> Draft:
    """The open paragraph, or a new one; a gap above the line opens one too."""
    if state.open is not None and (not state.line.apart or state.open_here is None):
        return state.open
    paragraph = Draft(Kind.TEXT, [])
    state.drafts.append(paragraph)
    return paragraph


def _resumes_prose(state: Drafting) -> bool:
    """Whether the text goes on below a table."""
    text, column = state.line.text, state.prose_column
    before = state.layout.text(state.at - 1)
    open_cell = width(before) > WIDE * column and not ends_sentence(before)
    if not column or open_cell or marks.is_cell(text) or marks.is_names(text):
        return False
    if marks.is_latin_prose(text) and marks.changes_script(before, text):
        return True
    slack = column - state.layout.widths[state.at]
    fits = TABLE_SLACK[0] <= slack <= TABLE_SLACK[1]
    return fits and marks.PUNCTUATED.search(text) is not None and _flows(state)


def _flows(state: Drafting) -> bool:
    """Whether the next line goes on in the same column."""
    if ends_sentence(state.line.text):
        return True
    following = state.layout.line(state.at + 1)
    return following is not None and not marks.is_cell(following.text)


def _runs_into_prose(state: Drafting) -> bool:
    full = state.layout.fills[state.at] is Fill.FULL
    return state.open is None and full and _flows(state)


def _below_heading(state: Drafting) -> bool:
    return state.open is None and state.last is not None and state.last.kind is Kind.HEADING


def _below_title(state: Drafting) -> bool:
    """Whether the line before closes a heading at the very top of a leaf or after an ended article."""
    if not _below_heading(state):
        return False
    above, title = (state.drafts[-2] if len(state.drafts) > 1 else None), state.drafts[-1]
    return above is None or above.end or above.lines[-1].leaf != title.lines[0].leaf


def _labels_above(state: Drafting) -> list[Line]:
    """Category names that stand right above rows of names."""
    leaf, taken = state.line.leaf, list[Line]()
    while (last := state.last) and last.kind is Kind.CAPTION and last.lines[0].leaf == leaf:
        if not all(marks.is_label(line.text) for line in last.lines):
            break
        taken[:0] = state.drafts.pop().lines
    return taken


def _ends_open(state: Drafting) -> bool:
    """Whether a short line belongs to the open paragraph: as its last one, or wrapped round a picture."""
    if state.open_here is None:
        return False
    if paragraphs.wraps(state.layout, state.at) or state.layout.line(state.at + 1) is None:
        return True
    return state.layout.below(state.at) is not None and ends_sentence(state.line.text)
