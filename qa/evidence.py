"""Evidence: which sentences of the passages found answer the question, and how well."""

from __future__ import annotations

from dataclasses import dataclass

from index.library import Library, Query
from index.types import Hit
from qa import question as questions
from qa.question import Question
from qa.types import Kind

PASSAGE_WEIGHT = 0.35
FORM_BONUS = 0.25
HEADING_MALUS = 0.5
SHORT = 12  # characters: less is a heading or a label


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a hit, with what speaks for it (0 to about 1)."""

    hit: Hit
    index: int
    score: float
    coverage: float  # share of the question's weight that the sentence holds

    @property
    def span(self) -> tuple[int, int]:
        """Its range in the passage."""
        return self.hit.passage.sentences[self.index]

    @property
    def text(self) -> str:
        """Its words."""
        return self.hit.passage.sentence(self.index)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Sentences, best first, and the share of the question that the best passage covers."""

    sentences: tuple[Sentence, ...]
    coverage: float


def weigh(question: Question, query: Query, hits: list[Hit], library: Library) -> Evidence:
    """Score the sentences of the hits: the question's words in them, their form, their passage's rank."""
    weights = _weights(query, library)
    total = sum(weights.values()) or 1.0
    best = hits[0].score if hits else 1.0
    found: list[Sentence] = []
    coverage = 0.0
    for hit in hits:
        passage_words = _words_in(hit.passage.text + hit.passage.article + (hit.passage.section or ""), weights)
        coverage = max(coverage, sum(weights[word] for word in passage_words) / total)
        for index in range(len(hit.passage.sentences)):
            found.append(_sentence(question, hit, index, weights, total, best))
    found.sort(key=lambda sentence: -sentence.score)
    return Evidence(tuple(found), coverage)


def _weights(query: Query, library: Library) -> dict[str, float]:
    """The question's words and pairs, each weighted by how rare it is; unknown ones count as the rarest."""
    columns = library.arrays.sentences
    weights = {}
    for word, weight in query.words:
        bare = word.lstrip("_")
        weights[bare] = max(weights.get(bare, 0.0), weight * columns.idf(word))
    return {word: weight for word, weight in weights.items() if weight > 0}


def _words_in(text: str, weights: dict[str, float]) -> list[str]:
    folded = questions.fold(text)
    return [word for word in weights if word in folded]


def _sentence(
    question: Question, hit: Hit, index: int, weights: dict[str, float], total: float, best: float
) -> Sentence:
    text = hit.passage.sentence(index)
    coverage = sum(weights[word] for word in _words_in(text, weights)) / total
    score = coverage + PASSAGE_WEIGHT * hit.score / best
    pattern = questions.form(question)
    if pattern is not None and pattern.search(text):
        score += FORM_BONUS
    if len(text) < SHORT or text == hit.passage.section:
        score -= HEADING_MALUS
    if question.kind is Kind.NUMBER and not any(map(str.isdigit, text)):
        score -= FORM_BONUS
    return Sentence(hit, index, score, coverage)
