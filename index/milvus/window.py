"""The passages of a library in sight of one question, in arrays as a whole library has them.

They are a sample of the library, the same for every question, and what the server's searches found, in the order in
which it came: an index of a passage holds until the next question. Words are common or rare as in the whole library
(`rarity`), and scores are brought to one scale by their mean and spread over the sample: those of what was found, all
about the question, would tell nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from index import fusion, segment
from index.derived import Derived
from index.matches import Form, Matches
from index.milvus import numbers
from index.milvus.client import Row
from index.milvus.rarity import Rarity, SampledColumns, SampledSentences
from index.parts import Parts
from index.postings import Ints
from index.query import Query
from index.ranking import Legs
from index.rows import parted
from index.segment import Held, Segment
from index.types import IssueRow, Passage

Floats = NDArray[np.float32]


class Window(Derived):
    """Arrays over the passages in sight; the first `sampled` of them are the sample."""

    def __init__(self, segments: Sequence[Segment], rarity: Rarity, sampled: int) -> None:
        super().__init__(segments)
        self.sampled = sampled
        self.passages = SampledColumns([each.words for each in segments], rarity.words, rarity.terms)
        self.characters = SampledColumns([each.characters for each in segments], rarity.characters, rarity.letters)
        self.sentences = SampledSentences([each.sentences for each in segments], rarity)
        self.index = {position: index for index, position in enumerate(self.positions.tolist())}


def seen(rows: Sequence[Row], loads: Mapping[int, IssueRow]) -> Segment:
    """The segment of some passages of issues that are here, by their rows in the store."""
    shown = sorted((row for row in rows if row["load"] in loads), key=lambda row: int(row["position"]))
    issues = []
    for load, group in groupby(shown, key=lambda row: int(row["load"])):
        of_issue = [(row["position"], numbers.number_of(row["article"]), parted(row["tokens"])) for row in group]
        issues.append((Held(loads[load].issue_id, load, len(of_issue)), of_issue))
    vectors = np.array([row["dense"] for row in shown] or np.zeros((0, 0)), np.float32)
    return segment.with_vectors(segment.build(issues), vectors)


def legs(
    window: Window, query: Query, vector: Floats, allowed: Floats | None, parts: Parts, weights: Mapping[str, float]
) -> Legs:
    """Score every passage by words, by characters and by vector, and fuse with a weight for each leg."""
    keyword = window.passages.scores(query.weighted if parts.keyword else [])
    character = window.characters.scores(query.characters.items() if parts.character else [])
    dense = np.asarray(window.vectors @ vector, np.float32) if parts.dense and window.dimensions else 0 * keyword
    scaled = {name: _scaled(leg, window.sampled) for name, leg in (("keyword", keyword), ("character", character))}
    likeness = _scaled(dense, window.sampled)
    fused = sum(
        (np.float32(weights[name]) * leg for name, leg in scaled.items()), np.float32(weights["dense"]) * likeness
    )
    if allowed is None:
        return Legs(keyword, character, dense, likeness, np.asarray(fused, np.float32))
    within = np.where(allowed > 0, fused, fused.min(initial=0) - 1).astype(np.float32)
    return Legs(keyword * allowed, character * allowed, dense * allowed, likeness, within)


def _scaled(scores: Floats, sampled: int) -> Floats:
    """In spreads above the mean of the sample, or of all where nothing in the sample has a score."""
    told = scores[:sampled] if scores[:sampled].any() else scores
    return fusion.standard(scores, float(told.mean()), float(told.std())) if len(told) else scores


class Recalled(Matches):
    """Tests of the sentences in sight, of which there are more after each search."""

    def __init__(self, window: Callable[[], Window], at: Callable[[Sequence[int]], list[Passage]]) -> None:
        super().__init__(np.zeros(1, np.int64), at)
        self._window = window
        self._passed: dict[tuple[str, int], bool] = {}

    def test(self, name: str, passes: Callable[[Passage, int], bool]) -> Form:
        """Tells which of some sentences, by their numbers, pass a test; what it told is remembered by its name."""

        def passing(asked: Ints) -> NDArray[np.bool_]:
            self._first = self._window().first_sentence
            for number in asked.tolist():
                if (name, number) not in self._passed:
                    self._passed[name, number] = passes(*self._sentence(number))
            return np.array([self._passed[name, number] for number in asked.tolist()], bool)

        return passing
