"""Choices and examples: text that gradio itself escapes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.types import IssueRow
from qa.series import Series
from ui.texts import Texts


def issue_choices(rows: Sequence[IssueRow], t: Texts) -> list[tuple[str, str]]:
    """The issues that a question can be narrowed to."""
    named = [(f"{row.issue}（{t.digest}）" if row.digest else row.issue, row.issue_id) for row in _seen(rows)]
    return [(t.all_issues, ""), *named]


def year_choices(rows: Sequence[IssueRow], t: Texts) -> list[tuple[str, str]]:
    """The years that a search can be narrowed to."""
    return any_of(sorted({str(row.year) for row in _seen(rows) if row.year}), t)


def any_of(names: Iterable[str], t: Texts) -> list[tuple[str, str]]:
    """Names to choose from, the first choice being any."""
    return [(t.any, ""), *((name, name) for name in names)]


def _seen(rows: Sequence[IssueRow]) -> list[IssueRow]:
    return [row for row in rows if not row.hidden]


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
