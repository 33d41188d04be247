"""Dense search against faiss at one size: exact, and by a graph; p50 of one thread, ours and the peer's in turn.

The vectors are like those of the built-in embedder on a long run of issues: it is fitted on the sentences of the
digests that ship, and a passage is a weighted sum of two sentences of its article and four of any, with noise for
words of its own, of length 1 within a spread of 8 %. A question is a sentence of an article and one of any, with noise.
On 602 such vectors, mean and spread of a question's scores, the distance of the nearest and the local dimension (22)
are within a tenth or two of those of 602 real passages of the magazine and of questions about it.

    python benchmarks/dense.py            100,000 x 256
    python benchmarks/dense.py --large    1,000,000 x 256: builds two graphs, some minutes each on many cores
    python benchmarks/dense.py --limits   from which size each kind is worth what it costs
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import tempfile
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from common import RESULTS, ROOT, write
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from index import dense
from index.embedders import unit
from index.static.embedder import DIMENSIONS, Static

ARTICLE, OWN, STRANGE = (40, 6), 2, 4  # passages and sentences of an article; of a passage from its article, from any
NOISE, LENGTHS = 0.5, 0.08
QUESTIONS, COUNT, RECALL = 300, 10, 0.98
LIMITS = (2_048, 8_192, 32_768, 65_536, 131_072, 262_144)

Floats = NDArray[np.float32]
Search = Callable[[Floats], NDArray[np.int64]]


def sentences() -> Floats:
    """Vectors of the digests' sentences."""
    text = "\n".join(path.read_text("utf-8") for path in sorted((ROOT / "corpus").glob("*.txt")))
    return unit(Static().fit([part for part in re.split(r"(?<=[。！？])|\n", text) if len(part) > 8]))


def mixed(pool: Floats, chosen: NDArray[np.int64], rng: np.random.Generator) -> Floats:
    """Weighted sums of sentences (their numbers, a row a vector), with noise; of length 1."""
    sums = unit(np.einsum("nk,nkd->nd", rng.gamma(2, 1, chosen.shape).astype(np.float32), pool[chosen]))
    return unit(sums + NOISE * unit(rng.standard_normal(sums.shape)))


def made(size: int, seed: int = 7) -> tuple[Floats, Floats]:
    """Vectors of passages and of questions."""
    rng, pool = np.random.default_rng(seed), sentences()
    passages, length = ARTICLE
    articles = rng.integers(0, len(pool), (size // passages + 1, length))
    vectors = np.empty((size, DIMENSIONS), np.float32)
    for start in range(0, size, dense.BLOCK):
        block = np.arange(start, min(start + dense.BLOCK, size))
        own = np.take_along_axis(articles[block // passages], rng.integers(0, length, (len(block), OWN)), 1)
        chosen = np.hstack([own, rng.integers(0, len(pool), (len(block), STRANGE))])
        vectors[block] = mixed(pool, chosen, rng) * (1 + LENGTHS * rng.standard_normal((len(block), 1)))
    asked = articles[rng.integers(0, len(articles), QUESTIONS), 0]
    return vectors, mixed(pool, np.stack([asked, rng.integers(0, len(pool), QUESTIONS)], 1), rng)


# -- ours


def keep(vectors: Floats, folder: Path, kind: str) -> float:
    """Save as a matrix, a scan or a graph, whatever the size; returns seconds."""
    dense.FLAT = len(vectors) if kind == "matrix" else 0
    dense.SCANNED = len(vectors) if kind == "scan" else 0
    folder.mkdir()
    began = time.perf_counter()
    dense.save(vectors, folder)
    return time.perf_counter() - began


def alone(folder: Path, questions: Floats) -> dict[str, float]:
    """What the vectors cost a process of their own: milliseconds until the first answer, then megabytes resident."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_alone, (folder, questions))


def _alone(folder: Path, questions: Floats) -> dict[str, float]:
    before, began = resident(), time.perf_counter()
    vectors = dense.load(folder)
    vectors.top(questions[0], COUNT)
    first = time.perf_counter() - began
    for question in questions:
        vectors.top(question, COUNT)
    after = resident()
    used = {f"{kind} MB": round((after[kind] - before[kind]) / 1024) for kind in after}
    return {"cold ms": round(first * 1e3, 1), **used}


def resident() -> dict[str, int]:
    """Kilobytes of memory of this process: its own, and mapped from files (which the system may take back)."""
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text("utf-8").splitlines())
    return {"own": int(status["RssAnon"].split()[0]), "mapped": int(status["RssFile"].split()[0])}


# -- measuring


def in_turn(ours: Search, peer: Search, questions: Floats) -> tuple[list[list[float]], list[list[set[int]]]]:
    """Milliseconds and rows found, of both for each question the second time that it is asked, one thread."""
    times: list[list[float]] = [[], []]
    found: list[list[set[int]]] = [[], []]
    with threadpool_limits(1):
        for question in [*questions, *questions]:
            for i, search in enumerate((ours, peer)):
                began = time.perf_counter()
                rows = search(question)
                times[i].append((time.perf_counter() - began) * 1e3)
                found[i].append({*rows.tolist()})
    return [of[len(questions) :] for of in times], [of[len(questions) :] for of in found]


def compared(ours: Search, peer: Search, questions: Floats, truth: list[set[int]]) -> dict[str, Any]:
    times, found = in_turn(ours, peer, questions)
    return {
        "ours p50 ms": round(median(times[0]), 3),
        "peer p50 ms": round(median(times[1]), 3),
        "ratio": round(median(times[0]) / median(times[1]), 2),
        "ours recall@10": round(recall(found[0], truth), 4),
        "peer recall@10": round(recall(found[1], truth), 4),
    }


def recall(found: list[set[int]], truth: list[set[int]]) -> float:
    return float(np.mean([len(a & b) / len(b) for a, b in zip(found, truth, strict=True)]))


def best(index: Any, params: Any = None) -> Search:
    return lambda question: index.search(question[None], COUNT, params=params)[1][0]


def ours(vectors: dense.Vectors) -> Search:
    return lambda question: vectors.top(question, COUNT)[0]


def exact(vectors: Floats, questions: Floats, truth: list[set[int]], home: Path) -> dict[str, Any]:
    """The scan of half precision against faiss's own; float32 for comparison."""
    import faiss

    seconds = keep(vectors, home / "scan", "scan")
    peer = faiss.IndexScalarQuantizer(DIMENSIONS, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
    peer.add(vectors)
    full = faiss.IndexFlatIP(DIMENSIONS)
    full.add(vectors)
    matrix = dense.Flat(vectors)
    return {
        "peer": "IndexScalarQuantizer QT_fp16",
        **compared(ours(dense.load(home / "scan")), best(peer), questions, truth),
        "float32, numpy / IndexFlatIP": compared(ours(matrix), best(full), questions, truth),
        "ours build s": round(seconds, 1),
        "ours alone": alone(home / "scan", questions),
    }


def graph(vectors: Floats, questions: Floats, truth: list[set[int]], home: Path, shared: bool) -> dict[str, Any]:
    """The graph against faiss's over float32, built alike or, where `shared`, the same."""
    import faiss

    seconds = keep(vectors, home / "graph", "graph")
    mine = dense.load(home / "graph")
    assert isinstance(mine, dense.Quantised)
    peer = faiss.IndexHNSWFlat(DIMENSIONS, dense.NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
    peer.hnsw.efConstruction = dense.BUILD_BREADTH
    before, began = resident()["own"], time.perf_counter()
    if shared:
        peer.hnsw, peer.ntotal = mine.index.hnsw, len(vectors)
        peer.storage.add(vectors)
    else:
        peer.add(vectors)
    peer_seconds, peer_memory = time.perf_counter() - began, (resident()["own"] - before) / 1024
    breadth = mine.index.hnsw.efSearch
    reached = recall([{*mine.top(question, COUNT)[0].tolist()} for question in questions], truth)
    return {
        "peer": f"IndexHNSWFlat M={dense.NEIGHBOURS} efConstruction={dense.BUILD_BREADTH}" + ", on our graph" * shared,
        **against_graph(mine, breadth, peer, reached, questions, truth),
        "peer at 0.98": against_graph(mine, breadth, peer, RECALL, questions, truth),
        "ours build s": round(seconds, 1),
        "peer build s": None if shared else round(peer_seconds, 1),
        "ours alone": alone(home / "graph", questions),
        "peer own MB": round(peer_memory),
    }


def against_graph(
    mine: dense.Vectors, breadth: int, peer: Any, least: float, questions: Floats, truth: list[set[int]]
) -> dict[str, Any]:
    """The peer with the least breadth (efSearch) that reaches a recall on these very questions."""
    import faiss

    def searching(breadth: int) -> Search:
        return best(peer, faiss.SearchParametersHNSW(efSearch=breadth))

    def reached(breadth: int) -> float:
        return recall([{*searching(breadth)(question).tolist()} for question in questions], truth)

    peers = range(16, 1024, 4)
    chosen = peers[bisect_left(peers, least, key=reached)]
    return {
        **compared(ours(mine), searching(chosen), questions, truth),
        "ours / peer efSearch": [breadth, chosen],
    }


def against_faiss(size: int, shared: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each kind with its figures."""
    import faiss

    vectors, questions = made(size)
    full = faiss.IndexFlatIP(DIMENSIONS)
    full.add(vectors)
    truth = [{*rows.tolist()} for rows in full.search(questions, COUNT)[1]]
    del full
    with tempfile.TemporaryDirectory() as home:
        yield "exact", exact(vectors, questions, truth, Path(home))
        yield "graph", graph(vectors, questions, truth, Path(home), shared)


def limits() -> dict[str, Any]:
    """Cold and warm cost of a matrix and of a scan, by size."""
    found: dict[str, Any] = {}
    for size in LIMITS:
        vectors, questions = made(size)
        for kind in ("matrix", "scan"):
            with tempfile.TemporaryDirectory() as home:
                keep(vectors, Path(home) / kind, kind)
                mine = ours(dense.load(Path(home) / kind))
                warm = median(in_turn(mine, mine, questions)[0][0])
                cold = median(alone(Path(home) / kind, questions[:1])["cold ms"] for _ in range(5))
                found.setdefault(f"{size:,}", {})[kind] = {"cold ms": cold, "warm p50 ms": round(warm, 3)}
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--large", action="store_const", dest="size", const=1_000_000)
    parser.add_argument("--shared", action="store_true", help="the peer takes our graph, which spares building its own")
    parser.add_argument("--limits", action="store_true")
    asked = parser.parse_args()
    os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}  # of processes begun from here
    kept = RESULTS / "dense.json"
    results = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
    if asked.limits:
        results["limits"] = limits()
        write("dense", results)
        return
    of_size = results[f"{asked.size:,} x {DIMENSIONS}"] = {"cores": os.cpu_count()}
    for kind, figures in against_faiss(asked.size, asked.shared):
        of_size[kind] = figures
        write("dense", results)


if __name__ == "__main__":
    main()
