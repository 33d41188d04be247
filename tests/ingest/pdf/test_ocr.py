from __future__ import annotations

import math
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import handmade
import pytest

from ingest.errors import SourceError
from ingest.pdf import ocr, opening, scanlines
from ingest.pdf import sheet as sheets
from ingest.pdf.limits import Limits
from ingest.pdf.scanlines import Line, Mark
from ingest.pdf.types import Rect, Run, Sheet, Style

STYLE = Style(10, "Song", "[0]")
LEFT = [
    "城市的河流在清晨最安静，",
    "渡船从对岸慢慢开过来，",
    "船上的人不说话，看着水面",
    "想各自的事情。老人说，这",
    "条河二十年前很宽，如今两",
]
RIGHT = [
    "岸都修了石堤，水也清了。",
    "管委会的一份报告显示，去",
    "年有三万人乘过这班渡船，",
    "比前年多了一成。轮渡公司",
    "打算在秋天添一条新的航线",
]
COMMON = "城市的河流在清晨最安静渡船从对岸慢慢开过来船上的人不说话看着水面想各自的事情老人说这条河很宽"


def sheet_of(text: str, unknown: float = 0.0) -> Sheet:
    return Sheet(1, 595, 842, (Run(text, Rect(50, 50, 300, 60), STYLE),) if text else (), unknown=unknown)


# ---- which pages need it


@pytest.mark.parametrize(
    ("sheet", "has_picture", "needs"),
    [
        (sheet_of(""), True, True),
        (sheet_of(""), False, False),
        (sheet_of("12"), True, True),
        (sheet_of(COMMON), True, False),
        (sheet_of(COMMON, unknown=0.9), False, True),
        (sheet_of(COMMON, unknown=0.1), False, False),
        (sheet_of("".join(chr(0x3400 + 7 * n) for n in range(60))), False, True),
        (sheet_of("".join(chr(ord(char) + 29) for char in COMMON)), False, True),
        (sheet_of("臺灣的圖書館與學術機構，從這裡開始討論應該怎樣繼續發展。" * 2), False, False),
        (sheet_of("Plain English text about rivers, boats & ferries – “quoted” – that runs on and on."), False, False),
    ],
    ids=["scan", "blank", "number", "text", "undecodable", "bullets", "rare", "shifted", "traditional", "english"],
)
def test_a_page_without_usable_text_needs_it(sheet: Sheet, has_picture: bool, needs: bool) -> None:
    assert ocr.needs(sheet, has_picture) is needs


def test_a_scan_without_it_stays_empty_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "issue.pdf"
    path.write_bytes(handmade.scan(bytes([200]) * 10_000, 100, 100))
    (found,) = opening.sheets(path, ocr=False)
    assert found.runs == ()
    assert found.notes == (ocr.NEEDED,)


def test_it_cannot_be_asked_for_where_it_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "issue.pdf"
    path.write_bytes(handmade.empty_pages(1))
    monkeypatch.setattr(ocr, "find_spec", lambda name: None)
    with pytest.raises(SourceError, match=r"pip install 'hangke\[ocr\]'"):
        opening.sheets(path, ocr=True)


# ---- lines become runs


def line(text: str, x: float = 50.0, y: float = 100.0, size: float = 10.0, gap_after: int = 0, gap: float = 0) -> Line:
    """A level line with its marks; after so many characters there is a gap."""
    marks = []
    at = x
    for index, char in enumerate(text):
        at += gap if gap_after and index == gap_after else 0.0
        width = size if char > "\u2000" else scanlines.NARROW * size
        marks.append(Mark(char, at + width / 2, y))
        at += width
    half = size / scanlines.HEIGHT / 2
    corners = [(x - 3, y - half), (at + 3, y - half), (at + 3, y + half), (x - 3, y + half)]
    return Line(text, corners, tuple(marks))


def test_a_line_over_a_gutter_is_parted() -> None:
    left, right = scanlines.runs([line("渡船从对岸慢慢开过来", gap_after=5, gap=14)])
    assert (left.text, right.text) == ("渡船从对岸", "慢慢开过来")
    assert left.rect.x1 == pytest.approx(100, abs=1)
    assert right.rect.x0 == pytest.approx(114, abs=1)


def test_a_justified_line_stays_whole() -> None:
    wide = line("渡船从对岸慢慢开过来")
    marks = tuple(Mark(m.text, m.x + 3 * index, m.y) for index, m in enumerate(wide.marks))
    assert [part.text for part in scanlines.split(Line(wide.text, wide.corners, marks))] == ["渡船从对岸慢慢开过来"]


def test_a_page_that_lies_askew_is_turned_back() -> None:
    centre = (300.0, 400.0)
    level = [line("渡船从对岸慢慢开过来，船上的人不说话，看着水面", y=100 + 16 * n) for n in range(10)]
    tilted = [scanlines.turned(one, math.radians(0.8), centre) for one in level]
    assert math.degrees(scanlines.common_tilt(tilted)) == pytest.approx(0.8, abs=0.01)
    back = scanlines.levelled(tilted, scanlines.common_tilt(tilted), centre)
    for one, other in zip(scanlines.runs(level), scanlines.runs(back), strict=True):
        assert one.rect.top == pytest.approx(other.rect.top, abs=0.1)
        assert one.rect.x0 == pytest.approx(other.rect.x0, abs=0.1)
        assert one.style == other.style


def test_sizes_near_that_of_most_text_are_the_same() -> None:
    lines = [line("渡船从对岸慢慢开过来", y=100 + 16 * n, size=10 + 0.3 * (n % 3)) for n in range(9)]
    found = scanlines.runs([*lines, line("渡船从对岸", y=60, size=20)])
    assert len({run.style.size for run in found[:-1]}) == 1
    assert found[-1].style.size == pytest.approx(20, abs=1)


def stretched(one: Line, by: float) -> Line:
    """A line whose characters stand so many times as far apart; its box is as high as before."""
    x0 = one.corners[0][0]
    marks = tuple(Mark(m.text, x0 + (m.x - x0) * by, m.y) for m in one.marks)
    return Line(one.text, [(x0 + (x - x0) * by, y) for x, y in one.corners], marks)


def test_small_print_is_told_by_the_pitch_of_its_characters_where_boxes_are_drawn_wide() -> None:
    body = [line("渡船从对岸慢慢开过来，船上的人", y=100 + 16 * n) for n in range(9)]
    note = line("①渡船从对岸慢慢开过来，船上的人", y=300, size=8.5)
    tall = Line(note.text, [(x, y + (0.6 if y > 300 else -0.6)) for x, y in note.corners], note.marks)
    *_, found = scanlines.runs([*body, tall])
    assert found.style.size == pytest.approx(8.5, abs=0.3)


def test_a_justified_line_has_the_size_of_the_text() -> None:
    body = [line("渡船从对岸慢慢开过来，船上的人", y=100 + 16 * n) for n in range(9)]
    found = scanlines.runs([*body, stretched(line("渡船从对岸慢慢开过来，", y=260), 1.12)])
    assert len({run.style.size for run in found}) == 1


def test_figures_between_characters_do_not_tell_a_size() -> None:
    mixed = line("渡船从2031年12月5日开过3条河", size=10)
    assert scanlines.size_of(mixed) == pytest.approx(10, abs=0.1)


def test_a_gap_in_the_ink_of_a_byline_is_a_space() -> None:
    byline = line("谢之望渡口理工学院", gap_after=3, gap=2.5)
    gaps = [(50 + 10 * n - 0.5, 50 + 10 * n + 0.5) for n in range(3)] + [(79.5, 83)]
    assert "".join(" " * m.spaced + m.text for m in scanlines.spaced(byline, gaps).marks) == "谢之望 渡口理工学院"


def test_a_gap_in_the_ink_of_prose_or_beside_a_one_is_none() -> None:
    for text in ("谢之望说，渡口", "第11页"):
        one = line(text)
        gaps = [(mark.x + 0.5, mark.x + 9) for mark in one.marks]
        assert not any(mark.spaced for mark in scanlines.spaced(one, gaps).marks[2:])


def test_a_dash_as_long_as_two_characters_is_two() -> None:
    text = "现状与对策—访渡口"
    assert scanlines.runs([line(text)])[0].text == text
    (run,) = scanlines.runs([line(text, gap_after=text.index("—") + 1, gap=10)])
    assert run.text == "现状与对策——访渡口"


@pytest.mark.parametrize("dash", "—–-")
def test_a_subtitle_opens_with_a_dash_as_long_as_two(dash: str) -> None:
    assert scanlines.runs([line(f"{dash}访渡口科学院")])[0].text == "——访渡口科学院"
    assert scanlines.runs([line(f"{dash}访渡口，看水面")])[0].text == f"{dash}访渡口，看水面"


def test_a_drop_capital_is_as_high_as_its_box() -> None:
    cap = Line("归", [(50, 150), (90, 150), (90, 193), (50, 193)], (Mark("归", 70, 171),))
    assert scanlines.size_of(cap) == pytest.approx(40, abs=1)


def test_words_keep_their_spaces_and_punctuation_beside_chinese_is_chinese() -> None:
    words = [(char, 1.0, [[n, 0], [n + 1, 0], [n + 1, 2], [n, 2]]) for n, char in enumerate("OpenAI模型,好")]
    marks = ocr._marks("Open AI模型,好", words, 1.0)
    assert [mark.text for mark in marks if mark.spaced] == ["A"]
    (run,) = scanlines.runs([Line("Open AI模型,好", [(0, 0), (10, 0), (10, 1.2), (0, 1.2)], marks)])
    assert run.text == "Open AI模型，好"


def test_marks_that_do_not_match_the_text_are_not_used() -> None:
    assert ocr._marks("渡船", [("渡", 1.0, [[0, 0]])], 1.0) == ()
    (run,) = scanlines.runs([Line("渡船", [(0, 0), (24, 0), (24, 13), (0, 13)])])
    assert run.text == "渡船"


# ---- the engine itself


@pytest.fixture(scope="module")
def scan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two columns of text as a picture of 150 dpi, a little askew."""
    pytest.importorskip("rapidocr", reason="comes with the extra `ocr`")
    pymupdf = pytest.importorskip("pymupdf", reason="draws the page; it comes with the extra `dev`")
    from PIL import Image

    page = pymupdf.open().new_page(width=420, height=300)
    page.insert_text((40, 60), "渡口的早晨", fontname="china-s", fontsize=24)
    for x, column in ((40, LEFT), (40 + 12 * 13.5, RIGHT)):
        for number, text in enumerate(column):
            page.insert_text((x, 110 + 18 * number), text, fontname="china-s", fontsize=12)
    pixels = page.get_pixmap(dpi=150, colorspace=pymupdf.csGRAY)
    image = Image.frombytes("L", (pixels.width, pixels.height), pixels.samples)
    turned = image.rotate(0.4, Image.Resampling.BICUBIC, fillcolor=255)
    path = tmp_path_factory.mktemp("scan") / "scan.pdf"
    path.write_bytes(handmade.scan(turned.tobytes(), pixels.width, pixels.height, (420, 300)))
    return path


@pytest.fixture
def page(scan: Path) -> Iterator[Any]:
    import pdfplumber

    with pdfplumber.open(scan) as pdf:
        yield pdf.pages[0]


@pytest.fixture(scope="module")
def found(scan: Path) -> Sheet:
    """That page as read, with less time than OCR takes for a page of text."""
    (sheet,) = opening.sheets(scan, limits=Limits(page_seconds=1.0))
    return sheet


def test_a_scan_is_read_and_its_columns_stay_apart(found: Sheet) -> None:
    lines = [run.text for run in sorted(found.runs, key=lambda run: (round(run.rect.x0 / 60), run.rect.top))]
    assert found.scanned
    assert found.notes == ()
    assert lines[0] == "渡口的早晨"
    read, true = "".join(lines[1:]), "".join(LEFT + RIGHT)
    assert sum(a == b for a, b in zip(read, true, strict=False)) > 0.95 * len(true)


def test_what_is_read_stands_where_it_is_printed(found: Sheet) -> None:
    title = next(run for run in found.runs if run.text == "渡口的早晨")
    assert title.style.size == pytest.approx(24, rel=0.15)
    assert title.rect.x0 == pytest.approx(40, abs=4)
    assert title.rect.x1 == pytest.approx(160, abs=5)
    body = {run.style.size for run in found.runs} - {title.style.size}
    assert len(body) == 1
    assert body.pop() == pytest.approx(12, rel=0.15)


def test_it_reads_without_a_network(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object) -> None:
        raise OSError("no network")

    ocr.engine.cache_clear()
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert ocr.read(page, sheets.read(page)).runs


def test_it_takes_little_longer_than_the_engine_alone(page: Any) -> None:
    from rapidocr import RapidOCR

    alone, plain, picture = RapidOCR(params={"Global.log_level": "critical"}), sheets.read(page), ocr.draw(page)

    def took(call: Any) -> float:
        began = time.process_time()
        call()
        return time.process_time() - began

    own = min(took(lambda: alone(picture)) for _ in range(2))  # the first makes ready
    assert min(took(lambda: ocr.read(page, plain)) for _ in range(2)) < 1.3 * own


MEASURE = """
import resource, sys
from pathlib import Path
from ingest.pdf import opening
assert opening.sheets(Path(sys.argv[1]))[0].runs
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in kilobytes there")
def test_a_page_of_high_resolution_takes_less_than_700_megabytes(page: Any, tmp_path: Path) -> None:
    image = page.to_image(resolution=280).original.convert("L").resize((1654, 2339))
    path = tmp_path / "high.pdf"
    path.write_bytes(handmade.scan(image.tobytes(), *image.size, (595, 842)))
    said = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, check=True, text=True)
    assert int(said.stdout) < 700 * 1024


def test_it_has_a_time_limit_of_its_own(scan: Path, found: Sheet) -> None:
    with pytest.raises(SourceError, match=r"page 1 takes more than the 0\.01 seconds"):
        opening.sheets(scan, limits=Limits(ocr_seconds=0.01))
    assert found.runs, "that of a page of text does not bound it"


def test_text_without_a_meaning_does_not_come_through(tmp_path: Path) -> None:
    nonsense = "".join(chr(0x3400 + 7 * n) for n in range(60)).encode("utf-16-be").hex().encode()
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font"
        b"/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
        b"/DW 1000>>]>>"
    )
    path = tmp_path / "issue.pdf"
    path.write_bytes(handmade.pages([handmade.stream(b"BT /F 9 Tf 20 400 Td <%s> Tj ET" % nonsense)], font=font))
    (found,) = opening.sheets(path, ocr=False)
    assert found.runs == ()
    assert found.notes == (ocr.NEEDED,)
