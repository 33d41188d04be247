"""Bytes become text: UTF-8, UTF-16 and GB18030 are told apart, anything else is refused."""

from __future__ import annotations

import codecs
import re
import unicodedata

from ingest.errors import EmptySource, NotText

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
MAX_CONTROL_SHARE = 0.002  # a text has next to none; a binary file read as GB18030 is full of them
MIN_COMMON_SHARE = 0.7


def decode(data: bytes, name: str) -> str:
    """Decode a text file.

    Raises EmptySource where nothing but white space is in it, NotText where no encoding makes sense of it.
    """
    if not data.strip(b"\x00 \t\r\n\x0c\xef\xbb\xbf\xff\xfe"):
        raise EmptySource(f"{name}: the file is empty; give the text of an issue")
    for encoding in _candidates(data):
        text = _try(data, encoding)
        if text is not None and _is_text(text):
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise NotText(f"{name}: not a text in UTF-8, UTF-16 or GB18030 (a binary file?); save it as UTF-8")


def _candidates(data: bytes) -> list[str]:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return [encoding]
    if b"\x00" in data[:4096]:
        even, odd = data[:4096:2].count(0), data[1:4096:2].count(0)
        return ["utf-16-le"] if odd > even else ["utf-16-be"]
    return ["utf-8", "gb18030", "utf-16-le", "utf-16-be"]


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_text(text: str) -> bool:
    sample = text[:20_000]
    if len(CONTROL.findall(sample)) > MAX_CONTROL_SHARE * len(sample):
        return False
    return sum(map(_is_common, sample)) >= MIN_COMMON_SHARE * len(sample)


def _is_common(char: str) -> bool:
    return char < "\u0250" or "\u2000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef" or _is_letter(char)


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM" and not "\ue000" <= char <= "\uf8ff"
