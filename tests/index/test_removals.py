"""What was removed or replaced can be put back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import invented
import pytest

from index import trash
from index.library import SOURCES, Library
from index.store import SqliteStore
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


def left_over(library: Library) -> int:
    """Rows of passages that belong to no issue, neither here nor to be put back."""
    if isinstance(library.store, SqliteStore):
        counted = "SELECT count(*) FROM trash_passages WHERE removal NOT IN (SELECT removal FROM trash)"
        return int(library.store._read(counted)[0][0])
    held = (library.store.client.count("passages", f"load == {load}") for load in library.store.loads())
    return library.store.client.count("passages") - sum(held)


def changed(folder: Path, number: int) -> Path:
    """The first issue with another figure in it."""
    return invented.write(folder, invented.full().replace("214个齿", f"{number}个齿"), f"neu-{number}.txt")


@pytest.mark.parametrize("name", [FULL, "海湾科技-2031-04", "海湾科技2031年第4期"])
def test_put_back_all_is_as_before(either: Library, name: str) -> None:
    before, copies = told(either), sources(either)
    row = either.remove(FULL)
    assert either.removed() == [row]
    assert sources(either) == copies
    assert told(either) != before
    assert either.put_back(name) == row
    assert (told(either), either.removed(), sources(either)) == (before, [], copies)
    assert either.source(row).is_file()
    assert either.search(either.query("潮汐钟楼"), 3)[0].passage.article == invented.CLOCK.title


def test_every_step_makes_a_revision(either: Library) -> None:
    seen = [either.store.revision()]
    for step in (either.remove, either.put_back):
        step(FULL)
        seen.append(either.store.revision())
    assert len(set(seen)) == 3


def test_a_replacement_is_undone_and_done_again(either: Library, tmp_path: Path) -> None:
    before, path = told(either), changed(tmp_path, 216)
    either.add(reader.read(path), path, replace_clash=True)
    after = told(either)
    assert [row.source_file for row in either.removed()] == ["haiwan-full.txt"]
    assert either.put_back(FULL).source_file == "haiwan-full.txt"
    assert told(either) == before
    assert [row.source_file for row in either.removed()] == [path.name]
    either.put_back(FULL)
    assert told(either) == after


def test_where_another_file_was_added_meanwhile_nothing_is_put_back(either: Library, tmp_path: Path) -> None:
    either.remove(FULL)
    path = changed(tmp_path, 216)
    either.add(reader.read(path), path)
    before = told(either)
    with pytest.raises(IssueClash, match=path.name):
        either.put_back(FULL)
    assert told(either) == before
    either.remove(FULL)
    assert [row.source_file for row in either.removed()] == [path.name], "the later of two"
    assert either.put_back(FULL).source_file == path.name


def test_where_the_same_file_is_another_issue_now_nothing_is_put_back(either: Library, files) -> None:
    other = reader.read(files["full"], Overrides("内湖通讯", 2050, 7))
    either.add(other, files["full"], replace_clash=True)
    assert [row.issue for row in either.issues()] == [LATER, "内湖通讯 2050年第7期"]
    with pytest.raises(IssueClash, match="内湖通讯 2050年第7期"):
        either.put_back(FULL)
    either.remove("内湖通讯 2050年第7期")
    assert either.put_back(FULL).issue == FULL


def test_an_issue_that_replaced_another_leaves_both_where_it_was_interrupted(either: Library, files) -> None:
    before, other = told(either), reader.read(files["full"], Overrides("内湖通讯", 2050, 7))

    def interrupted(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        either.add(other, files["full"], replace_clash=True, progress=interrupted)
    assert (told(either), either.removed()) == (before, [])


def test_added_again_it_is_no_longer_to_be_put_back(either: Library, issues, files) -> None:
    either.remove(FULL)
    either.add(issues["full"], files["full"])
    assert either.removed() == []
    with pytest.raises(UnknownIssue, match="add the file again"):
        either.put_back(FULL)


def test_the_last_removals_are_kept_and_older_ones_go_with_their_sources(either: Library, tmp_path: Path) -> None:
    for number in range(216, 216 + trash.KEPT + 1):
        path = changed(tmp_path, number)
        either.add(reader.read(path), path, replace_clash=True)
    kept = [removal.row.source_file for removal in either.store.trash()]
    assert kept == [f"neu-{number}.txt" for number in range(215 + trash.KEPT, 215, -1)]
    spared = not isinstance(either.store, SqliteStore)  # of a folder that others may have too nothing is deleted
    assert len(sources(either)) == 2 + trash.KEPT + spared
    assert left_over(either) == 0
    assert either.put_back(FULL).source_file == kept[0]
    assert len(either.store.trash()) == trash.KEPT
    either.remove(LATER)
    assert [row.issue for row in either.removed()] == [LATER, FULL]


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


def test_a_failure_puts_nothing_back_and_loses_nothing(either: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    either.remove(FULL)
    before = (told(either), either.removed(), either.store.revision())
    monkeypatch.setattr("index.writes.put_facts", lambda *_: 1 / 0)
    monkeypatch.setattr("index.milvus.writing.MilvusStore._put_sketch", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        either.put_back(FULL)
    assert (told(either), either.removed(), either.store.revision()) == before


@pytest.mark.parametrize("name", ["无此刊", FULL, ""])
def test_what_was_not_removed_cannot_be_put_back(either: Library, name: str) -> None:
    with pytest.raises(UnknownIssue) as caught:
        either.put_back(name)
    assert "\n" not in str(caught.value)


def test_issues_without_a_source_are_put_back_too(either: Library, issues) -> None:
    bare = replace(issues["digest"], sha256="")
    either.add(bare)
    either.remove(DIGEST)
    assert either.put_back(DIGEST).issue == DIGEST
