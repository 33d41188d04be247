"""A library in Milvus Lite against the same in files: answers, ranking, time. `benchmarks/milvus.py [ISSUES...]`.

The real issues stand among so many invented ones. Milvus Lite is one process in plain Python: its times say nothing of
a server's; how little the window on a large library costs in answers, they do say.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from common import SHARED, texts, write
from invented import Press

from index import migrate
from index.library import Library
from index.milvus.client import Place
from index.milvus.library import MilvusLibrary
from ingest import reader
from qa.answerer import Answerer

BESIDE = (0, 6)  # invented issues
MEASURES = ("hit@1", "hit@3", "hit@10", "answer", "wrong", "false_refusal", "cited")


def filled(home: Path, beside: int) -> Library:
    """A library of the real issues and so many invented ones."""
    library, press = Library(home / "files"), Press()
    for path in texts():
        library.add(reader.read(path), path)
    for number in range(beside):
        path = home / f"invented-{number}.txt"
        path.write_text(press.issue(number), "utf-8")
        library.add(reader.read(path), path)
    return library


def asked(library: Library, home: Path) -> dict[str, Any]:
    """The development questions, scored by the shared yardstick; median seconds a question."""
    questions, answers = SHARED / "evals/dev.jsonl", home / "answers.jsonl"
    records = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
    answerer, lines, seconds = Answerer(library), [], []
    answerer.ask(records[0]["question"])
    for record in records:
        began = time.perf_counter()
        lines.append(json.dumps(answerer.ask(record["question"]).as_json(), ensure_ascii=False) + "\n")
        seconds.append(time.perf_counter() - began)
    answers.write_text("".join(lines), "utf-8")
    command = [sys.executable, str(SHARED / "evals/score.py"), str(questions), str(answers), "--json"]
    command += ["--corpus", str(SHARED / "corpus")]
    table = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["all"]
    return {name: table[name] for name in MEASURES} | {"p50_s": round(median(seconds), 3)}


def compared(home: Path, beside: int) -> dict[str, Any]:
    """Both stores, asked the same."""
    files = filled(home, beside)
    began = time.perf_counter()
    milvus = MilvusLibrary(home / "milvus", Place(str(home / "milvus" / "milvus.db")))
    told = migrate.migrate(files.store, milvus.store)
    took = time.perf_counter() - began
    size = sum(path.stat().st_size for path in (home / "milvus").rglob("*") if path.is_file())
    results = {"embedded": asked(files, home), "milvus": asked(milvus, home)}
    milvus.store.close()
    return {
        "passages": told.counts["passages"],
        "facts": told.counts["facts"],
        "migrated_s": round(took, 1),
        "bytes_a_passage": size // told.counts["passages"],
        **results,
    }


def main() -> None:
    wanted = [int(told) for told in sys.argv[1:]] or BESIDE
    results = {}
    for beside in wanted:
        with tempfile.TemporaryDirectory() as home:
            results[f"{beside} invented issues beside"] = compared(Path(home), beside)
    write("milvus", results)


if __name__ == "__main__":
    main()
