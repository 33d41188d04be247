"""PDFs written by hand: small, sound or broken in one way."""

from __future__ import annotations

import zlib
from hashlib import md5

BOX = b"/MediaBox[0 0 595 842]"
FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
RESOURCES = b"/Resources<</Font<</F 3 0 R>>>>"
WORDS = b"BT /F 10 Tf 50 700 Td (words that are there) Tj ET"


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (entries, len(data), data)


def packed(data: bytes) -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter/FlateDecode")


def pdf(objects: dict[int, bytes]) -> bytes:
    """These objects, of which 1 is the catalogue, and a right table of them."""
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(out), max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n"
    return bytes(out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start))


def pages(contents: list[bytes], boxes: dict[int, bytes] | None = None, font: bytes = FONT) -> bytes:
    """A page of each content stream, given as an object; `boxes` are other media boxes, by page from 0."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R>>", 3: font}
    kids = b" ".join(b"%d 0 R" % (10 + 2 * index) for index in range(len(contents)))
    objects[2] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(contents), kids)
    for index, content in enumerate(contents):
        box = (boxes or {}).get(index, BOX)
        objects[11 + 2 * index] = content
        objects[10 + 2 * index] = b"<</Type/Page/Parent 2 0 R%s%s/Contents %d 0 R>>" % (
            box,
            RESOURCES,
            11 + 2 * index,
        )
    return pdf(objects)


def empty_pages(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    top = {1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids)}
    return pdf(top | dict.fromkeys(range(3, count + 3), b"<</Type/Page/Parent 2 0 R%s>>" % BOX))


def branching_forms(depth: int = 30) -> bytes:
    """Forms that each draw the next one twice: a page that never ends."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
        4: b"<</Type/Page/Parent 2 0 R%s/Contents 5 0 R/Resources<</XObject<</X 10 0 R>>>>>>" % BOX,
        5: stream(b"/X Do"),
        10 + depth: stream(b"0 0 1 1 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"),
    }
    for number in range(10, 10 + depth):
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>" % (number + 1)
        objects[number] = stream(b"/X Do /X Do", entries)
    return pdf(objects)


# ---- locked: revision 2 of the standard security handler

PAD = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")
IDENT = bytes(range(16))
ALLOWED = b"\xfc\xff\xff\xff"


def rc4(key: bytes, data: bytes) -> bytes:
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def locked(password: str) -> bytes:
    """A page of words that asks for this password; an empty one opens by itself."""
    padded = (password.encode() + PAD)[:32]
    owner = rc4(md5(b"owner" + PAD[:27]).digest()[:5], padded)
    key = md5(padded + owner + ALLOWED + IDENT).digest()[:5]
    user = rc4(key, PAD)
    words = rc4(md5(key + (11).to_bytes(3, "little") + b"\0\0").digest()[:10], WORDS)
    lock = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (owner.hex().encode(), user.hex().encode())
    ident = IDENT.hex().encode()
    whole = pages([stream(words)])
    return whole.replace(b"trailer\n<<", b"trailer\n<</Encrypt %s/ID[<%s><%s>]" % (lock, ident, ident))


# ---- pictures


def scan(grey: bytes, width: int, height: int, box: tuple[int, int] = (595, 842), over: bytes = b"") -> bytes:
    """A page that is a grey picture, and perhaps has some text besides."""
    entries = b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8"
    picture = stream(zlib.compress(grey), entries % (width, height) + b"/Filter/FlateDecode")
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 5 0 R/Resources<<%s>>>>"
    used = b"/Font<</F 3 0 R>>/XObject<</I 6 0 R>>"
    return pdf(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Count 1/Kids[4 0 R]>>",
            3: FONT,
            4: page % (*box, used),
            5: stream(b"q %d 0 0 %d 0 0 cm /I Do Q %s" % (*box, over)),
            6: picture,
        }
    )
