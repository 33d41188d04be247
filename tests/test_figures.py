"""The README's figures are those that the benchmarks kept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_readme_quotes_the_kept_results() -> None:
    command = [sys.executable, str(ROOT / "benchmarks/readme.py")]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    assert printed.strip() in (ROOT / "README.md").read_text("utf-8")
