"""Sentences become an answer: the shortest that suffice, each with its citation."""

from __future__ import annotations

import re

from index import sentences as cutting
from index.library import Library
from index.types import Hit, Span
from qa import question as questions
from qa import quotes
from qa.evidence import Evidence, Sentence
from qa.question import Question
from qa.types import Answer, Citation, Kind, Status

MAX_SENTENCES = {Kind.COMPARE: 3, Kind.LIST: 2}
MAX_LENGTH = {Kind.COMPARE: 280, Kind.LIST: 280}
DEFAULT_LENGTH = 118
MIN_COVERAGE = 0.30
NOT_FOUND = {
    "zh": "这几期里没有找到这个问题的答案。",
    "en": "The issues in this library do not answer this question.",
}
LEAD = {"zh": "", "en": "From the Chinese text: "}


def compose(question: Question, evidence: Evidence, hits: list[Hit], library: Library) -> Answer:
    """Make the Answer; `not_found` where no sentence holds enough of the question."""
    chosen = _choose(question, evidence)
    found = bool(chosen) and evidence.coverage >= MIN_COVERAGE
    if not found:
        return _answer(question, Status.NOT_FOUND, evidence, NOT_FOUND[question.language], (), hits, library)
    citations = tuple(_cite(n, sentence, span) for n, (sentence, span) in enumerate(chosen, 1))
    said = "".join(f"{_said(c)} [{c.n}]" + ("\n" if len(citations) > 1 else "") for c in citations).strip()
    return _answer(question, Status.ANSWERED, evidence, LEAD[question.language] + said, citations, hits, library)


def _said(citation: Citation) -> str:
    return re.sub(r"\s*\n\s*", " ", citation.quote).strip()


def _cite(n: int, sentence: Sentence, span: Span) -> Citation:
    passage = sentence.hit.passage
    words, pieces = quotes.quote(passage, span)
    return Citation(n, passage, words, ((0, len(words)),), pieces)


def _choose(question: Question, evidence: Evidence) -> list[tuple[Sentence, Span]]:
    """The best sentences, within the length that people read."""
    limit = MAX_LENGTH.get(question.kind, DEFAULT_LENGTH)
    chosen: list[tuple[Sentence, Span]] = []
    used = 0
    for sentence in evidence.sentences[: MAX_SENTENCES.get(question.kind, 1)]:
        span = sentence.span
        length = span[1] - span[0]
        if chosen and used + length > limit:
            continue
        chosen.append((sentence, span))
        used += length
    return chosen


def _answer(
    question: Question, status: Status, evidence: Evidence, text: str, citations: tuple[Citation, ...],
    hits: list[Hit], library: Library,
) -> Answer:  # fmt: skip
    made = len(citations)
    return Answer(
        question=question.text,
        asked=question.text,
        language=question.language,
        status=status,
        probability=min(0.99, evidence.coverage),
        answer=text,
        citations=citations,
        hits=tuple(hits),
        embedder=library.embedder.name,
        library=library.name,
        claims={"made": made, "proved": made, "cut": 0},
    )


_ = cutting, questions
