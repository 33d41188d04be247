"""Where a paragraph begins and where it ends, told by how its lines fill their column."""

from __future__ import annotations

from ingest.chars import ends_sentence
from ingest.columns import Fill
from ingest.marks import changes_script
from ingest.text.layout import INDENT, Layout

COLONS = ("：", ":")
MIN_FIRST = 6.0  # no first line of a paragraph is shorter
FIRST_SLACK = 4.6  # an indent, and what justification leaves of the line
FOOT_SLACK = (1.4, 2.6)  # of a first line at the foot of a leaf, where no second one bears it out
FOOT_SLACK_CLAUSE = 3.2  # the same where a comma says that it is prose
JUSTIFIED = 0.8  # a second line is that little shorter than an indented first one, or longer
SAME_WIDTH = 1.0
SAME_NARROW = 2.2  # lines set round a picture differ more
MIN_PAIR = 8  # two characters that stand together so often are one word, though a line parts them
MIN_ALIKE = 3
NARROW_FIRST = 9  # a first line this short stands in a narrow column


def opens(layout: Layout, index: int) -> bool:
    """Whether a line short of its column is the first of a paragraph: what follows must be its second.

    Below a heading an indented paragraph begins with a line shorter than the column; so a full line
    that comes next cannot be the first of its paragraph.
    """
    line, below = layout.lines[index], layout.below(index)
    if below is None:
        return _opens_at_foot(layout, index)
    if below.tight or layout.widths[index] < MIN_FIRST or (line.tight and _after_colon(layout, index)):
        return False
    return _parts_word(layout, index) or _first_of_two(layout, index)


def opens_narrow(layout: Layout, index: int) -> bool:
    """Whether a paragraph set narrow, round a picture or on a map, begins here."""
    if len(layout.alike(index, SAME_WIDTH)) >= MIN_ALIKE:
        return True
    if layout.line(index + 1) is None or layout.widths[index] >= NARROW_FIRST:
        return False
    step = layout.widths[index + 1] - layout.widths[index]
    return INDENT[0] <= step <= INDENT[1] and len(layout.alike(index + 1, SAME_WIDTH)) >= MIN_ALIKE - 1


def wraps(layout: Layout, index: int) -> bool:
    """Whether lines from here on are prose set narrow round a picture: alike in width, punctuated."""
    return len(layout.alike(index, SAME_NARROW)) >= 2


def ends(layout: Layout, index: int, bare: str) -> bool:
    """Whether a paragraph ends with a line, `bare` of its end mark.

    It does with its sentence where the line is short, or an indented line comes next.
    """
    following = layout.line(index + 1)
    if layout.unbroken or following is None:
        return True
    closed, colon = ends_sentence(bare), bare.endswith(COLONS)
    if not closed and not colon:
        return False
    if layout.fills[index] is not Fill.FULL:
        return layout.fills[index] is Fill.SHORT or not colon
    return closed and (layout.opens_leaf(index + 1) or _new_after_full(layout, index + 1))


def _opens_at_foot(layout: Layout, index: int) -> bool:
    line = layout.lines[index]
    most = FOOT_SLACK_CLAUSE if "，" in line.text else FOOT_SLACK[1]
    return layout.indented[line.leaf] and FOOT_SLACK[0] <= layout.slack(index) <= most and not line.tight


def _after_colon(layout: Layout, index: int) -> bool:
    return index > 0 and layout.text(index - 1).endswith(COLONS)


def _parts_word(layout: Layout, index: int) -> bool:
    """Whether the break after the line parts a word, which no heading lets happen."""
    text, below = layout.text(index), layout.text(index + 1)
    runs_on = layout.fills[index + 1] is Fill.FULL or ends_sentence(below)
    return runs_on and layout.slack(index) <= FIRST_SLACK and layout.pairs[text[-1:] + below[:1]] >= MIN_PAIR


def _first_of_two(layout: Layout, index: int) -> bool:
    line, slack = layout.lines[index], layout.slack(index)
    if layout.fills[index + 1] is Fill.FULL and layout.widths[index + 1] > layout.widths[index] - JUSTIFIED:
        likely = layout.indented[line.leaf] or "，" in line.text
        return slack <= (FIRST_SLACK if likely else SAME_WIDTH)
    first = layout.fills[index] is not Fill.SHORT
    return first and ends_sentence(layout.text(index + 1)) and not ends_sentence(line.text)


def _new_after_full(layout: Layout, index: int) -> bool:
    """Whether a new paragraph follows a full line that ends a sentence."""
    if changes_script(layout.text(index - 1), layout.text(index)):
        return True
    if layout.fills[index] is Fill.FULL:
        return False
    return opens(layout, index) or not ends_sentence(layout.text(index))
