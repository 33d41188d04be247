"""Writes typeset issues: python -m tests.typeset OUTDIR --seeds 0-29 [--kind three] [--pages 100]."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from .design import KINDS, make_design
from .issue import typeset


def seeds(text: str) -> Iterator[int]:
    """Seeds of "3", "0-29" or "1,4,7-9"."""
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def main() -> None:
    """Reads the command line and writes the files."""
    parser = argparse.ArgumentParser(prog="python -m tests.typeset", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seeds", default="0-29")
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--pages", type=int)
    asked = parser.parse_args()
    for seed in seeds(asked.seeds):
        print(typeset(make_design(seed, asked.kind, asked.pages), asked.folder))


if __name__ == "__main__":
    main()
