"""A damaged PDF made whole enough to be read: saved anew by pdfium, or given a new table of its objects."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pypdfium2

OBJECT = re.compile(rb"(?<![0-9])([1-9][0-9]{0,7}) ([0-9]{1,5}) obj\b")
CATALOGUE = re.compile(rb"/Type\s*/Catalog\b")
PAGE = re.compile(rb"/Type\s*/Page\b")
LOCK = re.compile(rb"/Encrypt\s+\d+\s+\d+\s+R|/ID\s*\[[^\]]{0,400}\]")
HEAD = 1 << 16  # bytes of an object that are looked at for its type


def saved_anew(path: Path, password: str) -> io.BytesIO:
    """The file as pdfium understands it."""
    document = pypdfium2.PdfDocument(path, password=password or None)
    try:
        out = io.BytesIO()
        document.save(out)
        return out
    finally:
        document.close()


def retabled(path: Path, password: str) -> io.BytesIO:
    """The file with a new cross-reference table, made from the objects that stand in it."""
    data = path.read_bytes()
    places = {int(match[1]): match.start() for match in OBJECT.finditer(data)}
    roots = [number for number, start in places.items() if CATALOGUE.search(_body(data, start))]
    if not roots:
        data, places, roots = _with_root(data, places)
    return io.BytesIO(data + _table(data, places, roots[-1]))


def _body(data: bytes, start: int) -> bytes:
    end = data.find(b"endobj", start, start + HEAD)
    body = data[start : end if end >= 0 else start + HEAD]
    return body.partition(b"stream")[0]


def _with_root(data: bytes, places: dict[int, int]) -> tuple[bytes, dict[int, int], list[int]]:
    """With a catalogue of all its page objects, in the order of the file."""
    pages = sorted(start for start in places.values() if PAGE.search(_body(data, start)))
    numbers = {start: number for number, start in places.items()}
    kids = b" ".join(b"%d 0 R" % numbers[start] for start in pages)
    root = max(places, default=0) + 1
    first = b"\n%d 0 obj\n<</Type/Catalog/Pages %d 0 R>>\nendobj\n" % (root, root + 1)
    second = b"%d 0 obj\n<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n" % (root + 1, len(pages), kids)
    added = {root: len(data) + 1, root + 1: len(data) + len(first)}
    return data + first + second, places | added, [root]


def _table(data: bytes, places: dict[int, int], root: int) -> bytes:
    rows = [b"\nxref\n0 1\n0000000000 65535 f \n"]
    rows += [b"%d 1\n%010d 00000 n \n" % (number, start) for number, start in sorted(places.items())]
    lock = b"".join({match[0].split()[0]: match[0] for match in LOCK.finditer(data)}.values())
    rows.append(b"trailer\n<</Size %d/Root %d 0 R%s>>\n" % (max(places) + 1, root, lock))
    return b"".join(rows) + b"startxref\n%d\n%%%%EOF\n" % (len(data) + 1)
