"""Trains the model that ships, from our lexica and our own questions: python -m index.static.train

Token vectors are the truncated SVD of tokens by concepts, weighed by how common each word is, then tuned on the
questions of index/training so that a question lies nearer to its passage than to the others (InfoNCE: van den Oord
et al., 2018). `--compare` prints how three ways do on questions of files that they were not tuned on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.static import concepts, model, vocabulary
from index.static.vocabulary import HAN, SPACE
from index.words import Words, fold

Floats = NDArray[np.float32]
DIMENSIONS = 192
COMMON = 4.0  # a word likelier than e to the minus that tells nothing
UNRENDERED = 0.8  # weight of an English word that our lexica do not render
EPOCHS, BATCH, RATE, TEMPERATURE, DROPPED, PULL, SEED = 30, 256, 1e-3, 0.05, 0.15, 0.5, 0
RANKS = (1, 5, 10)


@dataclass(frozen=True, slots=True)
class Examples:
    """Passages, and questions with the number of the passage that answers each, by file."""

    passages: list[str]
    questions: list[tuple[str, int, str]]  # text, passage, language


def examples(folder: Path) -> dict[str, Examples]:
    """Our own passages and questions, a set a file."""
    return {path.stem: _examples(path) for path in sorted(folder.glob("*.jsonl"))}


def _examples(path: Path) -> Examples:
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    passages = [f"{record['article']}\n{record['text']}" for record in records]
    asked = [(q["q"], place, q["lang"]) for place, record in enumerate(records) for q in record["questions"]]
    return Examples(passages, asked)


def joined(sets: Sequence[Examples]) -> Examples:
    """Several sets as one."""
    passages: list[str] = []
    questions: list[tuple[str, int, str]] = []
    for one in sets:
        questions += [(text, place + len(passages), language) for text, place, language in one.questions]
        passages += one.passages
    return Examples(passages, questions)


class Trainer:
    """Tokens, concepts and weights, from which the matrix is made in one way or another."""

    def __init__(self, words: Words) -> None:
        self.tokenizer = vocabulary.build(words)
        self.tokens: list[str] = sorted(self.tokenizer.get_vocab(), key=self.tokenizer.token_to_id)
        self._signs = (0, self.tokenizer.token_to_id(SPACE))
        self.concepts = concepts.of(self.tokens, self._cut, words.stopwords)
        self.weights = self._weights(vocabulary.Likelihood(words))

    def _cut(self, text: str) -> list[int]:
        """The numbers of a text's tokens, without the unknown one and the mark before words."""
        ids = self.tokenizer.encode(text, add_special_tokens=False).ids
        return [token for token in ids if token not in self._signs]

    def _weights(self, likely: Callable[[str], float]) -> Floats:
        """What each token weighs without a library: rare words more; English ones as their renderings."""
        known = {token: _rarity(token, likely) for token in self.tokens if HAN.match(token)}
        rendered = vocabulary.rendered()
        return np.array([self._weight(token, known, rendered.get(token, ())) for token in self.tokens], np.float32)

    def _weight(self, token: str, known: dict[str, float], found: Sequence[str]) -> float:
        if token in known:
            return known[token]
        weights = [sum(known.get(self.tokens[i], 0.0) for i in self._cut(chinese)) for chinese in found[:2]]
        return float(np.mean(weights)) if weights else UNRENDERED

    def by_chance(self, size: int) -> Floats:
        """A random projection of the concepts (Johnson and Lindenstrauss, 1984)."""
        chance = np.random.default_rng(SEED).standard_normal((self.concepts.shape[1], size)).astype(np.float32)
        return self._weighed(self.concepts @ (chance / np.float32(math.sqrt(size))))

    def by_svd(self, size: int) -> Floats:
        """The truncated SVD of tokens by concepts."""
        from scipy.sparse.linalg import svds

        left, values, _ = svds(self.concepts, k=size, v0=np.ones(min(self.concepts.shape), np.float32))
        return self._weighed(np.asarray(left * values, np.float32))

    def _weighed(self, vectors: Floats) -> Floats:
        length = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.maximum(length, 1e-9) * (length > 1e-9) * self.weights[:, None], np.float32)

    def bags(self, texts: Sequence[str]) -> list[list[int]]:
        """Of each text the numbers of its tokens."""
        folded = [fold(text) for text in texts]
        return [list(found.ids) for found in self.tokenizer.encode_batch(folded, add_special_tokens=False)]

    def tuned(self, start: Floats, on: Examples) -> Floats:
        """The matrix after contrastive training: each question nearer to its passage than to all others."""
        import torch

        torch.manual_seed(SEED)
        torch.use_deterministic_algorithms(True)
        passages, questions = self.bags(on.passages), self.bags([text for text, _, _ in on.questions])
        gold = torch.tensor([place for _, place, _ in on.questions])
        table = torch.nn.Parameter(torch.tensor(start))
        still = torch.tensor(start)
        optimiser = torch.optim.Adam([table], lr=RATE)
        for _ in range(EPOCHS):
            order = torch.randperm(len(questions))
            for first in range(0, len(questions), BATCH):
                batch = order[first : first + BATCH]
                near = _embedded(table, passages, DROPPED)
                asked = _embedded(table, [questions[i] for i in batch.tolist()], DROPPED / 2)
                loss = torch.nn.functional.cross_entropy(asked @ near.T / TEMPERATURE, gold[batch])
                loss = loss + PULL * ((table - still) ** 2).sum() / len(still)
                optimiser.zero_grad()
                torch.autograd.backward(loss)
                optimiser.step()
        return np.asarray(table.detach().numpy(), np.float32)

    def scores(self, matrix: Floats, on: Examples) -> dict[str, list[float]]:
        """By language, the shares of questions whose passage is among the first 1, 5, 10 by cosine of the means."""
        near = _means(matrix, self.bags(on.passages))
        asked = _means(matrix, self.bags([text for text, _, _ in on.questions]))
        likeness = asked @ near.T
        gold = np.array([place for _, place, _ in on.questions])
        ranks = (likeness > likeness[np.arange(len(gold)), gold][:, None]).sum(axis=1) + 1
        languages = np.array([language for _, _, language in on.questions])
        return {language: _shares(ranks[languages == language]) for language in sorted(set(languages.tolist()))}


def _rarity(token: str, likely: Callable[[str], float]) -> float:
    """What a Chinese token weighs: the rarer, the more, and a single character less than a word."""
    return max(0.2, -likely(token) - COMMON) / 10 * (1.0 if len(token) > 1 else concepts.SINGLE_WEIGHT)


def _shares(ranks: NDArray[np.int64]) -> list[float]:
    return [round(float((ranks <= k).mean()), 3) for k in RANKS]


def _embedded(table: Any, bags: Sequence[Sequence[int]], dropped: float) -> Any:
    """Sums of token vectors at length 1, some tokens left out by chance."""
    import torch

    flat = torch.tensor([token for bag in bags for token in bag])
    kept = (torch.rand(len(flat)) > dropped).to(table.dtype)
    starts = torch.tensor(np.cumsum([0, *(len(bag) for bag in bags[:-1])]))
    summed = torch.nn.functional.embedding_bag(flat, table, starts, mode="sum", per_sample_weights=kept)
    return torch.nn.functional.normalize(summed, dim=1)


def _means(matrix: Floats, bags: Sequence[Sequence[int]]) -> Floats:
    sums = np.stack([matrix[list(bag)].sum(axis=0) for bag in bags])
    return np.asarray(sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9), np.float32)


def compare(trainer: Trainer, sets: dict[str, Examples]) -> None:
    """Print the three ways; the tuned one on each file after training on the others."""
    everything = joined(list(sets.values()))
    print("random projection", trainer.scores(trainer.by_chance(DIMENSIONS), everything))
    start = trainer.by_svd(DIMENSIONS)
    print("SVD", trainer.scores(start, everything))
    for name in sets:
        rest = joined([other for key, other in sets.items() if key != name])
        print(f"{name}: SVD", trainer.scores(start, sets[name]))
        print(f"{name}: tuned on the others", trainer.scores(trainer.tuned(start, rest), sets[name]))


def main(argv: Sequence[str] | None = None) -> int:
    """Train and write index/static/model, or compare."""
    parser = argparse.ArgumentParser(prog="python -m index.static.train", description=__doc__)
    parser.add_argument("--compare", action="store_true", help="print how the ways do instead of writing a model")
    parser.add_argument("--out", metavar="DIR", type=Path, help="where the model is written (index/static/model)")
    options = parser.parse_args(argv)
    trainer = Trainer(Words())
    sets = examples(Path(str(resources.files("index") / "training")))
    if options.compare:
        compare(trainer, sets)
        return 0
    matrix = trainer.tuned(trainer.by_svd(DIMENSIONS), joined(list(sets.values())))
    version = hashlib.sha256(matrix.astype(np.float16).tobytes()).hexdigest()[:12]
    model.write(options.out or model.shipped().folder, trainer.tokenizer, matrix, trainer.concepts, version)
    return 0


if __name__ == "__main__":
    sys.exit(main())
