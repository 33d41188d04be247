"""What is drawn from passages at indexing time and kept beside them: a registry of extractors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from index import ledger, register
from index.stores import Store
from index.types import Fact, Passage
from index.words import Words

MANIFEST = "facts"  # in the library's manifest: what made its facts


@dataclass(frozen=True, slots=True)
class Extractor:
    """Draws facts of one kind from a passage; another version makes a library draw them anew."""

    kind: str
    version: int
    draw: Callable[[Passage, Words], Iterable[Fact]]


EXTRACTORS: tuple[Extractor, ...] = (
    Extractor(ledger.KIND, ledger.VERSION, ledger.draw),
    Extractor(register.KIND, register.VERSION, register.draw),
)


def drawn(passages: Iterable[Passage], words: Words) -> Iterator[tuple[str, Fact]]:
    """The facts of passages, each with the id of its passage."""
    for passage in passages:
        for extractor in EXTRACTORS:
            for fact in extractor.draw(passage, words):
                yield passage.passage_id, fact


def stale(store: Store, words: Words) -> bool:
    """Whether the facts of a library that is not empty were made by another program, or with other words."""
    return store.meta().get(MANIFEST) != made_by(words)[MANIFEST] and bool(store.issues())


def freshen(store: Store, words: Words) -> None:
    """Draw the facts of all passages anew where they are stale; raises LibraryUnwritable where they cannot be kept."""
    if stale(store, words):
        positions = [position for position, _, _ in store.places()]
        store.set_facts(drawn(store.passages(positions), words), made_by(words))


def made_by(words: Words) -> dict[str, str]:
    """What goes into the manifest: extractors with their versions, and the words that keys are made of."""
    return {MANIFEST: " ".join([*(f"{each.kind}/{each.version}" for each in EXTRACTORS), words.name])}
