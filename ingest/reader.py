"""A source file becomes an issue."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from ingest import identity, marks, pages, segment
from ingest.errors import EmptySource, SourceError
from ingest.text import furniture, lines, rules
from ingest.text.decode import decode
from ingest.pdf.types import Sheet
from ingest.types import Identity, Issue, Line


NO_TEXT = "scanned pages need OCR: pip install 'hangke[ocr]'"


@dataclass(frozen=True, slots=True)
class Overrides:
    """What the user says of an issue, over what the source tells."""

    magazine: str | None = None
    year: int | None = None
    number: int | None = None


def read(path: Path, overrides: Overrides = Overrides()) -> Issue:
    """Read one issue from a text file.

    Raises SourceError (EmptySource, NotText) where the file cannot be read as an issue.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror or error}; check the path and its permissions") from error
    if data.startswith(b"%PDF"):
        raise SourceError(f"{path}: PDF files are not read yet; give the text extracted from it (pdftotext, UTF-8)")
    text = decode(data, path.name)
    return read_text(text, path.name, overrides, hashlib.sha256(data).hexdigest())


def read_text(text: str, name: str, overrides: Overrides = Overrides(), sha256: str = "") -> Issue:
    """Read one issue from its text; `name` is the source's file name."""
    found = lines.split(text)
    if not found:
        raise EmptySource(f"{name}: no line of text in it; give the text of an issue")
    told = _override(identity.identify(found, name), overrides)
    issue = build(found, told, name, sha256)
    digest = identity.digest_of(text)
    return issue if digest is None else _with_digest(issue, digest)


def build(found: list[Line], told: Identity, name: str, sha256: str) -> Issue:
    """From lines on there is one way, whatever the source was."""
    heads = furniture.find(found, told)
    content = [line for line in found if line not in heads]
    mark = marks.end_mark(content)
    articles = segment.segment(rules.draft(content, mark), mark, Path(name).stem)
    if not articles:
        raise EmptySource(f"{name}: nothing but running heads and marks in it; give the text of an issue")
    return Issue(told, name, tuple(articles), pages.leaf_pages(found, heads.labels), sha256=sha256)


def read_sheets(sheets: list[Sheet], name: str, overrides: Overrides = Overrides(), sha256: str = "") -> Issue:
    """Read one issue from the laid out pages of a PDF."""
    from ingest.pdf import drafting

    made = drafting.draft(sheets)
    words = [Line(i, i, text, 0) for i, text in enumerate(made.words, 1)]
    told = _override(identity.identify(words, name), overrides)
    articles = segment.segment(made.drafts, made.mark, Path(name).stem)
    if not articles:
        raise EmptySource(f"{name}: no text in it that can be read; {NO_TEXT}")
    return Issue(told, name, tuple(articles), made.leaf_pages, sha256=sha256, is_pdf=True)


def _override(told: Identity, said: Overrides) -> Identity:
    return Identity(said.magazine or told.magazine, said.year or told.year, said.number or told.number, told.total)


def _with_digest(issue: Issue, digest: Identity) -> Issue:
    return Issue(issue.identity, issue.source_file, issue.articles, issue.leaf_pages, digest, issue.sha256)
