"""What each command does: one call of the library, and its result printed."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import threading
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from tqdm import tqdm

from index.library import Library
from index.types import Filters, IssueRow, Progress, passage_json
from ingest.errors import QuestionError, SourceError
from ingest.reader import Overrides, Reading
from qa import evaluate
from qa.answerer import Answerer
from ui import compose, doctor, show
from ui.compose import say
from ui.settings import Settings, limits

LINE_ENDS = re.compile("[\x85\u2028\u2029]")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


def run(options: argparse.Namespace) -> int:
    """Run the command that was parsed; returns the exit status."""
    return COMMANDS[options.command](options)


def _library(options: argparse.Namespace, seed: bool = True) -> Library:
    with _Bar("digests") as progress:
        return compose.open_library(_settings(options, seed), progress=progress, embedding=_Bar("embedding").step)


def _settings(options: argparse.Namespace, seed: bool = True) -> Settings:
    """Settings; models only for commands that have a use for them."""
    embedder, reranker = getattr(options, "embedder", None), getattr(options, "reranker", None)
    settings = Settings.read(options.home, options.no_seed or not seed, embedder, reranker)
    return replace(
        settings,
        embedder=settings.embedder if hasattr(options, "embedder") else None,
        reranker=settings.reranker if hasattr(options, "reranker") else None,
    )


class _Bar:
    """A progress bar on stderr, made when the first step is reported, silent where stderr is no terminal."""

    def __init__(self, name: str, unit: str = "passage") -> None:
        self.name, self.unit = name, unit
        self.bar: Any = None

    def __enter__(self) -> Progress:
        return self.step

    def step(self, done: int, total: int) -> None:
        """Draw that so many steps are done."""
        if self.bar is None or done == 1:
            self._close()
            wide = shutil.get_terminal_size().columns  # 80 where the terminal does not tell
            self.bar = tqdm(
                total=total, desc=self.name, unit=self.unit, file=sys.stderr, leave=False, disable=None, ncols=wide
            )
        self.bar.update(done - self.bar.n)
        if done == total:
            self._close()

    def __exit__(self, *_: object) -> None:
        self._close()

    def _close(self) -> None:
        if self.bar is not None:
            self.bar.close()
            self.bar = None


def _print(
    options: argparse.Namespace, objects: Iterable[dict[str, Any]], text: Callable[[dict[str, Any]], str]
) -> None:
    """JSON Lines, or a text for people."""
    for item in objects:
        print(_dump(item) if options.json else text(item), flush=True)


def _dump(item: dict[str, Any]) -> str:
    """One line, also for readers who take other characters than the line feed for the end of a line."""
    return LINE_ENDS.sub(lambda end: f"\\u{ord(end[0]):04x}", json.dumps(item, ensure_ascii=False))


def add(options: argparse.Namespace) -> int:
    """Add files; the bad ones are reported, the others go on."""
    library = _library(options, seed=False)
    overrides = Overrides(options.title, options.year, options.number)
    bounds = limits()
    failed = False
    paths = list(compose.sources(options.path))
    if not paths:
        raise SourceError(
            f"{' '.join(options.path)}: no text file or PDF (.txt, .pdf) in it; name the files themselves"
        )
    warming = threading.Thread(target=library.words.warm, daemon=True)
    if any(path.suffix.lower() == ".pdf" for path in paths):
        warming.start()  # the dictionary is loaded while other processes read
    for path in paths:
        with _Bar(path.name) as progress, _Bar(path.name, "page") as paging:
            reading = Reading(options.password or "", options.jobs, bounds, paging)
            report = compose.add(library, path, overrides, options.replace, progress, reading)
        failed |= report["status"] == "failed"
        for note in report.pop("notes"):
            say(note)
        if report["error"]:
            say(f"hangke: {report['error']}")
        _print(options, [report], show.report)
    if any(row for row in library.issues()):
        _ = library.arrays  # built now, so that the first question need not wait
    return 1 if failed else 0


def list_issues(options: argparse.Namespace) -> int:
    """The catalogue."""
    rows = _library(options).issues()
    if not rows:
        say("the library is empty; `hangke add PATH...` adds issues")
    _print(options, map(_issue_json, rows), show.issue)
    return 0


def _issue_json(row: IssueRow) -> dict[str, Any]:
    keys = (
        "issue_id",
        "issue",
        "year",
        "number",
        "source_file",
        "pages",
        "articles",
        "passages",
        "added",
        "digest",
        "hidden",
    )
    told = asdict(row)
    return {key: told[key] for key in keys}


def articles(options: argparse.Namespace) -> int:
    """Tables of contents."""
    _print(options, (row.as_json() for row in _library(options).articles(options.issue)), show.article)
    return 0


def remove(options: argparse.Namespace) -> int:
    """Take an issue out."""
    row = _library(options, seed=False).remove(options.issue)
    _print(
        options,
        [{"issue_id": row.issue_id, "issue": row.issue, "status": "removed"}],
        lambda x: f"removed {x['issue']}",
    )
    return 0


def ask(options: argparse.Namespace) -> int:
    """Answer a question, or a file of them."""
    if (options.question is None) == (options.batch is None):
        say("hangke ask: give a question, or --batch FILE")
        return 2
    questions = _batch(options.batch) if options.batch else [options.question]
    answerer = Answerer(_library(options))
    filters = _filters(options)
    shown = show.asked if options.batch else show.answer
    _print(options, (answerer.ask(text, filters).as_json() for text in questions), shown)
    return 0


def _batch(name: str) -> list[str]:
    """One question a line, plain or as JSON with the key `question`."""
    try:
        lines = Path(name).read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"{name}: cannot be read as UTF-8 text ({error}); check the file") from error
    return [_question(name, number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _question(name: str, number: int, line: str) -> str:
    if not line.lstrip().startswith("{"):
        return line.strip()
    try:
        question = json.loads(line)["question"]
        if not isinstance(question, str):
            raise TypeError(f"it is {question!r}")
        return question
    except (ValueError, KeyError, TypeError) as error:
        raise QuestionError(
            f"{name}, line {number}: no JSON object with a text under the key `question` ({error})"
        ) from error


def _filters(options: argparse.Namespace) -> Filters:
    return Filters(options.issue, options.year_from, options.year_to, options.author)


def search(options: argparse.Namespace) -> int:
    """Ranked passages."""
    library = _library(options)
    hits = Answerer(library).search(options.query, options.k, _filters(options))
    if not hits:
        say("no passage holds any of these words")
    _print(options, (passage_json(hit.passage, hit) for hit in hits), show.passage)
    return 0


def passages(options: argparse.Namespace) -> int:
    """Every passage."""
    _print(options, map(passage_json, _library(options).passages(options.issue)), show.passage)
    return 0


def evaluate_file(options: argparse.Namespace) -> int:
    """Scores on question records."""
    library, path = _library(options), Path(options.file)
    found: dict[str, Any] = evaluate.score(Answerer(library), path)
    if options.parts:
        with _Bar("parts", "row") as progress:
            found |= {"retrieval": evaluate.retrieval(library, path, progress)}
    _print(options, [found], show.scores)
    return 0


def train(options: argparse.Namespace) -> int:
    """Embed the library anew."""
    with _Bar("digests") as progress:
        told = compose.train(_settings(options), progress=progress, embedding=_Bar("embedding").step)
    _print(options, [told], show.trained)
    return 0


def ui(options: argparse.Namespace) -> int:
    """The web app."""
    if options.host not in LOOPBACK and not options.open:
        raise QuestionError(
            f"--host {options.host}: anyone who reaches that address could change the library; say --open if that"
            " is meant, or leave --host out"
        )
    from ui import app

    app.launch(_library(options), options.host, options.port, options.root_path, limits())
    return 0


def page(options: argparse.Namespace) -> int:
    """A picture of a PDF page, with a passage boxed or the reading order drawn."""
    drawn = compose.picture(
        _library(options), options.issue, options.number, options.passage, options.order, options.password or ""
    )
    try:
        drawn.save(options.png, format="PNG")
    except OSError as error:
        raise SourceError(f"{options.png}: {error.strerror or error}; choose another file for the picture") from error
    report = {"png": options.png, "issue_id": options.issue, "pdf_page": options.number, "size": list(drawn.size)}
    _print(options, [report], lambda item: item["png"])
    return 0


def examine(options: argparse.Namespace) -> int:
    """What is usable, and whether the library is sound; of an issue its doubtful pages."""
    settings = Settings.read(options.home, True)
    report = doctor.examine(settings, options.repair, options.issue)
    _print(options, [report], show.health)
    return 0 if report["sound"] else 1


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "add": add,
    "list": list_issues,
    "articles": articles,
    "remove": remove,
    "ask": ask,
    "search": search,
    "passages": passages,
    "eval": evaluate_file,
    "train": train,
    "ui": ui,
    "page": page,
    "doctor": examine,
}
