"""Pictures of PDF pages, with boxes drawn on them."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, BinaryIO, cast

from ingest.errors import BrokenPdf, PdfLimit, SourceError
from ingest.pdf.limits import Limits
from ingest.pdf.process import started
from ingest.pdf.types import Edges

RESOLUTION = 110  # dots an inch
MOST_PIXELS, MOST_TOLD = 50_000_000, 4096  # that a process may answer with, and characters before them
LIMITS = Limits()
START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from ingest.pdf.drawer import main; main()"
BOXED, ORDERED = ((200, 30, 30), (30, 90, 200))  # colours of a passage's boxes and of the reading order's
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

    It is drawn in a process of its own, which is killed where it takes too long. Raises BrokenPdf where the page
    cannot be drawn, PdfLimit where it takes too long or too much memory, SourceError where there is no such page.
    """
    from PIL import Image

    asked = {"path": str(path), "page": page, "password": password, "resolution": resolution, "memory": LIMITS.memory}
    told, pixels = _answer(asked, f"{name}: page {page}")
    if "failed" in told:
        raise BrokenPdf(f"{name}: page {page} cannot be drawn ({told['failed']}); {LOCKED}")
    if "size" not in told:
        raise SourceError(f"{name}: it has {told['pages']} pages; give one of them, not {page}")
    picture = Image.frombytes("RGB", tuple(told["size"]), pixels)
    return Leaf(picture, told["width"], told["height"], told["pages"])


def _answer(asked: dict[str, Any], what: str) -> tuple[dict[str, Any], bytes]:
    """What the process says; raises PdfLimit where it does not live to say it."""
    with started(START, subprocess.DEVNULL) as child:
        into, out = cast(BinaryIO, child.stdin), cast(BinaryIO, child.stdout)
        late = threading.Timer(LIMITS.draw_seconds, child.kill)
        late.start()
        try:
            with suppress(BrokenPipeError):
                into.write(json.dumps(asked).encode())
                into.close()
            told, pixels = json.loads(out.readline(MOST_TOLD)), out.read(3 * MOST_PIXELS)
            if len(pixels) != 3 * prod(told.get("size", (0, 0))):
                raise ValueError("cut short")
            return told, pixels
        except ValueError as error:
            raise PdfLimit(
                f"{what} takes more than the {LIMITS.draw_seconds:g} seconds or {LIMITS.memory:,} MiB that drawing it"
                " may take; its text can be read all the same"
            ) from error
        finally:
            late.cancel()
            child.kill()


def draw(
    path: Path, name: str, page: int, boxes: Sequence[Edges] = (), numbered: bool = False, password: str = ""
) -> Any:
    """The picture of `leaf` with boxes in points drawn on it; `numbered` in their order."""
    shown = leaf(path, name, page, password)
    _mark(shown.picture, boxes, shown.picture.width / shown.width, numbered)
    return shown.picture


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
