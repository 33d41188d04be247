"""Learns the weights of fusion and re-ranking from our own questions: python benchmarks/learn.py [FILE...]

The files of index/training (or those named) are loaded as issues of one library. The weights are those of a softmax
over the candidates of each question (listwise: Cao et al., ICML 2007), drawn towards `PRIOR`; how strongly, cross-
validation by file tells: as strongly as costs no more than one standard error (Breiman et al., 1984). What is written
to index/weights.json depends on the files alone.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from common import ROOT
from numpy.typing import NDArray
from scipy.optimize import minimize

from index.features import FEATURES, table
from index.fusion import standard, top
from index.library import Library
from index.ranking import Legs
from index.types import Passage
from index.weights import Weights
from index.words import Words
from ingest.types import Article, Block, Identity, Issue, Kind, PageSpan, Piece
from qa import evidence
from qa.question import understand

Floats = NDArray[np.float64]
Right = NDArray[np.bool_]  # of a library's passages: which answer a question
LEGS = ("keyword", "character", "dense")
DEPTH = 100  # of each leg, that the fusion is learned on
# What was chosen by hand before there were questions to learn from, on the scale of a softmax.
PRIOR = {"keyword": 1.5, "dense": 0.1, "near": 1.8, "whole": 1.8, "formed": 3.5}
FUSION_PRIOR = {"keyword": 0.6, "character": 0.3, "dense": 0.1}
PULLS = (0.003, 0.01, 0.03, 0.1, 0.3)
SHARE = 0.5  # of a training passage's sentences, that a passage of the library must hold to be the right one


@dataclass(frozen=True)
class Question:
    """A training question: its text and language, the passage that answers, the file that it came from."""

    text: str
    language: str
    answered_by: str
    file: int


@dataclass(frozen=True)
class Row:
    """A question's candidates: values by name (row) and candidate (column), and which candidates are right."""

    values: Floats
    right: NDArray[np.bool_]
    file: int
    language: str


# -- the material


def training() -> list[Path]:
    return sorted((ROOT / "index/training").glob("*.jsonl"))


def read(files: Sequence[Path]) -> tuple[list[Issue], list[Question]]:
    """The issues of the files, and their questions."""
    issues, questions = [], []
    for number, path in enumerate(files):
        records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        issues.append(_issue(path.stem, records))
        questions += [Question(q["q"], q["lang"], r["text"], number) for r in records for q in r["questions"]]
    return issues, questions


def _issue(name: str, records: list[dict]) -> Issue:
    """Passages of one article under its title, each a block."""
    blocks: dict[tuple[str, str | None], list[Block]] = {}
    for line, record in enumerate(records, 1):
        text = record["text"]
        block = Block(Kind.TEXT, text, (Piece(0, len(text), line, line, 0),), 0)
        blocks.setdefault((record["article"], record.get("section")), []).append(block)
    articles = tuple(
        Article(title, (), (), section, tuple(held), held[0].pieces[0].line, held[-1].pieces[0].line)
        for (title, section), held in blocks.items()
    )
    return Issue(Identity(name, 2030, 1), f"{name}.txt", articles, (PageSpan(),), sha256=name)


def holds(passage: Passage, text: str) -> bool:
    """Whether a passage holds most of a training passage."""
    said = [sentence for sentence in text.split("。") if len(sentence) > 5]
    return sum(sentence in passage.text for sentence in said) >= SHARE * len(said)


def right(library: Library, questions: Sequence[Question]) -> list[Right]:
    """For each question which of the library's passages answer it."""
    passages = library.at(range(len(library.arrays.positions)))
    texts = dict.fromkeys(question.answered_by for question in questions)
    found = {text: np.array([holds(passage, text) for passage in passages]) for text in texts}
    return [found[question.answered_by] for question in questions]


# -- rows to learn from


def of_legs(legs: Legs) -> Floats:
    """Standard scores of all passages by leg."""
    return np.stack([standard(getattr(legs, name)) for name in LEGS]).astype(float)


def fusion_rows(library: Library, questions: Sequence[Question], rights: Sequence[Right]) -> list[Row]:
    """Of each question the best of each leg."""
    rows = []
    for question, answers in zip(questions, rights, strict=True):
        values = of_legs(library.view(library.query(question.text), 1).legs)
        best = np.unique(np.concatenate([top(leg.astype(np.float32), DEPTH) for leg in values]))
        rows.append(Row(values[:, best], answers[best], question.file, question.language))
    return rows


def rerank_rows(library: Library, questions: Sequence[Question], rights: Sequence[Right]) -> list[Row]:
    """Of each question the candidates that the fusion chose, with their features."""
    rows = []
    for question, answers in zip(questions, rights, strict=True):
        form = evidence.form_of(understand(question.text), library)
        view = library.view(library.query(question.text), 1, form=form)
        rows.append(Row(table(view).astype(float), answers[view.passages], question.file, question.language))
    return rows


# -- learning


def fit(rows: Sequence[Row], prior: Floats, pull: float, least: float | None = 0) -> Floats:
    """Weights that make the right candidates likeliest; none is below `least`.

    The pull counts a weight by the spread of its feature among the candidates, so that their scales do not matter.
    """
    told = [row for row in rows if row.right.any() and not row.right.all()]
    stacked, spread = _stacked(told), np.mean([row.values.var(axis=1) for row in told], axis=0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        losses, slope = _loss(*stacked, weights)
        off = weights - prior
        return float(losses.mean() + pull * off @ (spread * off)), slope + 2 * pull * spread * off

    bounds = [(least, None)] * len(prior)
    return np.asarray(minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds).x)


def _stacked(rows: Sequence[Row]) -> tuple[Floats, NDArray[np.bool_], NDArray[np.bool_]]:
    """Questions by candidates by features, filled up to equal numbers of candidates; which are real; which right."""
    most = max(row.values.shape[1] for row in rows)
    values = np.zeros((len(rows), most, len(rows[0].values)))
    real, answers = np.zeros((len(rows), most), bool), np.zeros((len(rows), most), bool)
    for i, row in enumerate(rows):
        count = row.values.shape[1]
        values[i, :count], real[i, :count], answers[i, :count] = row.values.T, True, row.right
    return values, real, answers


def _loss(
    values: Floats, real: NDArray[np.bool_], answers: NDArray[np.bool_], weights: Floats
) -> tuple[Floats, Floats]:
    """Of each question minus the log of what its right candidates are given together, and the mean's slope."""
    scores = np.where(real, values @ weights, -np.inf)
    likely = np.exp(scores - scores.max(axis=1, keepdims=True))
    among = np.where(answers, likely, 0)
    all_of, right_of = likely.sum(axis=1, keepdims=True), among.sum(axis=1, keepdims=True)
    slope = np.einsum("qc,qcf->f", likely / all_of - among / right_of, values) / len(values)
    return np.log(all_of / right_of)[:, 0], slope


def cross_validated(rows: Sequence[Row], prior: Floats, pull: float) -> Floats:
    """The loss of each question under weights learned on the other files."""
    losses = []
    for file in sorted({row.file for row in rows}):
        weights = fit([row for row in rows if row.file != file], prior, pull)
        held_out = [row for row in rows if row.file == file and row.right.any() and not row.right.all()]
        losses.append(_loss(*_stacked(held_out), weights)[0])
    return np.concatenate(losses)


def choose_pull(rows: Sequence[Row], prior: Floats) -> float:
    """The strongest pull to the prior whose loss lies within a standard error of the lowest."""
    losses = {pull: cross_validated(rows, prior, pull) for pull in PULLS}
    best = min(losses.values(), key=lambda found: float(found.mean()))
    bound = best.mean() + best.std() / np.sqrt(len(best))
    return max(pull for pull, found in losses.items() if found.mean() <= bound)


def learned(rows: Sequence[Row], names: Sequence[str], before: Mapping[str, float]) -> dict[str, float]:
    """Weights by name; several files tell how strong the pull is to be."""
    prior = np.array([before.get(name, 0.0) for name in names])
    several = len({row.file for row in rows}) > 1
    pull = choose_pull(rows, prior) if several else PULLS[0]
    return {name: round(float(weight), 3) for name, weight in zip(names, fit(rows, prior, pull), strict=True)}


def library_of(home: Path, issues: Sequence[Issue], words: Words | None = None) -> Library:
    library = Library(home)
    library.words = words or library.words
    for issue in issues:
        library.add(issue)
    return library


def learn(files: Sequence[Path], home: Path, words: Words | None = None) -> dict[str, object]:
    """What weights.json holds."""
    issues, questions = read(files)
    library = library_of(home, issues, words)
    rights = right(library, questions)
    fusion = learned(fusion_rows(library, questions, rights), LEGS, FUSION_PRIOR)
    library.weights = Weights(fusion, {})  # the candidates to learn from are those that this fusion chooses
    rerank = learned(rerank_rows(library, questions, rights), tuple(FEATURES), PRIOR)
    made_by = f"python benchmarks/learn.py: {len(questions)} questions of {', '.join(path.name for path in files)}"
    return {"made by": f"{made_by}; embedder {library.embedder.name}", "fusion": fusion, "rerank": rerank}


def main() -> None:
    files = [Path(name) for name in sys.argv[1:]] or training()
    with tempfile.TemporaryDirectory() as home:
        weights = learn(files, Path(home))
    text = json.dumps(weights, ensure_ascii=False, indent=1)
    print(text)
    if not sys.argv[1:]:
        (ROOT / "index/weights.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    main()
