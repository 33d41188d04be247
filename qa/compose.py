"""Sentences become an answer: the clauses that answer, each with the sentence that proves it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from index import sentences as cutting
from index.library import Library
from index.types import Hit, Span
from qa import quotes
from qa.evidence import Evidence, Sentence
from qa.question import Question
from qa.types import Answer, Citation, Kind, Status

ROOM = {Kind.COMPARE: 290, Kind.LIST: 290}  # characters of an answer
DEFAULT_ROOM = 118
MOST = {Kind.COMPARE: 4, Kind.LIST: 3}  # sentences of an answer
DEFAULT_MOST = 2
GIST_ROOM, GIST_MOST = 300, 3
WINDOW = {Kind.LIST: 150, Kind.COMPARE: 90, Kind.REASON: 100}  # characters taken of one sentence
DEFAULT_WINDOW = 90
SECOND = 0.80  # of the first sentence's score: what the next must reach to be said too
MIN_TRUST = 0.13
NOT_FOUND = {
    "zh": "这几期里没有找到这个问题的答案。",
    "en": "The issues in this library do not answer this question.",
}
ABSENT = {
    "zh": "这个库里没有{named}，回答不了；现有：{issues}。",
    "en": "This library does not hold the issue that you name ({named}). It holds {issues}.",
}
TOLD = 5  # issues that are told where another is asked for
NUMBERS = r"\s*\d{1,%d}(?:\s*[,，、-]\s*\d{1,3})*\s*"
SOURCE_MARK = re.compile(rf"[\[［]({NUMBERS % 9})[\]］]|[【〔]({NUMBERS % 3})[】〕]")  # 〔2017〕 is a year
HAN = re.compile(r"[\u3400-\u9fff]")
LEAD = {"zh": "", "en": "From the Chinese text: "}


def compose(question: Question, evidence: Evidence, hits: list[Hit], library: Library) -> Answer:
    """Make the Answer; `not_found` where no sentence holds enough of the question."""
    if not evidence.sentences or evidence.trust < MIN_TRUST:
        return _answer(question, Status.NOT_FOUND, evidence, NOT_FOUND[question.language], (), hits, library)
    chosen = _choose(question, evidence)
    citations = tuple(_cite(n, sentence, span) for n, (sentence, span) in enumerate(chosen, 1))
    said = "\n".join(f"{_said(sentence, span)} [{n}]" for n, (sentence, span) in enumerate(chosen, 1))
    text = (LEAD[question.language] if HAN.search(said) else "") + said
    return _answer(question, Status.ANSWERED, evidence, text, citations, hits, library)


def absent(question: Question, named: str, hits: list[Hit], library: Library) -> Answer:
    """Refuse a question for an issue that the library lacks, and say which it holds."""
    rows = [row.issue for row in library.issues() if not row.hidden]
    issues = ("、" if question.language == "zh" else ", ").join(rows[-TOLD:]) + ("…" if len(rows) > TOLD else "")
    said = ABSENT[question.language].format(named=named, issues=issues or "–")
    answer = _answer(question, Status.NOT_FOUND, Evidence(()), said, (), hits, library)
    return replace(answer, missing=named)


def _said(sentence: Sentence, span: Span) -> str:
    """The clauses that answer, as one line; cells of a table row with the head of their row."""
    said = sentence.hit.passage.text[span[0] : span[1]].strip("，,；;：、 \n")
    head, colon, _ = sentence.text.partition("：")
    if sentence.hit.passage.kind == "table" and colon and span[0] > sentence.span[0]:
        said = f"{head}：{said}"
    return re.sub(r"\s*\n\s*", " ", SOURCE_MARK.sub(lambda mark: f"（{mark[1] or mark[2]}）", said)).strip()


def _cite(n: int, sentence: Sentence, span: Span) -> Citation:
    passage = sentence.hit.passage
    words, pieces = quotes.quote(passage, sentence.span)
    return Citation(n, passage, words, _spans(sentence, span, words), pieces)


def _spans(sentence: Sentence, span: Span, words: str) -> tuple[Span, ...]:
    """The answering range in the quotation, from its first piece to its last."""
    found = quotes.locate(sentence.hit.passage, sentence.span, span)
    if not found:
        return ((0, len(words)),)
    return found if sentence.hit.passage.kind == "table" else ((found[0][0], found[-1][1]),)


def _choose(question: Question, evidence: Evidence) -> list[tuple[Sentence, Span]]:
    """The best sentences, of each the clauses that answer, within the length that people read."""
    room = GIST_ROOM if question.gist else ROOM.get(question.kind, DEFAULT_ROOM)
    most = GIST_MOST if question.gist else MOST.get(question.kind, DEFAULT_MOST)
    chosen: list[tuple[Sentence, Span]] = []
    best = evidence.sentences[0].score
    for sentence in evidence.sentences:
        if chosen and (sentence.score < SECOND * best or _repeats(sentence, chosen)):
            continue
        span = window(question, sentence)
        length = span[1] - span[0]
        if chosen and length > room:
            continue
        chosen.append((sentence, span))
        room -= length
        if len(chosen) == most:
            break
    return chosen


def _repeats(sentence: Sentence, chosen: list[tuple[Sentence, Span]]) -> bool:
    return any(sentence.text == other.text for other, _ in chosen)


def window(question: Question, sentence: Sentence) -> Span:
    """The run of clauses of a sentence that holds most of the question and the form of its answer."""
    start, end = sentence.span
    limit = WINDOW.get(question.kind, DEFAULT_WINDOW)
    if question.gist or end - start <= limit:
        return start, end
    text = sentence.text
    clauses = cutting.clauses(text)
    runs = [
        (clauses[i][0], clauses[j][1])
        for i in range(len(clauses))
        for j in range(i, len(clauses))
        if j == i or clauses[j][1] - clauses[i][0] <= limit
    ]
    plain = text.casefold()
    pairs = [pair for pair in _pairs(question.folded) if pair in plain]  # no run of its clauses holds another
    best = max(runs, key=lambda run: (_holds(question, pairs, text[run[0] : run[1]]), run[0] - run[1]))
    return start + best[0], start + best[1]


def _holds(question: Question, pairs: list[str], text: str) -> float:
    """How much of the question a stretch of text holds, in pairs of characters; the form of an answer counts most."""
    plain = text.casefold()
    share = sum([pair in plain for pair in pairs]) / max(len(_pairs(question.folded)), 1)
    formed = question.form is not None and question.form.search(text) is not None
    return share + (0.3 if formed else 0.0)


@lru_cache(maxsize=512)
def _pairs(folded: str) -> frozenset[str]:
    solid = re.sub(r"[^\w]", "", folded)
    return frozenset(solid[i : i + 2] for i in range(len(solid) - 1))


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
        probability=evidence.trust,
        answer=text,
        citations=citations,
        hits=tuple(hits),
        embedder=library.embedder.name,
        library=library.name,
        claims={"made": made, "proved": made, "cut": 0},
    )
