"""Fonts of an issue: built-in CJK without file, an embedded subset with its own ToUnicode, and base-14 Latin."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

import pymupdf

RADICALS = dict(zip("一人大工力生用山口心长见车门风日水自行", "⼀⼈⼤⼯⼒⽣⽤⼭⼝⼼⻓⻅⻋⻔⻛⽇⽔⾃⾏", strict=True))
TALL = dict(zip("，、。：；！？（）《》“”—…〈〉【】", "︐︑︒︓︔︕︖︵︶︽︾﹁﹂︱︙︿﹀︻︼", strict=True))
CID_FONT = (
    "<</Type/Font/Subtype/CIDFontType{kind}/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering({ordering})"
    "/Supplement {supplement}>>/DW 1000/W[{widths}]{more}/FontDescriptor {descriptor} 0 R>>"
)
PLAIN_DESCRIPTOR = (
    "<</Type/FontDescriptor/FontName/{name}/FontBBox[-25 -254 1000 880]/Flags 6/ItalicAngle 0/Ascent 880"
    "/Descent -120/CapHeight 880/StemV 93>>"
)
CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
    "/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def\n"
    "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n1 begincodespacerange <0000><ffff> endcodespacerange\n"
)
CMAP_FOOT = "endcmap CMapName currentdict /CMap defineresource pop end end\n"


@functools.lru_cache
def droid() -> pymupdf.Font:
    """The CJK font that PyMuPDF carries."""
    return pymupdf.Font("cjk")


@functools.lru_cache(maxsize=65536)
def _advance(char: str) -> float:
    return droid().glyph_advance(ord(char))


class BuiltinFace:
    """A CJK font named but not embedded; the reader brings glyphs and CMap."""

    tall = False

    def __init__(self, key: str, name: str, encoding: str) -> None:
        self.key, self.name, self.encoding = key, name, encoding

    def width(self, char: str) -> float:
        return 0.5 if char < "\x7f" else 1.0

    def encode(self, text: str, *, tall: bool = False) -> str:
        return text.encode("utf-16-be").hex()

    def write(self, doc: pymupdf.Document) -> int:
        """Writes the font objects; the number of the font."""
        font, cid, descriptor = (doc.get_new_xref() for _ in range(3))
        ordering = {"UniGB": "GB1", "UniCNS": "CNS1"}[self.encoding.split("-")[0]]
        values = {"name": self.name, "ordering": ordering, "supplement": 4, "descriptor": descriptor, "more": ""}
        doc.update_object(cid, CID_FONT.format(kind=0, widths="1 95 500", **values))
        doc.update_object(descriptor, PLAIN_DESCRIPTOR.format(name=self.name))
        doc.update_object(font, f"<</Type/Font/Subtype/Type0/BaseFont/{self.name}/Encoding/{self.encoding}"
                                f"/DescendantFonts[{cid} 0 R]>>")  # fmt: skip
        return font


class LatinFace:
    """A base-14 font for Latin words and digits."""

    tall = False

    def __init__(self, key: str, code: str, name: str) -> None:
        self.key, self.name = key, name
        self.font = pymupdf.Font(code)

    def width(self, char: str) -> float:
        return float(self.font.glyph_advance(ord(char)))

    def encode(self, text: str, *, tall: bool = False) -> str:
        return text.encode("cp1252").hex()

    def write(self, doc: pymupdf.Document) -> int:
        """Writes the font object; its number."""
        font = doc.get_new_xref()
        doc.update_object(font, f"<</Type/Font/Subtype/Type1/BaseFont/{self.name}/Encoding/WinAnsiEncoding>>")
        return font


class EmbeddedFace:
    """A subset of the carried font, coded by glyph, with a ToUnicode of the issue's choice."""

    def __init__(self, key: str, unicode: str = "plain", writing: str = "H") -> None:
        self.key, self.unicode, self.writing = key, unicode, writing
        self.used: dict[int, str] = {}

    def width(self, char: str) -> float:
        return _advance(char)

    def encode(self, text: str, *, tall: bool = False) -> str:
        return "".join(f"{self._glyph(char, tall):04x}" for char in text)

    def _glyph(self, char: str, tall: bool) -> int:
        shown = TALL.get(char, char) if tall else char
        glyph = droid().has_glyph(ord(shown)) or droid().has_glyph(ord(char))
        self.used[glyph] = char
        return glyph

    def write(self, doc: pymupdf.Document) -> int:
        """Writes font, subset file, widths and ToUnicode; the number of the font."""
        font, cid, descriptor, file = (doc.get_new_xref() for _ in range(4))
        name = "ABCDEF+FZSongS" if self.key == "body" else "ABCDEG+FZHeiS"
        doc.update_object(file, "<<>>")
        doc.update_stream(file, droid().buffer)
        doc.update_object(descriptor, PLAIN_DESCRIPTOR.format(name=name).replace(">>", f"/FontFile2 {file} 0 R>>"))
        values = {"name": name, "ordering": "Identity", "supplement": 0, "descriptor": descriptor}
        more = "/CIDToGIDMap/Identity" + ("/DW2[880 -1000]" if self.writing == "V" else "")
        doc.update_object(cid, CID_FONT.format(kind=2, widths=self._widths(), more=more, **values))
        to_unicode = self._to_unicode(doc)
        doc.update_object(font, f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-{self.writing}"
                                f"/DescendantFonts[{cid} 0 R]{to_unicode}>>")  # fmt: skip
        return font

    def _widths(self) -> str:
        return " ".join(f"{glyph}[{round(1000 * _advance(char))}]" for glyph, char in sorted(self.used.items()))

    def _to_unicode(self, doc: pymupdf.Document) -> str:
        if self.unicode == "none":
            return ""
        xref = doc.get_new_xref()
        doc.update_object(xref, "<<>>")
        pairs = [f"<{glyph:04x}><{self._shown(glyph, char)}>" for glyph, char in sorted(self.used.items())]
        blocks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
        body = "".join(f"{len(b)} beginbfchar\n" + "\n".join(b) + "\nendbfchar\n" for b in blocks)
        doc.update_stream(xref, (CMAP_HEAD + body + CMAP_FOOT).encode())
        return f"/ToUnicode {xref} 0 R"

    def _shown(self, glyph: int, char: str) -> str:
        if self.unicode == "private":
            return f"{0xE000 + glyph % 0x1900:04x}"
        shown = RADICALS.get(char, char) if self.unicode == "kangxi" else char
        return shown.encode("utf-16-be").hex()


Face = BuiltinFace | LatinFace | EmbeddedFace


@dataclass
class Faces:
    """The faces of one issue: `body` and `head`, and `latin` where digits and words have a font of their own."""

    body: Face
    head: Face
    latin: Face | None = None
    tall: bool = False  # vertical text: every CJK character is one em long
    widths: dict[tuple[str, str], float] = field(default_factory=dict)

    def all(self) -> list[Face]:
        return [face for face in (self.body, self.head, self.latin) if face]

    def by_key(self, key: str) -> Face:
        return next(face for face in self.all() if face.key == key)

    def face_of(self, char: str, key: str) -> Face:
        """The face that prints a character where the text around it is in `key`."""
        if self.latin and key == "body" and "\x20" < char < "\x7f":
            return self.latin
        return self.by_key(key)

    def width(self, text: str, key: str, size: float) -> float:
        return size * sum(self._width(char, key) for char in text)

    def _width(self, char: str, key: str) -> float:
        if (char, key) not in self.widths:
            square = self.tall and char > "\x7f"
            self.widths[char, key] = 1.0 if square else self.face_of(char, key).width(char)
        return self.widths[char, key]

    def runs(self, text: str, key: str) -> list[tuple[str, str]]:
        """The text in pieces of one face each: (face key, piece)."""
        found: list[tuple[str, str]] = []
        for char in text:
            face = self.face_of(char, key).key
            turned = self.tall and found and (char < "\x7f") != (found[-1][1][0] < "\x7f")
            if found and found[-1][0] == face and not turned:
                found[-1] = (face, found[-1][1] + char)
            else:
                found.append((face, char))
        return found


BUILTIN = {
    "song": ("STSong-Light", "UniGB-UCS2-H"),
    "song16": ("STSong-Light", "UniGB-UTF16-H"),
    "hei": ("STHeiti-Regular", "UniGB-UCS2-H"),
    "fang": ("FangSong", "UniGB-UTF16-H"),
}
LATIN = {"helv": "Helvetica", "tiro": "Times-Roman"}


def make_face(key: str, kind: str, writing: str = "H") -> Face:
    """The face of a kind: a built-in name, `embedded`, `kangxi`, `none` or `private` (the ToUnicode of the subset)."""
    if kind in BUILTIN:
        return BuiltinFace(key, *BUILTIN[kind])
    return EmbeddedFace(key, {"embedded": "plain"}.get(kind, kind), writing)


def make_faces(body: str, head: str, latin: str, writing: str = "H", *, tall: bool = False) -> Faces:
    """The faces of an issue by the names of their kinds; `latin` may be empty."""
    roman = LatinFace("latin", latin, LATIN[latin]) if latin else None
    return Faces(make_face("body", body, writing), make_face("head", head), roman, tall)
