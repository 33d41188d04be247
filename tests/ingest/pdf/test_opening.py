from __future__ import annotations

import random
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import handmade
import pdfplumber
import pytest
from handmade import WORDS, packed, pages, stream

from ingest.errors import BrokenPdf, PasswordNeeded, PdfLimit, SourceError
from ingest.pdf import opening, process, sheet
from ingest.pdf.child import DAMAGED
from ingest.pdf.limits import Limits
from ingest.pdf.types import Sheet
from ingest.pdf.wire import Failed, Fault

ROOT = Path(__file__).parents[3]
TEXT = "words that are there"


def read(tmp_path: Path, data: bytes, password: str = "", jobs: int = 1, limits: Limits = Limits()) -> list[Sheet]:
    path = tmp_path / "issue.pdf"
    path.write_bytes(data)
    return opening.sheets(path, password, jobs, limits, ocr=False)


def text(sheet: Sheet) -> str:
    return " ".join(run.text for run in sheet.runs)


def refusal(error: pytest.ExceptionInfo[SourceError]) -> str:
    said = str(error.value)
    assert said.startswith("issue.pdf: ")
    assert "\n" not in said
    return said


def outcome(tmp_path: Path, data: bytes) -> str:
    try:
        return f"{len(read(tmp_path, data))} pages"
    except SourceError as error:
        return str(error)


def numbered(count: int) -> bytes:
    return pages([stream(WORDS.replace(b"words", b"page%d" % number)) for number in range(1, count + 1)])


@pytest.mark.parametrize("jobs", [1, 3])
def test_all_pages_come_in_order(tmp_path: Path, jobs: int) -> None:
    found = read(tmp_path, numbered(20), jobs=jobs)
    assert [sheet.pdf_page for sheet in found] == list(range(1, 21))
    assert [text(sheet).split()[0] for sheet in found] == [f"page{number}" for number in range(1, 21)]
    assert not any(sheet.notes for sheet in found)


def test_progress_counts_to_the_last_page(tmp_path: Path) -> None:
    path = tmp_path / "issue.pdf"
    path.write_bytes(numbered(5))
    told: list[tuple[int, int]] = []
    opening.sheets(path, progress=lambda done, total: told.append((done, total)), ocr=False)
    assert told == [(number, 5) for number in range(1, 6)]


def test_more_jobs_than_pages_do_no_harm(tmp_path: Path) -> None:
    assert len(read(tmp_path, numbered(1), jobs=4)) == 1


def test_reads_in_a_thread_and_in_a_folder_with_modules_of_the_same_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pdfplumber.py", "ingest.py", "pickle.py"):
        (tmp_path / name).write_text("raise SystemExit('imported from the wrong place')", "utf-8")
    monkeypatch.chdir(tmp_path)
    found: list[Sheet] = []
    thread = threading.Thread(target=lambda: found.extend(read(tmp_path, numbered(2))))
    thread.start()
    thread.join()
    assert len(found) == 2


def test_nothing_is_printed_of_a_damaged_file(tmp_path: Path) -> None:
    path = tmp_path / "issue.pdf"
    path.write_bytes(pages([stream(WORDS)]).replace(b"startxref\n", b"startxref\n9"))
    code = f"from pathlib import Path; from ingest.pdf.opening import sheets; sheets(Path({str(path)!r}), ocr=False)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout + done.stderr == ""


def test_the_child_imports_nothing_heavy() -> None:
    code = "import ingest.pdf.child, sys; print(*{'numpy', 'jieba', 'rapidocr', 'gradio', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


# ---- not a PDF, or a broken one


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        ("这不是一本杂志。".encode() * 100, "not a PDF"),
        (b"%PDF-1.7\n", "no PDF parser can open it"),
        (b"%PDF-1.7\n" + random.Random(1).randbytes(20_000), "no PDF parser can open it"),
        (handmade.empty_pages(0), "no pages"),
    ],
    ids=["empty", "text", "head", "noise", "pageless"],
)
def test_what_is_no_pdf_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    with pytest.raises(BrokenPdf) as error:
        read(tmp_path, data)
    assert said in refusal(error)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="check the path"):
        opening.sheets(tmp_path / "none.pdf")


@pytest.mark.parametrize("share", [30, 60, 99])
def test_a_truncated_file_gives_the_pages_that_are_in_it(tmp_path: Path, share: int) -> None:
    whole = numbered(40)
    found = read(tmp_path, whole[: len(whole) * share // 100])
    kept = [sheet for sheet in found if TEXT[6:] in text(sheet)]
    assert len(found) == 40
    assert abs(len(kept) - 40 * share / 90) < 6  # a tenth of the file is the table at its end
    assert all(sheet.notes for sheet in found)


def test_a_file_without_catalogue_and_table_gives_its_pages(tmp_path: Path) -> None:
    whole = numbered(3).replace(b"/Type/Catalog", b"/Type/Catalox").partition(b"xref")[0]
    found = read(tmp_path, whole)
    assert [text(sheet).split()[0] for sheet in found] == ["page1", "page2", "page3"]
    assert all(DAMAGED in sheet.notes for sheet in found)


@pytest.mark.parametrize("seed", range(12))
def test_flipped_bits_end_in_sheets_or_in_a_word(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    data = bytearray(pages([packed(WORDS * 20)] * 6))
    for _ in range(2 ** (seed % 8)):
        data[rng.randrange(9, len(data))] ^= 1 << rng.randrange(8)
    began = time.monotonic()
    assert re.fullmatch(r"\d+ pages|issue\.pdf: .+; .+", outcome(tmp_path, bytes(data)))
    assert time.monotonic() - began < 30


def test_a_stream_that_breaks_off_leaves_a_note(tmp_path: Path) -> None:
    torn = packed(b"".join(b"BT /F 10 Tf 50 %d Td (line %d) Tj ET\n" % (800 - n, n) for n in range(700)))
    torn = torn[: len(torn) // 2] + bytes(20) + torn[len(torn) // 2 + 20 :]
    sound, damaged = read(tmp_path, pages([stream(WORDS), torn]))
    assert not sound.notes
    assert damaged.notes == (DAMAGED,)


@pytest.mark.parametrize("shown", [b"(ABC) Tj", b"(A) Tj (B) Tj (C) Tj", b"[(A) 0 (B) 0 (C)] TJ"])
def test_spaced_characters_stand_apart_however_they_are_written(tmp_path: Path, shown: bytes) -> None:
    path = tmp_path / "spaced.pdf"
    path.write_bytes(pages([stream(b"BT /F 10 Tf 2 Tc 50 700 Td " + shown + b" ET")]))
    runs = opening.sheets(path)[0].runs
    widths = (6.67, 6.67, 7.22)  # of A, B and C in Helvetica
    assert max(run.rect.x1 for run in runs) == pytest.approx(50 + sum(widths) + 2 * 2, abs=0.01)


def test_a_page_whose_content_is_missing_has_a_note(tmp_path: Path) -> None:
    sound, damaged = read(tmp_path, pages([stream(WORDS)] * 2).replace(b"/Contents 13 0 R", b"/Contents 99 0 R"))
    assert text(sound) == TEXT
    assert not sound.notes
    assert damaged.notes == (DAMAGED,)


def test_a_page_whose_content_cannot_be_unpacked_has_a_note(tmp_path: Path) -> None:
    blotted = stream(bytes(500), b"/Filter/FlateDecode")
    sound, damaged = read(tmp_path, pages([packed(b""), blotted]))
    assert not sound.notes
    assert damaged.notes == (DAMAGED,)


@pytest.mark.parametrize(
    "box", [b"nan nan nan nan", b"0 0 inf inf", b"0 0 0 0", b"0 0 99999 99999", b"0 0 595", b"/A/B/C/D", b"0 0 1e9 1e9"]
)
def test_a_page_with_a_senseless_box_is_left_out_with_a_note(tmp_path: Path, box: bytes) -> None:
    found = read(tmp_path, pages([stream(WORDS)] * 3, {1: b"/MediaBox[%s]" % box}))
    assert [text(sheet) for sheet in found] == [TEXT, "", TEXT]
    assert "cannot be read" in found[1].notes[0]
    assert found[1].width > 0


def test_a_file_of_which_no_page_can_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenPdf) as error:
        read(tmp_path, pages([stream(WORDS)], {0: b"/MediaBox[nan nan nan nan]"}))
    assert "no page of it can be read" in refusal(error)


def test_a_circle_in_the_page_tree_ends(tmp_path: Path) -> None:
    data = pages([stream(WORDS)]).replace(b"/Kids[10 0 R]", b"/Kids[2 0 R 10 0 R 10 0 R]")
    assert [text(sheet) for sheet in read(tmp_path, data)] == [TEXT]


def test_a_page_below_thousands_of_nodes_is_found(tmp_path: Path) -> None:
    deep = 3000
    nodes = {number: b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (number + 1) for number in range(2, deep)}
    page = b"<</Type/Page%s>>" % handmade.BOX
    assert len(read(tmp_path, handmade.pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", deep: page} | nodes))) == 1


def test_a_nest_of_arrays_stops_only_its_page(tmp_path: Path) -> None:
    nest = b"[" * 20_000 + b"]" * 20_000 + b" TJ "
    found = read(tmp_path, pages([stream(nest + WORDS), stream(WORDS)]))
    assert text(found[1]) == TEXT


# ---- locked


def test_a_file_locked_with_an_empty_password_opens(tmp_path: Path) -> None:
    assert text(read(tmp_path, handmade.locked(""))[0]) == TEXT
    assert text(read(tmp_path, handmade.locked(""), password="unasked")[0]) == TEXT


def test_a_locked_file_opens_with_its_password(tmp_path: Path) -> None:
    assert text(read(tmp_path, handmade.locked("sesame"), password="sesame")[0]) == TEXT


def test_a_locked_file_asks_for_its_password(tmp_path: Path) -> None:
    with pytest.raises(PasswordNeeded) as error:
        read(tmp_path, handmade.locked("sesame"))
    assert (
        refusal(error)
        == "issue.pdf: the PDF is locked; give its password (--password; in the app, the field below the files)"
    )


def test_a_wrong_password_is_called_wrong(tmp_path: Path) -> None:
    with pytest.raises(PasswordNeeded, match="the password is wrong"):
        read(tmp_path, handmade.locked("sesame"), password="barley")


# ---- limits


def test_ten_thousand_pages_are_refused_before_they_are_read(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(PdfLimit) as error:
        read(tmp_path, handmade.empty_pages(10_000))
    assert "more than the 2,000 pages" in refusal(error)
    assert time.monotonic() - began < 30


def test_fifteen_hundred_empty_pages_are_read(tmp_path: Path) -> None:
    found = read(tmp_path, handmade.empty_pages(1500), jobs=2)
    assert len(found) == 1500
    assert not any(sheet.runs or sheet.notes for sheet in found)


def test_a_page_that_unpacks_to_hundreds_of_megabytes_is_refused(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(PdfLimit) as error:
        read(tmp_path, pages([packed(bytes(300_000_000))]))
    assert "page 1 unpacks to more than" in refusal(error)
    assert time.monotonic() - began < 30


@pytest.mark.skipif(sys.platform != "linux", reason="other systems don't bound the memory of a process")
def test_a_page_that_needs_too_much_memory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PdfLimit) as error:
        read(tmp_path, pages([packed(bytes(500_000_000))]), limits=Limits(memory=300))
    assert "more than the 300 MiB" in refusal(error)


def test_a_page_with_too_many_characters_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PdfLimit) as error:
        read(tmp_path, pages([stream(WORDS)] * 2), limits=Limits(characters=10))
    assert "page 1 has more than the 10 characters" in refusal(error)


def test_a_page_beyond_its_time_is_refused(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(PdfLimit) as error:
        read(tmp_path, handmade.branching_forms(), limits=Limits(page_seconds=0.5))
    assert "page 1 takes more than the 0.5 seconds" in refusal(error)
    assert time.monotonic() - began < 30


def test_a_file_that_opens_too_slowly_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PdfLimit, match=r"to open it takes more than the 0\.001 seconds"):
        read(tmp_path, numbered(1), limits=Limits(open_seconds=0.001))


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    with pytest.raises(PdfLimit, match="more than the 100 bytes"):
        read(tmp_path, numbered(1), limits=Limits(file_bytes=100))


@pytest.mark.parametrize("value", [0, -1, float("nan")])
def test_a_limit_is_a_number_above_zero(value: float) -> None:
    with pytest.raises(ValueError, match="page_seconds"):
        Limits(page_seconds=value)


def test_every_fault_has_its_words() -> None:
    for fault in Fault:
        error = opening._error("issue.pdf", Failed(fault, "why", 3), Limits())
        assert re.fullmatch(r"issue\.pdf: .+; .+", str(error))


# ---- processes


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started."""
    found: list[subprocess.Popen[bytes]] = []
    start = process._start

    def remember(*arguments: object) -> subprocess.Popen[bytes]:
        found.append(start(*arguments))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(process, "_start", remember)
    return found


def test_a_reader_that_dies_ends_in_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = process.Child.ask

    def ask_and_kill(child: process.Child, page: int) -> None:
        ask(child, page)
        threading.Timer(0.3, child.process.kill).start()

    monkeypatch.setattr(process.Child, "ask", ask_and_kill)
    with pytest.raises(BrokenPdf) as error:
        read(tmp_path, handmade.branching_forms())
    assert "its reader died at page 1 (signal 9)" in refusal(error)


def test_no_process_is_left_behind(tmp_path: Path, started: list[subprocess.Popen[bytes]]) -> None:
    read(tmp_path, numbered(3), jobs=2)
    with pytest.raises(PdfLimit):
        read(tmp_path, handmade.branching_forms(), jobs=2, limits=Limits(page_seconds=0.3))
    assert len(started) == 4
    assert all(child.poll() is not None for child in started)


def test_an_interrupt_ends_the_processes(tmp_path: Path, started: list[subprocess.Popen[bytes]]) -> None:
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "issue.pdf"
    path.write_bytes(numbered(50))
    with pytest.raises(KeyboardInterrupt):
        opening.sheets(path, jobs=2, progress=stop, ocr=False)
    assert all(child.poll() is not None for child in started)


def test_a_lean_page_makes_the_same_sheet_as_pdfplumbers_own(tmp_path: Path) -> None:
    path = tmp_path / "issue.pdf"
    drawn = b"0 0 1 rg 60 60 200 90 re f 1 w 50 300 m 400 300 l S "
    path.write_bytes(pages([stream(drawn + WORDS)] * 2, {1: b"/MediaBox[-20 30 575 872]/Rotate 90"}))
    with pdfplumber.open(path) as plain:
        assert opening.sheets(path, ocr=False) == [sheet.read(page) for page in plain.pages]
