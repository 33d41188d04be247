"""What is installed and usable, and whether the library is sound."""

from __future__ import annotations

from dataclasses import replace
from importlib import metadata
from importlib.util import find_spec
from typing import Any

from index import choice, copies, derived, placing, rebuild, rerankers
from index.library import Library
from index.store import FILE, SqliteStore
from index.types import Reporter
from ingest.errors import LibraryError, ModelError
from ingest.options import Reading
from ui import compose
from ui.settings import Settings, limits

NEEDED = ("jieba", "rank-bm25", "numpy", "scipy", "pdfplumber", "gradio", "sentence-transformers")


def examine(settings: Settings, repair: bool = False, issue: str | None = None) -> dict[str, Any]:
    """Findings, each `{"what", "ok", "found"}`; `sound` if all are ok. `repair` rebuilds derived arrays.

    Of an issue its doubtful pages instead, which are no fault of the library.
    """
    if issue is not None:
        return {"sound": True, "findings": _doubts(compose.library_of(settings), issue)}
    findings = (
        [_package(name) for name in NEEDED]
        + [_torch(), _ocr(), _reranker(settings), _llm(settings)]
        + _library(settings, repair)
    )
    return {"sound": all(finding["ok"] for finding in findings), "findings": findings}


def _finding(what: str, ok: bool, found: str) -> dict[str, Any]:
    return {"what": what, "ok": ok, "found": found}


def _package(name: str) -> dict[str, Any]:
    try:
        return _finding(name, True, metadata.version(name))
    except metadata.PackageNotFoundError:
        return _finding(name, False, f"not installed; pip install {name}")


def _torch() -> dict[str, Any]:
    found = "installed" if find_spec("torch") else "not installed: only the built-in embedder can be used"
    return _finding("torch (for models of sentence-transformers)", True, found)


def _ocr() -> dict[str, Any]:
    from ingest.pdf import ocr

    found = "installed" if ocr.available() else f"not installed: scanned pages cannot be read; {ocr.INSTALL}"
    return _finding("rapidocr (for scanned pages)", True, found)


def _reranker(settings: Settings) -> dict[str, Any]:
    """The re-ranker set, and whether it loads."""
    name = settings.reranker or rerankers.BUILT_IN
    try:
        rerankers.make(name, {}).check()
    except LibraryError as error:
        return _finding("re-ranker", False, str(error))
    return _finding("re-ranker", True, name)


def _llm(settings: Settings) -> dict[str, Any]:
    """The language model set, if any, and whether it could be asked; it is not."""
    if not settings.llm:
        return _finding("language model", True, "none set (HANGKE_LLM_URL, HANGKE_LLM_MODEL): answers are extractive")
    try:
        endpoint = compose.endpoint(settings.llm, settings)
    except ModelError as error:
        return _finding("language model", False, str(error))
    key = "with a key" if endpoint.key else "without a key"
    return _finding("language model", True, f"{endpoint.model} at {endpoint.host}, {key}")


def _doubts(library: Library, issue: str) -> list[dict[str, Any]]:
    """The doubtful pages of an issue, the worst first."""
    row = library.find(issue)
    worst = sorted(row.doubts, key=lambda item: -item[1])
    told = [_finding(f"PDF page {page}", False, f"layout in doubt, {doubt:.2f}") for page, doubt in worst]
    return told or [_finding(row.issue, True, "no doubtful page")]


def _library(settings: Settings, repair: bool) -> list[dict[str, Any]]:
    try:
        library = compose.library_of(replace(settings, embedder=None), Reporter(compose.say))
        if repair and _damaged(library):
            return _made_anew(library) + _state(library)
        if not library.store.revision():
            return [_none_yet(library)]
        if repair:
            _rebuild(library)
        return _state(library)
    except LibraryError as error:
        return [_finding("library", False, str(error))]


def _none_yet(library: Library) -> dict[str, Any]:
    if copies.lost(library.store):
        return _finding("library", False, f"{library.home / FILE}: missing or empty; run `hangke doctor --repair`")
    return _finding("library", True, f"none yet in {library.home}")


def _damaged(library: Library) -> bool:
    """Whether the library's file cannot be read as a whole; raises LibraryFormat for one of a newer program."""
    if not isinstance(library.store, SqliteStore):
        return False
    path = library.store.path
    unsound = library.store.exists and path.stat().st_size > 0 and not placing.sound(path)
    return unsound or copies.lost(library.store)


def _made_anew(library: Library) -> list[dict[str, Any]]:
    """Read the copies of the sources again; the damaged file is kept."""
    done = rebuild.rebuild(library, Reading(limits=limits()))
    aside = f"; the damaged file is kept as {done.aside.name}" if done.aside else ""
    told = f"{len(done.issues)} issues from the copies of their sources{aside}"
    return [_finding("library made anew", True, told), *(_finding("not read", False, each) for each in done.unread)]


def _rebuild(library: Library) -> None:
    """Throw the derived arrays away, make them anew, and sweep sources that nothing needs."""
    with library.writing("doctor --repair"):
        derived.forget(library.home)
        library.retokenise()
        _ = library.arrays
        library.sweep()


def _sources(library: Library) -> dict[str, Any]:
    """Whether each issue has the copy of its source, byte for byte."""
    astray = [row for row in library.issues() if row.sha256 and not library.copies.sound(row.sha256)]
    names = "、".join(row.source_file for row in astray)
    told = f"missing or damaged, `hangke add` these files again: {names}" if astray else "all there, unchanged"
    return _finding("copies of the sources", not astray, told)


def _state(library: Library) -> list[dict[str, Any]]:
    checked = library.store.check()
    count, meta = len(library.issues()), library.store.meta()
    current = meta.get("words") in (None, library.words.name)
    return [
        _finding("library", checked == "ok", f"{library.home}: {count} issues, {checked}"),
        _finding(
            "tokenizer",
            current,
            meta.get("words", "-") if current else "made with another dictionary; run `hangke doctor --repair`",
        ),
        _embedder(library),
        _sources(library),
        _finding("passages", True, str(sum(row.passages for row in library.issues() if not row.hidden))),
    ]


def _embedder(library: Library) -> dict[str, Any]:
    """The library's own embedder, and whether it loads; else the built-in one answers in its place."""
    try:
        choice.make(library.choice.own, library.home).check()
    except LibraryError as error:
        return _finding("embedder", False, f"{error}; until then the built-in one answers")
    return _finding("embedder", True, library.choice.own)
