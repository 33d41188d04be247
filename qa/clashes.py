"""Contradictions that an answer shows: each value with the sentence that gives it, beside the one first chosen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from index import sentences as cutting
from index.library import Library
from index.types import Span
from qa import forms
from qa.choosing import Choice
from qa.evidence import Evidence
from qa.question import Question
from qa.types import Kind

if TYPE_CHECKING:
    from qa.conflicts import Conflict
    from qa.ledger import Told

KINDS = (Kind.NUMBER, Kind.COMPARE)  # of questions whose answers are figures
DIFFER = re.compile(
    r"对得上|对不上|矛盾|不一致|不一样|不同|口径|两处|前面.*后面|\bdiffer|contradict|inconsisten|\bmatch|agree"
)
ASKED = 0.3  # share of what a figure measures that the question must speak of
MOST = 2  # contradictions of an answer
SAID = 60  # characters said of each value


@dataclass(frozen=True, slots=True)
class Clashes:
    """What an answer says with its contradictions, and these as CONTRACT has them."""

    chosen: list[Choice]
    conflicts: tuple[dict[str, Any], ...] = ()


def shown(evidence: Evidence, chosen: list[Choice], library: Library) -> Clashes:
    """The choices, those of contradicting values behind them; none are looked for where no figure is asked for."""
    view = evidence.view
    if view is None or not _asks_figure(view.question):
        return Clashes(chosen)
    from index.ledger import terms  # the ledger's patterns, for questions that ask for a figure
    from qa.conflicts import conflicts_of

    asked = terms.unified(" ".join([view.question.folded, *view.query.others]))
    places = [place for choice in _of_interest(view.question, chosen) for place in _places(choice)]
    found = [
        each
        for each in conflicts_of(library, asked, places)
        if _about(each, asked) and _formed(each, view.question) and _there(each, view.premises.places)
    ]
    conflicts = []
    for conflict in found[:MOST]:
        chosen, numbers = _numbered(chosen, conflict.values)
        conflicts.append(conflict.as_json(numbers))
    return Clashes(chosen, tuple(conflicts))


def _asks_figure(question: Question) -> bool:
    """Whether a figure is asked for, if only by the name of what is measured (灯塔 高度)."""
    if question.kind is not Kind.OTHER or question.form is None:
        return question.kind in KINDS
    return all(question.form != form() for _, form in forms.NAMED)


def _places(choice: Choice) -> list[tuple[Any, int, Span | None]]:
    """The sentences that a choice says something of, with what it says."""
    numbered = enumerate(choice.passage.sentences)
    inside = [(i, span) for i, span in numbered if choice.quoted[0] <= span[0] < choice.quoted[1]]
    return [(choice.passage, i, said) for i, span in inside for said in choice.said if span[0] <= said[0] < span[1]]


def _of_interest(question: Question, chosen: list[Choice]) -> list[Choice]:
    """Whose figures are looked at: of a fact the first; of a comparison all, where it asks for what differs."""
    if question.kind is not Kind.COMPARE:
        return chosen[:1]
    return chosen if DIFFER.search(question.folded) else []


def _there(conflict: Conflict, asked: frozenset[str]) -> bool:
    """Whether no value is told of another area than one that the question names."""
    areas = [told.entry.area for told in conflict.values if told.entry.area]
    return not asked or all(any(place in area or area in place for place in asked) for area in areas)


def _about(conflict: Conflict, asked: str) -> bool:
    """Whether the question speaks of what the values measure."""
    words = conflict.values[0].entry.terms
    return sum(term in asked for term in words) >= ASKED * len(words)


def _formed(conflict: Conflict, question: Question) -> bool:
    """Whether the values are of the unit asked for; a cell of a table has its unit elsewhere."""
    entry = conflict.values[0].entry
    return question.kind not in KINDS or question.form is None or entry.table or bool(question.form.search(entry.value))


def _numbered(chosen: list[Choice], values: Iterable[Told]) -> tuple[list[Choice], list[int]]:
    """The choices, one more for each value that none says, and of each value the number of its choice."""
    numbers = []
    for told in values:
        n = next((n for n, choice in enumerate(chosen, 1) if _says(choice, told)), None)
        chosen = chosen if n else [*chosen, _choice(told)]
        numbers.append(n or len(chosen))
    return chosen, numbers


def _says(choice: Choice, told: Told) -> bool:
    """Whether a choice says a value."""
    start, end = told.span
    return choice.passage == told.passage and any(first <= start and end <= last for first, last in choice.said)


def _choice(told: Told) -> Choice:
    """The clauses about a value."""
    start, end = told.passage.sentences[told.entry.sentence]
    said = _around(told.passage.text[start:end], told.span[0] - start)
    return Choice(told.passage, (start, end), ((start + said[0], start + said[1]),), told.entry.table)


def _around(text: str, at: int) -> Span:
    """The clause at a place, with clauses before and behind it within the length."""
    clauses: Sequence[Span] = cutting.clauses(text)
    first = last = next(i for i, (start, end) in enumerate(clauses) if start <= at < end)
    while first and clauses[last][1] - clauses[first - 1][0] <= SAID:
        first -= 1
    while last + 1 < len(clauses) and clauses[last + 1][1] - clauses[first][0] <= SAID:
        last += 1
    return clauses[first][0], clauses[last][1]
