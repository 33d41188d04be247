"""What an answer leaves open: the year, the place, the edition, the figure or the side that is not told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa import trust
from qa.evidence import Evidence, Sentence
from qa.features import View
from qa.premises import absent, lacking_editions, lacking_names
from qa.question import Question
from qa.spans import LOOSE
from qa.types import Kind

ASKED = {
    Kind.NUMBER: {"zh": "所问的数字", "en": "the figure asked for"},
    Kind.DATE: {"zh": "所问的时间", "en": "the date asked for"},
    Kind.WHO: {"zh": "所问的名字", "en": "the name asked for"},
}
BETWEEN = {"zh": "、", "en": ", "}
YEAR = re.compile(r"(?<![\d.])(?:1[5-9]|20)\d\d(?![\d.%])(?:\s*年)?")
DIGIT = re.compile(r"\d")
NUMBERED = {  # what stands for a year, and for another name with a number in it
    "year": {"zh": "所问的年份", "en": "the year asked for"},
    "name": {"zh": "问题里点名的那一项", "en": "what the question names"},
}
FORMS = frozenset(words for told in ASKED.values() for words in told.values())
DIRECTLY = {"zh": "所问的事情本身", "en": "the very thing asked"}


def of_answer(question: Question, evidence: Evidence, sides: Sequence[Evidence]) -> str | None:
    """What the best sentences leave open, in words; None where nothing does and they can be trusted."""
    learned = trust.learned()
    silent = [side.view.question.folded.strip("?？。 ") for side in sides if side.view and side.told < learned.found]
    if silent:
        return _joined(question, silent)
    if evidence.view is None:
        return None
    if named := list(_named(evidence.view, evidence.sentences[:2])):
        return _joined(question, named)
    if evidence.right >= learned.answered:
        return None
    return _unformed(question, evidence) or DIRECTLY[question.language]


def of_library(question: Question, evidence: Evidence) -> str | None:
    """What the question names and no good sentence has; None where that cannot be told."""
    if evidence.view is None or not evidence.sentences:
        return None
    named = list(_named(evidence.view, evidence.sentences[:1]))
    return _joined(question, named) if named else _unformed(question, evidence)


def _named(view: View, sentences: Sequence[Sentence]) -> Iterator[str]:
    """Places, years, editions and names of the question that none of the sentences has."""
    presumed = view.premises
    for name in sorted(presumed.places | presumed.years):
        if all(absent(name, sentence.hit.passage, sentence.index) for sentence in sentences):
            yield f"{name}年" if name.isdecimal() and view.question.language == "zh" else name
    for name in presumed.editions:
        if all(name in lacking_editions(presumed, s.hit.passage, s.index) for s in sentences):
            yield name
    for name in presumed.names:
        if all(name in lacking_names(presumed, sentence.hit.passage) for sentence in sentences):
            yield f"“{name}”"


def _unformed(question: Question, evidence: Evidence) -> str | None:
    """The figure, date or name asked for, where no sentence has its form."""
    told = ASKED.get(question.kind)
    lacking = question.form is not None and question.kind not in LOOSE and not evidence.sentences[0].formed
    return told[question.language] if told and lacking else None


def in_words(question: Question, lacking: str) -> str:
    """What is missing without the numbers of the question, which an answer must not seem to tell."""
    language, between = question.language, BETWEEN[question.language]
    told = YEAR.sub(NUMBERED["year"][language], lacking)
    return between.join(NUMBERED["name"][language] if DIGIT.search(name) else name for name in told.split(between))


def _joined(question: Question, names: Sequence[str]) -> str:
    return BETWEEN[question.language].join(names)
