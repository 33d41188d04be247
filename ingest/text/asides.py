"""What stands beside the text: notes, rows of names, labels of maps and charts."""

from __future__ import annotations

from ingest import marks
from ingest.chars import ends_sentence
from ingest.columns import Fill
from ingest.text import headings, paragraphs
from ingest.text.layout import Layout

NOTE_SWAY = 0.15  # of the column: lines of an editor's note differ by no more
OTHER_COLUMN = 1.0
FEW = 2  # so many labels may be headings


def editor_note(layout: Layout, first: int) -> range:
    """The lines of 编者按 and its kind: to the leaf's end or a change of column."""
    return layout.run(first, lambda index: index == first or _in_column(layout, index, first + 1))


def note(layout: Layout, first: int, open_column: float | None) -> range:
    """The lines of a note on the author or the sources: up to the end of its last sentence."""
    stop = first
    while layout.below(stop) is not None and not _closes_note(layout, stop):
        stop += 1
    while stop > first and headings.stands_above_byline(layout, stop, open_column):
        stop -= 1
    return range(first, stop + 1)


def names(layout: Layout, first: int) -> range:
    """Rows of names, with the categories that stand on lines of their own among them."""
    run = layout.run(first, lambda i: marks.is_names(layout.text(i)) or marks.is_cell(layout.text(i)))
    return run if rows_of_names(layout, run) else range(0)


def rows_of_names(layout: Layout, run: range) -> bool:
    """Whether lists of names stand in a run: one row alone may be anything."""
    return sum(marks.is_names(layout.text(index)) for index in run) >= 2


def labels(layout: Layout, first: int, open_column: float | None) -> range:
    """Labels of maps and charts, names under photographs: short lines that no prose follows."""
    run = layout.run(
        first,
        lambda i: _is_label(layout, i, open_column) and not paragraphs.opens_narrow(layout, i),
    )
    return range(0) if len(run) <= FEW and not _surely_labels(layout, run) else run


def stands_lone(layout: Layout, run: range) -> bool:
    """Whether labels need no open sentence to be known for labels: figures, many, or last on the leaf."""
    figures = any(marks.NUMERIC.match(text) or marks.is_chart(text) for text in map(layout.text, run))
    return figures or len(run) > headings.MAX_LINES or layout.below(run[-1]) is None


def _in_column(layout: Layout, index: int, other: int) -> bool:
    return abs(layout.columns[index] - layout.columns[other]) <= NOTE_SWAY * layout.columns[other]


def _closes_note(layout: Layout, index: int) -> bool:
    """Whether a note ends with a line: a sentence does, and the line is short or the note's column ends."""
    bare, ended = marks.strip_end(layout.text(index), layout.mark)
    if ended or marks.REFERENCE.match(layout.text(index + 1)):
        return ended
    changes = abs(layout.columns[index] - layout.columns[index + 1]) > OTHER_COLUMN
    changes = changes or (layout.overflows(index) and not layout.overflows(index + 1))
    return ends_sentence(bare) and (changes or layout.fills[index] is Fill.SHORT)


def _is_label(layout: Layout, index: int, open_column: float | None) -> bool:
    text = layout.text(index)
    looks = _is_label_text(text) or _heads_names(layout, index)
    if not looks or marks.strip_end(text, layout.mark)[1]:
        return False
    return not headings.stands_above_byline(layout, index, open_column)


def _is_label_text(text: str) -> bool:
    tests = (marks.is_run_label, marks.is_cell, marks.is_chart, marks.is_credit, marks.is_names)
    return any(test(text) for test in tests)


def _heads_names(layout: Layout, index: int) -> bool:
    """Whether a line heads rows of names: unpunctuated, with such a row right below."""
    below = layout.below(index)
    if below is None or layout.punctuated([index]):
        return False
    return marks.is_names(below.text) and " " in layout.text(index)


def _surely_labels(layout: Layout, run: range) -> bool:
    """Of one or two lines only short ones are labels; a longer one is rather a heading."""
    return all(
        marks.is_names(text) or not marks.is_run_label(text) or marks.is_cell(text) for text in map(layout.text, run)
    )
