"""What others extract from a PDF: the text of each page, by each peer that is installed here."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
from collections.abc import Callable
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

Peer = Callable[[Path], list[str]]

MARKS = re.compile(r"\*\*|~~|<br\s*/?>|</?su[bp]>|^#+ |(?<!\w)_(?=\S)|(?<=\S)_(?!\w)", re.MULTILINE)  # of Markdown


def pdfplumber_text(path: Path) -> list[str]:
    return _pdfplumber(path, False)


def pdfplumber_flow(path: Path) -> list[str]:
    return _pdfplumber(path, True)


def _pdfplumber(path: Path, flow: bool) -> list[str]:
    import pdfplumber

    with pdfplumber.open(path) as document:
        return [page.extract_text(use_text_flow=flow) for page in document.pages]


def pdfium(path: Path) -> list[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    finally:
        document.close()


def pymupdf(path: Path) -> list[str]:
    import pymupdf

    with pymupdf.open(path) as document:
        return [page.get_text() for page in document]


def pymupdf4llm(path: Path) -> list[str]:
    """Its Markdown with the marks of headings and emphasis taken out, since text is compared."""
    import pymupdf

    pymupdf.set_messages(stream=io.StringIO())
    with contextlib.redirect_stdout(io.StringIO()):
        import pymupdf4llm

        chunks = pymupdf4llm.to_markdown(str(path), page_chunks=True, show_progress=False)
    return [MARKS.sub("", chunk["text"]) for chunk in chunks]


def pdftotext(path: Path, *options: str) -> list[str]:
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", *options, path, "-"], check=True, capture_output=True)
    return done.stdout.decode("utf-8", "replace").removesuffix("\f").split("\f")


def pdftotext_layout(path: Path) -> list[str]:
    return pdftotext(path, "-layout")


ALL: dict[str, tuple[str, Peer]] = {
    "pdfplumber extract_text": ("pdfplumber", pdfplumber_text),
    "pdfplumber, use_text_flow": ("pdfplumber", pdfplumber_flow),
    "pypdfium2": ("pypdfium2", pdfium),
    "PyMuPDF get_text": ("pymupdf", pymupdf),
    "pymupdf4llm to_markdown": ("pymupdf4llm", pymupdf4llm),
    "pdftotext": ("pdftotext", pdftotext),
    "pdftotext -layout": ("pdftotext", pdftotext_layout),
}


def installed() -> dict[str, str]:
    """The peers that can run here, each with its version."""
    versions = {needed: _version(needed) for needed, _ in ALL.values()}
    return {name: version for name, (needed, _) in ALL.items() if (version := versions[needed])}


def _version(needed: str) -> str | None:
    if needed == "pdftotext":
        if not shutil.which(needed):
            return None
        said = subprocess.run([needed, "-v"], capture_output=True, text=True, check=False).stderr
        return said.splitlines()[0].split()[-1]
    return metadata.version(needed) if find_spec(needed) else None
