"""Choices and examples: text that gradio itself escapes."""

from __future__ import annotations

from collections.abc import Sequence

from index.types import ArticleRow, IssueRow
from qa.series import Series
from ui.texts import Texts

EXAMPLES = 5
TITLE_LENGTH = (4, 28)  # of an article that an example asks about


def issue_choices(rows: Sequence[IssueRow], t: Texts) -> list[tuple[str, str]]:
    """The issues that a question can be narrowed to."""
    named = [(f"{row.issue}（{t.digest}）" if row.digest else row.issue, row.issue_id) for row in _seen(rows)]
    return [(t.all_issues, ""), *named]


def year_choices(rows: Sequence[IssueRow], t: Texts) -> list[tuple[str, int]]:
    """The years that a question can be narrowed to."""
    years = sorted({row.year for row in _seen(rows) if row.year})
    return [(t.any_year, 0), *((str(year), year) for year in years)]


def contents_choices(rows: Sequence[IssueRow]) -> list[tuple[str, str]]:
    """The issues whose table of contents can be shown."""
    return [(row.issue, row.issue_id) for row in rows]


def _seen(rows: Sequence[IssueRow]) -> list[IssueRow]:
    return [row for row in rows if not row.hidden]


def examples(rows: Sequence[ArticleRow], t: Texts) -> list[list[str]]:
    """Questions about articles spread over the library, in the patterns of a language."""
    shortest, longest = TITLE_LENGTH
    fit = [row for row in rows if shortest <= len(row.title) <= longest and row.authors]
    picked = fit[:: max(1, len(fit) // EXAMPLES)][:EXAMPLES]
    return [[t.templates[i % len(t.templates)].format(title=row.title)] for i, row in enumerate(picked)]


def series_name(told: Series, t: Texts) -> str:
    """What a series is of: indicator, share or growth, goal, area, years."""
    entry, years = told.of.entry, [year for year, _ in told.points]
    parts = (entry.indicator, t.stats.get(entry.stat), t.goal if entry.mode == "goal" else None, entry.area)
    return " · ".join([*filter(None, parts), f"{years[0]}–{years[-1]}"])


def numbering(numbers: Sequence[int], t: Texts) -> str:
    """Which references the citations of an answer are, from 1, where their numbers are not the same."""
    if list(numbers) == list(range(1, len(numbers) + 1)):
        return ""
    return t.numbering.format(pairs=t.comma.join(f"[{n}]→[{own}]" for n, own in enumerate(numbers, 1)))
