"""Magazine PDFs with known truth, read by us and by others; speed and memory of `add`.

python benchmarks/pdf.py            both parts
python benchmarks/pdf.py quality    the tables of measures
python benchmarks/pdf.py speed      pages a second against pdfplumber's extract_text, peak memory
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import lru_cache
from pathlib import Path
from statistics import fmean, median
from types import ModuleType
from typing import Any

import peers
from common import RESULTS, ROOT, SHARED, write
from tqdm import tqdm

SCORER = SHARED / "evals" / "score_pdf.py"
PLAIN, HARD = ("one", "two", "three"), ("vertical", "rotated", "spread", "scan")
SEEDS = dict.fromkeys(PLAIN, 10) | dict.fromkeys(HARD, 4)
OURS = "hangke"
RULINGS = ("ruled", "half-ruled", "unruled")
MEASURES = (
    *("coverage", "sentences", "order_all", "column_joins", "page_joins", "mixed", "furniture", "title", "authors"),
    *("pages", "cells", *(f"cells {ruling}" for ruling in RULINGS), "captions", "headings"),
)
BEST_AT_ZERO = ("mixed", "furniture")
WORST = 3  # issues named for each measure

ROUNDS = 3
SPEED_PAGES, MEMORY_PAGES = 120, 200
LONG = (0, "two")  # seed and kind of the issues that are timed
JOBS = (1, 2)
EXTRACT = """import pdfplumber, sys
with pdfplumber.open(sys.argv[1]) as document:
    for page in document.pages:
        page.extract_text()
        page.close()
"""
SAMPLE = 0.03  # seconds between two looks at the memory
PARENT, RESIDENT = 1, 21  # places in /proc/PID/stat after the name

Row = dict[str, float | None]
Json = dict[str, Any]


def generate(folder: Path, kind: str, seed: int, pages: int | None = None) -> str:
    """Typeset an issue; its name. Truth stands in FOLDER/truth."""
    from tests.typeset.design import make_design
    from tests.typeset.issue import typeset

    return typeset(make_design(seed, kind, pages), folder)


# ---- quality


@lru_cache(1)
def scorer() -> ModuleType:
    from tests.typeset.check import load_score

    return load_score(SCORER)


def quality(folder: Path) -> Json:
    """Means of all systems over plain pages, of ours over the harder ones, and our worst issues."""
    if not SCORER.exists():
        sys.exit(f"no scorer at {SCORER}: this benchmark needs the shared evaluations beside the repository")
    systems = peers.installed()
    with ProcessPoolExecutor() as pool:
        made = [pool.submit(generate, folder, kind, seed) for kind, count in _kinds() for seed in range(count)]
        names = sorted(job.result() for job in _watched(made, "typeset"))
        asked = [(OURS, name) for name in names if kind_of(name) != "scan"]
        asked += [(system, name) for system in systems for name in names if kind_of(name) in PLAIN]
        jobs = {pool.submit(score, system, folder, name): (system, name) for system, name in asked}
        for job in _watched(list(jobs), "read"):
            job.result()
    scores = {key: job.result() for job, key in jobs.items()}
    scans = [name for name in names if kind_of(name) == "scan"]
    scores |= {(OURS, name): score(OURS, folder, name, os.cpu_count() or 1) for name in tqdm(scans, desc="scans")}
    return _summary(scores, systems)


def _kinds() -> Iterable[tuple[str, int]]:
    from ingest.pdf import ocr

    if not ocr.available():
        print("scan: left out, RapidOCR is not installed", file=sys.stderr)
    return [(kind, count) for kind, count in SEEDS.items() if kind != "scan" or ocr.available()]


def _watched(jobs: list[Any], name: str) -> Iterable[Any]:
    return tqdm(as_completed(jobs), total=len(jobs), desc=name)


def kind_of(name: str) -> str:
    """The kind in an issue's name, 003-two."""
    return name.partition("-")[2]


def score(system: str, folder: Path, name: str, jobs: int = 1) -> Row:
    """The measures of one issue as one system reads it; a system that fails gets the worst of each."""
    path = folder / f"{name}.pdf"
    truth = json.loads((folder / "truth" / f"{name}.json").read_text("utf-8"))
    try:
        passages = ours(path, jobs) if system == OURS else theirs(system, path)
    except Exception as error:  # whatever a parser raises
        print(f"{system}, {name}: {type(error).__name__}: {error}", file=sys.stderr)
        return {measure: float(measure in BEST_AT_ZERO) for measure in MEASURES}
    found = scorer().score(truth, passages, [])
    for ruling in RULINGS:
        found[f"cells {ruling}"] = scorer().score(_only_tables(truth, ruling), passages, [])["cells"]
    return {measure: found.get(measure) for measure in MEASURES}


def ours(path: Path, jobs: int) -> list[Json]:
    from index import passages
    from index.types import passage_json
    from ingest import reader
    from ingest.pdf import opening

    issue = reader.read_sheets(opening.sheets(path, jobs=jobs), path.name)
    return [passage_json(passage) for passage in passages.cut(issue, "issue")]


def theirs(system: str, path: Path) -> list[Json]:
    """A peer's pages as passages: it says neither article nor printed page."""
    _, read = peers.ALL[system]
    return [{"text": text, "article": None, "page_first": None, "page_last": None} for text in read(path)]


def _only_tables(truth: Json, ruling: str) -> Json:
    """A truth that holds nothing but the tables of one ruling."""
    articles = []
    for article in truth["articles"]:
        emptied = {key: [] if isinstance(value, list) else value for key, value in article.items()}
        articles.append(emptied | {"tables": [t for t in article["tables"] if t["ruling"] == ruling]})
    return truth | {"expect": "text", "articles": articles}


def _summary(scores: dict[tuple[str, str], Row], systems: dict[str, str]) -> Json:
    own = {name: row for (system, name), row in scores.items() if system == OURS}
    means = {
        system: _mean(row for (other, name), row in scores.items() if other == system and kind_of(name) in PLAIN)
        for system in (OURS, *systems)
    }
    kinds = {kind: [row for name, row in own.items() if kind_of(name) == kind] for kind in (*PLAIN, *HARD)}
    return {
        "systems": means,
        "hangke by kind": {kind: _mean(rows) for kind, rows in kinds.items() if rows},
        "hangke's worst issues": {measure: _worst(own, measure) for measure in MEASURES},
        "issues a kind": {kind: len(rows) for kind, rows in kinds.items()},
        "versions": systems,
    }


def _mean(rows: Iterable[Row]) -> Row:
    """The mean of each measure over the issues that have it."""
    columns: dict[str, list[float]] = {measure: [] for measure in MEASURES}
    for row in rows:
        for measure, value in row.items():
            columns[measure] += [] if value is None else [value]
    return {measure: round(fmean(values), 4) if values else None for measure, values in columns.items()}


def _worst(rows: dict[str, Row], measure: str) -> dict[str, float]:
    best = float(measure not in BEST_AT_ZERO)
    short = {name: round(value, 4) for name, row in rows.items() if (value := row[measure]) not in (None, best)}
    return dict(sorted(short.items(), key=lambda item: -abs(item[1] - best))[:WORST])


# ---- speed and memory


def speed(folder: Path) -> Json:
    """`add` in one and two processes against extract_text, in turn; then the peak of memory of each."""
    seed, kind = LONG
    if note := _unwired(folder / f"{generate(folder, kind, seed, 8)}.pdf"):
        print(f"speed: skipped, hangke add does not read PDFs: {note}", file=sys.stderr)
        return {"skipped": note}
    file = folder / f"{generate(folder, kind, seed, SPEED_PAGES)}.pdf"
    rounds = [_round(file) for _ in tqdm(range(ROUNDS), desc="rounds")]
    file = folder / f"{generate(folder, kind, seed, MEMORY_PAGES)}.pdf"
    peaks = {name: _peak(command) for name, command in tqdm(_commands(file).items(), desc="memory")}
    return {name: _figures(name, rounds, peaks) for name in peaks}


def _commands(file: Path) -> dict[str, list[str]]:
    extract = {"pdfplumber extract_text": [sys.executable, "-c", EXTRACT, str(file)]}
    add = [sys.executable, "-m", "ui.cli", "add", "--no-seed"]
    return {f"hangke add --jobs {jobs}": [*add, "--jobs", str(jobs), str(file)] for jobs in JOBS} | extract


def _round(file: Path) -> dict[str, float]:
    """Seconds of each command, one after the other."""
    return {name: _seconds(command) for name, command in _commands(file).items()}


def _seconds(command: list[str]) -> float:
    began = time.perf_counter()
    _in_new_home(command, lambda process: process.wait())
    return time.perf_counter() - began


def _unwired(file: Path) -> str:
    """Why `add` does not take a PDF; nothing where it does."""
    try:
        _seconds(_commands(file)[f"hangke add --jobs {JOBS[0]}"])
    except RuntimeError as error:
        return str(error)
    return ""


def _in_new_home(command: list[str], watch: Callable[[subprocess.Popen[bytes]], Any]) -> Any:
    """Run a command with an empty library, watched until it ends."""
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryFile() as said:
        environment = os.environ | {"HANGKE_HOME": home}
        process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=said)
        seen = watch(process)
        said.seek(0)
        if process.wait():
            raise RuntimeError(f"exit status {process.returncode}: {(said.read().splitlines() or [b''])[-1].decode()}")
        return seen


def _peak(command: list[str]) -> float:
    """MB of memory that a command and its children have resident at most, all together."""

    def watch(process: subprocess.Popen[bytes]) -> int:
        most = 0
        while process.poll() is None:
            most = max(most, resident(process.pid))
            time.sleep(SAMPLE)
        return most

    peak: int = _in_new_home(command, watch)
    return round(peak / 1e6, 1)


def resident(root: int) -> int:
    """Bytes resident of a process and all that descend from it; pages that they share count for each."""
    stats = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            stats[int(path.parent.name)] = path.read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
    family = {root}
    while more := {pid for pid, stat in stats.items() if int(stat[PARENT]) in family} - family:
        family |= more
    return sum(int(stats[pid][RESIDENT]) for pid in family if pid in stats) * os.sysconf("SC_PAGE_SIZE")


def _figures(name: str, rounds: list[dict[str, float]], peaks: dict[str, float]) -> Json:
    peer = "pdfplumber extract_text"
    return {
        "seconds": round(median(each[name] for each in rounds), 2),
        "pages a second": round(SPEED_PAGES / median(each[name] for each in rounds), 2),
        "speed / extract_text": round(median(each[peer] / each[name] for each in rounds), 2),
        f"peak MB, {MEMORY_PAGES} pages": peaks[name],
    }


# ---- both


def table(title: str, columns: Iterable[str], rows: dict[str, Row]) -> str:
    """A Markdown table; a dash where a system has no such measure."""
    heads = list(columns)
    lines = [f"| {title} | " + " | ".join(heads) + " |", "| --- |" + " --- |" * len(heads)]
    lines += [f"| {name} | " + " | ".join(map(_cell, (row[c] for c in heads))) + " |" for name, row in rows.items()]
    return "\n".join(lines)


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def show(results: Json) -> None:
    if found := results.get("quality"):
        print("\n" + table("one, two and three columns", MEASURES, found["systems"]))
        print("\n" + table("hangke by kind", MEASURES, found["hangke by kind"]))
    timed = results.get("speed", {})
    if timed and "skipped" not in timed:
        print("\n" + table(f"{SPEED_PAGES} pages", next(iter(timed.values())), timed))


def main() -> None:
    parts = {"quality": quality, "speed": speed}
    asked = sys.argv[1:] or list(parts)
    if not set(asked) <= set(parts):
        sys.exit(__doc__)
    if not importlib.util.find_spec("pymupdf"):
        sys.exit("PyMuPDF is not installed, which the generator of issues needs: pip install pymupdf")
    kept = RESULTS / "pdf.json"
    results = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    for part in asked:
        with tempfile.TemporaryDirectory() as folder:
            results[part] = parts[part](Path(folder))
    write("pdf", results)
    show({part: results[part] for part in asked})


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # for tests.typeset
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main()
