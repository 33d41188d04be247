"""Small real models of sentence-transformers, made on the spot, and a hub on this machine that has them."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

KNOWN = ["[UNK]", "浮", "标", "钟", "楼", "渡", "船", "q", "p"]  # `query: ` holds a q, `passage: ` a p


def need_torch() -> None:
    if importlib.util.find_spec("torch") is None:
        pytest.skip("torch is not installed: only the built-in embedder can be used")


def static(folder: Path, extra: int = 0, scale: float = 1.0, **told: Any) -> str:
    """A model with a dimension for each character that it knows; `told` goes to its configuration."""
    need_torch()
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    weights = np.eye(len(KNOWN), len(KNOWN) + extra, dtype=np.float32)
    weights[0] = 0.01 * scale
    module = StaticEmbedding(_characters(KNOWN), embedding_weights=weights)
    SentenceTransformer(modules=[module], device="cpu", **told).save(str(folder))
    return str(folder)


def _characters(known: list[str]) -> Any:
    """A tokenizer that takes each character for a word."""
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split

    tokenizer = Tokenizer(WordLevel({c: i for i, c in enumerate(known)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    return tokenizer


def bert(folder: Path) -> str:
    """A BERT of one layer that has learned nothing."""
    need_torch()
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    plain = folder.with_name(f"{folder.name}-plain")
    known = [*KNOWN, "[PAD]"]
    PreTrainedTokenizerFast(tokenizer_object=_characters(known), unk_token="[UNK]", pad_token="[PAD]").save_pretrained(
        plain
    )
    size = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    BertModel(BertConfig(vocab_size=len(known), max_position_embeddings=64, **size)).save_pretrained(plain)
    modules = [Transformer(str(plain)), Pooling(16)]
    SentenceTransformer(modules=modules, device="cpu").save(str(folder))
    return str(folder)


class Hub(BaseHTTPRequestHandler):
    """As much of a hub as a download needs: what a model holds, and its files."""

    repository = ""
    folder = Path()
    asked: list[str]
    lacking: str = "nothing"  # a file that it lists and does not give

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, body: bool) -> None:
        path = self.path.split("?")[0]
        self.asked.append(path)
        if path.startswith(f"/api/models/{self.repository}/tree/"):
            self._send(json.dumps([self._entry(name) for name in self._names()]).encode(), body)
        elif path.startswith(f"/api/models/{self.repository}"):
            siblings = [{"rfilename": name} for name in self._names()]
            self._send(json.dumps({"id": self.repository, "sha": self.commit, "siblings": siblings}).encode(), body)
        elif path.endswith(self.lacking):
            self._send(b"", body, 404, {"X-Error-Code": "EntryNotFound"})
        elif path.startswith(f"/{self.repository}/resolve/"):
            self._send((self.folder / path.split("/", 5)[5]).read_bytes(), body)
        else:
            self._send(b"", body, 404, {"X-Error-Code": "RepoNotFound"})

    @property
    def commit(self) -> str:
        """Another one when a file has changed."""
        return hashlib.sha1(b"".join((self.folder / name).read_bytes() for name in self._names())).hexdigest()

    def _names(self) -> list[str]:
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())

    def _entry(self, name: str) -> dict[str, Any]:
        data = (self.folder / name).read_bytes()
        return {"type": "file", "path": name, "size": len(data), "oid": hashlib.sha1(data).hexdigest()}

    def _send(self, data: bytes, body: bool, status: int = 200, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        told = {
            "Content-Length": str(len(data)),
            "X-Repo-Commit": self.commit,
            "ETag": f'"{hashlib.sha1(data).hexdigest()}"',
        }
        for key, value in {**told, **(more or {})}.items():
            self.send_header(key, value)
        self.end_headers()
        if body:
            self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def hub(repository: str, folder: Path, lacking: str = "nothing") -> Iterator[tuple[str, list[str]]]:
    """A hub on this machine with one model: its address, and the paths that it was asked for."""
    asked: list[str] = []
    handler = type("OneModel", (Hub,), {"repository": repository, "folder": folder, "asked": asked, "lacking": lacking})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
