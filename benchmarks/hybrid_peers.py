"""The hybrid retrievers of others, words by jieba, vectors by our own embedder through each one's interface."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from retrieval_peers import Cut, Search, _there

os.environ.setdefault("USER_AGENT", "hangke")  # LangChain asks for one aloud


@dataclass(frozen=True, slots=True)
class Vectors:
    """How texts and a question become unit vectors."""

    documents: Callable[[list[str]], Any]
    question: Callable[[str], Any]


Build = Callable[[Sequence[str], int, Cut, Vectors], Search]  # texts, how many are found


def langchain(texts: Sequence[str], count: int, cut: Cut, vectors: Vectors) -> Search:
    """Its ensemble (reciprocal rank fusion) of its BM25 retriever and a FAISS store."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from langchain_classic.retrievers import EnsembleRetriever
        from langchain_community.retrievers import BM25Retriever
        from langchain_community.vectorstores import FAISS
    from langchain_core.embeddings import Embeddings

    class Ours(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return vectors.documents(texts).tolist()

        def embed_query(self, text: str) -> list[float]:
            return vectors.question(text).tolist()

    numbers = [{"number": number} for number in range(len(texts))]
    words = BM25Retriever.from_texts(texts, numbers, k=count, preprocess_func=cut)
    near = FAISS.from_texts(list(texts), Ours(), numbers).as_retriever(search_kwargs={"k": count})
    both = EnsembleRetriever(retrievers=[words, near], weights=[0.5, 0.5])
    return lambda question: [document.metadata["number"] for document in both.invoke(question)[:count]]


def llama_index(texts: Sequence[str], count: int, cut: Cut, vectors: Vectors) -> Search:
    """Its fusion retriever (reciprocal rank, no question made up) over its vector index and its BM25 retriever."""
    from llama_index.core import VectorStoreIndex
    from llama_index.core.embeddings import BaseEmbedding
    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.core.schema import TextNode
    from llama_index.retrievers.bm25 import BM25Retriever

    class Ours(BaseEmbedding):
        def _get_text_embedding(self, text: str) -> list[float]:
            return vectors.documents([_joined(text)])[0].tolist()

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return vectors.documents([_joined(text) for text in texts]).tolist()

        def _get_query_embedding(self, query: str) -> list[float]:
            return vectors.question(_joined(query)).tolist()

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_query_embedding(query)

    nodes = [TextNode(id_=str(number), text=" ".join(cut(text))) for number, text in enumerate(texts)]
    options = {"token_pattern": r"(?u)\b\w+\b", "skip_stemming": True}
    words = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=count, **options)
    near = VectorStoreIndex(nodes, embed_model=Ours(), insert_batch_size=len(nodes)).as_retriever(
        similarity_top_k=count
    )
    both = QueryFusionRetriever(
        [words, near], llm=MockLLM(), mode="reciprocal_rerank", similarity_top_k=count, num_queries=1, use_async=False
    )
    return lambda question: [int(found.node.node_id) for found in both.retrieve(" ".join(cut(question)))]


def txtai(texts: Sequence[str], count: int, cut: Cut, vectors: Vectors) -> Search:
    """Its hybrid index, of its BM25 and its FAISS."""
    from txtai import Embeddings

    def transform(texts: list[str]) -> Any:
        return vectors.documents([_joined(text) for text in texts])

    scoring = {"method": "bm25", "terms": True, "normalize": True, "tokenizer": {"whitespace": True}}
    index = Embeddings(hybrid=True, method="external", transform=transform, scoring=scoring)
    index.index([(number, " ".join(cut(text)), None) for number, text in enumerate(texts)])
    return lambda question: [int(number) for number, _ in index.search(" ".join(cut(question)), count)]


def _joined(text: str) -> str:
    """A text whose words were parted for those who part words at blanks, as its author wrote it."""
    return text.replace(" ", "")


ALL: dict[str, tuple[str, str, Build]] = {
    "LangChain EnsembleRetriever": ("langchain-classic", "langchain_classic", langchain),
    "LlamaIndex QueryFusionRetriever": ("llama-index-core", "llama_index.retrievers.bm25", llama_index),
    "txtai hybrid": ("txtai", "txtai", txtai),
}


def installed() -> dict[str, Build]:
    """The peers that can run here."""
    return {name: build for name, (_, module, build) in ALL.items() if _there(module)}
