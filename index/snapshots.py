"""Where a model lies on this machine: the folder that was named, or what was fetched from a hub."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index import embedders
from ingest.errors import LibraryError


@dataclass(frozen=True, slots=True)
class Role:
    """What a model is for: how messages call it, the option that names it, its class in sentence-transformers."""

    noun: str
    thing: str
    option: str
    built_in: str
    kind: str


EMBEDDER = Role("embedder", "model", "--embedder", embedders.BUILT_IN, "SentenceTransformer")
RERANKER = Role("re-ranker", "cross-encoder", "--reranker", "linear", "CrossEncoder")
ORGANISATION = "sentence-transformers"  # of a name without one, as that library has it
SMALL = ("*.json", "*.txt", "*.model")  # every model has some, and no copy for another program is among them
WEIGHTS = (".safetensors", ".bin", ".pt")
OTHERS = (".onnx", ".onnx_data", ".msgpack", ".h5", ".ot", ".tflite", ".gguf", ".mlmodel", ".png", ".jpg", ".webp")
FOLDERS = ("onnx", "openvino", "coreml", ".git")
QUIET = threading.RLock()  # the log is the whole process's
TIMEOUT = 10  # seconds for a hub to answer
EXAMPLE = "intfloat/multilingual-e5-small"


def is_folder(name: str) -> bool:
    """Whether a name (`embedders.full_name`) means a folder and not a model of a hub."""
    return os.path.isabs(name)  # noqa: PTH117 - a name of a hub must not go through Path


def find(name: str, commit: str | None = None, role: Role = EMBEDDER) -> Path:
    """The folder of a model; one of a hub is fetched, with a progress bar, unless that commit of it is here.

    A hub that cannot be reached does no harm to a model that was fetched before. Raises LibraryError.
    """
    if is_folder(name):
        return _existing(name, role)
    with _quietly(), translated(name, role, fetching=True):
        repository = name if "/" in name else f"{ORGANISATION}/{name}"
        here = _fetched(repository, commit) if commit else None
        return here or _fetch(repository, commit)


def version(name: str, folder: Path) -> str:
    """Tells the state of a model: the commit of a hub's, else a digest of a folder's small files and weights' dates."""
    if not is_folder(name):
        return folder.name
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not _hidden(path, folder))
    told = hashlib.sha256()
    for path in files:
        told.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        told.update(_state(path))
    return told.hexdigest()[:40]


def wanted(files: Iterable[str]) -> list[str]:
    """Of a repository's files those to fetch: no copies for other programs, and weights once."""
    listed = [file for file in files if file.split("/")[0] not in FOLDERS and not file.endswith(OTHERS)]
    safe = {os.path.dirname(file) for file in listed if file.endswith(".safetensors")}  # noqa: PTH120 - no path of ours
    return [file for file in listed if not (file.endswith(".bin") and os.path.dirname(file) in safe)]  # noqa: PTH120


def _bar() -> Any:
    """The hub's bars, on terminals only and gone when done."""
    from tqdm.auto import tqdm  # with asyncio behind it

    class Bar(tqdm):  # type: ignore[type-arg]
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options | {"disable": None, "leave": False})

    return Bar


@contextmanager
def translated(name: str, role: Role = EMBEDDER, fetching: bool = False) -> Iterator[None]:
    """What torch, transformers and the hub raise, as one line of ours: a LibraryError."""
    try:
        yield
    except LibraryError:
        raise
    except Exception as error:  # each of these libraries raises what it likes, down to KeyError and its own
        raise _refused(name, role, _unfetched(error) if fetching else _unusable(error, role)) from error


@contextmanager
def _quietly() -> Iterator[None]:
    """Without the hub's log, which would tell each of its attempts."""
    with QUIET:
        told = logging.root.manager.disable
        logging.disable(logging.CRITICAL)
        try:
            yield
        finally:
            logging.disable(told)


def load(name: str, folder: Path, role: Role = EMBEDDER) -> Any:
    """The model in a folder, as sentence-transformers has it; LibraryError where it cannot be used."""
    with _quietly(), translated(name, role):
        import sentence_transformers
        from transformers.utils import logging as bars

        bars.disable_progress_bar()  # it is drawn even where no terminal is
        return getattr(sentence_transformers, role.kind)(str(folder), local_files_only=True)


def _existing(name: str, role: Role) -> Path:
    if not Path(name).is_dir():
        raise _refused(name, role, "no such folder; give the folder of a model, or the name of one")
    return Path(name)


def _fetched(repository: str, commit: str | None) -> Path | None:
    """The folder of what was fetched before, without asking the hub; none where a download broke off."""
    from huggingface_hub import snapshot_download

    try:
        told = snapshot_download(repository, revision=commit, local_files_only=True, allow_patterns=list(SMALL))
    except FileNotFoundError:
        return None
    return Path(told) if any(path.suffix in WEIGHTS for path in Path(told).rglob("*")) else None


def _fetch(repository: str, commit: str | None) -> Path:
    """Ask the hub for its files and fetch those that are missing; if it does not answer, what is here will do."""
    from huggingface_hub import HfApi, snapshot_download

    try:
        files = HfApi().model_info(repository, revision=commit, timeout=TIMEOUT).siblings or []
    except Exception:  # whatever keeps the hub from us
        here = _fetched(repository, commit)
        if here is None:
            raise
        return here
    chosen = wanted(file.rfilename for file in files)
    return Path(snapshot_download(repository, revision=commit, allow_patterns=chosen, tqdm_class=_bar()))


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _state(path: Path) -> bytes:
    """Small files by what is in them, weights by size and date: those may be gigabytes."""
    if path.suffix in (".json", ".txt"):
        return hashlib.sha256(path.read_bytes()).digest()
    told = path.stat()
    return f"{told.st_size} {told.st_mtime_ns}".encode()


def _refused(name: str, role: Role, reason: str) -> LibraryError:
    return LibraryError(f"{role.noun} {name}: {reason}, or use {role.option} {role.built_in}")


def _unusable(error: BaseException, role: Role = EMBEDDER) -> str:
    """Why a model that is here cannot be used, and what to do."""
    if isinstance(error, ImportError):
        return f"what it needs is not installed ({_first_line(error)}); install that with pip"
    reason = _first_line(error)
    return f"no {role.thing} of sentence-transformers that can be used ({reason}); give the folder of another"


def _unfetched(error: BaseException) -> str:
    """Why a model is not here, and what to do."""
    if isinstance(error, ImportError):
        return _unusable(error)
    from huggingface_hub import constants
    from huggingface_hub.errors import HFValidationError, RepositoryNotFoundError

    if isinstance(error, HFValidationError):
        return f"neither a folder nor the name of a model; give one like {EXAMPLE}"
    if isinstance(error, RepositoryNotFoundError):
        return f"{constants.ENDPOINT} has no such model, or not for you; check the name, or set HF_TOKEN"
    if constants.HF_HUB_OFFLINE:
        return "it is not on this machine, and HF_HUB_OFFLINE is set; unset that, give the folder of a model"
    return (
        f"it cannot be had from {constants.ENDPOINT} ({_first_line(error)}); try again, set HF_ENDPOINT to a hub that"
        " can be reached, give the folder of a model"
    )


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
