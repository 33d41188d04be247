"""The one place that calls pymilvus: connections, collections, rows in and out."""

from __future__ import annotations

import json
import logging
import os
import re
import threading
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from index.fusion import K
from index.milvus import schema
from index.milvus.errors import shown, translated
from ingest.errors import LibraryError, LibraryFormat, LibraryUnreachable, LibraryUnwritable

Row = dict[str, Any]
LITE = ".db"  # how the address of a Milvus Lite file ends
OLDEST = (2, 4)  # the first Milvus with hybrid search over sparse vectors
BATCH = 500  # rows that are sent at once; of passages about 4 MB, of the 64 that Milvus takes
UNIQUE = ("position", "passage_id", "key")  # fields with a value that few rows share
AMONG = 5000  # values of one `in`
QUIET = {"grpc_options": {"grpc.keepalive_time_ms": 600_000}}  # Milvus Lite hangs up on who asks often if it lives
TIMEOUT = 30.0  # seconds until an address counts as dead
_LOCKS: dict[str, threading.RLock] = defaultdict(threading.RLock)  # of Milvus Lite files, which take one writer


@dataclass(frozen=True, slots=True)
class Place:
    """Where a library is: an address or a file that ends in .db, and what the names of its collections begin with."""

    uri: str
    token: str = field(default="", repr=False)
    library: str = "hangke"


class Client:
    """The collections of one library.

    Raises LibraryUnreachable where nothing answers there or it lets nobody in, LibraryFormat where what answers is too
    old, LibraryUnwritable where rows cannot be written, LibraryError for all else.
    """

    def __init__(self, place: Place) -> None:
        self.uri = place.uri
        self._prefix = place.library
        self._ready: set[str] = set()
        self._place, self._open = place, _connected(place)

    @property
    def _client(self) -> Any:
        """The connection, made again after `close`."""
        if self._open is None:
            self._open = _connected(self._place)
        return self._open

    @property
    def lock(self) -> threading.RLock:
        """Held while writing: Milvus Lite takes one writer at a time, a cluster any number."""
        return _LOCKS[str(Path(self.uri).absolute())] if self.uri.endswith(LITE) else threading.RLock()

    def has(self, collection: str) -> bool:
        """Whether there is such a collection, which can be searched then; once there, it stays."""
        if collection not in self._ready:
            with self._translated():
                if not self._client.has_collection(self._name(collection)) or self._unindexed(collection):
                    return False
                self._client.load_collection(self._name(collection))  # a server that was restarted may have let it go
            self._ready.add(collection)
        return True

    def create(self, dimensions: int) -> None:
        """Make what is not there yet of the collections, beside each other: each index takes half a second."""
        with ThreadPoolExecutor(len(schema.FIELDS)) as pool:
            for made in [pool.submit(self._create, each, dimensions) for each in schema.FIELDS]:
                made.result()

    def _create(self, collection: str, dimensions: int) -> None:
        name = self._name(collection)
        try:
            with self._translated(LibraryUnwritable):
                if not self._client.has_collection(name):
                    made = self._schema(collection, dimensions)
                    self._client.create_collection(name, schema=made, consistency_level="Strong")
                indexes = self._client.prepare_index_params()
                for index in self._unindexed(collection):
                    indexes.add_index(**index)
                self._client.create_index(name, indexes)
        except LibraryError:
            if not self.has(collection):  # else another worker was quicker
                raise
        self.has(collection)

    def _unindexed(self, collection: str) -> list[dict[str, Any]]:
        """The indexes that a collection lacks, as after an interruption."""
        there = self._client.list_indexes(self._name(collection))
        wanted = schema.indexes(collection, self.uri.endswith(LITE))
        return [index for index in wanted if index["field_name"] not in there]

    def _schema(self, collection: str, dimensions: int) -> Any:
        from pymilvus import DataType

        made = self._client.create_schema(auto_id=False)
        for place, (name, told) in enumerate(schema.fields(collection, dimensions).items()):
            kinds = {key: getattr(DataType, told[key]) for key in ("datatype", "element_type") if key in told}
            made.add_field(name, is_primary=place == 0, **(told | kinds))
        return made

    def rows(self, collection: str, where: str, fields: Sequence[str]) -> Iterator[Row]:
        """The rows that a filter lets through, however many, in no order; none where the collection is not there."""
        if not self.has(collection):
            return
        with self._translated():
            found = self._client.query_iterator(
                self._name(collection), batch_size=BATCH * 4, filter=where, output_fields=list(fields)
            )
            try:
                while part := found.next():
                    yield from part
            finally:
                found.close()

    def few(self, collection: str, where: str, fields: Sequence[str]) -> list[Row]:
        """The rows that a filter lets through, of which there are a few thousand at most."""
        if not self.has(collection):
            return []
        with self._translated():
            return [dict(row) for row in self._client.query(self._name(collection), where, output_fields=list(fields))]

    def among(self, collection: str, field: str, values: Collection[Any], fields: Sequence[str]) -> Iterator[Row]:
        """The rows with one of these values in a field."""
        left, read = iter(values), self.few if field in UNIQUE else self.rows
        while part := list(islice(left, AMONG)):
            yield from read(collection, within(field, part), fields)

    def count(self, collection: str, where: str = "") -> int:
        """How many rows a filter lets through."""
        if not self.has(collection):
            return 0
        with self._translated():
            return int(self._client.query(self._name(collection), where, output_fields=["count(*)"])[0]["count(*)"])

    def put(self, collection: str, rows: Iterable[Row]) -> None:
        """Write rows in place of those with the same keys, in batches."""
        left = iter(rows)
        while part := list(islice(left, BATCH)):
            unused = {} if collection == schema.PASSAGES else {"dense": schema.UNUSED}
            with self._translated(LibraryUnwritable):
                self._client.upsert(self._name(collection), [row | unused for row in part])

    def settle(self) -> None:
        """Milvus Lite makes an index of sparse vectors at each search anew, until they are on disk."""
        if self.uri.endswith(LITE):
            with self._translated(LibraryUnwritable):
                self._client.flush(self._name(schema.PASSAGES))

    def delete(self, collection: str, where: str) -> None:
        """Delete the rows that a filter lets through."""
        with self._translated(LibraryUnwritable):
            self._client.delete(self._name(collection), filter=where)

    def hybrid(self, legs: Sequence[tuple[str, Any]], where: str, count: int) -> list[tuple[int, float]]:
        """Positions of passages with their fused scores, best first: a search a leg (field, vector), fused by rank."""
        from pymilvus import AnnSearchRequest, RRFRanker

        asked = [AnnSearchRequest([vector], name, {"metric_type": "IP"}, count, expr=where) for name, vector in legs]
        with self._translated():
            (found,) = self._client.hybrid_search(
                self._name(schema.PASSAGES), asked, RRFRanker(K), limit=count, output_fields=["position"]
            )
        return [(int(hit["position"]), float(hit["distance"])) for hit in found]

    def close(self) -> None:
        """Let go of the connection, and of the file where it is one."""
        if self._open is None:
            return
        self._open.close()
        self._open = None
        if self.uri.endswith(LITE):
            from milvus_lite.server_manager import server_manager_instance

            server_manager_instance.release_server(self.uri)

    def _name(self, collection: str) -> str:
        return f"{self._prefix}_{collection}"

    def _translated(self, kind: type[LibraryError] = LibraryError) -> AbstractContextManager[None]:
        return translated(self.uri, kind)


def text(value: str) -> str:
    """A text as it stands in a filter."""
    return json.dumps(value.encode("utf-8", "replace").decode(), ensure_ascii=False)


def within(field: str, values: Iterable[Any], how: str = "in") -> str:
    """The filter that lets through one of these values, or all but these (`not in`)."""
    return f"{field} {how} [{', '.join(text(v) if isinstance(v, str) else str(int(v)) for v in values)}]"


def _connected(place: Place) -> Any:
    uri = place.uri
    os.environ.setdefault("GRPC_ENABLE_FORK_SUPPORT", "false")  # processes that read files beside have no use for it
    try:
        from pymilvus import MilvusClient
    except ImportError as error:
        raise LibraryUnreachable(
            f"{shown(uri)}: pymilvus is not installed; install it with: pip install 'hangke[milvus]'"
        ) from error
    for name in ("pymilvus", "milvus_lite"):  # what they log is told by the errors raised
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    with translated(uri, LibraryUnreachable):
        if uri.endswith(LITE):
            Path(uri).parent.mkdir(parents=True, exist_ok=True)
        client = MilvusClient(uri, token=place.token, timeout=TIMEOUT, **(QUIET if uri.endswith(LITE) else {}))
        _check_version(uri, str(client.get_server_version()))
    return client


def _check_version(uri: str, told: str) -> None:
    found = re.search(r"(\d+)\.(\d+)", told)
    if found and (int(found[1]), int(found[2])) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        raise LibraryFormat(f"{shown(uri)}: Milvus {told} is too old; hangke needs {oldest} or later")
