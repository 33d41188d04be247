"""A segment: arrays over whole issues of the library, one after the other; made once, mapped, never changed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from itertools import chain, compress
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import dense, forward, postings
from index.dense import Flat, Vectors
from index.embedders import Vectors as Floats
from index.forward import Forward
from index.postings import Postings
from index.rows import Tokens
from index.words import PAIR
from index.words import characters as characters_of

ISSUES, POSITIONS, ARTICLES, FIRST = "issues.json", "positions.npy", "articles.npy", "first_sentence.npy"
WORDS, CHARACTERS, SENTENCES = "words", "characters", "sentences"
BLOCK = 8192  # vectors at a time
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Mask = NDArray[np.bool_]
Row = tuple[int, int, Tokens]  # of a passage its position in the store, its article as read, its words


@dataclass(frozen=True, slots=True)
class Held:
    """An issue in a segment: in which version (`Store.versions`), and how many passages it has."""

    issue_id: str
    version: int
    count: int


@dataclass(frozen=True, slots=True)
class Segment:
    """Arrays over n passages, issue after issue; sentences in the order of passages."""

    issues: tuple[Held, ...]
    positions: Longs  # in the store
    articles: Ints  # as read
    first_sentence: Longs  # passage i has the sentences [i, i + 1) of this
    words: Postings
    characters: Postings  # of passages: what a word and another with the same character in it share
    sentences: Forward
    vectors: Vectors

    @property
    def size(self) -> int:
        """How many passages there are."""
        return len(self.positions)

    def by_issue(self) -> Iterator[tuple[Held, Ints]]:
        """Each issue with the articles of its passages."""
        ends = np.cumsum([0, *(held.count for held in self.issues)]).tolist()
        return ((held, self.articles[start:end]) for held, start, end in zip(self.issues, ends, ends[1:], strict=False))


def build(issues: Sequence[tuple[Held, Sequence[Row]]]) -> Segment:
    """The segment of some issues, without vectors."""
    rows = [row for _, of_issue in issues for row in of_issue]
    tokens = [words for _, _, words in rows]
    counts = np.array([len(words) - 1 for words in tokens], np.int64)
    characters = [[letters_of(sentence) for sentence in passage] for passage in tokens]
    return Segment(
        issues=tuple(held for held, _ in issues),
        positions=np.array([position for position, _, _ in rows], np.int64),
        articles=np.array([article for _, article, _ in rows], np.int32),
        first_sentence=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        words=postings.build([_joined(passage) for passage in tokens]),
        characters=postings.build([_joined(passage) for passage in characters]),
        sentences=forward.build(
            [sentence for passage in tokens for sentence in passage[:-1]],
            [sentence for passage in characters for sentence in passage[:-1]],
        ),
        vectors=Flat(np.zeros((len(rows), 0), np.float32)),
    )


def merge(segments: Sequence[Segment], keep: Sequence[Sequence[bool]]) -> Segment:
    """Several segments as one, with those of their issues that are kept."""
    passages = [_of_passages(segment, kept) for segment, kept in zip(segments, keep, strict=True)]
    counts = [np.diff(segment.first_sentence) for segment in segments]
    sentences = [np.repeat(kept, of_each) for kept, of_each in zip(passages, counts, strict=True)]
    both = list(zip(segments, passages, strict=True))
    left = np.concatenate([of_each[kept] for of_each, kept in zip(counts, passages, strict=True)])
    return Segment(
        issues=tuple(compress(chain(*(s.issues for s in segments)), chain(*keep))),
        positions=np.concatenate([segment.positions[kept] for segment, kept in both]),
        articles=np.concatenate([segment.articles[kept] for segment, kept in both]),
        first_sentence=np.concatenate([[0], np.cumsum(left)]).astype(np.int64),
        words=postings.merge([segment.words for segment in segments], passages),
        characters=postings.merge([segment.characters for segment in segments], passages),
        sentences=forward.merge([segment.sentences for segment in segments], sentences),
        vectors=Flat(_vectors(both)),
    )


def with_vectors(segment: Segment, vectors: Floats) -> Segment:
    """The same segment with other vectors."""
    return replace(segment, vectors=Flat(vectors))


def save(segment: Segment, folder: Path) -> None:
    """Write all arrays into a folder that is there."""
    (folder / ISSUES).write_text(json.dumps([astuple(held) for held in segment.issues], ensure_ascii=False), "utf-8")
    np.save(folder / POSITIONS, segment.positions)
    np.save(folder / ARTICLES, segment.articles)
    np.save(folder / FIRST, segment.first_sentence)
    postings.save(segment.words, folder, WORDS)
    postings.save(segment.characters, folder, CHARACTERS)
    forward.save(segment.sentences, folder, SENTENCES)
    dense.save(segment.vectors.rows(slice(None)), folder)


def load(folder: Path) -> Segment:
    """Map them, so that only what a query touches is read; OSError or ValueError where they are missing or broken."""
    issues = json.loads((folder / ISSUES).read_text("utf-8"))
    return Segment(
        issues=tuple(Held(*held) for held in issues),
        positions=_mapped(folder / POSITIONS),
        articles=_mapped(folder / ARTICLES),
        first_sentence=_mapped(folder / FIRST),
        words=postings.load(folder, WORDS),
        characters=postings.load(folder, CHARACTERS),
        sentences=forward.load(folder, SENTENCES),
        vectors=dense.load(folder),
    )


def _mapped(path: Path) -> NDArray[Any]:
    return np.asarray(np.load(path, mmap_mode="r"))


def _of_passages(segment: Segment, kept: Sequence[bool]) -> Mask:
    return np.repeat(np.asarray(kept, bool), [held.count for held in segment.issues])


def _vectors(parts: Sequence[tuple[Segment, Mask]]) -> Floats:
    return np.concatenate([segment.vectors.rows(np.flatnonzero(kept)) for segment, kept in parts])


def _joined(sentences: Sequence[Sequence[str]]) -> list[str]:
    return [word for sentence in sentences for word in sentence]


def letters_of(sentence: Sequence[str]) -> list[str]:
    """The different characters of a sentence's words, so that function words give none."""
    return list(dict.fromkeys(c for word in sentence if word[0] != PAIR for c in characters_of(word)))
