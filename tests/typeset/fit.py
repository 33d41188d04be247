"""Looks for text that stands off the page, on other text or on a picture: python -m tests.typeset.fit 0-29 [KIND]."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from .__main__ import seeds
from .blocks import Rect
from .design import make_design
from .faces import Faces
from .makeup import Issue
from .page import Page, TextOp

SLACK = 1.2  # points by which boxes may touch


def box_of(op: TextOp, faces: Faces) -> Rect:
    """The box of a run's glyphs."""
    size = op.ink.size
    length = faces.width(op.text, op.ink.face, size) + op.spacing * (len(op.text) - 1)
    if op.turn == "h":
        return op.x, op.y - 0.8 * size, op.x + length, op.y + 0.1 * size
    if op.turn == "r":
        return op.x - 0.1 * size, op.y, op.x + 0.75 * size, op.y + length
    return op.x - 0.45 * size, op.y, op.x + 0.45 * size, op.y + length


def overlap(a: Rect, b: Rect) -> bool:
    wide = min(a[2], b[2]) - max(a[0], b[0])
    high = min(a[3], b[3]) - max(a[1], b[1])
    return wide > SLACK and high > SLACK


def faults(page: Page, faces: Faces) -> Iterator[str]:
    """What is wrong on a page."""
    boxes = [(op, box_of(op, faces)) for op in page.texts]
    photos = [(s.x0, s.y0, s.x1, s.y1) for s in page.shapes if s.kind == "photo"]
    for i, (op, box) in enumerate(boxes):
        if box[0] < 10 or box[1] < 10 or box[2] > page.width - 10 or box[3] > page.height - 10:
            yield f"off the page: {op.text}"
        yield from (f"on one another: {op.text} / {other.text}" for other, b in boxes[i + 1 :] if overlap(box, b))
        yield from (f"on a picture: {op.text}" for photo in photos if overlap(box, photo))


def main() -> int:
    """Prints the faults of the issues of some seeds; 1 if there are any."""
    bad = 0
    for seed in seeds(sys.argv[1]):
        issue = Issue(make_design(seed, *sys.argv[2:3])).make()
        for page in issue.pages:
            for fault in faults(page, issue.faces):
                bad += 1
                print(f"{seed} {issue.design.kind} page {page.pdf_page}: {fault}")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
