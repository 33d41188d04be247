"""Checks a truth against the score: passages written from the truth itself must score as the best reader would."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from .truth import Json

BEST_ONE = ("coverage", "sentences", "order", "order_all", "column_joins", "page_joins", "title", "authors",
            "cells", "captions", "headings", "headings_own_line")  # fmt: skip
LEAST_PAGES = 0.96
BEST_NOUGHT = ("mixed", "furniture", "radicals")


def ideal(truth: Json) -> list[Json]:
    """One passage for every paragraph, heading, caption, note and table, with the right pages."""
    return [passage for article in truth["articles"] for passage in _article(article)]


def _article(article: Json) -> Iterator[Json]:
    named = {"article": article["title"], "authors": article["authors"]}
    start = article["title_page"]
    for text in article["front_matter"]:
        yield {"text": text, **named, "page_first": start, "page_last": start}
    heads = {
        i: [h for h in article["headings"] if h["before_paragraph"] == i] for i in range(len(article["paragraphs"]))
    }
    for i, (text, pages) in enumerate(zip(article["paragraphs"], article["paragraph_pages"], strict=True)):
        first = [h["text"] for h in heads[i]]
        last = pages[-1][1]
        begins = min([h["printed_page"] for h in heads[i]] + [pages[0][1]])
        yield {"text": "\n".join([*first, text]), **named, "page_first": begins, "page_last": last}
    for thing in article["captions"] + article["footnotes"]:
        yield {"text": thing["text"], **named, "page_first": thing["printed_page"], "page_last": thing["printed_page"]}
    for table in article["tables"]:
        text = "\n".join("\t".join(cell for cell in row if cell) for row in table["rows"])
        page = table["printed_page"]
        yield {"text": text, "tables": [table["rows"]], **named, "page_first": page, "page_last": page}


def load_score(path: Path) -> ModuleType:
    """The scoring script as a module."""
    spec = importlib.util.spec_from_file_location("score_pdf", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def faults(scored: dict[str, Any]) -> list[str]:
    """The measures that are not at their best."""
    wrong = [f"{name} {scored[name]}" for name in BEST_ONE if scored.get(name) not in (None, 1.0)]
    # a paragraph whose last words on a page are not unique counts as wrong even with the right pages
    wrong += [f"pages {scored['pages']}"] if (scored.get("pages") or 1.0) < LEAST_PAGES else []
    return wrong + [f"{name} {scored[name]}" for name in BEST_NOUGHT if scored.get(name)]


def misplaced(truth: Json) -> list[str]:
    """Paragraphs whose counted characters are not as many as they have."""
    found = []
    for article in truth["articles"]:
        for text, pages, frames in zip(article["paragraphs"], article["paragraph_pages"], article["paragraph_frames"],
                                       strict=True):  # fmt: skip
            if not len(text) == sum(p[0] for p in pages) == sum(f[0] for f in frames):
                found.append(f"{truth['name']}: {text[:20]} has {len(text)}, pages {pages}, frames {frames}")
    return found


def main() -> int:
    """python -m tests.typeset.check FOLDER/truth PATH/score_pdf.py: prints what is wrong, exits 1 if anything is."""
    folder, score = Path(sys.argv[1]), load_score(Path(sys.argv[2]))
    bad = 0
    for path in sorted(folder.glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        scored = score.score({**truth, "expect": "text"}, ideal(truth), [])
        wrong = misplaced(truth) + faults(scored)
        bad += bool(wrong)
        noise = scored["noise"]
        print(path.stem, "; ".join(wrong) or "ok", f"noise {noise:.4f}")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
