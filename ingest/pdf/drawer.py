"""The process that draws a page of a PDF: it is told which, answers with its pixels, and can be killed.

What only a renderer looks at (patterns, shadings, pictures, glyphs) may take for ever or more memory than there is,
though the text of the page was read in no time.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import warnings
from pathlib import Path
from typing import Any

import pdfplumber

from ingest.pdf.limits import bound

MOST_PIXELS = 40_000_000
INCH = 72.0  # points


def main() -> None:
    """Draw the page that the request on stdin names: a line of JSON on stdout, and its pixels, three bytes each."""
    asked = json.load(sys.stdin)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print is no answer
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    bound(asked["memory"])
    told, pixels = _drawn(Path(asked["path"]), asked["page"], asked["password"], asked["resolution"])
    out.write(json.dumps(told).encode() + b"\n" + pixels)
    out.flush()


def _drawn(path: Path, page: int, password: str, resolution: int) -> tuple[dict[str, Any], bytes]:
    """What is told of the page, and its pixels; without them where there is no such page, or it cannot be drawn."""
    try:
        with pdfplumber.open(path, password=password) as pdf:
            told: dict[str, Any] = {"pages": len(pdf.pages)}
            if not 1 <= page <= len(pdf.pages):
                return told, b""
            shown = pdf.pages[page - 1]
            picture = shown.to_image(resolution=_resolution(shown, resolution), antialias=True).annotated.convert("RGB")
            size = {"width": float(shown.width), "height": float(shown.height), "size": picture.size}
            return told | size, picture.tobytes()
    except Exception as error:  # whatever the parser and the renderer make of a broken file
        return {"failed": type(error).__name__}, b""


def _resolution(page: Any, wanted: int) -> int:
    """Dots an inch, fewer where a huge page would make a huge picture."""
    area = float(page.width) * float(page.height) / INCH**2
    return max(10, min(wanted, int((MOST_PIXELS / max(area, 1.0)) ** 0.5)))
