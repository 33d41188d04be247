from __future__ import annotations

import codecs
import random
from pathlib import Path

import pytest
from torn import GARDEN

from ingest.errors import EmptySource, NotText, SourceError
from ingest.reader import read
from ingest.text.decode import decode

TEXT = f"植物园手记\n\n{GARDEN}\n"

ENCODED = {
    "utf-8": TEXT.encode(),
    "utf-8 with BOM": codecs.BOM_UTF8 + TEXT.encode(),
    "gb18030": TEXT.encode("gb18030"),
    "utf-16 le with BOM": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "utf-16 be with BOM": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "utf-16 le": TEXT.encode("utf-16-le"),
    "utf-16 be": TEXT.encode("utf-16-be"),
}
BINARY = {
    "all bytes": bytes(range(256)) * 40,
    "picture": b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(5000),
    "noise": random.Random(2).randbytes(3000),
    "program": b"\x7fELF\x02\x01\x01" + b"\x00" * 60 + random.Random(3).randbytes(2000),
}


@pytest.mark.parametrize("name", ENCODED)
def test_encodings(name: str) -> None:
    assert decode(ENCODED[name], "a.txt") == TEXT


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_newlines(newline: str) -> None:
    assert decode(TEXT.replace("\n", newline).encode(), "a.txt") == TEXT


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\u3000\n".encode()])
def test_nothing_in_it(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "空.txt"
    path.write_bytes(data)
    with pytest.raises(EmptySource, match=r"空\.txt"):
        read(path)


@pytest.mark.parametrize("name", BINARY)
def test_binary_named_txt(name: str) -> None:
    with pytest.raises(NotText, match=r"photo\.txt.*UTF-8"):
        decode(BINARY[name], "photo.txt")


def test_truncated_utf8_is_no_other_encoding() -> None:
    with pytest.raises(NotText):
        decode(b"\xef\xbb\xbf" + TEXT.encode()[:-2] + b"\xff\xfe\xfa", "cut.txt")


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_what_cannot_be_opened_says_so(name: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="check the path"):
        read(tmp_path / name)


def test_a_pdf_named_txt(tmp_path: Path) -> None:
    path = tmp_path / "issue.txt"
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n")
    with pytest.raises(SourceError, match=r"issue\.txt"):
        read(path)


def test_the_same_text_in_any_encoding_reads_the_same(tmp_path: Path) -> None:
    read_texts = set()
    for data in ENCODED.values():
        (tmp_path / "a.txt").write_bytes(data)
        read_texts.add("".join(block.text for a in read(tmp_path / "a.txt").articles for block in a.blocks))
    assert len(read_texts) == 1
