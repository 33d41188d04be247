"""`python -m tests.typeset.digests [FOLDER]`: print the digests in corpus/ as PDF, into that folder."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.typeset.digests import source
from tests.typeset.digests.plan import PLANS
from tests.typeset.digests.press import Press

CORPUS = Path(__file__).parents[3] / "corpus"


def main(folder: Path) -> None:
    """Print both digests."""
    for plan in PLANS:
        digest = source.read(CORPUS / f"{plan.stem}.txt", plan.shapes)
        Press(digest, plan).print(folder / f"{plan.stem}.pdf")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)
