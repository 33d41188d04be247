"""Characters: the one normalisation that a text goes through before offsets exist, and measures of it."""

from __future__ import annotations

import re
import unicodedata

HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
WIDE = HAN + r"\u3000-\u303f\uff00-\uffef\u2018-\u201d\u2014\u2026\u00b7"
DROPPED = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffd\x00-\x08\x0b-\x1f\x7f]")
PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")
GLYPH = "\u2bc0"  # stands in for a private-use glyph until a block is built: most are bullets and end marks
SPACES = re.compile(r"[ \t\u00a0\u2002-\u200a\u202f\u205f\u3000]+")
SPACE_AT_WIDE = re.compile(rf"(?<=[{WIDE}]) | (?=[{WIDE}])")
LETTER_SPACED = re.compile(rf"(?<![{HAN}])([{HAN}])((?: [{HAN}])+)(?![{HAN}])")
NARROW_CHAR = 0.55
TERMINAL = "。！？!?；;"
CLOSERS = "”’」』）)》】〕\"'"


def normalise(text: str) -> str:
    """Fold one line: radicals and full-width letters to plain ones, decoration out, white space to one space.

    Chinese punctuation stays as printed, since passages are shown to people; search folds it later.
    """
    text = PRIVATE.sub(GLYPH, DROPPED.sub("", text))
    if not text.isascii():
        text = "".join(map(_fold, text))
    return SPACES.sub(" ", text).strip()


def _fold(char: str) -> str:
    code = ord(char)
    compatible = 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0xFB00 <= code <= 0xFB06
    letter = 0xFF10 <= code <= 0xFF19 or 0xFF21 <= code <= 0xFF3A or 0xFF41 <= code <= 0xFF5A
    return unicodedata.normalize("NFKC", char) if compatible or letter else char


def close_up(text: str) -> str:
    """Take out the spaces that justification put beside Chinese characters."""
    return SPACE_AT_WIDE.sub("", text)


def unspace(text: str) -> str:
    """Join letter-spaced words (启 示, 吴 飞) and leave the spaces between words."""
    return LETTER_SPACED.sub(lambda match: match[0].replace(" ", ""), text)


def width(text: str) -> float:
    """Width of a line in Chinese characters: Latin letters and digits count a little over half."""
    return sum(NARROW_CHAR if char < "\u2000" else 1.0 for char in text)


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends where the text ends, closing quotes and brackets aside."""
    return text.rstrip(CLOSERS + " ")[-1:] in tuple(TERMINAL) or text.endswith("……")


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"


def han_share(text: str) -> float:
    """Share of Chinese characters among all but the spaces; 0 for an empty text."""
    solid = text.replace(" ", "")
    return sum(map(is_han, solid)) / len(solid) if solid else 0.0
