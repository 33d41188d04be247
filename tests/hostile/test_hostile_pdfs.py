"""PDFs that do more than be read: what they ask for is not done, and what has no end is ended.

Those of `tests/typeset/hostile.py` are read in `tests/ingest/pdf` and `tests/edges`.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from ingest import reader
from ingest.errors import BrokenPdf, PdfLimit, SourceError
from ingest.options import Reading
from ingest.pdf import floats, opening, picture
from ingest.pdf.limits import Limits
from ingest.pdf.types import Rect, Run, Style
from tests.typeset.hostile import BOX, FONT, PAGE, WORDS, one_page, pdf, stream

SAID = "words that are there"


def written(folder: Path, data: bytes, name: str = "hostile.pdf") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def text_of(path: Path) -> str:
    articles = reader.read(path).articles
    return " ".join(article.title + " ".join(block.text for block in article.blocks) for article in articles)


@pytest.fixture
def listening() -> Iterator[tuple[int, list[bool]]]:
    """A port, and whether anybody called it."""
    called: list[bool] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)

        def wait() -> None:
            while not stop.is_set():
                try:
                    server.accept()[0].close()
                    called.append(True)
                except OSError:
                    pass

        stop = threading.Event()
        thread = threading.Thread(target=wait)
        thread.start()
        yield server.getsockname()[1], called
        stop.set()
        thread.join()


def test_actions_scripts_and_attachments_do_nothing(tmp_path: Path, listening: tuple[int, list[bool]]) -> None:
    port, called = listening
    trap, url = tmp_path / "trap", f"http://127.0.0.1:{port}/".encode()
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction 7 0 R/AA<</WC 8 0 R>>/AcroForm<</XFA 10 0 R/Fields[]>>"
        b"/Names<</JavaScript<</Names[(a) 8 0 R]>>/EmbeddedFiles<</Names[(x.txt) 9 0 R]>>>>>>",
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        3: b"<</Type/Page/Parent 2 0 R%s/AA<</O 7 0 R>>/Annots[<</Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(%s)>>>>]>>"
        % (PAGE, url),
        4: stream(WORDS),
        5: FONT,
        7: b"<</S/Launch/F(/usr/bin/touch)/Win<</F(cmd.exe)/P(/c calc)>>/Unix<</F(touch %s)>>>>" % bytes(trap),
        8: b"<</S/JavaScript/JS(app.launchURL\\('%s'\\);this.submitForm\\('%s'\\))>>" % (url, url),
        9: b"<</Type/Filespec/F(../../x.txt)/UF(../../x.txt)/EF<</F 11 0 R>>>>",
        10: stream(b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>"),
        11: stream(b"attached"),
    }
    path = written(tmp_path, pdf(objects))
    assert SAID in text_of(path)
    assert picture.leaf(path, "hostile.pdf", 1).pages == 1
    assert (called, sorted(each.name for each in tmp_path.iterdir())) == ([], ["hostile.pdf"])


def pattern() -> bytes:
    """A page whose ground is a pattern of forms that draw one another twice; who reads the text never looks at it."""
    page = BOX + b"/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/Pattern<</P 6 0 R>>>>"
    form = b"/BBox[0 0 9 9]/Resources<</XObject<</X %d 0 R>>>>"
    tile = b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/XStep 9/YStep 9" + form % 10
    more = {4: stream(WORDS + b" /Pattern cs /P scn 0 0 595 842 re f"), 5: FONT, 6: stream(b"/X Do /X Do", tile)}
    for number in range(10, 34):
        more[number] = stream(b"/X Do /X Do", b"/Type/XObject/Subtype/Form" + form % (number + 1))
    return one_page(page, more | {34: stream(b"0 0 1 1 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")})


def test_a_page_that_takes_for_ever_to_draw_is_read_and_its_drawing_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, pattern())
    assert SAID in text_of(path)
    monkeypatch.setattr(picture, "LIMITS", Limits(draw_seconds=1.5))
    began = time.monotonic()
    with pytest.raises(PdfLimit, match=r"hostile\.pdf: page 1 takes more than the 1\.5 seconds"):
        picture.leaf(path, "hostile.pdf", 1)
    assert time.monotonic() - began < 10


def test_a_page_that_takes_too_much_memory_to_draw_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "LIMITS", Limits(memory=64))
    with pytest.raises(SourceError, match=r"64 MiB|cannot be drawn"):
        picture.leaf(written(tmp_path, one_page(PAGE, {4: stream(WORDS), 5: FONT})), "hostile.pdf", 1)


def test_what_is_no_pdf_is_not_drawn(tmp_path: Path) -> None:
    with pytest.raises(BrokenPdf, match="page 1 cannot be drawn"):
        picture.leaf(written(tmp_path, b"%PDF-1.7\nbroken"), "hostile.pdf", 1)


def test_a_font_may_lie_about_its_characters(tmp_path: Path) -> None:
    """Halves of characters, controls and marks that turn a line are not read, and the library takes the rest."""
    codes = {0x77: "D800", 0x6F: "202E", 0x72: "0000", 0x64: "001B", 0x73: "DFFF"}
    ranges = "".join(f"<{code:02x}><{to}>" for code, to in codes.items()).encode()
    table = b"1 begincodespacerange<00><ff>endcodespacerange %d beginbfchar%s endbfchar" % (len(codes), ranges)
    cmap = stream(b"/CIDInit/ProcSet findresource begin begincmap " + table + b" endcmap end")
    font = FONT.replace(b">>", b"/ToUnicode 6 0 R>>")
    path = written(tmp_path, one_page(PAGE, {4: stream(WORDS), 5: font, 6: cmap}))
    library = Library(tmp_path / "home")
    assert library.add(reader.read(path), path).status == "added"
    assert all(char.isprintable() for passage in library.passages() for char in passage.text.replace("\n", ""))
    library.store.close()


def test_a_file_may_have_so_many_characters_in_all(tmp_path: Path) -> None:
    path = written(tmp_path, one_page(PAGE, {4: stream(WORDS), 5: FONT}))
    with pytest.raises(PdfLimit, match="more than the 5 characters that a PDF may have"):
        reader.read(path, reading=Reading(limits=Limits(file_characters=5)))
    assert len(opening.sheets(path)) == 1


def test_a_footnote_without_width_is_none() -> None:
    body, small = Style(10, "a", "0"), Style(6, "a", "0")
    thin = Run("1 注：没有宽度的一行。", Rect(50, 700, 50, 706), small)
    parted = floats.Parted([Run("正文一行。", Rect(50, 100, 300, 110), body), thin])
    floats._footnotes(parted, body)
    assert parted.runs[-1] is thin
