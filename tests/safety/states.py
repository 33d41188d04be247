"""What a library holds, to be compared, and what must hold of any library whatever befell it."""

from __future__ import annotations

import json
from pathlib import Path

from program import Main

from index.library import Library
from index.types import passage_json


def state(home: Path) -> str | None:
    """Issues, articles, passages, words, facts, corrections and what can be put back; None where nothing was put in."""
    library = Library(home)
    try:
        return _state(library) if library.store.revision() else None
    finally:
        library.store.close()


def _state(library: Library) -> str:
    store, rows = library.store, library.issues()
    ids = [row.issue_id for row in rows]
    return json.dumps(
        [
            [(row.issue_id, row.issue, row.sha256, row.source_file, row.hidden, row.passages) for row in rows],
            [row.as_json() for row in store.articles(ids)],
            [passage_json(passage) for row in rows for passage in library.passages(row.issue_id)],
            store._read("SELECT passage_id, tokens FROM passages ORDER BY passage_id"),
            sorted(json.dumps(fact) for kind in ("figure", "document") for _, fact in store.facts(kind)),
            store._read("SELECT issue_id, title, nth, row FROM corrections ORDER BY 1, 2, 3"),
            store._read("SELECT key, record FROM feedback ORDER BY key"),
            [(removal.row.issue_id, removal.row.sha256) for removal in library.store.trash()],
        ],
        ensure_ascii=False,
    )


def demand_sound(home: Path, question: str, answer: str) -> None:
    """The library opens, has the source of each issue, answers, and is found sound, if need be after a repair."""
    library, run = Library(home), Main(home)
    assert library.store.check() == "ok"
    for row in [*library.issues(), *library.removed()]:
        assert library.copies.sound(row.sha256), row.source_file
    library.store.close()
    if question:
        told = run("ask", question, "--json")
        assert (told.status, answer in told.object["answer"]) == (0, True), told.err
    if run("doctor", "--json").status:
        run("doctor", "--repair")
    report = run("doctor", "--json")
    assert report.status == 0, report.out
    assert not [path.name for path in (home / "sources").glob(".*")] or run("doctor", "--repair").status == 0
