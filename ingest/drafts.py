"""Lines become drafts of blocks: what each stretch of lines is, and which sentence runs on through what.

A sentence that is open at the end of a line is kept pending while captions, labels, notes, lead-ins or a
title painted late stand in its way, and taken up again where prose goes on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from ingest import bylines, marks
from ingest.chars import ends_sentence, unspace, width
from ingest.columns import Fill, column_widths, fill
from ingest.types import Kind, Line

NARROW = 0.7  # of the column: a shorter line without punctuation does not just end a paragraph
WIDE = 1.2  # of the column: a wider line on the same leaf is set in another frame
LONG_LINE = 60.0  # a text with such lines is not broken into visual lines: each line is a paragraph
MAX_HEADING_LINES = 3
MIN_TITLE = 6.0  # a shorter line at the end of a leaf is a label
NOTE_SHARE = 0.85
MIN_VOTES = 2
MIN_PAIR = 8  # two characters that stand together so often are one word, though a line parts them
INDENTED = (1.2, 3.4)


@dataclass(slots=True)
class Draft:
    """Lines that make one block; `end` after an end mark, `edge` for a heading that ends its leaf."""

    kind: Kind
    lines: list[Line]
    column: float = 0.0
    end: bool = False
    edge: bool = False
    interrupts: bool = False
    byline: bylines.Byline | None = None

    @property
    def text(self) -> str:
        """The lines, joined for a look at them."""
        return "".join(line.text for line in self.lines)


class Drafter:
    """One pass over the lines of an issue."""

    def __init__(self, lines: list[Line], mark: str | None) -> None:
        self.lines = lines
        self.mark = mark
        self.columns = column_widths(lines)
        self.fills = [fill(line.text, column) for line, column in zip(lines, self.columns, strict=True)]
        wide = sorted(width(line.text) for line in lines)
        self.unbroken = bool(wide) and wide[len(wide) * 3 // 4] > LONG_LINE
        self.indented = self._indents()
        self.pairs = Counter(a + b for line in lines for a, b in pairwise(line.text))
        self.drafts: list[Draft] = []
        self.open: Draft | None = None  # a paragraph whose last sentence goes on
        self.table: Draft | None = None
        self.prose_column = 0.0
        self.at = 0

    def run(self) -> list[Draft]:
        """Draft the blocks, in the order in which their first lines stand."""
        while self.at < len(self.lines):
            if not self._take():
                raise AssertionError("no rule took the line")  # pragma: no cover
        return self.drafts

    # one rule after the other has a look at the line; the first that takes it moves on

    def _take(self) -> bool:
        rules = (
            self._finish,
            self._row_of_table,
            self._byline,
            self._caption,
            self._editor_note,
            self._note,
            self._names,
            self._lead_in,
            self._figure_text,
            self._labels,
            self._heading,
            self._prose,
        )
        return any(rule() for rule in rules)

    def _finish(self) -> bool:
        """An end mark on a line of its own, or a line on the editor."""
        bare, ended = marks.strip_end(self._text(), self.mark)
        if not ended or bare:
            return False
        self._close()
        if self.drafts:
            self.drafts[-1].end = True
        self.at += 1
        return True

    def _byline(self) -> bool:
        byline = bylines.parse(self._text()) or (bylines.parse_plain(self._text()) if self._below_title() else None)
        if byline is None or (marks.is_credit(self._text()) and not self._follows_heading()):
            return False
        self._add(Kind.HEADING, 1).byline = byline
        return True

    def _below_title(self) -> bool:
        """Whether the line before closes a heading at the very top of a leaf or after an ended article."""
        if not self.drafts or self.open is not None or self.drafts[-1].kind is not Kind.HEADING:
            return False
        before = self.drafts[-2] if len(self.drafts) > 1 else None
        return before is None or before.end or before.lines[-1].leaf != self.drafts[-1].lines[0].leaf

    def _follows_heading(self) -> bool:
        return bool(self.drafts) and self.drafts[-1].kind is Kind.HEADING and self.open is None

    def _caption(self) -> bool:
        text = self._text()
        if not (marks.is_caption(text) or (marks.is_credit(text) and not self._runs_into_prose())):
            return False
        draft = self._add(Kind.CAPTION, 1)
        if marks.TABLE_CAPTION.match(text):
            self.table = Draft(Kind.TABLE, [], self.prose_column)
            draft.kind = Kind.TABLE
            self.table = draft
        return True

    def _row_of_table(self) -> bool:
        """All that stands below the caption of a table, up to the leaf's end or prose in the text's column."""
        table, line = self.table, self.lines[self.at]
        if table is None:
            return False
        if line.leaf != table.lines[-1].leaf or self._resumes_prose() or marks.is_caption(line.text):
            self.table = None
            return False
        table.lines.append(line)
        self.at += 1
        return True

    def _resumes_prose(self) -> bool:
        text, column = self._text(), self.prose_column
        slack = column - width(text)
        before = self.lines[self.at - 1].text
        open_cell = width(before) > WIDE * column and not ends_sentence(before)
        if not column or open_cell or marks.is_cell(text) or marks.is_names(text):
            return False
        if abs(slack) <= 1.0 or 1.0 < slack <= 3.2:
            return marks.PUNCTUATED.search(text) is not None and self._flows(self.at)
        return False

    def _flows(self, index: int) -> bool:
        """Whether the next line goes on in the same column."""
        if ends_sentence(self.lines[index].text):
            return True
        following = self._line(index + 1)
        return following is not None and not marks.is_cell(following.text)

    def _editor_note(self) -> bool:
        """编者按 and its kind on a line of its own: the note runs to the leaf's end or a change of column."""
        if not marks.EDITOR_NOTE.match(self._text()):
            return False
        first = self.at + 1
        stop = first
        while (line := self._line(stop)) and line.leaf == self.lines[self.at].leaf and self._alike(stop, first):
            stop += 1
        self._add(Kind.NOTE, max(stop, first) - self.at)
        return True

    def _alike(self, index: int, first: int) -> bool:
        return abs(self.columns[index] - self.columns[first]) <= (1 - NOTE_SHARE) * self.columns[first]

    def _note(self) -> bool:
        if not marks.is_note(self._text()) or (self.open is not None and not self._breaks_off()):
            return False
        stop = self.at
        leaf = self.lines[self.at].leaf
        while (line := self._line(stop + 1)) and line.leaf == leaf and not self._sentence_ends(stop):
            stop += 1
        while stop > self.at and self._heads_byline(stop):
            stop -= 1
        ended = marks.strip_end(self.lines[stop].text, self.mark)[1]
        self._add(Kind.NOTE, stop + 1 - self.at).end = ended
        return True

    def _sentence_ends(self, index: int) -> bool:
        """Whether a note ends with a line: a sentence does, and the line is short or the note's column ends."""
        bare, ended = marks.strip_end(self.lines[index].text, self.mark)
        following = self._line(index + 1)
        if ended or following is None:
            return True
        changes = abs(self.columns[index] - self.columns[index + 1]) > 1.0
        return ends_sentence(bare) and (self.fills[index] is Fill.SHORT or changes)

    def _names(self) -> bool:
        """Rows of names, with the categories that stand on lines of their own among them."""
        if not marks.is_names(self._text()) or self.unbroken:
            return False
        leaf, stop = self.lines[self.at].leaf, self.at + 1
        while (line := self._line(stop)) and line.leaf == leaf and (marks.is_names(line.text) or marks.is_cell(line.text)):
            stop += 1
        if sum(marks.is_names(self.lines[i].text) for i in range(self.at, stop)) < 2:
            return False
        labels = self._labels_before(leaf)
        draft = self._add(Kind.LIST, stop - self.at)
        draft.lines[:0] = labels
        return True

    def _labels_before(self, leaf: int) -> list[Line]:
        """Category names that stand right above rows of names."""
        taken: list[Line] = []
        while self.drafts and self.drafts[-1].kind is Kind.CAPTION and self.drafts[-1].lines[0].leaf == leaf:
            if not all(marks.is_label(line.text) for line in self.drafts[-1].lines):
                break
            taken[:0] = self.drafts.pop().lines
        return taken

    def _lead_in(self) -> bool:
        """A wider run that stands whole in the middle of an open sentence on the same leaf."""
        if self.open is None or self.open.lines[-1].leaf != self.lines[self.at].leaf:
            return False
        count = self._run(lambda text: width(text) >= WIDE * self.open_column)
        if count < 2 or not self._whole(count):
            return False
        self._add(Kind.NOTE, count)
        return True

    def _whole(self, count: int) -> bool:
        return ends_sentence(self.lines[self.at + count - 1].text)

    def _figure_text(self) -> bool:
        """Text inside a figure, below its caption: narrow to the leaf's end, where the open sentence waits."""
        before = self.drafts[-1] if self.drafts else None
        if self.open is None or before is None or before.kind is not Kind.CAPTION or not before.interrupts:
            return False
        count = self._run(lambda text: width(text) < 0.8 * self.open_column)
        following = self._line(self.at + count)
        if count < 3 or before.lines[-1].leaf != self.lines[self.at].leaf:
            return False
        if following is not None and following.leaf == self.lines[self.at].leaf:
            return False
        self._add(Kind.CAPTION, count)
        return True

    def _run(self, fits: Callable[[str], bool]) -> int:
        """How many lines from here on this leaf fit."""
        stop, leaf = self.at, self.lines[self.at].leaf
        while (line := self._line(stop)) and line.leaf == leaf and fits(line.text):
            stop += 1
        return stop - self.at

    @property
    def open_column(self) -> float:
        """Column width of the open paragraph."""
        return self.open.column if self.open else 0.0

    def _labels(self) -> bool:
        """Labels of maps and charts, names under photographs: short lines that no prose follows."""
        stop, leaf = self.at, self.lines[self.at].leaf
        while (line := self._line(stop)) and line.leaf == leaf and self._is_label(stop) and not self._opens_narrow(stop):
            stop += 1
        count = stop - self.at
        if not count or self._wraps_open() or (count <= 2 and not self._short_labels(stop)):
            return False
        figures = any(marks.NUMERIC.match(self.lines[i].text) or marks.is_chart(self.lines[i].text) for i in range(self.at, stop))
        at_edge = self._line(stop) is None or self.lines[stop].leaf != leaf
        lone = self.open is not None or at_edge or figures or count > MAX_HEADING_LINES
        if not lone or self._ends_paragraph():
            return False
        rows = sum(marks.is_names(self.lines[i].text) for i in range(self.at, stop))
        self._add(Kind.LIST if rows >= 2 else Kind.CAPTION, count)
        return True

    def _is_label(self, index: int) -> bool:
        text = self.lines[index].text
        if marks.strip_end(text, self.mark)[1] or self._heads_byline(index):
            return False
        if marks.is_label(text, marks.MAX_RUN_LABEL) or self._among_names(index):
            return True
        return any(test(text) for test in (marks.is_cell, marks.is_chart, marks.is_credit, marks.is_names))

    def _among_names(self, index: int) -> bool:
        """Whether a line heads rows of names: unpunctuated, with such a row right below."""
        following = self._line(index + 1)
        if following is None or following.leaf != self.lines[index].leaf or marks.PUNCTUATED.search(self.lines[index].text):
            return False
        return marks.is_names(following.text) and " " in self.lines[index].text

    def _short_labels(self, stop: int) -> bool:
        """Of one or two lines only short ones are labels; a longer one is rather a heading."""
        return all(
            marks.is_names(line.text) or not marks.is_label(line.text, marks.MAX_RUN_LABEL) or marks.is_cell(line.text)
            for line in self.lines[self.at : stop]
        )

    def _wraps_open(self) -> bool:
        return self.open is not None and not self._leaf_changes() and self._wraps(self.at)

    def _ends_paragraph(self) -> bool:
        """Whether a short line is just the last one of the open paragraph."""
        if self.open is None or self._leaf_changes():
            return False
        following = self._line(self.at + 1)
        if following is None:
            return True
        same = following.leaf == self.lines[self.at].leaf
        return same and (ends_sentence(self._text()) or self._wraps(self.at))

    def _wraps(self, index: int) -> bool:
        """Whether lines from here on are prose set narrow round a picture: alike in width, punctuated."""
        first = width(self.lines[index].text)
        leaf, stop, texts = self.lines[index].leaf, index, ""
        while (line := self._line(stop)) and line.leaf == leaf and abs(width(line.text) - first) <= 2.2:
            texts += line.text
            stop += 1
        return stop - index >= 2 and marks.PUNCTUATED.search(texts) is not None

    def _heading(self) -> bool:
        """Headings: lines that end no clause, between closed sentences or in the way of an open one."""
        if self.unbroken and width(self._text()) > 30:
            return False
        count = self._heading_lines()
        if not count:
            return False
        draft = self._add(Kind.HEADING, count)
        following = self._line(self.at)
        draft.edge = following is None or following.leaf != draft.lines[-1].leaf
        if draft.edge and draft.interrupts and width(draft.text) < MIN_TITLE:
            draft.kind = Kind.CAPTION
        return True

    def _heading_lines(self) -> int:
        """How many lines from here make one heading; 0 if this is none."""
        first = self.lines[self.at]
        if not marks.opens_heading(first.text) or (self.open is not None and not self._breaks_off()):
            return 0
        count = 0
        while count < MAX_HEADING_LINES and (line := self._line(self.at + count)) and line.leaf == first.leaf:
            if count and bylines.parse_plain(line.text) and bylines.EDITORS.search(line.text):
                break
            if not self._can_head(self.at + count) or (count and not self._same_heading(self.at + count)):
                break
            count += 1
        return count

    def _can_head(self, index: int) -> bool:
        line = self.lines[index]
        text, ended = marks.strip_end(line.text, self.mark)
        if ended or not marks.opens_heading(text) or "。" in text or width(text) >= LONG_LINE:
            return False
        if marks.is_caption(text) or bylines.parse(text):
            return False
        if self._byline_follows(index):
            return True
        if marks.is_names(text) or marks.is_latin_prose(text):
            return False
        full = MIN_TITLE <= width(text) <= WIDE * self.columns[index] and self.fills[index] is Fill.FULL
        if full and not (line.tight or self._stands_alone(index)):
            return False
        return not (self._opens_paragraph(index) or (not line.tight and self._opens_narrow(index)))

    def _heads_byline(self, index: int) -> bool:
        """Whether a line is a byline, or stands in a title above one."""
        for line in self.lines[index : index + MAX_HEADING_LINES + 1]:
            if line.leaf != self.lines[index].leaf or not marks.opens_heading(line.text):
                return False
            if self.open is not None and width(line.text) >= 0.92 * self.open.column:
                return False
            if bylines.parse(line.text) and not marks.is_credit(line.text):
                return True
            if width(line.text) < MIN_TITLE / 2 or marks.is_caption(line.text):
                return False
        return False

    def _byline_follows(self, index: int) -> bool:
        following = self._line(index + 1)
        return following is not None and bylines.parse(following.text) is not None and "，" not in following.text

    def _opens_narrow(self, index: int) -> bool:
        """Whether a paragraph set narrow, round a picture or on a map, begins here."""
        if self._alike_run(index) >= 3:
            return True
        step = width(self.lines[index + 1].text) - width(self.lines[index].text) if index + 1 < len(self.lines) else 0
        return INDENTED[0] <= step <= INDENTED[1] and width(self.lines[index].text) < 9 and self._alike_run(index + 1) >= 2

    def _alike_run(self, index: int) -> int:
        """How many lines from here on are prose of one width."""
        first, leaf, stop, texts = width(self.lines[index].text), self.lines[index].leaf, index, ""
        while (line := self._line(stop)) and line.leaf == leaf and abs(width(line.text) - first) <= 1.0:
            texts += line.text
            stop += 1
        return stop - index if marks.PUNCTUATED.search(texts) else 0

    def _stands_alone(self, index: int) -> bool:
        """A line as wide as its column that still is no prose: the lines about it are of other columns."""
        line, following = self.lines[index], self._line(index + 1)
        alone = index == 0 or self.lines[index - 1].leaf != line.leaf
        if following is None or following.leaf != line.leaf:
            return not marks.PUNCTUATED.search(line.text)
        broken = self.fills[index + 1] is Fill.SHORT and self._unfinished(line.text) and self._unfinished(following.text)
        return broken or (alone and (following.tight or abs(width(line.text) - self.columns[index + 1]) > 1.5))

    def _unfinished(self, text: str) -> bool:
        """No sentence stands in the text, nor ends there: with a full line before it, a heading's last line."""
        bare, ended = marks.strip_end(text, self.mark)
        return not ended and not re.search(r"[。；：:、，]$|。|；", bare) and not marks.NUMERIC.match(text)

    def _opens_paragraph(self, index: int) -> bool:
        """Whether a line short of its column is the first of a paragraph: what follows must be its second.

        Below a heading an indented paragraph begins with a line shorter than the column; so a full line
        that comes next cannot be the first of its paragraph.
        """
        line, following = self.lines[index], self._line(index + 1)
        slack = self.columns[index] - width(line.text)
        if following is None or following.leaf != line.leaf:
            return self.indented[line.leaf] and 1.4 <= slack <= (3.2 if "，" in line.text else 2.6) and not line.tight
        if following.tight or width(line.text) < MIN_TITLE or (line.tight and self._after_colon(index)):
            return False
        runs_on = self.fills[index + 1] is Fill.FULL or ends_sentence(following.text)
        if slack <= 4.6 and runs_on and self.pairs[line.text[-1:] + following.text[:1]] >= MIN_PAIR:
            return True
        if self.fills[index + 1] is Fill.FULL and width(following.text) > width(line.text) - 0.8:
            return ((self.indented[line.leaf] or "，" in line.text) and slack <= 4.6) or slack <= 1.0
        first = self.fills[index] is not Fill.SHORT
        return first and ends_sentence(following.text) and not ends_sentence(line.text)

    def _after_colon(self, index: int) -> bool:
        return index > 0 and self.lines[index - 1].text.endswith(("：", ":"))

    def _indents(self) -> dict[int, bool]:
        """Leaves whose paragraphs begin with an indent, told by the lines after short last ones near by."""
        votes: Counter[int] = Counter()
        for index, (line, following) in enumerate(pairwise(self.lines)):
            ended = self.fills[index] is Fill.SHORT and ends_sentence(line.text)
            if ended and following.leaf == line.leaf:
                slack = self.columns[index + 1] - width(following.text)
                votes[line.leaf] += 1 if INDENTED[0] <= slack <= INDENTED[1] else -1 if slack <= 0.5 else 0
        overall = sum(votes.values()) > 0
        near = {leaf: sum(votes[leaf + step] for step in (-1, 0, 1)) for leaf in {line.leaf for line in self.lines}}
        return {leaf: vote > 0 if abs(vote) >= MIN_VOTES else overall for leaf, vote in near.items()}

    def _same_heading(self, index: int) -> bool:
        """The next line belongs to a heading if the one before was broken for want of room."""
        before, line = self.lines[index - 1].text, self.lines[index]
        if bylines.speaker(before) or marks.QUESTION_END.search(before):
            return False
        if line.tight:
            return True
        if marks.LEVEL.match(line.text) or unspace(line.text) != line.text:
            return False
        room = max(self.columns[index - 1], self.columns[index])
        return width(before) >= 0.7 * room and width(line.text) <= width(before) - 1.0

    def _prose(self) -> bool:
        line = self.lines[self.at]
        bare, ended = marks.strip_end(line.text, self.mark)
        draft = self.open
        if draft is None or (line.apart and not self._leaf_changes()):
            draft = Draft(Kind.TEXT, [], self.columns[self.at])
            self.drafts.append(draft)
        draft.lines.append(line)
        draft.column = self.columns[self.at]
        if width(line.text) > 2 * MIN_TITLE:
            self.prose_column = draft.column
        draft.end = ended
        self.open = None if ended or self._paragraph_ends(bare) else draft
        self.at += 1
        return True

    def _paragraph_ends(self, bare: str) -> bool:
        """A paragraph ends with its sentence where the line is short, or an indented line comes next."""
        if self.unbroken:
            return True
        following = self._line(self.at + 1)
        if following is None:
            return True
        if not ends_sentence(bare) and not bare.endswith(("：", ":")):
            return False
        if self.fills[self.at] is not Fill.FULL:
            return self.fills[self.at] is Fill.SHORT or not bare.endswith(("：", ":"))
        return ends_sentence(bare) and (following.leaf != self.lines[self.at].leaf or self._new_after_full())

    def _new_after_full(self) -> bool:
        index = self.at + 1
        return self.fills[index] is not Fill.FULL and (
            self._opens_paragraph(index) or not ends_sentence(self.lines[index].text)
        )

    # helpers on the state

    def _text(self) -> str:
        return self.lines[self.at].text

    def _line(self, index: int) -> Line | None:
        return self.lines[index] if index < len(self.lines) else None

    def _leaf_changes(self) -> bool:
        return self.at > 0 and self.lines[self.at - 1].leaf != self.lines[self.at].leaf

    def _runs_into_prose(self) -> bool:
        return self.open is None and self.fills[self.at] is Fill.FULL and self._flows(self.at)

    def _breaks_off(self) -> bool:
        """Whether a line is in the way of the open sentence rather than its next line."""
        assert self.open is not None
        text, line = self._text(), self.lines[self.at]
        if marks.is_note(text) or self._heads_byline(self.at):
            return True
        if ends_sentence(text) or (text.endswith(("：", ":")) and not bylines.speaker(text)):
            return False
        following = self._line(self.at + 1)
        if self._trails_leaf(self.at):
            return self.fills[self.at] is Fill.SHORT or line.tight
        narrow = width(text) < NARROW * self.open.column
        return narrow and following is not None and not self._wraps(self.at) and not marks.PUNCTUATED.search(text)

    def _trails_leaf(self, index: int) -> bool:
        """Whether only headings and labels follow on this leaf."""
        leaf = self.lines[index].leaf
        while (line := self._line(index)) and line.leaf == leaf:
            if marks.PUNCTUATED.search(line.text) and ends_sentence(line.text):
                return False
            index += 1
        return True

    def _add(self, kind: Kind, count: int) -> Draft:
        draft = Draft(kind, self.lines[self.at : self.at + count], self.columns[self.at], interrupts=self.open is not None)
        self.drafts.append(draft)
        self.at += count
        return draft

    def _close(self) -> None:
        self.open = None
