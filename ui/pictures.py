"""Pictures of PDF pages as a browser takes them, those drawn lately kept."""

from __future__ import annotations

import base64
import io
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ingest.pdf import picture

RESOLUTION = 144  # dots an inch: sharp at twice the size of print
QUALITY = 82  # of the JPEG, up to 95
KEPT = 64  # pictures


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a data URL, `width` and `height` of the page in points, and how many pages its file has."""

    src: str
    width: float
    height: float
    pages: int

    def as_json(self) -> dict[str, Any]:
        """The picture by the names of its fields."""
        return asdict(self)


@lru_cache(maxsize=KEPT)
def drawn(source: Path, name: str, page: int) -> Picture:
    """Page `page`, from 1, of the library's copy of a PDF, which is named by its content and never changes.

    Raises SourceError where it is no PDF or has no such page, BrokenPdf where it cannot be drawn.
    """
    leaf = picture.leaf(source, name, page, resolution=RESOLUTION)
    out = io.BytesIO()
    leaf.picture.save(out, "JPEG", quality=QUALITY)
    told = base64.b64encode(out.getvalue()).decode()
    return Picture(f"data:image/jpeg;base64,{told}", leaf.width, leaf.height, leaf.pages)
