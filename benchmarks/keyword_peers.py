"""Other keyword searches over the same words, each a function that builds one in a folder and returns how it is asked.

A passage is a list of words, cut before; nobody cuts anew. A search returns the ten best passages as numbers.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from crowd import Invented

COUNT = 10
Search = Callable[[Sequence[str]], list[int]]


def rank_bm25(corpus: Invented, _: Path) -> Search:
    """BM25Okapi, whose score is ours."""
    from rank_bm25 import BM25Okapi

    okapi = BM25Okapi(list(corpus.passages()))
    places = list(range(corpus.size))
    return lambda words: okapi.get_top_n(words, places, COUNT)


def bm25s(corpus: Invented, _: Path) -> Search:
    """With its numba backend, in one thread; of its variants the one that is nearest to BM25Okapi."""
    import bm25s

    index = bm25s.BM25(k1=1.5, b=0.75, method="atire", idf_method="robertson", backend="numba")
    ids = [passage for ids, lengths in corpus.chunks() for passage in corpus.shared(ids, lengths)]
    index.index((ids, {term: i for i, term in enumerate(corpus.terms)}), show_progress=False)

    def search(words: Sequence[str]) -> list[int]:
        return index.retrieve([words], k=COUNT, n_threads=1, show_progress=False, backend_selection="numba")[0][0]

    return search


def tantivy(corpus: Invented, folder: Path) -> Search:
    """Words between blanks, frequencies without positions, merged as it merges."""
    import tantivy
    from tantivy import Document, Occur, Query

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    schema = builder.build()
    index = tantivy.Index(schema, path=str(folder))
    writer = index.writer(heap_size=1 << 30, num_threads=1)
    for words in corpus.passages():
        writer.add_document(Document(text=" ".join(words)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def search(words: Sequence[str]) -> list[int]:
        terms = [(Occur.Should, Query.term_query(schema, "text", word)) for word in words]
        return [address.doc for _, address in searcher.search(Query.boolean_query(terms), COUNT, count=False).hits]

    return search


def fts5(corpus: Invented, folder: Path) -> Search:
    """SQLite's own, words between blanks, ordered by its BM25."""
    connection = sqlite3.connect(folder / "passages.db")
    connection.execute("CREATE VIRTUAL TABLE passages USING fts5(text, content='')")
    rows: Iterator[tuple[int, str]] = ((i, " ".join(words)) for i, words in enumerate(corpus.passages()))
    connection.executemany("INSERT INTO passages (rowid, text) VALUES (?, ?)", rows)
    connection.commit()
    best = f"SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT {COUNT}"

    def search(words: Sequence[str]) -> list[int]:
        return [row for (row,) in connection.execute(best, (" OR ".join(f'"{word}"' for word in words),))]

    return search


PEERS: dict[str, tuple[str, str, Callable[[Invented, Path], Search]]] = {
    "rank-bm25": ("rank-bm25", "rank_bm25", rank_bm25),
    "bm25s with numba": ("bm25s", "numba", bm25s),
    "tantivy": ("tantivy", "tantivy", tantivy),
    "SQLite FTS5": ("sqlite3", "sqlite3", fts5),
}


def installed(name: str) -> bool:
    package, module, _ = PEERS[name]
    return all(find_spec(each) for each in (package.replace("-", "_"), module))


def version(name: str) -> str:
    from importlib import metadata

    distribution: Any = PEERS[name][0]
    return sqlite3.sqlite_version if distribution == "sqlite3" else metadata.version(distribution)
