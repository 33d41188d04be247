"""The store in Milvus, as read: issues, articles, passages, words and facts."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index import rows
from index.corrections import Correction, Key, Layer
from index.milvus import numbers, schema
from index.milvus.client import Client, Place, Row, text, within
from index.milvus.errors import shown
from index.milvus.schema import FACTS, PASSAGES, RECORDS
from index.milvus.sketch import Sketch
from index.rows import Tokens
from index.trash import KEPT, Removal
from index.types import ArticleRow, Fact, IssueRow, Passage
from ingest.errors import LibraryFormat

FORMAT = 1
MARK = "revision"  # the record that changes with the library
Loaded = tuple[int, IssueRow]


@dataclass(frozen=True)
class Catalogue:
    """The library at one revision: of each issue its load and row, what can be put back, what was corrected."""

    revision: str
    issues: dict[str, Loaded]
    removals: dict[int, tuple[Removal, int]]  # by number, with its load; the newest first
    given: dict[str, dict[Key, Correction]]

    @cached_property
    def loads(self) -> dict[int, IssueRow]:
        """The issues that are here, by their loads."""
        return dict(self.issues.values())


class Reading:
    """What a library in Milvus holds. The catalogue is kept as long as the revision stays."""

    fitted = False

    def __init__(self, home: Path, place: Place) -> None:
        self.home = home
        self.client = Client(place)
        self._catalogue = Catalogue("", {}, {}, {})
        self._contents: dict[int, list[ArticleRow]] = {}
        self._layers: dict[str, Layer] = {}
        self._sketches: dict[int, Sketch] = {}
        self._sketched = ""

    @property
    def exists(self) -> bool:
        """Whether there is a library here at all."""
        return all(map(self.client.has, (RECORDS, PASSAGES, FACTS)))

    def at_one_moment(self) -> AbstractContextManager[None]:
        """Nothing to hold: each issue is whole, and its passages stay under their numbers."""
        return nullcontext()

    def meta(self) -> dict[str, str]:
        """The manifest: format, revision, tokenizer, cutting, embedder."""
        told = {key.partition(":")[2]: row for key, row in self._records("meta")}
        if int(told.get("format", FORMAT)) > FORMAT:
            raise LibraryFormat(
                f"{shown(self.client.uri)}: made by a newer hangke (format {told['format']}, this one reads {FORMAT});"
                " upgrade hangke"
            )
        return told | {"revision": self.revision()} if told else told

    def revision(self) -> str:
        """Changes with every change of the library; with each call while one is being made, lest it be missed."""
        marks = dict(self._records("mark"))
        told = marks.pop(f"mark:{MARK}", "")
        return f"{told}+{time.time_ns()}" if marks else told

    def issues(self) -> list[IssueRow]:
        """The catalogue, oldest issue first; a digest is hidden while the issue that it digests is here."""
        found = [row for _, row in self._now().issues.values()]
        here = {row.issue for row in found if not row.digest}
        shown = [replace(row, hidden=bool(row.digest and row.digest_of in here)) for row in found]
        return sorted(shown, key=lambda row: (row.year or 0, row.number or 0, row.issue_id))

    def articles(self, issue_ids: Sequence[str]) -> list[ArticleRow]:
        """Tables of contents, corrected."""
        now = self._now()
        self._read_contents(now.issues[each][0] for each in issue_ids if each in now.issues)
        return [article for each in issue_ids for article in self._layer(now, each).articles]

    def places(self) -> list[tuple[int, str, int]]:
        """Position, issue and article of every passage, in order."""
        now = self._now()
        layers = {load: self._layer(now, row.issue_id) for load, row in now.loads.items() if row.issue_id in now.given}
        found = []
        for row in self.client.rows(PASSAGES, "position >= 0", ("position", "load", "article")):
            if row["load"] in now.loads:
                number = numbers.number_of(row["article"])
                shown = layers[row["load"]].place(number) if row["load"] in layers else number
                found.append((int(row["position"]), now.loads[row["load"]].issue_id, shown))
        return sorted(found)

    def place(self, passage_id: str) -> tuple[str, int] | None:
        """The issue and the article of a passage, if it is here."""
        now = self._now()
        for row in self.client.few(PASSAGES, f"passage_id == {text(passage_id)}", ("load", "article")):
            if row["load"] in now.loads:
                issue_id = now.loads[row["load"]].issue_id
                return issue_id, self._layer(now, issue_id).place(numbers.number_of(row["article"]))
        return None

    def passages(self, positions: Sequence[int]) -> list[Passage]:
        """Passages by position, corrected."""
        now = self._now()
        found = {}
        for position, passage in self._passages("position", {int(each) for each in positions}):
            given = passage.issue_id in now.given
            found[position] = self._layer(now, passage.issue_id).passage(passage) if given else passage
        return [found[int(position)] for position in positions]

    def read_of(self, issue_id: str) -> list[tuple[int, Passage]]:
        """The passages of an issue as they were read, with their positions."""
        now = self._now()
        return self._read_load(now.issues[issue_id][0]) if issue_id in now.issues else []

    def positions(self, issue_id: str, article_no: int) -> list[int]:
        """The positions of the passages of an article; raises UnknownArticle."""
        now = self._now()
        number = self._layer(now, issue_id).number_read(article_no)
        article = numbers.article(now.issues[issue_id][0], number)
        return self.of_articles([article])

    def layer(self, issue_id: str) -> Layer:
        """What was corrected of an issue, over its articles as read."""
        return self._layer(self._now(), issue_id)

    def given(self) -> dict[str, dict[Key, Correction]]:
        """The corrections of all issues, those that are not here now too."""
        return self._now().given

    def trash(self) -> list[Removal]:
        """What can be put back, the newest first."""
        return [removal for removal, _ in self._now().removals.values()]

    def trashed(self, removal: int) -> tuple[list[ArticleRow], list[tuple[int, Passage]]]:
        """The articles and the passages, with their positions, of what can be put back, as they were read."""
        _, load = self._now().removals[removal]
        return self._articles_read(load), self._read_load(load)

    def versions(self) -> dict[str, int]:
        """Of each issue its load: other words of the same passages make no other version."""
        return {issue_id: load for issue_id, (load, _) in self._now().issues.items()}

    def placed(self, issue_id: str, numbers: NDArray[np.int32]) -> NDArray[np.int64]:
        """The places in `articles` of articles of an issue, by their numbers as read."""
        layer = self.layer(issue_id)
        return np.array([layer.place(number) for number in numbers.tolist()], np.int64)

    def words(self, issue_id: str) -> list[tuple[int, int, Tokens]]:
        """Of each passage of an issue its position, its article as read, and the words of each sentence.

        The last list of words is the context (title, section).
        """
        now = self._now()
        if issue_id not in now.issues:
            return []
        where = f"load == {now.issues[issue_id][0]}"
        articles = {
            row["position"]: row["article"] for row in self.client.rows(PASSAGES, where, ("position", "article"))
        }
        told = self._texts("position", articles, "tokens")
        return [(at, numbers.number_of(articles[at]), rows.parted(told[at])) for at in sorted(articles)]

    def facts(self, kind: str) -> list[tuple[int, dict[str, Any]]]:
        """All facts of a kind, each with the position of its passage, in the order of the library."""
        return self._facts(self.client.rows(FACTS, f"kind == {text(kind)}", FACT))

    def facts_of(self, kind: str, passage_id: str) -> list[tuple[int, dict[str, Any]]]:
        """The facts of a kind of one passage."""
        found = self.client.few(PASSAGES, f"passage_id == {text(passage_id)}", ("position",))
        where = f"{within('position', [row['position'] for row in found])} and kind == {text(kind)}"
        return self._facts(self.client.few(FACTS, where, FACT)) if found else []

    def facts_by_keys(self, kind: str, keys: Sequence[str], shared: int, most: int) -> list[tuple[int, dict[str, Any]]]:
        """The facts of a kind that share so many of the keys; of very many those that share most, of the first seen."""
        wanted = {numbers.signed(key) for key in keys}
        where = f"kind == {text(kind)} and array_contains_any(keys, [{', '.join(map(str, wanted))}])"
        read = islice(self.client.rows(FACTS, where, (*FACT, "keys")), MOST) if wanted else ()
        found = [(len(wanted.intersection(row["keys"])), row) for row in read]
        best = sorted((each for each in found if each[0] >= shared), key=lambda each: -each[0])[:most]
        return self._facts(row for _, row in best)

    def facts_in(self, issue_id: str) -> list[tuple[str, Fact]]:
        """The facts of an issue with the keys that find them, each with its passage's id, in order."""
        now = self._now()
        if issue_id not in now.issues:
            return []
        where = f"load == {now.issues[issue_id][0]}"
        ids = {
            row["position"]: row["passage_id"] for row in self.client.rows(PASSAGES, where, ("position", "passage_id"))
        }
        found = sorted(self.client.rows(FACTS, where, (*FACT, "kind")), key=lambda row: int(row["ordinal"]))
        return [(ids[row["position"]], Fact(row["kind"], *fact(row["row"]))) for row in found]

    def feedback(self) -> list[dict[str, Any]]:
        """What people said of answers, the oldest first."""
        told = sorted((json.loads(row) for _, row in self._records("feedback")), key=lambda each: int(each["at"]))
        return [each["record"] for each in told]

    # -- for the search

    def loads(self) -> list[int]:
        """The loads of issues and of what can be put back."""
        now = self._now()
        return [*now.loads, *(load for _, load in now.removals.values())]

    def found(self, positions: Iterable[int]) -> list[Row]:
        """Passages by position, with what ranking goes by: load, article, words and vector."""
        wanted = list(positions)
        rows = {row["position"]: row for row in self.client.among(PASSAGES, "position", wanted, SOUGHT)}
        long = [position for position, row in rows.items() if row["tokens"].startswith(schema.PACKED)]
        told = self._texts("position", long, "tokens") if long else {}
        return [row | {"tokens": told.get(position, row["tokens"])} for position, row in rows.items()]

    def of_articles(self, articles: Sequence[int]) -> list[int]:
        """The positions of the passages of articles, by the numbers of these, in order."""
        return sorted(row["position"] for row in self.client.among(PASSAGES, "article", articles, ("position",)))

    def sketches(self, loads: Sequence[int]) -> list[Sketch]:
        """How common words are in issues; what was read once is kept."""
        words = self.meta().get("words", "")
        if self._sketched != words:
            self._sketches, self._sketched = {}, words  # cut with another dictionary
        missing = [load for load in loads if load not in self._sketches]
        for start in range(0, len(missing), PART):
            found = self.client.among(RECORDS, "load", missing[start : start + PART], (*RECORD, "load"))
            for key, told in self._joined(found, "sketch").items():
                self._sketches[int(key.partition(":")[2])] = Sketch.load(told)
        return [self._sketches[load] for load in loads if load in self._sketches]

    def check(self) -> str:
        """`ok` where the server answers and every issue has the passages that its row tells of."""
        for load, row in self._now().loads.items():
            found = self.client.count(PASSAGES, f"load == {load}")
            if found != row.passages:
                return f"{row.issue}: {found} passages of {row.passages}; add it again with --replace"
        return "ok"

    def close(self) -> None:
        """Let go of the connection."""
        self.client.close()

    # -- rows

    def _now(self) -> Catalogue:
        """The catalogue as it is, read anew when the library has changed."""
        revision = self.revision()
        if self._catalogue.revision != revision or not revision:
            self._catalogue = self._read(revision)
            known = {*self._catalogue.loads, *(load for _, load in self._catalogue.removals.values())}
            self._contents = {load: held for load, held in self._contents.items() if load in known}
            self._layers = {}
        return self._catalogue

    def _read(self, revision: str) -> Catalogue:
        told = [json.loads(row) for _, row in self._records("issue")]
        gone = {(each["instead"][0], each["instead"][1]) for each in told if each["instead"]}
        kept = [(each["load"], rows.issue(each["row"])) for each in told]
        issues = {row.issue_id: (load, row) for load, row in kept if (row.issue_id, load) not in gone}
        loads = {load for load, _ in issues.values()}
        removed = [
            each for each in (json.loads(row) for _, row in self._records("removal")) if each["load"] not in loads
        ]
        newest = sorted(removed, key=lambda each: -int(each["number"]))[:KEPT]
        removals = {each["number"]: (_removal(each), int(each["load"])) for each in newest}
        return Catalogue(revision, issues, removals, self._given())

    def _given(self) -> dict[str, dict[Key, Correction]]:
        found: dict[str, dict[Key, Correction]] = {}
        told = (json.loads(row) for _, row in self._records("correction"))
        for each in sorted(told, key=lambda each: int(each["at"])):
            found.setdefault(each["issue_id"], {})[each["title"], each["nth"]] = rows.correction(each["row"])
        return found

    def _layer(self, now: Catalogue, issue_id: str) -> Layer:
        if issue_id not in self._layers:
            read = self._articles_read(now.issues[issue_id][0]) if issue_id in now.issues else []
            self._layers[issue_id] = Layer(read, now.given.get(issue_id, {}))
        return self._layers[issue_id]

    def _articles_read(self, load: int) -> list[ArticleRow]:
        self._read_contents([load])
        return self._contents[load]

    def _read_contents(self, loads: Iterable[int]) -> None:
        missing = [load for load in loads if load not in self._contents]
        told = self._joined(self.client.among(RECORDS, "load", missing, RECORD), "contents") if missing else {}
        for load in missing:
            read = json.loads(told.get(f"contents:{load}", "[]"))
            self._contents[load] = [rows.article(row, number) for number, row in enumerate(read)]

    def _records(self, kind: str) -> Iterator[tuple[str, str]]:
        """The records of a kind, each with its key."""
        read = self.client.few if kind in FEW else self.client.rows
        yield from self._joined(read(RECORDS, f"kind == {text(kind)}", RECORD), kind).items()

    @staticmethod
    def _joined(found: Iterable[dict[str, Any]], kind: str) -> dict[str, str]:
        parts: dict[str, dict[int, str]] = {}
        for row in found:
            if row["kind"] == kind:
                parts.setdefault(row["key"].rpartition("#")[0], {})[row["part"]] = row["row"]
        return {key: schema.unpacked([held[part] for part in sorted(held)]) for key, held in parts.items()}

    def _read_load(self, load: int) -> list[tuple[int, Passage]]:
        return sorted(self._passages("load", [load]), key=lambda each: each[0])

    def _passages(self, field: str, values: Iterable[int]) -> Iterator[tuple[int, Passage]]:
        for position, row in self._texts(field, values, "row").items():
            yield position, rows.passage(row)

    def _texts(self, field: str, values: Iterable[int], column: str) -> dict[int, str]:
        """A text of passages, by position."""
        parts = {
            int(row["position"]): [row[column]]
            for row in self.client.among(PASSAGES, field, list(values), ("position", column))
        }
        for position, held in parts.items():
            if len(held[0]) == schema.LONGEST and held[0].startswith(schema.PACKED):
                rest = self.client.few(RECORDS, f'key like "rest:{position}:{column}#%"', ("part", "row"))
                held += [row["row"] for row in sorted(rest, key=lambda row: int(row["part"]))]
        return {position: schema.unpacked(held) for position, held in parts.items()}

    def _facts(self, found: Iterable[dict[str, Any]]) -> list[tuple[int, dict[str, Any]]]:
        """The facts of issues that are here, in order."""
        loads = self._now().loads
        shown = [row for row in found if row["load"] in loads]
        shown.sort(key=lambda row: (row["position"], row["ordinal"]))
        return [(int(row["position"]), fact(row["row"])[0]) for row in shown]


MOST = 20_000  # facts with a key in common that are looked at
PART = 20  # sketches read at a time
SOUGHT = ("position", "load", "article", "tokens", "dense")
FACT = ("position", "ordinal", "load", "row")
FEW = ("mark", "meta", "loose", "removal")  # kinds of which there are never many
RECORD = ("key", "kind", "part", "row")


@lru_cache(maxsize=8192)
def fact(packed: str) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The record of a fact, not to be changed, since the next reader gets the same; and its keys."""
    told, keys = json.loads(schema.unpacked([packed]))
    return told, tuple(keys)


def _removal(told: dict[str, Any]) -> Removal:
    return Removal(told["number"], rows.issue(told["row"]), told["replaced"])
