"""The library as the app's threads share it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from index.corrections import Corrected, Correction
from index.library import Library
from index.types import ArticleRow, Filters, Hit, IssueRow, Passage, Progress
from ingest.errors import HangkeError
from ingest.options import Overrides, Reading
from ingest.pdf.limits import Limits
from qa import conflicts, excerpts, export, feedback, references, register, suggestions
from qa.answerer import Answerer
from qa.conflicts import Conflict
from qa.excerpts import Excerpt
from qa.filters import narrowed
from qa.generators import Extractive, Generator
from qa.ledger import Ledger, Told
from qa.lookup import Lookup, lookup
from qa.references import Keys
from qa.series import Series, series
from qa.types import Answer, Turn
from ui import compose, doctor, pictures
from ui.accounts import Accounts, may_edit
from ui.pictures import Picture
from ui.settings import Settings

EXAMPLES = 5
DRAWING = 2  # pages drawn at a time, each in a process of its own


class Export(Enum):
    """What a dialogue can be taken away as: the suffix and the media type of its file."""

    MARKDOWN = "md", "text/markdown;charset=utf-8"
    WORD = "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    def __init__(self, suffix: str, media_type: str) -> None:
        self.suffix, self.media_type = suffix, media_type


@dataclass(frozen=True, slots=True)
class Figures:
    """The first figures with what contradicts each, how many there are in all, and what changes over time in them."""

    rows: Sequence[tuple[Told, Conflict | None]]
    all: int
    series: Sequence[Series] = ()


P = ParamSpec("P")
R = TypeVar("R")


def reading(read: Callable[Concatenate[Desk, P], R]) -> Callable[Concatenate[Desk, P], R]:
    """A call that reads the library: for one visitor at a time, as the library is now, whoever changes it meanwhile."""

    @wraps(read)
    def steadily(desk: Desk, /, *given: P.args, **options: P.kwargs) -> R:
        with desk._lock:
            desk._library.follow()
            return desk._library.steady(lambda: read(desk, *given, **options))

    return steadily


class Desk:
    """The library for many visitors: one request at a time, for it keeps one connection and one cache.

    Whoever changes it waits for other processes that do before the visitors have to wait for him.
    """

    def __init__(
        self,
        library: Library,
        limits: Limits = Limits(),
        generator: Generator = Extractive(),
        accounts: Accounts | None = None,
    ) -> None:
        self._library = library
        self._limits = limits
        self._answerer = Answerer(library)
        self._generator = generator
        self._accounts = accounts
        self._lock = threading.RLock()
        self._drawing = threading.BoundedSemaphore(DRAWING)
        self._examples: dict[tuple[str, str], list[str]] = {}  # by state of the library and language

    def may_edit(self, request: Any) -> bool:
        """Whether the visitor of a gr.Request may change the library; whatever changes it asks this first."""
        return may_edit(self._accounts, request)

    def ask(self, question: str, filters: Filters = Filters(), before: Sequence[Turn] = ()) -> Answer:
        """Answer a question, completed from the dialogue before it; a model words the answer while others ask."""
        with self._lock:
            answer = self._answerer.ask(question, filters, history=before)
        return self._generator.improve(answer)

    def warm(self) -> None:
        """Load what the first question would wait for: dictionaries, arrays, styles of references, the renderer."""
        with suppress(HangkeError):  # whoever asks is told
            for language in ("zh", "en"):
                for question in self.examples(language)[:1]:
                    self._rehearse(self.ask(question))

    def _rehearse(self, answer: Answer) -> None:
        """What a visitor sees of an answer, seen by nobody."""
        self.plain(answer)
        for citation in answer.citations[:1]:
            for box in citation.passage.boxes[:1]:
                self.leaf(citation.passage.issue_id, box.pdf_page)

    @reading
    def search(self, query: str, count: int, filters: Filters = Filters()) -> list[Hit]:
        """The best passages, without an answer."""
        return self._answerer.search(query, count, filters)

    @reading
    def excerpts(self, query: str, count: int, filters: Filters = Filters()) -> list[Excerpt]:
        """The best passages with what to show of each; without a query the first that the filters let through."""
        if query.strip():
            hits = self._answerer.search(query, count, filters)
        else:
            hits = self._library.opening(narrowed(filters, self._library), count)
        return excerpts.excerpts(self._library, query, hits)

    @reading
    def figures(self, query: str) -> list[Told]:
        """Figures that a query asks for, or all."""
        ledger = Ledger(self._library)
        return ledger.find(query) if query.strip() else ledger.all()

    @reading
    def compared(self, query: str, only_conflicts: bool, most: int) -> Figures:
        """The first of these figures, each with what contradicts it; or the values of the conflicts among them."""
        told = self.figures(query)
        if only_conflicts:
            rows = [(value, each) for each in self.conflicts(told) for value in each.values]
            return Figures(rows[:most], len(rows), series(told for told, _ in rows))
        return Figures(conflicts.among(Ledger(self._library), told[:most]), len(told), series(told))

    @reading
    def conflicts(self, told: Sequence[Told]) -> list[Conflict]:
        """The conflicts that figures are part of."""
        return conflicts.distinct(conflicts.among(Ledger(self._library), told))

    @reading
    def policies(self, query: str) -> list[register.Entry]:
        """The documents that a query asks for, or all, by date."""
        return register.entries(self._library, query)

    @reading
    def cite(self, text: str) -> Lookup:
        """Where a quotation or a locator stands; raises QuestionError for a text that cannot be looked up."""
        return lookup(self._library, text)

    def references(self, passages: Sequence[Passage], style: str) -> tuple[str, list[int]]:
        """The references of passages as one document, each once, and for each passage the number of its own."""
        printed, own = self.printable(passages, style)
        return printed, [keys["reference_number"] for keys in own]

    @reading
    def printable(self, passages: Sequence[Passage], style: str) -> tuple[str, Keys]:
        """The references of passages as one document, each once; and for each passage its own and its number."""
        return references.printable(self._library, passages, style)

    @reading
    def issues(self) -> list[IssueRow]:
        """The catalogue."""
        return self._library.issues()

    @reading
    def articles(self, issue_id: str | None = None) -> list[ArticleRow]:
        """The table of contents of one issue, or of all."""
        return self._library.articles(issue_id)

    @reading
    def article(self, issue_id: str, article_no: int) -> list[Passage]:
        """The passages of an article as they are read; raises UnknownIssue, UnknownArticle."""
        return self._library.article(issue_id, article_no)

    @reading
    def titles(self) -> list[str]:
        """The titles of the articles, in the order of the library."""
        return self._library.titles()

    @reading
    def sections(self) -> list[str]:
        """The sections of the magazines."""
        return self._library.sections()

    @reading
    def authors(self) -> list[str]:
        """The names in bylines, in order."""
        return sorted(set(self._library.authors.values()))

    @reading
    def examples(self, language: str) -> list[str]:
        """Questions made from the library's own articles, each of which it answers; kept until the library changes."""
        known = self._library.name, language
        if known not in self._examples:
            self._examples = {key: each for key, each in self._examples.items() if key[0] == known[0]}
            self._examples[known] = suggestions.examples(self._library, EXAMPLES, language)
        return self._examples[known]

    def examples_at_hand(self, language: str) -> list[str]:
        """The examples if they were made already: it takes seconds where nothing is loaded yet."""
        return next((each for (_, told), each in self._examples.items() if told == language), [])

    @reading
    def followups(self, answer: Answer, before: Sequence[Turn]) -> list[str]:
        """Questions that follow an answer and that the library answers."""
        return suggestions.followups(self._library, answer, before)

    @reading
    def neighbour(self, passage_id: str, step: int) -> Passage | None:
        """The passage before (`step` -1) or after one, within its article."""
        before, after = self._library.neighbours(passage_id)
        return before if step < 0 else after

    def leaf(self, issue_id: str, page: int) -> Picture:
        """The picture of a PDF page; raises HangkeError where there is none. What was drawn lately is kept."""
        with self._lock:
            row = self._library.find(issue_id)
            source = self._library.source(row)
        with self._drawing:
            return pictures.drawn(source, row.source_file, page)

    @reading
    def export(self, answers: Sequence[Answer], form: Export, language: str) -> bytes:
        """A dialogue as a file, its headings in a language, `zh` or `en`."""
        if form is Export.WORD:
            return export.docx(answers, self._library, language)
        return export.markdown(answers, self._library, language).encode()

    def plain(self, answer: Answer) -> str:
        """An answer as text, with its references below."""
        printed, _ = self.references([citation.passage for citation in answer.citations], "gbt7714")
        return "\n\n".join(filter(None, (answer.answer, printed)))

    def rate(self, answer: Answer, good: bool | None) -> None:
        """Keep what a visitor thinks of an answer; None takes it back."""
        with self._lock:
            if good is None:
                feedback.forget(self._library, answer)
            else:
                feedback.keep(self._library, answer, good)

    @reading
    def passages(self, issue: str | None = None) -> list[Passage]:
        """Every passage of one issue, or of all, in reading order; raises UnknownIssue."""
        return list(self._library.passages(issue))

    def add(
        self,
        path: Path,
        replace: bool,
        password: str,
        steps: Progress,
        pages: Progress,
        overrides: Overrides = Overrides(),
    ) -> dict[str, Any]:
        """Add a file and report on it; `pages` hears of each page read, `steps` of each passage indexed."""
        reading = Reading(password, limits=self._limits, progress=pages)
        return compose.add(self._library, path, overrides, replace, steps, reading, self._lock)

    def remove(self, issue_id: str) -> IssueRow:
        """Take an issue out; raises UnknownIssue."""
        with self._library.writing("remove"), self._lock:
            return self._library.remove(issue_id)

    @reading
    def removed(self) -> list[IssueRow]:
        """What can be put back, the newest first."""
        return self._library.removed()

    def put_back(self, issue_id: str) -> IssueRow:
        """Undo the last removal or replacement of an issue; raises UnknownIssue, IssueClash."""
        with self._library.writing("remove --undo"), self._lock:
            return self._library.put_back(issue_id)

    def correct(self, issue_id: str, article_no: int, correction: Correction) -> ArticleRow:
        """Correct an article by hand; raises UnknownIssue, UnknownArticle, WrongCorrection."""
        with self._library.writing("correct"), self._lock:
            return self._library.correct(issue_id, article_no, correction)

    @reading
    def corrections(self, issue_id: str) -> list[Corrected]:
        """What was corrected of an issue."""
        return self._library.corrections(issue_id)

    def health(self) -> list[dict[str, Any]]:
        """What `hangke doctor` finds of this library, and what words the answers here.

        It opens the library for itself, so that nobody waits meanwhile.
        """
        settings = Settings.read(str(self._library.home), True, reranker=self._library.reranker.name)
        worded = {"what": "answers", "ok": True, "found": self._generator.name}
        return [*doctor.examine(settings)["findings"], worded]
