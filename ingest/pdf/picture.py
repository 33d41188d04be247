"""Pictures of PDF pages, with boxes drawn on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.errors import BrokenPdf, SourceError
from ingest.pdf.types import Edges

RESOLUTION = 110  # dots an inch
MOST_PIXELS = 40_000_000
BOXED, ORDERED = ((200, 30, 30), (30, 90, 200))  # colours of a passage's boxes and of the reading order's
INCH = 72.0  # points
LOCKED = "if the PDF is locked, give its --password"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A picture (PIL.Image, RGB) of a page, its `width` and `height` in points, and how many pages there are."""

    picture: Any
    width: float
    height: float
    pages: int


def leaf(path: Path, name: str, page: int, password: str = "", resolution: int = RESOLUTION) -> Leaf:
    """A picture of one page, from 1; `name` is what the user calls the file, `resolution` in dots an inch.

    Raises BrokenPdf where the file cannot be opened, SourceError where it has no such page.
    """
    import pdfplumber

    try:
        with pdfplumber.open(path, password=password) as pdf:
            if not 1 <= page <= len(pdf.pages):
                raise SourceError(f"{name}: it has {len(pdf.pages)} pages; give one of them, not {page}")
            shown = pdf.pages[page - 1]
            picture = shown.to_image(resolution=_resolution(shown, resolution), antialias=True).annotated.convert("RGB")
            return Leaf(picture, float(shown.width), float(shown.height), len(pdf.pages))
    except SourceError:
        raise
    except Exception as error:  # whatever the parser and the renderer make of a broken file
        raise BrokenPdf(f"{name}: page {page} cannot be drawn ({type(error).__name__}); {LOCKED}") from error


def draw(
    path: Path, name: str, page: int, boxes: Sequence[Edges] = (), numbered: bool = False, password: str = ""
) -> Any:
    """The picture of `leaf` with boxes in points drawn on it; `numbered` in their order."""
    shown = leaf(path, name, page, password)
    _mark(shown.picture, boxes, shown.picture.width / shown.width, numbered)
    return shown.picture


def _resolution(page: Any, wanted: int) -> int:
    """Dots an inch, fewer where a huge page would make a huge picture."""
    area = float(page.width) * float(page.height) / INCH**2
    return max(10, min(wanted, int((MOST_PIXELS / max(area, 1.0)) ** 0.5)))


def _mark(picture: Any, boxes: Iterable[Edges], scale: float, numbered: bool) -> None:
    from PIL import ImageDraw

    pen = ImageDraw.Draw(picture, "RGBA")
    colour = ORDERED if numbered else BOXED
    for number, box in enumerate(boxes, 1):
        x0, top, x1, bottom = (edge * scale for edge in box)
        pen.rectangle((x0, top, x1, bottom), outline=(*colour, 255), fill=(*colour, 28), width=1)
        if numbered:
            _label(pen, max(0.0, x0 - 14), top, str(number))


def _label(pen: Any, x: float, y: float, text: str) -> None:
    """A number on a white ground, so that it can be read over text."""
    pen.rectangle(pen.textbbox((x, y), text), fill=(255, 255, 255, 220))
    pen.text((x, y), text, fill=(*ORDERED, 255))
