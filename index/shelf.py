"""Issues in, issues out, and what stands in them: what a library is without its search."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar, TypeVar

from index import catalogue, copies, locking, passages, prepared, reading
from index.choice import Choice
from index.copies import SOURCES as SOURCES
from index.copies import Copies
from index.corrections import Corrected, Correction
from index.narrowing import bare
from index.prepared import Prepared
from index.stores import Store
from index.trash import Removal
from index.types import ArticleRow, IssueRow, Passage, Progress
from index.words import Words
from ingest.errors import IssueClash, UnknownArticle, UnknownIssue
from ingest.types import Issue

Read = TypeVar("Read")
KEPT = 8192  # passages that are remembered
TRIES = 3  # readings of a library that others change meanwhile, before the last


@dataclass(frozen=True, slots=True)
class Added:
    """What `add` did with an issue."""

    status: str  # added | unchanged | replaced
    row: IssueRow
    stepped_back: str | None = None  # the digest that is no longer searched


class Shelf:
    """The issues of a library: its store, its dictionary, its copies of the sources."""

    home: Path
    store: Store
    words: Words
    choice: Choice
    kept: ClassVar[tuple[str, ...]] = ("_seen",)  # attributes that hold for one revision

    @property
    def copies(self) -> Copies:
        """The copies of the sources."""
        return Copies(self.home)

    def writing(self, doing: str) -> AbstractContextManager[None]:
        """The lock of whoever changes the library; each method that does takes it. Raises LibraryLocked."""
        return locking.writing(self.home, doing, self.choice.reporter.note)

    def add(
        self,
        issue: Issue,
        source: Path | None = None,
        replace_clash: bool = False,
        progress: Progress | None = None,
    ) -> Added:
        """Put an issue in.

        The same file again changes nothing. Raises IssueClash where another file already stands for that
        issue, unless `replace_clash`; LibraryUnwritable where the folder cannot be written.
        """
        here = self.holding(issue.sha256)
        if here is not None and here.issue_id == catalogue.issue_id_of(issue):
            return self.again(here, source)
        return self.put(prepared.prepare(issue, self.words, progress), source, replace_clash)

    def holding(self, sha256: str) -> IssueRow | None:
        """The issue that was read from that very file, if it is here."""
        return next((row for row in self.store.issues() if sha256 and row.sha256 == sha256), None)

    def again(self, row: IssueRow, source: Path | None) -> Added:
        """What is here and is added again stays; a copy of its source that is lost or damaged is made anew."""
        if source is not None and not self.copies.sound(row.sha256):
            with self.writing("add"):
                self.copies.keep(source, row.sha256)
        return Added("unchanged", row)

    def put(self, made: Prepared, source: Path | None = None, replace_clash: bool = False) -> Added:
        """Put an issue in that was prepared, here or in another process; raises as `add` does."""
        with self.writing("add"):
            return self._put(made, source, replace_clash)

    def _put(self, made: Prepared, source: Path | None, replace_clash: bool) -> Added:
        row = made.row
        old = next((each for each in self.store.issues() if each.issue_id == row.issue_id), None)
        if old is not None and old.sha256 == row.sha256:
            return Added("unchanged", old)  # added by another process meanwhile
        instead = self._instead(row, old, replace_clash)
        if given := self.store.given().get(row.issue_id):
            made = prepared.indexed(row, made.articles, made.passages, self.words, given)
        with self._swept(), self.copies.kept(source, row.sha256):
            kept = list(zip(made.passages, made.tokens, strict=True))
            self.store.add(row, made.articles, kept, self._manifest(), made.facts, instead)
        self.refresh()
        return Added("added" if old is None else "replaced", row, self._stepped_back(row))

    def _instead(self, row: IssueRow, old: IssueRow | None, replace_clash: bool) -> str | None:
        """The issue that gives way to another name of its file; one file stands for one issue, unless it is told."""
        same = self.holding(row.sha256)
        if same is not None and not replace_clash:
            raise IssueClash(
                f"{row.source_file}: this very file is already in the library as {same.issue};"
                f" use --replace if it is to be {row.issue} instead"
            )
        if old is not None and not replace_clash:
            raise IssueClash(
                f"{row.source_file}: {row.issue} is already in the library, from {old.source_file};"
                " use --replace to put this file in its place, or --number to say which issue it is"
            )
        return same.issue_id if same else None

    def _manifest(self) -> dict[str, str]:
        from index import facts

        made_from = {"words": self.words.name, "cutting": passages.CUTTING, "embedder": self.choice.own}
        return made_from if facts.stale(self.store, self.words) else made_from | facts.made_by(self.words)

    def _stepped_back(self, row: IssueRow) -> str | None:
        return next((r.issue for r in self.store.issues() if r.hidden and r.digest_of == row.issue), None)

    def remove(self, name: str) -> IssueRow:
        """Take an issue out, to be put back if need be; raises UnknownIssue where there is none of that id or name."""
        self.find(name)
        with self.writing("remove"):
            row = self.find(name)
            with self._swept():
                self.store.remove(row.issue_id)
        self.refresh()
        return row

    def removed(self) -> list[IssueRow]:
        """What `put_back` can put back, the newest first; of an issue removed or replaced twice the later."""
        newest: dict[str, IssueRow] = {}
        for removal in self.store.trash():
            newest.setdefault(removal.row.issue_id, removal.row)
        return list(newest.values())

    def put_back(self, name: str) -> IssueRow:
        """Undo the last removal or replacement of an issue, by id or name; what took its place can be put back then.

        Raises UnknownIssue, and IssueClash where another file was added in its place, or the same as another issue.
        """
        self._removal(name)
        with self.writing("remove --undo"):
            return self._put_back(self._removal(name))

    def _put_back(self, removal: Removal) -> IssueRow:
        row = removal.row
        for here in self.store.issues():
            if here.issue_id == row.issue_id and not removal.replaced:
                raise IssueClash(f"{row.issue}: {here.source_file} is in its place now; remove that first")
            if here.issue_id != row.issue_id and row.sha256 and here.sha256 == row.sha256:
                raise IssueClash(f"{row.issue}: the same file is in the library as {here.issue}; remove that first")
        read, placed = self.store.trashed(removal.number)
        positions, cut = [position for position, _ in placed], [passage for _, passage in placed]
        made = prepared.indexed(row, read, cut, self.words, self.store.given().get(row.issue_id, {}))
        with self._swept():
            kept = list(zip(cut, made.tokens, strict=True))
            self.store.add(row, read, kept, self._manifest(), made.facts, positions=positions)
        self.refresh()
        return self.find(row.issue_id)

    def _removal(self, name: str) -> Removal:
        wanted, kept = bare(name), self.store.trash()
        found = next((each for each in kept if wanted in (bare(each.row.issue_id), bare(each.row.issue))), None)
        if found is None:
            told = ", ".join(dict.fromkeys(each.row.issue_id for each in kept)) or "nothing"
            raise UnknownIssue(f"{name}: no such issue to put back; there is {told}; add the file again")
        return found

    def _sources(self) -> set[str]:
        """What the copies of sources are called that the library needs, or that go with what can be put back."""
        rows = [*self.store.issues(), *(removal.row for removal in self.store.trash())]
        return {copies.stem(row.sha256) for row in rows}

    @contextmanager
    def _swept(self) -> Iterator[None]:
        """Delete the copies of sources that were needed before what follows and are not after it; list the others."""
        before = self._sources()
        yield
        self.copies.tell(self.store.issues())
        self.copies.delete(before - self._sources())

    def sweep(self) -> None:
        """Delete the copies of sources that nothing needs; list the others."""
        with self.writing("doctor --repair"):
            self.copies.tell(self.store.issues())
            self.copies.sweep(self._sources())

    def find(self, name: str) -> IssueRow:
        """The issue of an id or a name, or UnknownIssue."""
        rows = self.store.issues()
        if (same := next((row for row in rows if row.issue_id == name), None)) is not None:
            return same
        wanted = bare(name)
        found = [row for row in rows if bare(row.issue_id) == wanted] or [r for r in rows if bare(r.issue) == wanted]
        if len(found) == 1:
            return found[0]
        if found:
            ids = ", ".join(row.issue_id for row in found)
            raise UnknownIssue(f"{name}: several issues have that name; say which by its id: {ids}")
        raise UnknownIssue(f"{name}: no such issue in the library; `hangke list` shows what there is")

    def source(self, row: IssueRow) -> Path:
        """The library's copy of an issue's source, or UnknownIssue."""
        path = self.copies.find(row.sha256)
        if path is None:
            raise UnknownIssue(f"{row.issue}: the copy of its source is missing; `hangke add` that file again")
        return path

    def issues(self) -> list[IssueRow]:
        """The catalogue."""
        return self.store.issues()

    def articles(self, name: str | None = None) -> list[ArticleRow]:
        """Tables of contents, of one issue or of all that are searched."""
        rows = [self.find(name)] if name else [row for row in self.store.issues() if not row.hidden]
        return self.store.articles([row.issue_id for row in rows])

    def passages(self, name: str | None = None) -> list[Passage]:
        """The passages of one issue or of all that are searched, in order."""
        if name:
            return self._passages_of(self.find(name).issue_id)
        shown = [row.issue_id for row in self.store.issues() if not row.hidden]
        order = {issue_id: place for place, issue_id in enumerate(shown)}
        keys = ((order[issue_id], number, p) for p, issue_id, number in self.store.places() if issue_id in order)
        return self.store.passages([position for _, _, position in sorted(keys)])

    def _passages_of(self, issue_id: str) -> list[Passage]:
        layer = self.store.layer(issue_id)
        shown = [(layer.passage(passage), position) for position, passage in self.store.read_of(issue_id)]
        return [passage for passage, _ in sorted(shown, key=lambda pair: (pair[0].article_no, pair[1]))]

    def article(self, issue: str, article_no: int) -> list[Passage]:
        """The passages of an article as they are read; `article_no` is its place in `articles(issue)`, from 0.

        Raises UnknownIssue, UnknownArticle. `reading.whole` joins them, `reading.pdf_pages` tells where they stand.
        """
        positions = self.store.positions(self.find(issue).issue_id, article_no)
        return reading.in_order(self.store.passages(positions))

    def neighbours(self, passage_id: str) -> tuple[Passage | None, Passage | None]:
        """The passages before and after one in its article, None at an end; raises UnknownArticle."""
        place = self.store.place(passage_id)
        if place is None:
            raise UnknownArticle(f"{passage_id}: no such passage; `hangke passages` lists them with their ids")
        read = reading.in_order(self.store.passages(self.store.positions(*place)))
        at = next(number for number, passage in enumerate(read) if passage.passage_id == passage_id)
        return read[at - 1] if at else None, read[at + 1] if at + 1 < len(read) else None

    # -- corrections

    def correct(self, issue: str, article_no: int, correction: Correction) -> ArticleRow:
        """Lay a correction on an article in place of that before; an empty one takes it back.

        `article_no` is its place in `articles(issue)`, from 0. Raises UnknownIssue, UnknownArticle, WrongCorrection.
        """
        issue_id = self.find(issue).issue_id
        with self.writing("correct"):
            return self._correct(issue_id, article_no, correction)

    def _correct(self, issue_id: str, article_no: int, correction: Correction) -> ArticleRow:
        from index import facts  # as in `prepared`

        before = self.store.layer(issue_id)
        after, number = before.with_correction(article_no, correction), before.number_read(article_no)
        read = [
            (position, before.passage(each), after.passage(each)) for position, each in self.store.read_of(issue_id)
        ]
        changed = [(position, shown) for position, was, shown in read if shown != was]
        tokens = [(position, prepared.tokens(shown, self.words)) for position, shown in changed]
        known = facts.drawn((shown for _, shown in changed), self.words)
        key = after.keys[number]
        self.store.correct(issue_id, key, after.given.get(key, correction), tokens, known)
        self.refresh()
        return after.articles[after.place(number)]

    def corrections(self, issue: str | None = None) -> list[Corrected]:
        """What was corrected of an issue, or of all that are here."""
        rows = [self.find(issue)] if issue else self.store.issues()
        return [corrected for row in rows for corrected in self.store.layer(row.issue_id).corrected()]

    def passages_at(self, positions: Collection[int]) -> dict[int, Passage]:
        """Passages by their position in the store; those seen lately are kept."""
        if len(self._seen) > KEPT:
            self._seen.clear()
        missing = [position for position in positions if position not in self._seen]
        self._seen.update(zip(missing, self.store.passages(missing), strict=True))
        return {position: self._seen[position] for position in positions}

    @cached_property
    def _seen(self) -> dict[int, Passage]:
        return {}

    def steady(self, read: Callable[[], Read]) -> Read:
        """What is read of the library; anew where another process changed it between two reads."""
        for _ in range(TRIES):
            with suppress(KeyError):
                return read()
            self.refresh()
        return read()

    def retokenise(self) -> None:
        """Cut all passages anew with the present dictionary, and write which one it was."""
        with self.writing("doctor --repair"):
            positions = [position for position, _, _ in self.store.places()]
            fresh = [
                (p, prepared.tokens(passage, self.words))
                for p, passage in zip(positions, self.store.passages(positions), strict=True)
            ]
            self.store.set_tokens(fresh, self._manifest())
        self.refresh()

    def refresh(self) -> None:
        """Forget what was worked out from an earlier revision."""
        self.choice.follow()
        for name in self.kept:
            self.__dict__.pop(name, None)
