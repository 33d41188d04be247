"""The one place that builds things from settings: a library with issues in it, an answerer."""

from __future__ import annotations

import dataclasses
import hashlib
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index import copies, placing
from index.embedders import BUILT_IN
from index.library import Library
from index.types import IssueRow, Notify, Progress, Reporter, unheard
from ingest import files
from ingest.errors import HangkeError, LibraryError, LibraryUnwritable, SourceError
from ingest.options import Overrides, Reading
from qa.chat import Endpoint
from qa.generators import Extractive, Generator
from ui.settings import STORES, Settings

if TYPE_CHECKING:
    from ui.workers import Making

SUFFIXES = (".txt", ".text", ".pdf")
SEED = ("hangke-yangkan-2026-01.pdf", "hangke-yangkan-2026-02.txt")  # both ship both ways


def say(message: str) -> None:
    """A note for people, on stderr."""
    print(files.shown(message), file=sys.stderr, flush=True)


def open_library(
    settings: Settings, notify: Notify = say, progress: Progress | None = None, embedding: Progress = unheard
) -> Library:
    """Open the library; where there is none at all, build one from the digests that ship, unless told not to.

    An embedder that was asked for becomes the library's own once the library is embedded with it. Raises
    LibraryError where it cannot be had, before anything is written.
    """
    library = library_of(settings, Reporter(notify, embedding))
    library.reranker.check()
    if settings.llm:
        endpoint(settings.llm, settings)
    if settings.embedder:
        library.embedder.check()
    _begin(library, settings, notify, progress)
    if settings.embedder:
        _adopt(library, notify)
    return library


def library_of(settings: Settings, reporter: Reporter = Reporter()) -> Library:
    """The library as it is; nothing is read or written yet. Raises LibraryError where its store is out of reach."""
    if settings.store == STORES[0]:
        return Library(settings.home, settings.embedder, reporter, settings.reranker)
    from index.milvus.client import Place
    from index.milvus.library import MilvusLibrary

    where = Place(settings.milvus_uri, settings.milvus_token, settings.milvus_library)
    return MilvusLibrary(settings.home, where, settings.embedder, reporter, settings.reranker)


def migrate(settings: Settings, to: str, progress: Progress = unheard) -> dict[str, Any]:
    """Copy the library into the other store; tells what was copied, and a digest of all records of both.

    Raises LibraryError where there is nothing to copy, where there is something else in the target, or where the two
    are not the same in the end.
    """
    from index import migrate as moving

    began = time.perf_counter()
    other = next(store for store in STORES if store != to)
    source = library_of(dataclasses.replace(settings, store=other))
    if not source.store.revision():
        raise LibraryError(f"{settings.home}: no library there to migrate; `hangke add PATH...` makes one")
    known = source.store.meta().get("embedder")
    target = library_of(dataclasses.replace(settings, store=to, embedder=known, reranker=None))
    with target.writing("migrate"):
        told = moving.migrate(source.store, target.store, progress)
        target.copies.tell(target.store.issues())
    done = {"to": to, **told.counts, "sha256": told.digest}
    return done | {"elapsed_ms": round((time.perf_counter() - began) * 1000, 1)}


def generator(settings: Settings, library: Library, notify: Notify = say) -> Generator:
    """The language model set, else the extractive generator. Raises ModelError where it cannot be asked as set."""
    if not settings.llm:
        return Extractive()
    from qa.llm import Model
    from qa.proof import Prover

    return Model(endpoint(settings.llm, settings), Prover(library.words, library.alike), notify)


def endpoint(url: str, settings: Settings) -> Endpoint:
    """The language model at an address. Raises ModelError where it cannot be asked as set; it is not asked yet."""
    made = Endpoint(url, settings.llm_model, settings.llm_key)
    made.check()
    return made


def _adopt(library: Library, notify: Notify) -> None:
    try:
        library.choice.adopt()
    except LibraryUnwritable as error:
        notify(f"{error}; the embedder {library.embedder.name} serves this time only")


def train(
    settings: Settings, notify: Notify = say, progress: Progress | None = None, embedding: Progress = unheard
) -> dict[str, Any]:
    """Embed the library anew, with the embedder asked for or the built-in one, and make it the library's own.

    Tells of the vectors: `{"embedder", "passages", "dimensions", "elapsed_ms"}`. Raises LibraryError where there
    is no library, or the embedder cannot be had; the library then stays as it was.
    """
    began = time.perf_counter()
    library = library_of(
        dataclasses.replace(settings, embedder=settings.embedder or BUILT_IN), Reporter(notify, embedding)
    )
    library.embedder.renew()
    library.embedder.check()
    _begin(library, settings, notify, progress)
    if not library.store.revision():
        raise LibraryError(f"{library.home}: no library there yet, nothing to embed; `hangke add PATH...` makes one")
    library.choice.adopt(anew=True)
    arrays = library.arrays
    told = {
        "embedder": library.embedder.name, "passages": len(arrays.positions), "dimensions": arrays.dimensions,
    }  # fmt: skip
    return told | {"elapsed_ms": round((time.perf_counter() - began) * 1000, 1)}


def _begin(library: Library, settings: Settings, notify: Notify, progress: Progress | None) -> None:
    """See that the library can be read, or build the first one; raises LibraryFormat where its file is lost."""
    copies.demand(library.store)
    if settings.seed and not library.store.revision():
        with library.writing("first library"):
            if not library.store.revision():  # else another process was first
                where = library.home if settings.store == STORES[0] else settings.milvus_uri
                notify(
                    f"no library in {where} yet: building one from the digests that ship with hangke (《杭科问答样刊》)"
                )
                (_seed if settings.store == STORES[0] else _add_digests)(library, progress)
                notify("the digests are in our own words; add the real issues with `hangke add PATH...`")


def _seed(library: Library, progress: Progress | None) -> None:
    """All digests or none: the library is made beside, and put in place when it is whole."""
    with placing.beside(library.home) as folder:
        fresh = Library(folder, library.choice.asked)
        fresh.words = library.words
        _add_digests(fresh, progress)
        fresh.store.close()
        placing.place(folder, library.home)
    library.copies.tell(library.store.issues())
    library.refresh()


def _add_digests(library: Library, progress: Progress | None) -> None:
    from ingest import reader

    for name in SEED:
        with resources.as_file(resources.files("corpus").joinpath(name)) as path:
            library.add(reader.read(path, reading=Reading(jobs=2)), path, progress=progress)


def _hidden(path: Path) -> bool:
    """Whether a file lies in a hidden folder, such as an environment's, or is hidden itself."""
    return any(part.startswith(".") for part in path.parts)


def sources(paths: Iterable[str | Path]) -> Iterator[Path]:
    """The files to add: each file named, and those of a known kind in each folder named."""
    for path in map(Path, paths):
        yield from sorted(_within(path)) if _is_folder(path) else [path]


def _within(folder: Path) -> Iterator[Path]:
    """The files of a known kind in a folder; none that only a link in it leads to from outside."""
    root = folder.resolve()
    for path in folder.rglob("*"):
        if path.suffix.lower() in SUFFIXES and path.is_file() and not _hidden(path.relative_to(folder)):
            if path.resolve().is_relative_to(root):
                yield path
            else:
                say(f"{path}: a link that leads out of {folder} is not followed; name the file itself to add it")


def _is_folder(path: Path) -> bool:
    """Whether a path is a folder; one that no system takes for a path is none."""
    try:
        return path.is_dir()
    except OSError:
        return False


def add(
    library: Library,
    path: Path,
    overrides: Overrides = Overrides(),
    replace: bool = False,
    progress: Progress | None = None,
    reading: Reading = Reading(),
    guard: AbstractContextManager[Any] = nullcontext(),
    making: Making | None = None,
) -> dict[str, Any]:
    """Add one file and report on it with the object of CONTRACT; a file that fails is reported, not raised.

    The file is read and cut first, by `making` if given, then other processes that change the library are waited for;
    the library is touched under `guard`, so that questions wait for nothing else.
    """
    from ui import workers

    making = making or partial(workers.make, path, overrides, reading, library.words, progress)
    try:
        if not path.is_file():
            raise SourceError(f"{path}: no such file; check the path")
        with guard:
            here = None if replace else _here(library, path, overrides)
        if here is None:
            made, notes = making()
            with library.writing("add"), guard:
                done = library.put(made, path, replace)
        else:
            with guard:
                done, notes = library.again(here, path), ()
        with guard:
            astray = [each.title for each in library.corrections(done.row.issue_id) if each.shown is None]
    except HangkeError as error:
        return _report(path, status="failed", error=str(error))
    except OSError as error:
        return _report(path, status="failed", error=f"{files.name(path)}: {error.strerror or error}; check the path")
    note = f"the digest {done.stepped_back} steps back: it is no longer searched" if done.stepped_back else None
    lost = f"corrections of {'、'.join(astray)} wait: no article of this file has that title" if astray else None
    return _report(
        path,
        status=done.status,
        issue_id=done.row.issue_id,
        issue=done.row.issue,
        pages=done.row.pages,
        articles=done.row.articles,
        passages=done.row.passages,
        doubtful_pages=[page for page, _ in done.row.doubts],
        notes=[note for note in (note, lost, *notes) if note],
    )


def add_all(
    library: Library, paths: Iterable[Path], jobs: int, overrides: Overrides, replace: bool, reading: Reading
) -> Iterator[dict[str, Any]]:
    """Add files in the order given and report on each as `add` does; so many processes read and cut them."""
    from ui.workers import Workers

    def wanted(path: Path) -> bool:
        with suppress(HangkeError, OSError):  # `add` tells
            return path.is_file() and (replace or _here(library, path, overrides) is None)
        return False

    library.store.close()  # a process that is a copy of this one must not have its connection; it opens again
    with Workers(jobs, library.home, overrides, reading) as workers:
        for path, making in workers.made(paths, wanted):
            yield add(library, path, overrides, replace, reading=reading, making=making)


def _here(library: Library, path: Path, overrides: Overrides) -> IssueRow | None:
    """The issue that a file is in the library as, unless it is said to be another."""
    with path.open("rb") as file:
        row = library.holding(hashlib.file_digest(file, "sha256").hexdigest())
    if row is None:
        return None
    said, have = (overrides.magazine, overrides.year, overrides.number), (row.magazine, row.year, row.number)
    return row if all(given in (None, told) for given, told in zip(said, have, strict=True)) else None


def picture(library: Library, issue: str, number: int, passage_id: str | None, order: bool, password: str = "") -> Any:
    """A picture of a PDF page of an issue, with a passage boxed, or all lines numbered as they are read."""
    from ingest.pdf import picture as drawing

    row = library.find(issue)
    source = library.source(row)
    if source.suffix != ".pdf":
        raise SourceError(
            f"{row.issue}: it was read from text, {row.source_file}; only the pages of a PDF can be drawn"
        )
    wanted = [p for p in library.passages(row.issue_id) if order or p.passage_id == passage_id]
    if passage_id is not None and not wanted:
        raise SourceError(
            f"{passage_id}: no such passage in {row.issue}; `hangke passages {row.issue_id}` lists them with their ids"
        )
    pieces = sorted((p for passage in wanted for p in passage.pieces if p.box), key=lambda piece: piece.order)
    places = [piece.box for piece in pieces if piece.box is not None]
    boxes = dict.fromkeys(place.box for place in places if place.pdf_page == number)
    if passage_id is not None and places and not boxes:
        pages = ", ".join(str(page) for page in sorted({place.pdf_page for place in places}))
        raise SourceError(f"{passage_id}: it does not stand on PDF page {number}; give page {pages}")
    return drawing.draw(source, row.source_file, number, list(boxes), order, password)


def _report(path: Path, **told: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "issue_id": None,
        "issue": None,
        "pages": 0,
        "articles": 0,
        "passages": 0,
        "doubtful_pages": [],
        "error": None,
        "notes": [],
    }
    return {"path": str(path)} | empty | told
