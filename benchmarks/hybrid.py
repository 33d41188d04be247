"""The whole retrieval, a question in and ten passages out, against the hybrid retrievers of others.

`python benchmarks/hybrid.py FOLDER`, with the libraries of benchmarks/scale.py in it. All get the same 10,000 passages,
jieba's words, and our embedder through their own interfaces, so that retrieval alone is compared. Ours looks a second
time at the best, which none of them does; without that it fuses rankings (by words, characters, vectors) as they do.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from statistics import median
from typing import Any

import hybrid_peers as peers
from common import write
from retrieval_peers import Search, jieba
from scale import part, questions
from tqdm import tqdm

from index.derived import embedded_text
from index.library import Library
from index.parts import LEGS

PASSAGES, FOUND, ROUNDS = 10_000, 10, 3
WHOLE, FUSED = "hangke", "hangke, fused alone"


def ours(library: Library) -> Search:
    return lambda question: [hit.rank for hit in library.search(library.query(question), FOUND)]


def systems(library: Library) -> dict[str, Search]:
    """Ours and the peers', over the same passages."""
    embedder, cut = library.embedder, jieba()
    vectors = peers.Vectors(embedder.embed, embedder.query)
    texts = [embedded_text(passage) for passage in library.passages()]
    found = {WHOLE: ours(library), FUSED: ours(library.only(LEGS))}
    for name, build in tqdm(peers.installed().items(), desc="systems"):
        found[name] = build(texts, FOUND, cut, vectors)
    return found


def timed(search: Callable[[str], Any], question: str) -> float:
    began = time.perf_counter()
    found = search(question)
    took = time.perf_counter() - began
    assert found, question
    return took * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--large", default="issues-1000", help="name of the library in it that passages are taken from")
    options = parser.parse_args()
    large = Library(options.folder / options.large)
    rows = large.issues()
    issues = round(PASSAGES / (sum(row.passages for row in rows) / len(rows)))
    library = part(large.home, options.folder / "ten-thousand", issues)
    found, asked = systems(library), questions(library)
    for search in found.values():
        for question in asked[:10]:
            search(question)
    times: dict[str, list[float]] = {name: [] for name in found}
    for _ in range(ROUNDS):
        for question in asked:
            for name, search in found.items():
                times[name].append(timed(search, question))
    p50 = {name: round(median(each), 2) for name, each in times.items()}
    versions = {name: metadata.version(package) for name, (package, *_) in peers.ALL.items() if name in p50}
    if missing := set(peers.ALL) - set(p50):
        print(f"left out, not installed: {', '.join(sorted(missing))}", file=sys.stderr)
    others = [name for name in p50 if name not in (WHOLE, FUSED)]
    ratios = {f"{name} / {own}": round(p50[name] / p50[own], 1) for name in others for own in (WHOLE, FUSED)}
    size = {"passages": len(library.arrays.positions), "questions": len(asked), "rounds": ROUNDS}
    write("hybrid", {**size, "p50_ms": p50, "times_ours": ratios, "versions": versions})


if __name__ == "__main__":
    main()
