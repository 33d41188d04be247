"""What a question presumes: the places, years, editions and names in it, which its evidence must have too."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index import numbers, periods, places
from index.query import Query
from index.types import Passage
from index.words import fold
from qa.question import Question

YEAR = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)(?=\s*年|$|[^\d.%]|\.(?!\d))")
EDITION = re.compile(
    r"第[一二三四五六七八九十\d]+[届轮次代批号]|首[届批次]|上一?[届轮次]|\b[a-z]\d?\+?轮|[一二三四]期(?=工程|项目|投产|建设|[^\u4e00-\u9fff]|$)"
    r"|\bseries [a-f]\b|\b[a-f] round"
)
ENGLISH_ROUND = re.compile(r"series ([a-f])|([a-f]) round")
NUMERAL = re.compile("[一二三四五六七八九十]+")
HOME = frozenset({"中国", "我国"})  # what a text of this country does not say
QUOTED = re.compile(r"[“「《『]([^”」》』“「《『]{2,24})[”」》』]")


@dataclass(frozen=True, slots=True)
class Premises:
    """What a question names, folded."""

    places: frozenset[str] = frozenset()
    years: frozenset[str] = frozenset()
    editions: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.places or self.years or self.editions or self.names)


@dataclass(frozen=True, slots=True)
class Unmet:
    """Shares, 0 to 1, of the places and years that a question names and a sentence does not have.

    `absent`: not even in its passage, titles or issue; `far`: not in it or the sentence before; `other`: it names
    another of that sort instead.
    """

    absent_place: float = 0.0
    far_place: float = 0.0
    other_place: float = 0.0
    absent_year: float = 0.0
    far_year: float = 0.0
    other_year: float = 0.0


def premises(question: Question, query: Query) -> Premises:
    """What a question names; English places by their Chinese names."""
    levels = places.levels()
    english = frozenset(word for word in query.others if word in levels)
    folded = periods.in_full(question.folded)
    return Premises(
        (places.named(folded) | (english if question.language == "en" else frozenset())) - HOME,
        frozenset(YEAR.findall(folded)),
        tuple(_editions(folded)),
        tuple(QUOTED.findall(folded)),
    )


def unmet(presumed: Premises, passage: Passage, index: int) -> Unmet:
    """The places and years of it that a sentence of a passage lacks."""
    if not presumed.places and not presumed.years:
        return Unmet()
    return Unmet(*_of_places(presumed.places, passage, index), *_of_years(presumed.years, passage, index))


def absent(name: str, passage: Passage, index: int) -> bool:
    """Whether a place or year stands neither in a sentence nor before or above it."""
    now = periods.seen_from(passage.issue)
    near = _places(passage, index) | _years(passage, index) | places.named(heads(passage)) | {str(now)}
    return name not in near | (_places(passage, index - 1) | _years(passage, index - 1) if index else frozenset())


def _of_places(asked: frozenset[str], passage: Passage, index: int) -> tuple[float, float, float]:
    if not asked:
        return 0.0, 0.0, 0.0
    levels, told, headed = places.levels(), _places(passage, index), places.named(heads(passage))
    near = told | headed | (_places(passage, index - 1) if index else frozenset())
    anywhere = places.named(folded(passage)) | headed
    others = {levels[place] for place in told - asked}
    swapped = frozenset(place for place in asked - told if levels.get(place) in others)
    return _share(asked - anywhere, asked), _share(asked - near, asked), _share(swapped, asked)


def _of_years(asked: frozenset[str], passage: Passage, index: int) -> tuple[float, float, float]:
    if not asked:
        return 0.0, 0.0, 0.0
    now, told = periods.seen_from(passage.issue), _years(passage, index)
    near = told | (_years(passage, index - 1) if index else frozenset())
    absent = asked - _years_of(folded(passage), now) - ({str(now)} if now else set())
    return _share(absent, asked), _share(asked - near, asked), _share(asked - told if told else frozenset(), asked)


@lru_cache(maxsize=32768)
def _places(passage: Passage, index: int) -> frozenset[str]:
    return places.named(fold(passage.sentence(index)))


@lru_cache(maxsize=32768)
def _years(passage: Passage, index: int) -> frozenset[str]:
    return _years_of(fold(passage.sentence(index)), periods.seen_from(passage.issue))


@lru_cache(maxsize=4096)
def _years_of(text: str, now: int | None) -> frozenset[str]:
    """The years that a folded text names, by number or by their relation to `now`."""
    by_relation = periods.years(text, now) if now else set()
    return frozenset(YEAR.findall(periods.in_full(text))) | {str(year) for year in by_relation}


@lru_cache(maxsize=4096)
def folded(passage: Passage) -> str:
    """The text of a passage, folded."""
    return fold(passage.text)


@lru_cache(maxsize=4096)
def heads(passage: Passage) -> str:
    """What stands above a passage, folded: its article, section and issue."""
    return fold(f"{passage.article} {passage.section or ''} {passage.issue}")


def lacking_editions(presumed: Premises, passage: Passage, index: int) -> tuple[str, ...]:
    """The editions and rounds that stand neither in a sentence nor beside it."""
    about = fold("".join(passage.sentence(i) for i in range(max(index - 1, 0), min(index + 2, len(passage.sentences)))))
    text = about + heads(passage)
    told = {_counted(name) for name in _editions(text)}
    return tuple(name for name in presumed.editions if name not in text and _counted(name) not in told)


def _editions(folded: str) -> list[str]:
    """The editions and rounds in a text; English ones as they are told in Chinese."""
    return [ENGLISH_ROUND.sub(lambda found: f"{found[1] or found[2]}轮", text) for text in EDITION.findall(folded)]


def _counted(edition: str) -> str:
    """An edition with its number in digits: 第三届, 第3届 and 首届, 第一届 are the same."""
    return NUMERAL.sub(lambda found: str(numbers.whole(found[0]) or found[0]), edition.replace("首", "第一"))


def lacking_names(presumed: Premises, passage: Passage) -> tuple[str, ...]:
    """The quoted names that stand neither in a passage nor above it."""
    return tuple(name for name in presumed.names if name not in folded(passage) + heads(passage))


def _share(lacking: frozenset[str], asked: frozenset[str]) -> float:
    return len(lacking) / len(asked) if asked else 0.0
