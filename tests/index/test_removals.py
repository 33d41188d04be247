"""What was removed or replaced can be put back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import invented
import pytest

from index import trash
from index.library import SOURCES, Library
from index.types import passage_json
from ingest import reader
from ingest.errors import IssueClash, UnknownIssue
from ingest.reader import Overrides
from ui import doctor

FULL, LATER, DIGEST = "海湾科技 2031年第4期", "海湾科技 2032年第1期", "海湾样刊 2040年第1期"


def told(library: Library) -> str:
    """All that is printed of issues, articles, passages and facts."""
    rows = [[row.issue_id, row.added, row.sha256, row.hidden] for row in library.issues()]
    articles = [row.as_json() for row in library.articles()]
    passages = [passage_json(passage) for passage in library.passages()]
    facts = [library.store.facts(kind) for kind in ("figure", "document")]
    tokens = [library.store.words(row.issue_id) for row in library.issues()]
    return json.dumps([rows, articles, passages, facts, tokens, library.store.places()], ensure_ascii=False)


def sources(library: Library) -> set[str]:
    return {path.name for path in (library.home / SOURCES).iterdir()}


def changed(folder: Path, number: int) -> Path:
    """The first issue with another figure in it."""
    return invented.write(folder, invented.full().replace("214个齿", f"{number}个齿"), f"neu-{number}.txt")


@pytest.mark.parametrize("name", [FULL, "海湾科技-2031-04", "海湾科技2031年第4期"])
def test_put_back_all_is_as_before(copied: Library, name: str) -> None:
    before, copies = told(copied), sources(copied)
    row = copied.remove(FULL)
    assert copied.removed() == [row]
    assert sources(copied) == copies
    assert told(copied) != before
    assert copied.put_back(name) == row
    assert (told(copied), copied.removed(), sources(copied)) == (before, [], copies)
    assert copied.source(row).is_file()
    assert copied.search(copied.query("潮汐钟楼"), 3)[0].passage.article == invented.CLOCK.title


def test_every_step_makes_a_revision(copied: Library) -> None:
    seen = [copied.store.revision()]
    for step in (copied.remove, copied.put_back):
        step(FULL)
        seen.append(copied.store.revision())
    assert len(set(seen)) == 3


def test_a_replacement_is_undone_and_done_again(copied: Library, tmp_path: Path) -> None:
    before, path = told(copied), changed(tmp_path, 216)
    copied.add(reader.read(path), path, replace_clash=True)
    after = told(copied)
    assert [row.source_file for row in copied.removed()] == ["haiwan-full.txt"]
    assert copied.put_back(FULL).source_file == "haiwan-full.txt"
    assert told(copied) == before
    assert [row.source_file for row in copied.removed()] == [path.name]
    copied.put_back(FULL)
    assert told(copied) == after


def test_where_another_file_was_added_meanwhile_nothing_is_put_back(copied: Library, tmp_path: Path) -> None:
    copied.remove(FULL)
    path = changed(tmp_path, 216)
    copied.add(reader.read(path), path)
    before = told(copied)
    with pytest.raises(IssueClash, match=path.name):
        copied.put_back(FULL)
    assert told(copied) == before
    copied.remove(FULL)
    assert [row.source_file for row in copied.removed()] == [path.name], "the later of two"
    assert copied.put_back(FULL).source_file == path.name


def test_where_the_same_file_is_another_issue_now_nothing_is_put_back(copied: Library, files) -> None:
    other = reader.read(files["full"], Overrides("内湖通讯", 2050, 7))
    copied.add(other, files["full"], replace_clash=True)
    assert [row.issue for row in copied.issues()] == [LATER, "内湖通讯 2050年第7期"]
    with pytest.raises(IssueClash, match="内湖通讯 2050年第7期"):
        copied.put_back(FULL)
    copied.remove("内湖通讯 2050年第7期")
    assert copied.put_back(FULL).issue == FULL


def test_an_issue_that_replaced_another_leaves_both_where_it_was_interrupted(copied: Library, files) -> None:
    before, other = told(copied), reader.read(files["full"], Overrides("内湖通讯", 2050, 7))

    def interrupted(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copied.add(other, files["full"], replace_clash=True, progress=interrupted)
    assert (told(copied), copied.removed()) == (before, [])


def test_added_again_it_is_no_longer_to_be_put_back(copied: Library, issues, files) -> None:
    copied.remove(FULL)
    copied.add(issues["full"], files["full"])
    assert copied.removed() == []
    with pytest.raises(UnknownIssue, match="add the file again"):
        copied.put_back(FULL)


def test_the_last_removals_are_kept_and_older_ones_go_with_their_sources(copied: Library, tmp_path: Path) -> None:
    for number in range(216, 216 + trash.KEPT + 1):
        path = changed(tmp_path, number)
        copied.add(reader.read(path), path, replace_clash=True)
    kept = [removal.row.source_file for removal in copied.store.trash()]
    assert kept == [f"neu-{number}.txt" for number in range(215 + trash.KEPT, 215, -1)]
    assert len(sources(copied)) == 2 + trash.KEPT
    counted = "SELECT count(*) FROM trash_passages WHERE removal NOT IN (SELECT removal FROM trash)"
    assert copied.store._read(counted) == [(0,)]
    assert copied.put_back(FULL).source_file == kept[0]
    assert len(copied.store.trash()) == trash.KEPT
    copied.remove(LATER)
    assert [row.issue for row in copied.removed()] == [LATER, FULL]


def test_doctor_keeps_the_sources_of_what_can_be_put_back(copied: Library) -> None:
    copied.remove(FULL)
    copies = sources(copied)
    stray = copied.home / SOURCES / "stray.txt"
    stray.write_text("x", "utf-8")
    assert doctor._rebuild(copied) is None
    assert sources(copied) == copies
    assert not stray.exists()


def test_a_digest_steps_back_again(open_home, tmp_path: Path, issues) -> None:
    library = open_home(tmp_path)
    library.add(issues["digest"])
    library.add(issues["full"])
    library.remove(FULL)
    assert [row.hidden for row in library.issues()] == [False]
    library.put_back(FULL)
    assert [(row.issue, row.hidden) for row in library.issues()] == [(FULL, False), (DIGEST, True)]
    assert library.remove(DIGEST).hidden
    assert library.put_back(DIGEST).hidden


def test_a_failure_puts_nothing_back_and_loses_nothing(copied: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    copied.remove(FULL)
    before = (told(copied), copied.removed(), copied.store.revision())
    monkeypatch.setattr("index.store._put_facts", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        copied.put_back(FULL)
    assert (told(copied), copied.removed(), copied.store.revision()) == before


@pytest.mark.parametrize("name", ["无此刊", FULL, ""])
def test_what_was_not_removed_cannot_be_put_back(copied: Library, name: str) -> None:
    with pytest.raises(UnknownIssue) as caught:
        copied.put_back(name)
    assert "\n" not in str(caught.value)


def test_issues_without_a_source_are_put_back_too(copied: Library, issues) -> None:
    bare = replace(issues["digest"], sha256="")
    copied.add(bare)
    copied.remove(DIGEST)
    assert copied.put_back(DIGEST).issue == DIGEST
