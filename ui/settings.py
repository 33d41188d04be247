"""Settings: small values, read from the environment once, at the edge."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import platformdirs

from ingest.errors import QuestionError
from ingest.pdf.limits import Limits

LIMITS = {
    "HANGKE_PDF_PAGES": "pages",
    "HANGKE_PDF_PAGE_SECONDS": "page_seconds",
    "HANGKE_PDF_OCR_SECONDS": "ocr_seconds",
    "HANGKE_PDF_MEMORY": "memory",
}
UPLOAD = 200 * 2**20
STORES = ("embedded", "milvus")
LIBRARY = "hangke"  # what the names of its collections in Milvus begin with
LITE = "milvus.db"  # in the home folder: Milvus Lite, where no address is told
TRUE = ("1", "true", "yes", "on")


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the library is and how it is opened."""

    home: Path
    seed: bool = True
    embedder: str | None = None
    reranker: str | None = None
    llm: str | None = None
    llm_model: str = ""
    llm_key: str = field(default="", repr=False)
    store: str = STORES[0]
    milvus_uri: str = ""
    milvus_token: str = field(default="", repr=False)
    milvus_library: str = LIBRARY

    @classmethod
    def read(
        cls,
        home: str | None = None,
        no_seed: bool = False,
        embedder: str | None = None,
        reranker: str | None = None,
        llm: str | None = None,
        llm_model: str | None = None,
        store: str | None = None,
        milvus_uri: str | None = None,
        env: Mapping[str, str] = os.environ,
    ) -> Settings:
        """From options, then HANGKE_HOME, _NO_SEED, _EMBEDDER, _RERANKER, _LLM_URL, _LLM_MODEL, _STORE and _MILVUS_URI,
        then the defaults.

        The key of a language model comes from HANGKE_LLM_KEY alone, the token of Milvus from HANGKE_MILVUS_TOKEN:
        options are seen by every user of the machine. Without an address, Milvus is a file in the home folder.
        """
        folder = home or env.get("HANGKE_HOME") or platformdirs.user_data_dir("hangke")
        bare = no_seed or env.get("HANGKE_NO_SEED", "").lower() in TRUE
        models = embedder or env.get("HANGKE_EMBEDDER") or None, reranker or env.get("HANGKE_RERANKER") or None
        model = llm or env.get("HANGKE_LLM_URL") or None, llm_model or env.get("HANGKE_LLM_MODEL", "")
        key, token = env.get("HANGKE_LLM_KEY", "").strip(), env.get("HANGKE_MILVUS_TOKEN", "").strip()
        library = _library(env.get("HANGKE_MILVUS_LIBRARY") or LIBRARY)
        told = milvus_uri or env.get("HANGKE_MILVUS_URI") or str(Path(folder).expanduser() / LITE)
        kind = _store(store or env.get("HANGKE_STORE") or STORES[0])
        return cls(Path(folder).expanduser(), not bare, *models, *model, key, kind, told, token, library)


def _store(name: str) -> str:
    if name not in STORES:
        raise QuestionError(f"HANGKE_STORE={name}: a store is {' or '.join(STORES)}; mend it or leave it unset")
    return name


def _library(name: str) -> str:
    if not re.fullmatch("[A-Za-z][A-Za-z0-9_]{0,63}", name):
        raise QuestionError(f"HANGKE_MILVUS_LIBRARY={name}: a name is of Latin letters, digits and _, a letter first")
    return name


def limits(env: Mapping[str, str] = os.environ) -> Limits:
    """Bounds of reading a PDF, from HANGKE_PDF_PAGES, _PAGE_SECONDS, _OCR_SECONDS and _MEMORY (MiB)."""
    told = {field: _number(name, env[name]) for name, field in LIMITS.items() if env.get(name)}
    return Limits(**told)


def upload(env: Mapping[str, str] = os.environ) -> int:
    """Bytes that may be uploaded at once, from HANGKE_UPLOAD_MB."""
    return _number("HANGKE_UPLOAD_MB", told) * 2**20 if (told := env.get("HANGKE_UPLOAD_MB")) else UPLOAD


def _number(name: str, text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise QuestionError(f"{name}={text}: a limit is a whole number above 0; mend it or leave it unset")
    return int(text)
