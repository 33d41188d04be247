"""Characters: the one normalisation that a text goes through before offsets exist, and measures of it."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

CACHED = 1 << 14  # lines of text whose measures are remembered: more than an issue has
HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
WIDE = HAN + r"\u3000-\u303f\uff00-\uffef\u2018-\u201d\u2014\u2026\u00b7"
# what is not seen, moves a cursor, turns the direction of a line, or is no character at all
DROPPED = re.compile(
    r"[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffd\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]"
)
STACKED = re.compile(r"[^\w\s]{31,}")
MARKS = 30  # on one letter: no script has more, and to put thousands in order takes the square of their number
PRIVATE = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010ffff]")
GLYPH = "\u2bc0"  # stands in for a private-use glyph until a block is built: most are bullets and end marks
SPACES = re.compile(r"[ \t\u00a0\u2002-\u200a\u202f\u205f\u3000]+")
SPACE_AT_WIDE = re.compile(rf"(?<=[{WIDE}]) | (?=[{WIDE}])")
LETTER_SPACED = re.compile(rf"(?<![{HAN}])([{HAN}])((?: [{HAN}])+)(?![{HAN}])")
FOLDED = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]+")
# radicals that NFKC leaves as they are or takes for traditional characters, where a font names its glyphs by them
RADICALS = str.maketrans(
    "⼾⺎⺒⺜⺝⺟⺠⺧⺩⺬⺶⺻⺼⺽⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻬⻮⻯⻰⻲⻳",
    "户兀巳日月母民牛王示羊聿肉臼虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄黾齐齿竜龙亀龟",
)
WIDE_CHAR = re.compile("[\u2000-\U0010ffff]")
HAN_CHAR = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0010ffff]")
NARROW_CHAR = 0.55
TERMINAL = "。！？!?；;"
CLOSERS = "”’」』）)》】〕\"'"
AFTER_END = CLOSERS + " "
ENDS = tuple(TERMINAL)
LATIN_END = re.compile(rf"(?=.*[a-z]{{2}})[^{HAN}]*[A-Za-z\d%)\]”’\"']\.")  # of a sentence, not of a number: 1.


def normalise(text: str) -> str:
    """Fold one line: radicals and full-width letters to plain ones, decoration out, white space to one space.

    Chinese punctuation stays as printed, since passages are shown to people; search folds it later.
    """
    text = STACKED.sub(_few_marks, PRIVATE.sub(GLYPH, DROPPED.sub("", text)))
    if not text.isascii():
        text = FOLDED.sub(lambda match: unicodedata.normalize("NFKC", match[0].translate(RADICALS)), text)
    return SPACES.sub(" ", text).strip()


def _few_marks(match: re.Match[str]) -> str:
    """A run of signs without the marks that stand on a letter already crowded."""
    kept, marks = "", 0
    for char in match[0]:
        marks = marks + 1 if unicodedata.combining(char) else 0
        kept += char if marks <= MARKS else ""
    return kept


def close_up(text: str) -> str:
    """Take out the spaces that justification put beside Chinese characters."""
    return SPACE_AT_WIDE.sub("", text)


def unspace(text: str) -> str:
    """Join letter-spaced words (启 示, 吴 飞) and leave the spaces between words."""
    return LETTER_SPACED.sub(lambda match: match[0].replace(" ", ""), text)


@lru_cache(CACHED)
def width(text: str) -> float:
    """Width of a line in Chinese characters: Latin letters and digits count a little over half."""
    slim = narrow(text)
    return len(text) - slim + NARROW_CHAR * slim


@lru_cache(CACHED)
def narrow(text: str) -> int:
    """How many characters are no wider than a Latin one."""
    return len(text) - len(WIDE_CHAR.findall(text))


@lru_cache(CACHED)
def ends_sentence(text: str) -> bool:
    """Whether a sentence ends where the text ends, closing quotes and brackets aside."""
    return text.rstrip(AFTER_END).endswith(ENDS) or text.endswith("……") or LATIN_END.fullmatch(text) is not None


def is_han(char: str) -> bool:
    """Whether a character is a Chinese one."""
    return "\u3400" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"


@lru_cache(CACHED)
def han_share(text: str) -> float:
    """Share of Chinese characters among all but the spaces; 0 for an empty text."""
    solid = text.replace(" ", "")
    return len(HAN_CHAR.findall(solid)) / len(solid) if solid else 0.0
