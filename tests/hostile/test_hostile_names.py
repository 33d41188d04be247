"""Names with paths in them, links that lead out, archives that pass for issues: told in a line, and read by nobody."""

from __future__ import annotations

import io
import os
import tarfile
import unicodedata
import zipfile
from pathlib import Path

import invented
import pytest
from program import Main, told

from index.library import Library
from ingest import reader
from ingest.errors import QuestionError
from tests.typeset.hostile import FONT, PAGE, WORDS, one_page, stream
from ui import endpoints

SECRET = "灯塔的口令是七十七只海鸥。\n"
NAMES = {
    "dots": "..%2f..%2fx.txt",
    "backslashes": "..\\..\\x.txt",
    "a device of Windows": "CON.txt",
    "a stream of Windows": "x.txt::$DATA",
    "a new line": "a\nhangke: added.txt",
    "an escape": "\x1b[31mred\x1b]0;title\x07.txt",
    "right to left": "\u202etxt.exe.txt",
    "long": "海" * 80 + ".txt",
    "blanks": "   .txt",
    "an option": "--replace.txt",
    "HTML": "<img src=x onerror=alert(1)>.txt",
    "a long suffix": "x." + "t" * 250,
    "no suffix": "x",
    "composed": unicodedata.normalize("NFC", "Zoë.txt"),
    "decomposed": unicodedata.normalize("NFD", "Zoë.txt"),
    "another case": "ZOË.TXT",
}


def one_line(err: str) -> str:
    """The only line, which no terminal acts upon."""
    (line,) = err.splitlines()
    assert line.isprintable()
    assert line.startswith("hangke: ")
    return line


@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_any_name_is_added_and_its_name_is_a_line_of_text(hangke: Main, tmp_path: Path, name: str) -> None:
    path = invented.write(tmp_path, invented.later(), NAMES[name])
    done = hangke("add", "--json", "--", path)
    assert (done.status, done.object["status"]) == (0, "added")
    added = hangke("list", "--json").objects[-1]
    assert added["source_file"]
    assert added["source_file"].isprintable()
    kept = sorted(path.name for path in (hangke.home / "sources").iterdir())
    assert {Path(each).suffix for each in kept} == {".txt"}
    assert all(len(each) < 30 for each in kept)


def test_a_name_that_is_no_text_is_shown_as_far_as_it_is(hangke: Main, tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe\x80.txt"))
    path.write_text(invented.later(), "utf-8")
    assert hangke("add", path).status == 0
    assert hangke("list", "--json").objects[-1]["source_file"] == "\ufffd\ufffd\ufffd.txt"


@pytest.mark.parametrize("name", ["x" * 300 + ".txt", "/".join("y" * 200 for _ in range(30)), "a\nb", "\x1b[2J"])
@pytest.mark.parametrize("command", [("add",), ("ask", "--batch"), ("ask", "钟楼？", "--history"), ("eval",)])
def test_a_path_that_cannot_be_is_told_in_a_line(hangke: Main, name: str, command: tuple[str, ...]) -> None:
    done = hangke(*command, name)
    assert (done.status, done.out) == (1, "") or command == ("add",)
    assert one_line(done.err)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one issue in it, and all that links and pipes can do."""
    (tmp_path / "secret.txt").write_text(SECRET, "utf-8")
    made = tmp_path / "folder"
    (made / "sub").mkdir(parents=True)
    invented.write(made, invented.later(), "later.txt")
    (made / "out.txt").symlink_to(tmp_path / "secret.txt")
    (made / "climbs.txt").symlink_to("../secret.txt")
    (made / "zero.txt").symlink_to("/dev/zero")
    (made / "loop.txt").symlink_to("loop.txt")
    (made / "nowhere.pdf").symlink_to("gone.pdf")
    (made / "sub" / "up").symlink_to(made)
    (made / "away").symlink_to("/")
    os.mkfifo(made / "pipe.txt")
    return made


def test_of_a_folder_only_what_lies_in_it_is_read(hangke: Main, folder: Path) -> None:
    done = hangke("add", folder, "--json")
    assert [Path(each["path"]).name for each in done.objects] == ["later.txt"]
    assert done.status == 0
    assert sorted(line.split(":")[0].rpartition("/")[2] for line in done.err.splitlines()) == ["climbs.txt", "out.txt"]
    assert not [p for p in Library(hangke.home).passages() if "海鸥" in p.text]


def test_a_link_within_the_folder_is_the_file_that_it_names(hangke: Main, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    invented.write(folder, invented.later(), "later.txt")
    (folder / "same.txt").symlink_to("later.txt")
    assert [each["status"] for each in hangke("add", folder, "--json").objects] == ["added", "unchanged"]


@pytest.mark.parametrize("name", ["zero.txt", "loop.txt", "pipe.txt", "nowhere.pdf"])
def test_what_is_no_file_is_not_waited_for(hangke: Main, folder: Path, name: str) -> None:
    before = told(hangke.home)
    done = hangke("add", folder / name)
    assert done.status == 1
    assert name in one_line(done.err)
    assert told(hangke.home) == before


@pytest.mark.parametrize("option", [("--batch",), ("钟楼？", "--history")])
def test_what_has_no_end_is_not_read_to_its_end(hangke: Main, option: tuple[str, ...]) -> None:
    done = hangke("ask", *option, "/dev/zero")
    assert done.status == 1
    assert "more than the 16 MB" in one_line(done.err)


def archives() -> dict[str, bytes]:
    """Archives with an issue in them, under a name that leads out."""
    packed, tape = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../evil.txt", invented.later())
    with tarfile.open(fileobj=tape, mode="w:gz") as archive:
        told = tarfile.TarInfo("../../evil.txt")
        told.size = len(invented.later().encode())
        archive.addfile(told, io.BytesIO(invented.later().encode()))
    return {"zip": packed.getvalue(), "tar.gz": tape.getvalue()}


@pytest.mark.parametrize("suffix", [".txt", ".pdf"])
@pytest.mark.parametrize("kind", archives())
def test_an_archive_is_no_issue_whatever_its_name(hangke: Main, tmp_path: Path, kind: str, suffix: str) -> None:
    path = tmp_path / f"issue{suffix}"
    path.write_bytes(archives()[kind])
    before = told(hangke.home)
    assert hangke("add", path).status == 1
    assert told(hangke.home) == before
    assert not list(tmp_path.rglob("evil*"))


def test_a_pdf_that_is_a_zip_too_is_read_as_the_pdf(tmp_path: Path) -> None:
    path = tmp_path / "both.pdf"
    path.write_bytes(one_page(PAGE, {4: stream(WORDS), 5: FONT}) + archives()["zip"])
    (article,) = reader.read(path).articles
    assert "words that are there" in article.title + "".join(block.text for block in article.blocks)


@pytest.mark.parametrize(
    "path", ["", ".", "..", "/etc/passwd", "../../x.txt", "x" * 5000, "a/" * 3000, "a\0b", "\ud800", "/dev/zero", "~/x"]
)
def test_only_what_was_uploaded_is_taken_for_uploaded(path: str) -> None:
    with pytest.raises(QuestionError, match="no uploaded file") as caught:
        endpoints.uploaded(path)
    assert str(caught.value).isprintable()
