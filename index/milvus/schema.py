"""The three collections of a library in Milvus, and how long texts are put into their fields.

    passages   a passage a row: its record and words, the vectors that are searched
    facts      a fact a row, found by kind, by passage and by keys
    records    everything else: the catalogue and what can be put back, tables of contents, corrections, feedback,
               the manifest, and sketches of word frequencies

An integer field `article` stands for issue and article at once, so that no text of a user ever is part of a filter.
"""

from __future__ import annotations

import base64
import zlib
from typing import Any

from ingest.errors import LibraryUnwritable

PASSAGES, FACTS, RECORDS = "passages", "facts", "records"
LONGEST = 65_535  # bytes of a text in one field: Milvus' own limit
PACKED = "\x01"  # before a text that is compressed
PARTS = 64  # of a text at most: about 20 MB of JSON
KEYS = 4096  # keys of a fact: Milvus' own limit
UNUSED = [0.0, 0.0]  # every collection must have a vector
TEXT = {"datatype": "VARCHAR", "max_length": LONGEST, "mmap_enabled": True}  # long, and read of a few rows only
INT = {"datatype": "INT64"}
NAME = {"datatype": "VARCHAR", "max_length": 512}
KIND = {"datatype": "VARCHAR", "max_length": 32}
FIELDS: dict[str, dict[str, dict[str, Any]]] = {  # the first is the primary key
    PASSAGES: {
        "position": INT, "passage_id": KIND, "load": INT, "article": INT, "year": INT, "row": TEXT, "tokens": TEXT,
        "sparse": {"datatype": "SPARSE_FLOAT_VECTOR"},
    },
    FACTS: {
        "key": KIND, "position": INT, "ordinal": INT, "load": INT, "kind": KIND, "row": TEXT,
        "keys": {"datatype": "ARRAY", "element_type": "INT64", "max_capacity": KEYS},
    },
    RECORDS: {"key": NAME, "kind": KIND, "load": INT, "part": INT, "row": TEXT},
}  # fmt: skip
INDEXED = {
    PASSAGES: ("passage_id", "load", "article", "year"),
    FACTS: ("position", "load", "kind", "keys"),
    RECORDS: ("kind", "load"),
}


def fields(collection: str, dimensions: int) -> dict[str, dict[str, Any]]:
    """The fields of a collection; `dimensions` are those of a passage's vector."""
    size = dimensions if collection == PASSAGES else len(UNUSED)
    return FIELDS[collection] | {"dense": {"datatype": "FLOAT_VECTOR", "dim": size}}


def indexes(collection: str, lite: bool) -> list[dict[str, Any]]:
    """The indexes of a collection; AUTOINDEX leaves it to a cluster which graph or quantiser fits.

    Milvus Lite has none for arrays, and scans them.
    """
    dense = {"index_type": "AUTOINDEX" if collection == PASSAGES else "FLAT", "metric_type": "IP"}
    sparse = {"index_type": "SPARSE_INVERTED_INDEX", "metric_type": "IP"}
    vectors = [{"field_name": "dense", **dense}] + [{"field_name": "sparse", **sparse}] * (collection == PASSAGES)
    names = [name for name in INDEXED[collection] if not (lite and "element_type" in FIELDS[collection][name])]
    return [*vectors, *({"field_name": name, "index_type": "INVERTED"} for name in names)]


def packed(text: str) -> list[str]:
    """A text in parts that fit a field; one too long for the field is compressed, and cut if it still is."""
    if not text.startswith(PACKED) and len(text.encode()) <= LONGEST:
        return [text]
    small = PACKED + base64.b85encode(zlib.compress(text.encode(), 6)).decode("ascii")
    if len(small) > PARTS * LONGEST:
        raise LibraryUnwritable(f"{text[:40]}…: {len(text)} characters are too many for Milvus; part the file")
    return [small[start : start + LONGEST] for start in range(0, len(small), LONGEST)]


def single(text: str) -> str:
    """A text that has one field; LibraryUnwritable for one that does not fit even compressed."""
    first, *rest = packed(text)
    if rest:
        raise LibraryUnwritable(f"{text[:40]}…: {len(text)} characters are too many for one record in Milvus")
    return first


def unpacked(parts: list[str]) -> str:
    """The text that `packed` put into parts."""
    text = "".join(parts)
    return zlib.decompress(base64.b85decode(text[len(PACKED) :])).decode() if text.startswith(PACKED) else text
