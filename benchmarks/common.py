"""What the benchmarks share: where the shared texts are, a library of them, results written as JSON."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

# as `hangke` itself: read when numpy is first imported, so this module is imported before any of ours
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
RESULTS = Path(__file__).resolve().parent / "results"


def texts() -> list[Path]:
    """The real issues; the benchmark ends with one line where they are not at hand."""
    found = sorted((SHARED / "corpus").glob("*.txt"))
    if not found:
        sys.exit(f"no issues in {SHARED / 'corpus'}: this benchmark needs the magazine's texts beside the repository")
    return found


def write(name: str, results: dict[str, Any]) -> None:
    """Print results and keep them in results/NAME.json."""
    RESULTS.mkdir(exist_ok=True)
    text = json.dumps(results, ensure_ascii=False, indent=1)
    (RESULTS / f"{name}.json").write_text(text + "\n", "utf-8")
    print(text)
