"""The program around the JSON: exit statuses, stdout and stderr, where a library comes from."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import invented
import pytest
from program import Done, Hangke, Main

HEAVY = (
    "numpy",
    "scipy",
    "jieba",
    "gradio",
    "torch",
    "sentence_transformers",
    "opencc",
    "pdfplumber",
    "rank_bm25",
    "rapidfuzz",
    "matplotlib",
)


ALIKE = [
    ["list", "--json"], ["ask", "潮汐钟楼什么时候重新报时？", "--json"], ["search", "浮标 钟楼"],
    ["remove", "无此刊"], ["add"],
]  # fmt: skip


@pytest.mark.parametrize("words", ALIKE)
def test_a_process_says_what_main_says(process: Hangke, reading: Main, words: list[str]) -> None:
    assert _timeless(process(*words)) == _timeless(reading(*words))


def _timeless(done: Done) -> Done:
    return replace(done, out=re.sub(r'"elapsed_ms": [\d.]+', "", done.out))


def test_version(fresh: Main) -> None:
    done = fresh("--version")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("hangke ")
    assert not fresh.home.exists()


@pytest.mark.parametrize("words", [["--help"], ["ask", "--help"]])
def test_help_imports_nothing_heavy(fresh: Main, words: list[str]) -> None:
    done = fresh.python("-X", "importtime", "-m", "ui.cli", *words)
    assert done.status == 0
    assert "usage: hangke" in done.out
    imported = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in done.err.splitlines()}
    assert "argparse" in imported
    assert not imported & set(HEAVY)


@pytest.mark.parametrize(
    "words",
    [[], ["no-such-command"], ["ask"], ["ask", "钟楼", "--batch", "x"], ["add"], ["search", "钟楼", "-k", "0"],
     ["search", "钟楼", "-k", "x"], ["remove"], ["ask", "钟楼", "--year-from", "x"]],
)  # fmt: skip
def test_wrong_usage_is_2(fresh: Main, words: list[str]) -> None:
    done = fresh(*words)
    assert (done.status, done.out) == (2, "")
    assert done.err
    assert "Traceback" not in done.err
    assert not fresh.home.exists()


@pytest.mark.parametrize(
    "words",
    [["articles", "无此刊"], ["passages", "无此刊"], ["remove", "无此刊"], ["ask", "钟楼", "--issue", "无此刊"],
     ["ask", "钟楼", "--author", "无此人"], ["search", "钟楼", "--author", "无此人"], ["ask", ""], ["ask", "？！"],
     ["ask", "--batch", "/no/such/file"], ["eval", "/no/such/file"], ["ui", "--host", "0.0.0.0"]],
)  # fmt: skip
def test_a_request_that_fails_is_1_with_one_clear_line(reading: Main, words: list[str]) -> None:
    done = reading(*words, "--json")
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("hangke: ")
    assert done.err.count("\n") == 1
    assert "; " in done.err, "what, and what to do"


def test_a_bad_file_is_reported_and_the_others_go_on(fresh: Main, files: dict[str, Path], tmp_path: Path) -> None:
    bad = invented.write(tmp_path, "", "leer.txt")
    done = fresh("add", bad, tmp_path / "missing.txt", files["later"], "--json")
    assert done.status == 1
    assert [report["status"] for report in done.objects] == ["failed", "failed", "added"]
    for report in done.objects[:2]:
        assert report["error"]
        assert report["error"] in done.err
        assert (report["issue_id"], report["issue"], report["passages"]) == (None, None, 0)


def test_the_same_file_again_is_unchanged(changing: Main, files: dict[str, Path]) -> None:
    done = changing("add", files["full"], "--json")
    assert (done.status, done.object["status"]) == (0, "unchanged")


def test_overrides_and_replace(changing: Main, tmp_path: Path) -> None:
    path = invented.write(tmp_path, invented.later().replace("顾 明", "顾 亮"), "neu.txt")
    clash = changing("add", path, "--json")
    assert (clash.status, clash.object["status"]) == (1, "failed")
    assert "--replace" in clash.object["error"]
    other = changing("add", path, "--number", "9", "--year", "2050", "--title", "内湖通讯", "--json")
    assert (other.status, other.object["issue"]) == (0, "内湖通讯 2050年第9期")
    again = changing("add", path, "--replace", "--json")
    assert (again.status, again.object["status"]) == (0, "replaced")


def test_one_file_is_one_issue(changing: Main, files: dict[str, Path]) -> None:
    again = changing("add", files["full"], "--number", "9", "--json")
    assert (again.status, again.object["status"]) == (1, "failed")
    assert "already in the library" in again.object["error"]
    moved = changing("add", files["full"], "--number", "9", "--replace", "--json")
    assert moved.object["status"] == "added"
    assert [row["number"] for row in changing("list", "--json").objects].count(4) == 0


def test_a_folder_is_walked(fresh: Main, tmp_path: Path) -> None:
    (tmp_path / "all" / "deep").mkdir(parents=True)
    invented.write(tmp_path / "all", invented.full(), "a.txt")
    invented.write(tmp_path / "all" / "deep", invented.later(), "b.TXT")
    invented.write(tmp_path / "all", "not ours", "notes.docx")
    done = fresh("add", tmp_path / "all", "--json")
    assert done.status == 0
    assert [Path(report["path"]).name for report in done.objects] == ["a.txt", "b.TXT"]


def test_a_folder_without_issues_is_refused(fresh: Main, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    done = fresh("add", tmp_path / "none", "--json")
    assert (done.status, done.out) == (1, "")
    assert done.err.count("\n") == 1


def test_the_first_question_builds_the_digests_and_says_so(fresh: Main) -> None:
    done = fresh("ask", "杭州的高企分布在哪些领域？", "--json")
    assert done.status == 0
    assert "杭科问答样刊" in done.err
    assert str(fresh.home) in done.err
    assert "hangke add" in done.err
    assert done.object["passages"]
    assert all(passage["digest"] for passage in done.object["passages"])
    again = fresh("list", "--json")
    assert again.err == ""
    assert {row["digest"] for row in again.objects} == {True}
    assert all(row["issue"].startswith("杭科问答样刊") for row in again.objects)


@pytest.mark.parametrize(("flag", "env"), [(["--no-seed"], {}), ([], {"HANGKE_NO_SEED": "1"})])
def test_told_so_it_starts_empty(fresh: Main, flag: list[str], env: dict[str, str]) -> None:
    done = fresh("list", "--json", *flag, **env)
    assert (done.status, done.out) == (0, "")
    assert "empty" in done.err
    assert not fresh.home.exists()


@pytest.mark.parametrize(("flag", "env"), [(["--no-seed"], {}), ([], {"HANGKE_NO_SEED": "1"})])
def test_a_question_without_a_library_is_not_found(fresh: Main, flag: list[str], env: dict[str, str]) -> None:
    asked = fresh("ask", "钟楼高多少米？", "--json", *flag, **env)
    assert asked.status == 0
    assert (asked.object["status"], asked.object["passages"]) == ("not_found", [])


def test_add_without_a_library_starts_an_empty_one(added: tuple[Path, object]) -> None:
    rows = Main(added[0])("list", "--json").objects
    assert not any(row["issue"].startswith("杭科问答样刊") for row in rows)


def test_home_can_be_named(reading: Main, tmp_path: Path) -> None:
    done = Main(tmp_path / "elsewhere")("list", "--json", "--home", reading.home)
    assert len(done.objects) == 3
    assert not (tmp_path / "elsewhere").exists()


def test_for_people_answers_name_the_place(reading: Main) -> None:
    done = reading("ask", "潮汐钟楼什么时候重新报时？")
    assert (done.status, done.err) == (0, "")
    assert "2029年9月3日" in done.out
    assert "第5页" in done.out
    assert "《柳汀镇潮汐钟楼修复记》" in done.out


@pytest.mark.parametrize("words", [["list"], ["articles"], ["search", "浮标"], ["passages"], ["doctor"]])
def test_for_people_data_goes_to_stdout(reading: Main, words: list[str]) -> None:
    done = reading(*words)
    assert done.status == 0
    assert done.out.strip()
    assert done.err == ""


def test_doctor_repairs_what_is_derived(changing: Main) -> None:
    for path in (changing.home / "derived").glob("*.npy"):
        path.write_bytes(b"broken")
    stray = changing.home / "sources" / "stray.txt"
    stray.write_text("no issue needs this", "utf-8")
    done = changing("doctor", "--repair", "--json")
    assert (done.status, done.object["sound"]) == (0, True)
    assert not stray.exists()
    assert changing("ask", "潮汐钟楼高多少米？", "--json").object["status"] == "answered"


def test_doctor_tells_a_broken_library(fresh: Main) -> None:
    fresh.home.mkdir()
    (fresh.home / "library.sqlite3").write_bytes(b"no database, only text " * 60)
    done = fresh("doctor", "--json")
    assert done.status == 1
    assert not done.object["sound"]
    asked = fresh("ask", "钟楼", "--json")
    assert (asked.status, asked.out) == (1, "")
    assert asked.err.count("\n") == 1


def test_doctor_makes_no_library(fresh: Main) -> None:
    assert fresh("doctor", "--json").status == 0
    assert not fresh.home.exists()


def test_torch_is_optional_but_told(reading: Main) -> None:
    told = {finding["what"]: finding for finding in reading("doctor", "--json").object["findings"]}
    torch = next(finding for what, finding in told.items() if what.startswith("torch"))
    assert torch["ok"]
    assert ("not installed" in torch["found"]) == (find_spec("torch") is None)
