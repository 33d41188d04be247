"""What is worked out from the store and can be thrown away: columns of words, vectors."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index import bm25, forward, passages
from index.bm25 import Columns
from index.embedders import BUILT_IN, Embedder, Vectors
from index.forward import Forward
from index.store import SqliteStore
from index.types import Passage
from index.words import PAIR
from index.words import characters as characters_of

FOLDER = "derived"
STAMP = "stamp.json"
COLUMNS = ("passages", "characters")
SENTENCES = "sentences"


@dataclass(frozen=True, slots=True)
class Derived:
    """Arrays over the shown passages, in the order of `positions`; sentences in the order of passages."""

    positions: NDArray[np.int64]
    passages: Columns
    characters: Columns  # of passages: what a word and another with the same character in it share
    sentences: Forward
    first_sentence: NDArray[np.int64]  # passage i has the sentences [i, i + 1) of this
    vectors: Vectors


def _stamp(store: SqliteStore, words: str, embedder: Embedder) -> dict[str, str]:
    """What the arrays were made from; arrays with another stamp are stale."""
    revision, by = store.meta().get("revision", "0"), f"{embedder.name} {embedder.version}".strip()
    return {"revision": revision, "words": words, "embedder": by, "cutting": passages.CUTTING}


def open_or_build(store: SqliteStore, embedder: Embedder, words: str) -> Derived:
    """Map the arrays beside the store, or build them (and keep them, where the folder can be written)."""
    made_from = _stamp(store, words, embedder)
    folder = store.home / FOLDER
    try:
        if json.loads((folder / STAMP).read_text("utf-8")) == made_from:
            return _load(folder, embedder)
    except (OSError, ValueError, EOFError):
        pass  # none there, or broken: they are only derived
    built = build(store, embedder)
    _keep(built, embedder, folder, made_from)
    return built


def build(store: SqliteStore, embedder: Embedder) -> Derived:
    """Work out the arrays of all passages whose issue is shown."""
    positions = _shown(store)
    tokens = list(store.tokens(positions))
    sentences = [sentence for passage in tokens for sentence in passage[:-1]]
    counts = np.array([len(passage) - 1 for passage in tokens], dtype=np.int64)
    characters = [[_characters(sentence) for sentence in passage] for passage in tokens]
    joined = [[word for sentence in passage for word in sentence] for passage in tokens]
    return Derived(
        positions=np.array(positions, dtype=np.int64),
        passages=Columns([bm25.build(joined)]),
        characters=Columns([bm25.build([[c for sentence in passage for c in sentence] for passage in characters])]),
        sentences=forward.build(sentences, [sentence for passage in characters for sentence in passage[:-1]]),
        first_sentence=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64),
        vectors=embedder.fit(_texts(store, positions)),
    )


def embed_ahead(store: SqliteStore, embedder: Embedder) -> None:
    """Have a model embed all shown passages, which it keeps, so that `build` has little left to do."""
    if embedder.name != BUILT_IN:
        embedder.fit(_texts(store, _shown(store)))


def _shown(store: SqliteStore) -> list[int]:
    """Positions of the passages whose issue is shown."""
    hidden = {row.issue_id for row in store.issues() if row.hidden}
    return [position for position, issue_id, _ in store.places() if issue_id not in hidden]


def embedded_text(passage: Passage) -> str:
    """A passage as it is embedded: the title of its article, which says what it is about, then its text."""
    return f"{passage.article}\n{passage.text}"


def _texts(store: SqliteStore, positions: Sequence[int]) -> list[str]:
    return [embedded_text(passage) for passage in store.passages(positions)]


def _characters(sentence: Sequence[str]) -> list[str]:
    """The different characters of a sentence's words, so that function words give none."""
    return list(dict.fromkeys(c for word in sentence if word[0] != PAIR for c in characters_of(word)))


def _keep(built: Derived, embedder: Embedder, folder: Path, made_from: dict[str, str]) -> None:
    """Write beside, then put in place, the stamp last; where that cannot be, the arrays live in memory."""
    try:
        fresh = Path(tempfile.mkdtemp(prefix=".derived-", dir=folder.parent))
    except OSError:
        return
    try:
        np.save(fresh / "positions.npy", built.positions)
        np.save(fresh / "first_sentence.npy", built.first_sentence)
        np.save(fresh / "vectors.npy", built.vectors)
        for name in COLUMNS:
            bm25.save(getattr(built, name).parts[0], fresh, name)
        forward.save(built.sentences, fresh, SENTENCES)
        embedder.save(fresh)
        (fresh / STAMP).write_text(json.dumps(made_from), "utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        fresh.replace(folder)
    except OSError:
        shutil.rmtree(fresh, ignore_errors=True)


def _load(folder: Path, embedder: Embedder) -> Derived:
    embedder.load(folder)
    return Derived(
        positions=np.load(folder / "positions.npy"),
        **{name: Columns([bm25.load(folder, name)]) for name in COLUMNS},
        sentences=forward.load(folder, SENTENCES),
        first_sentence=np.load(folder / "first_sentence.npy"),
        vectors=np.asarray(np.load(folder / "vectors.npy", mmap_mode="r")),
    )
