"""Quality of answers to the development questions, scored by the shared yardstick."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from common import SHARED, texts, write

from index.library import Library
from ingest import reader
from qa.answerer import Answerer

GROUPS = ("all", "zh", "zh/single", "zh/list", "zh/compare", "en")


def development(home: Path) -> dict[str, Any]:
    """Both real issues in an empty home, dev.jsonl asked in one go, score.py's table."""
    library = Library(home)
    for path in texts():
        library.add(reader.read(path), path)
    questions = SHARED / "evals/dev.jsonl"
    answerer = Answerer(library)
    records = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
    answers = home / "answers.jsonl"
    answers.write_text(
        "".join(json.dumps(answerer.ask(r["question"]).as_json(), ensure_ascii=False) + "\n" for r in records), "utf-8"
    )
    command = [sys.executable, str(SHARED / "evals/score.py"), str(questions), str(answers), "--json"]
    command += ["--corpus", str(SHARED / "corpus")]
    table: dict[str, Any] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return {name: table[name] for name in GROUPS}


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        write("quality", {"dev": development(Path(home))})


if __name__ == "__main__":
    main()
