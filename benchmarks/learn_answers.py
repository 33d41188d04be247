"""Learns which sentence answers and how far to trust it: python benchmarks/learn_answers.py [--report]

From our own texts and questions: the passages and answers of index/training, the near misses on the same passages in
qa/training/*.near.jsonl, and the issues of qa/training with their question records. The weights of sentences are those
of a softmax over the sentences of each question (listwise: Cao et al., ICML 2007); those of trust are logistic
regressions whose signs are held to what each feature means. Cross-validation by library tells how good they are; the
thresholds are set on its held-out probabilities. What is written to qa/weights.json depends on the files alone.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import learn
import numpy as np
from common import ROOT, write
from numpy.typing import NDArray
from scipy.optimize import minimize

from index.library import Library
from index.types import Passage
from ingest import reader
from ingest.options import Overrides
from qa import choosing, evidence, features, trust
from qa.features import View
from qa.matching import has, holds, norm
from qa.question import understand
from qa.trust import Logistic

FOLDER = ROOT / "qa/training"
ISSUES = {  # the library that each file of question records asks
    "ninggang": (("ninggang-2031-02.txt", "宁港科技", 2031, 2), ("ninggang-2032-04.txt", "宁港科技", 2032, 4)),
    "jiangbei": (("jiangbei-2029-01.txt", "江北创新", 2029, 1), ("jiangbei-2030-06.txt", "江北创新", 2030, 6)),
}
L2 = {"sentences": 0.01, "right": 0.02, "told": 0.02}
UNANSWERABLE = 0.25  # of what people ask: the share that the probabilities are calibrated to
REFUSED = 0.045  # of answerable questions, that may be refused
WRONG = 0.08  # of answerable questions, whose answer may be wrong and given without reserve
WHOLE = 3.0  # what a question on a whole issue counts against one on single passages: the former are as people ask
FOREIGN = 3  # of another library's questions every so many is asked too: what is far off
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A question with the sentences found for it: their features, and which of them answer."""

    view: View
    table: Floats  # features by sentences
    right: NDArray[np.bool_]
    answerable: bool
    library: str  # it is left out together with the others of its library
    judged: bool  # the trust is learned from it too


# -- the material


def training(home: Path) -> Iterator[Example]:
    """The questions of index/training, and the near misses and plain questions on the same passages."""
    issues, _ = learn.read(learn.training())
    library = learn.library_of(home, issues)
    for path in learn.training():
        records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        texts = {record["id"]: record["text"] for record in records}
        for record in records:
            for asked in record["questions"]:
                yield _example(library, asked["q"], _in_text(record["text"], asked["a"]), True, path.stem, False)
        for record in _records(FOLDER / f"{path.stem}.near.jsonl"):
            for asked in record["questions"]:
                right = _in_text(texts[record["id"]], asked["a"])
                yield _example(library, asked["q"], right, bool(asked["a"]), path.stem, True)


def records(name: str, home: Path) -> Iterator[Example]:
    """The question records of qa/training on their issues."""
    library = Library(home)
    for file, title, year, number in ISSUES[name]:
        library.add(reader.read(FOLDER / file, Overrides(title, year, number)))
    for record in _records(FOLDER / f"{name}.jsonl"):
        right = _in_evidence(record["evidence"], record["answers"])
        yield _example(library, record["question"], right, bool(record["answers"]), name, True)
    for other in ISSUES.keys() - {name}:
        for record in _records(FOLDER / f"{other}.jsonl")[::FOREIGN]:
            yield _example(library, record["question"], lambda passage, index: False, False, name, True)


def _records(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


Right = Callable[[Passage, int], bool]


def _in_text(text: str, answers: Sequence[str]) -> Right:
    """A sentence of that text with one of the answers in it."""
    solid = norm(text)

    def right(passage: Passage, index: int) -> bool:
        said = norm(passage.sentence(index))
        return said in solid and any(has(said, answer) for answer in answers)

    return right


def _in_evidence(evidence: Sequence[str], answers: Sequence[str]) -> Right:
    """A sentence that shares much with a quotation and holds one of the answers."""
    quotes = [norm(quote) for quote in evidence]

    def right(passage: Passage, index: int) -> bool:
        said = norm(passage.sentence(index))
        quoted = any(said in quote or holds(said, quote, 0.3) for quote in quotes)
        return quoted and any(has(said, answer) for answer in answers)

    return right


def _example(library: Library, text: str, right: Right, answerable: bool, name: str, judged: bool) -> Example:
    question, query = understand(text), library.query(text)
    found = library.find_evidence(query, evidence.WEIGHED, form=evidence.form_of(question, library))
    view = View(question, query, library, found, found.hits)
    hits = [view.hits[owner].passage for owner in view.owners.tolist()]
    told = np.array([right(passage, i) for passage, i in zip(hits, view.indices.tolist(), strict=True)], bool)
    return Example(view, features.table(view).astype(float), told & answerable, answerable, name, judged)


# -- learning


def sentences(examples: Sequence[Example]) -> dict[str, float]:
    """The weights of the sentences' features."""
    rows = [learn.Row(each.table, each.right, 0, "") for each in examples]
    weights = learn.fit(rows, np.zeros(len(features.NAMES)), L2["sentences"], None)
    return {name: round(float(weight), 3) for name, weight in zip(features.NAMES, weights, strict=True)}


def logistic(table: Sequence[Mapping[str, float]], right: NDArray[np.bool_], counts: Floats, pull: float) -> Logistic:
    """A logistic regression on standardised features, each weight's sign held; the weights are for the plain ones."""
    names = list(trust.SIGNS)
    plain = np.array([[row[name] for name in names] for row in table])
    mean, spread = plain.mean(axis=0), plain.std(axis=0) + 1e-9
    scaled, share = (plain - mean) / spread, counts / counts.sum()

    def loss(found: Floats) -> tuple[float, Floats]:
        score = scaled @ found[:-1] + found[-1]
        off = 1 / (1 + np.exp(-score)) - right
        slope = np.append(scaled.T @ (share * off) + 2 * pull * found[:-1], share @ off)
        return float(share @ (np.logaddexp(0, score) - right * score) + pull * found[:-1] @ found[:-1]), slope

    bounds = [{1: (0, None), -1: (None, 0), 0: (None, None)}[trust.SIGNS[name]] for name in names] + [(None, None)]
    found = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    weights = found[:-1] / spread
    bias = round(float(found[-1] - weights @ mean), 4)
    return Logistic(bias, {name: round(float(w), 4) for name, w in zip(names, weights, strict=True) if abs(w) > 5e-5})


@dataclass(frozen=True)
class Learned:
    """What is learned from examples; `told` and `right` give probabilities."""

    sentences: dict[str, float]
    right: Logistic
    told: Logistic

    @property
    def models(self) -> dict[str, Logistic]:
        """Both probabilities by name."""
        return {"right": self.right, "told": self.told}

    def judge(self, example: Example) -> tuple[float, float, bool]:
        """`told` and `right` of an example, and whether its best sentence answers."""
        row, good = judged(example, self.sentences)
        return self.told(row), self.right(row), good


def judged(example: Example, weights: Mapping[str, float]) -> tuple[dict[str, float], bool]:
    """The features of trust, and whether what is said answers: the best sentence, or the next where that is unsure."""
    scores = np.array(list(weights.values())) @ example.table
    row = trust.features(example.view, scores.astype(np.float32))
    first, second = (*np.argsort(-scores, kind="stable").tolist(), 0)[:2]
    beside = row["sure"] < choosing.SURE and bool(example.right[second])
    return row, bool(example.right[first]) or beside


def learned(examples: Sequence[Example]) -> Learned:
    """All weights."""
    weights = sentences([example for example in examples if example.right.any()])
    tried = [example for example in examples if example.judged and len(example.right)]
    rows, good = zip(*(judged(example, weights) for example in tried), strict=True)
    answerable = np.array([example.answerable for example in tried])
    counts = np.array([WHOLE if example.library in ISSUES else 1.0 for example in tried])
    share = float(counts @ answerable / counts.sum())
    counts *= np.where(answerable, (1 - UNANSWERABLE) / share, UNANSWERABLE / (1 - share))
    right = logistic(rows, np.array(good), counts, L2["right"])
    return Learned(weights, right, logistic(rows, answerable, counts, L2["told"]))


def cross_validated(examples: Sequence[Example]) -> list[tuple[Example, float, float, bool]]:
    """Of each example what is judged by weights learned on the other libraries."""
    rows = []
    for name in sorted({example.library for example in examples}):
        found = learned([example for example in examples if example.library != name])
        rows += [(each, *found.judge(each)) for each in examples if each.library == name and len(each.right)]
    return rows


def thresholds(rows: Sequence[tuple[Example, float, float, bool]]) -> dict[str, float]:
    """From where there is an answer, and one without reserve, by held-out probabilities on whole issues."""
    tried = [row for row in rows if row[0].library in ISSUES]
    found = float(np.quantile([told for example, told, _, _ in tried if example.answerable], REFUSED))
    given = sorted(((right, good) for example, told, right, good in tried if told >= found and example.answerable))
    wrong = np.cumsum([not good for _, good in given[::-1]])[::-1] / sum(example.answerable for example, *_ in tried)
    return {"answered": round(given[int(np.argmax(wrong <= WRONG))][0], 3), "found": round(found, 3)}


def report(rows: Sequence[tuple[Example, float, float, bool]], found: float) -> dict[str, dict[str, float]]:
    """Figures by material and language, each under weights learned on the other libraries."""
    table = {}
    for whole, language in ((True, "zh"), (True, "en"), (False, "zh"), (False, "en")):
        of = [r for r in rows if r[0].view.question.language == language and (r[0].library in ISSUES) is whole]
        asked, lacking = ([r for r in of if r[0].answerable is told] for told in (True, False))
        refusable = [row for row in asked if row[0].judged]
        table[f"{'whole issues' if whole else 'single passages'}, {language}"] = {
            "n": len(of),
            "said": round(float(np.mean([good for *_, good in asked])), 3),
            "refused": round(float(np.mean([told < found for _, told, _, _ in lacking])), 3),
            "false refusal": round(float(np.mean([told < found for _, told, _, _ in refusable])), 3),
        }
    return table


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        examples = [*training(home / "training"), *(each for name in ISSUES for each in records(name, home / name))]
        rows = cross_validated(examples)
        bounds = thresholds(rows)
        figures, found = report(rows, bounds["found"]), learned(examples)
    print(json.dumps({"held out": figures, "thresholds": bounds}, ensure_ascii=False, indent=1))
    if "--report" in sys.argv[1:]:
        return
    models = {name: {"bias": m.bias, "weights": dict(m.weights)} for name, m in found.models.items()}
    made = {"made by": "python benchmarks/learn_answers.py", "sentences": found.sentences} | models
    made["thresholds"] = bounds
    write("answers", figures)
    (ROOT / "qa/weights.json").write_text(json.dumps(made, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
