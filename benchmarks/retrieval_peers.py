"""What others retrieve by keyword from the same texts, with their defaults and with words cut by jieba.

Their vectors are left out: the models that they name by default lie on a model hub.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Sequence
from importlib import metadata
from importlib.util import find_spec

Search = Callable[[str], list[int]]  # a question to the numbers of texts, best first
Cut = Callable[[str], list[str]]
Build = Callable[[Sequence[str], int, Cut | None], Search]  # texts, how many are found, jieba or nothing

os.environ.setdefault("HAYSTACK_TELEMETRY_ENABLED", "False")


def langchain(texts: Sequence[str], count: int, cut: Cut | None) -> Search:
    from langchain_community.retrievers import BM25Retriever

    numbers = [{"number": number} for number in range(len(texts))]
    words = {"preprocess_func": cut} if cut else {}
    retriever = BM25Retriever.from_texts(texts, numbers, k=count, **words)
    return lambda question: [document.metadata["number"] for document in retriever.invoke(question)]


def llama_index(texts: Sequence[str], count: int, cut: Cut | None) -> Search:
    from llama_index.core.schema import TextNode
    from llama_index.retrievers.bm25 import BM25Retriever

    # its pattern drops words of one character, its stemmer is English: neither is right for words cut already
    words = {"token_pattern": r"(?u)\b\w+\b", "skip_stemming": True} if cut else {}
    nodes = [TextNode(id_=str(number), text=_spaced(text, cut)) for number, text in enumerate(texts)]
    retriever = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=count, **words)
    return lambda question: [int(found.node.node_id) for found in retriever.retrieve(_spaced(question, cut))]


def haystack(texts: Sequence[str], count: int, cut: Cut | None) -> Search:
    from haystack import Document
    from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
    from haystack.document_stores.in_memory import InMemoryDocumentStore

    words = {"bm25_tokenization_regex": r"(?u)\b\w+\b"} if cut else {}
    store = InMemoryDocumentStore(shared=False, **words)
    store.write_documents([Document(id=str(i), content=_spaced(text, cut)) for i, text in enumerate(texts)])
    retriever = InMemoryBM25Retriever(store, top_k=count)
    return lambda question: [int(found.id) for found in retriever.run(_spaced(question, cut))["documents"]]


def txtai(texts: Sequence[str], count: int, cut: Cut | None) -> Search:
    from txtai import Embeddings

    scoring = {"method": "bm25", "terms": True, "normalize": True}  # as `keyword` has it by default
    words = {"scoring": scoring | {"tokenizer": {"whitespace": True}}} if cut else {}
    index = Embeddings(keyword=True, **words)
    index.index([(number, _spaced(text, cut), None) for number, text in enumerate(texts)])
    return lambda question: [int(number) for number, _ in index.search(_spaced(question, cut), count)]


def _spaced(text: str, cut: Cut | None) -> str:
    return " ".join(cut(text)) if cut else text


ALL: dict[str, tuple[str, str, Build]] = {
    "LangChain BM25Retriever": ("langchain-community", "langchain_community", langchain),
    "LlamaIndex BM25Retriever": ("llama-index-retrievers-bm25", "llama_index.retrievers.bm25", llama_index),
    "Haystack InMemoryBM25Retriever": ("haystack-ai", "haystack", haystack),
    "txtai keyword index": ("txtai", "txtai", txtai),
}


def installed() -> dict[str, str]:
    """The peers that can run here, each with its version; the others are named on stderr."""
    found = {name: metadata.version(package) for name, (package, module, _) in ALL.items() if _there(module)}
    for name, (package, _, _) in ALL.items():
        if name not in found:
            print(f"{name}: left out, {package} is not installed", file=sys.stderr)
    return found


def _there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # of the package that it is a part of
        return False


def jieba() -> Cut:
    import jieba

    jieba.setLogLevel(logging.ERROR)
    cut: Cut = jieba.lcut
    return cut
