"""Learns how sure a citation lookup is, from our own texts: python benchmarks/lookup.py

Sentences of the digests and of index/training are garbled in ten ways and looked up; the English abstracts of the
digests are looked up in their Chinese text. What is found first and right is an example of the right. Examples of the
wrong are what is found first when the article of the sentence is left out, and for English questions about other
texts. Two logistic regressions (L2), written to qa/lookup/weights.json; prints how many each gets wrong on texts that
it was not learned on.
"""

from __future__ import annotations

import json
import os
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
from common import ROOT
from learn import read, training
from numpy.typing import NDArray
from scipy.optimize import minimize

from index.library import Library
from index.types import Passage
from ingest import reader
from qa.lookup import meaning, quoting
from qa.lookup.likeness import HAN, Quotation, tokens
from qa.lookup.runs import Run

Row = tuple[dict[str, float], bool]
Garbling = Callable[[random.Random, str, list[str]], str]
SEED, EACH, STRANGE = 5, 40, 100  # sentences garbled in each way; questions about other texts
PULL = 0.5  # of the weights to 0
PUNCTUATION = re.compile(r"[，。；：、！？,;:!?“”\"（）()《》\s]+")


def wrong(share: float) -> Garbling:
    """Chinese characters replaced by others of the text."""
    return lambda chance, text, pool: "".join(
        chance.choice(pool) if HAN.match(c) and chance.random() < share else c for c in text
    )


def missing(share: float) -> Garbling:
    """Characters left out."""
    return lambda chance, text, pool: "".join(c for c in text if chance.random() > share)


def extra(share: float) -> Garbling:
    """Characters put in."""
    return lambda chance, text, pool: "".join(c + chance.choice(pool) if chance.random() < share else c for c in text)


def fragment(chance: random.Random, text: str, pool: list[str]) -> str:
    """Eight to twelve characters."""
    size = chance.randint(8, 12)
    start = chance.randrange(max(1, len(text) - size))
    return text[start : start + size]


def shuffled(chance: random.Random, text: str, pool: list[str]) -> str:
    """Clauses in another order."""
    clauses = [clause for clause in PUNCTUATION.split(text) if clause]
    chance.shuffle(clauses)
    return "，".join(clauses)


def unpunctuated(chance: random.Random, text: str, pool: list[str]) -> str:
    """No punctuation."""
    return PUNCTUATION.sub("", text)


def both(*garblings: Garbling) -> Garbling:
    """One after the other."""

    def garbled(chance: random.Random, text: str, pool: list[str]) -> str:
        for garbling in garblings:
            text = garbling(chance, text, pool)
        return text

    return garbled


GARBLINGS: list[Garbling] = [
    wrong(0.2), wrong(0.35), missing(0.2), missing(0.35), extra(0.3), fragment, both(fragment, wrong(0.2)), shuffled,
    both(wrong(0.15), missing(0.15), shuffled), both(missing(0.15), wrong(0.15), shuffled, unpunctuated),
]  # fmt: skip


def garbled(passages: list[Passage]) -> Iterator[tuple[str, str, tuple[str, int]]]:
    """Garbled sentences, each with what it was and its article."""
    chance = random.Random(SEED)
    texts = [passage for passage in passages if passage.kind == "text"]
    pool = [char for passage in texts for char in passage.text if HAN.match(char)]
    for garbling in GARBLINGS * EACH:
        passage = chance.choice(texts)
        text = passage.sentence(chance.randrange(len(passage.sentences)))
        made = garbling(chance, text, pool)
        if len(tokens(text)) >= 12 and len(tokens(made)) >= 6 and HAN.search(text) and "编写组" not in text:
            yield made, text, (passage.issue_id, passage.article_no)


def quotations(library: Library) -> list[Row]:
    """Features of what is found first, and whether it is right."""
    rows: list[Row] = []
    for made, text, article in garbled(library.passages()):
        quotation = Quotation(made)
        found = quoting.matches(library, quotation)[:1]
        if found and "".join(tokens(text)) in "".join(found[0].run.tokens):
            rows.append((quoting.features(found[0], quotation), True))
        without = quoting.matches(library, quotation, lambda run: run.article != article)  # noqa: B023
        rows += [(quoting.features(match, quotation), False) for match in without[:1] if not match.exact]
    return rows


def paraphrases(library: Library) -> list[Row]:
    """Features of what is found first: for sentences of English abstracts in the Chinese text of the digests, where it
    is right in their own article; for English questions about other texts, of which nothing stands in the digests.
    """
    rows: list[Row] = []
    for text, article in abstracts(library.passages()):
        for sense in meaning.senses(library, text, is_chinese)[:1]:
            rows += [(meaning.features(sense), True)] if sense.run.article == article else []
        for sense in meaning.senses(library, text, lambda run: is_chinese(run) and run.article != article)[:1]:  # noqa: B023
            rows.append((meaning.features(sense), False))
    strange = [question.text for question in read(training())[1] if question.language == "en"]
    for text in random.Random(SEED).sample(strange, STRANGE):
        rows += [(meaning.features(sense), False) for sense in meaning.senses(library, text)[:1]]
    random.Random(SEED).shuffle(rows)
    return rows


def abstracts(passages: list[Passage]) -> Iterator[tuple[str, tuple[str, int]]]:
    for passage in passages:
        for said in map(passage.sentence, range(len(passage.sentences))):
            if not HAN.search(said) and len(tokens(said)) >= 6:
                yield said.removeprefix("English abstract:").strip(), (passage.issue_id, passage.article_no)


def is_chinese(run: Run) -> bool:
    return any(HAN.match(token) for token in run.tokens)


def fit(rows: list[Row]) -> dict[str, float]:
    """The weights of a logistic regression, and its constant."""
    names = list(rows[0][0])
    values = np.array([list(told.values()) for told, _ in rows])
    signs = np.array([1.0 if right else -1.0 for _, right in rows])
    mean, spread = values.mean(axis=0), values.std(axis=0)
    standard = np.column_stack([(values - mean) / spread, np.ones(len(rows))])

    def loss(weights: NDArray[np.float64]) -> float:
        return float(np.logaddexp(0, -signs * (standard @ weights)).sum() + PULL * (weights[:-1] ** 2).sum())

    limits = [(0.0, None)] * len(names) + [(None, None)]  # each feature speaks for a find, none against it
    *found, constant = minimize(loss, np.zeros(standard.shape[1]), bounds=limits).x
    weights = np.array(found) / spread
    told = dict(zip(names, weights, strict=True)) | {"bias": constant - weights @ mean}
    return {name: round(float(weight), 3) for name, weight in told.items()}


def report(name: str, weights: dict[str, float], rows: list[Row]) -> None:
    sure = [(quoting.logistic(weights, told) >= quoting.FOUND, right) for told, right in rows]
    rights, wrongs = sum(right for _, right in sure), sum(not right for _, right in sure)
    missed = sum(right and not found for found, right in sure)
    false = sum(found and not right for found, right in sure)
    print(f"{name}: right ones not found {missed} of {rights}, wrong ones found {false} of {wrongs}")


def libraries(folder: Path) -> dict[str, Library]:
    digests, texts = Library(folder / "digests"), Library(folder / "texts")
    for path in sorted((ROOT / "corpus").glob("*.txt")):
        digests.add(reader.read(path))
    for issue in read(training())[0]:
        texts.add(issue)
    return {"digests": digests, "training texts": texts}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = libraries(Path(folder))
        rows = {name: quotations(library) for name, library in found.items()}
        senses = paraphrases(found["digests"])
    for name in rows:
        (other,) = rows.keys() - {name}
        report(f"{name}, learned on {other}", fit(rows[other]), rows[name])
    half = len(senses) // 2
    report("paraphrases, learned on the other half", fit(senses[:half]), senses[half:])
    learned = {"quotation": fit([row for part in rows.values() for row in part]), "paraphrase": fit(senses)}
    path = ROOT / "qa" / "lookup" / quoting.WEIGHTS
    path.write_text(json.dumps(learned, indent=2) + "\n", "utf-8")
    print(path.read_text("utf-8"))


if __name__ == "__main__":
    sys.exit(main())
