"""Hostile and broken PDFs through the command line: one clear line, exit 1, the library untouched."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pymupdf = pytest.importorskip("pymupdf", reason="typesets the pages; it comes with the extra `dev`")
ROOT = Path(__file__).parents[2]


def hangke(home: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ui.cli", *words]
    told = {"HANGKE_HOME": str(home), "HANGKE_NO_SEED": "1", "PATH": "/usr/bin:/bin", **env}
    return subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, encoding="utf-8", timeout=120)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sys.path.insert(0, str(ROOT))
    from tests.typeset.hostile import hostile

    folder = tmp_path_factory.mktemp("hostile")
    hostile(folder, 7)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, files: Path) -> Path:
    """A library with one sound issue."""
    folder = tmp_path_factory.mktemp("home")
    sound = next(path for path in sorted(files.glob("*.pdf")) if path.stem[0].isdigit())
    assert hangke(folder, "add", str(sound)).returncode == 0
    return folder


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
def test_a_hostile_file_ends_with_one_line_and_the_library_stays(files: Path, home: Path, name: str, says: str) -> None:
    before = hangke(home, "list", "--json").stdout
    done = hangke(home, "add", str(files / f"{name}.pdf"))
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("hangke: ")]
    assert done.returncode == 1
    assert says in line
    assert "Traceback" not in done.stderr
    assert hangke(home, "list", "--json").stdout == before


def test_a_page_over_its_time_is_told(files: Path, home: Path) -> None:
    done = hangke(home, "add", str(files / "branching-forms.pdf"), HANGKE_PDF_PAGE_SECONDS="2")
    assert done.returncode == 1
    assert "2 seconds" in done.stderr


def test_a_limit_that_is_no_number_is_refused(files: Path, home: Path) -> None:
    done = hangke(home, "add", str(files / "bomb.pdf"), HANGKE_PDF_PAGES="many")
    assert done.returncode == 1
    assert "HANGKE_PDF_PAGES=many" in done.stderr


def test_a_page_is_drawn_with_its_reading_order(home: Path, tmp_path: Path) -> None:
    issue = hangke(home, "list").stdout.split("\t")[0]
    picture = tmp_path / "page.png"
    assert hangke(home, "page", issue, "3", "--order", "--png", str(picture)).returncode == 0
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert "give one of them" in hangke(home, "page", issue, "999", "--png", str(picture)).stderr
    assert "no doubtful page" in hangke(home, "doctor", issue).stdout
