"""Running heads and feet: found by repetition over pages and place, and the page numbers in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.chars import HAN
from ingest.pdf.types import GUESSED, OCR_FONT, Run, Sheet
from ingest.types import PageSpan

EDGE = 0.13  # of the page's height: heads and feet stand within
REACH = 0.2  # of it: what stands further in does not tell whether a line is the outermost
LEVEL = 4.0  # points: heads of one level differ by no more
SHORT = 40  # characters
SECTION = 20  # characters of a head that stands where others do but is not repeated: the name of a section
MIN_REPEATS = 3
MIN_SHARE = 0.34  # of the pages, in a file of few
LARGE, MOST = 1.6, 0.6  # of the text's size: a head so large may be a title, and must stand on most pages
CLEAR = 0.35  # of its height: free room between a head and the text
CHINESE = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0}
NUMBER = re.compile(
    rf"^[^\w{HAN}]*(?:第|[Pp](?:age)?\.?\s*)?\s*(\d{{1,4}}|[〇零一二三四五六七八九十百]{{1,6}})\s*页?[^\w{HAN}]*$"
)
DASHED = re.compile(r"^[—－–\-一]\s*(\d{1,4})\s*[—－–\-一]$")  # OCR reads a dash as the numeral one
PARTED = re.compile(r"^(\d{1,4})\s+\S|\S\s+(\d{1,4})$|^(\d{1,4})\s*[|丨·/]|[|丨·/]\s*(\d{1,4})$")
CAPTION = re.compile(r"^(?:续?[表图]|附表|附图)\s*\d")
DIGITS = re.compile(r"[\d〇一二三四五六七八九十]+")


@dataclass(slots=True)
class Heads:
    """Per leaf the printed page, and the runs that are no content; the words of the heads with their leaves."""

    labels: dict[int, int] = field(default_factory=dict)
    runs: list[set[int]] = field(default_factory=list)  # ids of runs, a set a leaf
    words: list[tuple[int, str]] = field(default_factory=list)  # with their leaves


@dataclass(frozen=True, slots=True)
class _Candidate:
    leaf: int
    run: Run
    level: int  # below zero for the lower half: from the foot up
    outer: bool  # nothing of the text stands further out


def find(leaves: list[Sheet]) -> Heads:
    """Find the heads and feet of all leaves."""
    found = [c for leaf, sheet in enumerate(leaves) for c in _candidates(leaf, sheet) if c.outer]
    least = min(MIN_REPEATS, max(2, round(MIN_SHARE * len(leaves))))
    size = _text_size(leaves)
    most = max(least, round(MOST * len(leaves)))
    repeated = {
        *_repeated([c for c in found if c.run.style.size < LARGE * size], least),
        *_repeated([c for c in found if c.run.style.size >= LARGE * size], most),
    }
    levels = Counter((c.level, c.run.style.size) for c in found if _key(c) in repeated)
    heads = Heads(runs=[set() for _ in leaves])
    heads.labels = _steady([(c.leaf, n) for c in found for n in numbers(c.run.text)])
    for candidate in found:
        if _is_head(candidate, repeated, levels, least, heads.labels):
            heads.runs[candidate.leaf].add(id(candidate.run))
            heads.words.append((candidate.leaf, candidate.run.text))
    return heads


def _text_size(leaves: list[Sheet]) -> float:
    votes: Counter[float] = Counter()
    for sheet in leaves:
        for run in sheet.runs:
            votes[run.style.size] += len(run.text)
    return votes.most_common(1)[0][0] if votes else 0.0


def _candidates(leaf: int, sheet: Sheet) -> Iterator[_Candidate]:
    """Short runs near the upper or lower edge, with free room towards the text."""
    height, printed = sheet.height, sheet.printed[1] or sheet.height
    for runs, whole in ((sheet.runs, height), (sheet.across, printed)):
        about = [run for run in runs if not REACH * whole < run.rect.middle < (1 - REACH) * whole]
        for run in about:
            upper = run.rect.middle < EDGE * whole
            if (
                (upper or run.rect.middle > (1 - EDGE) * whole)
                and len(run.text) <= SHORT
                and not CAPTION.match(run.text)
            ):
                edge = run.rect.bottom if upper else whole - run.rect.top
                yield _Candidate(leaf, run, _level(edge, upper), _is_outer(run, about, upper))


def _level(edge: float, upper: bool) -> int:
    return (1 if upper else -1) * (1 + round(edge / LEVEL))


def _is_outer(run: Run, runs: Iterable[Run], upper: bool) -> bool:
    """Whether no other text stands further out, and some room parts it from what stands further in."""
    clear = CLEAR * run.rect.height
    for other in runs:
        if other is run or run.rect.beside(other.rect) > 0.3 * min(run.rect.height, other.rect.height):
            continue
        out = other.rect.middle < run.rect.middle if upper else other.rect.middle > run.rect.middle
        if out and len(other.text) > SHORT / 4:
            return False
        room = other.rect.top - run.rect.bottom if upper else run.rect.top - other.rect.bottom
        if not out and room < clear and run.rect.above(other.rect) > 0:
            return False
    return True


def _key(candidate: _Candidate) -> tuple[str, bool]:
    return DIGITS.sub("#", candidate.run.text.replace(" ", "")), candidate.level > 0


def _repeated(found: list[_Candidate], least: int) -> set[tuple[str, bool]]:
    """The heads that recur; a lone number may as well be a cell of a table, and is told by the pages it counts."""
    leaves: dict[tuple[str, bool], set[tuple[int, int]]] = {}
    for candidate in found:
        leaves.setdefault(_key(candidate), set()).add((candidate.leaf, candidate.level))
    return {key for key, places in leaves.items() if key[0] != "#" and _at_one_level(places) >= least}


def _at_one_level(places: set[tuple[int, int]]) -> int:
    """On how many leaves a head stands at its usual height, give or take one step."""
    levels = Counter(level for _, level in places)
    return max(levels[level - 1] + n + levels[level + 1] for level, n in levels.items())


def _is_head(
    candidate: _Candidate,
    repeated: set[tuple[str, bool]],
    levels: Counter[tuple[int, float]],
    least: int,
    labels: dict[int, int],
) -> bool:
    if _key(candidate) in repeated or labels.get(candidate.leaf) in numbers(candidate.run.text):
        return True
    sway = GUESSED if candidate.run.style.font == OCR_FONT else 0.0
    near = [size for _, size in levels if abs(size - candidate.run.style.size) <= sway * size]
    beside = sum(levels[candidate.level + step, size] for step in (-1, 0, 1) for size in set(near))
    return beside >= least and len(candidate.run.text) <= SECTION


def numbers(text: str) -> list[int]:
    """The page numbers that a head may tell: it is one, or one stands apart at its beginning or end."""
    match = NUMBER.match(text) or DASHED.match(text)
    if match:
        value = int(match[1]) if match[1].isdecimal() else chinese(match[1])
        return [value] if value else []
    return [int(n) for match in PARTED.finditer(text) for n in match.groups() if n]


def chinese(text: str) -> int:
    """A number in Chinese numerals: 十二, 一百零三, 一〇三; 0 if it is none."""
    if "十" not in text and "百" not in text:
        return int("".join(str(CHINESE[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (100 if char == "百" else 10)
            digit = 0
        else:
            digit = CHINESE[char]
    return total + digit


def _steady(told: list[tuple[int, int]]) -> dict[int, int]:
    """The numbers that run on with the leaves: printed page less leaf is what it is on other leaves too."""
    offsets = Counter(number - leaf for leaf, number in set(told))
    labels: dict[int, int] = {}
    for offset, count in offsets.most_common():
        if count < 2 and labels:
            break
        for leaf, number in told:
            if number - leaf == offset and number > 0 and _fits(leaf, number, labels):
                labels.setdefault(leaf, number)
    return labels


def _fits(leaf: int, number: int, labels: dict[int, int]) -> bool:
    """Whether a number stands in order among those known."""
    return all((number - known) * (leaf - other) > 0 for other, known in labels.items() if other != leaf)


def spans(labels: dict[int, int], count: int) -> tuple[PageSpan, ...]:
    """The printed page of each leaf: as told, or reckoned between two that agree."""
    return tuple(_span(leaf, labels) for leaf in range(count))


def _span(leaf: int, labels: dict[int, int]) -> PageSpan:
    if leaf in labels:
        return PageSpan(labels[leaf], labels[leaf], True)
    before = max((other for other in labels if other < leaf), default=None)
    after = min((other for other in labels if other > leaf), default=None)
    if before is None or after is None or labels[before] - before != labels[after] - after:
        return PageSpan()
    page = labels[before] - before + leaf
    return PageSpan(page, page, False)


def content(leaves: list[Sheet], heads: Heads) -> list[Sheet]:
    """The leaves without their heads and feet."""
    return [
        sheet.but(tuple(run for run in sheet.runs if id(run) not in runs))
        for sheet, runs in zip(leaves, heads.runs, strict=True)
    ]
