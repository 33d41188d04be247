"""Keyword search against others on the same passages and questions, in turn in one run, each in one thread.

`python benchmarks/keywords.py` takes 100,000 passages, `--large` 1,000,000 (without rank-bm25, and with 16 GB of
memory); `--size` any number. Passages and questions are ours or invented (see crowd.py). What is not installed is
left out; `pip install -e '.[bench]'` gets it. Our index is built in parts, merged, written and mapped; what is resident
of it is measured in a process of its own that opens it and asks all questions.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from common import RESULTS, write
from crowd import Invented
from keyword_peers import COUNT, PEERS, Search, installed, version
from numpy.typing import NDArray

from index import bm25
from index.bm25 import Columns

QUESTIONS, ROUNDS = 200, 5
SLOW = {"rank-bm25": 15, "SQLite FTS5": 30}  # so many questions, in one round
NAME = "index"
Times = NDArray[np.float64]  # seconds by round and question; NaN where not asked


def build(corpus: Invented, folder: Path) -> Columns:
    """Our index: a part for each chunk of passages, then merged, written and mapped."""
    parts = [bm25.build_from_ids(ids, lengths, corpus.terms) for ids, lengths in corpus.chunks()]
    bm25.save(bm25.merge(parts, [None] * len(parts)), folder, NAME)
    return Columns([bm25.load(folder, NAME)])


def ours(columns: Columns) -> Search:
    return lambda words: columns.top([(word, 1.0) for word in words], COUNT)[0].tolist()


def measure(searches: dict[str, Search], questions: Sequence[Sequence[str]]) -> dict[str, Times]:
    """Every search asked every question, one after the other, so that all meet the same machine."""
    times = {name: np.full((ROUNDS, len(questions)), np.nan) for name in searches}
    for search in searches.values():
        search(questions[-1])  # compiles, opens
    gc.collect()
    gc.freeze()  # the peers' lists are not walked again and again
    for number in range(ROUNDS):
        for i, words in enumerate(questions):
            for name, search in searches.items():
                if name not in SLOW or (not number and i < SLOW[name]):
                    began = time.perf_counter()
                    search(words)
                    times[name][number, i] = time.perf_counter() - began
    return times


def figures(times: Times, ours: Times) -> dict[str, float]:
    """Milliseconds of a question in its median round, and how often ours fits in, over the same questions."""
    asked = ~np.isnan(times[0])
    middle, mine = np.nanmedian(times[:, asked], axis=0), np.median(ours[:, asked], axis=0)
    told = {"p50_ms": np.median(middle) * 1e3, "p95_ms": np.quantile(middle, 0.95) * 1e3}
    return {name: round(float(value), 3) for name, value in told.items()} | {
        "times_ours": round(float(np.median(middle) / np.median(mine)), 2)
    }


def resident(folder: Path, questions: Sequence[Sequence[str]]) -> dict[str, float]:
    """Megabytes that a fresh process has more when it has opened the index, and when it has answered all questions."""
    command = [sys.executable, __file__, "--resident", str(folder)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        command, input=json.dumps(questions), env=environment, check=True, capture_output=True, text=True
    )
    return json.loads(done.stdout)


def report_resident(folder: Path) -> None:
    questions = json.load(sys.stdin)
    before = _resident()
    search = ours(Columns([bm25.load(folder, NAME)]))
    search(questions[0])
    first = _resident()
    for words in questions:
        search(words)
    print(json.dumps({"first_question_mb": round(first - before), "all_questions_mb": round(_resident() - before)}))


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def agrees(columns: Columns, corpus: Invented, questions: Sequence[Sequence[str]]) -> float:
    """The greatest relative difference of our scores to BM25Okapi's own."""
    from rank_bm25 import BM25Okapi

    okapi = BM25Okapi(list(corpus.passages()))
    worst = 0.0
    for words in questions:
        found, scores = columns.top([(word, 1.0) for word in words], COUNT, np.float64)
        theirs = okapi.get_scores(words)
        worst = max(
            worst, *(np.abs(np.sort(theirs)[::-1][: len(found)] / scores - 1)), *np.abs(theirs[found] / scores - 1)
        )
    return worst


def run(size: int) -> None:
    corpus = Invented(size)
    questions = corpus.questions[:QUESTIONS]
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryDirectory() as beside:
        columns = build(corpus, Path(place))
        names = [name for name in PEERS if installed(name) and not (size > 200_000 and name == "rank-bm25")]
        searches = {"hangke": ours(columns)} | {name: PEERS[name][2](corpus, Path(beside)) for name in names}
        times = measure(searches, questions)
        told = {
            "postings": sum(len(layer.documents) for layer in (columns.parts[0].once, columns.parts[0].more)),
            "on_disk_mb": round(sum(path.stat().st_size for path in Path(place).iterdir()) / 1e6),
            "resident": resident(Path(place), questions),
            "systems": {"hangke": figures(times["hangke"], times["hangke"])}
            | {f"{name} {version(name)}": figures(times[name], times["hangke"]) for name in names},
            "hangke_first_asked_ms": round(float(np.median(times["hangke"][0])) * 1e3, 3),
            "left_out": [name for name in PEERS if not installed(name)],
        }
        if size <= 200_000:
            told["greatest_difference_to_rank_bm25"] = agrees(columns, corpus, questions[: SLOW["rank-bm25"]])
    kept = RESULTS / "keywords.json"
    before = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    write("keywords", before | {f"{size:,} passages, top {COUNT}": told})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--resident", type=Path)
    chosen = parser.parse_args()
    if chosen.resident:
        report_resident(chosen.resident)
    else:
        run(1_000_000 if chosen.large else chosen.size)


if __name__ == "__main__":
    main()
