"""The part of a page that one article's text fills: columns of line slots, what is taken of them, the frames left."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Frame:
    """Free slots [start, end) of one column."""

    column: int
    start: int
    end: int


@dataclass(frozen=True)
class Region:
    """Columns over the slots [first, last) of a page; `taken` are (column, slot), `insets` narrow a slot."""

    left: float
    top: float
    step: float
    column_width: float
    gutter: float
    columns: int
    first: int
    last: int
    taken: frozenset[tuple[int, int]] = frozenset()
    insets: dict[tuple[int, int], tuple[float, float]] = field(default_factory=dict)

    def x(self, column: int) -> float:
        return self.left + column * (self.column_width + self.gutter)

    def y(self, slot: float) -> float:
        """The upper edge of a slot."""
        return self.top + slot * self.step

    def span_width(self, columns: int) -> float:
        return columns * self.column_width + (columns - 1) * self.gutter

    def free(self, column: int, start: int, end: int) -> bool:
        """No slot of [start, end) is taken, set shorter or outside."""
        inside = self.first <= start and end <= self.last
        slots = {(column, slot) for slot in range(start, end)}
        return inside and not slots & self.taken and not slots & self.insets.keys()

    def room(self, columns: range, start: int, end: int) -> bool:
        return all(self.free(column, start, end) for column in columns)

    def without(self, columns: range, start: int, end: int) -> Region:
        """The region with these slots taken."""
        more = {(column, slot) for column in columns for slot in range(start, end)}
        return self._with(taken=self.taken | more)

    def narrowed(self, column: int, start: int, end: int, inset: tuple[float, float]) -> Region:
        """The region with lines of these slots set shorter."""
        return self._with(insets={**self.insets, **{(column, slot): inset for slot in range(start, end)}})

    def ending(self, last: int) -> Region:
        return self._with(last=last)

    def _with(self, **changes: object) -> Region:
        return Region(**{**self.__dict__, **changes})

    def frames(self) -> list[Frame]:
        """Runs of free slots, column by column."""
        return [frame for column in range(self.columns) for frame in self._frames(column)]

    def _frames(self, column: int) -> list[Frame]:
        found, start = [], None
        for slot in range(self.first, self.last + 1):
            free = slot < self.last and (column, slot) not in self.taken
            if free and start is None:
                start = slot
            elif not free and start is not None:
                if slot - start >= 2:
                    found.append(Frame(column, start, slot))
                start = None
        return found

    def clear_between(self, column: int) -> list[tuple[int, int]]:
        """Runs of slots with text, not a block, on both sides of the gutter left of a column."""
        found: list[tuple[int, int]] = []
        for slot in range(self.first, self.last):
            beside = [(column - 1, slot), (column, slot)]
            if any(at in self.taken or at in self.insets for at in beside):
                continue
            if found and found[-1][1] == slot:
                found[-1] = (found[-1][0], slot + 1)
            else:
                found.append((slot, slot + 1))
        return found

    def lowest(self) -> int:
        """The slot below all that is taken."""
        return max((slot + 1 for _, slot in self.taken), default=self.first)

    def foot(self, frame: Frame) -> bool:
        """Is this the last frame of its column?"""
        return frame == self._frames(frame.column)[-1]
