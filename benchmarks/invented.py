"""Issues of an invented magazine, as many as a benchmark needs: `python benchmarks/invented.py FOLDER COUNT`.

The sentences are those of our digests and training texts, with other numbers, names and words in them. The words come
from jieba's dictionary, each as often as it is counted there, so that the vocabulary grows with the text as it does in
print. Issue N is the same in every run. None of it is true.
"""

from __future__ import annotations

import bisect
import itertools
import json
import logging
import random
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from common import ROOT

from index import sentences
from ingest import reader

MAGAZINE = "海湾科技"
FIRST_YEAR, YEARLY = 1940, 12  # issues: the thousandth is of 2023
PAGES = 60
LINE = 24  # characters
ARTICLE = (3, 4, 5, 6)  # pages
SECTIONS = ("专题", "访谈", "观察", "产业", "人物", "探索")
SLOTS = ("n", "nz", "ns", "nt", "v", "vn", "a", "nr")  # parts of speech whose words give way to others
SWAPPED = 0.25  # of their words
SURNAMES = "沈陆韩顾程乔贺邱韦费纪冉柏钟梅滕尹苗祝虞"
GIVEN = "岚遥松舟明雨兰平川山实庚青梧澄渡远珂砚棠穗汐亭越"
BODIES = ("大学", "研究院", "出版社", "科技馆", "规划院")
NUMBER = re.compile(r"\d+(?:\.\d+)?")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
UNIT = re.compile(r"[!-~]+|[^!-~]")
HANGS = "，。；：、！？”》）■"  # marks that no line begins with

Template = list[tuple[str, str]]  # words with their part of speech; none for what stays


class Press:
    """Writes issues and passages from templates."""

    @cached_property
    def _jieba(self) -> Any:
        import jieba

        jieba.setLogLevel(logging.WARNING)
        return jieba.Tokenizer()

    @cached_property
    def _tags(self) -> dict[str, str]:
        """The part of speech of each word of the dictionary that can give way to another."""
        with self._jieba.get_dict_file() as lines:
            rows = (line.decode().split() for line in lines)
            return {word: tag for word, _, tag in rows if tag in SLOTS and len(word) > 1}

    @cached_property
    def _pools(self) -> dict[tuple[str, int], tuple[list[str], list[int]]]:
        """Words by part of speech and length, with their summed counts."""
        self._jieba.initialize()
        pools: dict[tuple[str, int], list[str]] = {}
        for word, tag in self._tags.items():
            pools.setdefault((tag, len(word)), []).append(word)
        counted = self._jieba.FREQ
        return {key: (words, _summed(counted[word] for word in words)) for key, words in pools.items()}

    @cached_property
    def templates(self) -> list[Template]:
        """The sentences to write from, cut into words."""
        cut = self._jieba.cut
        return [[(word, self._tags.get(word, "")) for word in cut(text, HMM=False)] for text in dict.fromkeys(_own())]

    def sentence(self, chance: random.Random, year: int) -> str:
        """A sentence as of a year."""
        template = chance.choice(self.templates)
        written = "".join(self._other(word, tag, chance) if tag else word for word, tag in template)
        return NUMBER.sub(lambda number: _number(number[0], chance, year), written)

    def _other(self, word: str, tag: str, chance: random.Random) -> str:
        """A word, or another of its kind and length in its place."""
        return word if chance.random() > SWAPPED else self._word(tag, chance, len(word))

    def passages(self, count: int, size: int = 200, seed: int = 0) -> Iterator[str]:
        """Texts of whole sentences, each of so many characters at the least."""
        chance = random.Random(f"passages {seed}")
        for _ in range(count):
            yield _filled(lambda: self.sentence(chance, chance.randint(1950, 2029)), size)

    def issue(self, number: int, size: int = PAGES) -> str:
        """The text of an issue, from 0, of so many pages, each closed by its running head."""
        chance = random.Random(f"issue {number}")
        year, of_year = FIRST_YEAR + number // YEARLY, number % YEARLY + 1
        pages: list[str] = []
        while len(pages) < size:
            section, many = chance.choice(SECTIONS), min(chance.choice(ARTICLE), size - len(pages))
            for lines in self._article(chance, year, many):
                head = f"{MAGAZINE} {year}年第{of_year}期 {section} {len(pages) + 1}"
                pages.append("\n\n".join([*lines, head]))
        return "\n ".join(["", *pages])[1:] + "\n"

    def _article(self, chance: random.Random, year: int, pages: int) -> Iterator[list[str]]:
        """The lines of each page of an article."""
        opening = [self.title(chance, 3), _byline(chance, self._word("ns", chance))]
        for page in range(pages):
            text = [_filled(lambda: self.sentence(chance, year), chance.randint(100, 250)) for _ in range(5)]
            text[-1] += "■" if page == pages - 1 else ""
            between = [] if not page else [self.title(chance, 2)]
            yield [*opening, *_wrapped(text[0]), *between, *itertools.chain(*map(_wrapped, text[1:]))]
            opening = []

    def title(self, chance: random.Random, words: int) -> str:
        """A title or a heading: a place, and nouns of two characters."""
        nouns = [self._word("n", chance) for _ in range(words)]
        return f"{self._word('ns', chance)}{nouns[0]}与{''.join(nouns[1:])}的{self._word('vn', chance)}"

    def _word(self, tag: str, chance: random.Random, size: int = 2) -> str:
        """A word of a kind, the likelier the oftener it is counted."""
        words, summed = self._pools[tag, size]
        return words[bisect.bisect(summed, chance.random() * summed[-1])]


def _own() -> Iterator[str]:
    """The sentences of the digests and of the training texts, in Chinese."""
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        texts = [block.text for article in reader.read(path).articles for block in article.blocks]
        yield from _sentences(texts)
    for path in sorted((ROOT / "index/training").glob("*.jsonl")):
        yield from _sentences([json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()])


def _sentences(texts: list[str]) -> Iterator[str]:
    for text in texts:
        found = (text[start:end] for start, end in sentences.split(text))
        yield from (each for each in found if each.endswith("。") and 12 <= len(each) <= 120 and "摘编自" not in each)


def _summed(counts: Iterator[int]) -> list[int]:
    return list(itertools.accumulate(max(count, 1) for count in counts))


def _filled(write: Callable[[], str], size: int) -> str:
    text = write()
    while len(text) < size:
        text += write()
    return text


def _number(printed: str, chance: random.Random, year: int) -> str:
    """Another number of as many digits; of a year one near that of the issue."""
    if YEAR.fullmatch(printed):
        return str(year - chance.randint(0, 6))
    digits = (str(chance.randint(0, 9)) if digit.isdigit() else digit for digit in printed[1:])
    return "".join([str(chance.randint(1, 9)), *digits])


def _byline(chance: random.Random, place: str) -> str:
    names = [chance.choice(SURNAMES) + chance.choice(GIVEN) for _ in range(chance.randint(1, 3))]
    return f"□ 文 ／ {' '.join(names)} {place}{chance.choice(BODIES)}"


def _wrapped(text: str) -> list[str]:
    """The printed lines of a paragraph; words in Latin letters and numbers are not broken."""
    lines, line = [], ""
    for unit in UNIT.findall(text):
        if len(line) + len(unit) > LINE and unit not in HANGS:
            lines.append(line)
            line = ""
        line += unit
    return [*lines, line]


@cache
def press() -> Press:
    """The press, which takes a few seconds to set up."""
    return Press()


def write(folder: Path, count: int, first: int = 0) -> list[Path]:
    """The files of so many issues in a folder; those that are there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"haiwan-{number:04d}.txt" for number in range(first, first + count)]
    for number, path in enumerate(paths, first):
        if not path.exists():
            path.write_text(press().issue(number), "utf-8")
    return paths


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
