"""Documents along a line of years."""

from __future__ import annotations

import re

from test_listing import HOSTILE, document

from ui.render.timeline import timeline
from ui.texts import EN, ZH


def years(shown: str) -> list[str]:
    return re.findall(r"<h3>([^<]*)</h3>", shown)


def test_documents_stand_by_year_and_those_without_a_date_apart() -> None:
    entries = [
        document(date="2019-05"),
        document(date=None, title="无日期"),
        document(date="2015"),
        document(date="2019-01-02"),
    ]
    shown = timeline(entries, ZH)
    assert years(shown) == ["2015", "2019", ZH.undated]
    assert re.findall(r'data-of="(\d)"', shown) == ["2", "3", "0", "1"]  # the rows of the table
    assert re.findall(r">([\d-]+)</time>", shown) == ["01-02", "05"]
    assert 'hk-undated"><h3>' in shown


def test_no_line_where_nothing_has_a_date() -> None:
    assert timeline([document(date=None)], EN) == ""
    assert timeline([], EN) == ""


def test_hostile_titles_are_text() -> None:
    shown = timeline([document(title=HOSTILE, date=HOSTILE), document(title=HOSTILE)], ZH)
    assert "<img" not in shown
