"""How common words are: of each issue a small table, of the library the sum over a bounded sample of its issues.

Ranking needs how many passages and sentences hold a word, not which. A window of a few hundred passages, all about the
question, cannot tell that; the sum of these tables can.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from index.forward import LETTER
from index.rows import Tokens
from index.segment import letters_of
from index.words import PAIR


@dataclass(slots=True)
class Sketch:
    """Counts over passages: how many there are, their words and characters in all, and how many hold each."""

    passages: int = 0
    sentences: int = 0
    words: int = 0
    letters: int = 0  # characters of passages, each once a sentence
    said: int = 0  # the same without titles and sections
    in_passages: Counter[str] = field(default_factory=Counter)  # words, and characters after LETTER
    in_sentences: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, tokens: Sequence[Tokens]) -> Sketch:
        """Of an issue, from the words of its passages."""
        sketch = cls(passages=len(tokens))
        for passage in tokens:
            sketch._count(passage)
        return sketch

    def _count(self, passage: Tokens) -> None:
        letters = [letters_of(sentence) for sentence in passage]
        self.sentences += len(passage) - 1
        self.words += sum(map(len, passage))
        self.letters += sum(map(len, letters))
        self.said += sum(map(len, letters[:-1]))
        self.in_passages.update({word for sentence in passage for word in sentence})
        self.in_passages.update({LETTER + c for sentence in letters for c in sentence})
        for sentence, held in zip(passage[:-1], letters, strict=False):
            self.in_sentences.update({word for word in sentence if word[0] != PAIR})
            self.in_sentences.update(LETTER + c for c in held)

    def dump(self) -> str:
        """As JSON, which the store compresses."""
        counts = [self.passages, self.sentences, self.words, self.letters, self.said]
        return json.dumps([counts, self.in_passages, self.in_sentences], ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def load(cls, text: str) -> Sketch:
        """From what `dump` made."""
        counts, in_passages, in_sentences = json.loads(text)
        passages, sentences, words, letters, said = counts
        return cls(passages, sentences, words, letters, said, Counter(in_passages), Counter(in_sentences))

    @classmethod
    def sum(cls, sketches: Iterable[Sketch]) -> Sketch:
        """Of several issues together."""
        total = cls()
        for each in sketches:
            total.passages += each.passages
            total.sentences += each.sentences
            total.words += each.words
            total.letters += each.letters
            total.said += each.said
            total.in_passages.update(each.in_passages)
            total.in_sentences.update(each.in_sentences)
        return total
