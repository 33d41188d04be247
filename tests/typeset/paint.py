"""Paints pages into a PDF: content streams in the issue's paint order, fonts, photographs."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

import pymupdf

from .faces import EmbeddedFace, Faces
from .page import Color, Page, ShapeOp, TextOp

SLANT = 0.21
PHOTO_SIDE = 48
TOGETHER = ("reading", "title-last")  # orders in which a page is one text object


def paint(doc: pymupdf.Document, sheets: list[list[Page]], faces: Faces, order: str, spacing: str,
          flag_rotation: bool, rng: random.Random) -> None:  # fmt: skip
    """Adds one PDF page for every sheet (of one or two printed pages) and writes the fonts."""
    painter = Painter(faces, order, spacing, rng)
    streams = [painter.sheet(sheet) for sheet in sheets]
    fonts = " ".join(f"/{face.key} {face.write(doc)} 0 R" for face in faces.all())
    image = _photo(doc, rng)
    for sheet, stream in zip(sheets, streams, strict=True):
        _add_page(doc, sheet, stream, f"<</Font<<{fonts}>>/XObject<</Photo {image} 0 R>>>>", flag_rotation)
    if any(isinstance(face, EmbeddedFace) for face in faces.all()):
        doc.subset_fonts()


def _add_page(doc: pymupdf.Document, sheet: list[Page], stream: str, resources: str, flag: bool) -> None:
    width, height = sum(p.width for p in sheet), sheet[0].height
    if sheet[0].sideways:
        width, height = height, width
    page = doc.new_page(width=width, height=height)
    xref = doc.get_new_xref()
    doc.update_object(xref, "<<>>")
    doc.update_stream(xref, stream.encode())
    doc.xref_set_key(page.xref, "Contents", f"{xref} 0 R")
    doc.xref_set_key(page.xref, "Resources", resources)
    if flag and sheet[0].sideways:
        doc.xref_set_key(page.xref, "Rotate", str(sheet[0].sideways))


def _photo(doc: pymupdf.Document, rng: random.Random) -> int:
    """A grey picture as an image object."""
    side = PHOTO_SIDE
    shades = bytes(min(255, 90 + 2 * (i // side) + rng.randrange(40)) for i in range(side * side))
    xref = doc.get_new_xref()
    doc.update_object(xref, f"<</Type/XObject/Subtype/Image/Width {side}/Height {side}/ColorSpace/DeviceGray"
                            "/BitsPerComponent 8>>")  # fmt: skip
    doc.update_stream(xref, shades)
    return xref


class Painter:
    """Turns pages into content streams."""

    def __init__(self, faces: Faces, order: str, spacing: str, rng: random.Random) -> None:
        self.faces, self.order, self.spacing, self.rng = faces, order, spacing, rng

    def sheet(self, sheet: list[Page]) -> str:
        """The content of one PDF page."""
        first = sheet[0]
        parts = []
        if first.sideways == 90:
            parts.append(f"0 1 -1 0 {first.height:.2f} 0 cm")
        elif first.sideways == 270:
            parts.append(f"0 -1 1 0 0 {first.width:.2f} cm")
        left = 0.0
        for page in sheet:
            parts.append(self._page(page, left))
            left += page.width
        return "q\n" + "\n".join(parts) + "\nQ\n"

    def _page(self, page: Page, left: float) -> str:
        self.left, self.top = left, page.height
        shapes = [self._shape(shape) for shape in page.shapes]
        texts = [self._text(op) for op in ORDERS[self.order](page.texts, self.rng)]
        if self.order in TOGETHER:
            texts = ["BT", *texts, "ET"]
        return "\n".join(shapes + texts)

    # ---- shapes

    def _shape(self, op: ShapeOp) -> str:
        x, y, width, height = self.left + op.x0, self.top - op.y1, op.x1 - op.x0, op.y1 - op.y0
        if op.kind == "photo":
            return f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f} cm /Photo Do Q"
        if op.kind == "line":
            return f"q {_rgb(op.stroke, 'RG')} {op.weight} w {x:.2f} {y + height:.2f} m {x + width:.2f} {y:.2f} l S Q"
        how = {(True, True): "B", (True, False): "f"}.get((op.fill is not None, op.stroke is not None), "S")
        colors = _rgb(op.fill, "rg") + " " + _rgb(op.stroke, "RG")
        return f"q {colors} {op.weight} w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re {how} Q"

    # ---- text

    def _text(self, op: TextOp) -> str:
        if op.ink.bold == "double":
            plain = self._bare(op)
            moved = self._bare(TextOp(op.text, op.x + 0.3, op.y, op.ink, op.spacing, op.turn, op.layer))
            return plain + "\n" + moved
        return self._bare(op)

    def _bare(self, op: TextOp) -> str:
        setup = f"/{op.ink.face} {op.ink.size:g} Tf {_rgb(op.ink.color, 'rg')} "
        if op.ink.bold == "stroke":
            setup += f"2 Tr {op.ink.size / 40:.2f} w {_rgb(op.ink.color, 'RG')} "
        if self.order in TOGETHER:
            return f"0 Tr 0 Tc {setup}{self._shows(op)}"
        return f"q BT {setup}{self._shows(op)} ET Q"

    def _shows(self, op: TextOp) -> str:
        if op.turn == "v" or self.order == "characters":
            return " ".join(self._char(*place) for place in self._places(op))
        matrix = self._matrix(op, op.x, op.y)
        return matrix + " " + self._string(op)

    def _places(self, op: TextOp) -> list[tuple[TextOp, str, float, float]]:
        """Every character of a run with its own origin."""
        at, found = 0.0, []
        for char in op.text:
            x, y = (op.x, op.y + at) if op.turn in "vr" else (op.x + at, op.y)
            found.append((op, char, x, y))
            at += op.spacing + op.ink.size * (1 if op.turn == "v" else self.faces.width(char, op.ink.face, 1))
        return found

    def _char(self, op: TextOp, char: str, x: float, y: float) -> str:
        face = self.faces.by_key(op.ink.face)
        if op.turn == "v" and getattr(face, "writing", "H") == "H":
            x -= face.width(char) * op.ink.size / 2
            y += 0.88 * op.ink.size
        return f"{self._matrix(op, x, y)} <{face.encode(char, tall=op.turn == 'v')}> Tj"

    def _matrix(self, op: TextOp, x: float, y: float) -> str:
        turn = "0 -1 1 0" if op.turn == "r" else f"1 0 {SLANT if op.ink.slant else 0} 1"
        return f"{turn} {self.left + x:.3f} {self.top - y:.3f} Tm"

    def _string(self, op: TextOp) -> str:
        face = self.faces.by_key(op.ink.face)
        if not op.spacing:
            return f"<{face.encode(op.text)}> Tj"
        if self.spacing == "TJ":
            shift = f" {-1000 * op.spacing / op.ink.size:.2f} "
            return "[" + shift.join(f"<{face.encode(char)}>" for char in op.text) + "] TJ"
        return f"{op.spacing:.4f} Tc <{face.encode(op.text)}> Tj"


def _rgb(color: Color | None, operator: str) -> str:
    return " ".join(f"{part:g}" for part in color) + " " + operator if color is not None else ""


# ---- orders


def _shuffled(ops: Iterable[TextOp], rng: random.Random) -> list[TextOp]:
    found = list(ops)
    rng.shuffle(found)
    return found


def _by_rows(ops: Iterable[TextOp], rng: random.Random) -> list[TextOp]:
    """Columns interleaved: all that stands at one height, then the next."""
    return sorted(ops, key=lambda op: (round(op.y), op.x))


def _title_last(ops: Iterable[TextOp], rng: random.Random) -> list[TextOp]:
    return sorted(ops, key=lambda op: op.layer == "title")


def _heads_last(ops: Iterable[TextOp], rng: random.Random) -> list[TextOp]:
    return sorted(ops, key=lambda op: op.layer != "flow")


def _as_made(ops: Iterable[TextOp], rng: random.Random) -> list[TextOp]:
    return list(ops)


ORDERS: dict[str, Callable[[Iterable[TextOp], random.Random], list[TextOp]]] = {
    "reading": _as_made,
    "shuffled": _shuffled,
    "rows": _by_rows,
    "title-last": _title_last,
    "heads-last": _heads_last,
    "characters": _as_made,
}
