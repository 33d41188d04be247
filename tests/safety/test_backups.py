"""A library as one file, and back: the same answers, and nothing lost if the file is not what it should be."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import stat
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from program import Main
from states import demand_sound, state

from index import backup, copies, formats, restore, store
from index.corrections import Correction
from index.library import Library
from ingest import reader
from ingest.errors import BackupError, LibraryError, LibraryFormat

FULL, LATER = "海湾科技 2031年第4期", "海湾科技 2032年第1期"
QUESTION, TOLD = "潮汐钟楼什么时候重新报时？", "2029年9月3日"


@pytest.fixture(scope="module")
def kept(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a library with one issue and the user's own synonyms; not to be changed."""
    home = shutil.copytree(built, tmp_path_factory.mktemp("kept") / "home")
    (home / "synonyms.txt").write_text("钟楼 报时塔\n", "utf-8")
    file = home.with_name("kept.zip")
    assert Main(home)("backup", file).status == 0
    return file


@pytest.fixture
def other(home: Path, later: Path) -> Path:
    """A home with another issue, and other synonyms."""
    Library(home).add(reader.read(later), later)
    (home / "synonyms.txt").write_text("书库 藏书楼\n", "utf-8")
    return home


def answered(run: Main) -> dict[str, Any]:
    told = run("ask", QUESTION, "--json").object
    return {key: told[key] for key in ("answer", "citations", "status", "passages", "probability")}


def test_there_and_back_all_is_the_same(filled: Path, later: Path, tmp_path: Path) -> None:
    run = Main(filled)
    run("add", later)
    run("correct", FULL, "3", "--authors", "贺兰")
    run("remove", LATER)
    (filled / "en-zh.tsv").write_text("tide bell\t潮汐钟楼\n", "utf-8")
    before, answer, passages = state(filled), answered(run), run("passages", "--json").out
    done = run("backup", tmp_path / "kept.zip", "--json")
    assert (done.object["issues"], done.object["missing"], done.err) == (1, [], "")
    there = Main(tmp_path / "new" / "home")
    report = there("restore", tmp_path / "kept.zip", "--json").object
    assert report == done.object | {"home": str(there.home)}
    assert (state(there.home), answered(there), there("passages", "--json").out) == (before, answer, passages)
    assert (there.home / "en-zh.tsv").read_text("utf-8") == "tide bell\t潮汐钟楼\n"
    assert there("remove", LATER, "--undo").status == 0, "its source came along"
    demand_sound(there.home, QUESTION, TOLD)


def test_it_holds_the_library_and_nothing_that_can_be_made_again(kept: Path) -> None:
    with zipfile.ZipFile(kept) as archive:
        names = archive.namelist()
        manifest = json.loads(archive.read(backup.MANIFEST))
        for member in manifest["files"]:
            content = archive.read(member["name"])
            assert (len(content), hashlib.sha256(content).hexdigest()) == (member["size"], member["sha256"])
    assert sorted(names) == ["library.sqlite3", "manifest.json", f"sources/{_copy(kept)}", "synonyms.txt"]
    assert [member["name"] for member in manifest["files"]] == names[:-1]
    assert (manifest["format"], manifest["issues"]) == (formats.FORMAT, 1)


def _copy(kept: Path) -> str:
    (copy,) = (kept.parent / "home" / copies.SOURCES).iterdir()
    return copy.name


def test_a_library_that_is_there_is_replaced_only_if_that_is_said(other: Path, run: Main, kept: Path) -> None:
    before = state(other)
    done = run("restore", kept)
    assert (done.status, done.out, done.err.count("\n")) == (1, "", 1)
    assert "--replace" in done.err
    assert state(other) == before
    assert run("restore", kept, "--replace").status == 0
    assert state(other) == state(kept.parent / "home")
    assert (other / "synonyms.txt").read_text("utf-8") == "钟楼 报时塔\n"
    assert (other / "synonyms.txt.before-restore").read_text("utf-8") == "书库 藏书楼\n"
    assert len(list((other / copies.SOURCES).iterdir())) == 1
    demand_sound(other, QUESTION, TOLD)


def test_who_has_the_library_open_goes_on_with_the_new_one(other: Path, kept: Path) -> None:
    library = Library(other)
    assert library.search(library.query("冰窖书库"), 1)[0].passage.issue == LATER
    restore.restore(kept, other, replace=True)
    assert library.search(library.query("潮汐钟楼"), 1)[0].passage.issue == FULL
    library.correct(FULL, 0, Correction(title="新题"))
    assert Library(other).articles(FULL)[0].title == "新题"


def test_arrays_of_the_former_library_are_not_taken_for_the_new_one_s(other: Path, run: Main, kept: Path) -> None:
    library = Library(other)
    assert library.store.revision() == Library(kept.parent / "home").store.revision(), "the case in question"
    assert len(library.arrays.positions) == 2
    restore.restore(kept, other, replace=True)
    assert TOLD in run("ask", QUESTION, "--json").object["answer"]


def test_a_backup_is_of_one_moment_while_others_write(filled: Path, later: Path, tmp_path: Path) -> None:
    library, issue = Library(filled), reader.read(later)
    states = [state(filled)]
    library.add(issue, later)
    states.append(state(filled))
    library.remove(LATER)
    states.append(state(filled))
    stop = threading.Event()

    def change() -> None:
        mine = Library(filled)
        mine.words = library.words
        while not stop.is_set():
            mine.add(issue, later)
            mine.remove(LATER)
        mine.store.close()

    writer = threading.Thread(target=change)
    writer.start()
    try:
        for number in range(8):
            manifest = backup.backup(filled, tmp_path / "kept.zip")
            restore.restore(tmp_path / "kept.zip", tmp_path / f"home-{number}")
            assert manifest.missing == ()
            assert state(tmp_path / f"home-{number}") in states
    finally:
        stop.set()
        writer.join()


def test_a_source_that_is_lost_is_told_and_the_rest_is_kept(filled: Path, run: Main, tmp_path: Path) -> None:
    (copy,) = (filled / copies.SOURCES).iterdir()
    copy.unlink()
    done = run("backup", tmp_path / "kept.zip", "--json")
    assert (done.status, done.object["missing"]) == (0, ["haiwan.txt"])
    assert "haiwan.txt" in done.err
    there = Main(tmp_path / "new")
    assert there("restore", tmp_path / "kept.zip").status == 0
    assert TOLD in answered(there)["answer"]


def test_a_former_backup_is_replaced_and_nothing_else(filled: Path, run: Main, tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    assert [run("backup", file).status for _ in range(2)] == [0, 0]
    for content in (b"", b"my novel"):
        file.write_bytes(content)
        done = run("backup", file)
        assert (done.status, done.err.count("\n"), file.read_bytes()) == (1, 1, content)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "kept.zip"]


@pytest.mark.parametrize("where", ["missing/kept.zip", "home"])
def test_a_backup_that_cannot_be_written(filled: Path, run: Main, tmp_path: Path, where: str) -> None:
    done = run("backup", tmp_path / where)
    assert (done.status, done.err.count("\n")) == (1, 1)
    assert str(tmp_path / where) in done.err


def test_without_a_library_there_is_nothing_to_keep(home: Path, run: Main, tmp_path: Path) -> None:
    done = run("backup", tmp_path / "kept.zip")
    assert (done.status, done.err.count("\n")) == (1, 1)
    assert "hangke add" in done.err
    assert not home.exists()
    assert not (tmp_path / "kept.zip").exists()


def test_a_damaged_library_is_not_kept_over_a_good_backup(filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.zip"
    backup.backup(filled, file)
    before, content = file.read_bytes(), bytearray((filled / store.FILE).read_bytes())
    content[4096 * 3 : 4096 * 12] = b"\xff" * 4096 * 9
    (filled / store.FILE).write_bytes(content)
    with pytest.raises(LibraryError, match="doctor --repair"):
        backup.backup(filled, file)
    assert file.read_bytes() == before


# -- files that are not what they should be


def rewritten(kept: Path, target: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> Path:
    """A backup with other members or another manifest, its checksums right."""
    with zipfile.ZipFile(kept) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(content.pop(backup.MANIFEST))
    change(content, manifest)
    manifest["files"] = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()} for name, data in content.items()
    ]
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
        archive.writestr(backup.MANIFEST, json.dumps(manifest))
    return target


def refused(file: Path, home: Path) -> str:
    """Why a file is not put back, in one line; nothing is touched."""
    there = home.exists()
    before = state(home) if there else None
    with pytest.raises(BackupError) as caught:
        restore.restore(file, home, replace=True)
    assert home.exists() == there
    assert (state(home) if there else None) == before
    assert not list(home.glob(".making-*"))
    message = str(caught.value)
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    "name",
    ["../evil.txt", "/tmp/evil.txt", "sources/../../evil.txt", "sources/0123456789abcdef.txt/../../evil", "C:\\evil",
     "sources\\..\\evil", "derived/stamp.json", "library.sqlite3-wal", "sources/0123456789ABCDEF.txt", "sources/x.txt",
     "library.lock", "sources.json"],
)  # fmt: skip
def test_only_files_of_a_library_are_put_back(other: Path, kept: Path, tmp_path: Path, name: str) -> None:
    file = rewritten(kept, tmp_path / "evil.zip", lambda content, _: content.update({name: b"evil"}))
    assert "is no file of a library" in refused(file, other)
    assert not list(tmp_path.rglob("evil.txt"))


def test_each_byte_of_what_is_kept_is_checked(kept: Path, tmp_path: Path) -> None:
    """What may change is what zip says of it and nobody asks: dates, rights."""
    content, file, home = kept.read_bytes(), tmp_path / "evil.zip", tmp_path / "other"
    wanted, whole = state(kept.parent / "home"), 0
    for at in range(len(content) - 3000, len(content), 37):
        file.write_bytes(content[:at] + bytes([content[at] ^ 0x55]) + content[at + 1 :])
        try:
            restore.restore(file, home, replace=True)
            whole += 1
            assert state(home) == wanted
        except BackupError:
            continue
    assert whole < 20


@pytest.mark.parametrize("part", [0.01, 0.2, 0.5, 0.8])
def test_a_byte_of_a_file_in_it_is_another(other: Path, kept: Path, tmp_path: Path, part: float) -> None:
    content, file = bytearray(kept.read_bytes()), tmp_path / "evil.zip"
    content[int(len(content) * part)] ^= 1
    file.write_bytes(content)
    assert refused(file, other)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"my novel", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_backup_is_refused(home: Path, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "novel.zip"
    file.write_bytes(content)
    assert "novel.zip" in refused(file, home)


@pytest.mark.parametrize(
    "manifest",
    [b"", b"{", b"[]", b"{}", b"null", b'{"hangke_backup": 1}', b'{"hangke_backup": "x", "files": []}', b"\xff\xfe",
     b'{"hangke_backup": 1, "made": "", "format": 1, "issues": 1, "revision": "1", "missing": [], "files": [[]]}',
     b"[" * 100_000],
)  # fmt: skip
def test_a_manifest_that_is_none(home: Path, tmp_path: Path, manifest: bytes) -> None:
    with zipfile.ZipFile(tmp_path / "evil.zip", "w") as archive:
        archive.writestr(backup.MANIFEST, manifest)
    assert "not a backup of hangke" in refused(tmp_path / "evil.zip", home)


@pytest.mark.parametrize("change", [{"hangke_backup": 2}, {"format": formats.FORMAT + 1}])
def test_a_backup_of_a_newer_program(home: Path, kept: Path, tmp_path: Path, change: dict[str, int]) -> None:
    file = rewritten(kept, tmp_path / "newer.zip", lambda _, manifest: manifest.update(change))
    assert "made by a newer hangke" in refused(file, home)


def test_a_library_of_a_newer_program_in_a_backup_that_says_nothing_of_it(
    home: Path, kept: Path, tmp_path: Path
) -> None:
    file = with_library(kept, tmp_path, f"UPDATE meta SET value = '{formats.FORMAT + 1}' WHERE key = 'format'")
    with pytest.raises(LibraryFormat, match="newer"):
        restore.restore(file, home)
    assert not (home / store.FILE).exists()


def with_library(kept: Path, folder: Path, statements: str) -> Path:
    def change(content: dict[str, bytes], _: dict[str, Any]) -> None:
        path = folder / "changed.sqlite3"
        path.write_bytes(content[store.FILE])
        connection = sqlite3.connect(path)
        with connection:
            connection.executescript(statements)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        content[store.FILE] = path.read_bytes()

    return rewritten(kept, folder / "evil.zip", change)


@pytest.mark.parametrize(
    "statements",
    ["CREATE TRIGGER t AFTER INSERT ON issues BEGIN DELETE FROM issues; END", "CREATE VIEW v AS SELECT 1",
     "CREATE TABLE evil (x)", "DROP TABLE meta", "DELETE FROM meta", "UPDATE meta SET value = 'x' WHERE key = 'format'",
     "UPDATE issues SET row = '[]'", "UPDATE issues SET row = '{'", "UPDATE issues SET row = '{\"evil\": 1}'"],
)  # fmt: skip
def test_a_library_in_it_that_is_none_of_ours(other: Path, kept: Path, tmp_path: Path, statements: str) -> None:
    assert store.FILE in refused(with_library(kept, tmp_path, statements), other)


def test_no_file_is_larger_than_the_backup(home: Path, kept: Path, tmp_path: Path) -> None:
    """A bomb: what is packed unpacks to a thousand times as much."""
    with zipfile.ZipFile(kept) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    bomb, name = bytes(30 * 2**20), "sources/0123456789abcdef.txt"
    manifest = json.loads(content[backup.MANIFEST])
    manifest["files"].append({"name": name, "size": len(bomb), "sha256": hashlib.sha256(bomb).hexdigest()})
    content |= {name: bomb, backup.MANIFEST: json.dumps(manifest).encode()}
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w") as archive:
        for each, data in content.items():
            archive.writestr(each, data, zipfile.ZIP_DEFLATED if each == name else zipfile.ZIP_STORED)
    assert "is not as large as it says" in refused(tmp_path / "bomb.zip", home)


def test_files_that_lie_on_each_other_are_refused(home: Path, kept: Path, tmp_path: Path) -> None:
    """Another bomb: many names for the same bytes."""
    shutil.copy(kept, tmp_path / "bomb.zip")
    with zipfile.ZipFile(tmp_path / "bomb.zip", "a") as archive:
        told = json.loads(archive.read(backup.MANIFEST))
        first = archive.getinfo(store.FILE)
        for number in range(9):
            name = f"sources/{number:016x}.txt"
            twin = zipfile.ZipInfo(name)
            twin.header_offset, twin.CRC = first.header_offset, first.CRC
            twin.file_size = twin.compress_size = first.file_size
            archive.filelist.append(twin)
            archive.NameToInfo[name] = twin
            told["files"].append(told["files"][0] | {"name": name})
        archive.filelist.remove(archive.NameToInfo.pop(backup.MANIFEST))
        archive.writestr(backup.MANIFEST, json.dumps(told))
    assert refused(tmp_path / "bomb.zip", home)


def test_links_are_refused(home: Path, kept: Path, tmp_path: Path) -> None:
    shutil.copy(kept, tmp_path / "evil.zip")
    with zipfile.ZipFile(tmp_path / "evil.zip", "a") as archive:
        archive.getinfo(store.FILE).external_attr = (stat.S_IFLNK | 0o777) << 16
        archive._didModify = True
    assert "is no file of a library" in refused(tmp_path / "evil.zip", home)


def test_a_name_that_is_there_twice(home: Path, kept: Path, tmp_path: Path) -> None:
    shutil.copy(kept, tmp_path / "evil.zip")
    with zipfile.ZipFile(tmp_path / "evil.zip", "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("synonyms.txt", "evil")
    assert "its manifest" in refused(tmp_path / "evil.zip", home)


def test_without_room_nothing_is_touched(other: Path, kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(kept)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1000))
    assert "MiB are needed" in refused(kept, other)


def test_no_library_of_a_newer_program_is_replaced(other: Path, kept: Path) -> None:
    connection = sqlite3.connect(other / store.FILE)
    with connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'format'", (str(formats.FORMAT + 1),))
    connection.close()
    with pytest.raises(LibraryFormat, match="newer"):
        restore.restore(kept, other, replace=True)
    connection = sqlite3.connect(other / store.FILE)
    assert connection.execute("SELECT count(*) FROM issues").fetchone() == (1,)
    connection.close()


def test_a_backup_of_a_former_format_is_brought_to_the_present_one(home: Path, kept: Path, tmp_path: Path) -> None:
    late = ("versions", "feedback", "corrections", "trash_articles", "trash_passages", "trash", "fact_keys", "facts")
    drop = ";".join(f"DROP TABLE {table}" for table in late)
    file = with_library(kept, tmp_path, f"{drop}; UPDATE meta SET value = '1' WHERE key = 'format'")
    file = rewritten(file, tmp_path / "former.zip", lambda _, manifest: manifest.update({"format": 1}))
    restore.restore(file, home)
    assert Library(home).store.meta()["format"] == str(formats.FORMAT)
    assert TOLD in answered(Main(home))["answer"]


def test_a_manifest_tells_its_files_as_values() -> None:
    told = backup.Manifest("2031-01-01", 2, 1, "7", (backup.Member("terms.txt", 1, "ab"),))
    assert backup._parsed(json.loads(json.dumps(told.as_json()))) == told != replace(told, issues=2)
