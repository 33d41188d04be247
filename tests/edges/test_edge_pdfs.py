"""Hostile and broken PDFs through the command line: one clear line, exit 1, the library untouched."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from program import Main

pymupdf = pytest.importorskip("pymupdf", reason="typesets the pages; it comes with the extra `dev`")
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sys.path.insert(0, str(ROOT))
    from tests.typeset.hostile import hostile

    folder = tmp_path_factory.mktemp("hostile")
    hostile(folder, 7)
    return folder


@pytest.fixture(scope="module")
def hangke(tmp_path_factory: pytest.TempPathFactory, files: Path) -> Main:
    """The program on a library with one sound issue."""
    program = Main(tmp_path_factory.mktemp("home") / "library")
    sound = next(path for path in sorted(files.glob("*.pdf")) if path.stem[0].isdigit())
    assert program("add", sound).status == 0
    return program


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("zero-bytes", "empty"),
        ("not-a-pdf", "not a PDF"),
        ("random-bytes", "PDF"),
        ("no-pages", "no pages"),
        ("many-pages", "pages"),
        ("many-characters", "characters"),
        ("box-nan", "can be read"),
        ("bomb", "bytes"),
        ("truncated-10", "save it anew"),
    ],
)
def test_a_hostile_file_ends_with_one_line_and_the_library_stays(
    files: Path, hangke: Main, name: str, says: str
) -> None:
    before = hangke("list", "--json").out
    done = hangke("add", files / f"{name}.pdf")
    (line,) = [line for line in done.err.splitlines() if line.startswith("hangke: ")]
    assert done.status == 1
    assert says in line
    assert "Traceback" not in done.err
    assert hangke("list", "--json").out == before


def test_a_page_over_its_time_is_told(files: Path, hangke: Main) -> None:
    done = hangke("add", files / "branching-forms.pdf", HANGKE_PDF_PAGE_SECONDS="2")
    assert done.status == 1
    assert "2 seconds" in done.err


def test_a_limit_that_is_no_number_is_refused(files: Path, hangke: Main) -> None:
    done = hangke("add", files / "bomb.pdf", HANGKE_PDF_PAGES="many")
    assert done.status == 1
    assert "HANGKE_PDF_PAGES=many" in done.err


def test_a_page_is_drawn_with_its_reading_order(hangke: Main, tmp_path: Path) -> None:
    issue = hangke("list").out.split("\t")[0]
    picture = tmp_path / "page.png"
    assert hangke("page", issue, "3", "--order", "--png", picture).status == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "give one of them" in hangke("page", issue, "999", "--png", picture).err
    assert "no doubtful page" in hangke("doctor", issue).out
