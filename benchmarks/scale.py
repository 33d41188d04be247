"""What grows with the library: adding an issue, a cold `hangke ask` and a warm one, with 1,000 issues against few.

`python benchmarks/scale.py FOLDER [--issues 1000]`: the folder keeps the libraries, so that a second run measures only.
Each figure is the median of several rounds, the small library and the large one in turn, since machines are shared.
"""

from __future__ import annotations

import argparse
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

import invented
from common import ROOT, write
from stages import REST, clocked
from tqdm import tqdm

from index.library import Library
from index.store import FILE
from ingest.options import Overrides, Reading
from qa.answerer import Answerer
from ui import compose, workers

ROUNDS = 3
FEW, MANY = 1_000, 100_000  # passages of the libraries that are asked
QUESTIONS = 60
ASKED = "自动化码头的单机平均作业效率是多少？"
CLAUSE = re.compile(r"[^，。；：、]{4,16}?(?=\d+(?:\.\d+)?[\u4e00-\u9fff%])")

Json = dict[str, Any]


# -- libraries


def built(folder: Path, count: int, jobs: int) -> Json:
    """A library of so many issues, added by so many processes; and how long that took."""
    library, began = Library(folder), time.perf_counter()
    paths = invented.write(folder.parent / "issues", count)
    missing = paths[len(library.issues()) :]
    reports = compose.add_all(library, missing, jobs, Overrides(), False, Reading())
    for report in tqdm(reports, total=len(missing), desc="issues"):
        assert report["status"] in ("added", "unchanged"), report
    added, began = time.perf_counter() - began, time.perf_counter()
    passages = len(library.arrays.positions)
    told = {"issues": count, "passages": passages, "added_now": len(missing), "jobs": jobs, "add_s": round(added, 1)}
    return told | {"arrays_s": round(time.perf_counter() - began, 1), "mb": _megabytes(folder)}


def _megabytes(folder: Path) -> Json:
    parts = {"store": [folder / FILE], "arrays": (folder / "derived").rglob("*")}
    return {
        name: round(sum(path.stat().st_size for path in found if path.is_file()) / 2**20)
        for name, found in parts.items()
    }


def part(large: Path, folder: Path, issues: int) -> Library:
    """A library of the first issues of a larger one, with arrays of its own."""
    library = Library(folder)
    if not library.issues():
        library.store.set_meta({})
        library.store.close()
        with closing(sqlite3.connect(folder / FILE)) as connection, connection:
            connection.execute("ATTACH ? AS large", (str(large / FILE),))
            for statement in COPY:
                connection.execute(statement, {"issues": issues})
    _ = library.arrays
    return library


COPY = (
    "INSERT OR REPLACE INTO meta SELECT * FROM large.meta WHERE key <> 'format'",
    "INSERT INTO issues SELECT * FROM large.issues ORDER BY rowid LIMIT :issues",
    "INSERT INTO articles SELECT * FROM large.articles WHERE issue_id IN (SELECT issue_id FROM main.issues)",
    "INSERT INTO passages SELECT * FROM large.passages WHERE issue_id IN (SELECT issue_id FROM main.issues)",
    "INSERT INTO facts SELECT * FROM large.facts WHERE position IN (SELECT position FROM main.passages)",
    "INSERT INTO fact_keys SELECT * FROM large.fact_keys WHERE fact IN (SELECT fact FROM main.facts)",
)


# -- (a) adding an issue


def adding(large: Path, first: int) -> Json:
    """One issue into an empty library and into a large one: the whole process, and within one."""
    paths = invented.write(large.parent / "issues", 2 * ROUNDS, first)
    told = {
        "hangke add": _ratio(
            [(_added_by_process(None, path), _added_by_process(large, path)) for path in paths[:ROUNDS]]
        ),
        "in process": _ratio([(_added(None, path), _added(large, path)) for path in paths[ROUNDS:]]),
        "in process, by step": _steps(paths[-1]),
    }
    library = Library(large)
    for row in library.issues():
        if row.source_file in {path.name for path in paths}:
            library.remove(row.issue_id)
    _ = library.arrays
    library.store.close()
    return told


def _added_by_process(home: Path | None, path: Path) -> float:
    return _in(home, lambda folder: _run(folder, "add", str(path)).seconds)


def _added(home: Path | None, path: Path) -> float:
    """Seconds within a process that has the dictionary."""

    def added(folder: Path) -> float:
        library = Library(folder)
        library.words.warm()
        _ = library.arrays
        began = time.perf_counter()
        assert compose.add(library, path)["status"] == "added"
        _ = library.arrays
        took = time.perf_counter() - began
        library.store.close()
        return took

    return _in(home, added)


def _steps(path: Path) -> Json:
    """Milliseconds of each step of adding an issue to an empty library."""
    from ingest import reader

    with tempfile.TemporaryDirectory() as folder:
        library, told = Library(Path(folder)), {}
        library.words.warm()

        def timed(name: str, call: Callable[[], Any]) -> Any:
            began = time.perf_counter()
            made = call()
            told[name] = round((time.perf_counter() - began) * 1000)
            return made

        from index import catalogue, facts, passages, prepared

        issue = timed("read", lambda: reader.read(path))
        cut = timed("cut into passages", lambda: list(passages.cut(issue, catalogue.issue_id_of(issue))))
        timed("words", lambda: [prepared.tokens(passage, library.words) for passage in cut])
        timed("facts", lambda: list(facts.drawn(cut, library.words)))
        made, _ = workers.make(path, Overrides(), Reading(), library.words)
        timed("write", lambda: library.put(made, path))
        timed("arrays", lambda: library.arrays)
        library.store.close()
    return told


def _in(home: Path | None, call: Callable[[Path], float]) -> float:
    if home is not None:
        return call(home)
    with tempfile.TemporaryDirectory() as folder:
        return call(Path(folder) / "home")


# -- (b) a cold question


# a process begins with the memory of the one that starts it, in the system's books: a small one starts it
WATCHED = (
    "import resource, subprocess, sys; status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode;"
    " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss); sys.exit(status)"
)


class Run:
    """A process of `hangke`: its seconds, and the most memory that it had, in MB."""

    def __init__(self, home: Path, words: tuple[str, ...]) -> None:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "HANGKE_HOME": str(home)}
        command = [sys.executable, "-c", WATCHED, sys.executable, "-m", "ui.cli", *words]
        began = time.perf_counter()
        done = subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE)
        self.seconds, self.memory = time.perf_counter() - began, int(done.stdout) / 1024


def _run(home: Path, *words: str) -> Run:
    return Run(home, words)


def cold(small: Path, large: Path) -> Json:
    """`hangke ask`, the whole process, with many issues against two."""
    pairs = [(_run(small, "ask", ASKED), _run(large, "ask", ASKED)) for _ in range(ROUNDS + 2)]
    told = _ratio([(few.seconds, many.seconds) for few, many in pairs])
    memory = {
        "few_mb": round(median(few.memory for few, _ in pairs)),
        "many_mb": round(median(m.memory for _, m in pairs)),
    }
    return told | memory


def _ratio(pairs: list[tuple[float, float]]) -> Json:
    """Median seconds of both, and the median of their ratios round by round."""
    return {
        "few_s": round(median(few for few, _ in pairs), 3),
        "many_s": round(median(many for _, many in pairs), 3),
        "ratio": round(median(many / few for few, many in pairs), 2),
    }


# -- (c) a warm question


def asking(small: Library, large: Library) -> Json:
    """The whole way of a question, p50 over questions about the issues that both libraries have; and its stages."""
    asked = questions(small)
    answerers = [Answerer(small), Answerer(large)]
    for answerer in answerers:
        for question in asked:
            answerer.ask(question)  # dictionaries, and what is kept of the library
    times = [[_milliseconds(answerer, question) for question in asked] for answerer in answerers]
    few, many = map(median, times)
    return {
        "questions": len(asked),
        "passages": [len(library.arrays.positions) for library in (small, large)],
        "p50_ms": [round(few, 1), round(many, 1)],
        "ratio": round(many / few, 2),
        "stages_ms": _stages(answerers, asked),
    }


def _milliseconds(answerer: Answerer, question: str) -> float:
    began = time.perf_counter()
    answerer.ask(question)
    return (time.perf_counter() - began) * 1000


def _stages(answerers: list[Answerer], asked: list[str]) -> dict[str, list[float]]:
    """Mean milliseconds of each stage, in the small library and in the large."""
    told: list[dict[str, float]] = []
    for answerer in answerers:
        with clocked() as clock:
            took = sum(_milliseconds(answerer, question) for question in asked)
        known = {name: seconds * 1000 for name, seconds in clock.seconds.items()}
        told.append(known | {REST: took - sum(known.values())})
    names = sorted(told[1], key=lambda name: -told[1][name])
    return {name: [round(each.get(name, 0.0) / len(asked), 2) for each in told] for name in names}


def questions(library: Library) -> list[str]:
    """Questions for numbers in sentences of the first issues: ……完成吞吐量多少？"""
    found = (match[0] for passage in library.passages() for match in CLAUSE.finditer(passage.text))
    clauses = list(dict.fromkeys(clause for clause in found if not clause[-1].isdigit()))
    return [f"{clause}多少？" for clause in clauses[:: max(1, len(clauses) // QUESTIONS)][:QUESTIONS]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--issues", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=4)
    options = parser.parse_args()
    large = options.folder / f"issues-{options.issues}"
    results: Json = {"library": built(large, options.issues, options.jobs)}
    each = results["library"]["passages"] / options.issues
    few = part(large, options.folder / "few", max(1, round(FEW / each)))
    many = part(large, options.folder / "many", min(options.issues, round(MANY / each)))
    results["ask"] = asking(few, many)
    two = part(large, options.folder / "two", 2)
    two.store.close()
    results["cold ask"] = cold(two.home, large)
    results["add"] = adding(large, options.issues)
    write("scale", results)


if __name__ == "__main__":
    main()
