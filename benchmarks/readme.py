"""Prints the README's table of figures from the kept results: python benchmarks/readme.py"""

from __future__ import annotations

import json
from typing import Any

from common import RESULTS

QUALITY = ("hit@1", "hit@5", "hit@10", "answer", "cited", "refused", "false_refusal", "verbatim", "numbers")
RETRIEVAL = ("hit@1", "hit@5", "hit@10", "mrr@10")


def table() -> str:
    """Quality on the development questions, retrieval on XQuAD, speed as ratios, each a Markdown table."""
    quality = json.loads((RESULTS / "quality.json").read_text("utf-8"))
    speed = json.loads((RESULTS / "speed.json").read_text("utf-8"))
    parts = [
        _rows("development questions", QUALITY, {name: quality["dev"][name] for name in ("all", "zh", "en")}),
        _rows("XQuAD, retrieval", RETRIEVAL, {"zh→zh": quality["xquad"]["zh"], "en→zh": quality["xquad"]["en"]}),
        "| speed | ratio |\n| --- | --- |\n" + "\n".join(f"| {name} | {row['ratio']} |" for name, row in speed.items()),
    ]
    return "\n\n".join(parts)


def _rows(title: str, columns: tuple[str, ...], groups: dict[str, dict[str, Any]]) -> str:
    lines = [f"| {title} | " + " | ".join(columns) + " |", "| --- |" + " --- |" * len(columns)]
    lines += [f"| {name} | " + " | ".join(f"{row[c]:.3g}" for c in columns) + " |" for name, row in groups.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    print(table())
