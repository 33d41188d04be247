"""What is a heading, and what stands in the way of an open sentence.

`open_column` is the column width of the paragraph whose sentence is open, None where none is.
"""

from __future__ import annotations

import re

from ingest import bylines, marks
from ingest.chars import ends_sentence, unspace, width
from ingest.columns import Fill
from ingest.segment import MIN_TITLE
from ingest.text import paragraphs
from ingest.text.layout import LONG_LINE, WIDE, Layout

MAX_LINES = 3
NARROW = 0.7  # of the column: a shorter line without punctuation does not just end a paragraph
NEARLY_FULL = 0.92  # of the open column: such a line goes on with the sentence
BROKEN = 0.7  # of the room: a line of a heading that short was not broken for want of it
OTHER_COLUMN = 1.5
FINISHED = re.compile(r"[。；：:、，]$|。|；")


def count_lines(layout: Layout, first: int, open_column: float | None) -> int:
    """How many lines from here make one heading; 0 if this is none."""
    if not marks.opens_heading(layout.text(first)):
        return 0
    if open_column is not None and not breaks_off(layout, first, open_column):
        return 0

    def fits(index: int) -> bool:
        if index == first:
            return _can_head(layout, index)
        return index < first + MAX_LINES and _can_head(layout, index) and _goes_on(layout, index)

    return len(layout.run(first, fits))


def breaks_off(layout: Layout, index: int, open_column: float) -> bool:
    """Whether a line is in the way of the open sentence rather than its next line."""
    text = layout.text(index)
    if marks.is_note(text) or stands_above_byline(layout, index, open_column):
        return True
    if ends_sentence(text) or (text.endswith(paragraphs.COLONS) and not bylines.speaker(text)):
        return False
    if layout.trails_leaf(index):
        return layout.fills[index] is Fill.SHORT or layout.lines[index].tight
    if layout.widths[index] >= NARROW * open_column or layout.line(index + 1) is None:
        return False
    return not (marks.PUNCTUATED.search(text) or paragraphs.wraps(layout, index))


def stands_above_byline(layout: Layout, index: int, open_column: float | None) -> bool:
    """Whether a line is a byline, or stands in a title above one."""
    for line in layout.lines[index : index + MAX_LINES + 1]:
        if line.leaf != layout.lines[index].leaf or not marks.opens_heading(line.text):
            return False
        if open_column is not None and width(line.text) >= NEARLY_FULL * open_column:
            return False
        if bylines.parse(line.text) and not marks.is_credit(line.text):
            return True
        if width(line.text) < MIN_TITLE / 2 or marks.is_caption(line.text):
            return False
    return False


def _can_head(layout: Layout, index: int) -> bool:
    """Whether a line can be (part of) a heading."""
    line = layout.lines[index]
    if not _reads_as_heading(layout, index):
        return False
    if _byline_follows(layout, index):
        return True
    if marks.is_names(line.text) or marks.is_latin_prose(line.text):
        return False
    if _fills_column(layout, index) and not (line.tight or _stands_alone(layout, index)):
        return False
    narrow = not line.tight and paragraphs.opens_narrow(layout, index)
    return not (narrow or paragraphs.opens(layout, index))


def _reads_as_heading(layout: Layout, index: int) -> bool:
    """Whether the words alone can be a heading."""
    text, ended = marks.strip_end(layout.text(index), layout.mark)
    if ended or "。" in text or not marks.opens_heading(text) or width(text) >= LONG_LINE:
        return False
    return not (marks.is_caption(text) or bylines.parse(text))


def _byline_follows(layout: Layout, index: int) -> bool:
    following = layout.line(index + 1)
    return following is not None and "，" not in following.text and bylines.parse(following.text) is not None


def _fills_column(layout: Layout, index: int) -> bool:
    fits = MIN_TITLE <= layout.widths[index] <= WIDE * layout.columns[index]
    return fits and layout.fills[index] is Fill.FULL


def _stands_alone(layout: Layout, index: int) -> bool:
    """A line as wide as its column that still is no prose: the lines about it are of other columns."""
    below = layout.below(index)
    if below is None:
        return not layout.punctuated([index])
    if layout.fills[index + 1] is Fill.SHORT and _unfinished(layout, index) and _unfinished(layout, index + 1):
        return True
    if index > 0 and not layout.opens_leaf(index):
        return False
    return below.tight or abs(layout.widths[index] - layout.columns[index + 1]) > OTHER_COLUMN


def _unfinished(layout: Layout, index: int) -> bool:
    """No sentence stands in the line, nor ends there: below a full line, it is a heading's last."""
    bare, ended = marks.strip_end(layout.text(index), layout.mark)
    return not (ended or FINISHED.search(bare) or marks.NUMERIC.match(bare))


def _goes_on(layout: Layout, index: int) -> bool:
    """The next line belongs to a heading if the one before was broken for want of room."""
    before, line = layout.text(index - 1), layout.lines[index]
    if bylines.is_editors(line.text) or bylines.speaker(before) or marks.QUESTION_END.search(before):
        return False
    if line.tight:
        return True
    if marks.LEVEL.match(line.text) or unspace(line.text) != line.text:
        return False
    room = max(layout.columns[index - 1], layout.columns[index])
    return BROKEN * room <= layout.widths[index - 1] and layout.widths[index] <= layout.widths[index - 1] - 1.0
