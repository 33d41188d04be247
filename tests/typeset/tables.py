"""Tables: ruled, with three lines or bare, merged cells, heads of two rows; their layout and their truth."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import accumulate

from .blocks import Look
from .lines import Setter, count_lines, draw_aligned, draw_block
from .page import Canvas, Ink
from .truth import ArticleTruth, where

Span = tuple[int, int]
PAD = 3.0


@dataclass(frozen=True)
class Table:
    """Cells by row; `spans` gives rows and columns of a merged cell at its top left."""

    caption: str
    cells: tuple[tuple[str, ...], ...]
    header_rows: int
    ruling: str
    note: str = ""
    spans: dict[Span, Span] = field(default_factory=dict)

    def ink(self, look: Look) -> Ink:
        return replace(look.small, size=round(look.small.size * 0.97, 1))

    def step(self, look: Look) -> float:
        return self.ink(look).size * 1.3

    @property
    def body_rows(self) -> int:
        return len(self.cells) - self.header_rows

    @property
    def parts(self) -> bool:
        """May it be set over two pages?"""
        return self.body_rows >= 7 and all(row < self.header_rows for row, _ in self.spans)

    # ---- widths and heights

    def widths(self, look: Look, width: float) -> list[float]:
        """Column widths that fill the width: what the cells need, the longest made to wrap."""
        size = self.ink(look).size
        needs = [self._need(look, column) for column in range(len(self.cells[0]))]
        most = size * 30
        while sum(needs) > width and most > size * 2.4:
            most *= 0.94
            needs = [min(need, most) for need in needs]
        scale = min(1.0, width / sum(needs))
        slack = max(0.0, width - sum(needs)) / len(needs)
        return [need * scale + slack for need in needs]

    def _need(self, look: Look, column: int) -> float:
        faces, size = look.type.faces, self.ink(look).size
        texts = [row[column] for r, row in enumerate(self.cells) if (r, column) not in self.spans]
        return max((faces.width(text, "body", size) for text in texts), default=0) + 2 * PAD + 4

    def heights(self, look: Look, widths: list[float]) -> list[float]:
        """Row heights; a cell over several rows makes its last one taller if it has to."""
        step = self.step(look)
        heights = [step + 2 * PAD] * len(self.cells)
        for (r, c), (rows, columns) in sorted(self._all_spans().items(), key=lambda item: item[1][0]):
            room = sum(widths[c : c + columns]) - 2 * PAD
            need = count_lines(look.type.faces, self.cells[r][c], room, self.ink(look)) * step + 2 * PAD
            missing = need - sum(heights[r : r + rows])
            if missing > 0:
                heights[r + rows - 1] += missing
        return heights

    def _all_spans(self) -> dict[Span, Span]:
        """Every printed cell with its rows and columns."""
        hidden: set[Span] = set()
        for (r, c), (rows, columns) in self.spans.items():
            hidden |= {(r + i, c + j) for i in range(rows) for j in range(columns)} - {(r, c)}
        return {
            (r, c): self.spans.get((r, c), (1, 1))
            for r in range(len(self.cells))
            for c in range(len(self.cells[0]))
            if (r, c) not in hidden
        }

    def _caption_lines(self, look: Look, width: float) -> int:
        return count_lines(look.type.faces, self.caption, width, self._caption_ink(look))

    def _caption_ink(self, look: Look) -> Ink:
        return replace(look.small, face="head")

    def _note_lines(self, look: Look, width: float) -> int:
        return count_lines(look.type.faces, self.note, width, self.ink(look)) if self.note else 0

    def height(self, look: Look, width: float) -> float:
        rows = sum(self.heights(look, self.widths(look, width)))
        words = self._caption_lines(look, width) + self._note_lines(look, width)
        return rows + (words + 0.8) * look.small.size * 1.4 + 4

    # ---- drawing

    def draw(self, look: Look, canvas: Canvas, x: float, y: float, width: float) -> None:
        faces, size, step = look.type.faces, look.small.size, look.small.size * 1.4
        ink = self._caption_ink(look)
        count = draw_block(canvas, faces, self.caption, x, y + size, width, ink, step, look.design.caption_align)
        widths = self.widths(look, width)
        heights = self.heights(look, widths)
        top = y + count * step + size * 0.4
        xs = [x + at for at in accumulate(widths, initial=0.0)]
        ys = [top + at for at in accumulate(heights, initial=0.0)]
        self._rules(canvas, xs, ys)
        self._cells(look, canvas, xs, ys)
        if self.note:
            draw_block(canvas, faces, self.note, x, ys[-1] + size * 1.2, width, self.ink(look), step)

    def _rules(self, canvas: Canvas, xs: list[float], ys: list[float]) -> None:
        if self.ruling == "none":
            return
        if self.ruling == "grid":
            for (r, c), (rows, columns) in self._all_spans().items():
                canvas.rect((xs[c], ys[r], xs[c + columns], ys[r + rows]), None, (0, 0, 0), 0.4)
            return
        for y, weight in ((ys[0], 1.2), (ys[self.header_rows], 0.5), (ys[-1], 1.2)):
            canvas.line(xs[0], y, xs[-1], y, weight)
        for (r, c), (_, columns) in self.spans.items():
            if columns > 1 and r + 1 < self.header_rows:
                canvas.line(xs[c] + PAD, ys[r + 1], xs[c + columns] - PAD, ys[r + 1], 0.4)

    def _cells(self, look: Look, canvas: Canvas, xs: list[float], ys: list[float]) -> None:
        step, ink = self.step(look), self.ink(look)
        for (r, c), (rows, columns) in self._all_spans().items():
            x, room = xs[c] + PAD, xs[c + columns] - xs[c] - 2 * PAD
            lines = Setter(self.cells[r][c], look.type.faces, "body", ink.size).lines(room)
            middle = (ys[r] + ys[r + rows] - len(lines) * step) / 2
            align = self._align(r, c, len(lines))
            for i, line in enumerate(lines):
                draw_aligned(canvas, look.type.faces, line.text, x, middle + i * step + ink.size, room, ink, align)

    def _align(self, row: int, column: int, lines: int) -> str:
        if row < self.header_rows:
            return "center"
        if self.cells[row][column][:1].isdigit() or self.cells[row][column][:1] in "-—":
            return "right"
        return "left" if lines > 1 or column == 0 else "center"

    # ---- truth

    def record(self, truth: ArticleTruth, canvas: Canvas) -> None:
        rows = [list(row) for row in self.cells]
        truth.tables.append(
            {
                "caption": self.caption,
                "rows": rows,
                "header_rows": self.header_rows,
                "ruling": {"grid": "ruled", "three-line": "half-ruled", "none": "unruled"}[self.ruling],
                "note": self.note,
                **where(canvas.page),
            }
        )
        truth.captions.append({"text": self.caption, **where(canvas.page)})

    def split(self, rows: int) -> tuple[Table, Table]:
        """The table over two pages: the head is printed again, the note stands below the second part."""
        cut = self.header_rows + rows
        head = self.cells[: self.header_rows]
        heads = {at: size for at, size in self.spans.items() if at[0] < self.header_rows}
        again = "续" + self.caption.split(" ")[0]
        second = replace(self, caption=again, cells=head + self.cells[cut:], spans=heads)
        return replace(self, cells=self.cells[:cut], note="", spans=heads), second
