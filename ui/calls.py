"""What programs may call: one list, which the web app offers as endpoints and the MCP server as tools.

Their docstrings are read by assistants, and their annotations become schemas. Nothing heavy is imported until the first
call, so that a client which lists the tools need not wait for the library.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.errors import QuestionError

if TYPE_CHECKING:
    from index.types import Filters
    from ui.desk import Desk

ABOUT = """
杭科问答 (hangke) answers questions about the issues of a Chinese science-policy magazine, with proof. `ask` answers;
each [n] in an answer has a citation whose `quote` stands word for word in the source, with issue, article, authors and
printed page. Cite these and nothing else. If `status` is not_found the issues are silent on it: say so, and do not
answer from elsewhere as if it stood there. A page with `page_exact` false is an estimate, null is not known: never make
one up. `digest` true marks a summary in other words than the magazine's.
""".strip()
STYLES = ("gbt7714", "bibtex", "ris", "csl-json")
LONGEST, LONGEST_QUOTATION, LONGEST_NAME = 1000, 2000, 300  # characters
MOST, MOST_TURNS = 100, 100  # passages or figures asked for, turns of a dialogue

Object = dict[str, Any]


class Calls:
    """The calls, on a library that is opened when the first needs it.

    Each is named after its command, takes its options, and returns what it prints with --json. Each raises HangkeError.
    `file` tells the file that a path given to `add` stands for.
    """

    def __init__(self, desk: Callable[[], Desk], file: Callable[[str], Path] = Path) -> None:
        self._desk = desk
        self._file = file

    def ask(
        self,
        question: str,
        issue: str | None = None,
        year_from: int | None = None,
        year_to: int | None = None,
        author: str | None = None,
        history: list[dict[str, Any]] | None = None,
        style: str | None = None,
    ) -> dict[str, Any]:
        """Answer a question from the magazine's issues, in Chinese or English, with citations.

        Each [n] in `answer` has a citation of that n: its `quote` stands word for word in the source. Cite by it.
        `status` is answered, partial (`missing` tells what is unsaid) or not_found: then the issues are silent; say so.
        `conflicts` holds figures that contradict each other. Pages are null if unknown, estimates if not `page_exact`.

        Args:
            question: the question, in Chinese or English, at most 1,000 characters
            issue: only this issue, by its id or name as `issues` tells them
            year_from: only issues of this year or later
            year_to: only issues of this year or earlier
            author: only articles by this author; pinyin will do
            history: the dialogue before, oldest first: objects with `question` and `answer`, or `role` and `content`
            style: also give references: gbt7714, bibtex, ris or csl-json

        Returns:
            The Answer: status, probability of being right, answer, citations, conflicts, passages it was made from
        """
        from qa.history import turns
        from ui import told

        _bounded("question", question, LONGEST)
        if not any(character.isalnum() for character in question):
            raise QuestionError(f"{question!r}: no question in it; ask something, such as 这期讲了什么？")
        narrowed, styled = _filters(issue, year_from, year_to, author), _style(style)
        before = turns(_dialogue(history), "history")
        return told.answer(self._desk().ask(question, narrowed, before), styled, self._desk().printable)

    def search(
        self,
        query: str,
        k: int = 10,
        issue: str | None = None,
        year_from: int | None = None,
        year_to: int | None = None,
        author: str | None = None,
        style: str | None = None,
    ) -> list[dict[str, Any]]:
        """Rank passages of the magazine without answering: for reading around a subject, or when `ask` finds nothing.

        Args:
            query: words to look for, in Chinese or English, at most 1,000 characters
            k: how many passages, 1 to 100
            issue: only this issue, by its id or name as `issues` tells them
            year_from: only issues of this year or later
            year_to: only issues of this year or earlier
            author: only articles by this author; pinyin will do
            style: also give each passage its reference: gbt7714, bibtex, ris or csl-json

        Returns:
            Passages, best first: text, score, issue, article, authors, printed pages, and lines or boxes in the source
        """
        from ui import told

        _bounded("query", query, LONGEST)
        hits = self._desk().search(query, _count(k), _filters(issue, year_from, year_to, author))
        return told.ranked(hits, _style(style), self._desk().printable)[0]

    def cite(self, text: str, style: str = "gbt7714") -> dict[str, Any]:
        """Find where a quotation stands, even an inexact or translated one, or what stands at a place.

        Use it to check a quotation before you print it (`quote` is the true wording), and to get its reference.

        Args:
            text: a quotation, a paraphrase, a reference, or a place (2020年第3期 第10页), at most 2,000 characters
            style: of the reference: gbt7714, bibtex, ris or csl-json

        Returns:
            found, confidence, quote, reference, and the place as in a citation; found false if it stands nowhere
        """
        _bounded("text", text, LONGEST_QUOTATION)
        styled = _style(style) or "gbt7714"
        found = self._desk().cite(text)
        printed, _ = self._desk().printable([place.passage for place in found.places[:1]], styled)
        return found.as_json(printed or None)

    def figures(self, query: str = "", k: int = 20, conflicts: bool = False) -> list[dict[str, Any]]:
        """Look figures up: what is how much, where, when, who says so, each with its sentence word for word.

        Args:
            query: what the figures are of; without it all are listed, which is long
            k: how many figures of a query, 1 to 100
            conflicts: only figures that contradict each other

        Returns:
            Figures with indicator, value, unit, area, period, sentence and place; or conflicts with their cited values
        """
        _bounded("query", query, LONGEST)
        count = _count(k)
        found = self._desk().figures(query)
        if conflicts:
            return [each.cited() for each in self._desk().conflicts(found)]
        return [each.as_json() for each in (found[:count] if query.strip() else found)]

    def policies(self, query: str = "") -> list[dict[str, Any]]:
        """List the policy documents that the magazine names, by date, each with its citations.

        Args:
            query: words of the title, the issuing body or the subject, or a year; without it all are listed

        Returns:
            Documents with title, number, issuing body and date where told, and citations word for word
        """
        _bounded("query", query, LONGEST)
        return [entry.as_json() for entry in self._desk().policies(query)]

    def issues(self) -> list[dict[str, Any]]:
        """List the issues that the library holds; their ids and names narrow the other calls.

        Returns:
            Issues with issue_id, issue (its name), year, number, and how many pages, articles and passages
        """
        from ui import told

        return [told.issue(row) for row in self._desk().issues()]

    def articles(self, issue: str | None = None) -> list[dict[str, Any]]:
        """Give the table of contents of one issue, or of all.

        Args:
            issue: the issue's id or name as `issues` tells them

        Returns:
            Articles in order: title, authors, section, printed pages where they are known
        """
        return [row.as_json() for row in self._desk().articles(_name("issue", issue))]

    def passages(self, issue: str | None = None, article: str | None = None) -> list[dict[str, Any]]:
        """Read an article whole, or an issue: its passages in order, in the words of the source.

        Args:
            issue: the issue's id or name as `issues` tells them; without it every issue is read, which is long
            article: only the article of this title, in full as `articles` tells it

        Returns:
            Passages in reading order: text, article, authors, printed pages, and lines or boxes in the source
        """
        from index.types import passage_json

        title = _name("article", article)
        found = self._desk().passages(_name("issue", issue))
        read = [passage for passage in found if title in (None, passage.article)]
        if title and not read:
            raise QuestionError(f"{title}: no article of that title; `articles` lists the titles")
        return [passage_json(passage) for passage in read]

    def add(
        self,
        path: str,
        replace: bool = False,
        title: str | None = None,
        year: int | None = None,
        number: int | None = None,
        password: str = "",
    ) -> dict[str, Any]:
        """Add an issue to the library from a PDF or text file. This changes the library.

        Args:
            path: the file; of a server reached by HTTP one that was sent to /gradio_api/upload before
            replace: replace an issue of the same magazine, year and number
            title: name of the magazine, where the source does not tell
            year: year of the issue, where the source does not tell
            number: number of the issue, where the source does not tell
            password: of a locked PDF

        Returns:
            The report: status added, unchanged, replaced or failed; the issue with its pages and articles; the error
        """
        from index.types import unheard
        from ingest.options import Overrides

        _bounded("path", path, LONGEST)
        _bounded("password", password, LONGEST_NAME)
        overrides = Overrides(_name("title", title), _year("year", year), _year("number", number))
        report = self._desk().add(self._file(path), bool(replace), password, unheard, unheard, overrides)
        report.pop("notes")
        return report | {"path": path}


READING = ("ask", "search", "cite", "figures", "policies", "issues", "articles", "passages")
CHANGING = ("add",)


def _bounded(name: str, text: str, most: int) -> None:
    if not isinstance(text, str):
        raise QuestionError(f"{name}: {type(text).__name__} is no text; give a string")
    if "\0" in text:
        raise QuestionError(f"{name}: it holds a null character; give plain text")
    if len(text) > most:
        raise QuestionError(f"{name}: {len(text)} characters are too many; give at most {most}")


def _name(name: str, text: str | None) -> str | None:
    """A name, at most so long; None for an empty one, as forms send it."""
    _bounded(name, text or "", LONGEST_NAME)
    return text or None


def _year(name: str, value: int | None) -> int | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise QuestionError(f"{name}: {str(value)[:80]!r} is no whole number; give one, or leave it out")
    return value


def _count(value: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST:
        raise QuestionError(f"k: {str(value)[:80]!r}; give a whole number from 1 to {MOST}")
    return value


def _filters(issue: str | None, year_from: int | None, year_to: int | None, author: str | None) -> Filters:
    from index.types import Filters

    years = _year("year_from", year_from), _year("year_to", year_to)
    return Filters(_name("issue", issue), *years, _name("author", author))


def _style(style: str | None) -> str | None:
    if style and style not in STYLES:
        raise QuestionError(f"style: {str(style)[:80]!r} is none that is known; choose one of {', '.join(STYLES)}")
    return style or None


def _dialogue(history: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    if history is not None and (not isinstance(history, list) or len(history) > MOST_TURNS):
        raise QuestionError(f"history: give a list of at most {MOST_TURNS} turns, each with `question` and `answer`")
    return history or []
