"""A table for `rows.js`: headings sort it, filters narrow it, and a row can be chosen."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ui.render.text import esc, notice
from ui.texts import Texts

UNTOLD = "?"  # what a filter goes by where nothing is told
Value = tuple[str, str]  # what a filter goes by, and its name


@dataclass(frozen=True, slots=True)
class Cell:
    """HTML, and what it is sorted by."""

    shown: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Cells, the first of which chooses the row; for each filter, by its label, the values that let the row through.

    `key` names the row where its place does not: in a table that is told again while one of its rows is open.
    """

    cells: Sequence[Cell]
    facets: Mapping[str, Sequence[Value]] = field(default_factory=dict)
    key: str = ""


def told(text: str | None) -> Cell:
    """A cell of plain text that is sorted by itself."""
    return Cell(esc(text or ""), text or "")


def whole(text: str) -> str:
    """Text that is not broken into lines; nothing for nothing."""
    return text and f'<span class="hk-whole">{esc(text)}</span>'


def choice(name: str, heads: Sequence[str], rows: Sequence[Row], t: Texts, between: str = "") -> str:
    """The filters, how many rows they show, what stands between, and the rows."""
    return _filters(rows, t) + notice(t.table_help) + between + table(name, heads, rows, t)


def table(name: str, heads: Sequence[str], rows: Sequence[Row], t: Texts, opened: str | None = None) -> str:
    """The rows alone, that of the key `opened` marked.

    The roles are told, for a narrow screen shows each row as a block of its own.
    """
    head = "".join(f'<th role="columnheader" scope="col"><button>{esc(each)}</button></th>' for each in heads)
    body = "".join(_row(number, row, t, opened) for number, row in enumerate(rows))
    parts = f'<thead><tr role="row">{head}</tr></thead><tbody>{body}</tbody>'
    made = f'<table class="hk-table hk-choice" role="table" aria-label="{esc(name)}">{parts}</table>'
    return f'<div class="hk-list" role="region" aria-label="{esc(name)}" tabindex="0">{made}</div>'


def _row(number: int, row: Row, t: Texts, opened: str | None) -> str:
    first = Cell(f'<button class="hk-choose">{row.cells[0].shown or esc(t.untold)}</button>', row.cells[0].key)
    cells = "".join(f'<td role="cell" data-key="{esc(cell.key)}">{cell.shown}</td>' for cell in (first, *row.cells[1:]))
    keys = esc(json.dumps([[key for key, _ in values] for values in row.facets.values()]))
    named = f' data-id="{esc(row.key)}"' if row.key else ""
    mark = ' aria-current="true"' if row.key and row.key == opened else ""
    return f'<tr role="row" data-row="{number:d}" data-facets="{keys}"{named}{mark}>{cells}</tr>'


# -- filters


def _filters(rows: Sequence[Row], t: Texts) -> str:
    """A choice for each filter of which the rows have several values, words to look for, and the count."""
    labels = list(rows[0].facets) if rows else []
    chosen = "".join(_select(at, label, [row.facets[label] for row in rows], t) for at, label in enumerate(labels))
    words = f'<label>{esc(t.filter_words)}<input type="search" class="hk-words" autocomplete="off"></label>'
    count = (
        f'<p class="hk-quiet hk-count" role="status" aria-live="polite" data-some="{esc(t.rows_shown)}"'
        f' data-none="{esc(t.no_rows)}"></p>'
    )
    return f'<div class="hk-narrow" role="group" aria-label="{esc(t.filter_rows)}">{chosen}{words}</div>{count}'


def _select(at: int, label: str, values: Sequence[Sequence[Value]], t: Texts) -> str:
    counts = _counts(values)
    if len(counts) < 2:
        return ""
    options = "".join(f'<option value="{esc(key)}">{esc(name)} ({n:d})</option>' for (key, name), n in counts)
    every = f'<option value="">{esc(t.any)}</option>'
    return f'<label>{esc(label)}<select data-facet="{at:d}">{every}{options}</select></label>'


def _counts(values: Iterable[Sequence[Value]]) -> list[tuple[Value, int]]:
    """The values with the number of rows that each lets through: years in order, else the most first, untold last."""
    counts = Counter(value for several in values for value in several)

    def place(counted: tuple[Value, int]) -> tuple[bool, str, int, str]:
        (key, name), n = counted
        return key == UNTOLD, key if key.isdecimal() else "", -n, name

    return sorted(counts.items(), key=place)
