"""The store in Milvus, as written: what a reader must not see yet first, the row of the catalogue last."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import rows
from index.corrections import NONE, Correction, Key, Layer
from index.derived import embedded_text
from index.embedders import Vectors
from index.milvus import numbers, schema, sparse
from index.milvus.client import Place, Row, text, within
from index.milvus.schema import FACTS, PASSAGES, RECORDS
from index.milvus.sketch import Sketch
from index.milvus.store import FORMAT, MARK, Reading
from index.rows import Tokens
from index.trash import Removal
from index.types import ArticleRow, Fact, IssueRow, Passage
from ingest.errors import LibraryUnwritable

ABANDONED = 3600  # seconds after which nobody is writing an issue any more
PART = 2000  # passages whose words are written at a time
FIXED = ("position", "passage_id", "load", "article", "year")  # of a passage, whatever its words
Embed = Callable[[Sequence[str]], Vectors]


class MilvusStore(Reading):
    """A library in Milvus. `embed` makes the vectors of passages; without it none can be added."""

    def __init__(self, home: Path, place: Place) -> None:
        super().__init__(home, place)
        self.embed: Embed = _unable

    def add(
        self,
        row: IssueRow,
        articles: list[ArticleRow],
        passages: list[tuple[Passage, Tokens]],
        manifest: dict[str, str],
        facts: Iterable[tuple[str, Fact]] = (),
        instead: str | None = None,
        positions: Sequence[int] = (),
    ) -> None:
        """Put an issue in, in place of one with the same id; a fact comes with its passage's id.

        What was there before can be put back, so can the issue `instead`, which is taken out too. `positions` are
        those that the passages had before, none of new ones.
        """
        read = [rows.of_passage(passage) for passage, _ in passages]
        with self.client.lock:
            layer = Layer(articles, self.given().get(row.issue_id, {}))
            vectors = self._vectors(layer.passage(passage) for passage, _ in passages)
            self._create()
            now = self._now()
            others = {load for load, other in now.loads.items() if other.issue_id != row.issue_id}
            load = numbers.load_of(positions[0]) if positions else numbers.load(row, read, others)
            with self._loose(load):
                if self.client.few(RECORDS, f"key == {text(f'contents:{load}#0')}", ("key",)):
                    self.client.delete(FACTS, f"load == {load}")  # of the same content, put in before
                self._put_contents(load, articles)
                self._put_passages(load, row.year or 0, passages, read, vectors)
                places = {p.passage_id: numbers.position(load, ordinal) for ordinal, (p, _) in enumerate(passages)}
                self._put_facts(places, facts)
                self._put_sketch(load, [words for _, words in passages])
                self._commit(load, row, manifest, instead)
            self._sweep()
            self.client.settle()

    def _commit(self, load: int, row: IssueRow, manifest: dict[str, str], instead: str | None) -> None:
        """Put the row of an issue in place of that with its id, and of that of the issue `instead`."""
        before = self._now().issues
        away = before[instead][0] if instead and instead in before and instead != row.issue_id else None
        for issue_id in {row.issue_id, instead or row.issue_id} & before.keys():
            if before[issue_id][0] != load:
                self._put_removal(*before[issue_id], replaced=issue_id == row.issue_id)
        with self._changed(manifest):
            self._put_issue(load, row, None if away is None else [instead, away])
            self._forget(row, load)
            if away is not None:
                self._drop(f"issue:{instead}")

    def remove(self, issue_id: str) -> None:
        """Take an issue out; it can be put back."""
        with self.client.lock:
            now = self._now()
            if issue_id not in now.issues:
                return
            with self._changed({}):
                self._put_removal(*now.issues[issue_id], replaced=False)
                self._drop(f"issue:{issue_id}")
            self._sweep()

    def correct(
        self,
        issue_id: str,
        key: Key,
        correction: Correction,
        tokens: Sequence[tuple[int, Tokens]],
        facts: Iterable[tuple[str, Fact]],
    ) -> None:
        """Put a correction in place of that of the same article, or take it back where nothing is corrected.

        With it come the words and facts of the passages that it changes, by position.
        """
        told = {"issue_id": issue_id, "title": key[0], "nth": key[1], "row": rows.dump(asdict(correction))}
        name = f"correction:{numbers.signed(f'{issue_id} {key[0]} {key[1]}')}"
        with self.client.lock:
            self._set_shown(issue_id, {key: correction}, dict(tokens), facts)
            with self._changed({}):
                if correction == NONE:
                    self._drop(name)
                else:
                    self._put("correction", name, json.dumps(told | {"at": time.time_ns()}))

    def _set_shown(
        self, issue_id: str, given: dict[Key, Correction], words: dict[int, Tokens], facts: Iterable[tuple[str, Fact]]
    ) -> None:
        """Write the words and facts of passages as they are shown with corrections that are still to come."""
        if not words:
            return
        layer = Layer(self.layer(issue_id).read, self.given().get(issue_id, {}) | given)
        shown = {position: layer.passage(passage) for position, passage in self._passages("position", words)}
        self._set_words(words, shown)
        self.client.delete(FACTS, within("position", words))
        self._put_facts({passage.passage_id: position for position, passage in shown.items()}, facts)

    def set_facts(self, facts: Iterable[tuple[str, Fact]], manifest: dict[str, str]) -> None:
        """Put facts, each with the id of its passage, in the place of all that are there; the revision stays."""
        with self.client.lock:
            loads, told = self._now().loads, self.client.rows(PASSAGES, "position >= 0", ("passage_id", "position"))
            places = {row["passage_id"]: row["position"] for row in told if numbers.load_of(row["position"]) in loads}
            self.client.delete(FACTS, "position >= 0")
            self._put_facts(places, facts)
            self._put_meta(manifest)

    def keep(self, removal: Removal, articles: list[ArticleRow], passages: list[tuple[int, Passage]]) -> None:
        """Put an issue, as it was read, to what can be put back, as the newest; its passages get new positions."""
        held: list[tuple[Passage, Tokens]] = [(passage, []) for _, passage in passages]
        read = [rows.of_passage(passage) for passage, _ in held]
        with self.client.lock:
            self._create()
            load = numbers.load(removal.row, [*read, "removed"], self._now().loads)
            with self._loose(load):
                vectors = self._vectors(passage for passage, _ in held)
                self._put_passages(load, removal.row.year or 0, held, read, vectors)
                self._put_contents(load, articles)
                with self._changed({}):
                    self._put_removal(load, removal.row, removal.replaced)

    def set_tokens(self, tokens: list[tuple[int, Tokens]], manifest: dict[str, str]) -> None:
        """Give passages, by position, other words."""
        held: dict[int, list[Tokens]] = {}
        with self.client.lock:
            for part in (tokens[start : start + PART] for start in range(0, len(tokens), PART)):
                places = [position for position, _ in part]
                self._set_words(dict(part), dict(zip(places, self.passages(places), strict=True)))
            for position, words in tokens:
                held.setdefault(numbers.load_of(position), []).append(words)
            with self._changed(manifest):
                for load, of_issue in held.items():
                    self._drop(f"sketch:{load}")
                    self._put_sketch(load, of_issue)

    def set_meta(self, values: dict[str, str]) -> None:
        """Write into the manifest of a library that is there."""
        with self.client.lock, self._changed(values):
            pass

    def set_feedback(self, key: str, record: dict[str, Any]) -> None:
        """Keep a record of feedback in place of that with the same key; the revision stays."""
        with self.client.lock:
            self._create()
            self._put("feedback", f"feedback:{key}", json.dumps({"at": time.time_ns(), "record": record}))

    def drop_feedback(self, key: str) -> None:
        """Forget a record of feedback, if there is one; the revision stays."""
        if self.exists:
            self._drop(f"feedback:{key}")

    # -- an issue

    def _vectors(self, shown: Iterable[Passage]) -> Vectors:
        """Of passages as they are shown."""
        return self.embed([embedded_text(passage) for passage in shown])

    def _create(self) -> None:
        if not self.exists:
            self.client.create(self.embed([""]).shape[1])

    def _put_contents(self, load: int, articles: Sequence[ArticleRow]) -> None:
        told = json.dumps([rows.of_article(article) for article in articles], ensure_ascii=False)
        self._put("contents", f"contents:{load}", told, load)

    def _put_passages(
        self, load: int, year: int, passages: Sequence[tuple[Passage, Tokens]], read: Sequence[str], vectors: Vectors
    ) -> None:
        made = (
            {
                "position": numbers.position(load, ordinal),
                "passage_id": passage.passage_id,
                "load": load,
                "article": numbers.article(load, passage.article_no),
                "year": year,
                "row": row,
            }
            | _searched(words, vector)
            for ordinal, ((passage, words), row, vector) in enumerate(zip(passages, read, vectors, strict=True))
        )
        self._put_fitting(made)

    def _put_fitting(self, passages: Iterable[Row]) -> None:
        """Write rows of passages; what is too long for a field goes on in records."""

        def fitting() -> Iterator[Row]:
            for row in passages:
                parts = {column: schema.packed(row[column]) for column in ("row", "tokens")}
                for column, held in parts.items():
                    name = f"rest:{row['position']}:{column}"
                    rest = [record("rest", name, each, row["load"], at) for at, each in enumerate(held[1:], 1)]
                    self.client.put(RECORDS, rest)
                yield row | {column: held[0] for column, held in parts.items()}

        self.client.put(PASSAGES, fitting())

    def _put_facts(self, places: dict[str, int], facts: Iterable[tuple[str, Fact]]) -> None:
        """Write facts, each with its passage's id; `places` are the positions of passages."""
        known = ((places[passage_id], fact) for passage_id, fact in facts if passage_id in places)
        made = (
            {
                "key": f"{position}:{ordinal}",
                "position": position,
                "ordinal": ordinal,
                "load": numbers.load_of(position),
                "kind": fact.kind,
                "row": schema.single(rows.dump([fact.record, sorted(set(fact.keys))])),
                "keys": sorted({numbers.signed(key) for key in fact.keys})[: schema.KEYS],
            }
            for ordinal, (position, fact) in enumerate(known)
        )
        self.client.put(FACTS, made)

    def _put_sketch(self, load: int, tokens: Sequence[Tokens]) -> None:
        self._put("sketch", f"sketch:{load}", Sketch.of(tokens).dump(), load)

    def _set_words(self, words: dict[int, Tokens], shown: dict[int, Passage]) -> None:
        """Write passages anew with other words, and with vectors of what is shown of them."""
        read = self._texts("position", words, "row")
        vectors = dict(zip(shown, self._vectors(shown.values()), strict=True))
        fixed = self.client.among(PASSAGES, "position", words, FIXED)
        self._put_fitting(
            {name: row[name] for name in FIXED}
            | {"row": read[row["position"]]}
            | _searched(words[row["position"]], vectors[row["position"]])
            for row in fixed
        )

    # -- the catalogue

    def _put_issue(self, load: int, row: IssueRow, instead: Any) -> None:
        told = {"load": load, "row": rows.dump(asdict(row)), "instead": instead}
        self._put("issue", f"issue:{row.issue_id}", json.dumps(told, ensure_ascii=False), load)

    def _put_removal(self, load: int, row: IssueRow, replaced: bool) -> None:
        last = max((removal.number for removal, _ in self._catalogue.removals.values()), default=0)
        number = max(last + 1, time.time_ns() // 1000)
        told = {"load": load, "row": rows.dump(asdict(row)), "replaced": replaced, "number": number}
        self._put("removal", f"removal:{load}", json.dumps(told, ensure_ascii=False), load)

    def _forget(self, row: IssueRow, load: int) -> None:
        """What is put in is no longer among what can be put back."""
        for removal, other in self._catalogue.removals.values():
            if (removal.row.issue_id, removal.row.sha256) == (row.issue_id, row.sha256):
                self._drop_removal(other, loose=other != load)

    def _drop_removal(self, load: int, loose: bool = True) -> None:
        if loose:
            self._put("loose", f"loose:{load}", "0", load)
        self._drop(f"removal:{load}")

    def _drop(self, key: str) -> None:
        """Delete a record, of however many parts."""
        self.client.delete(RECORDS, within("key", [f"{key}#{part}" for part in range(schema.PARTS)]))

    def _put(self, kind: str, key: str, told: str, load: int = 0) -> None:
        self.client.put(RECORDS, [record(kind, key, each, load, part) for part, each in enumerate(schema.packed(told))])

    def _put_meta(self, values: dict[str, str]) -> None:
        self.client.put(RECORDS, [record("meta", f"meta:{key}", value) for key, value in values.items()])

    @contextmanager
    def _changed(self, manifest: dict[str, str]) -> Iterator[None]:
        """Around what commits: readers look anew at each call while it lasts, and once more when it is done."""
        mark = uuid.uuid4().hex
        self._create()
        self._put("mark", f"mark:open:{mark}", str(int(time.time())))
        yield
        self._put_meta({"format": str(FORMAT)} | manifest)
        self._put("mark", f"mark:{MARK}", mark)
        self._drop(f"mark:open:{mark}")

    @contextmanager
    def _loose(self, load: int) -> Iterator[None]:
        """Tells, while an issue is written, that its rows may be of no use."""
        self._put("loose", f"loose:{load}", str(int(time.time())), load)
        yield
        self._drop(f"loose:{load}")

    def _sweep(self) -> None:
        """Delete what nothing names: the oldest removals, and what a worker that was stopped has left."""
        now = self._now()
        kept = {load for _, load in now.removals.values()}
        for told in [json.loads(row) for _, row in self._records("removal")]:
            if told["load"] not in kept and (told["load"] not in now.loads or _old(told["number"] // 10**6)):
                self._drop_removal(told["load"], loose=told["load"] not in now.loads)
        for key in [key for key, at in self._records("mark") if key.startswith("mark:open:") and _old(int(at))]:
            self._drop(key)
        for load in [int(key.partition(":")[2]) for key, at in self._records("loose") if _old(int(at))]:
            if load not in kept and load not in now.loads:
                self._delete_load(load)
            self._drop(f"loose:{load}")

    def _delete_load(self, load: int) -> None:
        for collection in (PASSAGES, FACTS):
            self.client.delete(collection, f"load == {load}")
        self.client.delete(RECORDS, f'load == {load} and kind != "loose"')


def _unable(texts: Sequence[str]) -> Vectors:
    raise LibraryUnwritable("no embedder to add passages with; open the store through a library")


def _old(at: int) -> bool:
    return time.time() - at > ABANDONED


def _searched(words: Tokens, vector: NDArray[np.float32]) -> Row:
    """The fields of a passage that come from its words and what is shown of it."""
    return {"tokens": rows.joined(words), "sparse": sparse.of_passage(words), "dense": vector.tolist()}


def record(kind: str, key: str, told: str, load: int = 0, part: int = 0) -> Row:
    """A row of the records."""
    return {"key": f"{key}#{part}", "kind": kind, "load": load, "part": part, "row": told}
