"""Scores of a library on question records: how high the evidence ranks, how many answers hold what is wanted."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from index.library import Library
from index.parts import Parts, rows
from index.types import Hit, Passage
from ingest.errors import QuestionError
from qa import ranks
from qa.answerer import Answerer
from qa.matching import has, holds, norm
from qa.types import Answer, Status

RANKS = (1, 3, 5, 10)
WANTED = "give one JSON object a line, with question (a text), answers and evidence (lists)"


def score(answerer: Answerer, path: Path) -> dict[str, dict[str, float]]:
    """Figures over all records and by language; each a share of the records it applies to, `n` their number.

    Records are JSON objects a line with `question`, `answers` and `evidence` (both empty where the library is
    silent). Raises QuestionError where the file cannot be read as such.
    """
    groups: dict[str, list[dict[str, float]]] = defaultdict(list)
    for record in _records(path):
        row = _row(record, answerer.ask(record["question"]))
        for group in ("all", record.get("lang", "zh")):
            groups[group].append(row)
    return {name: _means(rows) for name, rows in sorted(groups.items())}


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
        lines = path.read_text("utf-8").splitlines()
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
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionError(f"{path}, line {number}: not a question record; {WANTED}") from error


def _sound(record: dict[str, Any]) -> bool:
    question, lists = record["question"], record["answers"] + record["evidence"]
    first, last = record.get("lines") or (1, 1)
    return isinstance(question, str) and isinstance(lists, list) and isinstance(first + last, int)


def _row(record: dict[str, Any], answer: Answer) -> dict[str, float]:
    refused = answer.status is Status.NOT_FOUND
    if not record["answers"]:
        return {"refused": float(refused)}
    rank = _rank(record, answer.hits) if record["evidence"] else None
    row = {f"hit@{k}": float(rank is not None and rank <= k) for k in RANKS}
    said = norm(answer.answer)
    held = [has(said, wanted) for wanted in record["answers"]]
    several = record.get("kind") in ("list", "compare")
    right = not refused and (sum(held) >= 0.75 * len(held) if several else any(held))
    return row | {
        "mrr@10": 1 / rank if rank else 0.0,
        "answer": float(right),
        "false_refusal": float(refused),
    }


def _rank(record: dict[str, Any], hits: tuple[Hit, ...]) -> int | None:
    """The rank of the first passage that holds the first evidence quote."""
    quote = record["evidence"][0]
    return next((h.rank for h in hits if holds(h.passage.text, quote) or _covers(record, h.passage)), None)


def _covers(record: dict[str, Any], passage: Passage) -> bool:
    """Whether a passage has half of the record's lines and an answer: a table put together reads unlike its source."""
    if not record.get("lines") or passage.line_first is None or passage.line_last is None:
        return False
    first, last = record["lines"]
    shared = min(last, passage.line_last) - max(first, passage.line_first) + 1
    text = norm(passage.text)
    same = record.get("source") == passage.source_file and shared >= (last - first + 1) / 2
    return same and any(norm(answer) in text for answer in record["answers"])


def _means(rows: list[dict[str, float]]) -> dict[str, float]:
    names = list(dict.fromkeys(name for row in rows for name in row))
    means = {}
    for name in names:
        values = [row[name] for row in rows if name in row]
        means[name] = round(sum(values) / len(values), 3)
    return means | {"n": len(rows)}
