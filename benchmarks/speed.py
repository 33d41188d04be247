"""Speed as ratios against jieba in the same run: cold ask, add of both issues, a batch of 1,000 questions.

Each figure is the median of several rounds, ours and the peer's in turn, since machines are shared.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from common import SHARED, texts, write

ROUNDS = 5
QUESTIONS = 1000


def timed(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def ratio(ours: Callable[[], object], peer: Callable[[], object], rounds: int = ROUNDS) -> dict[str, float]:
    """Median seconds of both, and the median of their ratios round by round."""
    pairs = [(timed(ours), timed(peer)) for _ in range(rounds)]
    return {
        "ours_s": round(median(a for a, _ in pairs), 3),
        "peer_s": round(median(b for _, b in pairs), 3),
        "ratio": round(median(a / b for a, b in pairs), 2),
    }


def process(*arguments: str, home: str = "") -> Callable[[], object]:
    environment = os.environ | ({"HANGKE_HOME": home} if home else {})
    return lambda: subprocess.run([sys.executable, *arguments], env=environment, check=True, capture_output=True)


def cold_ask(home: str) -> dict[str, float]:
    """`hangke ask`, the whole process, against a process that initialises jieba."""
    ask = process("-m", "ui.cli", "ask", "杭州有多少家人工智能企业？", home=home)
    jieba = process("-c", "import jieba; jieba.initialize()")
    ask(), jieba()
    return ratio(ask, jieba)


def add(paths: list[Path]) -> dict[str, float]:
    """Reading, cutting and indexing both issues against `jieba.lcut` of the same text; dictionaries loaded."""
    import jieba

    from index.library import Library
    from ingest import reader

    def ours() -> None:
        with tempfile.TemporaryDirectory() as home:
            library = Library(Path(home))
            library.words = warm.words
            for path in paths:
                library.add(reader.read(path), path)
            _ = library.arrays

    warm = Library(Path(tempfile.mkdtemp()))
    warm.words.cut("预热")
    content = [path.read_text("utf-8") for path in paths]
    ours()
    return ratio(ours, lambda: [jieba.lcut(text) for text in content])


def batch(home: str) -> dict[str, float]:
    """1,000 questions answered in one process, as JSON, against `jieba.lcut` of the questions."""
    import jieba

    from index.library import Library
    from qa.answerer import Answerer

    answerer = Answerer(Library(Path(home)))
    lines = (SHARED / "evals/dev.jsonl").read_text("utf-8").splitlines()
    asked = [json.loads(line)["question"] for line in lines]
    questions = (asked * (QUESTIONS // len(asked) + 1))[:QUESTIONS]
    answerer.ask(questions[0])
    return ratio(
        lambda: [json.dumps(answerer.ask(text).as_json(), ensure_ascii=False) for text in questions],
        lambda: [jieba.lcut(text) for text in questions],
        rounds=3,
    )


def main() -> None:
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    paths = texts()
    with tempfile.TemporaryDirectory() as home:
        process("-m", "ui.cli", "add", *map(str, paths), home=home)()
        results = {
            "cold ask / python -c 'import jieba; jieba.initialize()'": cold_ask(home),
            "add of both issues / jieba.lcut of their text": add(paths),
            "1,000 questions in one batch / jieba.lcut of the questions": batch(home),
        }
    write("speed", results)


if __name__ == "__main__":
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    main()
