"""Prints the README's table of figures from the kept results: python benchmarks/readme.py"""

from __future__ import annotations

import json
from typing import Any

from common import RESULTS

QUALITY = (
    "hit@1", "hit@5", "answer", "wrong", "cited", "refused", "false_refusal", "length", "verbatim", "numbers",
)  # fmt: skip
HELD_OUT = ("n", "said", "refused", "false refusal")
TEXT = ("sentences", "order_all", "column_joins", "page_joins", "mixed", "furniture")
LAYOUT = (*TEXT, "title", "authors", "pages", "cells")
RATIO, PEAK = "speed / extract_text", "peak MB, 200 pages"
RETRIEVAL = ("hit@1", "hit@5", "hit@10", "mrr@10")
TASKS = (("dev", "zh"), ("dev", "en"), ("XQuAD", "zh→zh"), ("XQuAD", "en→zh"))
LARGE = ("keywords", "dense", "hybrid", "scale")
APP = ("n", "p50", "p95", "at most")
WHOLE = "hangke: fused and re-ranked"


def table() -> str:
    """Answers, retrieval by parts and beside others, speed as ratios, reading PDF, each a Markdown table."""
    quality = json.loads((RESULTS / "quality.json").read_text("utf-8"))
    speed = json.loads((RESULTS / "speed.json").read_text("utf-8"))
    pdf = json.loads((RESULTS / "pdf.json").read_text("utf-8"))
    parts = [
        _rows("development questions", QUALITY, quality["dev"]),
        _rows("our own questions, held out", HELD_OUT, json.loads((RESULTS / "answers.json").read_text("utf-8"))),
        _retrieval(json.loads((RESULTS / "retrieval.json").read_text("utf-8"))["systems"]),
        "| speed | ratio |\n| --- | --- |\n" + "\n".join(f"| {name} | {row['ratio']} |" for name, row in speed.items()),
        _large(),
        _rows("PDF, one to three columns", LAYOUT, pdf["quality"]["systems"]),
        _rows("PDF, hangke by kind", LAYOUT, pdf["quality"]["hangke by kind"]),
        f"| reading PDF | {RATIO} | {PEAK} |\n| --- | --- | --- |\n"
        + "\n".join(f"| {name} | {row[RATIO]} | {row[PEAK]:.0f} |" for name, row in pdf["speed"].items()),
    ]
    if (RESULTS / "app.json").exists():  # it needs a Chromium
        parts.append(_rows("the app, milliseconds", APP, json.loads((RESULTS / "app.json").read_text("utf-8"))))
    return "\n\n".join(parts)


def _large() -> str:
    """What many passages and many issues cost: how many times as long others take, or the large library."""
    told = {name: json.loads((RESULTS / f"{name}.json").read_text("utf-8")) for name in LARGE}
    rows = [
        (f"{size}: {system} / hangke", _times(times["times_ours"]))
        for size, found in told["keywords"].items()
        for system, times in found["systems"].items()
        if system != "hangke"
    ]
    rows += [
        (f"vectors, {size}, {kind}: hangke / {found[kind]['peer']}", f"{found[kind]['ratio']:.3g}")
        for size, found in told["dense"].items()
        for kind in ("exact", "graph")
        if "cores" in found and kind in found
    ]
    passages = f"{told['hybrid']['passages']:,} passages, words and vectors"
    rows += [(f"{passages}: {name}", _times(times)) for name, times in told["hybrid"]["times_ours"].items()]
    scale = told["scale"]
    issues = f"{scale['library']['issues']:,} issues"
    few, many = (f"{count:,}" for count in scale["ask"]["passages"])
    rows += [
        (f"`hangke add` of an issue to {issues} / to none", f"{scale['add']['hangke add']['ratio']:.3g}"),
        (f"cold `hangke ask` of {issues} / of two", f"{scale['cold ask']['ratio']:.3g}"),
        (f"memory of that, {issues}, MB", f"{scale['cold ask']['many_mb']}"),
        (f"a question asked of {many} passages / of {few}, p50", f"{scale['ask']['ratio']:.3g}"),
    ]
    return "| large | ratio |\n| --- | --- |\n" + "\n".join(f"| {name} | {told} |" for name, told in rows)


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 100 else f"{ratio:.3g}"


def _retrieval(systems: dict[str, Any]) -> str:
    """A row a system, the four figures of each set of questions in a cell; last how sure the whole's hit@1 is."""
    whole = [systems[WHOLE][task][group] for task, group in TASKS]
    heads = [f"{task} {group}, n = {found['n']}" for (task, group), found in zip(TASKS, whole, strict=True)]
    cells = {
        name: [" / ".join(f"{told[task][group][figure]:.3f}" for figure in RETRIEVAL) for task, group in TASKS]
        for name, told in systems.items()
    }
    cells[f"{WHOLE}, hit@1, 95 % interval"] = ["–".join(map("{:.3f}".format, found["hit@1 95%"])) for found in whole]
    lines = [f"| {' / '.join(RETRIEVAL)} | " + " | ".join(heads) + " |", "| --- |" + " --- |" * len(heads)]
    return "\n".join([*lines, *(f"| {name} | " + " | ".join(row) + " |" for name, row in cells.items())])


def _rows(title: str, columns: tuple[str, ...], groups: dict[str, dict[str, Any]]) -> str:
    lines = [f"| {title} | " + " | ".join(columns) + " |", "| --- |" + " --- |" * len(columns)]
    lines += [f"| {name} | " + " | ".join(_cell(row.get(c)) for c in columns) + " |" for name, row in groups.items()]
    return "\n".join(lines)


def _cell(value: float | None) -> str:
    return "–" if value is None else str(value) if isinstance(value, int) else f"{value:.3g}"


if __name__ == "__main__":
    print(table())
