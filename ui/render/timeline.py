"""Documents along a line of years. `rows.js` chooses the row of each, and leaves out those that are filtered out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from qa.register import Entry
from ui.render.text import esc
from ui.texts import Texts

Numbered = tuple[int, Entry]  # with the number of its row


def timeline(entries: Sequence[Entry], t: Texts) -> str:
    """The documents by year, those without a date apart at the end; nothing where none has a date."""
    dated = sorted(enumerate(entries), key=lambda each: (_year(each) == "", each[1].document.date or ""))
    if not any(map(_year, dated)):
        return ""
    years = "".join(_of_year(year, list(same), t) for year, same in groupby(dated, key=_year))
    label = f'role="region" aria-label="{esc(t.timeline)}" tabindex="0"'
    return f'<h2 class="hk-h2">{esc(t.timeline)}</h2><div class="hk-timeline" {label}><ol>{years}</ol></div>'


def _year(numbered: Numbered) -> str:
    return (numbered[1].document.date or "")[:4]


def _of_year(year: str, same: Sequence[Numbered], t: Texts) -> str:
    items = "".join(_item(number, entry) for number, entry in same)
    looks = "hk-year" if year else "hk-year hk-undated"
    return f'<li class="{looks}"><h3>{esc(year or t.undated)}</h3><ol>{items}</ol></li>'


def _item(number: int, entry: Entry) -> str:
    document = entry.document
    date = document.date or ""
    when = f'<time datetime="{esc(date)}">{esc(date[5:])}</time>' if date[5:] else ""
    return (
        f'<li data-of="{number:d}"><button type="button" lang="zh-CN" title="{esc(document.title)}">'
        f"{when}<span>{esc(document.title)}</span></button></li>"
    )
