"""Which clauses of a sentence answer: the run of them, within a length, that holds the answer and what it is about."""

from __future__ import annotations

import re
from functools import lru_cache

from index import sentences as cutting
from index.query import Query
from index.types import Span
from index.words import fold
from qa.question import Question
from qa.types import Kind

BEFORE, FURTHER, AFTER = 0.3, 0.2, 0.25  # what of the coverage of the clauses around counts for a clause
FORMED = 0.5  # of a clause that holds something of the form of an answer
FORWARD = 0.03  # coverage that a clause behind is worth more than one before: what follows tells more of the same
# A clause that lacks its subject, and one that only says when or who, need the one before or behind, beyond the limit.
HEADLESS = re.compile(r"达到?|居|占|位[居列]|排[在名]|并|且|则|均|将|已|可|使|让|累计")
DANGLING = re.compile(
    r"(?:(?:年|月|日|后|前|中|下|时|来|底|初|末|期间|指出|认为|表示|提出|强调|介绍|为此|其中|分别[是为]|包括|根据[^，]{0,40})[，：:]"
    r"|(?:^|[，；。：])[^，；。：]{0,7}[，：:])$"
)
MORE = 60  # characters of such a clause
LONGEST = 240  # characters of a clause that has no end
LOOSE = (Kind.LIST, Kind.REASON, Kind.DEFINITION)  # their forms are words that stand about an answer


def answers(question: Question, text: str) -> list[Span]:
    """Ranges of a text that have the form of an answer and are not what the question says itself."""
    if question.form is None or question.kind in LOOSE:
        return []
    return [found.span() for found in question.form.finditer(text) if fold(found[0]).strip() not in question.folded]


def window(question: Question, query: Query, text: str, limit: int) -> Span:
    """The clauses of a sentence that answer, at most `limit` characters if a clause allows; all of a short one."""
    if len(text) <= limit:
        return 0, len(text)
    clauses = cutting.clauses(text)
    held = _coverage(question, query, text, clauses)
    first = last = _core(clauses, held, answers(question, text))
    while wider := _wider(clauses, held, first, last, limit):
        first, last = wider
    if first and HEADLESS.match(text, clauses[first][0]) and _length(clauses[first - 1]) <= MORE:
        first -= 1
    if last + 1 < len(clauses) and DANGLING.search(text[: clauses[last][1]]) and _length(clauses[last + 1]) <= MORE:
        last += 1
    return clauses[first][0], min(clauses[last][1], clauses[first][0] + max(limit, LONGEST))


def _length(clause: Span) -> int:
    return clause[1] - clause[0]


def _core(clauses: list[Span], held: list[float], found: list[Span]) -> int:
    """The clause that likeliest answers."""
    padded = [0.0, 0.0, *held, 0.0]

    def score(i: int) -> float:
        start, end = clauses[i]
        around = BEFORE * padded[i + 1] + FURTHER * padded[i] + AFTER * padded[i + 3]
        return held[i] + around + FORMED * any(start <= at < end for at, _ in found)

    return max(range(len(clauses)), key=score)


def _wider(clauses: list[Span], held: list[float], first: int, last: int, limit: int) -> tuple[int, int] | None:
    """The run with the clause before or behind it, whichever tells more, where it stays within the limit."""
    runs = []
    if first and clauses[last][1] - clauses[first - 1][0] <= limit:
        runs.append((held[first - 1], (first - 1, last)))
    if last + 1 < len(clauses) and clauses[last + 1][1] - clauses[first][0] <= limit:
        runs.append((held[last + 1] + FORWARD, (first, last + 1)))
    return max(runs)[1] if runs else None


def _coverage(question: Question, query: Query, text: str, clauses: list[Span]) -> list[float]:
    """Of each clause how much of the question it holds: pairs of its characters, or other words for them, if more."""
    plain, pairs, concepts = _plain(text), _pairs(question.folded), query.concepts
    said = [plain[start:end] for start, end in clauses]
    letters = [sum(pair in clause for pair in pairs) / max(len(pairs), 1) for clause in said]
    words = [sum(concept.stands_in(clause) for concept in concepts) / max(len(concepts), 1) for clause in said]
    return [max(pair) for pair in zip(letters, words, strict=True)]


def _plain(text: str) -> str:
    """A text folded; in lower case only where folding would move its characters."""
    folded = fold(text)
    return folded if len(folded) == len(text) else text.casefold()


@lru_cache(maxsize=512)
def _pairs(folded: str) -> tuple[str, ...]:
    solid = re.sub(r"[^\w]", "", folded)
    return tuple(dict.fromkeys(solid[i : i + 2] for i in range(len(solid) - 1)))
