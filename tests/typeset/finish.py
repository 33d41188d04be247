"""Saves an issue the way its kind asks: as it is, scanned, or locked."""

from __future__ import annotations

import io
import random
from pathlib import Path

import numpy as np
import pymupdf
from PIL import Image

from .design import Design

OWNER, USER = "owner-of-it", "open-sesame"


def save(doc: pymupdf.Document, path: Path, design: Design) -> None:
    """Writes the file."""
    if design.kind == "scan":
        doc = scanned(doc, design.rng)
    doc.save(path, garbage=3, deflate=True, **_lock(design.kind))


def _lock(kind: str) -> dict[str, object]:
    if kind not in ("locked", "locked-empty"):
        return {}
    user = USER if kind == "locked" else ""
    return {"encryption": pymupdf.PDF_ENCRYPT_AES_256, "owner_pw": OWNER, "user_pw": user}


def scanned(doc: pymupdf.Document, rng: random.Random) -> pymupdf.Document:
    """The pages as pictures: 150 dpi, grey, a little noisy and askew."""
    pictures = pymupdf.open()
    for page in doc:
        pixmap = page.get_pixmap(dpi=150, colorspace=pymupdf.csGRAY)
        image = Image.frombytes("L", (pixmap.width, pixmap.height), pixmap.samples)
        image = image.rotate(rng.uniform(-0.45, 0.45), Image.Resampling.BICUBIC, fillcolor=255)
        noise = np.random.default_rng(rng.randrange(2**31)).normal(0, 6, (image.height, image.width))
        grey = np.clip(np.asarray(image, dtype=float) - 6 + noise, 0, 255).astype("uint8")
        file = io.BytesIO()
        Image.fromarray(grey).save(file, "JPEG", quality=70)
        pictures.new_page(width=page.rect.width, height=page.rect.height).insert_image(
            page.rect, stream=file.getvalue()
        )
    return pictures
