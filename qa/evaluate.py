"""Scores of a library on question records: how high the evidence ranks, how many answers are right, cited, too sure."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from index.library import Library
from index.parts import Parts, rows
from index.types import Hit, Passage
from ingest import files
from ingest.errors import QuestionError
from qa import calibration, ranks
from qa.answerer import Answerer
from qa.calibration import Judged
from qa.matching import has, holds, norm
from qa.types import Answer, Citation, Status

RANKS = (1, 3, 5, 10)
DISLIKED = "disliked"  # the group of what got a thumb down and has no answer yet
SEVERAL = ("list", "compare")  # kinds whose answers hold several things
ROOM, WIDE_ROOM = 120, 300  # characters of an answer that are read: of a single fact, of several things
OF_LIST = 0.75  # of a list's items that an answer must hold
CITED, PART = 5, 0.4  # citations that are read; share of the evidence that one of them holds beside an answer
MARK = re.compile(r"\[\d{1,9}\]")
WANTED = "give one JSON object a line, with question (a text), answers and evidence (lists)"


@dataclass(frozen=True, slots=True)
class Row:
    """A question record scored: the groups it counts in, its figures, its answer judged."""

    groups: tuple[str, ...]
    figures: dict[str, float]
    judged: Judged


def score(answerer: Answerer, path: Path) -> dict[str, dict[str, float]]:
    """The table of the records in a file. Raises QuestionError where it cannot be read as such."""
    return table(rows_of(answerer, path))


def rows_of(answerer: Answerer, path: Path) -> list[Row]:
    """Each record asked and scored.

    Records are JSON objects a line with `question`, `answers` and `evidence` (both empty where the library is
    silent). Raises QuestionError where the file cannot be read as such.
    """
    return [_row(record, answerer.ask(record["question"])) for record in _records(path)]


def table(scored: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Figures over all records, by language, and by language and kind; those with a thumb down alone for themselves.

    Each is the share of the records it applies to (`same`: what got a thumb down is still said), `length` the median
    of characters, `aurc` and `ece` those of qa/calibration.py, `n` the number of records.
    """
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in scored:
        for name in row.groups:
            groups[name].append(row)
    return {name: _figures(members) for name, members in sorted(groups.items())}


def room(kind: str) -> int:
    """How many characters of an answer to a question of a kind are read."""
    return WIDE_ROOM if kind in SEVERAL else ROOM


def retrieval(
    library: Library, path: Path, progress: Callable[[int, int], None] = lambda done, total: None
) -> dict[str, dict[str, ranks.Figures]]:
    """How high the evidence ranks, by language, with the legs of the search alone and each part off in turn."""
    records = [record for record in _records(path) if record["evidence"]]
    systems, table = rows(), {}
    for done, (name, parts) in enumerate(systems.items(), 1):
        table[name] = _by_language(records, library, parts)
        progress(done, len(systems))
    return table


def _by_language(records: list[dict[str, Any]], library: Library, parts: Parts) -> dict[str, ranks.Figures]:
    answerer, groups = Answerer(library.only(parts)), defaultdict(list)
    for record in records:
        rank = _rank(record, answerer.ask(record["question"]).hits)
        groups[record.get("lang", "zh")].append(rank or 0)
    return {language: ranks.figures(found) for language, found in sorted(groups.items())}


def _records(path: Path) -> list[dict[str, Any]]:
    try:
        lines = files.text(path).split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "no UTF-8 text"
        raise QuestionError(f"{path}: not a file of question records ({reason}); {WANTED}") from error
    return [_record(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _record(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        record: dict[str, Any] = json.loads(line)
        if not _sound(record):
            raise TypeError
        return record
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise QuestionError(f"{path}, line {number}: not a question record; {WANTED}") from error


def _sound(record: dict[str, Any]) -> bool:
    texts = [record["question"], record.get("lang", "zh"), *record["answers"], *record["evidence"]]
    lists = record["answers"] + record["evidence"]
    first, last = record.get("lines") or (1, 1)
    return all(isinstance(text, str) for text in texts) and isinstance(lists, list) and isinstance(first + last, int)


def _row(record: dict[str, Any], answer: Answer) -> Row:
    if record.get("rating") == "down" and not record["answers"]:
        return _complaint(record, answer)
    refused = answer.status is Status.NOT_FOUND
    language, kind = record.get("lang", "zh"), _kind(record)
    groups = ("all", language, f"{language}/{kind}")
    if not record["answers"]:
        return Row(groups, {"refused": float(refused)}, Judged(answer.probability, None if refused else False))
    said = norm(MARK.sub("", answer.answer))
    right = not refused and _right(record, said)
    figures = _ranked(record, answer) | {
        "answer": float(right),
        "wrong": float(answer.status is Status.ANSWERED and not right),
        "false_refusal": float(refused),
    }
    if not refused and record["evidence"]:
        figures["cited"] = float(any(_cites(record, citation) for citation in answer.citations[:CITED]))
    if not refused and kind == "single":
        figures["length"] = float(len(said))
    return Row(groups, figures, Judged(answer.probability, None if refused else right))


def _complaint(record: dict[str, Any], answer: Answer) -> Row:
    """A record that tells only what was not right: whether that is still said; no answer to it counts as right."""
    refused = answer.status is Status.NOT_FOUND
    before = norm(MARK.sub("", str(record.get("said", ""))))
    same = record.get("status") == "not_found" if refused else norm(MARK.sub("", answer.answer)) == before
    return Row((DISLIKED,), {"same": float(same)}, Judged(answer.probability, None if refused or not same else False))


def _kind(record: dict[str, Any]) -> str:
    if not record["answers"]:
        return "unanswerable"
    kind = record.get("kind")
    return kind if kind in SEVERAL else "single"


def _right(record: dict[str, Any], said: str) -> bool:
    """Whether what is said soon enough holds any of the answers; three quarters of a list; all of a comparison."""
    kind, wanted = _kind(record), record["answers"]
    held = sum(has(said[: room(kind)], answer) for answer in wanted)
    return bool(held >= {"list": OF_LIST * len(wanted), "compare": len(wanted)}.get(kind, 1))


def _ranked(record: dict[str, Any], answer: Answer) -> dict[str, float]:
    rank = _rank(record, answer.hits) if record["evidence"] else None
    hits = {f"hit@{k}": float(rank is not None and rank <= k) for k in RANKS}
    return hits | {"mrr@10": 1 / rank if rank and rank <= max(RANKS) else 0.0}


def _cites(record: dict[str, Any], citation: Citation) -> bool:
    """Whether a citation quotes the evidence, or much of it with an answer, or stands at its lines."""
    quote = norm(citation.quote)
    told = any(has(quote, answer) for answer in record["answers"])
    for evidence in record["evidence"]:
        if holds(quote, evidence) or quote in norm(evidence) or (told and holds(quote, evidence, PART)):
            return True
    lines = [piece.line for piece in citation.pieces] if citation.passage.is_text_source else []
    return bool(lines) and _covers(record, citation.passage.source_file, min(lines), max(lines), quote)


def _rank(record: dict[str, Any], hits: tuple[Hit, ...]) -> int | None:
    """The rank of the first passage that holds the first evidence quote."""
    quote = record["evidence"][0]
    return next((h.rank for h in hits if holds(h.passage.text, quote) or _stands(record, h.passage)), None)


def _stands(record: dict[str, Any], passage: Passage) -> bool:
    first, last = passage.line_first, passage.line_last
    return first is not None and last is not None and _covers(record, passage.source_file, first, last, passage.text)


def _covers(record: dict[str, Any], source: str, first: int, last: int, text: str) -> bool:
    """Whether a text has half of the record's lines and an answer: a table put together reads unlike its source."""
    if not record.get("lines") or record.get("source") != source:
        return False
    start, end = record["lines"]
    shared = min(last, end) - max(first, start) + 1
    return shared >= (end - start + 1) / 2 and any(has(norm(text), answer) for answer in record["answers"])


def _figures(members: Sequence[Row]) -> dict[str, float]:
    names = list(dict.fromkeys(name for row in members for name in row.figures))
    found: dict[str, float] = {}
    for name in names:
        values = [row.figures[name] for row in members if name in row.figures]
        found[name] = median(values) if name == "length" else round(sum(values) / len(values), 3)
    judged = [row.judged for row in members]
    area, error = calibration.area_under_risk_coverage(judged), calibration.expected_calibration_error(judged)
    trust = {"aurc": area, "ece": error}
    return found | {name: round(value, 3) for name, value in trust.items() if value is not None} | {"n": len(members)}
