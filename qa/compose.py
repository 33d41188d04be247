"""Chosen sentences become an answer: its words, each with the sentence that proves it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from index.library import Library
from index.types import Hit
from qa import claims, clashes, glosses, lists, missing, quotes, trust
from qa.choosing import Choice, choose
from qa.clashes import Clashes
from qa.evidence import Evidence
from qa.proof import Prover
from qa.question import Question
from qa.types import Answer, Citation, Kind, Status

NOT_FOUND = {
    "zh": "这几期里没有找到这个问题的答案。",
    "en": "The issues in this library do not answer this question.",
}
LACKS = {
    "zh": "这几期里没有找到答案：没有{missing}的这项内容。",
    "en": "The issues in this library do not answer this question: they do not tell this of {missing}.",
}
LACKS_FORM = {
    "zh": "这几期里没有找到答案：没有{missing}。",
    "en": "The issues in this library do not answer this question: they do not tell {missing}.",
}
PARTLY = {"zh": "（没有找到{missing}的这项内容。）", "en": "(Not told: this of {missing}.)"}
PARTLY_FORM = {"zh": "（没有找到{missing}。）", "en": "(Not told: {missing}.)"}
NEAREST = {
    "zh": "（以上是最接近的内容，未必就是所问。）",
    "en": "(These are the nearest passages; they may not be what was asked.)",
}
ABSENT = {
    "zh": "这个库里没有{named}，回答不了；现有：{issues}。",
    "en": "This library does not hold the issue that you name ({named}). It holds {issues}.",
}
TOLD = 5  # issues that are told where another is asked for
NUMBERS = r"\s*\d{1,%d}(?:\s*[,，、-]\s*\d{1,3})*\s*"
SOURCE_MARK = re.compile(rf"[\[［]({NUMBERS % 9})[\]］]|[【〔]({NUMBERS % 3})[】〕]")  # 〔2017〕 is a year
HAN = re.compile(r"[\u3400-\u9fff]")
SEVERAL = {"zh": "{about}：文中有{count}个不同的数。", "en": "{count} different figures are given ({about}):"}
ITEMS = {"zh": "共{count}项：", "en": "{count} in all:"}
FRAME = "The text says: “{said}”"
MARKED = re.compile(r"(?P<said>\S[^\n]*?) (?P<mark>\[\d+\])")
TERMS = "\n(Terms: {terms})"


def compose(
    question: Question, evidence: Evidence, hits: list[Hit], library: Library, sides: Sequence[Evidence] = ()
) -> Answer:
    """Make the Answer; `not_found` where the library likely does not tell, `partial` where the best may not answer."""
    if not evidence.sentences or (evidence.view and evidence.told < trust.learned().found):
        return _not_found(question, evidence, hits, library)
    told = clashes.shown(evidence, choose(question, evidence, sides), library)
    leads = _leads(question, told)
    answer = _proved(_worded(question, evidence, told, leads, hits, library), question, library, leads)
    if answer is None:
        return _not_found(question, evidence, hits, library)
    lacking = missing.of_answer(question, evidence, sides)
    if lacking:
        partly = PARTLY_FORM if lacking in missing.FORMS else PARTLY
        note = partly[question.language].format(missing=missing.in_words(question, lacking))
        note = NEAREST[question.language] if lacking == missing.DIRECTLY[question.language] else note
        answer = replace(answer, status=Status.PARTIAL, missing=lacking, answer=f"{answer.answer}\n{note}")
    return answer if question.language == "zh" else _glossed(answer, told.chosen, library)


def _worded(
    question: Question, evidence: Evidence, told: Clashes, leads: Sequence[str], hits: list[Hit], library: Library
) -> Answer:
    """What was chosen in words, a line and a citation each, behind what leads to it."""
    citations = tuple(_cite(n, choice) for n, choice in enumerate(told.chosen, 1))
    lines = [" ".join(f"{piece} [{n}]" for piece in _pieces(choice)) for n, choice in enumerate(told.chosen, 1)]
    text = "\n".join([*leads, *lines])
    return replace(
        _answer(question, Status.ANSWERED, evidence.right, text, citations, hits, library), conflicts=told.conflicts
    )


def _leads(question: Question, told: Clashes) -> list[str]:
    """What stands before the evidence: of how many values or items it tells; nothing where it tells of one."""
    if told.conflicts:
        clash = told.conflicts[0]
        return [SEVERAL[question.language].format(count=len(clash["values"]), about=clash["about"])]
    wanted, first = lists.wanted(question.folded), told.chosen[0]
    if (
        question.kind is Kind.LIST
        and wanted
        and wanted in (lists.items(_whole(first)), len(first.said), len(first.said) - 1)
    ):
        return [ITEMS[question.language].format(count=wanted)]
    return []


def _whole(choice: Choice) -> str:
    return choice.passage.text[slice(*choice.quoted)]


def _proved(answer: Answer, question: Question, library: Library, leads: Sequence[str]) -> Answer | None:
    """The answer with what its citations prove; None where nothing is left. What is cut takes the conflicts along."""
    checked = claims.check(answer.answer, answer.citations, Prover(library.words, library.alike), leads)
    if checked.text is None:
        return None
    conflicts = answer.conflicts if checked.made == checked.proved else ()
    text = checked.text if question.language == "zh" else MARKED.sub(_quoted, checked.text)
    return replace(answer, answer=text, citations=checked.citations, claims=checked.claims, conflicts=conflicts)


def _quoted(line: re.Match[str]) -> str:
    """Chinese words in an English frame."""
    return f"{FRAME.format(said=line['said'])} {line['mark']}" if HAN.search(line["said"]) else line[0]


def _not_found(question: Question, evidence: Evidence, hits: list[Hit], library: Library) -> Answer:
    """Say that there is no answer, and what it is that is not told."""
    lacking = missing.of_library(question, evidence)
    lacks = LACKS_FORM if lacking in missing.FORMS else LACKS
    said = lacks[question.language].format(missing=lacking) if lacking else NOT_FOUND[question.language]
    answer = _answer(question, Status.NOT_FOUND, evidence.right, said, (), hits, library)
    return replace(answer, missing=lacking)


def absent(question: Question, named: str, hits: list[Hit], library: Library) -> Answer:
    """Refuse a question for an issue that the library lacks, and say which it holds."""
    rows = [row.issue for row in library.issues() if not row.hidden]
    issues = ("、" if question.language == "zh" else ", ").join(rows[-TOLD:]) + ("…" if len(rows) > TOLD else "")
    said = ABSENT[question.language].format(named=named, issues=issues or "–")
    return replace(_answer(question, Status.NOT_FOUND, 0.0, said, (), hits, library), missing=named)


def _pieces(choice: Choice) -> list[str]:
    """What is said, each piece as one line; cells of a table row with the head of their row."""
    text = choice.passage.text
    pieces = [text[start:end].strip("，,；;：、 \n") for start, end in choice.said]
    head, colon, _ = _whole(choice).partition("：")
    if choice.table and colon and choice.said[0][0] > choice.quoted[0]:
        pieces[0] = f"{head}：{pieces[0]}"
    plain = (SOURCE_MARK.sub(lambda mark: f"（{mark[1] or mark[2]}）", piece) for piece in pieces)
    return [re.sub(r"\s*\n\s*", " ", piece).strip() for piece in plain]


def _cite(n: int, choice: Choice) -> Citation:
    words, pieces = quotes.quote(choice.passage, choice.quoted)
    found = [quotes.locate(choice.passage, choice.quoted, span) for span in choice.said]
    whole = [spans if choice.table else ((spans[0][0], spans[-1][1]),) for spans in found if spans]
    return Citation(n, choice.passage, words, tuple(s for spans in whole for s in spans) or ((0, len(words)),), pieces)


def _glossed(answer: Answer, chosen: Sequence[Choice], library: Library) -> Answer:
    """With the terms of what is quoted in English."""
    terms = glosses.gloss(" ".join(piece for choice in chosen for piece in _pieces(choice)), library.words)
    told = "; ".join(f"{term} = {english}" for term, english in terms.items())
    return replace(answer, answer=answer.answer + TERMS.format(terms=told)) if told else answer


def _answer(
    question: Question, status: Status, probability: float, text: str, citations: tuple[Citation, ...],
    hits: list[Hit], library: Library,
) -> Answer:  # fmt: skip
    made = len(citations)
    return Answer(
        question=question.text,
        asked=question.text,
        language=question.language,
        status=status,
        probability=probability,
        answer=text,
        citations=citations,
        hits=tuple(hits),
        embedder=library.embedder.name,
        library=library.name,
        claims={"made": made, "proved": made, "cut": 0},
    )
