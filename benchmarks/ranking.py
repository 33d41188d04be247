"""Ways to fuse and to re-rank, compared: python benchmarks/ranking.py

On our own questions each fold's weights are learned on the other files; on XQuAD and the development questions
(where they stand beside the repository) with the weights learned on all our own. Nothing is learned on those two.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import learn
import numpy as np
import retrieval
from common import SHARED, texts, write
from learn import LEGS, Floats, Question, Right, Row

from index import fusion
from index.features import FEATURES
from index.library import Library
from index.weights import Weights
from ingest import reader

Order = Callable[[Row], Floats]  # a score for each candidate
Found = dict[str, list[float]]


@dataclass(frozen=True)
class Set:
    """Questions on a library, and which of its passages answer each."""

    library: Library
    questions: list[Question]
    rights: list[Right]


def own(home: Path) -> Set:
    issues, questions = learn.read(learn.training())
    library = learn.library_of(home, issues)
    return Set(library, questions, learn.right(library, questions))


def _paragraphs(language: str) -> list[tuple[str, list[str]]]:
    """XQuAD's paragraphs with their questions."""
    return [(p["context"], [qa["question"] for qa in p["qas"]]) for p in retrieval.paragraphs(language)]


def xquad(home: Path) -> Set:
    chinese, english = _paragraphs("zh"), _paragraphs("en")
    library = Library(home)
    for number, (context, _) in enumerate(chinese):
        library.add(reader.read_text(context, f"{number}.txt", sha256=f"{number:064d}"))
    sources = np.array([p.source_file for p in library.at(range(len(library.arrays.positions)))])
    asked = [
        (Question(text, language, "", 0), sources == f"{number}.txt")
        for language, paragraphs in (("zh", chinese), ("en", english))
        for number, (_, questions) in enumerate(paragraphs)
        for text in questions
    ]
    return Set(library, [question for question, _ in asked], [right for _, right in asked])


def development(home: Path) -> Set:
    first_rank = retrieval.scorer(SHARED / "evals/score.py").first_rank
    library = Library(home)
    for path in texts():
        library.add(reader.read(path), path)
    passages = [
        {name: getattr(p, name) for name in ("text", "source_file", "line_first", "line_last")}
        for p in library.at(range(len(library.arrays.positions)))
    ]
    lines = (SHARED / "evals/dev.jsonl").read_text("utf-8").splitlines()
    records = [r for r in map(json.loads, lines) if r["evidence"]]
    rights = [np.array([first_rank(r, r["evidence"][0], [p]) == 1 for p in passages]) for r in records]
    return Set(library, [Question(r["question"], r["lang"], "", 0) for r in records], rights)


def ranks(rows: Iterable[Row], order: Order) -> Floats:
    """The rank of each question's best right candidate, behind its equals; infinite where there is none."""
    found = []
    for row in rows:
        scores = order(row)
        found.append(1.0 + (scores[~row.right] >= scores[row.right].max()).sum() if row.right.any() else np.inf)
    return np.array(found)


def figures(found: Floats) -> list[float]:
    """hit@1, hit@5, MRR@10, and how many stand among the first 30 and 50."""
    top10 = np.where(found <= 10, 1 / found, 0)
    return [round(float(x), 3) for x in ((found <= 1).mean(), (found <= 5).mean(), top10.mean())] + [
        round(float((found <= k).mean()), 3) for k in (30, 50)
    ]


def by_language(rows: Sequence[Row], found: Floats) -> Found:
    languages = np.array([row.language for row in rows])
    return {language: figures(found[languages == language]) for language in ("zh", "en")}


def spread(rows: Sequence[Row], found: Floats) -> list[float]:
    """hit@1 of each file."""
    files = np.array([row.file for row in rows])
    return [round(float((found[files == file] <= 1).mean()), 3) for file in sorted(set(files))]


def linear(weights: Floats) -> Order:
    return lambda row: weights @ row.values


def reciprocal(weights: Sequence[float]) -> Order:
    def order(row: Row) -> Floats:
        legs = [(leg.astype(np.float32), weight) for leg, weight in zip(row.values, weights, strict=True)]
        return fusion.reciprocal_rank(legs, learn.DEPTH).astype(float)

    return order


def chosen(rows: Sequence[Row], use: Sequence[int]) -> list[Row]:
    return [Row(row.values[list(use)], row.right, row.file, row.language) for row in rows]


def compared(sets: dict[str, list[Row]], names: Sequence[str], before: dict[str, float], use: Sequence[int]) -> dict:
    """Learned weights of some of the features: cross-validated on our own, then on the others."""
    prior = np.array([before.get(names[i], 0.0) for i in use])
    rows = {name: chosen(found, use) for name, found in sets.items()}
    pull = learn.choose_pull(rows["own"], prior)
    found = np.zeros(len(rows["own"]))
    files = np.array([row.file for row in rows["own"]])
    for file in sorted(set(files)):
        weights = learn.fit([row for row in rows["own"] if row.file != file], prior, pull)
        found[files == file] = ranks([row for row in rows["own"] if row.file == file], linear(weights))
    told: dict = {"own": by_language(rows["own"], found), "own hit@1 by file": spread(rows["own"], found), "pull": pull}
    weights = learn.fit(rows["own"], prior, pull)
    return told | {n: by_language(r, ranks(r, linear(weights))) for n, r in rows.items() if n != "own"}


def plain(sets: dict[str, list[Row]], order: Order) -> dict:
    found = {name: ranks(rows, order) for name, rows in sets.items()}
    told: dict = {name: by_language(sets[name], found[name]) for name in sets}
    return told | {"own hit@1 by file": spread(sets["own"], found["own"])}


def fusions(sets: dict[str, list[Row]]) -> dict:
    ways = {"BM25 by word": (1, 0, 0), "BM25 by character": (0, 1, 0), "dense": (0, 0, 1), "RRF": (1, 1, 1)}
    told = {name: plain(sets, reciprocal(weights)) for name, weights in ways.items()}
    told["RRF, 1 : 1 : 0.1"] = plain(sets, reciprocal((1, 1, 0.1)))
    return told | {"learned, standard scores": compared(sets, LEGS, learn.FUSION_PRIOR, range(len(LEGS)))}


def rerankings(sets: dict[str, list[Row]]) -> dict:
    names = list(FEATURES)
    told = {"all features": compared(sets, names, learn.PRIOR, range(len(names)))}
    told["all features, not drawn to a prior"] = compared(sets, names, {}, range(len(names)))
    for off, name in enumerate(names):
        told[f"without {name}"] = compared(sets, names, learn.PRIOR, [i for i in range(len(names)) if i != off])
    return told


def show(title: str, told: dict) -> None:
    print(f"\n{title}: hit@1, hit@5, MRR@10, among 30, among 50")
    for name, found in told.items():
        figures = "  ".join(
            f"{n} {lang} {found[n][lang]}" for n in found if isinstance(found[n], dict) for lang in found[n]
        )
        print(f"{name:36}{figures}  by file {found['own hit@1 by file']}")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        makers = {"own": own, "xquad": xquad, "dev": development} if (SHARED / "evals").exists() else {"own": own}
        sets = {name: make(Path(folder) / name) for name, make in makers.items()}
        rows = {n: learn.fusion_rows(s.library, s.questions, s.rights) for n, s in sets.items()}
        fused = learn.learned(rows["own"], LEGS, learn.FUSION_PRIOR)
        show("fusion", first := fusions(rows))
        for found in sets.values():
            found.library.weights = Weights(fused, {})
        rows = {n: learn.rerank_rows(s.library, s.questions, s.rights) for n, s in sets.items()}
        show("re-ranking", second := rerankings(rows))
    write("ranking", {"fusion": first, "re-ranking": second})


if __name__ == "__main__":
    main()
