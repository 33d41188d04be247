"""The tokens of the built-in model and how text is cut into them.

A unigram model (Kudo, Subword Regularization, ACL 2018) over entries of our lexica, Chinese characters, numbers,
English words, phrases and stems, and the commonest Chinese words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from typing import Any

from index.words import Words, fold, lexicon

SPACE = "▁"  # before an English word, as SentencePiece marks it
HAN = re.compile(r"[\u3400-\u9fff]+\Z")
ENGLISH = re.compile(r"[a-z0-9&.'+/ -]+\Z")
LATIN_IN = re.compile(r"[a-z][a-z0-9+.&-]+")
LONGEST = 4  # characters of an entry that no dictionary knows as a word; longer ones are cut
SUFFIXES = (
    "s", "es", "ed", "ing", "d", "er", "ers", "ly", "'s", "n", "ies", "ied", "r", "st", "al", "ion", "ment", "ness",
)  # fmt: skip
# Logarithms of likelihood: what is cut follows from their differences alone.
PHRASE, PER_SPACE, STEM, LATIN_INSIDE = -10.0, -1.5, -11.5, -13.0
SUFFIX, NUMBER, SIGN, ALONE = -11.0, -9.0, -14.0, -2.0
COMMONEST = 10_000  # Chinese words that are tokens whether our lexica have them or not
RARE = 3  # the count that a word without one gets
NUMBERS = (*range(10, 1000), *range(1900, 2051))


def renderings() -> dict[str, tuple[str, ...]]:
    """English entries with their Chinese renderings."""
    entries = (line.split("\t") for line in lexicon("en-zh.tsv"))
    return {entry[0]: tuple(map(fold, entry[1].split())) for entry in entries if len(entry) == 2}


def rendered() -> dict[str, tuple[str, ...]]:
    """English tokens, whole words and stems, with the Chinese renderings of what they stand for."""
    entries = renderings()
    meant = {english(entry): found for entry, found in entries.items()}
    return {stem: meant[entry] for stem, entry in stem_tokens(entries).items() if entry in meant} | meant


def synonyms() -> list[tuple[str, ...]]:
    """Sets of words for the same thing."""
    return [tuple(map(fold, line.split())) for line in lexicon("synonyms.txt")]


def english(entry: str) -> str:
    """An English entry as a token."""
    return SPACE + re.sub("[ -]", SPACE, entry)


def stem_tokens(entries: Iterable[str]) -> dict[str, str]:
    """Stems that endings are put to (compan-ies, mak-ing, plann-ed), with the token each stands for."""
    entries = set(entries)
    found: dict[str, str] = {}
    for entry in sorted(entries):
        for stem in _stems(entry) if re.fullmatch(r"[a-z]{3,}", entry) else ():
            if stem not in entries:
                found.setdefault(SPACE + stem, SPACE + entry)
    return found


def _stems(word: str) -> Iterator[str]:
    if word[-1] in "ye" and len(word) > 3:
        yield word[:-1]
    if len(word) <= 5 and re.search(r"[^aeiou][aeiou][^aeiouwxy]$", word):
        yield word + word[-1]


class Likelihood:
    """How likely a Chinese word is, by the counts of jieba's dictionary."""

    def __init__(self, words: Words) -> None:
        self._counts = words.counts
        self._total = sum(self._counts.values())

    def __call__(self, word: str) -> float:
        """The logarithm of its share of all that was counted."""
        return math.log(max(self._counts.get(word, 0), RARE) / self._total)

    def commonest(self, count: int) -> set[str]:
        """The words of two to four characters counted most."""
        fit = [word for word in self._counts if 1 < len(word) <= LONGEST and HAN.match(word)]
        return set(sorted(fit, key=lambda word: (-self._counts[word], word))[:count])

    def known(self, word: str) -> bool:
        """Whether the dictionary has it."""
        return self._counts.get(word, 0) > 0


def build(words: Words) -> Any:
    """The tokenizer of the model that ships."""
    likely = Likelihood(words)
    english_entries = renderings()
    chinese = {entry for entries in (*english_entries.values(), *synonyms()) for entry in entries}
    chinese |= {fold(line.split()[0]) for line in lexicon("terms.txt")}
    chinese |= likely.commonest(COMMONEST)
    scores = {w: likely(w) for w in chinese if HAN.match(w) and (len(w) <= LONGEST or likely.known(w))}
    characters = {char for word in scores for char in word} | set(_common_characters())
    scores |= {char: likely(char) + ALONE for char in characters}
    scores |= _latin(english_entries, chinese)
    return tokenizer(scores)


def _common_characters() -> Iterator[str]:
    """The 6,763 characters of GB 2312."""
    for row in range(0xB0, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes([row, cell]).decode("gb2312")
            except UnicodeDecodeError:
                continue


def _latin(entries: Iterable[str], chinese: Iterable[str]) -> dict[str, float]:
    whole = {english(entry) for entry in entries if ENGLISH.match(entry)}
    inside = {found for entry in chinese for found in LATIN_IN.findall(entry)}
    whole |= {SPACE + found for found in inside}
    scores = {token: PHRASE + PER_SPACE * (token.count(SPACE) - 1) for token in whole}
    scores |= {token: STEM for token in stem_tokens(entries) if token not in scores}
    scores |= {found: LATIN_INSIDE for found in inside if len(found) <= 6}
    scores |= {str(number): NUMBER for number in NUMBERS}
    scores |= dict.fromkeys(SUFFIXES, SUFFIX)
    return dict.fromkeys(f"abcdefghijklmnopqrstuvwxyz0123456789{SPACE}%.,-+", SIGN) | scores


def tokenizer(scores: dict[str, float]) -> Any:
    """A tokenizer of those tokens; the first one stands for whatever is unknown."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

    told = [(token, round(score, 4)) for token, score in sorted(scores.items())]
    made = Tokenizer(models.Unigram([("[UNK]", 0.0), *told], unk_id=0))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    border = r"(?<=[\u3400-\u9fff])(?=[^\u3400-\u9fff])|(?<=[^\u3400-\u9fff])(?=[\u3400-\u9fff])"
    made.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"[^\w\s%+&.'’/-]"), "removed"),
            pre_tokenizers.Split(Regex(border), "isolated"),
            pre_tokenizers.Metaspace(prepend_scheme="always", split=False),
        ]
    )
    return made
