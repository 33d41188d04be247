"""A library from one store into another: everything is copied, then both are read through and compared."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from index import rows
from index.stores import Store
from index.trash import Removal
from index.types import Fact, IssueRow, Passage, Progress, unheard
from ingest.errors import LibraryError

OWN = ("format", "revision")  # what each store says of itself in its manifest


@dataclass(frozen=True, slots=True)
class Told:
    """What a store holds: how many records of each kind, and a digest of all."""

    counts: dict[str, int]
    digest: str


def migrate(source: Store, target: Store, progress: Progress = unheard) -> Told:
    """Copy all that a store holds into one that is empty, or holds a part of the same after an interruption.

    The source stays as it is. Raises LibraryError where the target holds anything else, or is not the same in the end.
    """
    wanted = source.issues()
    _check(wanted, target)
    manifest = _manifest(source)
    _copy_corrections(source, target)
    here = {row.issue_id for row in target.issues()}
    for done, row in enumerate(sorted(wanted, key=lambda row: row.added), 1):
        if row.issue_id not in here:
            _copy_issue(source, target, row, manifest)
        progress(done, len(wanted))
    _copy_removals(source, target)
    for record in source.feedback():
        target.set_feedback(record["id"], record)
    target.set_meta(manifest)
    return _compared(source, target)


def _check(wanted: list[IssueRow], target: Store) -> None:
    known = {(row.issue_id, row.sha256) for row in wanted}
    other = next((row for row in target.issues() if (row.issue_id, row.sha256) not in known), None)
    if other is not None:
        raise LibraryError(
            f"{other.issue}: the library to migrate to holds it, and the one to migrate has it not, or from another"
            " file; remove it there, or choose an empty place with --home or --milvus-uri"
        )


def _manifest(store: Store) -> dict[str, str]:
    return {key: value for key, value in store.meta().items() if key not in OWN}


def _copy_corrections(source: Store, target: Store) -> None:
    """First, since an issue is shown with its corrections as soon as it is there."""
    known = target.given()
    for issue_id, given in source.given().items():
        for key, correction in given.items():
            if known.get(issue_id, {}).get(key) != correction:
                target.correct(issue_id, key, correction, [], [])


def _copy_issue(source: Store, target: Store, row: IssueRow, manifest: dict[str, str]) -> None:
    read = source.read_of(row.issue_id)
    words = {position: tokens for position, _, tokens in source.words(row.issue_id)}
    held = [(passage, words[position]) for position, passage in read]
    target.add(row, list(source.layer(row.issue_id).read), held, manifest, source.facts_in(row.issue_id))


def _copy_removals(source: Store, target: Store) -> None:
    """The oldest first; those that an interruption left in the target are the oldest of the source."""
    copied = len(target.trash())
    for removal in source.trash()[::-1][copied:]:
        target.keep(removal, *source.trashed(removal.number))


def _compared(source: Store, target: Store) -> Told:
    before, after = told(source), told(target)
    if before != after:
        differing = [kind for kind in before.counts if before.counts[kind] != after.counts[kind]]
        what = ", ".join(f"{before.counts[kind]} {kind} became {after.counts[kind]}" for kind in differing)
        raise LibraryError(
            f"the copy is not the same ({what or 'a record differs'}); the library that was to be migrated is as it"
            " was: was it changed meanwhile? Run it again into an empty place"
        )
    return after


def told(store: Store) -> Told:
    """What a store holds, read through; positions, which differ between stores, do not count."""
    digest = hashlib.sha256()
    counts = dict.fromkeys(("issues", "articles", "passages", "facts", "corrections", "removed", "feedback"), 0)
    for kind, record in _records(store):
        digest.update(f"{kind} {rows.dump(record)}\n".encode("utf-8", "surrogatepass"))
        if kind in counts:
            counts[kind] += 1
    return Told(counts, digest.hexdigest())


def _records(store: Store) -> Iterator[tuple[str, Any]]:
    """All records, each with its kind."""
    yield from (("meta", each) for each in sorted(_manifest(store).items()))
    for row in store.issues():
        yield "issues", asdict(row)
        yield from (("articles", asdict(article)) for article in store.layer(row.issue_id).read)
        read = store.read_of(row.issue_id)
        words = {position: tokens for position, _, tokens in store.words(row.issue_id)}
        yield from (("passages", [rows.of_passage(passage), words[position]]) for position, passage in read)
        yield from (("facts", _fact(*each)) for each in store.facts_in(row.issue_id))
    for issue_id, given in sorted(store.given().items()):
        yield from (("corrections", [issue_id, key, asdict(each)]) for key, each in sorted(given.items()))
    for removal in store.trash():
        yield "removed", _removed(removal, *store.trashed(removal.number))
    yield from (("feedback", record) for record in store.feedback())


def _fact(passage_id: str, fact: Fact) -> list[Any]:
    return [passage_id, fact.kind, fact.record, sorted(fact.keys)]


def _removed(removal: Removal, articles: Iterable[Any], passages: Iterable[tuple[int, Passage]]) -> list[Any]:
    read = [asdict(article) for article in articles]
    return [asdict(removal.row), removal.replaced, read, [rows.of_passage(passage) for _, passage in passages]]
