"""Thumbs up and down, kept in the library as question records that `hangke eval` takes; never who gave them.

A thumb up tells what is right: the answer's words that its citations prove, or that the library is silent. A thumb down
tells only what was said (`said`, `cited`): its record has no answer until someone writes the right one into it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from index import sentences
from index.library import Library
from qa import spans
from qa.evaluate import MARK, room
from qa.matching import has, norm
from qa.question import SINGLE, Question, understand
from qa.types import INTERRUPTED, Answer, Citation, Status

EDGES = "，,；;：、 \n"  # what a piece of a sentence is said without


def keep(library: Library, answer: Answer, good: bool) -> None:
    """Keep that an answer is good or not, in place of what was kept of the same question."""
    told = _right(answer) if good else _complaint(answer)
    rated = {"rating": "up" if good else "down", "rated": datetime.now(UTC).isoformat(timespec="seconds")}
    library.store.set_feedback(_key(answer), {"id": _key(answer), **told, **rated})


def forget(library: Library, answer: Answer) -> None:
    """Take back what was kept of a question."""
    library.store.drop_feedback(_key(answer))


def records(library: Library) -> list[dict[str, Any]]:
    """The question records of all thumbs, the oldest first."""
    return library.store.feedback()


def _key(answer: Answer) -> str:
    """One for all spellings of a question, as it was completed from its dialogue."""
    return f"feedback-{hashlib.sha256(norm(answer.asked).encode('utf-8', 'replace')).hexdigest()[:12]}"


def _right(answer: Answer) -> dict[str, Any]:
    """The record of an answer that is right: what its citations prove, and where they stand."""
    if answer.status is Status.NOT_FOUND:
        return _record(answer, "unanswerable", [], [])
    question = understand(answer.asked)
    evidence = [_solid(_longest(citation.quote)) for citation in answer.citations]
    return _record(answer, question.kind.value, _answers(question, answer), list(dict.fromkeys(evidence)))


def _complaint(answer: Answer) -> dict[str, Any]:
    """The record of an answer that is not right; what would be is not known."""
    cited = [citation.quote for citation in answer.citations]
    told = {"status": answer.status.value, "said": answer.answer, "cited": cited}
    return _record(answer, understand(answer.asked).kind.value, [], []) | told


def _record(answer: Answer, kind: str, answers: list[str], evidence: list[str]) -> dict[str, Any]:
    first = answer.citations[0].as_json() if answer.citations else {}
    lines = [first["line_first"], first["line_last"]] if first.get("line_first") else None
    return {
        "lang": answer.language,
        "kind": kind,
        "question": answer.asked,
        "answers": answers,
        "evidence": evidence,
        "source": first.get("source_file"),
        "lines": lines,
        "article": _solid(first["article"]) if first else None,
        "author": "、".join(first["authors"]) or None if first else None,
        "library": answer.library,
    }


def _answers(question: Question, answer: Answer) -> list[str]:
    """What was said and is proved, as `eval` looks for it: the one figure, date or name, or the pieces quoted."""
    said = norm(MARK.sub("", answer.answer))[: room(question.kind.value)]
    pieces = [piece for citation in answer.citations for piece in _pieces(citation)]
    clauses = sorted((clause for piece in pieces[:1] for clause in _clauses(piece)), key=len)[-1:]
    for told in ([_short(question, piece) for piece in pieces], clauses):
        if held := [_solid(each) for each in told if has(said, each)]:
            return list(dict.fromkeys(held))
    return [said]  # what the catalogue tells has no proof but itself


def _pieces(citation: Citation) -> list[str]:
    """The words of a quotation that answer."""
    told = (citation.quote[start:end].strip(EDGES) for start, end in citation.spans)
    return [piece for piece in told if piece and INTERRUPTED not in piece]


def _short(question: Question, piece: str) -> str:
    """Of a piece that answers a question for one thing the words of such a form, if only they can be meant."""
    found = spans.answers(question, piece) if question.kind in SINGLE else []
    return piece[slice(*found[0])].strip() if len(found) == 1 else piece


def _clauses(piece: str) -> Sequence[str]:
    return [piece[start:end].strip(EDGES) for start, end in sentences.clauses(piece)]


def _longest(quote: str) -> str:
    """The longest piece of a quotation that is read through something else."""
    return max(quote.split(INTERRUPTED), key=len)


def _solid(text: str) -> str:
    """As records have it: without white space."""
    return "".join(text.split())
