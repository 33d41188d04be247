"""Pages without usable text are read by OCR: RapidOCR's lines become runs as if they had been set.

RapidOCR carries its Chinese models in its wheel, so no network is needed. It is imported where a page needs it.
"""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec
from typing import Any

from ingest.pdf import ink, scanlines
from ingest.pdf.scanlines import Line, Mark
from ingest.pdf.types import Sheet, Turn

INSTALL = "pip install 'hangke[ocr]'"
NEEDED = "needs OCR"  # the note of a page that was not read for want of it

UNKNOWN = 0.3  # share of glyphs without a meaning from which the text of a page is not used
RARE = 0.3  # share of characters that Chinese text hardly has, likewise
FEW = 20  # characters: a page of pictures with fewer has no text of its own
MIN_RARE = 40  # characters: fewer tell nothing about a share
COVERED = 0.5  # of the page lies under pictures

DPI = 200.0  # a page is drawn at its scan's own resolution, at most this one
MIN_DPI = 110.0
LONG = 2600  # pixels: the longer side of a picture
DETECTED = 1760  # pixels: the same of the picture on which lines are looked for, which tells how much memory it takes


def available() -> bool:
    """Whether OCR is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def needs(sheet: Sheet, has_picture: bool) -> bool:
    """Whether a page has no text that can be used, although there is something to read on it."""
    text = "".join(run.text for run in (*sheet.runs, *sheet.across))
    return sheet.unknown > UNKNOWN or (has_picture and len(text) < FEW) or rare_share(text) > RARE


def is_picture(page: Any) -> bool:
    """Whether pictures cover most of a page; a scan may consist of many strips."""
    area = sum(max(0.0, float(i["width"])) * max(0.0, float(i["height"])) for i in page.images)
    return area > COVERED * float(page.width) * float(page.height)


def rare_share(text: str) -> float:
    """Share of the characters that Chinese magazines hardly use: high where a font's code table is wrong."""
    solid = [char for char in text if not char.isspace() and char > "\u00ff"]
    return sum(is_rare(char) for char in solid) / len(solid) if len(solid) >= MIN_RARE else 0.0


@lru_cache(1 << 14)
def is_rare(char: str) -> bool:
    """Whether a character is neither a sign, nor in GB 2312, nor among the frequent ones of Big5."""
    if "\u2000" <= char <= "\u2fdf" or "\u3000" <= char <= "\u30ff" or "\ufe30" <= char <= "\uffef":
        return False
    with contextlib.suppress(UnicodeEncodeError):
        return not char.encode("gb2312")
    with contextlib.suppress(UnicodeEncodeError):
        return char.encode("big5")[0] > 0xC6  # the second level begins
    return True


def read(page: Any, sheet: Sheet, threads: int = 0) -> Sheet:
    """The sheet of a pdfplumber page with what OCR reads on it, instead of its characters."""
    picture = draw(page)
    scale = float(page.width) / picture.shape[1]
    return laid(sheet, picture, scale, list(lines(picture, scale, threads)))


def laid(sheet: Sheet, picture: Any, scale: float, lines: list[Line]) -> Sheet:
    """The sheet of a page on which these lines were read; one that lies askew is turned back, picture and lines."""
    width, height = sheet.printed
    angle = scanlines.common_tilt(lines)
    picture = ink.level(picture, angle)
    level = scanlines.levelled(lines, angle, (width / 2, height / 2))
    tinted, pictures = ink.areas(picture, scale)
    return replace(
        sheet,
        width=width,
        height=height,
        runs=scanlines.runs([scanlines.spaced(line, ink.gaps(picture, line.rect, scale)) for line in level]),
        across=(),
        rules=tuple(ink.rules(picture, scale)),
        fills=tuple(tinted),
        pictures=tuple(pictures),
        turn=Turn.NONE,
        unknown=0.0,
        scanned=True,
    )


def lines(picture: Any, scale: float, threads: int = 0) -> Iterator[Line]:
    """What the engine reads on the picture of a page, in points; `scale` is points a pixel."""
    found = engine(threads)(picture, return_word_box=True, return_single_char_box=True)
    for index, text in enumerate(found.txts or ()):
        corners = [(float(x) * scale, float(y) * scale) for x, y in found.boxes[index]]
        words = found.word_results[index] if len(found.word_results) == len(found.txts) else ()
        yield Line(text, corners, _marks(text, words, scale))


def _marks(text: str, words: Any, scale: float) -> tuple[Mark, ...]:
    """The characters with their centres, a space noted at the one after it; none where they don't match the text."""
    marks: list[Mark] = []
    places = iter(words)
    spaced = False
    for char in text:
        place = None if char == " " else next(places, None)
        if place is not None and place[0] == " ":
            place = next(places, None)
        if place is None or place[0] != char:
            if char != " ":
                return ()
            spaced = True
            continue
        x, y = (sum(corner[axis] for corner in place[2]) / len(place[2]) * scale for axis in (0, 1))
        marks.append(Mark(char, x, y, spaced))
        spaced = False
    return tuple(marks)


def draw(page: Any) -> Any:
    """A page as an array of blue, green and red, at the resolution of its scan."""
    import numpy

    image = page.to_image(resolution=resolution(page), antialias=True, force_mediabox=True).original
    return numpy.ascontiguousarray(numpy.asarray(image.convert("RGB"))[:, :, ::-1])


def resolution(page: Any) -> float:
    """Dots per inch at which to draw a page: those of its finest large picture, within bounds."""
    area = float(page.width) * float(page.height)
    large = [i for i in page.images if float(i["width"]) * float(i["height"]) > 0.1 * area]
    dots = [math.sqrt(i["srcsize"][0] * i["srcsize"][1] / (float(i["width"]) * float(i["height"]))) for i in large]
    own = 72 * max(dots, default=DPI / 72)
    return min(max(MIN_DPI, min(own, DPI)), 72 * LONG / max(float(page.width), float(page.height)))


@lru_cache(1)
def engine(threads: int) -> Any:
    """The engine, with its models loaded: one of a process."""
    from rapidocr import RapidOCR

    wanted = {
        "Global.log_level": "critical",
        "Global.max_side_len": LONG,
        "Det.limit_type": "max",
        "Det.limit_side_len": DETECTED,
        "Rec.rec_batch_num": 1,  # several at once are padded to the widest: more memory, and more time
    }
    if threads:
        wanted["EngineConfig.onnxruntime.intra_op_num_threads"] = threads
    return RapidOCR(params=wanted)
