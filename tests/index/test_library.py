"""The library: issues in and out, and what the search over them may see."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import invented
import numpy as np
import pytest

from index import derived, passages, segment
from index.library import SOURCES, Library
from index.types import Filters, Hit
from ingest import reader
from ingest.errors import IssueClash, UnknownIssue
from ingest.options import Overrides

FULL, LATER, DIGEST = "海湾科技 2031年第4期", "海湾科技 2032年第1期", "海湾样刊 2040年第1期"


def search(library: Library, text: str, **filters: object) -> list[Hit]:
    return library.search(library.query(text), 10, Filters(**filters))  # type: ignore[arg-type]


def test_an_issue_is_added_with_its_catalogue_entry(open_home, tmp_path: Path, issues, files) -> None:
    library = open_home(tmp_path / "home")
    steps: list[tuple[int, int]] = []
    done = library.add(issues["full"], files["full"], progress=lambda *step: steps.append(step))
    assert done.status == "added"
    assert done.stepped_back is None
    (row,) = library.issues()
    assert row == done.row
    assert (row.issue, row.year, row.number, row.articles) == (FULL, 2031, 4, 6)
    assert row.passages == len(library.passages()) == len(steps)
    assert steps[-1] == (row.passages, row.passages)
    (copy,) = (tmp_path / "home" / SOURCES).iterdir()
    assert copy.read_bytes() == files["full"].read_bytes()


def test_the_same_file_again_changes_nothing(copied: Library, issues, files) -> None:
    before, rows = copied.store.meta(), copied.issues()
    done = copied.add(issues["full"], files["full"])
    assert done.status == "unchanged"
    assert (copied.store.meta(), copied.issues()) == (before, rows)


def test_another_file_of_the_same_issue_is_refused(copied: Library, issues) -> None:
    other = replace(issues["full"], sha256="f" * 64, source_file="other.txt")
    before = copied.store.meta()
    with pytest.raises(IssueClash) as caught:
        copied.add(other)
    message = str(caught.value)
    assert all(told in message for told in ("other.txt", "haiwan-full.txt", FULL, "--replace"))
    assert copied.store.meta() == before


def test_replaced_it_is_the_new_file_that_is_searched(copied: Library, tmp_path: Path) -> None:
    path = invented.write(tmp_path, invented.full().replace("□ 文 ／ 韩 松", "□ 文 ／ 韩 柏"), "neu.txt")
    assert search(copied, "苔藓屋顶")[0].passage.authors == ("韩松",)
    done = copied.add(reader.read(path), path, replace_clash=True)
    assert done.status == "replaced"
    assert len(copied.issues()) == 2
    assert search(copied, "苔藓屋顶")[0].passage.authors == ("韩柏",)
    assert {p.source_file for p in copied.passages(FULL)} == {"neu.txt"}


def test_removed_it_is_no_longer_found(copied: Library) -> None:
    assert search(copied, "榫卯传感器")[0].passage.issue == LATER
    assert copied.remove(LATER).issue == LATER
    assert [row.issue for row in copied.issues()] == [FULL]
    assert all(hit.passage.issue == FULL for hit in search(copied, "榫卯传感器"))
    with pytest.raises(UnknownIssue, match="hangke list"):
        copied.remove(LATER)


def test_the_last_issue_removed_leaves_an_empty_library_that_answers(copied: Library) -> None:
    for row in copied.issues():
        copied.remove(row.issue_id)
    assert (copied.issues(), copied.passages(), search(copied, "浮标")) == ([], [], [])
    assert search(copied, "浮标", year_from=2000, author="沈岚") == []


@pytest.mark.parametrize("name", [FULL, "海湾科技2031年第4期", "海湾科技-2031-04", "海湾科技 ２０３１年第４期"])
def test_an_issue_is_found_by_id_or_name(library: Library, name: str) -> None:
    assert library.find(name).issue == FULL


def test_a_digest_steps_back_and_returns(open_home, tmp_path: Path, issues) -> None:
    library = open_home(tmp_path)
    library.add(issues["digest"])
    assert search(library, "浮标")[0].passage.digest
    done = library.add(issues["full"])
    assert done.stepped_back == DIGEST
    assert [(row.issue, row.hidden) for row in library.issues()] == [(FULL, False), (DIGEST, True)]
    assert not any(hit.passage.digest for hit in search(library, "浮标"))
    assert not any(passage.digest for passage in library.passages())
    assert all(row.issue_id != "海湾样刊-2040-01" for row in library.articles())
    assert library.articles(DIGEST), "asked for by name it is still told"
    library.remove(FULL)
    assert search(library, "浮标")[0].passage.digest


def test_a_digest_added_after_its_issue_is_hidden_at_once(open_home, tmp_path: Path, issues) -> None:
    library = open_home(tmp_path)
    library.add(issues["full"])
    library.add(issues["digest"])
    assert not any(hit.passage.digest for hit in search(library, "浮标"))


@pytest.mark.parametrize(
    ("filters", "issue"),
    [({"issue": FULL}, FULL), ({"issue": "海湾科技-2032-01"}, LATER), ({"year_from": 2032}, LATER),
     ({"year_to": 2031}, FULL), ({"year_from": 2031, "year_to": 2031}, FULL)],
)  # fmt: skip
def test_filters_by_issue_and_year(library: Library, filters: dict[str, object], issue: str) -> None:
    hits = search(library, "沈岚 传感器 浮标 读数 维护", **filters)
    assert hits
    assert {hit.passage.issue for hit in hits} == {issue}


@pytest.mark.parametrize("name", ["沈岚", "沈 岚"])
def test_the_filter_by_author_crosses_issues(library: Library, name: str) -> None:
    hits = search(library, "浮标 收集网 传感器", author=name)
    assert {hit.passage.issue for hit in hits} == {FULL, LATER}
    assert all("沈岚" in hit.passage.authors for hit in hits)


def test_filters_that_let_nothing_through_find_nothing(library: Library) -> None:
    assert search(library, "浮标", author="无此人") == []
    assert search(library, "浮标", year_from=2050) == []


def test_an_unknown_issue_in_a_filter_is_refused(library: Library) -> None:
    with pytest.raises(UnknownIssue):
        search(library, "浮标", issue="无此刊")


def test_hits_are_ranked_with_their_scores(library: Library) -> None:
    hits = search(library, "浮标 读数 上报 管理站")
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.passage.passage_id for hit in hits}) == len(hits)
    assert hits[0].passage.article == "青鹭湖浮标观测网建成"
    assert all(score is not None for score in hits[0].scores.as_json().values())


@pytest.mark.parametrize(
    ("asked", "article"),
    [("浮標的讀數", "青鹭湖浮标观测网建成"), ("ｍｏｓｓ　ＲＯＯＦ", "石榴坪苔藓屋顶试验"),
     ("顾明写的渡船", "白沙洲无人渡船通航"),
     ("２１４个齿", "柳汀镇潮汐钟楼修复记")],
)  # fmt: skip
def test_other_ways_of_writing_find_the_article(library: Library, asked: str, article: str) -> None:
    assert search(library, asked)[0].passage.article == article


def test_the_manifest_names_what_the_library_was_made_with(library: Library) -> None:
    meta = library.store.meta()
    assert meta["words"] == library.words.name
    assert meta["cutting"] == passages.CUTTING
    assert meta["embedder"] == "static"
    assert meta["format"].isdigit()


def test_every_change_makes_a_revision(copied: Library, issues) -> None:
    told = [copied.name]
    copied.remove(LATER)
    told.append(copied.name)
    copied.add(issues["later"])
    told.append(copied.name)
    assert len(set(told)) == 3
    assert told[1].startswith("1 issues")
    revision = int(copied.store.meta()["revision"])
    assert copied.add(issues["later"]).status == "unchanged"
    assert int(copied.store.meta()["revision"]) == revision


def test_arrays_are_opened_not_built_when_the_stamp_fits(copied: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError("built anew")

    monkeypatch.setattr(segment, "build", fail)
    monkeypatch.setattr(segment, "merge", fail)
    assert len(copied.arrays.positions) == len(copied.passages())


@pytest.mark.parametrize("key", ["format", "words", "embedder", "cutting", "trained"])
def test_stale_arrays_are_built_anew(copied: Library, key: str) -> None:
    manifest = copied.home / derived.FOLDER / derived.MANIFEST
    told = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(told | {"made_from": told["made_from"] | {key: "another"}}), "utf-8")
    np.save(next(manifest.parent.glob("segment-*/positions.npy")), np.zeros(1, np.int64))
    assert len(copied.arrays.positions) == len(copied.passages())
    made = json.loads(manifest.read_text("utf-8"))
    assert (made["made_from"], made["revision"]) == (told["made_from"], told["revision"])
    assert {path.name for path in manifest.parent.iterdir()} == {
        derived.MANIFEST,
        derived.LOCK,
        made["fit"],
        *made["segments"],
    }


@pytest.mark.parametrize("break_it", ["gone", "half", "cut", "manifest"])
def test_a_broken_folder_of_arrays_is_built_anew(copied: Library, break_it: str) -> None:
    folder = copied.home / derived.FOLDER
    if break_it == "gone":
        shutil.rmtree(folder)
    elif break_it == "half":
        next(folder.glob("segment-*/vectors.npy")).unlink()
    elif break_it == "cut":
        path = next(folder.glob("segment-*/words.once.documents.npy"))
        path.write_bytes(path.read_bytes()[:40])
    else:
        (folder / derived.MANIFEST).write_text("{", "utf-8")
    assert search(copied, "潮汐钟楼")[0].passage.article == "柳汀镇潮汐钟楼修复记"


def test_arrays_that_another_process_made_stale_are_seen(copied: Library, open_home, issues) -> None:
    assert search(copied, "榫卯")
    other = open_home(copied.home)
    other.remove(LATER)
    assert all(hit.passage.issue == FULL for hit in search(open_home(copied.home), "榫卯"))


def test_an_open_library_outlives_a_change_by_another_process(copied: Library, open_home) -> None:
    assert len(copied.arrays.positions)
    open_home(copied.home).remove(FULL)
    assert all(hit.passage.issue == LATER for hit in search(copied, "浮标 榫卯传感器"))


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt])
def test_an_interrupted_add_leaves_the_old_state(copied: Library, tmp_path: Path, failure: type[BaseException]) -> None:
    before = (copied.issues(), copied.store.meta(), copied.store.places())
    path = invented.write(tmp_path, invented.issue(invented.ARTICLES[:2], 2033, 2), "new.txt")

    def progress(done: int, total: int) -> None:
        if done == 2:
            raise failure

    with pytest.raises(failure):
        copied.add(reader.read(path), path, progress=progress)
    assert (copied.issues(), copied.store.meta(), copied.store.places()) == before
    assert search(copied, "潮汐钟楼")


def test_an_issue_without_year_or_number_has_an_id_of_its_own(open_home, tmp_path: Path) -> None:
    library = open_home(tmp_path / "home")
    for name, text in (("a.txt", "浮标停航三天，居民改坐渡船。"), ("b.txt", "钟楼停摆三天，居民改看手表。")):
        library.add(reader.read(invented.write(tmp_path, text, name)))
    assert len({row.issue_id for row in library.issues()}) == 2


def test_what_the_user_says_of_an_issue_is_what_it_is(open_home, tmp_path: Path, files) -> None:
    library = open_home(tmp_path)
    library.add(reader.read(files["later"], Overrides("内湖通讯", 2050, 7)))
    assert [(r.issue, r.year, r.number) for r in library.issues()] == [("内湖通讯 2050年第7期", 2050, 7)]


def test_articles_are_given_as_they_went_in(library: Library) -> None:
    assert library.articles(FULL)[0].authors == ("沈岚",)
    assert library.articles(FULL)[0].affiliations == ("湖畔大学",)


def test_articles_tell_authors_pages_and_lines(library: Library) -> None:
    rows = library.articles(FULL)
    assert [row.title for row in rows] == [article.title for article in invented.ARTICLES]
    assert rows[0].as_json()["authors"] == ["沈岚"]
    assert rows[0].as_json()["affiliations"] == ["湖畔大学"]
    assert [(row.page_first, row.page_exact) for row in rows] == [(n, True) for n in range(3, 9)]
    lines = invented.full().splitlines()
    for row in rows:
        assert row.line_first is not None
        assert row.title in lines[row.line_first - 1]


def test_the_users_terms_need_a_retokenise_and_then_are_searched(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built, tmp_path / "home")
    (tmp_path / "home" / "terms.txt").write_text("潮汐钟楼 5000 n\n", "utf-8")
    library = Library(tmp_path / "home")
    library.retokenise()
    assert library.store.meta()["words"] == library.words.name
    assert "潮汐钟楼" in library.arrays.passages.terms()
    assert search(library, "潮汐钟楼")[0].passage.article == "柳汀镇潮汐钟楼修复记"
