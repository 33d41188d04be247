"""Sets running text in lines of a column as a typesetter would: what may begin and end a line, hyphens."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass, field

NO_START = set("，。、；：？！）》”’】〕…·％%◆●—∶")  # may not begin a line
NO_END = set("（《“‘【〔")  # may not end one
HANGING = "，。、；：？！）》”"  # may be squeezed in at the end of one
WIDE_SIGNS = "“”‘’…—·◆●│"
NARROW_COLUMN = 16
LATIN = re.compile(r"[A-Za-z0-9.,%/+:~&\-\[\]()]+")


def cells(text: str) -> int:
    """Width in half characters."""
    return sum(_cells(char) for char in text if char != "~")


def _cells(char: str) -> int:
    return 1 if unicodedata.east_asian_width(char) in ("Na", "H", "N") and char not in WIDE_SIGNS else 2


# ---- typesetting


@dataclass
class Cluster:
    """Characters that a typesetter never parts; `soft`: a hyphen is shown if the line ends behind them."""

    start: int
    end: int
    soft: bool = False


def clusters(text: str) -> list[Cluster]:
    glued: list[Cluster] = []
    for token in _tokens(text):
        bound = text[token.start] in NO_START or (glued and text[glued[-1].end - 1] in NO_END)
        if glued and not glued[-1].soft and bound:
            glued[-1].end, glued[-1].soft = token.end, token.soft
        else:
            glued.append(token)
    return glued


def _tokens(text: str) -> list[Cluster]:
    tokens: list[Cluster] = []
    at = 0
    while at < len(text):
        match = LATIN.match(text, at)
        if match:
            tokens += _syllables(match[0], at)
            at = match.end()
        else:
            size = 2 if text[at : at + 2] in ("——", "……") else 1
            tokens.append(Cluster(at, at + size))
            at += size
    return tokens


def _syllables(run: str, at: int) -> list[Cluster]:
    parts, start = [], 0
    for index, char in enumerate(run):
        hyphen = char == "-" and 0 < index < len(run) - 1 and run[index - 1].isalpha() and run[index + 1].isalpha()
        if char == "~" or hyphen:
            parts.append(Cluster(at + start, at + index + 1, char == "~"))
            start = index + 1
    if start < len(run):
        parts.append(Cluster(at + start, at + len(run)))
    return parts


@dataclass
class Typesetter:
    """Breaks a paragraph into visual lines, with the spaces that a justified column leaves in torn text."""

    text: str
    columns: int
    indent: int
    rng: random.Random
    lines: list[tuple[str, int]] = field(default_factory=list)  # visual text, where it ends in the source
    line: list[Cluster] = field(default_factory=list)

    def run(self) -> list[tuple[str, int]]:
        self.limit, self.used = 2 * (self.columns - self.indent), 0
        found = clusters(self.text)
        for index, cluster in enumerate(found):
            if self._overflows(cluster, last=index == len(found) - 1):
                self._flush(soft=self.line[-1].soft)
            if self.line or self.text[cluster.start : cluster.end] != " ":
                self.line.append(cluster)
                self.used += cells(self.text[cluster.start : cluster.end])
        if self.line:
            self._flush(last=True)
        return self.lines

    def _overflows(self, cluster: Cluster, last: bool) -> bool:
        if not self.line:
            return False
        hyphen = 1 if cluster.soft and not last else 0
        over = self.used + cells(self.text[cluster.start : cluster.end]) + hyphen - self.limit
        whole = self.text[self.line[0].start : cluster.end]
        squeezable = sum(char in NO_START and _cells(char) == 2 for char in whole) >= 3
        hangs = self.text[cluster.end - 1] in HANGING and over <= 2 and squeezable
        return over > 0 and not hangs

    def _flush(self, last: bool = False, soft: bool = False) -> None:
        end = self.line[-1].end
        text = self.text[self.line[0].start : end].replace("~", "").strip() + ("-" if soft else "")
        self.lines.append((text if last else self._justify(text), end))
        self.line, self.used, self.limit = [], 0, 2 * self.columns

    def _justify(self, text: str) -> str:
        gap = self.limit - cells(text)
        if self.columns <= NARROW_COLUMN and gap >= 3 and not re.search(r"[A-Za-z]", text):
            return " ".join(re.findall(r"[0-9.%\-]+|.", text))
        if gap >= 1 and self.rng.random() < 0.35:
            return re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)", " ", text, count=1)
        return text


# ---- an issue
