"""Questions asked of the library, and scores of its answers."""

from __future__ import annotations

import argparse
import json
import re
from functools import partial
from pathlib import Path
from typing import Any

from ingest import files
from ingest.errors import QuestionError
from qa import evaluate, history
from qa.answerer import LONGEST, Answerer
from qa.references import printable
from ui import charts, show, told
from ui.commands import common
from ui.compose import say

WORD = re.compile(r"\w")  # what no question is without


def ask(options: argparse.Namespace) -> int:
    """Answer a question, or a file of them."""
    if (options.question is None) == (options.batch is None):
        say("hangke ask: give a question, or --batch FILE")
        return 2
    if options.batch and options.history:
        say("hangke ask: --history goes with one question; the questions of a batch stand alone")
        return 2
    if options.question is not None and not WORD.search(options.question):
        raise QuestionError(
            f'{options.question!r}: no question in it; ask something, as in: hangke ask "这期讲了什么？"'
        )
    before = history.read(options.history) if options.history else []
    questions = _batch(options.batch) if options.batch else [options.question]
    library = common.library(options)
    answerer, generator = Answerer(library), common.generator(options, library)
    filters, shown = common.filters(options), show.asked if options.batch else show.answer
    cited = partial(printable, library)
    answers = (generator.improve(answerer.ask(text, filters, history=before)) for text in questions)
    common.emit(options, (told.answer(answer, options.style, cited) for answer in answers), shown)
    return 0


def _batch(name: str) -> list[str]:
    """One question a line, plain or as JSON with the key `question`."""
    try:
        lines = files.text(Path(name)).split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"{name}: cannot be read as UTF-8 text ({error}); check the file") from error
    return [_question(name, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _question(name: str, number: int, line: str) -> str:
    question = line.strip() if not line.lstrip().startswith("{") else _told(name, number, line)
    if len(question) > LONGEST:
        raise QuestionError(
            f"{name}, line {number}: {len(question):,} characters are no question; ask in at most {LONGEST:,}"
        )
    return question


def _told(name: str, number: int, line: str) -> str:
    try:
        question = json.loads(line)["question"]
        if not isinstance(question, str):
            raise TypeError(f"it is {str(question)[:80]!r}")
        return question
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise QuestionError(
            f"{name}, line {number}: no JSON object with a text under the key `question` ({error})"
        ) from error


def search(options: argparse.Namespace) -> int:
    """Ranked passages."""
    library = common.library(options)
    hits = Answerer(library).search(options.query, options.k, common.filters(options))
    if not hits:
        say("no passage holds any of these words")
    objects, printed = told.ranked(hits, options.style, partial(printable, library))
    common.emit(options, objects, show.passage)
    if printed and not options.json:
        print(printed)
    return 0


def evaluate_file(options: argparse.Namespace) -> int:
    """Scores on question records."""
    library, path = common.library(options), Path(options.file)
    rows = evaluate.rows_of(Answerer(library), path)
    found: dict[str, Any] = dict(evaluate.table(rows))
    if options.parts:
        with common.Bar("parts", "row") as progress:
            found |= {"retrieval": evaluate.retrieval(library, path, progress)}
    common.emit(options, [found], show.scores)
    if options.plot:
        charts.draw([row.judged for row in rows], options.plot)
    return 0
