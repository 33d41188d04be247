"""What the app does before its first visitor comes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from index.library import Library
from ui.desk import Desk


def test_a_question_in_each_language_is_asked_and_its_reference_printed(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []
    desk, plain = Desk(Library(home)), Desk.plain
    monkeypatch.setattr(Desk, "plain", lambda desk, answer: seen.append((answer, plain(desk, answer))))
    desk.warm()
    asked = [answer.question for answer, _ in seen]
    assert asked == [desk.examples(language)[0] for language in ("zh", "en")]
    assert all(printed.startswith(answer.answer) for answer, printed in seen)


def test_an_empty_library_has_nothing_to_rehearse(tmp_path: Path) -> None:
    desk = Desk(Library(tmp_path))
    desk.warm()
    assert desk.issues() == []


def test_a_library_that_cannot_be_asked_is_no_reason_to_fail(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ingest.errors import LibraryError

    def broken(*_: object) -> None:
        raise LibraryError("damaged")

    monkeypatch.setattr(Desk, "ask", broken)
    Desk(Library(home)).warm()
