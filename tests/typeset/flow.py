"""Flows an article's items into the frames of a region; draws nothing, but gives back what stands where."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from .faces import Faces
from .lines import Line, Setter
from .page import Ink
from .region import Frame, Region

MARKS = "①②③④⑤⑥⑦⑧⑨"
NOTE_LEAST = 9  # free slots that a frame needs before a footnote is set in it
SMALL = 0.82  # footnotes, boxes and captions, of the body size


@dataclass(frozen=True)
class Para:
    """A paragraph; `drop`: lines of its initial; `note`: a footnote that it may have; `uid` tells it in the truth."""

    text: str
    uid: int
    drop: int = 0
    note: str = ""


@dataclass(frozen=True)
class Head:
    """A heading of level 1 or 2."""

    text: str
    level: int


@dataclass(frozen=True)
class Box:
    """A tinted box in a column, with a heading and paragraphs of its own."""

    head: str
    paras: tuple[Para, ...]


Item = Para | Head | Box


@dataclass(frozen=True)
class PlacedLine:
    """A line of a paragraph: characters [start, end) of it are consumed here."""

    para: Para
    line: Line
    frame: Frame
    slot: int
    x: float
    room: float
    drop: str = ""


@dataclass(frozen=True)
class PlacedHead:
    head: Head
    lines: tuple[Line, ...]
    frame: Frame
    slot: float
    inset: tuple[float, float]
    next_uid: int


@dataclass(frozen=True)
class PlacedBox:
    box: Box
    frame: Frame
    slot: int
    slots: int


@dataclass(frozen=True)
class PlacedNote:
    text: str
    column: int
    slot: int
    slots: int


Placed = PlacedLine | PlacedHead | PlacedBox | PlacedNote


@dataclass(frozen=True)
class Type:
    """The type of running text: what the flow has to know of an issue's design."""

    faces: Faces
    body: Ink
    heads: dict[int, Ink]
    step: float
    indent: float
    gap: int  # empty slots between paragraphs (where there is no indent)
    box: Ink
    note: Ink

    def box_step(self) -> float:
        return self.box.size * 1.5

    def note_step(self) -> float:
        return self.note.size * 1.35


@dataclass
class Flow:
    """The items of an article and how far they are set; `fill` sets more of them."""

    type: Type
    items: list[Item]
    at: int = 0
    cluster: int = 0
    placed: list[Placed] = field(default_factory=list)
    notes: int = 0
    initial: tuple[Frame, int] | None = None  # where the paragraph with a tall initial began
    setters: dict[str, Setter] = field(default_factory=dict)

    def copy(self) -> Flow:
        """A flow that goes on from here; the one copied stays."""
        return replace(self, items=list(self.items), placed=[])

    @property
    def done(self) -> bool:
        return self.at >= len(self.items)

    def fill(self, region: Region) -> list[Placed]:
        """Fills the frames of a region in order."""
        self.placed, self.notes, self.region, self.initial = [], 0, region, None
        for frame in region.frames():
            if self.done:
                break
            self._fill(frame)
        return self.placed

    def _fill(self, frame: Frame) -> None:
        self.frame, self.slot, self.end = frame, frame.start, frame.end
        while not self.done and self.slot < self.end:
            item = self.items[self.at]
            going = {Para: self._para, Head: self._head, Box: self._box}[type(item)](item)  # type: ignore[operator]
            if not going:
                break

    # ---- paragraphs

    def _setter(self, text: str, ink: Ink) -> Setter:
        key = f"{ink.face}{ink.size}{text}"
        if key not in self.setters:
            self.setters[key] = Setter(text, self.type.faces, ink.face, ink.size)
        return self.setters[key]

    def _para(self, para: Para) -> bool:
        if self.cluster == 0:
            if para.drop and self.end - self.slot < para.drop + 1:
                return False
            para = self._noted(para)
        before = self.slot
        self._lines(para)
        return self.slot > before

    def _lines(self, para: Para) -> None:
        text = para.text[1:] if para.drop else para.text
        setter, shift = self._setter(text, self.type.body), len(para.text) - len(text)
        if self.cluster == 0:
            self.initial = (self.frame, self.slot)
        while self.slot < self.end and self.cluster < len(setter.clusters):
            x, room = self._measure(para)
            line, self.cluster = setter.line(self.cluster, room)
            start = line.start + shift if line.start else 0
            moved = replace(line, start=start, end=line.end + shift)
            drop = para.text[0] if para.drop and line.start == 0 else ""
            self.placed.append(PlacedLine(para, moved, self.frame, self.slot, x, room, drop))
            self.slot += 1
        if self.cluster >= len(setter.clusters):
            self._next(self.type.gap)

    def _next(self, gap: int) -> None:
        self.at, self.cluster = self.at + 1, 0
        self.slot += gap

    def _measure(self, para: Para) -> tuple[float, float]:
        """Left edge and width of the line in the current slot."""
        left, right = self.region.insets.get((self.frame.column, self.slot), (0.0, 0.0))
        x, room = self.region.x(self.frame.column) + left, self.region.column_width - left - right
        indent = 0.0 if para.drop or self.cluster else self.type.indent
        if para.drop and self.initial and self.frame == self.initial[0] and self.slot < self.initial[1] + para.drop:
            indent = drop_width(self.type, para.drop)
        return x + indent, room - indent

    def _noted(self, para: Para) -> Para:
        """Gives the paragraph its footnote if this frame has room for it at the column's foot."""
        roomy = self.end - self.slot >= NOTE_LEAST and self.end == self.frame.end and self.region.foot(self.frame)
        if not (para.note and roomy and self.notes < len(MARKS)):
            return para
        mark, cut = MARKS[self.notes], note_place(para.text)
        text = mark + para.note
        marked = replace(para, text=para.text[:cut] + mark + para.text[cut:], note="")
        slots = note_slots(self.type, text, self.region.column_width)
        beside = any((self.frame.column, slot) in self.region.insets for slot in range(self.end - slots, self.end))
        if cut == 0 or slots > 5 or beside:
            return para
        self.end -= slots
        self.notes += 1
        self.placed.append(PlacedNote(text, self.frame.column, self.end, slots))
        self.items[self.at] = marked
        return marked

    # ---- headings and boxes

    def _head(self, head: Head) -> bool:
        ink = self.type.heads[head.level]
        before = 1 if head.level == 1 and self.slot > self.frame.start else 0
        inset = self._inset(before + 4)
        lines = self._setter(head.text, ink).lines(self.region.column_width - sum(inset))
        slots = math.ceil(len(lines) * ink.size * 1.3 / self.type.step)
        if self.slot + before + slots + 2 > self.end:
            return False
        uid = next((item.uid for item in self.items[self.at + 1 :] if isinstance(item, Para)), -1)
        self.placed.append(PlacedHead(head, tuple(lines), self.frame, self.slot + before, inset, uid))
        self.slot += before + slots
        self._next(0)
        return True

    def _inset(self, slots: int) -> tuple[float, float]:
        """By how much the next slots are set shorter."""
        column, insets = self.frame.column, self.region.insets
        return next((insets[column, self.slot + i] for i in range(slots) if (column, self.slot + i) in insets), (0, 0))

    def _box(self, box: Box) -> bool:
        slots = box_slots(self.type, box, self.region.column_width)
        if self.slot + slots <= self.end and not any(self._inset(slots)):
            self.placed.append(PlacedBox(box, self.frame, self.slot, slots))
            self.slot += slots
            self._next(0)
        else:
            self._postpone()
        return True

    def _postpone(self) -> None:
        """Tries the box again after the next paragraph; without one it is left out."""
        box = self.items.pop(self.at)
        later = next((i for i in range(self.at, len(self.items)) if isinstance(self.items[i], Para)), None)
        if later is not None and later + 1 < len(self.items):
            self.items.insert(later + 1, box)


# ---- measures shared with the drawing


def drop_width(type_: Type, drop: int) -> float:
    return drop * type_.step * 0.95


def note_place(text: str) -> int:
    """Where a note's mark stands: behind a clause near the beginning, 0 if there is none."""
    return next((i for i in range(8, min(30, len(text) - 2)) if text[i] == "，"), 0)


def note_slots(type_: Type, text: str, width: float) -> int:
    lines = Setter(text, type_.faces, type_.note.face, type_.note.size).lines(width)
    return math.ceil((len(lines) * type_.note_step() + 8) / type_.step)


def box_padding(type_: Type) -> float:
    return type_.box.size * 0.8


def box_height(type_: Type, box: Box, width: float) -> float:
    """Height of a box as drawn, without the air around it."""
    ink, inner = type_.box, width - 2 * box_padding(type_)
    lines = 1.4
    for para in box.paras:
        setter = Setter(para.text, type_.faces, ink.face, ink.size)
        lines += len(setter.lines(inner, inner - 2 * ink.size))
    return lines * type_.box_step() + 2 * box_padding(type_)


def box_slots(type_: Type, box: Box, width: float) -> int:
    return math.ceil(box_height(type_, box, width) / type_.step + 0.8)
