"""Quality on the development questions (scored by the shared yardstick) and on XQuAD (retrieval only)."""

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
    return {name: table[name] for name in ("all", "zh", "en")}


def xquad(home: Path) -> dict[str, Any]:
    """Each paragraph added as a text of its own; a question finds its paragraph at rank r. zh→zh and en→zh."""
    chinese, english = _paragraphs("zh"), _paragraphs("en")
    library = Library(home)
    for number, (context, _) in enumerate(chinese):
        issue = reader.read_text(context, f"paragraph-{number:03d}.txt", sha256=f"{number:064d}")
        library.add(issue)
    return {"zh": _ranks(library, chinese), "en": _ranks(library, english)}


def _paragraphs(language: str) -> list[tuple[str, list[str]]]:
    data = json.loads((SHARED / f"data/xquad/xquad.{language}.json").read_text("utf-8"))["data"]
    return [
        (paragraph["context"], [qa["question"] for qa in paragraph["qas"]])
        for article in data
        for paragraph in article["paragraphs"]
    ]


def _ranks(library: Library, paragraphs: list[tuple[str, list[str]]]) -> dict[str, float]:
    ranks = []
    for number, (_, questions) in enumerate(paragraphs):
        for question in questions:
            hits = library.search(library.query(question), 20)
            sources = list(dict.fromkeys(hit.passage.source_file for hit in hits))[:10]
            name = f"paragraph-{number:03d}.txt"
            ranks.append(sources.index(name) + 1 if name in sources else 0)
    share = {f"hit@{k}": round(sum(0 < r <= k for r in ranks) / len(ranks), 3) for k in (1, 5, 10)}
    return share | {"mrr@10": round(sum(1 / r for r in ranks if r) / len(ranks), 3), "n": len(ranks)}


def main() -> None:
    with tempfile.TemporaryDirectory() as first, tempfile.TemporaryDirectory() as second:
        write("quality", {"dev": development(Path(first)), "xquad": xquad(Path(second))})


if __name__ == "__main__":
    main()
