"""Whether quotations prove what is said: its figures, dates, names, bodies and documents stand in them.

Compared is the normal form: NFKC, simplified characters, lower case, white space out, figures and dates as `values`
reads them. A name in Latin letters is proved by itself, by a rendering of the lexicon, or by Chinese characters that
it spells in pinyin. And a claim must speak of what its quotations speak of: half of its Chinese characters
stand in them, or two in five of its English words have a rendering that shares a character with them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index import periods
from index.pinyin import LONGEST, Names
from index.query import PHRASE
from index.words import HAN_RUN, Words, fold
from qa import names, values
from qa.names import Latin
from qa.types import INTERRUPTED, Citation

BRACKETS = str.maketrans("〔〕[]【】", "()()()")
SPACE = re.compile(r"\s+")
HAN_SHARE, ENGLISH_SHARE = 0.5, 0.4
ENGLISH_WORD = re.compile(r"[a-z]{3,}(?:-[a-z]+)*")
# What the lexicon, made for questions, renders by longer words than names are made of.
IN_NAMES = {
    "rmb": "元",
    "cny": "元",
    "yuan": "元",
    "lake": "湖",
    "river": "江河",
    "mountain": "山",
    "bay": "湾",
    "sea": "海",
}
IN_NAMES |= {
    "city": "市",
    "district": "区",
    "county": "县",
    "town": "镇",
    "village": "村",
    "street": "街路",
    "road": "路",
}
IN_NAMES |= {
    "island": "岛",
    "valley": "谷",
    "bridge": "桥",
    "station": "站",
    "port": "港",
    "tower": "塔楼",
    "temple": "寺庙",
}
IN_NAMES |= {"province": "省", "park": "园", "new": "新", "area": "区", "zone": "区"}
GRAMMAR = frozenset("的了是在有和与及为由于对中上下个其这那也都而并将被把从到以之等共该")


def solid(text: str) -> str:
    """A text in normal form without white space, brackets of one kind."""
    return SPACE.sub("", fold(text)).translate(BRACKETS)


@dataclass(frozen=True)
class Source:
    """Quotations together, as proof: their words, and the names in the place that each citation tells."""

    citations: tuple[Citation, ...]

    @cached_property
    def text(self) -> str:
        """The quotations in normal form, a line each."""
        return "\n".join(solid(_joined(citation)) for citation in self.citations)

    @cached_property
    def named(self) -> str:
        """The quotations, and the issue, article and authors that are shown beside them."""
        places = (f"{c.passage.issue}\n{c.passage.article}\n{'、'.join(c.passage.authors)}" for c in self.citations)
        return "\n".join([self.text, *map(solid, places)])

    @cached_property
    def words(self) -> str:
        """The same with white space, for words in Latin letters."""
        quotes = (
            f"{fold(_joined(c))} {fold(c.passage.article)} {fold(' '.join(c.passage.authors))}" for c in self.citations
        )
        return "\n".join(quotes)

    @cached_property
    def values(self) -> values.Values:
        """Figures and dates of all quotations, each read in the year of its issue."""
        told = [values.told(_folded(_joined(c)), periods.seen_from(c.passage.issue)) for c in self.citations]
        figures = frozenset(figure for one in told for figure in one.figures)
        return values.Values(figures, tuple(date for one in told for date in one.dates))

    @cached_property
    def spelt(self) -> Names:
        """Stretches of their characters by spelling."""
        runs = HAN_RUN.findall(self.named)
        sizes = range(2, LONGEST + 1)
        return Names({run[i : i + size] for run in runs for size in sizes for i in range(len(run) - size + 1)})


class Prover:
    """Proves claims, with the words and the lexicon of a library."""

    def __init__(self, words: Words, alike: Callable[[str], tuple[str, ...]]) -> None:
        self._words = words
        self._alike = alike

    def __call__(self, said: str, citations: Sequence[Citation]) -> bool:
        """Whether the quotations prove what is said; a stretch of a quotation proves itself."""
        source = _source(tuple(citations))
        folded = _folded(said)
        if _quoted(solid(said), source.text):
            return True
        stated = values.claimed(folded)
        latin = names.latin(unicodedata.normalize("NFKC", said))
        return (
            stated.within(source.values)
            and self._years(folded, citations, source)
            and all(solid(title) in source.named for title in names.documents(said))
            and all(self._is_named(name, source) for name in names.chinese(folded, self._words))
            and all(self._latin(name, source) for name in latin)
            and self._speaks_of(
                folded, source, len(stated.figures) + len(stated.dates) + sum(not name.opens for name in latin)
            )
        )

    def _years(self, folded: str, citations: Sequence[Citation], source: Source) -> bool:
        """Whether 去年 and the like, read in the year of one of the issues, is a year that the quotations tell."""
        nows = {now for c in citations if (now := periods.seen_from(c.passage.issue)) is not None}
        told = [periods.years(folded, now) for now in nows]
        return not any(told) or any({str(year) for year in years} <= source.values.figures for years in told)

    def _is_named(self, name: str, source: Source) -> bool:
        """Whether a Chinese name, or another for the same, stands in the source."""
        return any(solid(other) in source.named for other in (name, *self._alike(name)))

    def _latin(self, name: Latin, source: Source) -> bool:
        if self._stands(name.words, source):
            return True
        first, *rest = name.words
        plain = name.opens and self._is_plain(first.casefold())
        return plain and (not rest or self._stands(tuple(rest), source))

    def _is_plain(self, word: str) -> bool:
        """Whether a word that is capital at the opening of a sentence is no name: of grammar, or rendered by none."""
        if word in self._words.stopwords or word in names.CONNECTING:
            return True
        renderings = self._alike(word)
        tags = [tag for rendering in renderings for _, tag in self._words.tagged(rendering)]
        return bool(renderings) and not any(tag in names.PROPER for tag in tags)

    def _stands(self, words: tuple[str, ...], source: Source) -> bool:
        """Whether a name stands in the source in parts, the longest first: as written, rendered, or spelt."""
        at = 0
        while at < len(words):
            sizes = range(min(PHRASE, len(words) - at), 0, -1)
            size = next((size for size in sizes if self._is_in(words[at : at + size], source)), 0)
            if not size and words[at] not in names.CONNECTING:
                return False
            at += size or 1
        return True

    def _is_in(self, words: tuple[str, ...], source: Source) -> bool:
        phrase = " ".join(words).casefold()
        if re.search(rf"(?<![a-z0-9]){re.escape(phrase)}(?![a-z0-9])", source.words):
            return True
        if any(solid(other) in source.named for other in (*self._alike(phrase), *IN_NAMES.get(phrase, ""))):
            return True
        letters = [re.sub(r"[^a-z]", "", word.casefold()) for word in words]
        return any(source.spelt.find("".join(order)) for order in (letters, letters[::-1]))

    def _speaks_of(self, folded: str, source: Source, proved: int) -> bool:
        """Whether enough of what is said stands in the source at all; so many figures and names do."""
        said = {char for run in HAN_RUN.findall(folded) for char in run} - GRAMMAR
        if said:
            return len(said & set(source.text)) >= HAN_SHARE * len(said)
        english = {word for word in ENGLISH_WORD.findall(folded) if word not in self._words.stopwords}
        held = sum(self._touches(word, source) for word in english)
        return held + proved >= max(1, ENGLISH_SHARE * (len(english) + proved))

    def _touches(self, word: str, source: Source) -> bool:
        """Whether a word stands in the source, or a rendering of it shares a character with it."""
        characters = {char for rendering in self._alike(word) for char in rendering} - GRAMMAR
        return word in source.words or bool(characters & set(source.text))


@lru_cache(maxsize=32)
def _source(citations: tuple[Citation, ...]) -> Source:
    return Source(citations)


def _folded(text: str) -> str:
    """A text folded for figures: a full-width comma parts them (1，234), where a comma would group their digits."""
    return fold(text.replace("，", "、"))


def _joined(citation: Citation) -> str:
    """A quotation as it is read on through what interrupts it; the cells of a table stay apart."""
    return citation.quote.replace(INTERRUPTED, "|" if citation.passage.kind == "table" else "")


def _quoted(said: str, text: str) -> bool:
    """Whether a text stands in another, no figure of it cut short."""
    bare = said.strip("。.，,；;：:、!！?？…")
    at = text.find(bare) if bare else -1
    while at >= 0:
        if not _cuts(text, at) and not _cuts(text, at + len(bare)):
            return True
        at = text.find(bare, at + 1)
    return False


def _cuts(text: str, at: int) -> bool:
    """Whether a figure or a Latin word goes on across a place."""
    before, after = text[at - 1 : at] if at else "", text[at : at + 1]
    return any(before in kind and after in kind for kind in KINDS) if before and after else False


KINDS = ("0123456789.,%", "零〇一二三四五六七八九十百千万亿两", "abcdefghijklmnopqrstuvwxyz")
