"""What is drawn on the picture of a page beside its text: rules, tinted areas, pictures."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from ingest.pdf.types import Rect

DARK = 150  # grey level: ink of a rule is darker
TINT, PICTURE = 6.0, 40.0  # grey levels: so much darker than paper is a tint, a picture
RULE = 30.0  # points: a shorter stroke is part of a character or a chart
THICK = 3.0  # points: what is thicker is no rule
AREA = 40.0  # points: the least side of an area
FULL = 0.5  # share of an area's rectangle that it must fill
CLOSED = 5.0  # points: gaps that noise and text leave in an area
BLUR = 5  # pixels: noise is smaller


def level(picture: Any, angle: float) -> Any:
    """A picture that lay askew by so many radians turned back about its centre; its edges go on into the corners."""
    import cv2

    height, width = picture.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(angle), 1.0)
    return cv2.warpAffine(picture, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)


def gaps(picture: Any, rect: Rect, scale: float) -> list[tuple[float, float]]:
    """The intervals of x, in points, in which a line of text has no ink."""
    import numpy

    x0, top, x1, bottom = (max(0, round(edge / scale)) for edge in (rect.x0, rect.top, rect.x1, rect.bottom))
    part = picture[top:bottom, x0:x1].min(axis=2)
    if not part.size:
        return []
    dark = (part < (float(part.min()) + float(numpy.median(part))) / 2).any(axis=0)
    edges = numpy.flatnonzero(numpy.diff(numpy.concatenate(([True], dark, [True])).astype("int8")))
    return [((x0 + int(a)) * scale, (x0 + int(b)) * scale) for a, b in edges.reshape(-1, 2)]


def rules(picture: Any, scale: float) -> list[Rect]:
    """Long thin strokes of an image (height × width × 3, 0 to 255), in points; `scale` is points a pixel.

    A morphological opening with a long kernel keeps lines and drops characters.
    """
    import cv2

    dark = (picture.min(axis=2) < DARK).astype("uint8")
    length = int(RULE / scale)
    found = []
    for size in ((length, 1), (1, length)):
        thickened = cv2.dilate(dark, cv2.getStructuringElement(cv2.MORPH_RECT, (1, 3) if size[1] == 1 else (3, 1)))
        opened = cv2.morphologyEx(thickened, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
        rects = _components(opened, scale, 0.0)
        found += [rect for rect in rects if min(rect.width, rect.height) <= THICK + 2 * scale]
    return found


def areas(picture: Any, scale: float) -> tuple[list[Rect], list[Rect]]:
    """Tinted areas, and pictures, in points.

    A closing of the grey levels fills the strokes of characters with the ground that they stand on; what is then
    darker than most of the page is no paper.
    """
    import cv2
    import numpy

    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (int(CLOSED / scale),) * 2)
    level = cv2.morphologyEx(cv2.medianBlur(picture, BLUR).min(axis=2), cv2.MORPH_CLOSE, kernel)
    paper = float(numpy.median(level))
    tinted = cv2.morphologyEx((level < paper - TINT).astype("uint8"), cv2.MORPH_OPEN, kernel)
    found = [rect for rect in _components(tinted, scale, FULL) if min(rect.width, rect.height) >= AREA]
    pictures = [rect for rect in found if _share_below(level, rect, scale, paper - PICTURE) > FULL]
    return [rect for rect in found if rect not in pictures], pictures


def _share_below(level: Any, rect: Rect, scale: float, limit: float) -> float:
    x0, top, x1, bottom = (int(edge / scale) for edge in (rect.x0, rect.top, rect.x1, rect.bottom))
    return float((level[top:bottom, x0:x1] < limit).mean())


def _components(mask: Any, scale: float, full: float) -> Iterator[Rect]:
    """The rectangles of what hangs together, if it fills them so far."""
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    for x, y, width, height, size in stats[1:count].tolist():
        if size >= full * width * height:
            yield Rect(x * scale, y * scale, (x + width) * scale, (y + height) * scale)
