"""Broken and malicious PDFs: what a reader must survive, with a word, in little time and memory."""

from __future__ import annotations

import random
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

from .design import make_design
from .issue import typeset

BOMB_BYTES = 500_000_000
EMPTY_PAGES = 10_000
MANY_CHARS = 200_000
DEEP = 2_000


def pdf(objects: dict[int, bytes]) -> bytes:
    """A PDF of these objects (1 is the catalogue), with a right cross-reference table."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return bytes(out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start))


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def one_page(page: bytes, more: dict[int, bytes], kids: bytes = b"[3 0 R]") -> bytes:
    """A PDF with one page, whose entries are `page`."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 1/Kids%s>>" % kids,
        3: b"<</Type/Page/Parent 2 0 R%s>>" % page,
    }
    return pdf(objects | more)


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
BOX = b"/MediaBox[0 0 595 842]"
WORDS = b"BT /F 10 Tf 50 700 Td (words that are there) Tj ET"
PAGE = BOX + b"/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>"


# ---- files


def many_pages(rng: random.Random) -> bytes:
    kids = b"[" + b" ".join(b"%d 0 R" % n for n in range(3, EMPTY_PAGES + 3)) + b"]"
    objects = dict.fromkeys(range(3, EMPTY_PAGES + 3), b"<</Type/Page/Parent 2 0 R%s>>" % BOX)
    top = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count %d/Kids%s>>" % (EMPTY_PAGES, kids)}
    return pdf(top | objects)


def many_characters(rng: random.Random) -> bytes:
    """All on one page, in lines of 200, some on top of one another."""
    lines = []
    for _ in range(MANY_CHARS // 200):
        text = "".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(200)).encode("utf-16-be").hex()
        lines.append(f"BT /F 2 Tf 1 0 0 1 {rng.uniform(0, 200):.2f} {rng.uniform(0, 842):.2f} Tm <{text}> Tj ET")
    font = (b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
            b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
            b"/DW 1000>>]>>")  # fmt: skip
    return one_page(PAGE, {4: stream("\n".join(lines).encode()), 5: font})


def _boxed(box: bytes) -> Callable[[random.Random], bytes]:
    page = b"/MediaBox[%s]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>" % box
    return lambda rng: one_page(page, {4: stream(WORDS), 5: FONT})


def wild_matrix(rng: random.Random) -> bytes:
    """Text at positions that are no numbers or far too large."""
    text = b"BT /F 1e30 Tf 1e30 0 0 1e30 1e38 -1e38 Tm (far) Tj ET BT /F nan Tf nan inf Td (nowhere) Tj ET " + WORDS
    return one_page(PAGE, {4: stream(text), 5: FONT})


def deep_tree(rng: random.Random) -> bytes:
    """A page below thousands of nested Pages nodes."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>"}
    for number in range(2, DEEP):
        parent = b"/Parent %d 0 R" % (number - 1) if number > 2 else b""
        objects[number] = b"<</Type/Pages/Count 1%s/Kids[%d 0 R]>>" % (parent, number + 1)
    objects[DEEP] = b"<</Type/Page/Parent %d 0 R%s>>" % (DEEP - 1, BOX)
    return pdf(objects)


def deep_objects(rng: random.Random) -> bytes:
    """An array in an array in an array, in the page and in its content."""
    nest = b"[" * 50_000 + b"]" * 50_000
    return one_page(PAGE + b"/Nest " + nest, {4: stream(nest + b" TJ " + WORDS), 5: FONT})


def deep_states(rng: random.Random) -> bytes:
    """A content stream that saves its state a million times."""
    return one_page(PAGE, {4: stream(b"q " * 1_000_000 + WORDS), 5: FONT})


def bomb(rng: random.Random) -> bytes:
    """A content stream of 500 MB of zeros in half a megabyte."""
    packer, out = zlib.compressobj(9), bytearray()
    block = bytes(10_000_000)
    for _ in range(BOMB_BYTES // len(block)):
        out += packer.compress(block)
    out += packer.flush()
    return one_page(PAGE, {4: stream(bytes(out), b"/Filter/FlateDecode"), 5: FONT})


def nested_bomb(rng: random.Random) -> bytes:
    """The same, packed twice."""
    packed = zlib.compress(zlib.compress(bytes(200_000_000), 9), 9)
    filters = b"/Filter[/FlateDecode/FlateDecode]"
    return one_page(PAGE, {4: stream(packed, filters), 5: FONT})


def cyclic_tree(rng: random.Random) -> bytes:
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 3/Kids[3 0 R 4 0 R]/Parent 4 0 R>>",
        3: b"<</Type/Page/Parent 2 0 R%s>>" % BOX,
        4: b"<</Type/Pages/Count 2/Kids[2 0 R 3 0 R]/Parent 2 0 R>>",
    }
    return pdf(objects)


def recursive_form(rng: random.Random) -> bytes:
    """A form that draws itself, and a Type 3 font whose glyph shows text in that font."""
    page = BOX + b"/Contents 4 0 R/Resources<</Font<</F 5 0 R/T 7 0 R>>/XObject<</X 6 0 R>>>>"
    entries = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources 8 0 R"
    form = stream(b"/X Do /X Do BT /T 10 Tf (aa) Tj ET", entries)
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[0.001 0 0 0.001 0 0]/FirstChar 97"
        b"/LastChar 97/Widths[1000]/Encoding<</Differences[97/a]>>/CharProcs<</a 9 0 R>>/Resources 8 0 R>>"
    )
    glyph = stream(b"1000 0 d0 /X Do BT /T 10 Tf (aa) Tj ET")
    shared = b"<</Font<</T 7 0 R/F 5 0 R>>/XObject<</X 6 0 R>>>>"
    return one_page(page, {4: stream(b"/X Do " + WORDS), 5: FONT, 6: form, 7: font, 8: shared, 9: glyph})


def branching_forms(rng: random.Random) -> bytes:
    """Thirty forms, each drawing the next one twice: a thousand million drawings."""
    page = BOX + b"/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 10 0 R>>>>"
    more = {4: stream(b"/X Do " + WORDS), 5: FONT}
    for number in range(10, 40):
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (number + 1)
        more[number] = stream(b"/X Do /X Do", entries)
    more[40] = stream(b"0 0 1 1 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return one_page(page, more)


def cyclic_lengths(rng: random.Random) -> bytes:
    """A stream whose length is itself, and contents that refer to one another."""
    bad = b"<</Length 4 0 R>>\nstream\n%s\nendstream" % WORDS
    return one_page(PAGE.replace(b"4 0 R/Res", b"[4 0 R 6 0 R]/Res"), {4: bad, 5: FONT, 6: b"[6 0 R 4 0 R]"})


def wrong_table(rng: random.Random) -> bytes:
    """A cross-reference table whose every offset is wrong."""
    whole = one_page(PAGE, {4: stream(WORDS), 5: FONT})
    return whole.replace(b"%PDF-1.7\n", b"%PDF-1.7\n% moved\n").replace(b"startxref\n", b"startxref\n9")


def cyclic_cmap(rng: random.Random) -> bytes:
    """A ToUnicode that maps millions of codes, and uses itself."""
    space = b"1 begincodespacerange <00000000><ffffffff> endcodespacerange "
    ranges = space + b"1 beginbfrange <00000000><ffffffff><0000> endbfrange"
    cmap = stream(b"/CIDInit /ProcSet findresource begin begincmap " + ranges + b" endcmap end", b"/UseCMap 6 0 R")
    font = FONT.replace(b">>", b"/ToUnicode 6 0 R>>")
    return one_page(PAGE, {4: stream(WORDS), 5: font, 6: cmap})


MAKERS: dict[str, Callable[[random.Random], bytes]] = {
    "zero-bytes": lambda rng: b"",
    "not-a-pdf": lambda rng: "这不是一本杂志。\n".encode() * 200,
    "only-header": lambda rng: b"%PDF-1.7\n",
    "random-bytes": lambda rng: b"%PDF-1.4\n" + rng.randbytes(50_000),
    "no-pages": lambda rng: pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count 0/Kids[]>>"}),
    "count-lies": lambda rng: one_page(PAGE, {4: stream(WORDS), 5: FONT}).replace(b"/Count 1", b"/Count 999999999"),
    "many-pages": many_pages,
    "many-characters": many_characters,
    "box-huge": _boxed(b"0 0 1e30 1e30"),
    "box-nan": _boxed(b"nan nan nan nan"),
    "box-empty": _boxed(b"0 0 0 0"),
    "box-turned": _boxed(b"595 842 0 0"),
    "box-short": _boxed(b"0 0 595"),
    "box-negative": _boxed(b"-1e9 -1e9 -1e8 -1e8"),
    "wild-matrix": wild_matrix,
    "deep-tree": deep_tree,
    "deep-objects": deep_objects,
    "deep-states": deep_states,
    "bomb": bomb,
    "nested-bomb": nested_bomb,
    "cyclic-tree": cyclic_tree,
    "recursive-form": recursive_form,
    "branching-forms": branching_forms,
    "cyclic-lengths": cyclic_lengths,
    "wrong-table": wrong_table,
    "cyclic-cmap": cyclic_cmap,
}


def _damaged(whole: bytes, rng: random.Random) -> dict[str, bytes]:
    """A sound file cut off, and with bits turned."""
    found = {f"truncated-{share}": whole[: len(whole) * share // 100] for share in (10, 50, 90, 99)}
    for number, flips in enumerate((1, 10, 100, 1000)):
        bytes_ = bytearray(whole)
        for _ in range(flips):
            bytes_[rng.randrange(len(bytes_))] ^= 1 << rng.randrange(8)
        found[f"flipped-{number}"] = bytes(bytes_)
    found["hole"] = whole[: len(whole) // 3] + bytes(2000) + whole[len(whole) // 3 + 2000 :]
    return found


def hostile(folder: Path, seed: int = 0) -> list[Path]:
    """Writes all of them; a sound issue among them is what the damaged ones were made of."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(f"hostile {seed}")
    sound = folder / f"{typeset(make_design(seed, 'two', 8), folder)}.pdf"
    files = {name: make(rng) for name, make in MAKERS.items()} | _damaged(sound.read_bytes(), rng)
    for name, content in files.items():
        (folder / f"{name}.pdf").write_bytes(content)
    return [folder / f"{name}.pdf" for name in files]


if __name__ == "__main__":
    for path in hostile(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0):
        print(path)
